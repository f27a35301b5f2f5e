"""Addresses: services."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
