"""Addresses of growth, part by part."""

from django.urls import URLPattern

from . import (
    urls_competence,
    urls_counselling,
    urls_development,
    urls_hours,
    urls_mentoring,
    urls_official_forms,
    urls_pay,
    urls_recognition,
    urls_socialisation,
    urls_support,
    urls_talent,
)

app_name = "growth"
urlpatterns: list[URLPattern] = [
    *urls_competence.urlpatterns,
    *urls_recognition.urlpatterns,
    *urls_pay.urlpatterns,
    *urls_support.urlpatterns,
    *urls_counselling.urlpatterns,
    *urls_development.urlpatterns,
    *urls_hours.urlpatterns,
    *urls_socialisation.urlpatterns,
    *urls_mentoring.urlpatterns,
    *urls_talent.urlpatterns,
    *urls_official_forms.urlpatterns,
]
