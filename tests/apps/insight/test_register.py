"""The register: counts by unit and day, people with dates and doers, and the file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.models import Review
from kinerja.audit.models import Event
from kinerja.insight.queries.register import STEPS, UnitRow, people, register
from kinerja.people.models import Employee
from kinerja.plans.models import PlanVersion
from kinerja.progress.models import Report
from tests.world import NOW, TODAY, World

from .crowd import SAME, rated, team
from .rows import plan_of, review_of


def row(world: World, unit: str, code: str, **at: object) -> UnitRow:
    rows = register(world.units[unit], world.q3, at.get("day", TODAY))
    return next(found for found in rows if found.code == code)


def done(found: UnitRow) -> dict[str, int]:
    return {cell.step: cell.done for cell in found.cells}


def late(found: UnitRow) -> dict[str, int]:
    return {cell.step: cell.late for cell in found.cells}


def full(world: World) -> Review:
    """The nurse has come all the way, one day a step."""
    plan = plan_of(world, world.nurse)
    PlanVersion.objects.filter(plan=plan).update(set_at=NOW - timedelta(days=240), set_by=world.section_head)
    Report.objects.create(
        plan=plan, period=world.q3, status="submitted", submitted_at=NOW - timedelta(days=6)
    )
    return review_of(
        world,
        plan,
        "delivered",
        rated_at=NOW - timedelta(days=3),
        delivered_at=NOW - timedelta(days=1),
    )


def test_every_step_is_counted_with_its_lateness(world: World) -> None:
    full(world)
    plan_of(world, world.pppk, "draft")
    found = row(world, "PKM1", "PKM1-YAN")
    assert found.staff == 4
    assert done(found) == dict.fromkeys(STEPS, 1)
    # The window is open until the 14th; plans and reports are overdue.
    assert late(found) == {"plan": 3, "report": 3, "rating": 0, "sign": 0, "received": 0}


def test_an_earlier_day_shows_what_was_done_by_then(world: World) -> None:
    review = full(world)
    Review.objects.filter(pk=review.pk).update(signed_at=NOW - timedelta(days=2))
    by_day = {
        days: done(row(world, "PKM1", "PKM1-YAN", day=TODAY - timedelta(days=days))) for days in (7, 4, 2)
    }
    assert by_day[7] == {"plan": 1, "report": 0, "rating": 0, "sign": 0, "received": 0}
    assert by_day[4] == {"plan": 1, "report": 1, "rating": 0, "sign": 0, "received": 0}
    assert by_day[2] == {"plan": 1, "report": 1, "rating": 1, "sign": 1, "received": 0}


def test_a_document_kept_back_is_late(world: World) -> None:
    plan = plan_of(world, world.nurse)
    review_of(world, plan, "signed", due_delivery=TODAY - timedelta(days=1))
    assert late(row(world, "PKM1", "PKM1-YAN"))["received"] == 1
    Review.objects.update(due_delivery=TODAY)
    assert late(row(world, "PKM1", "PKM1-YAN"))["received"] == 0


def test_people_show_the_day_and_who_did_it(world: World) -> None:
    full(world)
    page = people(world.units["PKM1"], world.q3, TODAY, step="received", state="sudah")
    (nurse,) = page.rows
    marks = {mark.step: mark for mark in nurse.marks}
    assert nurse.unit == "Seksi Pelayanan Puskesmas Melati"
    assert marks["plan"].by == "Sri Wahyuni" and marks["report"].by == "Dewi Lestari"
    assert marks["sign"].by == "Sri Wahyuni" and marks["received"].by == "Dewi Lestari"
    assert marks["rating"].at == NOW - timedelta(days=3)


def test_whoever_took_over_is_named(world: World) -> None:
    plan = plan_of(world, world.nurse)
    review_of(world, plan, "signed", taken_over=True)
    (nurse,) = people(world.units["PKM1"], world.q3, TODAY, step="sign", state="sudah").rows
    assert nurse.marks[3].by == "Hendra Gunawan"


@pytest.mark.parametrize("step", list(STEPS))
def test_done_and_not_done_share_out_everybody(world: World, step: str) -> None:
    full(world)
    city = world.units["KOTA"]
    found = {
        state: {
            row.employee_id for row in people(city, world.q3, TODAY, step=step, state=state, limit=99).rows
        }
        for state in ("sudah", "belum", "terlambat")
    }
    assert found["sudah"] == {world.nurse.pk}
    assert found["sudah"] | found["belum"] == set(Employee.objects.values_list("pk", flat=True))
    assert found["terlambat"] <= found["belum"]


def test_pages_follow_each_other_without_loss(world: World) -> None:
    everyone = people(world.units["KOTA"], world.q3, TODAY, limit=999).rows
    seen, after = [], ("", 0)
    while after is not None:
        page = people(world.units["KOTA"], world.q3, TODAY, after=after, limit=7)
        seen += page.rows
        after = page.after
    assert seen == list(everyone) and len(seen) == Employee.objects.count()


def test_an_unknown_step_is_refused(world: World) -> None:
    with pytest.raises(KeyError):
        people(world.units["KOTA"], world.q3, TODAY, step="1=1 --", state="belum")


@pytest.mark.parametrize("count", [3, 60])
def test_table_and_list_cost_the_same_whatever_the_number_of_people(world: World, count: int) -> None:
    rated(world, team(world, world.midwife, count, first=300), [SAME] * count)
    with CaptureQueriesContext(connection) as queries:
        register(world.units["KOTA"], world.q3, TODAY)
    assert len(queries) == 1
    client = world.client(world.hr)
    for name in ("insight:register", "insight:register_people"):
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        assert len(queries) <= 14, name


def test_the_page_leads_down_and_to_those_who_have_not(world: World) -> None:
    full(world)
    client = world.client(world.auditor)
    top = client.get(reverse("insight:register")).content.decode()
    office = world.units["DINKES"].pk
    assert f"?unit={office}&amp;periode={world.q3.pk}" in top
    people_page = reverse("insight:register_people")
    assert f"{people_page}?unit={office}" in top and "keadaan=terlambat" in top
    late_ones = client.get(
        people_page, {"unit": world.units["PKM1"].pk, "langkah": "plan", "keadaan": "terlambat"}
    ).content.decode()
    assert "Agus Salim" in late_ones and "Dewi Lestari" not in late_ones and "Lewat batas" in late_ones


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"unit": "9999999", "periode": "x", "hari": "besok"}, 200),
        ({"unit": "²", "id": "²", "setelah": "\x00"}, 200),
        ({"hari": "2199-01-01"}, 200),
        ({"langkah": "lari"}, 404),
        ({"langkah": "plan", "keadaan": "lari"}, 404),
        ({"keadaan": "sudah"}, 200),
    ],
)
def test_odd_addresses_are_answered_in_peace(world: World, query: dict[str, str], status: int) -> None:
    client = world.client(world.hr)
    for name in ("insight:register", "insight:register_people", "insight:register_file"):
        assert client.get(reverse(name), query).status_code == status, name


def test_before_there_is_a_cycle_the_register_says_so(world: World) -> None:
    world.cycle.periods.all().delete()
    page = world.client(world.hr).get(reverse("insight:register"))
    assert page.status_code == 200 and "Belum ada siklus" in page.content.decode()


def test_the_file_holds_everybody_runs_no_formula_and_is_logged(world: World) -> None:
    full(world)
    Employee.objects.filter(pk=world.nurse.pk).update(name="=HYPERLINK(1)")
    answer = world.client(world.auditor).get(
        reverse("insight:register_file"), {"unit": world.units["PKM1"].pk}
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"].endswith('.csv"')
    assert rows[0][:5] == ["Nama", "NIP", "Jabatan", "Unit", "SKP ditetapkan"]
    nurse = next(row for row in rows if row[0] == "'=HYPERLINK(1)")
    assert nurse[1] == world.nurse.nip and nurse[5] == "Sri Wahyuni"
    inside = people(world.units["PKM1"], world.q3, TODAY, limit=999).rows
    assert len(rows) == len(inside) + 1
    logged = Event.objects.get(action="insight.take_register")
    assert logged.after["people"] == len(inside) and logged.actor_name == "Indah Puspita"
