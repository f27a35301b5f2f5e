"""Addresses of data protection and of the hub."""

from django.urls import path

from ..views import home, privacy, protection

urlpatterns = [
    path("suara/", home.home, name="home"),
    path("data-pribadi/", privacy.processing, name="processing"),
    path("data-pribadi/permintaan/", privacy.my_data, name="my_data"),
    path("pelindungan-data/", protection.protection, name="protection"),
    path("pelindungan-data/permintaan/<int:request_id>/", protection.data_request, name="data_request"),
    path("pelindungan-data/kejadian/baru/", protection.breach_new, name="breach_new"),
    path("pelindungan-data/kejadian/<int:breach_id>/", protection.breach, name="breach"),
]
