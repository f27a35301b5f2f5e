"""Addresses of the interface. They ask for a key, or for nothing; never for a session."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern

from .v1 import api

app_name = "api"
urlpatterns: list[URLPattern] = [one for one in api.urls[0] if isinstance(one, URLPattern)]
for pattern in urlpatterns:
    pattern.callback = login_not_required(pattern.callback)
