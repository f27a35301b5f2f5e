"""Who may examine, open, read and move an examination; who is kept out of it, and why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _

from kinerja.accounts.access import COMPLAINTS, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Appointment, Employee
from kinerja.people.queries import (
    appraiser_of,
    employee_of,
    in_force,
    led_units,
    posts_below,
    unit_tree_ids,
)
from kinerja.rules.states import allowed_events

from ..models import Complaint, Examination, Reporter
from .common import Person, may_manage_complaints

Status, Finding, Nature = Examination.Status, Examination.Finding, Examination.Nature


class Part(StrEnum):
    """What somebody is in one examination."""

    EMPLOYEE = "employee"
    EXAMINER = "examiner"
    APPEAL_EXAMINER = "appeal_examiner"
    OFFICER = "officer"


OPENING = frozenset({Part.OFFICER, Part.EXAMINER})
# Who may take which step; "examiner" and "appeal_examiner" as steps name another person.
STEPS: dict[str, frozenset[Part]] = {
    "notify": OPENING,
    "reply": frozenset({Part.EMPLOYEE}),
    "no_reply": frozenset({Part.EXAMINER}),
    "find": frozenset({Part.EXAMINER}),
    "drop": OPENING,
    "appeal": frozenset({Part.EMPLOYEE}),
    "settle": OPENING,
    "decide": frozenset({Part.APPEAL_EXAMINER}),
    "examiner": frozenset({Part.OFFICER}),
    "appeal_examiner": frozenset({Part.OFFICER}),
}
NAMING = {
    "examiner": (Status.OPENED, Status.NOTIFIED, Status.REPLIED),
    "appeal_examiner": (Status.APPEALED,),
}
EVIDENCE_BY_EMPLOYEE = (Status.NOTIFIED, Status.REPLIED, Status.APPEALED)
EVIDENCE_BY_EXAMINER = (Status.OPENED, Status.NOTIFIED, Status.REPLIED)


def may_examine(
    candidate: Employee, *, complaint: Complaint, employee: Employee, on: date, first: Employee | None = None
) -> Verdict:
    """Neither reporter, reported, his direct appraiser on the day, nor somebody who works under him; on
    appeal (`first` given) not the first examiner either. The reason names the rule that was broken.
    """
    if candidate.pk == employee.pk:
        return no(_("Pegawai yang disebut tidak dapat memeriksa dirinya sendiri."))
    if first is not None and candidate.pk == first.pk:
        return no(_("Keberatan diperiksa orang lain, bukan pemeriksa pertama."))
    mail = candidate.user.email if candidate.user else ""
    if mail and Reporter.objects.filter(complaint=complaint, email__iexact=mail).exists():
        return no(_("Pelapor tidak dapat memeriksa laporannya sendiri."))
    line = appraiser_of(employee, on)
    if line is not None and line.employee.pk == candidate.pk:
        return no(_("Penilai langsung pegawai itu tidak dapat menjadi pemeriksa."))
    if works_under(candidate, employee, on):
        return no(_("Bawahan pegawai itu tidak dapat menjadi pemeriksa."))
    if not candidate.appointments.filter(in_force(on)).exists():
        return no(_("Pemeriksa harus sedang memegang jabatan."))
    return YES


def works_under(candidate: Employee, leader: Employee, on: date) -> bool:
    """Holds a post below one that `leader` holds, or works in a unit that `leader` leads."""
    held = Appointment.objects.filter(in_force(on), employee=leader).values_list("post_id", flat=True)
    posts = posts_below(list(held))
    units = unit_tree_ids(led_units(leader, on).values_list("pk", flat=True))
    below = Q(post_id__in=posts) | Q(post__unit_id__in=units)
    return Appointment.objects.filter(below, in_force(on), employee=candidate).exists()


def parts(user: Person, examination: Examination, on: date) -> frozenset[Part]:
    """What `user` is in this examination; nothing for everybody else.

    The employee is part of it from the notice on. Whoever is examined, or appraises who is, has no other
    part, also when he is the officer for complaints.
    """
    me = employee_of(user) if isinstance(user, User) else None
    if me is not None and me.pk == examination.employee_id:
        return frozenset({Part.EMPLOYEE}) if examination.notified_at else frozenset()
    found = set()
    if me is not None and me.pk == examination.examiner_id:
        found.add(Part.EXAMINER)
    if me is not None and me.pk == examination.appeal_examiner_id:
        found.add(Part.APPEAL_EXAMINER)
    if COMPLAINTS in roles(user, on) and not (me and _appraises(me, examination.employee, on)):
        found.add(Part.OFFICER)
    return frozenset(found)


def _appraises(me: Employee, employee: Employee, on: date) -> bool:
    line = appraiser_of(employee, on)
    return line is not None and line.employee.pk == me.pk


def may_read_examination(user: Person, examination: Examination, on: date) -> Verdict:
    """The employee, his examiners, the officer for complaints; no superior and no analyst."""
    if parts(user, examination, on):
        return YES
    return no(
        _("Pemeriksaan hanya terbuka bagi pegawai yang disebut, pemeriksanya, dan pengelola pengaduan.")
    )


def may_take(user: Person, examination: Examination, step: str, on: date) -> Verdict:
    """Whether it is his step. Whether the step fits the state is told by the act itself."""
    if parts(user, examination, on) & STEPS[step]:
        return YES
    return no(_("Langkah ini bukan bagian Anda dalam pemeriksaan ini."))


def steps_now(held: frozenset[Part], examination: Examination, on: date) -> list[str]:
    """The steps that somebody with these parts can take today, in the order of `STEPS`."""
    events = set(allowed_events("examination", examination.status))
    fits = {name for name, states in NAMING.items() if examination.status in states}
    return [
        step
        for step, allowed in STEPS.items()
        if held & allowed and step in events | fits and _in_time(step, examination, on)
    ]


def _in_time(step: str, examination: Examination, on: date) -> bool:
    if step == "no_reply":
        return examination.reply_due is not None and on > examination.reply_due
    if step == "settle":
        return examination.appeal_due is not None and on > examination.appeal_due
    if step == "appeal":
        return is_adverse(examination) and examination.appeal_due is not None and on <= examination.appeal_due
    return True


def is_adverse(examination: Examination) -> bool:
    """The finding speaks against the employee: a proven complaint, or praise that was not confirmed."""
    bad = Finding.NOT_PROVEN if examination.nature == Nature.PRAISE else Finding.PROVEN
    return examination.finding == bad


def may_add_evidence(user: Person, examination: Examination, on: date) -> Verdict:
    """The employee while he is heard or appeals; an examiner until he has decided."""
    held = parts(user, examination, on)
    if Part.EMPLOYEE in held and examination.status in EVIDENCE_BY_EMPLOYEE:
        return YES
    if Part.EXAMINER in held and examination.status in EVIDENCE_BY_EXAMINER:
        return YES
    if Part.APPEAL_EXAMINER in held and examination.status == Status.APPEALED:
        return YES
    return no(_("Bukti ditambahkan pegawai atau pemeriksa selama pemeriksaan masih berjalan."))


__all__ = ["Part", "is_adverse", "may_add_evidence", "may_examine", "may_manage_complaints",
           "may_read_examination", "may_take", "parts", "steps_now", "works_under"]  # fmt: skip
