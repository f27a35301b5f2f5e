"""Addresses: examinations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
