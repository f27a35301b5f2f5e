"""What citizens said to a unit, for everybody who works there: words without names, counts of `k` and more.

Covers the unit and the units below it, the last twelve months up to yesterday. Secret reports are left out
altogether; a count below `survey.k_floor` is not shown, nor one that could be told by subtraction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value
from django.utils.translation import gettext as _

from kinerja.people.models import Appointment, Unit
from kinerja.people.queries import unit_tree_ids

from ..covering import NOBODY, Names, cover_personal
from ..frequent import frequent
from ..models import Complaint, SurveyAnswer, SurveyPeriod, Topic
from .cells import covered as safe_cells
from .cells import floor
from .complaints import covered
from .measures import Figure, figure

MONTHS_SHOWN = timedelta(days=365)
TOPICS, PRAISES, READ = 5, 10, 2_000
OUT = (Complaint.Status.REJECTED, Complaint.Status.MERGED, Complaint.Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Element:
    name: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Index:
    """IKM of the unit's newest published survey with its three lowest elements (scale 1..4)."""

    period: SurveyPeriod
    ikm: Decimal
    n: int
    grade: str
    lowest: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything on the page of a unit but the words themselves, which are paged."""

    starts: date
    ends: date
    floor: int
    answers: int
    most: tuple[tuple[str, int], ...]
    subjects: tuple[tuple[str, int], ...]
    few: int | None
    praises: tuple[str, ...]
    praise_count: int | None
    topics: tuple[Topic, ...]
    index: Index | None
    in_time: Figure

    @property
    def sentence(self) -> str:
        """What was said most often, in one sentence; empty when nothing was said often enough."""
        if not self.most:
            return ""
        listed = ", ".join(f"“{word}” ({count})" for word, count in self.most)
        return _("Yang paling sering disebut: %(words)s.") % {"words": listed}


def heard(unit: Unit, on: date) -> Heard:
    """What the unit heard in the twelve months before `on`. A constant number of queries."""
    starts, ends = on - MONTHS_SHOWN, on - timedelta(days=1)
    units = sorted(unit_tree_ids([unit.pk]))
    k = floor(on)
    counted = _counted(units, starts, ends).count()
    reports = _reports(units, starts, ends)
    subjects, few = _subjects(reports, k)
    praise_count, praises = _praise(reports, units, on, k)
    return Heard(
        starts=starts,
        ends=ends,
        floor=k,
        answers=counted,
        most=_said_most(units, starts, ends, reports, k) if counted >= k else (),
        subjects=subjects,
        few=few,
        praises=praises,
        praise_count=praise_count,
        topics=_topics(units),
        index=_index(unit, on),
        in_time=figure(units=units, starts=starts, ends=on),
    )


def answers_with_words(unit: Unit, on: date) -> QuerySet[Any]:
    """Counted answers with words, in an order that tells nothing about when they came; none while fewer
    than `survey.k_floor` people answered."""
    starts, ends = on - MONTHS_SHOWN, on - timedelta(days=1)
    rows = _counted(sorted(unit_tree_ids([unit.pk])), starts, ends)
    return with_words(rows) if rows.count() >= floor(on) else rows.none()


def with_words(rows: QuerySet[SurveyAnswer]) -> QuerySet[Any]:
    """Answers with words, joined as `said`."""
    text = Func(F("open_answers"), Value(""), function="array_to_string", output_field=TextField())
    return rows.annotate(said=text).exclude(said="").order_by("pk")


def words_of(answers: Sequence[SurveyAnswer], on: date) -> list[str]:
    """The words of a page of answers, one text an answer, names and numbers covered. One query."""
    staff = {unit: Names.of(names) for unit, names in _names({row.unit_id for row in answers}, on).items()}
    return [
        cover_personal(
            "\n".join(part for part in row.open_answers if part.strip()), staff.get(row.unit_id, NOBODY)
        )
        for row in answers
    ]


def _counted(units: list[int], starts: date, ends: date) -> QuerySet[SurveyAnswer]:
    return SurveyAnswer.objects.filter(
        unit_id__in=units, state=SurveyAnswer.State.COUNTED, day__range=(starts, ends)
    ).order_by()


def _reports(units: list[int], starts: date, ends: date) -> QuerySet[Complaint]:
    """Reports about the unit that were taken up and are not secret."""
    about = Q(reported_unit_id__in=units) | Q(service__unit_id__in=units) | Q(unit_id__in=units)
    rows = Complaint.objects.filter(about, secret=False, received_at__date__range=(starts, ends))
    return rows.exclude(status__in=OUT).order_by()


def _subjects(reports: QuerySet[Complaint], k: int) -> tuple[tuple[tuple[str, int], ...], int | None]:
    """Subjects with their counts, most first, and how many reports lie in subjects too small to show
    (None when even that would tell)."""
    rows = reports.exclude(kind=Complaint.Kind.PRAISE).values_list("category__name").annotate(n=Count("pk"))
    counts = {name or _("Belum dikelompokkan"): n for name, n in rows}
    safe = safe_cells(counts, k)
    shown = sorted(
        ((name, n) for name, n in safe.items() if n is not None), key=lambda row: (-row[1], row[0])
    )
    hidden = sum(counts[name] for name, n in safe.items() if n is None)
    return tuple(shown), hidden if hidden >= k else None


def _praise(
    reports: QuerySet[Complaint], units: list[int], on: date, k: int
) -> tuple[int | None, tuple[str, ...]]:
    """How often the unit was praised, and the newest words; of praise that names somebody only the count."""
    rows = reports.filter(kind=Complaint.Kind.PRAISE)
    count = rows.count()
    if count < k:
        return None, ()
    newest = rows.filter(names_employee=False).prefetch_related("redactions").order_by("-received_at", "pk")
    staff = Names.of(chain.from_iterable(_names(units, on).values()))
    return count, tuple(
        cover_personal(covered(row.text, _text_covers(row)), staff) for row in newest[:PRAISES]
    )


def _text_covers(row: Complaint) -> list[Any]:
    return [cover for cover in row.redactions.all() if cover.field == "text"]


def _topics(units: list[int]) -> tuple[Topic, ...]:
    """The newest topics of the forum with how many posts everybody can read."""
    seen = Count("posts", filter=Q(posts__hidden_at=None))
    rows = Topic.objects.filter(unit_id__in=units).annotate(seen=seen).filter(seen__gt=0)
    return tuple(rows.order_by("-last_post_at", "pk")[:TOPICS])


def _index(unit: Unit, on: date) -> Index | None:
    """From the newest published survey of exactly this unit."""
    rows = SurveyPeriod.objects.filter(unit=unit, status=SurveyPeriod.Status.PUBLISHED, ends__lte=on)
    period = rows.order_by("-ends", "-pk").first()
    told = period.result.get("published", {}) if period else {}
    if period is None or told.get("ikm") is None:
        return None
    named = {row["code"]: row for row in period.result.get("elements", [])}
    lowest = tuple(
        Element(named[code]["name"], Decimal(named[code]["nrr"]) if named[code].get("nrr") else None)
        for code in period.result.get("lowest", [])[:3]
        if code in named
    )
    return Index(period, Decimal(told["ikm"]), int(told["n"]), told.get("grade") or "", lowest)


def _names(units: Iterable[int], on: date) -> dict[int, set[str]]:
    """Unit: the names of everybody who holds a post in it, also of who left in the last year."""
    late = Q(ends__isnull=True) | Q(ends__gte=on - MONTHS_SHOWN)
    rows = Appointment.objects.filter(late, post__unit_id__in=list(units)).order_by()
    found: dict[int, set[str]] = defaultdict(set)
    for unit_id, name in rows.values_list("post__unit_id", "employee__name"):
        found[unit_id].add(name)
    return found


def _said_most(
    units: list[int], starts: date, ends: date, reports: QuerySet[Complaint], k: int
) -> tuple[tuple[str, int], ...]:
    """From the newest words of surveys and the titles of reports; never a part of a name of the staff."""
    newest = with_words(_counted(units, starts, ends)).order_by("-day", "pk").values_list("said", flat=True)
    titles = reports.order_by("-received_at", "pk").values_list("title", flat=True)
    names = set(chain.from_iterable(_names(units, ends).values()))
    return frequent([*newest[:READ], *titles[:READ]], names=names, least=k)
