"""Addresses of talent."""

from django.urls import URLPattern, path

from .views import strengths, succession, talent

urlpatterns: list[URLPattern] = [
    path("talenta/", talent.talent, name="talent"),
    path("talenta/impor/", talent.talent_import, name="talent_import"),
    path("talenta/impor/templat/<str:kind>/", talent.talent_template, name="talent_template"),
    path("talenta/suksesi/", succession.successions, name="successions"),
    path("talenta/suksesi/<int:post_id>/", succession.succession_of, name="succession"),
    path(
        "talenta/suksesi/<int:post_id>/calon/<int:employee_id>/",
        succession.succession_note,
        name="succession_note",
    ),
    path("talenta/suksesi/catatan/<int:note_id>/keluar/", succession.succession_end, name="succession_end"),
    path("talenta/kekuatan/", strengths.strengths, name="strengths"),
    path("talenta/kekuatan/<int:employee_id>/", strengths.assignment_offer, name="assignment_offer"),
    path("talenta/penugasan/", strengths.assignments, name="assignments"),
    path("talenta/penugasan/<int:assignment_id>/", strengths.assignment, name="assignment"),
    path("talenta/penugasan/<int:assignment_id>/terima/", strengths.accept, name="assignment_accept"),
    path("talenta/penugasan/<int:assignment_id>/tolak/", strengths.decline, name="assignment_decline"),
    path("talenta/penugasan/<int:assignment_id>/akhiri/", strengths.end, name="assignment_end"),
    path("talenta/<int:employee_id>/", talent.talent_of, name="talent_of"),
    path("talenta/<int:employee_id>/masukan/", talent.talent_input, name="talent_input"),
]
