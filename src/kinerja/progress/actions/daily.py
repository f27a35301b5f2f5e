"""Keeping the daily log: a week at once, one quick line, a CSV file, and taking its sums into the report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.people.models import Agency, Employee
from kinerja.plans.models import Period, Plan

from ..daily.csv_file import read_csv
from ..daily.lines import Line, overlaps
from ..errors import Closed, LineProblem, Lines, NotGiven, UnknownItem
from ..models import DailyEntry
from ..queries.content import content
from ..queries.daily import roll_up_daily
from ..queries.reports import realisations, sealed_spans
from .drafts import save_report

DAYS, TIMES = "tanggal", "mulai"
FIELDS = ("day", "starts", "ends", "text", "amount", "unit", "indicator_key", "link")


def import_daily_csv(*, plan: Plan, data: bytes, actor: User, at: datetime) -> int:
    """Adds the lines of a CSV file, all or none; returns how many. Raises Lines with one message a faulty
    cell, NotGiven for a file that is no such table, Closed."""
    promised = content(plan)
    items = promised.by_name() if promised else {}
    return save_daily(plan=plan, lines=read_csv(data, items), actor=actor, at=at)


@transaction.atomic
def save_daily(
    *,
    plan: Plan,
    lines: Sequence[tuple[int, Line]],
    actor: User,
    at: datetime,
    gone: Collection[UUID] = (),
) -> int:
    """Keeps lines (each with its row for messages) and removes those whose keys are in `gone`.

    A line whose key is known is changed, so that sending the same page twice keeps one deed. All or
    nothing; the number of queries does not grow with the lines. Returns how many lines were kept.
    Raises Lines (overlap, future, outside the plan), Closed, NotGiven, UnknownItem.
    """
    if Agency.objects.filter(daily_log=Agency.DailyLog.OFF).exists():
        raise NotGiven(_("Log harian tidak dipakai di instansi ini."))
    # One writer at a time per person: two phones cannot enter overlapping hours.
    Employee.objects.select_for_update(no_key=True).get(pk=plan.employee_id)
    keys = {line.key for _row, line in lines} | set(gone)
    before = list(DailyEntry.objects.filter(key__in=keys))
    if any(entry.plan_id != plan.pk for entry in before):
        raise UnknownItem
    _require_items(plan, lines)
    _require_days(plan, lines, localdate(at))
    _require_open(plan, [line.day for _row, line in lines] + [entry.day for entry in before])
    _require_room(plan, lines, keys)
    DailyEntry.objects.filter(plan=plan, key__in=set(gone)).delete()
    DailyEntry.objects.bulk_create(
        (_entry(plan, line) for _row, line in lines),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=FIELDS,
    )
    return len(lines)


def _entry(plan: Plan, line: Line) -> DailyEntry:
    return DailyEntry(plan=plan, key=line.key, **{name: getattr(line, name) for name in FIELDS})


def _require_items(plan: Plan, lines: Sequence[tuple[int, Line]]) -> None:
    asked = {line.indicator_key for _row, line in lines} - {None}
    promised = content(plan) if asked else None
    if asked and (promised is None or not asked <= promised.indicator_keys):
        raise UnknownItem


def _require_days(plan: Plan, lines: Sequence[tuple[int, Line]], today: date) -> None:
    problems: list[LineProblem] = []
    for row, line in lines:
        if line.day > today:
            problems.append(LineProblem(row, DAYS, _("Hari ini belum tiba. Catat yang sudah dikerjakan.")))
        elif not plan.starts <= line.day <= plan.ends:
            problems.append(LineProblem(row, DAYS, _("Tanggal ini di luar masa SKP Anda.")))
    if problems:
        raise Lines(problems)


def _require_open(plan: Plan, days: Sequence[date]) -> None:
    if not days:
        return
    for period in sealed_spans(plan, min(days), max(days)):
        if any(period.starts <= day <= period.ends for day in days):
            raise Closed(
                _("Laporan %(period)s sudah terkirim, sehingga log harian pada masa itu tidak dapat diubah.")
                % {"period": period.label}
            )


def _require_room(plan: Plan, lines: Sequence[tuple[int, Line]], keys: set[UUID]) -> None:
    """No hour twice, also not in another plan of the same person."""
    days = {line.day for _row, line in lines}
    kept = DailyEntry.objects.filter(plan__employee_id=plan.employee_id, day__in=days).exclude(key__in=keys)
    others = [Line(entry.day, entry.starts, entry.ends, entry.text) for entry in kept]
    if problems := overlaps(lines, others, TIMES):
        raise Lines(problems)


@transaction.atomic
def take_daily(
    *, plan: Plan, period: Period, actor: User, at: datetime, only: Collection[UUID] | None = None
) -> int:
    """Writes the sums of the daily log into the realisation: of the indicators `only`, or of all that are
    still empty. Returns how many were filled. Raises Closed, NotGiven when the log has nothing for them.
    """
    proposals = roll_up_daily(plan, period)
    written = realisations(plan, period)
    promised = content(plan)
    known = promised.indicator_keys if promised else frozenset()
    wanted = (
        [key for key in proposals if not (key in written and written[key].text)]
        if only is None
        else [key for key in only if key in proposals]
    )
    rows = {key: (proposals[key].text, proposals[key].note) for key in wanted if key in known}
    if not rows:
        raise NotGiven(_("Log harian belum punya catatan untuk indikator yang masih kosong."))
    save_report(plan=plan, period=period, rows=rows, actor=actor, at=at)
    return len(rows)
