"""Who serves what: choices, drafts against drafts, the way up and the tree down."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kinerja.people.models import Employee
from kinerja.plans.actions import assign_role, delete_goal, revise, save_draft, save_goal, set_plan, submit
from kinerja.plans.cascade import choices, ladder, resolve
from kinerja.plans.checks import check
from kinerja.plans.content import PlanContent, ResultContent
from kinerja.plans.errors import PlanError
from kinerja.plans.models import Goal, Indicator, Plan, PlanVersion, Result
from kinerja.plans.present import view
from kinerja.plans.storage import read_content
from kinerja.plans.tree import branch, roots
from tests.world import nip

from .conftest import JANUARY, OCTOBER, Maker, leader_content, staff_content, user

DAY = date(2026, 10, 5)


def goal(make: Maker, unit: str = "KOTA", parent: Goal | None = None) -> Goal:
    return save_goal(
        cycle=make.world.cycle,
        unit=make.world.units[unit],
        parent=parent,
        statement=f"Derajat kesehatan meningkat ({unit})",
        indicator="Usia harapan hidup",
        target="73 tahun",
        actor=user(make.world.hr),
        at=JANUARY,
    )


@pytest.fixture
def line(make: Maker) -> dict[str, Any]:
    """Goal of the city, of the office; office head, head of puskesmas, section head, nurse: all set."""
    city = goal(make)
    office = goal(make, "DINKES", city)
    world = make.world
    top = leader_content()
    top = PlanContent(
        (ResultContent("Masyarakat sehat", serves=office.key, indicators=top.results[1].indicators),)
    )
    head = make.set(world.office_head, top)
    indicator = read_content(head).results[0].indicators[0]
    puskesmas = make.set(world.puskesmas_head, staff_content(serves=indicator.key))
    section = make.set(world.section_head, staff_content(serves=read_content(puskesmas).results[0].key))
    nurse = make.set(world.nurse, staff_content(serves=read_content(section).results[0].key))
    return {
        "city": city,
        "office": office,
        "head": head,
        "puskesmas": puskesmas,
        "section": section,
        "nurse": nurse,
    }


def test_from_any_result_up_to_the_agencys_goal(line: dict[str, Any]) -> None:
    way = ladder(read_content(line["nurse"]).results[0].key)
    owners = [node.owner for node in way]
    assert owners == [
        "Dewi Lestari",
        "Sri Wahyuni",
        "Hendra Gunawan",
        "Ratna Kusuma",
        "Dinas Kesehatan",
        "Pemerintah Kota Contoh",
    ]
    assert [node.kind for node in way] == ["result", "result", "result", "indicator", "goal", "goal"]
    assert not any(node.provisional for node in way)


def test_a_loop_in_the_data_ends_the_way(line: dict[str, Any]) -> None:
    section, nurse = read_content(line["section"]).results[0].key, read_content(line["nurse"]).results[0].key
    Result.objects.filter(key=section).update(serves=nurse)
    assert [node.key for node in ladder(nurse)] == [nurse, section]


def test_the_tree_walks_down_to_everyone(line: dict[str, Any], make: Maker) -> None:
    (top,) = roots(make.world.cycle, DAY, levels=5)
    names, here = [], top
    while here.children:
        here = here.children[0]
        names.append(here.node.owner)
    assert names == ["Dinas Kesehatan", "Ratna Kusuma", "Hendra Gunawan", "Sri Wahyuni", "Dewi Lestari"]
    head = top.children[0].children[0]
    assert head.children[0].through == "Nilai SAKIP"
    shallow = branch(line["city"].key, DAY, levels=1)
    assert shallow is not None
    assert (shallow.total, shallow.children[0].total, shallow.children[0].children) == (1, 1, [])
    assert branch(uuid.uuid4(), DAY) is None


def test_the_tree_shows_the_version_in_force(line: dict[str, Any], make: Maker) -> None:
    nurse = line["nurse"]
    draft = revise(plan=nurse.plan, reason="Naik", actor=user(make.world.nurse), at=OCTOBER)
    key = read_content(nurse).results[0].key
    changed = staff_content(
        statement="Draf yang belum berlaku", key=key, serves=read_content(nurse).results[0].serves
    )
    save_draft(version=draft, content=changed, actor=user(make.world.nurse), at=OCTOBER)
    section = branch(read_content(line["section"]).results[0].key, DAY)
    assert section is not None
    assert [child.node.statement for child in section.children] == ["Ibu hamil terlayani sesuai standar"]
    assert resolve([key])[key].statement == "Ibu hamil terlayani sesuai standar"


def test_drafting_against_a_leaders_draft_is_provisional_until_it_is_set(make: Maker) -> None:
    world = make.world
    leader = make.draft(world.section_head)
    key = read_content(leader).results[0].key
    mine = make.draft(world.nurse)
    (group,) = choices(mine.plan, DAY).groups
    assert {option.key for option in group.options} >= {key}
    assert all(option.provisional for option in group.options)
    mine = save_draft(version=mine, content=staff_content(serves=key), actor=user(world.nurse), at=JANUARY)
    assert view(mine).provisional
    assert any("masih sementara" in finding.message for finding in check(mine))
    mine = submit(version=mine, actor=user(world.nurse), at=JANUARY)
    mine = set_plan(version=mine, actor=user(world.section_head), at=JANUARY)
    assert view(PlanVersion.objects.get(pk=mine.pk)).provisional
    leader = submit(version=leader, actor=user(world.section_head), at=JANUARY)
    set_plan(version=leader, actor=user(world.puskesmas_head), at=JANUARY)
    assert not view(PlanVersion.objects.get(pk=mine.pk)).provisional


def test_leaders_are_offered_goals_and_staff_without_a_leaders_plan_too(make: Maker) -> None:
    goal(make)
    goal(make, "DINKES")
    goal(make, "DISDIK")
    head = make.draft(make.world.office_head)
    labels = [group.label for group in choices(head.plan, DAY).groups]
    assert labels == ["Sasaran Dinas Kesehatan", "Sasaran Pemerintah Kota Contoh"]
    nurse = make.draft(make.world.nurse)
    offered = choices(nurse.plan, DAY)
    assert len(offered.groups) == 2
    assert "belum menyusun SKP" in offered.note


def test_a_role_in_another_leaders_matrix_is_offered(make: Maker) -> None:
    world = make.world
    other = make.draft(world.puskesmas_head)
    column = read_content(other).results[0].key
    make.draft(world.section_head)
    mine = make.draft(world.nurse)
    role = assign_role(
        leader_plan=other.plan,
        column=column,
        employee=world.nurse,
        statement="Rujukan tercatat",
        actor=user(world.puskesmas_head),
        at=JANUARY,
    )
    assert role.status == "proposed"
    assert column not in choices(mine.plan, DAY).keys
    type(role).objects.update(status="approved")
    offered = choices(mine.plan, DAY)
    assert column in offered.keys
    assert offered.roles == (role,)


def test_goals_that_are_served_stay(make: Maker, line: dict[str, Any]) -> None:
    with pytest.raises(PlanError, match="didukung"):
        delete_goal(goal=line["office"], actor=user(make.world.hr), at=JANUARY)
    with pytest.raises(PlanError, match="turunannya"):
        delete_goal(goal=line["city"], actor=user(make.world.hr), at=JANUARY)
    with pytest.raises(PlanError, match="sendiri atau turunannya"):
        save_goal(
            cycle=make.world.cycle,
            unit=line["city"].unit,
            parent=line["office"],
            goal=line["city"],
            statement="X",
            indicator="X",
            target="X",
            actor=user(make.world.hr),
            at=JANUARY,
        )


def test_indicators_of_one_result_are_all_on_offer(make: Maker) -> None:
    leader = make.draft(make.world.puskesmas_head, form="jpt")
    mine = make.draft(make.world.midwife)
    (group,) = choices(mine.plan, DAY).groups
    wanted = read_content(leader)
    assert {option.key for option in group.options} == wanted.keys()


def many(make: Maker, leader: PlanVersion, count: int) -> None:
    """`count` nurses with set plans that serve the first result of the leader."""
    world = make.world
    serves = read_content(leader).results[0].key
    people = Employee.objects.bulk_create(
        Employee(nip=nip(100 + number), name=f"Perawat {number:03d}") for number in range(count)
    )
    for person in people:
        plan = Plan.objects.create(
            cycle=world.cycle,
            employee=person,
            post=world.posts["PERAWAT"],
            starts=date(2026, 1, 1),
            ends=date(2026, 12, 31),
        )
        version = PlanVersion.objects.create(plan=plan)
        result = Result.objects.create(version=version, statement="Pasien terlayani", serves=serves)
        Indicator.objects.create(result=result, statement="Pasien", target="80%")


@pytest.mark.parametrize("count", [10, 200])
def test_the_tree_takes_the_same_queries_for_ten_and_for_two_hundred(
    make: Maker, line: dict[str, Any], queries: Callable[..., Any], count: int
) -> None:
    many(make, line["section"], count)
    with queries(17):
        (top,) = roots(make.world.cycle, DAY, levels=5)
    here = top
    for _ in range(4):
        here = here.children[0]
    assert here.node.owner == "Sri Wahyuni"
    assert here.total == count + 1
    assert len(here.children) == min(count + 1, 40)
    assert here.hidden == max(count + 1 - 40, 0)


def test_ladder_takes_four_queries(line: dict[str, Any], queries: Callable[..., Any]) -> None:
    key = read_content(line["nurse"]).results[0].key
    with queries(4):
        ladder(key)
