"""Addresses of the citizens' voice, one list a part."""

from . import (
    answering,
    cases,
    complaints,
    examinations,
    forum,
    office,
    people,
    privacy,
    public,
    services,
    surveys,
)

app_name = "voice"
urlpatterns = [
    *services.urlpatterns,
    *cases.urlpatterns,
    *surveys.urlpatterns,
    *answering.urlpatterns,
    *complaints.urlpatterns,
    *office.urlpatterns,
    *examinations.urlpatterns,
    *forum.urlpatterns,
    *public.urlpatterns,
    *people.urlpatterns,
    *privacy.urlpatterns,
]
