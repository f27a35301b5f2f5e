"""The board of the cycle: counts by unit, who is stuck, reminders."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinerja.audit.models import Event
from kinerja.insight.access import may_remind, may_see_board
from kinerja.insight.actions import remind
from kinerja.insight.queries import board, stuck
from kinerja.people.models import Appointment, Employee, Unit
from kinerja.progress.models import Report
from tests.world import NOW, TODAY, World, nip

from .rows import plan_of, review_of


def test_each_step_is_counted_where_the_person_sits_and_rolls_up(world: World) -> None:
    plan = plan_of(world, world.nurse)
    Report.objects.create(plan=plan, period=world.q3, status="submitted", submitted_at=NOW)
    review_of(world, plan, "signed")
    plan_of(world, world.pppk, "draft")
    found = board(world.units["PKM1"], world.q3, TODAY)
    section = next(row for row in found.rows if row.code == "PKM1-YAN")
    assert section.counts == {"plan": 1, "report": 1, "rating": 1, "sign": 1, "done": 0}
    city = board(world.units["KOTA"], world.q3, TODAY)
    health = next(row for row in city.rows if row.code == "DINKES")
    assert health.counts["plan"] == 1
    assert city.total is not None
    assert city.total.staff == Employee.objects.count()


def test_people_of_the_unit_itself_are_a_row_of_their_own(world: World) -> None:
    found = board(world.units["PKM1"], world.q3, TODAY)
    own = next(row for row in found.rows if row.own)
    assert own.code == "PKM1"
    assert not own.opens


def test_stuck_names_people_by_name_and_pages_without_loss(world: World) -> None:
    plan_of(world, world.nurse)
    everyone = stuck(world.units["KOTA"], world.q3, TODAY, "plan", limit=1_000).people
    assert world.nurse.pk not in {person.employee_id for person in everyone}
    seen, after = [], ("", 0)
    while after is not None:
        page = stuck(world.units["KOTA"], world.q3, TODAY, "plan", after=after, limit=4)
        seen += page.people
        after = page.after
    assert seen == list(everyone)


@pytest.mark.parametrize("count", [10, 200])
def test_the_board_costs_the_same_whatever_the_number_of_people(world: World, count: int) -> None:
    post = world.posts["PERAWAT"]
    people = Employee.objects.bulk_create(
        Employee(nip=nip(300 + number), name=f"Perawat {number}") for number in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(employee=person, post=post, starts=date(2024, 1, 2)) for person in people
    )
    client = world.client(world.hr)
    client.get("/kendali/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/kendali/").status_code == 200
    assert len(queries) <= 14
    with CaptureQueriesContext(connection) as queries:
        board(world.units["KOTA"], world.q3, TODAY)
    assert len(queries) == 1


def test_only_hr_and_admin_remind_and_auditors_only_look(world: World) -> None:
    assert may_see_board(world.auditor.user, TODAY)
    assert not may_remind(world.auditor.user, TODAY)
    assert may_remind(world.hr.user, TODAY)
    with pytest.raises(PermissionDenied, match="analis kepegawaian"):
        may_see_board(world.nurse.user, TODAY).require()


def test_a_reminder_goes_to_whose_turn_it_is_and_is_logged(
    world: World, settings: object, django_capture_on_commit_callbacks: object
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    plan = plan_of(world, world.nurse)
    review_of(world, plan)
    facts = {"unit": world.units["PKM1-YAN"], "period": world.q3, "actor": world.hr.user}
    with django_capture_on_commit_callbacks(execute=True):
        count = remind(step="sign", on=TODAY, at=NOW, **facts)
    assert count == 1
    assert [message.to for message in mail.outbox] == [[world.section_head.user.email]]
    logged = Event.objects.get(action="insight.remind")
    assert logged.after == {"step": "sign", "people": 1}


def test_an_unknown_step_is_not_a_page(world: World) -> None:
    unit, period = Unit.objects.get(code="KOTA"), world.q3
    assert world.client(world.hr).get(f"/kendali/{unit.pk}/{period.pk}/lari/").status_code == 404


def test_pages_open_for_hr_and_explain_themselves_to_others(world: World) -> None:
    client = world.client(world.hr)
    unit, period = world.units["KOTA"], world.q3
    for path in ("/", "/kendali/", f"/kendali/{unit.pk}/{period.pk}/plan/"):
        assert client.get(path).status_code == 200, path
    refused = world.client(world.nurse).get("/kendali/")
    assert refused.status_code == 403
    assert "analis kepegawaian" in refused.content.decode()
