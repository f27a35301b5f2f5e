"""A team across units, for tests: nurse and epidemiologist are asked, the midwife leads."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kinerja.assessment.actions.contributions import tell_as_lead, tell_own
from kinerja.assessment.actions.teams import add_goal, confirm_role, invite, make_team
from kinerja.assessment.models import Contribution, Membership, Team
from tests.apps.assessment.office import user
from tests.world import World

MADE = datetime(2026, 7, 6, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
ADVICE = "Kirim data posyandu setiap Jumat dan sebut hambatannya saat rapat pagi."


def make(world: World, *, name: str = "Percepatan penurunan stunting", confirmed: bool = True) -> Team:
    """The team of the puskesmas with one goal; nurse (inside) and lab analyst asked, the nurse confirms."""
    actor = user(world.puskesmas_head)
    team = make_team(
        name=name,
        purpose="Posyandu menimbang semua balita setiap bulan.",
        unit=world.units["PKM1"],
        lead=world.midwife,
        starts=date(2026, 7, 1),
        ends=date(2026, 12, 31),
        actor=actor,
        at=MADE,
    )
    goal = {"text": "Balita ditimbang", "target": "95%", "due": date(2026, 9, 30)}
    add_goal(team=team, **goal, actor=user(world.midwife), at=MADE)
    people = [world.nurse, world.surveillance]
    invite(team=team, people=people, role="Pendata posyandu", actor=actor, at=MADE)
    if confirmed:
        confirm_role(member=member(team, world, "nurse"), actor=user(world.nurse), at=MADE)
    return team


def member(team: Team, world: World, name: str) -> Membership:
    return team.members.select_related("team").get(employee=getattr(world, name))


def own(world: World, team: Team, at: datetime, text: str = "Menimbang 210 balita.") -> Contribution:
    facts = {"text": text, "initiative": "Membuat jadwal jemput bola.", "period": world.q3}
    return tell_own(member=member(team, world, "nurse"), **facts, actor=user(world.nurse), at=at)


def lead(world: World, team: Team, at: datetime, extent: str = "low", advice: str = ADVICE) -> Contribution:
    return tell_as_lead(
        member=member(team, world, "nurse"),
        period=world.q3,
        text="Data dua posyandu terlambat sebulan.",
        initiative="",
        extent=extent,
        advice=advice,
        actor=user(world.midwife),
        at=at,
    )
