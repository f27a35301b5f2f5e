"""Addresses of mentoring."""

from django.urls import URLPattern, path

from .views import mentoring as finding
from .views import mentorships as pair

urlpatterns: list[URLPattern] = [
    path("mentoring/", finding.mentoring, name="mentoring"),
    path("mentoring/tawarkan/", finding.mentoring_offer, name="mentoring_offer"),
    path("mentoring/tawaran/<int:offer_id>/tutup/", finding.mentoring_offer_end, name="mentoring_offer_end"),
    path("mentoring/cari/", finding.mentoring_seek, name="mentoring_seek"),
    path("mentoring/cari/<int:wish_id>/", finding.mentoring_matches, name="mentoring_matches"),
    path("mentoring/cari/<int:wish_id>/tutup/", finding.mentoring_wish_end, name="mentoring_wish_end"),
    path("mentoring/cari/<int:wish_id>/dampingi/", finding.mentoring_accompany, name="mentoring_accompany"),
    path(
        "mentoring/cari/<int:wish_id>/usul/<int:offer_id>/",
        finding.mentoring_propose,
        name="mentoring_propose",
    ),
    path("mentoring/kalender/<str:token>.ics", finding.mentoring_calendar, name="mentoring_calendar"),
    path("mentoring/<int:mentorship_id>/", pair.mentorship, name="mentorship"),
    path("mentoring/<int:mentorship_id>/setuju/", pair.mentorship_agree, name="mentorship_agree"),
    path("mentoring/<int:mentorship_id>/akhiri/", pair.mentorship_decline, name="mentorship_decline"),
    path("mentoring/<int:mentorship_id>/tengah/", pair.mentorship_midpoint, name="mentorship_midpoint"),
    path("mentoring/<int:mentorship_id>/perubahan/", pair.mentorship_change, name="mentorship_change"),
    path("mentoring/<int:mentorship_id>/pandangan/", pair.mentorship_close, name="mentorship_close"),
    path("mentoring/<int:mentorship_id>/pertemuan/", pair.mentor_meeting_new, name="mentor_meeting_new"),
    path("mentoring/pertemuan/<int:meeting_id>/", pair.mentor_journal, name="mentor_journal"),
    path(
        "mentoring/pertemuan/<int:meeting_id>/batal/",
        pair.mentor_meeting_cancel,
        name="mentor_meeting_cancel",
    ),
    path("mentoring/pertemuan/<int:meeting_id>/aksi/", pair.mentor_action_done, name="mentor_action_done"),
]
