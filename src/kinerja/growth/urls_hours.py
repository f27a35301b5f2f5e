"""Addresses of development hours and the individual development plan."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
