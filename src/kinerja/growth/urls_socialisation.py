"""Addresses of socialisation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
