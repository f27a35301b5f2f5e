"""Addresses of competence."""

from django.urls import URLPattern, path

from .views import competence, standards

urlpatterns: list[URLPattern] = [
    path("kompetensi/", competence.competence, name="competence"),
    path("kompetensi/<int:employee_id>/", competence.competence_of, name="competence_of"),
    path("kompetensi/<int:employee_id>/nilai/", competence.assess_new, name="assess_new"),
    path("kompetensi/penilaian/<int:assessment_id>/", competence.assessment, name="assessment"),
    path("kompetensi/teknis/", standards.technical, name="technical"),
    path("kompetensi/teknis/baru/", standards.technical_new, name="technical_new"),
    path("kompetensi/teknis/<int:competence_id>/", standards.technical_edit, name="technical_edit"),
    path("kompetensi/jabatan/<int:post_id>/", standards.standard, name="standard"),
]
