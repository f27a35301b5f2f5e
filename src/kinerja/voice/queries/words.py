"""What citizens wrote in the open questions, with the names of those who work there covered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F, Func, Q, QuerySet, TextField, Value

from kinerja.people.models import Appointment

from ..covering import COVER, cover_numbers
from ..models import SurveyAnswer, SurveyPeriod

SHORTEST = 3  # a part of a name; shorter ones are initials and titles


@dataclass(frozen=True, slots=True)
class Said:
    """One respondent's answer to one open question."""

    question: str
    text: str


def open_words(period: SurveyPeriod) -> QuerySet[SurveyAnswer]:
    """Counted answers with words, in an order that says nothing about when they came."""
    text = Func(F("open_answers"), Value(""), function="array_to_string", output_field=TextField())
    rows = SurveyAnswer.objects.filter(period=period, state=SurveyAnswer.State.COUNTED)
    return rows.annotate(said=text).exclude(said="").order_by("pk")


def cover_names(text: str, names: Iterable[str]) -> str:
    """`text` without the given names, each part of a name by itself, whatever its case."""
    parts = {part for name in names for part in re.findall(r"[^\W\d_]+", name) if len(part) >= SHORTEST}
    if not parts:
        return text
    found = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return re.sub(rf"\b(?:{found})\b", COVER, text, flags=re.IGNORECASE)


def words_of(period: SurveyPeriod, answers: Collection[SurveyAnswer]) -> list[Said]:
    """The words of a page of answers beside their questions. Two queries."""
    questions = period.version.questions.filter(element="").order_by("order")
    texts = list(questions.values_list("text", flat=True))
    names = _names(period, {answer.unit_id for answer in answers})
    return [
        Said(question, cover_names(cover_numbers(text), names[answer.unit_id]))
        for answer in answers
        for question, text in zip(texts, answer.open_answers, strict=False)
        if text.strip()
    ]


def _names(period: SurveyPeriod, units: set[int]) -> dict[int, set[str]]:
    """Unit: everybody who had a post in it on a day of the survey."""
    there = Appointment.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=period.starts), post__unit_id__in=units, starts__lte=period.ends
    )
    found: dict[int, set[str]] = defaultdict(set)
    for unit, name in there.order_by().values_list("post__unit_id", "employee__name"):
        found[unit].add(name)
    return found
