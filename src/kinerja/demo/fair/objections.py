"""Six objections, each at another point of its way."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from kinerja.accounts.models import User
from kinerja.assessment.access_objections import objection_open
from kinerja.assessment.actions.objections import Decision, ask_statements, decide, file_objection, state
from kinerja.assessment.models import Objection, Review
from kinerja.people.models import Employee

from ..book import Book

REASONS = (
    "Realisasi triwulan sudah saya lampirkan, tetapi dinilai belum ada.",
    "Dua rekan cuti melahirkan; sasaran disusun untuk lima orang.",
    "Umpan balik yang dipakai berasal dari periode sebelumnya.",
    "Hasil saya sama dengan rekan yang dinilai di atas ekspektasi.",
    "Saya bertugas di luar unit selama tiga minggu atas surat tugas.",
    "Target diubah di tengah triwulan tanpa pembahasan.",
)
# How far each one goes, and the new rating of results where the result is changed.
WAYS = (
    ("upheld", ""),
    ("changed", "sesuai"),
    ("upheld", ""),
    ("changed", "diatas"),
    ("asked", ""),
    ("filed", ""),
)
DAY = timedelta(days=1)


def write_objections(book: Book) -> None:
    """Reviews of the running year that may be objected to on the day after their receipt."""
    rows = Review.objects.filter(
        period__cycle__year=book.today.year,
        delivered_at__isnull=False,
        result_rating__in=["dibawah", "sesuai"],
    ).select_related("plan__employee__user", "period", "appraiser__user", "superior__user")
    ways = list(zip(WAYS, REASONS, strict=True))
    for review in rows.order_by("result_rating", "pk")[:400]:
        if not ways:
            return
        (outcome, rating), reasons = ways[0]
        if rating == review.result_rating or review.delivered_at is None or _nobody_signs_in(review):
            continue
        filed = review.delivered_at + DAY
        if objection_open(review, localdate(filed)):
            _object(review, reasons, outcome, rating, filed)
            ways.pop(0)


def _nobody_signs_in(review: Review) -> bool:
    people = (review.plan.employee, review.appraiser, review.superior)
    return any(person is None or person.user is None for person in people)


def _user(employee: Employee) -> User:
    assert employee.user is not None
    return employee.user


def _object(review: Review, reasons: str, outcome: str, rating: str, filed: datetime) -> None:
    objection = file_objection(review=review, reasons=reasons, actor=_user(review.plan.employee), at=filed)
    if outcome == "filed":
        return
    decider = _user(objection.decider)
    ask_statements(objection=objection, actor=decider, at=filed + DAY)
    objection = Objection.objects.get(pk=objection.pk)
    state(
        objection=objection,
        text="Penilaian saya berpegang pada bukti yang masuk sampai tanggal laporan.",
        actor=_user(review.appraiser),
        at=filed + 2 * DAY,
    )
    if outcome == "asked":
        return
    objection = Objection.objects.get(pk=objection.pk)
    state(objection=objection, text=reasons, actor=_user(review.plan.employee), at=filed + 2 * DAY)
    objection = Objection.objects.get(pk=objection.pk)
    changed = Decision(
        outcome,
        "Bukti dan penjelasan kedua pihak sudah dibaca; inilah yang paling sesuai dengannya.",
        result_rating=rating,
        behaviour_rating=review.behaviour_rating if outcome == "changed" else "",
        recommendation="Sepakati ulang target bila keadaan berubah." if outcome == "changed" else "",
    )
    decide(objection=objection, decision=changed, actor=decider, at=filed + 4 * DAY)
