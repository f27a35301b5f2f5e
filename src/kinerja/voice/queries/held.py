"""Answers that wait for a person's decision, by the sign that held them."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, F, Func, QuerySet

from ..models import SurveyAnswer, SurveyPeriod


def held_answers(period: SurveyPeriod, flag: str = "") -> QuerySet[SurveyAnswer]:
    """Held answers, those with one sign when it is named, by day."""
    rows = SurveyAnswer.objects.filter(period=period, state=SurveyAnswer.State.HELD)
    if flag:
        rows = rows.filter(flags__contains=[flag])
    return rows.order_by("day", "pk")


def held_by_flag(period: SurveyPeriod) -> Counter[str]:
    """Sign: how many held answers show it. An answer with two signs is in both."""
    rows = (
        SurveyAnswer.objects.filter(period=period, state=SurveyAnswer.State.HELD)
        .annotate(flag=Func(F("flags"), function="unnest"))
        .order_by()
        .values_list("flag")
        .annotate(count=Count("pk"))
    )
    return Counter(dict(rows))
