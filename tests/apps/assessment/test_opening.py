"""Opening and closing a period: who evaluates whom, and what closing does and does not do."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from kinerja.assessment.actions import close_period, open_reviews, report_up
from kinerja.assessment.errors import PeriodClosed, TooEarly
from kinerja.assessment.models import Closing, Review
from kinerja.assessment.queries import period_in_focus
from kinerja.audit.models import Event
from kinerja.people.models import Appointment
from kinerja.plans.models import Period
from tests.apps.assessment.office import AFTER, WINDOW, ZONE, give_plan, nurse_review, signed_review, user
from tests.world import World, appoint

pytestmark = pytest.mark.django_db


def opened(world: World) -> dict[str, Review]:
    open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    rows = Review.objects.select_related("plan__employee", "appraiser", "superior", "organisation_unit")
    return {row.plan.employee.name: row for row in rows}


def test_every_set_plan_gets_a_review_with_its_line(world: World) -> None:
    give_plan(world, world.nurse, world.posts["PERAWAT"])
    give_plan(world, world.midwife, world.posts["BIDAN"])
    give_plan(world, world.pppk, world.posts["ADMIN-PKM1"], status="draft")
    rows = opened(world)
    assert set(rows) == {world.nurse.name, world.midwife.name}
    nurse = rows[world.nurse.name]
    assert nurse.appraiser == world.section_head
    assert nurse.superior == world.puskesmas_head
    assert nurse.organisation_unit == world.units["PKM1-YAN"]
    assert rows[world.midwife.name].organisation_unit == world.units["PKM1"]


def test_opening_twice_adds_only_what_is_new(world: World) -> None:
    give_plan(world, world.nurse, world.posts["PERAWAT"])
    first = open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    give_plan(world, world.midwife, world.posts["BIDAN"])
    second = open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    third = open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    assert (first.opened, second.opened, third.opened) == (1, 1, 0)
    assert third.before == 2
    assert Event.objects.filter(action="assessment.open").count() == 2


def test_whom_nobody_here_can_rate_is_counted_not_lost(world: World) -> None:
    give_plan(world, world.secretary, world.posts["SEKDA"])
    result = open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    assert (result.opened, result.without_appraiser) == (0, 1)


@pytest.mark.parametrize(
    ("moved_on", "who"),
    [(date(2026, 8, 25), "new"), (date(2026, 9, 25), "old")],
    ids=["before the window: does not evaluate", "inside the window: evaluates"],
)
def test_rater_who_moved(world: World, moved_on: date, who: str) -> None:
    """PermenPANRB 6/2022 Lampiran hlm 91 no 14: 25 August and 25 September, third quarter."""
    give_plan(world, world.nurse, world.posts["PERAWAT"])
    day_before = date.fromordinal(moved_on.toordinal() - 1)
    Appointment.objects.filter(employee=world.section_head).update(ends=day_before)
    Appointment.objects.filter(employee=world.outsider).update(ends=day_before)
    appoint(world.outsider, world.posts["KASI-YAN"], starts=moved_on)
    expected = world.outsider if who == "new" else world.section_head
    assert opened(world)[world.nurse.name].appraiser == expected


def test_employee_who_moved_is_evaluated_in_the_new_post(world: World) -> None:
    """Lampiran hlm 91 no 13: new rater, and the unit that this rater leads."""
    give_plan(world, world.nurse, world.posts["PERAWAT"], ends=date(2026, 8, 31))
    Appointment.objects.filter(employee=world.nurse).update(ends=date(2026, 8, 31))
    appoint(world.nurse, world.posts["PERAWAT2"], starts=date(2026, 9, 1))
    new = give_plan(world, world.nurse, world.posts["PERAWAT2"], starts=date(2026, 9, 1))
    row = opened(world)[world.nurse.name]
    assert row.plan == new
    assert row.appraiser == world.acting
    assert row.organisation_unit == world.units["PKM2"]
    assert Review.objects.count() == 1


def test_retired_in_the_period_is_still_evaluated(world: World) -> None:
    give_plan(world, world.nurse, world.posts["PERAWAT"], ends=date(2026, 8, 31))
    Appointment.objects.filter(employee=world.nurse).update(ends=date(2026, 8, 31))
    assert opened(world)[world.nurse.name].appraiser == world.section_head


def test_opening_waits_for_the_window_and_belongs_to_hr(world: World) -> None:
    early = datetime(2026, 9, 19, 9, 0, tzinfo=ZONE)
    with pytest.raises(TooEarly, match="20 September 2026"):
        open_reviews(period=world.q3, actor=user(world.hr), at=early)
    with pytest.raises(PermissionDenied):
        open_reviews(period=world.q3, actor=user(world.section_head), at=WINDOW)


def test_number_of_queries_does_not_grow(world: World) -> None:
    def cost(people: list[tuple[str, str]], period: Period) -> int:
        for name, post in people:
            give_plan(world, world.people[name], world.posts[post])
        with CaptureQueriesContext(connection) as queries:
            assert open_reviews(period=period, actor=None, at=WINDOW).opened == len(people)
        return len(queries)

    few = cost([("nurse", "PERAWAT")], world.q3)
    many = [("midwife", "BIDAN"), ("pppk", "ADMIN-PKM1"), ("nurse2", "PERAWAT2"), ("hr", "ANALIS")]
    assert cost(many, world.q3) == few


def test_closing_marks_late_and_reports_signed_but_never_signs(world: World) -> None:
    done = signed_review(world)
    give_plan(world, world.midwife, world.posts["BIDAN"])
    open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    late = Review.objects.get(plan__employee=world.midwife)
    closing = close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    assert (closing.late, closing.reported) == (1, 1)
    late.refresh_from_db()
    done.refresh_from_db()
    assert late.late_at == AFTER and late.status == "open" and late.signed_at is None
    assert done.reported_at == AFTER and done.status == "signed"
    actions = Event.objects.filter(object_type="assessment.review").values_list("action", "object_id")
    assert ("assessment.late", str(late.pk)) in actions
    assert ("assessment.report", str(done.pk)) in actions


def test_closing_happens_once_and_after_the_window(world: World) -> None:
    with pytest.raises(TooEarly):
        close_period(period=world.q3, actor=user(world.hr), at=WINDOW)
    close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    with pytest.raises(PeriodClosed):
        close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    assert Closing.objects.count() == 1


def test_report_up_takes_all_or_the_chosen_and_only_signed(world: World) -> None:
    review = nurse_review(world)
    assert report_up(period=world.q3, actor=user(world.hr), at=AFTER) == 0
    assert report_up(period=world.q3, actor=user(world.hr), at=AFTER, reviews=[review]) == 0
    with pytest.raises(PermissionDenied):
        report_up(period=world.q3, actor=user(world.auditor), at=AFTER)


def test_a_closed_period_takes_no_new_review(world: World) -> None:
    close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    give_plan(world, world.midwife, world.posts["BIDAN"])
    with pytest.raises(PeriodClosed, match="dinilai pada periode berikutnya"):
        open_reviews(period=world.q3, actor=user(world.hr), at=AFTER)
    assert not Review.objects.exists()


def test_a_closed_period_stays_in_focus_while_somebody_is_unsigned(world: World) -> None:
    for period in (world.q1, world.q2):
        close_period(period=period, actor=user(world.hr), at=AFTER)
    review, after = nurse_review(world), localdate(AFTER)
    close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    assert period_in_focus(after) == world.q3
    Review.objects.filter(pk=review.pk).update(signed_at=AFTER)
    assert period_in_focus(after) == world.q4, "the running one"
