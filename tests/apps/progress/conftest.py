"""A set plan for the nurse, so that every test starts where work starts; her browser and the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from kinerja.people.models import Employee
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.models import Plan, PlanVersion
from kinerja.plans.storage import write_content
from kinerja.progress.models import Report
from tests.world import NOW, World

EVIL = "<script>alert('x')</script>"
SET_AT = datetime(2026, 1, 20, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
MAIN = ResultContent(
    statement="Ibu hamil dilayani sesuai standar",
    kind="utama",
    indicators=(
        IndicatorContent(statement="Ibu hamil yang diperiksa", target="40 – 50 pasien", aspect="kuantitas"),
        IndicatorContent(statement="Waktu tunggu", target="30 menit", aspect="waktu", direction="lower"),
    ),
)
EXTRA = ResultContent(
    statement="Data pasien lengkap",
    kind="tambahan",
    indicators=(IndicatorContent(statement="Berkas lengkap", target="95%", aspect="kualitas"),),
)


@dataclass
class Skp:
    """A plan with what it says; keys by short name."""

    plan: Plan
    version: PlanVersion
    content: PlanContent

    @property
    def patients(self) -> UUID:
        return self.content.results[0].indicators[0].key

    @property
    def waiting(self) -> UUID:
        return self.content.results[0].indicators[1].key

    @property
    def files(self) -> UUID:
        return self.content.results[1].indicators[0].key

    @property
    def result(self) -> UUID:
        return self.content.results[0].key

    def report(self, period: object) -> Report:
        return Report.objects.get(plan=self.plan, period=period)


def make_skp(
    world: World,
    employee: Employee,
    post: str,
    appraiser: Employee,
    content: PlanContent | None = None,
    status: str = "set",
    starts: date = date(2026, 1, 1),
) -> Skp:
    plan = Plan.objects.create(
        cycle=world.cycle,
        employee=employee,
        post=world.posts[post],
        appraiser=appraiser,
        starts=starts,
        ends=date(2026, 12, 31),
    )
    is_set = status == "set"
    version = PlanVersion.objects.create(
        plan=plan, status=status, set_at=SET_AT if is_set else None, snapshot={} if is_set else None
    )
    says = content or PlanContent((MAIN, EXTRA), {"BP": "Tersenyum dan menyapa lebih dahulu"}, {})
    write_content(version, says)
    return Skp(plan, version, says)


@pytest.fixture
def skp(world: World) -> Skp:
    return make_skp(world, world.nurse, "PERAWAT", world.section_head)


@pytest.fixture
def clock(settings: object) -> None:
    settings.FIXED_NOW = NOW.isoformat()


@pytest.fixture
def nurse(world: World) -> Client:
    return world.client(world.nurse)
