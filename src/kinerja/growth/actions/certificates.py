"""Certificates on paper: made once, kept with their bytes, revoked with a reason, never changed."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.documents import certificate as draw
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import agency, crest, own_post
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible
from kinerja.voice.mails import site
from kinerja.voice.queries.staff import head_of

from ..access_certificates import may_issue_training, may_revoke
from ..access_recognition import consenter, manages
from ..models import AwardProposal, AwardScheme, Certificate, Course, Enrolment
from .words import plain

Kind = Certificate.Kind
# Longer words do not fit on one page.
LONGEST = 320
# Printed words are Indonesian, whatever the language of whoever presses the button.
LEADS = {Kind.AWARD: "sebagai penerima penghargaan", Kind.TRAINING: "telah mengikuti pelatihan"}


@dataclass(frozen=True, slots=True)
class Words:
    """What is printed besides number, agency, day and signer."""

    holder: str
    unit: str
    title: str
    span: str
    says: str
    basis: str


@transaction.atomic
def issue(*, proposal: AwardProposal, actor: User, at: datetime) -> Certificate:
    """The certificate of an award, numbered by scheme and year.

    Raises PermissionDenied, NotPossible before it is awarded or when it has one already.
    """
    AwardScheme.objects.select_for_update().get(pk=proposal.scheme_id)
    rows = AwardProposal.objects.select_related(
        "scheme__unit", "employee", "team__lead", "team__unit", "unit"
    )
    held = rows.get(pk=proposal.pk)
    on = localdate(at)
    manages(actor, held, on).require()
    if held.status != AwardProposal.Status.AWARDED:
        raise NotPossible(_("Piagam diterbitkan setelah penghargaan diberikan."))
    if Certificate.objects.filter(proposal=held).exists():
        raise NotPossible(_("Piagam penghargaan ini sudah diterbitkan."))
    with translation.override("id"):
        holder, unit = _receiver(held, on)
        span = f"Masa {_day(held.starts)} s.d. {_day(held.ends)}"
        words = Words(holder, unit, held.scheme.name, span, _short(held.why), held.scheme.basis)
    number = _next(f"PG/{on.year}/{held.scheme_id:03d}")
    person = consenter(held, on)
    made = _made(Kind.AWARD, number, words, held.scheme.unit, actor, at,
                 employee=held.employee, proposal=held)  # fmt: skip
    _tell(person, made, at)
    return made


@transaction.atomic
def issue_training(*, enrolment: Enrolment, actor: User, at: datetime) -> Certificate:
    """The certificate of somebody who attended a training; a new one only after the last was revoked.

    Raises PermissionDenied, NotPossible when he did not attend or has one.
    """
    on = localdate(at)
    Course.objects.select_for_update().get(pk=enrolment.session.course_id)
    held = Enrolment.objects.select_related("session__course", "employee").get(pk=enrolment.pk)
    may_issue_training(actor, held, on).require()
    if held.status != Enrolment.Status.ATTENDED:
        raise NotPossible(_("Sertifikat hanya untuk peserta yang hadir."))
    own = Certificate.objects.filter(employee=held.employee, kind=Kind.TRAINING)
    if own.filter(facts__enrolment=held.pk, status=Certificate.Status.VALID).exists():
        raise NotPossible(_("Sertifikat pelatihan ini sudah diterbitkan."))
    session = held.session
    with translation.override("id"):
        first, last = localdate(session.starts_at), localdate(session.ends_at)
        span = _day(first) if first == last else f"{_day(first)} s.d. {_day(last)}"
        says = f"{session.course.hours} jam pelajaran, diselenggarakan di {session.place}."
        words = Words(held.employee.name, _unit_of(held.employee, on), session.course.title, span, says, "")
    number = _next(f"SP/{on.year}/{session.course_id:03d}")
    made = _made(
        Kind.TRAINING, number, words, None, actor, at, employee=held.employee, facts={"enrolment": held.pk}
    )
    _tell(held.employee, made, at)
    return made


@transaction.atomic
def revoke(*, certificate: Certificate, why: str, actor: User, at: datetime) -> Certificate:
    """Stays in the register as revoked, with day and reason; a published award leaves its pages.

    Raises PermissionDenied, Incomplete without a reason, NotPossible when it is revoked already, Stale.
    """
    on = localdate(at)
    may_revoke(actor, certificate, on).require()
    words = plain(why, _("Tulis alasan pencabutan. Alasan ini dibaca penerimanya."))
    move("certificate", certificate, "revoke", revoked_at=at, revoked_by=actor, revoked_why=words)
    if certificate.proposal_id is not None:
        AwardProposal.objects.filter(pk=certificate.proposal_id).update(published_at=None)
    record(actor=actor, at=at, action="growth.revoke_certificate", target=certificate,
           before={"status": Certificate.Status.VALID.value}, after={"status": certificate.status},
           why=words)  # fmt: skip
    award = certificate.proposal
    person = certificate.employee or (consenter(award, on) if award else None)
    if person is not None and person.user_id is not None:
        with translation.override("id"):
            title = _("Piagam %(number)s dicabut. Baca alasannya.") % {"number": certificate.number}
        url, key = reverse("growth:my_certificates"), f"certificate:{certificate.pk}:revoked"
        tell([person.user_id], key=key, title=title, url=url, due=None, at=at)
    return certificate


def _made(
    kind: Certificate.Kind,
    number: str,
    words: Words,
    place: Unit | None,
    actor: User,
    at: datetime,
    *,
    employee: Employee | None,
    proposal: AwardProposal | None = None,
    facts: dict[str, int] | None = None,
) -> Certificate:
    """Draws, keeps and records it. `place` is the unit whose head signs; None: the head of the agency."""
    code, on = secrets.token_urlsafe(16), localdate(at)
    printed = {
        **asdict(words),
        **_signer(place, on),
        "kind": str(kind.label),
        "number": number,
        "leads": LEADS[kind],
        "issued_on": on.isoformat(),
        "verify_url": site() + reverse("growth:certificate", args=[code]),
    }
    pdf = draw(printed, crest())
    made = Certificate.objects.create(
        number=number,
        code=code,
        kind=kind,
        holder=words.holder,
        employee=employee,
        unit=words.unit,
        title=words.title,
        facts=printed | (facts or {}),
        proposal=proposal,
        issued_on=on,
        issued_by=actor,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    after = {"number": number, "kind": kind.value, "sha256": made.sha256}
    record(actor=actor, at=at, action="growth.issue_certificate", target=made, after=after)
    return made


def _signer(place: Unit | None, on: date) -> dict[str, object]:
    """Who signs, with what the head of the paper says about the agency."""
    own = agency()
    told = {"agency": own.name, "place": own.place, "sample": own.is_sample}
    head = head_of(place, on) if place is not None else None
    if head is None:
        return told | {"signer_title": own.head_title, "signer": own.head_name, "signer_nip": ""}
    held = own_post(head, on)
    title = held.post.title if held else str(place)
    return told | {"signer_title": title, "signer": head.name, "signer_nip": head.nip}


def _receiver(award: AwardProposal, on: date) -> tuple[str, str]:
    """Name and unit as printed."""
    if award.employee is not None:
        return award.employee.name, _unit_of(award.employee, on)
    if award.team is not None:
        return award.team.name, award.team.unit.name
    assert award.unit is not None
    return award.unit.name, award.unit.name


def _unit_of(employee: Employee, on: date) -> str:
    held = own_post(employee, on)
    return held.post.unit.name if held else ""


def _next(prefix: str) -> str:
    """The number after the last one with this prefix; the caller holds the lock. None is ever deleted."""
    taken = Certificate.objects.filter(number__startswith=f"{prefix}/").count()
    return f"{prefix}/{taken + 1:04d}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _tell(person: Employee | None, made: Certificate, at: datetime) -> None:
    if person is None or person.user_id is None:
        return
    with translation.override("id"):
        facts = {"kind": _(Kind(made.kind).label), "title": made.title}
        title = _("%(kind)s Anda sudah terbit: %(title)s") % facts
    url, key = reverse("growth:my_certificates"), f"certificate:{made.pk}:issued"
    tell([person.user_id], key=key, title=title, url=url, due=None, at=at)
