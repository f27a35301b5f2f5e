"""The pages from the agency's year to a role: cycle, goals, matrix and tree; who writes, what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.people.models import Employee
from kinerja.plans.actions import assign_role
from kinerja.plans.content import PlanContent, ResultContent
from kinerja.plans.models import Cycle, Goal, Period, PlanVersion, RoleAssignment
from kinerja.plans.storage import read_content
from tests.world import World, appoint, nip

from .conftest import JANUARY, Maker, leader_content, user

pytestmark = pytest.mark.usefixtures("in_october")


def test_the_matrix_is_written_in_one_post(make: Maker) -> None:
    world = make.world
    leader = make.set(world.section_head)
    column = read_content(leader).results[0].key
    client, url = world.client(world.section_head), reverse("plans:matrix", args=[leader.plan_id])
    page = client.get(url).content.decode()
    name = f"c.{world.nurse.pk}.{column}"
    assert name in page
    client.post(url, {name: "Pasien terlayani\nRujukan tercatat", f"c.{world.pppk.pk}.{column}": ""})
    roles = list(RoleAssignment.objects.filter(employee=world.nurse).order_by("id"))
    assert [role.statement for role in roles] == ["Pasien terlayani", "Rujukan tercatat"]
    assert {role.status for role in roles} == {"approved"}
    client.post(url, {name: "Rujukan tercatat tepat waktu\nPasien terlayani"})
    roles[1].refresh_from_db()
    assert roles[1].statement == "Rujukan tercatat tepat waktu"
    client.post(url, {name: "Pasien terlayani"})
    assert RoleAssignment.objects.get(employee=world.nurse) == roles[0]
    assert client.post(url, {"c.1.bukan": "X"}, follow=True).status_code == 200
    assert world.client(world.nurse).post(url, {name: "Curang"}, follow=True).status_code == 403


def test_a_role_for_another_unit_waits_for_that_appraiser(make: Maker) -> None:
    world = make.world
    leader = make.set(world.section_head)
    column = read_content(leader).results[0].key
    client, url = world.client(world.section_head), reverse("plans:matrix", args=[leader.plan_id])
    page = client.post(url, {"nip": world.midwife.nip}, follow=True).content.decode()
    assert "Siti Aminah" in page
    client.post(url, {f"c.{world.midwife.pk}.{column}": "Ibu hamil terdata"})
    role = RoleAssignment.objects.get(employee=world.midwife)
    assert role.status == "proposed"
    chief = world.client(world.puskesmas_head)
    assert "Ibu hamil terdata" in chief.get("/matriks/").content.decode()
    decide = reverse("plans:decide_role", args=[role.pk])
    assert client.post(decide, {"op": "approve"}).status_code == 403
    chief.post(decide, {"op": "refuse", "reason": ""})
    role.refresh_from_db()
    assert role.status == "proposed"
    chief.post(decide, {"op": "approve"})
    plan = make.draft(world.midwife).plan
    midwife = world.client(world.midwife)
    assert "Ibu hamil terdata" in midwife.get(reverse("plans:edit", args=[plan.pk])).content.decode()
    midwife.post(reverse("plans:take_role", args=[role.pk]))
    midwife.post(reverse("plans:take_role", args=[role.pk]))
    results = read_content(plan.versions.get()).results
    assert [result.statement for result in results].count("Ibu hamil terdata") == 1
    assert results[-1].serves == column


def test_somebody_volunteers(make: Maker) -> None:
    world = make.world
    leader = make.set(world.section_head)
    column = read_content(leader).results[0].key
    url = reverse("plans:matrix", args=[leader.plan_id])
    nurse = world.client(world.nurse)
    assert "Ajukan diri" in nurse.get(url).content.decode()
    nurse.post(url, {"column": str(column), "statement": "Kader terlatih"})
    role = RoleAssignment.objects.get(employee=world.nurse)
    assert (role.mode, role.status) == ("sukarela", "proposed")


def test_hr_creates_a_cycle_and_moves_a_window(world: World) -> None:
    client = world.client(world.hr)
    assert client.post("/siklus/", {"year": 2026, "rhythm": "quarterly"}).status_code == 422
    Period.objects.all().delete()
    Cycle.objects.all().delete()
    client.post("/siklus/", {"year": 2026, "rhythm": "quarterly"})
    cycle = Cycle.objects.get(year=2026)
    assert cycle.plan_due == date(2026, 1, 31)
    assert cycle.periods.count() == 5
    third = cycle.periods.get(label="Triwulan III")
    assert (third.opens, third.report_due, third.closes) == (
        date(2026, 9, 23),
        date(2026, 10, 7),
        date(2026, 10, 14),
    )
    annual = cycle.periods.get(kind="annual")
    assert annual.closes == date(2027, 1, 31)
    url = reverse("plans:period", args=[third.pk])
    moved = {"report_due": "2026-10-08", "opens": "2026-09-23", "closes": "2026-10-20", "reason": ""}
    assert client.post(url, moved).status_code == 422
    client.post(url, {**moved, "reason": "Sistem terganggu"})
    third.refresh_from_db()
    assert third.closes == date(2026, 10, 20)
    backwards = {**moved, "closes": "2026-09-01", "reason": "X"}
    assert client.post(url, backwards).status_code == 422


def test_goals_are_written_by_heads_for_their_own_units(world: World) -> None:
    head = world.client(world.puskesmas_head)
    unit = world.units["PKM1"]
    facts = {"unit": unit.pk, "statement": "Sehat", "indicator": "IKS", "target": "0,8"}
    head.post("/sasaran/baru/", facts)
    goal = Goal.objects.get()
    assert head.post("/sasaran/baru/", {**facts, "unit": world.units["DINKES"].pk}).status_code == 422
    edit = reverse("plans:goal_edit", args=[goal.pk])
    head.post(edit, {**facts, "target": "0,9"})
    goal.refresh_from_db()
    assert goal.target == "0,9"
    assert world.client(world.section_head).post(edit, facts).status_code == 403
    assert "Sehat" in world.client(world.nurse).get("/sasaran/").content.decode()
    head.post(reverse("plans:goal_delete", args=[goal.pk]))
    assert not Goal.objects.exists()


def test_the_tree_opens_node_by_node(make: Maker) -> None:
    world = make.world
    goal = Goal.objects.create(
        cycle=world.cycle, unit=world.units["KOTA"], statement="Kota sehat", indicator="UHH", target="73"
    )
    content = leader_content()
    head = make.set(
        world.office_head,
        PlanContent(
            (ResultContent("Layanan baik", serves=goal.key, indicators=content.results[1].indicators),)
        ),
    )
    client = world.client(world.nurse)
    page = client.get("/pohon/").content.decode()
    assert "Kota sehat" in page
    assert "Layanan baik" in page
    key = read_content(head).results[0].key
    page = client.get(f"/pohon/{key}/").content.decode()
    assert "Kota sehat" in page
    assert "Buka SKP" not in page
    assert "Buka SKP" in world.client(world.secretary).get(f"/pohon/{key}/").content.decode()
    assert client.get("/pohon/00000000-0000-4000-8000-000000000000/").status_code == 404


def crowd(world: World, leader: PlanVersion, first: int, count: int) -> None:
    """People `first` to `count` below the section head, each with a role and a goal of the unit."""
    column = read_content(leader).results[0].key
    for number in range(first, count):
        person = Employee.objects.create(nip=nip(100 + number), name=f"Perawat {number:03d}")
        appoint(person, world.posts["PERAWAT"])
        assign_role(
            leader_plan=leader.plan,
            column=column,
            employee=person,
            statement="Pasien terlayani",
            actor=user(world.section_head),
            at=JANUARY,
        )
        Goal.objects.create(
            cycle=world.cycle, unit=world.units["PKM1"], statement=f"S{number}", indicator="I", target="1"
        )


def test_lists_take_the_same_queries_for_ten_and_for_two_hundred(make: Maker) -> None:
    world = make.world
    leader = make.set(world.section_head)
    urls = (reverse("plans:matrix", args=[leader.plan_id]), "/matriks/", "/sasaran/", "/pohon/")
    taken: list[list[int]] = []
    for already, count in ((0, 10), (10, 200)):
        crowd(world, leader, already, count)
        client = world.client(world.section_head)
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(url).status_code == 200
            counts.append(len(caught))
        taken.append(counts)
    assert taken[0] == taken[1]
    assert max(taken[1]) <= 40
