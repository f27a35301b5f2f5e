"""Whoever is decided about is told once, with his own page; nobody is told of his own act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from kinerja.assessment.models import Notice
from kinerja.growth.actions import hours, own_plans
from kinerja.growth.actions.enrolments import enrol, withdraw_enrolment
from kinerja.growth.actions.honours import grant_honour, set_aside
from kinerja.growth.actions.needs import add_need, drop_need
from kinerja.growth.models import Need
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.apps.growth.hours_office import report, sent
from tests.apps.growth.make_pay import honour
from tests.apps.growth.make_training import seat, session
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


def told(person: Employee) -> list[tuple[str, str]]:
    """Title and page of what somebody was told, oldest first."""
    return list(Notice.objects.filter(user=user(person)).order_by("pk").values_list("title", "url"))


def wish(world: World) -> Need:
    return add_need(
        unit=world.units["PKM1-YAN"], employee=world.nurse, source="wish", topic="Bahasa isyarat",
        reason="Ada warga tuli.", actor=user(world.nurse), at=NOW,
    )  # fmt: skip


def drop(world: World) -> None:
    drop_need(need=wish(world), why="Anggaran habis.", actor=user(world.hr), at=NOW)


def send_back(world: World) -> None:
    own_plans.return_plan(plan=sent(world), why="Tambahkan ukuran", actor=user(world.section_head), at=NOW)


def agree(world: World) -> None:
    own_plans.agree_plan(plan=sent(world), actor=user(world.section_head), at=NOW)


def confirm(world: World) -> None:
    hours.confirm_activity(activity=report(world), actor=user(world.section_head), at=NOW)


def refuse(world: World) -> None:
    hours.refuse_activity(activity=report(world), why="Tanpa bukti", actor=user(world.hr), at=NOW)


def propose(world: World) -> None:
    honour(world)


@pytest.mark.parametrize(
    ("act", "title", "path"),
    [
        (drop, "Kebutuhan belajar Anda tidak dilanjutkan: Bahasa isyarat", "/pengembangan/kebutuhan/"),
        (send_back, "Rencana pengembangan 2026 dikembalikan", "/rencana-pengembangan/"),
        (agree, "Rencana pengembangan 2026 disepakati", "/rencana-pengembangan/"),
        (confirm, "Kegiatan dikonfirmasi: Seminar komunikasi", "/jam-pengembangan/?lihat=saya&tahun=2026"),
        (refuse, "Kegiatan tidak dihitung, baca alasannya", "/jam-pengembangan/?lihat=saya&tahun=2026"),
        (propose, "Anda diusulkan menerima Satyalancana", "/tanda-kehormatan/?lihat=saya"),
    ],
    ids=["need", "plan returned", "plan agreed", "confirmed", "refused", "honour"],
)
def test_who_is_decided_about_is_told_once(
    world: World, act: Callable[[World], None], title: str, path: str
) -> None:
    act(world)
    (one,) = told(world.nurse)
    assert one[0].startswith(title) and path in one[1]
    assert world.client(world.nurse).get(one[1]).status_code == 200


def test_an_honour_is_told_at_each_step(world: World) -> None:
    made = honour(world)
    facts: dict[str, Any] = {"actor": user(world.hr), "at": NOW}
    grant_honour(honour=made, number="1/TK/2026", on=TODAY, **facts)
    proposed, granted = (title for title, _url in told(world.nurse))
    assert "diusulkan" in proposed and "ditetapkan" in granted
    set_aside(employee=world.midwife, years=10, reason="Hukuman disiplin", **facts)
    (one,) = told(world.midwife)
    assert "Hukuman" not in one[0], "the reason is read in his page"


def test_ones_own_acts_are_no_news(world: World) -> None:
    drop_need(need=wish(world), why="Sudah bisa.", actor=user(world.nurse), at=NOW)
    held = session(world)
    withdraw_enrolment(enrolment=seat(held, world.nurse), actor=user(world.nurse), at=NOW)
    assert told(world.nurse) == []


def test_who_is_enrolled_or_withdrawn_by_another_is_told(world: World) -> None:
    held = session(world, seats=1)
    page = reverse("growth:session", args=[held.pk])
    head, hr = user(world.section_head), user(world.hr)
    row = enrol(session=held, employee=world.nurse, actor=head, at=NOW)
    enrol(session=held, employee=world.pppk, actor=hr, at=NOW)
    withdraw_enrolment(enrolment=row, actor=hr, at=NOW)
    assert told(world.nurse) == [
        ("Anda didaftarkan: Komunikasi pelayanan", page),
        ("Pendaftaran Anda dibatalkan: Komunikasi pelayanan", page),
    ]
    waits = "Anda didaftarkan, menunggu persetujuan atasan: Komunikasi pelayanan"
    assert told(world.pppk) == [(waits, page)]
