"""A plan opens with a post and ends with it: who may, what a transfer, Plt and Plh do, one plan a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kinerja.audit.models import Event
from kinerja.people.models import Appointment
from kinerja.plans.actions import end_plan, open_plan
from kinerja.plans.errors import NoPost, PlanError
from kinerja.plans.models import Plan
from kinerja.plans.queries import active_plan
from kinerja.plans.storage import read_content

from .conftest import JANUARY, OCTOBER, Maker, user

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_opening_asks_post_year_and_permission(make: Maker) -> None:
    world = make.world
    facts = {
        "cycle": world.cycle,
        "starts": YEAR[0],
        "ends": YEAR[1],
        "approach": "kuantitatif",
        "at": JANUARY,
    }
    with pytest.raises(PermissionDenied, match="SKP Anda sendiri"):
        open_plan(employee=world.nurse, actor=user(world.section_head), **facts)
    with pytest.raises(PlanError, match="tahun 2026"):
        open_plan(employee=world.nurse, actor=user(world.nurse), **{**facts, "ends": date(2027, 1, 31)})
    with pytest.raises(PlanError, match="memimpin unit"):
        open_plan(employee=world.nurse, actor=user(world.nurse), form="jpt", **facts)
    Appointment.objects.filter(employee=world.pppk).delete()
    with pytest.raises(NoPost):
        open_plan(employee=world.pppk, actor=user(world.hr), **facts)
    assert open_plan(employee=world.nurse, actor=user(world.hr), **facts).form == "ja_jf"
    head = open_plan(employee=world.puskesmas_head, actor=user(world.hr), form="jpt", **facts)
    assert head.form == "jpt"
    assert open_plan(employee=world.office_head, actor=user(world.hr), **facts).form == "jpt"


def test_a_plh_duty_becomes_a_main_result(make: Maker) -> None:
    world = make.world
    Appointment.objects.create(
        employee=world.section_head,
        post=world.posts["KA-PKM1"],
        kind="plh",
        starts=date(2026, 2, 1),
        ends=date(2026, 2, 14),
        sole=True,
    )
    facts = {
        "cycle": world.cycle,
        "starts": YEAR[0],
        "ends": YEAR[1],
        "approach": "kuantitatif",
        "at": JANUARY,
    }
    plan = open_plan(employee=world.section_head, actor=user(world.section_head), **facts)
    (result,) = read_content(plan.versions.get()).results
    assert (result.kind, result.assigned_by) == ("utama", "Plh Kepala Puskesmas Melati")


def test_a_transfer_ends_the_plan_and_makes_room_for_the_next(make: Maker) -> None:
    world = make.world
    plan = make.set(world.nurse).plan
    with pytest.raises(PlanError, match="sudah mempunyai SKP"):
        open_plan(
            employee=world.nurse,
            cycle=world.cycle,
            starts=date(2026, 8, 10),
            ends=YEAR[1],
            approach="kuantitatif",
            actor=user(world.nurse),
            at=OCTOBER,
        )
    with pytest.raises(PermissionDenied):
        end_plan(plan=plan, ends=date(2026, 8, 9), reason="Mutasi", actor=user(world.outsider), at=OCTOBER)
    end_plan(plan=plan, ends=date(2026, 8, 9), reason="Mutasi", actor=user(world.hr), at=OCTOBER)
    Appointment.objects.filter(employee=world.nurse).update(ends=date(2026, 8, 9))
    Appointment.objects.create(
        employee=world.nurse, post=world.posts["PERAWAT2"], starts=date(2026, 8, 10), kind="definitif"
    )
    second = make.draft(world.nurse, at=OCTOBER, starts=date(2026, 8, 10)).plan
    assert second.appraiser == world.acting  # the Plt head of the new puskesmas
    assert active_plan(world.nurse, date(2026, 8, 9)) == plan
    assert active_plan(world.nurse, date(2026, 8, 10)) == second
    with pytest.raises(PlanError, match="di dalam masa SKP"):
        end_plan(plan=plan, ends=date(2026, 9, 1), reason="Lagi", actor=user(world.hr), at=OCTOBER)


def test_the_next_plan_after_a_transfer_ends_the_one_of_the_post_that_was_left(make: Maker) -> None:
    world = make.world
    old = make.set(world.nurse).plan
    Appointment.objects.filter(employee=world.nurse).update(ends=date(2026, 8, 9))
    Appointment.objects.create(
        employee=world.nurse, post=world.posts["PERAWAT2"], starts=date(2026, 8, 10), kind="definitif"
    )
    new = make.draft(world.nurse, at=OCTOBER, starts=date(2026, 8, 10)).plan
    old.refresh_from_db()
    assert (old.ends, new.starts) == (date(2026, 8, 9), date(2026, 8, 10))
    assert "Perawat Mahir" in old.ended_reason
    assert Event.objects.get(action="plans.end").object_id == str(old.pk)


def test_plt_work_does_not_end_the_plan(make: Maker) -> None:
    world = make.world
    plan = make.set(world.surveillance).plan
    Appointment.objects.create(
        employee=world.surveillance,
        post=world.posts["KABID-P2P"],
        kind="plt",
        starts=date(2026, 8, 10),
        sole=True,
    )
    with pytest.raises(PlanError, match="sudah mempunyai SKP"):
        make.draft(world.surveillance, at=OCTOBER, starts=date(2026, 8, 10))
    plan.refresh_from_db()
    assert plan.ends == YEAR[1]


def test_the_database_refuses_a_second_plan_on_a_day(make: Maker) -> None:
    plan = make.draft(make.world.nurse).plan
    copy = _same_from(plan, date(2026, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def _same_from(plan: Plan, starts: date) -> Plan:
    return Plan(
        cycle=plan.cycle,
        employee=plan.employee,
        post=plan.post,
        starts=starts,
        ends=plan.ends,
        approach=plan.approach,
        form=plan.form,
    )
