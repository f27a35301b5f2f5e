"""What an award scheme may ask and over which days: checks without state."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.utils.translation import gettext as _

from kinerja.assessment.models import OrganisationLevel, Predicate

from .errors import Incomplete
from .models import AwardCriterion, AwardScheme

Code, For = AwardCriterion.Code, AwardScheme.For
MONTHS = {AwardScheme.Every.MONTH: 1, AwardScheme.Every.QUARTER: 3, AwardScheme.Every.YEAR: 12}
# What the system can read about whom; the rest is judged by people.
READABLE: dict[str, frozenset[str]] = {
    For.EMPLOYEE: frozenset(Code.values),
    For.TEAM: frozenset({Code.OTHER.value}),
    For.UNIT: frozenset(Code.values) - {Code.TEAM.value},
}
HIGHEST = {Code.WITHIN: Decimal(100), Code.SATISFACTION: Decimal(100)}


class Term(NamedTuple):
    """One condition as it is kept: `least` a number with a point, a code of a predicate, or empty."""

    code: str
    least: str
    text: str


def span_at(every: str, day: date) -> tuple[date, date]:
    """First and last day of the month, quarter or year around `day`."""
    months = MONTHS[AwardScheme.Every(every)]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def recent_spans(every: str, on: date, count: int = 4) -> list[tuple[date, date]]:
    """The span around `on` and those before it, newest first."""
    spans = [span_at(every, on)]
    while len(spans) < count:
        spans.append(span_at(every, spans[-1][0] - timedelta(days=1)))
    return spans


def predicates_of(given_to: str) -> list[str]:
    """Codes from best to worst, of persons or of units."""
    return list(OrganisationLevel.values if given_to == For.UNIT else Predicate.values)


def checked_terms(given_to: str, decides: str, criteria: Sequence[tuple[str, str, str]]) -> list[Term]:
    """The conditions as they are kept. Raises Incomplete for one that nobody could ever read or judge."""
    terms = [_checked(given_to, *row) for row in criteria]
    read = [term.code for term in terms if term.code != Code.OTHER]
    if len(set(read)) != len(read):
        raise Incomplete(_("Satu syarat ditulis dua kali. Sisakan satu."))
    if decides == AwardScheme.Decides.RULE and (not terms or len(read) != len(terms)):
        raise Incomplete(
            _("Penghargaan tanpa juri hanya memakai syarat yang dibaca sistem, paling sedikit satu.")
        )
    return terms


def _checked(given_to: str, code: str, least: str, text: str) -> Term:
    limit, words = str(least).strip(), text.strip()
    if code not in Code.values:
        raise Incomplete(_("Syarat ini tidak dikenal."))
    if code not in READABLE[given_to]:
        label = _(Code(code).label)
        raise Incomplete(_("Syarat “%(name)s” tidak terbaca untuk penerima ini.") % {"name": label})
    if code == Code.OTHER:
        if not words:
            raise Incomplete(_("Tulis apa yang dinilai juri."))
        return Term(code, "", words)
    if code == Code.PREDICATE:
        if limit not in predicates_of(given_to):
            raise Incomplete(_("Pilih predikat paling rendah."))
        return Term(code, limit, words)
    return Term(code, _number(code, limit), words)


def _number(code: str, limit: str) -> str:
    try:
        value = Decimal(limit.replace(",", "."))
    except InvalidOperation as error:
        raise Incomplete(_("Batas “%(limit)s” bukan angka.") % {"limit": limit}) from error
    whole = code not in HIGHEST
    if not value.is_finite() or value <= 0 or (whole and value % 1):
        raise Incomplete(_("Batas syarat harus angka lebih dari nol; jumlah tanpa koma."))
    if not whole and value > HIGHEST[Code(code)]:
        raise Incomplete(_("Persen dan nilai IKM paling tinggi 100."))
    if len(str(value)) > 10:
        raise Incomplete(_("Angka batas ini terlalu panjang."))
    return str(value)
