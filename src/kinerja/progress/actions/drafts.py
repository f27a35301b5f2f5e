"""Writing a report: action plan, realisation of all indicators at once, copy from last period.

A draft has no legal effect and is saved while somebody types; the log of acts is written when it is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.plans.models import Period, Plan

from ..errors import Closed, NotGiven, UnknownItem
from ..models import Action, Realisation, Report
from ..queries.content import Content, content
from ..queries.fed import fed_in
from ..queries.reports import actions_by_result, previous_report, realisations
from ..words import plain

Rows = Mapping[UUID, tuple[str, str]]
STEPS_A_RESULT = 20


def lock_draft(plan: Plan, period: Period) -> Report:
    """The report of the period, made if needed and held until the transaction ends. Raises Closed."""
    if period.cycle_id != plan.cycle_id or period.starts > plan.ends or period.ends < plan.starts:
        raise NotGiven(_("SKP ini tidak berlaku pada periode itu."))
    Report.objects.bulk_create([Report(plan=plan, period=period)], ignore_conflicts=True)
    report = Report.objects.select_for_update().get(plan=plan, period=period)
    report.period = period
    if report.status != Report.Status.DRAFT:
        raise Closed(
            _("Laporan ini sudah %(status)s dan tidak dapat diubah. Minta penilai mengembalikannya.")
            % {"status": report.get_status_display().lower()}
        )
    return report


def _promises(plan: Plan) -> Content:
    promised = content(plan)
    if promised is None:
        raise UnknownItem
    return promised


@transaction.atomic
def save_report(
    *, plan: Plan, period: Period, rows: Rows, actor: User, at: datetime, summary: str | None = None
) -> Report:
    """Keeps realisation and note (`rows`: indicator key to text and note) of any number of indicators.

    The number of queries does not grow with the rows. Rows not given stay. Raises Closed, NotGiven,
    UnknownItem. Where a measure of services feeds the indicator, the figure stays the measured one,
    whatever was typed.
    """
    report = lock_draft(plan, period)
    promised = _promises(plan)
    if not set(rows) <= promised.indicator_keys:
        raise UnknownItem
    _upsert(report, {key: (plain(text), plain(note)) for key, (text, note) in rows.items()}, at)
    lay_in_fed(report, promised.indicator_keys, at)
    if summary is not None and plain(summary) != report.summary:
        report.summary = plain(summary)
        report.save(update_fields=["summary"])
    return report


def _upsert(report: Report, rows: Rows, at: datetime) -> None:
    written = [
        Realisation(report=report, indicator_key=key, text=text, note=note, updated_at=at)
        for key, (text, note) in rows.items()
    ]
    Realisation.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["report", "indicator_key"],
        update_fields=["text", "note", "updated_at"],
    )


def lay_in_fed(report: Report, keys: Collection[UUID], at: datetime) -> None:
    """Writes the measured figures, with their sources, over the realisation of a draft; notes stay.

    Where a measure no longer feeds an indicator, its text stays and loses the source: it is the employee's.
    """
    found = fed_in(report.period, keys, report, localdate(at))
    figures = {key: fed for key, fed in found.items() if fed.text}
    Realisation.objects.filter(report=report).exclude(indicator_key__in=figures).exclude(source={}).update(
        source={}
    )
    Realisation.objects.bulk_create(
        [
            Realisation(report=report, indicator_key=key, text=fed.text, source=fed.source, updated_at=at)
            for key, fed in figures.items()
        ],
        update_conflicts=True,
        unique_fields=["report", "indicator_key"],
        update_fields=["text", "source", "updated_at"],
    )


@transaction.atomic
def save_action_plan(
    *, plan: Plan, period: Period, rows: Mapping[UUID, Sequence[str]], actor: User, at: datetime
) -> None:
    """Replaces the steps (rencana aksi, form B.1.1) of the results given; an empty list removes them.

    Raises Closed, NotGiven, UnknownItem.
    """
    lock_draft(plan, period)
    if not set(rows) <= _promises(plan).result_keys:
        raise UnknownItem
    steps = {key: [step for step in map(plain, lines) if step] for key, lines in rows.items()}
    if any(len(lines) > STEPS_A_RESULT for lines in steps.values()):
        raise NotGiven(_("Tulis paling banyak 20 rencana aksi untuk satu hasil kerja."))
    known = {
        key: [step.text for step in kept]
        for key, kept in actions_by_result(plan, period).items()
        if key in steps
    }
    if known == {key: lines for key, lines in steps.items() if lines}:
        return
    Action.objects.filter(plan=plan, period=period, result_key__in=steps).delete()
    Action.objects.bulk_create(
        Action(plan=plan, period=period, result_key=key, text=text, order=order)
        for key, lines in steps.items()
        for order, text in enumerate(lines)
    )


@transaction.atomic
def copy_last_period(*, plan: Plan, period: Period, actor: User, at: datetime) -> int:
    """Fills what is still empty with the realisation, notes and steps of the period before.

    Returns how many realisations were filled. Raises Closed, NotGiven when there is nothing before.
    """
    report = lock_draft(plan, period)
    before = previous_report(plan, period)
    if before is None:
        raise NotGiven(_("Belum ada laporan sebelum periode ini untuk disalin."))
    promised = _promises(plan)
    written = {key: row for key, row in realisations(plan, period).items() if row.text}
    rows = {
        key: (row.text, row.note)
        for key, row in realisations(plan, before.period).items()
        if row.text and key not in written and key in promised.indicator_keys
    }
    _upsert(report, rows, at)
    lay_in_fed(report, promised.indicator_keys, at)
    planned = actions_by_result(plan, period)
    Action.objects.bulk_create(
        Action(plan=plan, period=period, result_key=key, text=step.text, order=step.order)
        for key, steps in actions_by_result(plan, before.period).items()
        if key not in planned and key in promised.result_keys
        for step in steps
    )
    return len(rows)
