"""Addresses: examinations of reports that name an employee."""

from django.urls import path

from ..views import examinations as views

urlpatterns = [
    path("pemeriksaan/", views.overview, name="examinations"),
    path("pemeriksaan/buka/<uuid:complaint_id>/", views.open_new, name="examination_open"),
    path("pemeriksaan/bukti/<uuid:token>/", views.download, name="examination_file"),
    path("pemeriksaan/<uuid:examination_id>/", views.detail, name="examination"),
    path("pemeriksaan/<uuid:examination_id>/bukti/", views.evidence, name="examination_evidence"),
    path("pemeriksaan/<uuid:examination_id>/pemeriksa/", views.examiner, name="examination_examiner"),
    path("pemeriksaan/<uuid:examination_id>/<slug:step>/", views.step, name="examination_step"),
]
