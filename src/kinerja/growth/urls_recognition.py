"""Addresses of recognition."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
