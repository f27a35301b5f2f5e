"""Addresses: how the services do, open data, and what changed. All under /layanan/ are held in memory."""

from django.urls import URLPattern, path

from ..views import changes, open_data, public

urlpatterns: list[URLPattern] = [
    path("layanan/", public.public, name="public"),
    path("layanan/unit/<int:unit_id>/", public.public_unit, name="public_unit"),
    path("layanan/perubahan/", public.public_changes, name="public_changes"),
    path("layanan/data/", open_data.open_data, name="open_data"),
    path("layanan/data/<slug:name>.csv", open_data.data_csv, name="data_csv"),
    path("layanan/data/<slug:name>.json", open_data.data_json, name="data_json"),
    path("perubahan/", changes.changes, name="changes"),
    path("perubahan/baru/", changes.change_new, name="change_new"),
    path("perubahan/<int:change_id>/", changes.change_edit, name="change_edit"),
    path("perubahan/<int:change_id>/terbitkan/", changes.change_publish, name="change_publish"),
]
