"""Palangka Raya: reviewed reports, a channel that answers, doubt that is explained, licences in weeks."""

from __future__ import annotations

from collections.abc import Callable

from kinerja.growth.models import Session, StaffQuestion
from kinerja.progress.models import Report
from kinerja.voice.models import Complaint
from tests.telling import Told


def test_licences_take_weeks_instead_of_months(tell_story: Callable[[str], Told]) -> None:
    told = tell_story("palangkaraya")
    facts = told.facts
    month = 21  # working days
    assert facts["before"]["value"] > 2 * month
    assert facts["after"]["value"] < month
    assert facts["verdict"] == "effect" and facts["interval"][1] < 0
    _reports_are_reviewed(told)
    _citizens_are_answered(told)
    _doubt_is_met_with_reasons(told)
    assert "hari kerja" in told.is_shown()


def _reports_are_reviewed(told: Told) -> None:
    rows = Report.objects.filter(plan__post__unit__code="DPMPTSP-1")
    assert told.facts["reports_reviewed"] > 0.8 * rows.count()


def _citizens_are_answered(told: Told) -> None:
    rows = Complaint.objects.filter(service__code="persetujuan-bangunan-gedung")
    assert rows.count() == told.facts["complaints_answered"] == 5
    for row in rows:
        assert row.messages.filter(author="office").exists() and row.rating == 4


def _doubt_is_met_with_reasons(told: Told) -> None:
    question = StaffQuestion.objects.get()
    page = told.reads(told.as_role("nurse"), "/sosialisasi/tanya/")
    assert question.text in page and question.answer in page
    assert question.asked_by.name not in page
    session = Session.objects.get()
    assert session.status == "held" and told.facts["trained"] == 16
    assert session.course.title in told.reads(
        told.as_role("hr"), f"/pengembangan/sesi/{session.pk}/evaluasi/"
    )
