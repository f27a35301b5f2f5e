"""The way of a mentoring: offered and sought, proposed, agreed by both, midpoint, closed with both views.

Audit events name people, skill and days; journal, notes and views stay with the two (form B.1.7).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.access import Verdict
from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of
from kinerja.rows import lock_row
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from .. import access_mentoring as access
from .. import mentoring_notices as notices
from ..errors import Incomplete
from ..models import MentorOffer, Mentorship, MentorWish
from ..queries.mentoring import loads, reasons_for
from .words import plain

RULE = "PermenPANRB 6/2022 Ps 21; Lampiran hlm 82 (B.1.7)"
S = Mentorship.Status
HIGHEST = Decimal("99999999.99")


@transaction.atomic
def offer(
    *,
    skill: str,
    actor: User,
    at: datetime,
    competence: str = "",
    text: str = "",
    reverse: bool = False,
    most: int = 2,
) -> MentorOffer:
    """The actor offers to mentor at most `most` (1..10) people. Raises PermissionDenied, Incomplete."""
    me = own_employee(actor)
    if not 1 <= most <= 10:
        raise Incomplete(_("Isi paling banyak orang: 1 sampai 10."))
    words = {"skill": plain(skill, _("Tulis keahliannya."))[:160], "text": plain(text)}
    made = MentorOffer.objects.create(
        employee=me, competence=competence[:60], reverse=reverse, most=most, at=at, **words
    )
    _record("offer_mentor", made, actor, at, after={"skill": made.skill, "most": most, "reverse": reverse})
    return made


@transaction.atomic
def close_offer(*, offer: MentorOffer, actor: User, at: datetime) -> MentorOffer:
    """No new people through this offer. Raises PermissionDenied, NotPossible when it is closed."""
    _own(offer.employee_id, actor)
    if MentorOffer.objects.filter(pk=offer.pk, active=True).update(active=False) != 1:
        raise NotPossible(_("Tawaran ini sudah ditutup."))
    offer.active = False
    _record("close_mentor_offer", offer, actor, at)
    return offer


@transaction.atomic
def seek(*, skill: str, actor: User, at: datetime, competence: str = "", text: str = "") -> MentorWish:
    """The actor seeks a mentor. Raises PermissionDenied, Incomplete."""
    me = own_employee(actor)
    words = {"skill": plain(skill, _("Tulis keahliannya."))[:160], "text": plain(text)}
    made = MentorWish.objects.create(employee=me, competence=competence[:60], at=at, **words)
    _record("seek_mentor", made, actor, at, after={"skill": made.skill})
    return made


@transaction.atomic
def close_wish(*, wish: MentorWish, actor: User, at: datetime) -> MentorWish:
    """He seeks no more. Raises PermissionDenied, NotPossible when it is closed."""
    _own(wish.employee_id, actor)
    if MentorWish.objects.filter(pk=wish.pk, active=True).update(active=False) != 1:
        raise NotPossible(_("Permintaan ini sudah ditutup."))
    wish.active = False
    _record("close_mentor_wish", wish, actor, at)
    return wish


@transaction.atomic
def propose_mentorship(
    *,
    mentor: Employee,
    mentee: Employee,
    skill: str,
    expected: str,
    measure: str,
    starts: date,
    ends: date,
    actor: User,
    at: datetime,
    competence: str = "",
    reverse: bool = False,
    wish: MentorWish | None = None,
    knows_appraiser: bool = False,
) -> Mentorship:
    """Proposes a pair with goal and measure; who proposes has agreed, HR proposes for both.

    `reasons` keeps why the match was shown. An appraiser and his own employee only with `knows_appraiser`,
    and then the reasons say so. Raises PermissionDenied, Incomplete, NotPossible for a full mentor, for a
    pair that is open already and for an appraiser.
    """
    on = localdate(at)
    access.may_propose(actor, mentor, mentee, on).require()
    words = _goal(skill, expected, measure)
    _span(mentor, mentee, starts, ends, on)
    if wish is not None and wish.employee_id != mentee.pk:
        raise Incomplete(_("Permintaan ini milik orang lain."))
    Employee.objects.select_for_update().get(pk=mentor.pk)
    _free(mentor, mentee)
    judged = access.one_appraises(mentor, mentee, on)
    if judged and not knows_appraiser:
        raise NotPossible(_("Salah satu menilai kinerja yang lain. Pilih mentor lain, atau nyatakan tahu."))
    proposer = own_employee(actor)
    made = Mentorship.objects.create(
        mentor=mentor,
        mentee=mentee,
        wish=wish,
        competence=competence or (wish.competence if wish else ""),
        reverse=reverse,
        reasons=_reasons(mentor, wish, judged, on),
        starts=starts,
        ends=ends,
        midpoint_on=starts + (ends - starts) / 2,
        proposed_by=proposer,
        mentor_agreed_at=at if proposer.pk == mentor.pk else None,
        mentee_agreed_at=at if proposer.pk == mentee.pk else None,
        **words,
    )
    after = {"mentor": mentor.pk, "mentee": mentee.pk, "skill": made.skill, "starts": starts, "ends": ends}
    _record("propose_mentorship", made, actor, at, after=after)
    notices.tell_proposed(made, proposer, at)
    return made


@transaction.atomic
def agree_mentorship(*, mentorship: Mentorship, actor: User, at: datetime) -> Mentorship:
    """One of the two says yes; with the second yes it runs. Raises PermissionDenied, NotPossible, Stale."""
    held, role = _mine(mentorship, actor)
    if held.status != S.PROPOSED or getattr(held, f"{role}_agreed_at") is not None:
        raise NotPossible(_("Anda sudah menjawab usulan ini."))
    setattr(held, f"{role}_agreed_at", at)
    both = held.mentor_agreed_at is not None and held.mentee_agreed_at is not None
    if not both:
        held.save(update_fields=[f"{role}_agreed_at"])
    else:
        Employee.objects.select_for_update().get(pk=held.mentor_id)
        _room(held.mentor)
        move("mentorship", held, "agree", **{f"{role}_agreed_at": at})
        if held.wish_id is not None:
            MentorWish.objects.filter(pk=held.wish_id).update(active=False)
        notices.tell_running(held, at)
    _record("agree_mentorship", held, actor, at, after={"by": role, "status": held.status})
    return held


@transaction.atomic
def decline_mentorship(*, mentorship: Mentorship, why: str, actor: User, at: datetime) -> Mentorship:
    """One of the two does not begin or go on, with a reason for the other; meetings to come are cancelled.

    Raises PermissionDenied, Incomplete, NotPossible, Stale.
    """
    held, role = _mine(mentorship, actor)
    reason = plain(why, _("Tulis alasan singkat, agar yang lain mengerti."))
    old = held.status
    move("mentorship", held, "decline", why=reason, closed_at=at)
    held.meetings.filter(starts_at__gt=at, written_at=None).update(cancelled=True)
    _record("decline_mentorship", held, actor, at, {"status": old}, {"status": held.status})
    notices.tell_declined(held, role, at)
    return held


@transaction.atomic
def midpoint(*, mentorship: Mentorship, note: str, actor: User, at: datetime) -> Mentorship:
    """What the two saw half-way, once. Raises PermissionDenied, Incomplete, NotPossible."""
    held = _running(mentorship, actor)
    words = plain(note, _("Tulis apa yang sudah berubah dan apa yang disesuaikan."))
    if held.midpoint_at is not None:
        raise NotPossible(_("Pemeriksaan tengah masa sudah dicatat."))
    held.midpoint_note, held.midpoint_at = words, at
    held.save(update_fields=["midpoint_note", "midpoint_at"])
    _record("mentor_midpoint", held, actor, at)
    return held


@transaction.atomic
def set_change(
    *,
    mentorship: Mentorship,
    actor: User,
    at: datetime,
    before: Decimal | None = None,
    after: Decimal | None = None,
) -> Mentorship:
    """The measure's figure at the beginning and at the end, in its own unit; what is not given stays.

    Raises PermissionDenied, Incomplete beyond eight digits, NotPossible unless it runs.
    """
    held = _running(mentorship, actor)
    given = {name: value for name, value in (("before", before), ("after", after)) if value is not None}
    if not given:
        raise Incomplete(_("Isi angka sebelum, sesudah, atau keduanya."))
    if any(not value.is_finite() or abs(value) > HIGHEST for value in given.values()):
        raise Incomplete(_("Angka ini terlalu besar."))
    old = {"before": held.before, "after": held.after}
    for name, value in given.items():
        setattr(held, name, value)
    held.save(update_fields=list(given))
    new = {"before": held.before, "after": held.after}
    _record("set_mentor_change", held, actor, at, old, new)
    return held


@transaction.atomic
def close_mentorship(*, mentorship: Mentorship, view: str, actor: User, at: datetime) -> Mentorship:
    """Writes the actor's view; the second view closes it. Until then neither reads the other's.

    Raises PermissionDenied, Incomplete without words or without the measured change, NotPossible, Stale.
    """
    held, role = _mine(mentorship, actor)
    if held.status != S.RUNNING:
        raise NotPossible(_("Mentoring ini tidak sedang berjalan."))
    words = plain(view, _("Tulis pandangan Anda."))
    if held.before is None or held.after is None:
        raise Incomplete(_("Catat dulu angka sebelum dan sesudah menurut ukuran keberhasilan."))
    name, other = f"{role}_view", "mentee_view" if role == "mentor" else "mentor_view"
    if getattr(held, other):
        move("mentorship", held, "close", closed_at=at, **{name: words})
        held.meetings.filter(starts_at__gt=at, written_at=None).update(cancelled=True)
        notices.tell_closed(held, at)
        _record("close_mentorship", held, actor, at, after={"by": role, "status": held.status})
    else:
        setattr(held, name, words)
        held.save(update_fields=[name])
        notices.tell_view(held, role, at)
        _record("view_mentorship", held, actor, at, after={"by": role, "status": held.status})
    return held


def own_employee(actor: User) -> Employee:
    """The employee who acts. Raises NotPossible for an account without one."""
    me = employee_of(actor)
    if me is None:
        raise NotPossible(_("Akun Anda belum terhubung dengan data pegawai."))
    return me


def _own(employee_id: int, actor: User) -> None:
    me = employee_of(actor)
    mine = me is not None and me.pk == employee_id
    Verdict(mine, _("Hanya pemiliknya yang dapat menutupnya.")).require()


def _mine(mentorship: Mentorship, actor: User) -> tuple[Mentorship, str]:
    """The row locked, and which of the two acts: "mentor" or "mentee"."""
    held = lock_row(Mentorship.objects.select_related("mentor", "mentee"), mentorship.pk)
    access.is_part(actor, held).require()
    return held, "mentor" if own_employee(actor).pk == held.mentor_id else "mentee"


def _running(mentorship: Mentorship, actor: User) -> Mentorship:
    held, _role = _mine(mentorship, actor)
    if held.status != S.RUNNING:
        raise NotPossible(_("Mentoring ini tidak sedang berjalan."))
    return held


def _goal(skill: str, expected: str, measure: str) -> dict[str, str]:
    return {
        "skill": plain(skill, _("Tulis keahliannya."))[:160],
        "expected": plain(expected, _("Tulis perubahan yang diharapkan.")),
        "measure": plain(measure, _("Tulis ukuran keberhasilan, dengan satuannya.")),
    }


def _span(mentor: Employee, mentee: Employee, starts: date, ends: date, on: date) -> None:
    if mentor.pk == mentee.pk:
        raise Incomplete(_("Mentor dan mentee harus dua orang."))
    if ends < starts + timedelta(days=2):
        raise Incomplete(_("Jangka waktu terlalu pendek. Pilih tanggal selesai yang lebih akhir."))
    if ends <= on:
        raise Incomplete(_("Tanggal selesai sudah lewat."))


def _free(mentor: Employee, mentee: Employee) -> None:
    pairs = Mentorship.objects.filter(status__in=[S.PROPOSED, S.RUNNING])
    if pairs.filter(mentor=mentor, mentee=mentee).exists():
        raise NotPossible(_("Mentoring dengan orang ini sudah diusulkan atau berjalan."))
    _room(mentor)


def _reasons(mentor: Employee, wish: MentorWish | None, judged: bool, on: date) -> list[str]:
    """Kept once for both, so in the language of the office."""
    with translation.override("id"):
        reasons = list(reasons_for(mentor, wish, on)) if wish is not None else []
        if judged:
            reasons.append(_("Dinyatakan: salah satu menilai kinerja yang lain."))
    return reasons


def _room(mentor: Employee) -> None:
    """Stops where the mentor's own limit is reached; without an open offer there is none."""
    limits = MentorOffer.objects.filter(employee=mentor, active=True).values_list("most", flat=True)
    load = loads([mentor.pk]).get(mentor.pk, 0)
    if limits and load >= max(limits):
        facts = {"name": mentor.name, "n": load}
        raise NotPossible(_("%(name)s sudah membimbing %(n)d orang. Pilih mentor lain.") % facts)


def _record(
    act: str,
    target: MentorOffer | MentorWish | Mentorship,
    actor: User,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    facts = {"before": before, "after": after, "rule": RULE}
    record(actor=actor, at=at, action=f"growth.{act}", target=target, **facts)
