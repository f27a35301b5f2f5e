"""Addresses of behaviour reports and counselling."""

from django.urls import URLPattern, path

from .views import counselling as pages

urlpatterns: list[URLPattern] = [
    path("konseling/", pages.counselling, name="counselling"),
    path("konseling/perilaku/baru/", pages.behaviour_new, name="behaviour_new"),
    path("konseling/perilaku/<int:report_id>/", pages.behaviour, name="behaviour"),
    path("konseling/perilaku/<int:report_id>/laporkan/", pages.behaviour_report, name="behaviour_report"),
    path("konseling/perilaku/<int:report_id>/membaik/", pages.behaviour_improved, name="behaviour_improved"),
    path("konseling/perilaku/<int:report_id>/tunjuk/", pages.behaviour_appoint, name="behaviour_appoint"),
    path("konseling/perilaku/<int:report_id>/ganti/", pages.behaviour_replace, name="behaviour_replace"),
    path("konseling/perilaku/<int:report_id>/tutup/", pages.behaviour_decline, name="behaviour_decline"),
    path("konseling/<int:counselling_id>/", pages.counselling_notes, name="counselling_notes"),
    path("konseling/<int:counselling_id>/tutup/", pages.counselling_close, name="counselling_close"),
]
