"""What changed after citizens spoke: the public list, and what the office still drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _

from kinerja.rules import skm

from ..change_measures import MEASURES, Told, told
from ..models import Change, Complaint, FollowUp, SurveyPeriod
from .complaints import public_list
from .public_index import frozen_index
from .trends import label_of

RELATED = ("unit", "service", "period__unit", "follow_up__period", "topic")


@dataclass(frozen=True, slots=True)
class Cause:
    """What led to a change, in words; `topic_id` or `number` where there is a page to read."""

    words: str
    topic_id: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class PublicChange:
    """A published change as everybody reads it; without figures when it is told by none."""

    change: Change
    unit_name: str
    causes: tuple[Cause, ...]
    measure: str
    before: Told | None
    after: Told | None


def published(unit_ids: Collection[int] | None = None, most: int | None = None) -> list[PublicChange]:
    """Published changes of the units (None: of all), newest first. Three queries."""
    rows = Change.objects.filter(published_at__isnull=False).select_related(*RELATED)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    linked = Complaint.objects.only("pk", "number").order_by("number")
    found = list(rows.prefetch_related(Prefetch("complaints", linked, to_attr="reports"))[:most])
    open_numbers = _readable(found)
    return [_public(row, open_numbers) for row in found]


def _readable(rows: Iterable[Change]) -> frozenset[str]:
    """Numbers of those reports that everybody may open."""
    ids = {report.pk for row in rows for report in row.reports}  # type: ignore[attr-defined]
    readable = public_list().filter(pk__in=ids).prefetch_related(None).order_by()
    return frozenset(readable.values_list("number", flat=True))


def _public(row: Change, open_numbers: frozenset[str]) -> PublicChange:
    return PublicChange(
        change=row,
        unit_name=row.unit.name,
        causes=tuple(_causes(row, open_numbers)),
        measure=_(MEASURES[row.measure]) if row.measure else "",
        before=told(row.before),
        after=told(row.after),
    )


def _causes(row: Change, open_numbers: frozenset[str]) -> Iterable[Cause]:
    if row.element and row.period:
        yield Cause(_element(row.element, row.period))
    reports: list[Complaint] = row.reports  # type: ignore[attr-defined]
    shown = [report.number for report in reports if report.number in open_numbers]
    for number in shown:
        yield Cause(_("Laporan warga %(number)s") % {"number": number}, number=number)
    if rest := len(reports) - len(shown):
        words = _("%(count)d laporan warga lain") if shown else _("%(count)d laporan warga")
        yield Cause(words % {"count": rest})
    if row.topic:
        if row.topic.hidden:
            yield Cause(_("Diskusi di forum warga"))
        else:
            words = _("Diskusi di forum warga: %(title)s") % {"title": row.topic.title}
            yield Cause(words, topic_id=row.topic_id)
    if row.follow_up:
        yield Cause(_follow_up(row.follow_up))


def _element(code: str, period: SurveyPeriod) -> str:
    """The element and what citizens gave it, when that was published."""
    names = {element.code: element.name for element in skm.elements(period.ends)}
    facts = {"name": names.get(code, code), "period": period.name, "unit": period.unit.name}
    index = frozen_index(period) if period.status == SurveyPeriod.Status.PUBLISHED else None
    score = next((row for row in index.elements if row["code"] == code), None) if index else None
    if score is None or score.get("grade") is None:
        return _("Survei kepuasan, unsur %(name)s (%(period)s, %(unit)s)") % facts
    words = _("Survei kepuasan, unsur %(name)s bermutu %(grade)s (%(period)s, %(unit)s)")
    return words % (facts | {"grade": score["grade"]})


def _follow_up(row: FollowUp) -> str:
    quarter = label_of(date(row.year, 3 * row.quarter - 2, 1), "quarter")
    return _("Rencana tindak lanjut %(quarter)s: %(programme)s") % {
        "quarter": quarter,
        "programme": row.programme,
    }


def of_office(unit_ids: Collection[int] | None) -> QuerySet[Change]:
    """Drafts and published changes of the units (None: of all), drafts first."""
    rows = Change.objects.select_related("unit", "service")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return rows.order_by(F("published_at").desc(nulls_first=True), "-changed_on", "-pk")
