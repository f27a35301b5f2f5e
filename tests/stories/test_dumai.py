"""Dumai: more than results, a team across units, mentoring both ways, and a queue that citizens reshaped."""

from __future__ import annotations

from collections.abc import Callable

from kinerja.assessment.models import Contribution, Declaration, Team
from kinerja.growth.models import DevelopmentActivity, Mentorship, SupportPlan
from kinerja.people.queries import own_post
from tests.telling import Told
from tests.world import TODAY


def test_a_survey_reshapes_a_service(tell_story: Callable[[str], Told]) -> None:
    told = tell_story("dumai")
    facts = told.facts
    assert facts["verdict"] == "effect" and facts["interval"][0] > 0
    assert len(facts["recognised"]) == len(facts["closed_plans"]) == len(facts["changed"]) == 1
    _more_than_results(told)
    _a_team_across_units()
    _mentoring_both_ways(told)
    _a_leader_gives_feedback(told)
    told.is_shown()


def _more_than_results(told: Told) -> None:
    row = Declaration.objects.get()
    assert row.status == "handled"
    assert row.outcome in told.reads(told.as_employee(row.employee), f"/integritas/{row.pk}/")


def _a_team_across_units() -> None:
    team = Team.objects.get()
    units = {held.post.unit_id for row in team.members.all() if (held := own_post(row.employee, TODAY))}
    assert len(units) == 2
    told = Contribution.objects.filter(member__team=team)
    assert told.exclude(initiative="").count() == told.count() > 0
    assert team.goals.get().done_at is not None


def _mentoring_both_ways(told: Told) -> None:
    pairs = Mentorship.objects.order_by("starts")
    assert [row.reverse for row in pairs] == [False, True]
    for row in pairs:
        assert row.status == "closed" and row.after is not None and row.before is not None
        assert row.after > row.before
        sessions = DevelopmentActivity.objects.filter(employee=row.mentee, kind="mentoring")
        assert sessions.count() == row.meetings.exclude(written_at=None).count() == 3
        page = f"/mentoring/{row.pk}/"
        for person in (row.mentor, row.mentee):
            words = told.reads(told.as_employee(person), page)
            assert row.mentor_view in words and row.mentee_view in words
        assert told.refused(told.as_role("nurse"), page)


def _a_leader_gives_feedback(told: Told) -> None:
    plan = SupportPlan.objects.get()
    assert (plan.kind, plan.result) == ("guidance", "reached")
    assert plan.promises.get().status == "kept"
    assert plan.goal in told.reads(told.as_employee(plan.guide), f"/pembinaan/{plan.pk}/")
