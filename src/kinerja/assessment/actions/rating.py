"""What is written before the signature: the self-assessment and the two ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Appointment
from kinerja.rules.predicate import predicate as rule_predicate

from ..access import may_prepare, may_write_self, prepares
from ..errors import Incomplete, NotOpen, OrganisationUnknown, RealisationMissing, Stale, TooEarly
from ..facts import Data, gather
from ..models import Rating, Review, SourceChoice
from ..queries import organisation_predicate
from ..queries.source_choices import sources_on
from .reasons import require_reasons
from .state import lock, move

RULE = "PermenPANRB 6/2022 Ps 24-25, Lampiran hlm 97-103"
OPEN = (Review.Status.OPEN.value, Review.Status.RATED.value)


@dataclass(frozen=True, slots=True)
class Ratings:
    """What the rater writes. Ratings are "diatas", "sesuai", "dibawah" or "" while undecided.

    `missing_reason` says why results without realisation are rated all the same; `study_dropout` is for an
    employee on study assignment who broke off.
    """

    result_rating: str = ""
    behaviour_rating: str = ""
    result_reason: str = ""
    behaviour_reason: str = ""
    missing_reason: str = ""
    recommendation: str = ""
    study_dropout: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """The review as stored, and sentences that advise without stopping anybody."""

    review: Review
    advice: tuple[str, ...]


@transaction.atomic
def write_self_assessment(
    *, review: Review, results: str, behaviour: str, actor: User, at: datetime, going_on: bool = False
) -> Review:
    """The employee's own view of results and behaviour, until the rater signs.

    The log keeps what each save replaced. `going_on` is a pause in typing: it is logged only when it replaces
    words that the rater may have had before him at his last save. Where the agency has this source off the
    words are the employee's alone, and the log has none of them.
    Raises PermissionDenied for anybody else, NotOpen once the document is signed.
    """
    may_write_self(actor, review, timezone.localdate(at)).require()
    fresh = lock(review)
    if fresh.status not in OPEN:
        raise NotOpen(_("Penilai sudah menandatangani, jadi penilaian diri tidak dapat diubah lagi."))
    before = _own_words(fresh)
    judged = bool(fresh.rated_at and fresh.self_at and fresh.self_at <= fresh.rated_at)
    fresh.self_results, fresh.self_behaviour = results.strip(), behaviour.strip()
    changed = [name for name, text in _own_words(fresh).items() if text != before[name]]
    if not changed and fresh.self_at:
        return fresh
    last, fresh.self_at = fresh.self_at, at
    fresh.save(update_fields=["self_results", "self_behaviour", "self_at"])
    read = SourceChoice.Source.SELF in sources_on(fresh.plan.post, timezone.localdate(at))
    if read and (judged or not going_on):
        after = _own_words(fresh)
        facts = {
            "before": {"at": last} | {name: before[name] for name in changed},
            "after": {"at": at} | {name: after[name] for name in changed},
        }
        record(actor=actor, at=at, action="assessment.write_self", target=fresh, rule=RULE, **facts)
    return fresh


def _own_words(review: Review) -> dict[str, str]:
    return {"results": review.self_results, "behaviour": review.self_behaviour}


@transaction.atomic
def save_ratings(
    *,
    review: Review,
    ratings: Ratings,
    actor: User,
    at: datetime,
    revision: int | None = None,
    page: str = "",
    going_on: bool = True,
) -> Saved:
    """Keeps the rater's draft and computes the predicate once both ratings are there. Called by autosave.

    The evaluator and his delegate write one draft. `revision` is the one the writer has seen; another one
    means that somebody saved in between (Stale, which says who and when), unless that was the same open
    `page`. With `going_on` False this save ends the page. As in `plans.actions.save_draft`.
    The predicate of the organisation comes first; every result needs a realisation or `missing_reason`.
    A realisation below target never decides a rating: it comes back as advice to write the reason. A rating
    two steps away from what a source reads like needs its reason.
    Raises PermissionDenied, TooEarly, NotOpen, Stale, OrganisationUnknown, RealisationMissing, Incomplete.
    """
    on = timezone.localdate(at)
    may_prepare(actor, review, on).require()
    if on < review.period.opens:
        raise TooEarly(
            _("Masa penilaian %(period)s dibuka %(day)s.")
            % {"period": review.period, "day": date_format(review.period.opens, "j F Y")}
        )
    fresh = lock(review)
    if fresh.status not in OPEN:
        raise NotOpen(_("Penilaian ini sudah ditandatangani, jadi tidak dapat diubah."))
    may_prepare(actor, fresh, on).require()
    if revision is not None and fresh.revision != revision and not (page and fresh.writer == page):
        raise Stale(_saved_between(fresh, actor))
    _known(ratings)
    data = gather(fresh, on)
    if ratings.result_rating or ratings.behaviour_rating:
        _ready(fresh, ratings, data, on)
        require_reasons(fresh, ratings, on, data)
    before = _judged(fresh)
    stamp = {"rated_at": at, "rated_by": actor, "revision": fresh.revision + 1}
    move(fresh, "rate", **_fields(fresh, ratings, on), **stamp, writer=page[:36] if going_on else "")
    after = _judged(fresh)
    if before != after:
        facts = {"before": before, "after": after, "rule": RULE, "acting_for": _for_whom(actor, fresh, on)}
        record(actor=actor, at=at, action="assessment.rate", target=fresh, **facts)
    return Saved(fresh, advice(data, ratings))


def advice(data: Data, ratings: Ratings) -> tuple[str, ...]:
    """Soft findings: a realisation below target that is rated sesuai or diatas asks for its reason."""
    found = []
    lenient = ratings.result_rating in {Rating.MEETS, Rating.ABOVE}
    if data["below"] and lenient and not ratings.result_reason.strip():
        found.append(
            _(
                "%(n)s realisasi terbaca di bawah target. Rating tetap keputusan Anda; "
                "tulis alasannya agar pegawai dan pemeriksa memahaminya."
            )
            % {"n": len(data["below"])}
        )
    if ratings.behaviour_rating == Rating.BELOW and not ratings.behaviour_reason.strip():
        found.append(_("Rating perilaku dibawah ekspektasi sebaiknya disertai alasan dan contoh kejadian."))
    return tuple(found)


def _saved_between(review: Review, actor: User) -> str:
    """Who saved after the writer's page was opened, and when."""
    if review.rated_by is None or review.rated_at is None:
        return ""
    at = timezone.localtime(review.rated_at)
    facts = {
        "name": review.rated_by.get_full_name(),
        "day": date_format(at, "j F Y"),
        "time": time_format(at, "H.i"),
    }
    if review.rated_by == actor:
        told = _("Anda menyimpan draf ini dari halaman lain pada %(day)s pukul %(time)s.")
    else:
        told = _("%(name)s menyimpan draf ini pada %(day)s pukul %(time)s, setelah Anda membukanya.")
    return f"{told % facts} " + _("Tulisan Anda masih ada di halaman ini, tetapi belum tersimpan.")


def _for_whom(actor: User, review: Review, on: date) -> str:
    """Whose draft a delegate writes; empty for the evaluator himself."""
    return review.evaluator.name if prepares(actor, review, on) else ""


def _judged(review: Review) -> Data:
    return {
        "result": review.result_rating,
        "behaviour": review.behaviour_rating,
        "predicate": review.predicate,
    }


def _known(ratings: Ratings) -> None:
    for value in (ratings.result_rating, ratings.behaviour_rating):
        if value and value not in Rating.values:
            raise Incomplete(_("Pilih salah satu rating: diatas, sesuai, atau dibawah ekspektasi."))


def _ready(review: Review, ratings: Ratings, data: Data, on: date) -> None:
    """What the law wants before any rating."""
    if not organisation_predicate(review.organisation_unit, review.period, on):
        raise OrganisationUnknown(
            _(
                "Predikat kinerja %(unit)s pada %(period)s belum ditetapkan. "
                "Predikat organisasi ditetapkan lebih dahulu, baru pegawai dinilai."
            )
            % {"unit": review.organisation_unit.name, "period": review.period}
        )
    if data["missing"] and not ratings.missing_reason.strip():
        listed = "; ".join(data["missing"][:3])
        raise RealisationMissing(
            _(
                "%(n)s hasil kerja belum memiliki realisasi (%(listed)s). "
                "Minta pegawai melapor, atau tulis alasan Anda menilai tanpa realisasi itu."
            )
            % {"n": len(data["missing"]), "listed": listed}
        )
    if ratings.study_dropout and not studied(review):
        raise Incomplete(_("Pegawai ini tidak sedang tugas belajar, jadi tidak dapat ditandai putus studi."))


def studied(review: Review) -> bool:
    """Whether the employee was on study assignment in the period."""
    return Appointment.objects.filter(
        employee_id=review.plan.employee_id,
        kind=Appointment.Kind.STUDY,
        starts__lte=review.period.closes,
    ).exists()


def _fields(review: Review, ratings: Ratings, on: date) -> Data:
    fields: Data = {
        "result_rating": ratings.result_rating,
        "behaviour_rating": ratings.behaviour_rating,
        "result_reason": ratings.result_reason.strip(),
        "behaviour_reason": ratings.behaviour_reason.strip(),
        "missing_reason": ratings.missing_reason.strip(),
        "recommendation": ratings.recommendation.strip(),
        "study_dropout": ratings.study_dropout,
        "organisation_predicate": organisation_predicate(review.organisation_unit, review.period, on).code,
        "predicate": "",
    }
    if ratings.result_rating and ratings.behaviour_rating:
        computed = rule_predicate(
            ratings.result_rating, ratings.behaviour_rating, on=on, drop_out=ratings.study_dropout
        )
        fields["predicate"] = computed.predicate.value
    return fields
