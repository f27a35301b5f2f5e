"""Medan Marelan: measured answers, feedback that helps, talent near citizens, a survey that is answered."""

from __future__ import annotations

from collections.abc import Callable

from kinerja.growth.models import CoachFeedback, Lesson, LessonRead, Pulse, StrengthAssignment, SupportPlan
from kinerja.people.queries.law import in_force
from tests.telling import Told
from tests.world import TODAY


def test_an_unresponsive_officer_improves_and_the_system_listens(tell_story: Callable[[str], Told]) -> None:
    told = tell_story("marelan")
    facts = told.facts
    assert facts["verdict"] == "effect" and facts["interval"][1] < 0
    assert facts["after"]["value"] <= 3 < facts["before"]["value"]
    _feedback_helped(told)
    _talent_meets_citizens(told)
    _the_survey_changed_the_system(told)
    assert facts["prepared"] == 16
    assert LessonRead.objects.count() >= 16 * Lesson.objects.filter(published=True, audience="all").count()
    told.is_shown()


def _feedback_helped(told: Told) -> None:
    plan = SupportPlan.objects.get()
    assert (plan.status, plan.result) == ("closed", "reached")
    assert plan.promises.get().status == "kept"
    path = f"/pembinaan/{plan.pk}/"
    officer = told.as_employee(plan.employee)
    assert plan.goal in told.reads(officer, path)
    assert "Coaching" in told.reads(officer, "/jam-pengembangan/")
    assert told.refused(told.as_role("nurse"), path)
    feedback = CoachFeedback.objects.get()
    page = f"/pembinaan/umpan-balik/{feedback.pk}/"
    assert told.refused(told.as_employee(plan.guide), page)
    assert "Contohnya jelas" in told.reads(told.as_employee(feedback.to), page)


def _talent_meets_citizens(told: Told) -> None:
    row = StrengthAssignment.objects.get()
    assert row.status == "running" and told.facts["assigned"] == [f"{row.employee.name}: {row.task}"]
    assert row.task in told.reads(told.as_employee(row.employee), f"/talenta/penugasan/{row.pk}/")


def _the_survey_changed_the_system(told: Told) -> None:
    first, second = told.facts["pulses"].values()
    assert first["n"] == second["n"] == 48
    assert second["resistance"] < first["resistance"]
    law = in_force("meeting.agenda", TODAY)
    assert law["fast_cases"] == 10 and "Camat" in law.source
    assert in_force("deadline.complaint_follow_up", TODAY)["days"] == 3
    nurse = told.as_role("nurse")
    for pulse in Pulse.objects.all():
        assert pulse.replies.get().change in told.reads(nurse, "/sosialisasi/suara/")
