"""Addresses: forum."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
