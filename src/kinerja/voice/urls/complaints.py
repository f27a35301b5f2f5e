"""Addresses: reporting, coming back to a report, and the reports that everybody may read."""

from django.urls import URLPattern, path

from ..views import complaints, public_complaints, tracking

KEPT = "lacak/<str:number>/<str:key>/"
urlpatterns: list[URLPattern] = [
    path("pengaduan/", complaints.complain, name="complain"),
    path("pengaduan/publik/", public_complaints.public_complaints, name="public_complaints"),
    path("pengaduan/publik/<str:number>/", public_complaints.public_complaint, name="public_complaint"),
    path("lacak/", tracking.track, name="track"),
    path(KEPT, tracking.tracked, name="tracked"),
    path(f"{KEPT}diterima/", tracking.received, name="received"),
    path(f"{KEPT}berkas/<uuid:token>/", tracking.reporter_file, name="reporter_file"),
]
