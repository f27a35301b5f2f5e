"""The way of an award: proposed with frozen evidence, voted on, decided, published with consent."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.actions.decisions import settle_decision
from kinerja.assessment.models import Decision, Team
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import employee_of, own_post, unit_tree_ids
from kinerja.rows import lock_row
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_recognition import (
    consenter,
    manages,
    may_consent,
    may_propose,
    may_vote,
    may_withdraw,
    votes_missing,
)
from ..award_terms import span_at
from ..errors import Incomplete
from ..models import AwardProposal, AwardScheme, AwardVote, Certificate
from ..queries.award_evidence import Subject, gather
from .schemes import RULE, make_scheme
from .words import plain

__all__ = ["decide", "give_consent", "make_scheme", "propose", "publish", "vote", "withdraw"]
Status = AwardProposal.Status


@transaction.atomic
def propose(
    *,
    scheme: AwardScheme,
    starts: date,
    ends: date,
    reason: str,
    actor: User,
    at: datetime,
    employee: Employee | None = None,
    team: Team | None = None,
    unit: Unit | None = None,
    decision: Decision | None = None,
) -> AwardProposal:
    """A proposal for the month, quarter or year from `starts` to `ends`; the evidence is read now and kept.

    With `decision` (a recognition decided in a meeting) the person is the one that it names. Raises
    PermissionDenied, Incomplete without a reason or subject or with other days, NotPossible outside the
    scheme, twice for the same span, or for a decision that is closed or already proposed.
    """
    on = localdate(at)
    if decision is not None and employee is None:
        employee = decision.about
    subject = Subject(starts, ends, employee, team, unit)
    _check_subject(scheme, subject)
    may_propose(actor, employee=employee, team=team, unit=unit, decision=decision, on=on).require()
    words = plain(reason, _("Tulis alasan usulan dengan contoh yang nyata."))
    held = AwardScheme.objects.select_for_update().get(pk=scheme.pk)
    _check_span(held, starts, ends, on)
    _check_place(held, subject, on)
    _check_decision(decision, employee)
    live = held.proposals.filter(starts=starts, status__in=[Status.PROPOSED, Status.AWARDED])
    if live.filter(employee=employee, team=team, unit=unit).exists():
        raise NotPossible(_("Sudah ada usulan untuk penerima ini pada masa yang sama."))
    made = AwardProposal.objects.create(
        scheme=held,
        starts=starts,
        ends=ends,
        employee=employee,
        team=team,
        unit=unit,
        decision=decision,
        reason=words,
        evidence=gather(held, subject),
        proposed_by=actor,
        proposed_at=at,
    )
    after = _whom(made) | {"scheme": held.pk, "starts": starts, "decision": made.decision_id}
    record(actor=actor, at=at, action="growth.propose_award", target=made, after=after, rule=RULE)
    jurors = [row.employee.user for row in held.jurors.select_related("employee__user")]
    users = [user.pk for user in jurors if user is not None and may_vote(user, made, on)]
    with translation.override("id"):
        title = _("Usulan penghargaan menunggu suara Anda: %(name)s") % {"name": held.name}
    tell(users, key=f"award:{made.pk}:vote", title=title, url=here(made), due=None, at=at)
    return made


@transaction.atomic
def vote(*, proposal: AwardProposal, yes: bool, reason: str, actor: User, at: datetime) -> AwardVote:
    """A juror's vote, which he may change until the decision.

    Raises PermissionDenied (also about himself or with a conflict), Incomplete, NotPossible.
    """
    held = locked(proposal)
    may_vote(actor, held, localdate(at)).require()
    still_open(held)
    words = plain(reason, _("Tulis alasan suara Anda."))
    facts = {"yes": yes, "reason": words, "at": at}
    cast, _made = AwardVote.objects.update_or_create(proposal=held, juror=employee_of(actor), defaults=facts)
    record(actor=actor, at=at, action="growth.vote_award", target=held, after={"vote": cast.pk, "yes": yes})
    return cast


@transaction.atomic
def decide(*, proposal: AwardProposal, award: bool, why: str, actor: User, at: datetime) -> AwardProposal:
    """Given or not, with the reason; the scheme is locked, so the quota holds for two deciders at once.

    Closes the meeting's decision that it came from. Raises PermissionDenied, Incomplete, NotPossible
    without the votes or conditions that the scheme asks, over the quota or when it is already decided.
    """
    AwardScheme.objects.select_for_update().get(pk=proposal.scheme_id)
    held = locked(proposal)
    manages(actor, held, localdate(at)).require()
    words = plain(why, _("Tulis alasan keputusan. Yang diusulkan akan membacanya."))
    still_open(held)
    if award:
        _check_grounds(held, localdate(at))
    move("award", held, "award" if award else "refuse", decided_by=actor, decided_at=at, why=words)
    after = _whom(held) | {"status": held.status, "scheme": held.scheme_id}
    record(actor=actor, at=at, action="growth.decide_award", target=held,
           before={"status": Status.PROPOSED.value}, after=after, rule=RULE)  # fmt: skip
    if held.decision is not None:
        # Kept in the minutes, so in the language of the office.
        given = "diberikan" if award else "tidak diberikan"
        outcome = f"Penghargaan {held.scheme.name} {given}. {words}"
        settle_decision(decision=held.decision, outcome=outcome, actor=actor, at=at)
    _tell_result(held, at)
    return held


@transaction.atomic
def withdraw(*, proposal: AwardProposal, why: str, actor: User, at: datetime) -> AwardProposal:
    """Taken back before it is decided. Raises PermissionDenied, Incomplete, NotPossible, Stale."""
    held = locked(proposal)
    may_withdraw(actor, held, localdate(at)).require()
    words = plain(why, _("Tulis mengapa usulan ini ditarik."))
    move("award", held, "withdraw", decided_by=actor, decided_at=at, why=words)
    after = {"status": held.status}
    record(actor=actor, at=at, action="growth.withdraw_award", target=held, after=after, why=words)
    return held


@transaction.atomic
def give_consent(*, proposal: AwardProposal, yes: bool, actor: User, at: datetime) -> AwardProposal:
    """The awarded says whether it may be published; a no takes it off the pages at once.

    Raises PermissionDenied for anybody else, NotPossible before it is awarded.
    """
    held = locked(proposal)
    may_consent(actor, held, localdate(at)).require()
    if held.status != Status.AWARDED:
        raise NotPossible(_("Persetujuan hanya diperlukan setelah penghargaan diberikan."))
    before = {"consent": held.consent, "published": held.published_at is not None}
    held.consent, held.consent_at = yes, at
    held.published_at = held.published_at if yes else None
    held.save(update_fields=["consent", "consent_at", "published_at"])
    after = {"consent": yes, "published": held.published_at is not None}
    record(actor=actor, at=at, action="growth.consent_award", target=held, before=before, after=after)
    return held


@transaction.atomic
def publish(*, proposal: AwardProposal, actor: User, at: datetime) -> AwardProposal:
    """On the pages of published awards. Raises PermissionDenied, NotPossible without the person's yes or
    when its certificate was revoked."""
    held = locked(proposal)
    manages(actor, held, localdate(at)).require()
    if held.status != Status.AWARDED or held.consent is not True:
        raise NotPossible(_("Penghargaan diumumkan setelah penerimanya setuju."))
    if Certificate.objects.filter(proposal=held, status=Certificate.Status.REVOKED).exists():
        raise NotPossible(_("Piagam penghargaan ini sudah dicabut, jadi tidak dapat diumumkan lagi."))
    if held.published_at is None:
        held.published_at = at
        held.save(update_fields=["published_at"])
        record(actor=actor, at=at, action="growth.publish_award", target=held, after={"published_at": at})
    return held


def locked(proposal: AwardProposal) -> AwardProposal:
    """The row as it is now, locked."""
    rows = AwardProposal.objects.select_related("scheme__unit", "employee", "team__lead", "unit", "decision")
    return lock_row(rows, proposal.pk)


def still_open(held: AwardProposal) -> None:
    """Raises NotPossible once it is decided or withdrawn, naming its state."""
    if held.status != Status.PROPOSED:
        message = _("Usulan ini sudah selesai: keadaannya “%(state)s”.")
        raise NotPossible(message % {"state": _(held.get_status_display())})


def _check_subject(scheme: AwardScheme, subject: Subject) -> None:
    named = {
        AwardScheme.For.EMPLOYEE: subject.employee,
        AwardScheme.For.TEAM: subject.team,
        AwardScheme.For.UNIT: subject.unit,
    }
    given = [kind for kind, value in named.items() if value is not None]
    if given != [scheme.given_to]:
        raise Incomplete(_("Pilih satu penerima yang sesuai dengan skema ini."))


def _check_span(scheme: AwardScheme, starts: date, ends: date, on: date) -> None:
    if (starts, ends) != span_at(scheme.every, starts):
        raise Incomplete(_("Masa usulan harus satu bulan, triwulan, atau tahun penuh menurut skema."))
    if starts > on:
        raise Incomplete(_("Masa ini belum mulai."))
    if scheme.starts > ends or (scheme.ends is not None and scheme.ends < ends):
        raise NotPossible(_("Skema ini tidak berlaku pada masa itu."))


def _check_place(scheme: AwardScheme, subject: Subject, on: date) -> None:
    """A scheme of a unit is for those in it and below it."""
    if scheme.unit_id is None:
        return
    place = subject.unit.pk if subject.unit else subject.team.unit_id if subject.team else None
    if subject.employee is not None:
        held = own_post(subject.employee, on)
        place = held.post.unit_id if held else None
    if place not in unit_tree_ids([scheme.unit_id]):
        raise NotPossible(_("Skema ini hanya untuk %(unit)s.") % {"unit": scheme.unit})


def _check_decision(decision: Decision | None, employee: Employee | None) -> None:
    if decision is None:
        return
    if decision.kind != Decision.Kind.RECOGNITION or employee is None or decision.about_id != employee.pk:
        raise Incomplete(_("Keputusan rapat itu bukan penghargaan untuk pegawai ini."))
    if decision.status != Decision.Status.OPEN:
        raise NotPossible(_("Keputusan rapat itu sudah ditutup."))
    if decision.award_proposals.exclude(status=Status.WITHDRAWN).exists():
        raise NotPossible(_("Keputusan rapat itu sudah diusulkan."))


def _check_grounds(held: AwardProposal, on: date) -> None:
    scheme = held.scheme
    given = scheme.proposals.filter(starts=held.starts, status=Status.AWARDED).count()
    if given >= scheme.quota:
        raise NotPossible(
            _("Kuota masa ini sudah penuh: %(n)d dari %(n)d penghargaan sudah diberikan.") % {"n": given}
        )
    if scheme.decides == AwardScheme.Decides.JURY:
        if few := votes_missing(held, on):
            raise NotPossible(few)
    elif not all(row["met"] is True for row in held.evidence):
        raise NotPossible(_("Belum semua syarat terpenuhi, jadi penghargaan ini tidak dapat diberikan."))


def _whom(held: AwardProposal) -> dict[str, object]:
    return {"employee": held.employee_id, "team": held.team_id, "unit": held.unit_id}


def here(held: AwardProposal) -> str:
    """Address of the proposal's page, for notices."""
    return reverse("growth:proposal", args=[held.pk])


def _tell_result(held: AwardProposal, at: datetime) -> None:
    """The one proposed reads why; who was awarded is asked in the same notice about publication."""
    person = consenter(held, localdate(at))
    if person is None or person.user_id is None:
        return
    with translation.override("id"):
        given = _("Anda menerima %(name)s. Bolehkah diumumkan?")
        refused = _("Usulan %(name)s untuk Anda tidak diberikan. Baca alasannya.")
    title = (given if held.status == Status.AWARDED else refused) % {"name": held.scheme.name}
    tell([person.user_id], key=f"award:{held.pk}:result", title=title, url=here(held), due=None, at=at)
