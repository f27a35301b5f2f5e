"""Addresses: what citizens said to one person and to one unit."""

from django.urls import path

from ..views import my_voice, unit_voice

urlpatterns = [
    path("suara/saya/", my_voice.mine, name="my_voice"),
    path("suara/pegawai/<int:employee_id>/", my_voice.of_employee, name="signal"),
    path("suara/unit/<int:unit_id>/", unit_voice.unit, name="unit_voice"),
]
