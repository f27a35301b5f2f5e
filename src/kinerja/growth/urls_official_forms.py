"""Addresses of the printable forms, beside the pages they belong to."""

from django.urls import URLPattern, path

from .views import official_forms as pages

urlpatterns: list[URLPattern] = [
    path("pembinaan/<int:plan_id>/formulir/", pages.support_form, name="support_form"),
    path(
        "pembinaan/umpan-balik/<int:feedback_id>/formulir/", pages.feedback_form, name="coach_feedback_form"
    ),
    path("mentoring/<int:mentorship_id>/formulir/", pages.mentorship_form, name="mentorship_form"),
    path("kompetensi/penilaian/<int:assessment_id>/formulir/", pages.assessment_form, name="assessment_form"),
    path("konseling/perilaku/<int:report_id>/formulir/", pages.behaviour_form, name="behaviour_form"),
]
