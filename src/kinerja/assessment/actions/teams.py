"""Project teams: made, staffed with roles that members confirm, given goals, closed with a result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Unit
from kinerja.rows import lock_row
from kinerja.rules.states import allowed_events, step
from kinerja.voice.errors import NotPossible

from ..access_teams import may_answer_role, may_make, may_set_goals
from ..errors import Incomplete
from ..models import Membership, Team, TeamGoal
from ..team_notices import tell_invited

RULE = "PermenPANRB 6/2022 (tim kerja lintas unit); PermenPANRB 7/2022"


@transaction.atomic
def make_team(
    *,
    name: str,
    purpose: str,
    unit: Unit,
    lead: Employee,
    starts: date,
    ends: date,
    actor: User,
    at: datetime,
) -> Team:
    """A team whose home is `unit`. Raises PermissionDenied, Incomplete without name or purpose or with an end
    before its beginning."""
    may_make(actor, unit, localdate(at)).require()
    told = {"name": _given(name, _("Tulis nama tim.")), "purpose": _given(purpose, _("Tulis tujuan tim."))}
    _check_days(starts, ends)
    team = Team.objects.create(**told, unit=unit, lead=lead, starts=starts, ends=ends)
    _record("make_team", team, actor, at, after=_facts(team))
    return team


@transaction.atomic
def change_team(
    *,
    team: Team,
    name: str,
    purpose: str,
    lead: Employee,
    starts: date,
    ends: date,
    actor: User,
    at: datetime,
) -> Team:
    """What the team is called and for, its days, another lead. Raises PermissionDenied, Incomplete,
    NotPossible when it is closed or the new lead is a member."""
    held = _held(team, "change")
    may_make(actor, held.unit, localdate(at)).require()
    _check_days(starts, ends)
    if active(held).filter(employee=lead).exists():
        raise NotPossible(_("Calon ketua masih anggota tim. Akhiri perannya sebagai anggota dahulu."))
    before = _facts(held)
    held.name, held.purpose = (
        _given(name, _("Tulis nama tim.")),
        _given(purpose, _("Tulis tujuan tim.")),
    )
    held.lead, held.starts, held.ends = lead, starts, ends
    held.save(update_fields=["name", "purpose", "lead", "starts", "ends"])
    _record("change_team", held, actor, at, before=before, after=_facts(held))
    return held


@transaction.atomic
def invite(
    *, team: Team, people: Iterable[Employee], role: str, actor: User, at: datetime
) -> list[Membership]:
    """Asks people of any unit to take this role; who declined or left is asked anew, who is in stays.

    Raises PermissionDenied, Incomplete without a role or people, NotPossible for the lead or a closed team.
    """
    held = _held(team, "change")
    may_make(actor, held.unit, localdate(at)).require()
    told = _given(role, _("Tulis peran yang diminta, agar anggota tahu apa yang ia setujui."))
    asked = list(people)
    if not asked:
        raise Incomplete(_("Pilih paling sedikit satu pegawai."))
    if held.lead_id in {person.pk for person in asked}:
        raise NotPossible(_("Ketua tim tidak perlu diundang sebagai anggota."))
    there = {row.employee_id: row.state for row in held.members.select_for_update().order_by("pk")}
    made = []
    for person in asked:
        if person.pk in there and "invite" not in allowed_events("membership", there[person.pk]):
            continue
        fresh = {"role": told, "confirmed_at": None, "declined_reason": "", "left_on": None}
        made.append(Membership.objects.update_or_create(team=held, employee=person, defaults=fresh)[0])
    if not made:
        raise NotPossible(_("Mereka sudah menjadi anggota tim ini."))
    after = {"role": told, "employees": [row.employee_id for row in made]}
    _record("invite_members", held, actor, at, after=after)
    tell_invited(held, made, at)
    return made


@transaction.atomic
def confirm_role(*, member: Membership, actor: User, at: datetime) -> Membership:
    """The member takes the role. Raises PermissionDenied, NotPossible when it was answered before."""
    held = _asked(member, "confirm", actor)
    held.confirmed_at = at
    held.save(update_fields=["confirmed_at"])
    _record("confirm_role", held, actor, at, after={"role": held.role})
    return held


@transaction.atomic
def decline_role(*, member: Membership, reason: str, actor: User, at: datetime) -> Membership:
    """The member says no, with a reason. Raises PermissionDenied, Incomplete, NotPossible."""
    why = _given(reason, _("Tulis alasan Anda, agar pembentuk tim dapat mencari orang lain."))
    held = _asked(member, "decline", actor)
    held.declined_reason = why
    held.save(update_fields=["declined_reason"])
    _record("decline_role", held, actor, at, after={"role": held.role}, why=why)
    return held


@transaction.atomic
def end_membership(*, member: Membership, actor: User, at: datetime) -> Membership:
    """The role ends today; what was contributed stays. Raises PermissionDenied, NotPossible."""
    held = lock_row(Membership.objects.select_related("team__unit"), member.pk)
    may_make(actor, held.team.unit, localdate(at)).require()
    _held(held.team, "change")
    step("membership", held.state, "end", NotPossible(_("Peran ini sudah ditolak atau sudah berakhir.")))
    held.left_on = localdate(at)
    held.save(update_fields=["left_on"])
    _record("end_membership", held, actor, at, after={"left_on": held.left_on})
    return held


@transaction.atomic
def add_goal(*, team: Team, text: str, target: str, due: date, actor: User, at: datetime) -> TeamGoal:
    """What the team shall have reached, measurable, within its days. Raises PermissionDenied, Incomplete,
    NotPossible."""
    held = _held(team, "change")
    may_set_goals(actor, held, localdate(at)).require()
    if not held.starts <= due <= held.ends:
        raise Incomplete(_("Batas sasaran harus di antara hari mulai dan hari akhir tim."))
    goal = TeamGoal.objects.create(
        team=held,
        text=_given(text, _("Tulis sasarannya.")),
        target=_given(target, _("Tulis target yang dapat diukur, misalnya 5 posyandu.")),
        due=due,
    )
    _record("add_goal", goal, actor, at, after={"text": goal.text, "target": goal.target, "due": due})
    return goal


@transaction.atomic
def realise_goal(*, goal: TeamGoal, realisation: str, done: bool, actor: User, at: datetime) -> TeamGoal:
    """What came of a goal; `done` says that its target is reached. Raises PermissionDenied, Incomplete,
    NotPossible."""
    held = lock_row(TeamGoal.objects.select_related("team__unit"), goal.pk)
    _held(held.team, "change")
    may_set_goals(actor, held.team, localdate(at)).require()
    before = {"realisation": held.realisation, "done": held.done_at is not None}
    held.realisation = _given(realisation, _("Tulis realisasinya."))
    held.done_at = (held.done_at or at) if done else None
    held.save(update_fields=["realisation", "done_at"])
    after = {"realisation": held.realisation, "done": done}
    _record("realise_goal", held, actor, at, before=before, after=after)
    return held


@transaction.atomic
def close_team(*, team: Team, result: str, actor: User, at: datetime) -> Team:
    """Ends the team with what it brought. Raises PermissionDenied, Incomplete without a result or with a goal
    of which nothing is told, NotPossible."""
    held = _held(team, "close")
    may_set_goals(actor, held, localdate(at)).require()
    told = _given(result, _("Tulis hasil tim."))
    if held.goals.filter(realisation="").exists():
        raise Incomplete(_("Isi dahulu realisasi semua sasaran, juga yang tidak tercapai."))
    held.closed_at, held.result = at, told
    held.save(update_fields=["closed_at", "result"])
    _record("close_team", held, actor, at, after={"result": told})
    return held


def active(team: Team) -> models.QuerySet[Membership]:
    """Members who were asked and neither declined nor left."""
    return team.members.filter(left_on=None, declined_reason="")


def _held(team: Team, event: str) -> Team:
    """The team locked, in a state that allows `event`. Raises NotPossible: it is closed."""
    held = lock_row(Team.objects.select_related("unit"), team.pk)
    _follows(held, event)
    return held


def _follows(team: Team, event: str) -> None:
    step("team", team.state, event, NotPossible(_("Tim ini sudah ditutup, sehingga tidak dapat diubah.")))


def _asked(member: Membership, event: str, actor: User) -> Membership:
    """The membership locked and still without an answer, in a team that runs."""
    may_answer_role(actor, member).require()
    held = lock_row(Membership.objects.select_related("team"), member.pk)
    _follows(held.team, "change")
    step("membership", held.state, event, NotPossible(_("Peran ini sudah Anda jawab atau sudah berakhir.")))
    return held


def _given(text: str, missing: str) -> str:
    kept = text.replace("\x00", "").strip()
    if not kept:
        raise Incomplete(missing)
    return kept


def _check_days(starts: date, ends: date) -> None:
    if ends < starts:
        raise Incomplete(_("Hari akhir tim harus sesudah hari mulainya."))


def _facts(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "unit": team.unit_id,
        "lead": team.lead_id,
        "starts": team.starts,
        "ends": team.ends,
    }


def _record(act: str, target: models.Model, actor: User, at: datetime, **facts: Any) -> None:
    record(actor=actor, at=at, action=f"assessment.{act}", target=target, rule=RULE, **facts)
