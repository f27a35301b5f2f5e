"""What the system can show for each condition of a scheme: a figure, where it is from, met or not.

Read once, when somebody is proposed, and kept. `met` is None where nothing is known or people judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from kinerja.assessment.models import OrganisationLevel, OrganisationPredicate, Predicate, Team
from kinerja.assessment.queries.reviews import current
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import own_post, unit_tree_ids
from kinerja.voice.queries.examinations import proven
from kinerja.voice.queries.measures import Figure, figure, figures
from kinerja.voice.queries.results import index_of
from kinerja.voice.queries.staff import officers_of

from ..award_terms import predicates_of
from ..models import AwardCriterion, AwardScheme

Data = dict[str, Any]
Code = AwardCriterion.Code


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is proposed, over which days (both included)."""

    starts: date
    ends: date
    employee: Employee | None = None
    team: Team | None = None
    unit: Unit | None = None


def gather(scheme: AwardScheme, subject: Subject) -> list[Data]:
    """One row a condition, in words of the office: code, text, figure, source, met, and review (an id) where
    the figure is a predicate that its employee reads only after he received the document."""
    with translation.override("id"):
        cases = _cases(subject)
        return [_row(criterion, scheme, subject, cases) for criterion in scheme.criteria.order_by("pk")]


def words_of(criterion: AwardCriterion, given_to: str) -> str:
    """The condition as a person reads it."""
    if criterion.code == Code.OTHER:
        return criterion.text
    limit = criterion.least
    if criterion.code == Code.PREDICATE:
        kind = OrganisationLevel if given_to == AwardScheme.For.UNIT else Predicate
        limit = str(kind(limit).label)
    else:
        limit = _number(Decimal(limit))
    return f"{_(Code(criterion.code).label)}: {limit}"


def _row(criterion: AwardCriterion, scheme: AwardScheme, subject: Subject, cases: Figure | None) -> Data:
    base: Data = {"code": criterion.code, "text": words_of(criterion, scheme.given_to)}
    least = criterion.least
    match criterion.code:
        case Code.PREDICATE:
            found = _predicate(subject, least)
        case Code.WITHIN:
            found = _within(subject, cases, Decimal(least))
        case Code.CASES:
            found = _counted(cases.n if cases else 0, least, _days("Berkas layanan selesai", subject))
        case Code.SATISFACTION:
            found = _satisfaction(subject, Decimal(least))
        case Code.PRAISE:
            source = _days("Apresiasi warga yang terbukti setelah pemeriksaan", subject)
            found = _counted(_praise(subject), least, source)
        case Code.TEAM:
            found = _teams(subject, least)
        case _:
            found = {"figure": "", "source": "Dinilai juri", "met": None}
    return base | found


def _unknown(why: str) -> Data:
    return {"figure": "", "source": why, "met": None}


def _counted(count: int, least: str, source: str) -> Data:
    return {"figure": _number(Decimal(count)), "source": source, "met": count >= int(Decimal(least))}


def _predicate(subject: Subject, least: str) -> Data:
    """The last signed evaluation of a period that ended in these days."""
    if subject.unit is not None:
        rows = OrganisationPredicate.objects.filter(
            unit=subject.unit, period__ends__range=(subject.starts, subject.ends)
        )
        held = rows.select_related("period__cycle").order_by("-period__ends", "period__starts").first()
        if held is None:
            return _unknown("Predikat organisasi pada masa ini belum ditetapkan")
        met = _at_least(held.predicate, least, AwardScheme.For.UNIT)
        source = f"Predikat kinerja organisasi {held.period}"
        return {"figure": held.get_predicate_display(), "source": source, "met": met}
    reviews = current().filter(
        plan__employee=subject.employee,
        signed_at__isnull=False,
        period__ends__range=(subject.starts, subject.ends),
    )
    signed = reviews.exclude(predicate="").select_related("period__cycle")
    review = signed.order_by("-period__ends", "period__starts", "-signed_at").first()
    if review is None:
        return _unknown("Belum ada evaluasi yang ditandatangani pada masa ini")
    source = f"Evaluasi kinerja {review.period}, nomor {review.document_number}"
    met = _at_least(review.predicate, least, AwardScheme.For.EMPLOYEE)
    return {"figure": review.get_predicate_display(), "source": source, "met": met, "review": review.pk}


def _at_least(code: str, least: str, given_to: str) -> bool:
    order = predicates_of(given_to)
    return order.index(code) <= order.index(least)


def _cases(subject: Subject) -> Figure | None:
    """The finished cases of the officer or of the unit with those below it."""
    after = subject.ends + timedelta(days=1)
    if subject.employee is not None:
        return figures(by="officer", starts=subject.starts, ends=after).get(subject.employee.pk)
    if subject.unit is not None:
        return figure(starts=subject.starts, ends=after, units=unit_tree_ids([subject.unit.pk]))
    return None


def _within(subject: Subject, cases: Figure | None, least: Decimal) -> Data:
    if cases is None or cases.share is None:
        return _unknown("Tidak ada berkas layanan yang selesai pada masa ini")
    shown = f"{_number(cases.share)}% dari {cases.n} berkas"
    source = _days("Berkas layanan selesai", subject)
    return {"figure": shown, "source": source, "met": cases.share >= least}


def _satisfaction(subject: Subject, least: Decimal) -> Data:
    """Of the unit; of a person: of the unit of his own post, because nobody is rated by a survey alone."""
    unit = subject.unit
    if subject.employee is not None:
        held = own_post(subject.employee, subject.ends)
        unit = held.post.unit if held else None
    index = index_of(unit, subject.starts, subject.ends) if unit else None
    if unit is None or index is None:
        return _unknown("Belum ada survei kepuasan yang terbit pada masa ini")
    source = f"Survei kepuasan {unit.name}, {index.n} responden"
    return {"figure": _number(index.ikm), "source": source, "met": index.ikm >= least}


def _praise(subject: Subject) -> int:
    people = [subject.employee] if subject.employee else []
    if subject.unit is not None:
        people = list(officers_of(subject.unit, subject.ends))
    return sum(row.nature == "praise" for row in proven(people, subject.starts, subject.ends))


def _teams(subject: Subject, least: str) -> Data:
    """Teams that he leads, or in which he confirmed a role, during these days."""
    still = Q(members__left_on=None) | Q(members__left_on__gte=subject.starts)
    confirmed = Q(members__employee=subject.employee, members__confirmed_at__isnull=False) & still
    rows = Team.objects.filter(confirmed | Q(lead=subject.employee))
    here = rows.filter(starts__lte=subject.ends, ends__gte=subject.starts).distinct().order_by("name")
    names = list(here.values_list("name", flat=True))
    source = f"Tim kerja: {', '.join(names)}" if names else "Tim kerja"
    return _counted(len(names), least, source)


def _days(what: str, subject: Subject) -> str:
    first, last = (date_format(day, "j F Y") for day in (subject.starts, subject.ends))
    return f"{what}, {first} s.d. {last}"


def _number(value: Decimal) -> str:
    plain = value.quantize(Decimal("0.01")) if value % 1 else value.quantize(Decimal(1))
    return str(number_format(plain, use_l10n=True, force_grouping=False))
