"""Addresses of incentives and honours."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
