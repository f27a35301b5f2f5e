"""Calibration before the signature: the head remarks, the appraiser keeps or changes his own rating.

The head never sets a rating (PermenPANRB 6/2022 Pasal 24-25: the two ratings are the appraiser's).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee

from ..access_calibration import may_answer_remark, may_remark
from ..errors import Incomplete, NotOpen
from ..models import CalibrationRemark, Review
from ..notices import tell
from ..queries.calibration import waiting_remarks
from .state import lock

RULE = "PermenPANRB 6/2022 Pasal 24-25"
OPEN = (Review.Status.OPEN.value, Review.Status.RATED.value)


@transaction.atomic
def remark(*, review: Review, text: str, actor: User, at: datetime) -> CalibrationRemark:
    """The head's remark on a rating that is not signed yet; the rating itself stays as it is.

    Raises PermissionDenied for anybody but the appraiser's direct superior, Incomplete without words or
    before there is a rating, NotOpen once signed or while an earlier remark waits, Stale.
    """
    may_remark(actor, review, timezone.localdate(at)).require()
    if not text.strip():
        raise Incomplete(_("Tulis catatan Anda untuk penilai."))
    if review.status not in OPEN:
        raise NotOpen(_("Penilaian ini sudah ditandatangani, jadi tidak dapat diberi catatan kalibrasi."))
    fresh = lock(review)
    if fresh.late_at and fresh.superior_id:
        raise NotOpen(_("Masa penilaian sudah ditutup. Penilaian ini menunggu Anda ambil alih."))
    if not (fresh.result_rating or fresh.behaviour_rating):
        raise Incomplete(_("Penilai belum memberi rating, jadi belum ada yang dapat dikalibrasi."))
    if waiting_remarks(fresh).exists():
        raise NotOpen(_("Catatan sebelumnya belum dijawab penilai. Tunggu jawabannya dahulu."))
    before = ratings_now(fresh)
    made = CalibrationRemark.objects.create(
        review=fresh, by=actor.employee, text=text.strip(), at=at, before=before
    )
    facts = {"before": before, "after": {"remark": made.pk}, "why": made.text, "rule": RULE}
    record(actor=actor, at=at, action="assessment.remark", target=fresh, **facts)
    _tell(
        fresh.appraiser,
        key=f"assessment.remark.{made.pk}",
        title=_("Atasan Anda memberi catatan kalibrasi. Jawab sebelum menandatangani."),
        url=reverse("assessment:review", args=[fresh.pk]),
        at=at,
    )
    return made


@transaction.atomic
def answer_remark(*, remark: CalibrationRemark, answer: str, actor: User, at: datetime) -> CalibrationRemark:
    """The appraiser's word on a remark. Whether the rating was kept or changed is read from the ratings.

    Answering again is possible until the signature, and needed when the rating changed after the answer.
    Raises PermissionDenied for anybody but the appraiser, Incomplete without words or without both ratings,
    NotOpen once signed, Stale.
    """
    on = timezone.localdate(at)
    may_answer_remark(actor, remark, on).require()
    if not answer.strip():
        raise Incomplete(_("Tulis alasan Anda mempertahankan atau mengubah rating."))
    if remark.review.status not in OPEN:
        raise NotOpen(_("Penilaian ini sudah ditandatangani, jadi jawaban tidak dapat diubah."))
    fresh = lock(remark.review)
    if not (fresh.result_rating and fresh.behaviour_rating):
        raise Incomplete(_("Isi kedua rating dahulu, lalu jawab catatan ini."))
    found = CalibrationRemark.objects.select_related("by").get(pk=remark.pk)
    after = ratings_now(fresh)
    found.answer, found.after, found.answered_at = answer.strip(), after, at
    found.changed = any(after[part] != found.before[part] for part in ("result", "behaviour"))
    found.save(update_fields=["answer", "after", "answered_at", "changed"])
    outcome = {**after, "remark": found.pk, "changed": found.changed}
    facts = {"before": found.before, "after": outcome, "why": found.answer, "rule": RULE}
    record(actor=actor, at=at, action="assessment.answer_remark", target=fresh, **facts)
    _tell(
        found.by,
        key=f"assessment.remark.{found.pk}.{at.isoformat()}",
        title=_("Penilai menjawab catatan kalibrasi Anda."),
        url=reverse("assessment:remark", args=[fresh.pk]),
        at=at,
    )
    return found


def answered(review: Review) -> None:
    """Raises Incomplete while the appraiser owes an answer to a remark; called when he signs."""
    if not review.taken_over and waiting_remarks(review).exists():
        raise Incomplete(
            _(
                "Catatan kalibrasi atasan Anda belum dijawab untuk rating yang sekarang. Jawab dahulu: "
                "pertahankan rating dengan alasan, atau ubah ratingnya. Isian Anda tetap tersimpan."
            )
        )


def _tell(person: Employee, *, key: str, title: str, url: str, at: datetime) -> None:
    """One notice without a name or a rating in it; the page behind it shows both to whom it concerns."""
    if person.user_id is not None:
        tell([person.user_id], key=key, title=title, url=url, due=None, at=at)


def ratings_now(review: Review) -> dict[str, str]:
    """What the remark is about, for the log and for the employee."""
    return {
        "result": review.result_rating,
        "behaviour": review.behaviour_rating,
        "predicate": review.predicate,
    }
