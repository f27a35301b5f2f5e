"""Tables, runs and honours for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from kinerja.accounts.models import RoleGrant, User
from kinerja.growth.actions.honours import propose_honour
from kinerja.growth.actions.pay import approve_run, approve_table, make_run, make_table
from kinerja.growth.models import AllowanceLine, AllowanceRun, AllowanceTable, AttendanceCut, Honour
from tests.apps.assessment.office import user
from tests.world import NOW, START, World

PERCENT = {"SANGAT_BAIK": "100", "BAIK": "90", "BUTUH_PERBAIKAN": "75", "KURANG": "50", "SANGAT_KURANG": "25"}
WEIGHTS = {"kinerja": "60", "disiplin": "40"}
BASES = {"terampil": "2000000", "pelaksana": "1500000"}


def second(world: World) -> User:
    """Another HR analyst."""
    other = user(world.agency_hr_head)
    RoleGrant.objects.get_or_create(user=other, role="hr", starts=START, defaults={"reason": "Surat tugas"})
    return other


def table(world: World, *, approved: bool = True, **other: Any) -> AllowanceTable:
    facts: dict[str, Any] = {
        "percent": PERCENT,
        "weights": WEIGHTS,
        "bases": BASES,
        "starts": date(2026, 1, 1),
    }
    facts["starts"] = date(2026, 1, 1)
    made = make_table(
        title="TPP 2026", basis="Perwali 12/2026 Pasal 9", **facts | other, actor=user(world.hr), at=NOW
    )
    return approve_table(table=made, actor=second(world), at=NOW) if approved else made


def run(world: World, *, approved: bool = False) -> AllowanceRun:
    if not AllowanceTable.objects.exists():
        table(world)
    made = make_run(year=2026, month=10, actor=user(world.hr), at=NOW)
    return approve_run(run=made, actor=second(world), at=NOW) if approved else made


def line(world: World, *, approved: bool = True) -> AllowanceLine:
    """The nurse's line of the month."""
    return run(world, approved=approved).lines.get(employee=world.nurse)


def cut(world: World, percent: str = "10") -> AttendanceCut:
    facts = {"year": 2026, "month": 10, "reason": "Terlambat", "by": user(world.hr)}
    return AttendanceCut.objects.create(employee=world.nurse, percent=percent, **facts)


def honour(world: World) -> Honour:
    return propose_honour(employee=world.nurse, years=10, actor=user(world.hr), at=NOW)
