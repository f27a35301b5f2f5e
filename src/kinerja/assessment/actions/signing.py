"""From the rater's signature to the employee's, and the superior who steps in for a late rater."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of
from kinerja.plans.snapshots import digest
from kinerja.rules.predicate import Finality, finality
from kinerja.rules.predicate import predicate as rule_predicate

from ..access import may_rate, may_receive, may_take_over
from ..clocks import at_receipt, at_signing
from ..distribution import team_distribution
from ..errors import Incomplete, NotOpen, OrganisationUnknown, RealisationMissing, Stale
from ..facts import gather
from ..models import Review
from ..queries import organisation_predicate
from ..snapshots import snapshot
from .calibration import answered
from .reasons import require_reasons
from .state import lock, move

SIGN_RULE = "PermenPANRB 6/2022 Lampiran hlm 114-115"
TAKE_OVER_RULE = "PermenPANRB 6/2022 Lampiran hlm 90 no 11, 115-117"


@transaction.atomic
def sign(*, review: Review, actor: User, at: datetime) -> Review:
    """The rater's signature: freezes snapshot, hash, number and the clocks. Never done by a clock.

    Raises PermissionDenied, Incomplete without both ratings or with a calibration remark unanswered,
    OrganisationUnknown, RealisationMissing, and Stale when somebody signed or changed the review or its
    self-assessment in the meantime.
    """
    on = timezone.localdate(at)
    may_rate(actor, review, on).require()
    fresh = lock(review)
    may_rate(actor, fresh, on).require()
    if fresh.status not in {Review.Status.OPEN, Review.Status.RATED}:
        raise NotOpen(_("Penilaian ini sudah ditandatangani."))
    if (fresh.revision, fresh.self_at) != (review.revision, review.self_at):
        raise Stale
    if not (fresh.result_rating and fresh.behaviour_rating):
        raise Incomplete(_("Isi rating hasil kerja dan rating perilaku kerja sebelum menandatangani."))
    answered(fresh)
    organisation = organisation_predicate(fresh.organisation_unit, fresh.period, on)
    if not organisation:
        raise OrganisationUnknown(organisation.step.says)
    if not fresh.missing_reason and gather(fresh, on)["missing"]:
        raise RealisationMissing(
            _("Masih ada hasil kerja tanpa realisasi. Tulis alasannya sebelum menandatangani.")
        )
    require_reasons(fresh, fresh, on)
    computed = rule_predicate(
        fresh.result_rating, fresh.behaviour_rating, on=on, drop_out=fresh.study_dropout
    )
    final = finality_of(fresh, on)
    number = document_number(fresh)
    frozen = snapshot(
        fresh,
        computed=computed,
        organisation=organisation,
        distribution=team_distribution(fresh, organisation.code, on),
        finality=final,
        number=number,
        signed_at=at,
    )
    move(
        fresh,
        "sign",
        predicate=computed.predicate.value,
        organisation_predicate=organisation.code,
        final=final.final,
        snapshot=frozen,
        snapshot_sha256=digest(frozen),
        document_number=number,
        signed_at=at,
        **at_signing(fresh, on),
    )
    after = {"predicate": fresh.predicate, "number": number, "sha256": fresh.snapshot_sha256}
    record(actor=actor, at=at, action="assessment.sign", target=fresh, after=after, rule=SIGN_RULE)
    return fresh


def finality_of(review: Review, on: date) -> Finality:
    """Final when taken over, or when the head of the agency himself evaluates (Lampiran hlm 90 no 11-12)."""
    unit = review.organisation_unit
    top = review.superior_id is None and unit.kind == Unit.Kind.AGENCY
    evaluator = "kepala_daerah" if top else "pejabat_penilai"
    return finality(on=on, evaluator=evaluator, taken_over=review.taken_over)


def document_number(review: Review) -> str:
    """Number of the evaluation document, unique because it holds the review's own id."""
    period = review.period
    part = {"annual": "TAHUN", "quarterly": f"TW{period.number}", "monthly": f"BLN{period.number:02d}"}
    return f"EVK/{period.cycle.year}/{part[period.kind]}/{review.pk:06d}"


@transaction.atomic
def receive(*, review: Review, actor: User, at: datetime) -> Review:
    """The employee receives the signed document: the clock of the return (and of an objection) starts.

    Receiving twice is one receipt. Raises PermissionDenied, NotOpen before the rater has signed.
    """
    may_receive(actor, review, timezone.localdate(at)).require()
    if review.delivered_at:
        return review
    fresh = lock(review)
    if fresh.status != Review.Status.SIGNED:
        raise NotOpen(_("Dokumen ini belum ditandatangani penilai."))
    received = timezone.localdate(at)
    move(fresh, "deliver", delivered_at=at, **at_receipt(fresh, received))
    after = {"due_return": fresh.due_return}
    record(actor=actor, at=at, action="assessment.receive", target=fresh, after=after, rule=SIGN_RULE)
    return fresh


@transaction.atomic
def acknowledge(*, review: Review, actor: User, at: datetime) -> Review:
    """The employee signs. Signing does not mean agreeing: an objection stays open within its days.

    Raises PermissionDenied, NotOpen when there is nothing to sign, Stale.
    """
    fresh = _answerable(review, actor, at)
    move(fresh, "acknowledge", acknowledged_at=at)
    record(actor=actor, at=at, action="assessment.acknowledge", target=fresh, rule=SIGN_RULE)
    return _over(fresh)


@transaction.atomic
def decline(*, review: Review, reason: str, actor: User, at: datetime) -> Review:
    """The employee does not sign and says why; the document goes its way with that note.

    The law is silent about this case. Raises PermissionDenied, Incomplete without a reason, NotOpen, Stale.
    """
    if not reason.strip():
        raise Incomplete(_("Tulis alasan Anda tidak menandatangani."))
    fresh = _answerable(review, actor, at)
    move(fresh, "decline", declined_reason=reason.strip())
    record(actor=actor, at=at, action="assessment.decline", target=fresh, why=reason.strip(), rule=SIGN_RULE)
    return _over(fresh)


def _answerable(review: Review, actor: User, at: datetime) -> Review:
    """The review received, as somebody who signs has it in hand."""
    may_receive(actor, review, timezone.localdate(at)).require()
    fresh = lock(receive(review=review, actor=actor, at=at))
    if fresh.status != Review.Status.DELIVERED:
        raise NotOpen(_("Anda sudah menjawab dokumen ini."))
    return fresh


def _over(review: Review) -> Review:
    """A review reported before the employee answered is finished by the answer."""
    if review.reported_at:
        move(review, "report")
    return review


@transaction.atomic
def take_over(*, review: Review, note: str, actor: User, at: datetime) -> Review:
    """The superior of a late rater takes the evaluation over: final, on form D.1.2, closed to objection.

    The rater's draft is wiped (the log keeps it), so that the superior judges for himself.
    Raises PermissionDenied before the window has closed or for anybody else, Incomplete without a note,
    NotOpen once signed, Stale.
    """
    may_take_over(actor, review, timezone.localdate(at)).require()
    if not note.strip():
        raise Incomplete(_("Tulis catatan mengapa Anda mengambil alih penilaian ini."))
    fresh = lock(review)
    if fresh.taken_over or fresh.status not in {Review.Status.OPEN, Review.Status.RATED}:
        raise NotOpen(_("Penilaian ini sudah ditandatangani atau sudah diambil alih."))
    before = {
        "appraiser": fresh.appraiser.name,
        "result": fresh.result_rating,
        "behaviour": fresh.behaviour_rating,
    }
    move(
        fresh,
        "take_over",
        taken_over=True,
        superior=employee_of(actor),
        final=True,
        take_over_note=note.strip(),
        **dict.fromkeys(
            ("result_rating", "result_reason", "behaviour_rating", "behaviour_reason", "predicate"), ""
        ),
    )
    record(actor=actor, at=at, action="assessment.take_over", target=fresh, before=before,
           after={"superior": actor.get_full_name()}, why=note.strip(), rule=TAKE_OVER_RULE)  # fmt: skip
    return fresh
