"""The cast, and plans in the shapes that the tests of this folder start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.plans.actions import open_plan, save_draft, set_plan, submit
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.models import Plan, PlanVersion
from tests.world import World, world

__all__ = ["world"]

ZONE = ZoneInfo("Asia/Jakarta")
JANUARY = datetime(2026, 1, 12, 9, 0, tzinfo=ZONE)
OCTOBER = datetime(2026, 10, 5, 9, 0, tzinfo=ZONE)


def user(person: Employee) -> User:
    assert person.user is not None
    return person.user


def staff_content(**changes: Any) -> PlanContent:
    """One main result with a quantitative indicator: nothing hard is wrong with it."""
    result = ResultContent(
        statement="Ibu hamil terlayani sesuai standar",
        indicators=(
            IndicatorContent(
                statement="Ibu hamil yang diperiksa lengkap", target="80 – 90%", aspect="kuantitas"
            ),
        ),
    )
    return PlanContent(results=(replace(result, **changes),))


def leader_content() -> PlanContent:
    """Two results over all four perspectives."""
    served = ResultContent(
        statement="Masyarakat sehat dan mandiri",
        indicators=(
            IndicatorContent(statement="Keluarga sehat", target="70%", perspective="penerima_layanan"),
            IndicatorContent(statement="Waktu layanan", target="2-3 hari", perspective="proses_bisnis"),
        ),
    )
    inside = ResultContent(
        statement="Dinas akuntabel",
        indicators=(
            IndicatorContent(statement="Nilai SAKIP", target="A", perspective="penguatan_internal"),
            IndicatorContent(statement="Penyerapan anggaran", target="95%", perspective="anggaran"),
        ),
    )
    return PlanContent(results=(served, inside))


class Maker:
    """Plans for the cast by the real acts: `make.draft(...)`, `make.submitted(...)`, `make.set(...)`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def draft(
        self,
        person: Employee,
        content: PlanContent | None = None,
        *,
        at: datetime = JANUARY,
        starts: date = date(2026, 1, 1),
        approach: str = "kuantitatif",
        form: str = "",
    ) -> PlanVersion:
        plan = open_plan(
            employee=person,
            cycle=self.world.cycle,
            starts=starts,
            ends=date(2026, 12, 31),
            approach=approach,
            form=form,
            actor=user(person),
            at=at,
        )
        version = plan.versions.get()
        wanted = content or (leader_content() if plan.form == Plan.Form.LEADER else staff_content())
        return save_draft(version=version, content=wanted, actor=user(person), at=at)

    def submitted(self, person: Employee, content: PlanContent | None = None, **more: Any) -> PlanVersion:
        version = self.draft(person, content, **more)
        return submit(version=version, actor=user(person), at=more.get("at", JANUARY))

    def set(self, person: Employee, content: PlanContent | None = None, **more: Any) -> PlanVersion:
        version = self.submitted(person, content, **more)
        at = more.get("at", JANUARY)
        if version.plan.appraiser is None:
            return set_plan(version=version, actor=user(self.world.hr), at=at, basis="SK 1/2026")
        return set_plan(version=version, actor=user(version.plan.appraiser), at=at)


@pytest.fixture
def make(world: World) -> Maker:
    return Maker(world)


@pytest.fixture
def queries(django_assert_num_queries: Any) -> Callable[..., Any]:
    return django_assert_num_queries


@pytest.fixture
def in_october(settings: Any) -> None:
    settings.FIXED_NOW = OCTOBER.isoformat()
