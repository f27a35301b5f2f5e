"""The year and its windows."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.queries import calendar
from kinerja.rules.errors import RuleError

from ..access import may_manage_cycles
from ..errors import PlanError
from ..models import Cycle, Period
from ..windows import plan_due, windows

RULE = "PermenPANRB 6/2022 Ps 14, 24, 25"


@transaction.atomic
def create_cycle(*, year: int, rhythm: str, actor: User, at: datetime) -> Cycle:
    """The cycle of a year with all its periods and windows.

    Raises PlanError when the year exists or its holidays are not known, PermissionDenied.
    """
    may_manage_cycles(actor, timezone.localdate(at)).require()
    if rhythm not in Cycle.Rhythm.values:
        raise PlanError(_("Pilih evaluasi bulanan atau triwulanan."))
    try:
        days = calendar([year, year + 1])
        due, spans = plan_due(year, days), windows(year, rhythm, days)
    except RuleError as error:
        raise PlanError(
            _("Siklus %(year)s belum dapat dibuat: %(why)s.") % {"year": year, "why": error}
        ) from error
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(year=year, rhythm=rhythm, plan_due=due)
    except IntegrityError as error:
        raise PlanError(_("Siklus tahun %(year)s sudah ada.") % {"year": year}) from error
    Period.objects.bulk_create(Period(cycle=cycle, **asdict(span)) for span in spans)
    after = {"year": year, "rhythm": rhythm, "periods": [span.label for span in spans]}
    record(actor=actor, at=at, action="plans.create_cycle", target=cycle, after=after, rule=RULE)
    return cycle


@transaction.atomic
def adjust_period(
    *, period: Period, report_due: date, opens: date, closes: date, reason: str, actor: User, at: datetime
) -> Period:
    """Moves the windows of one period; what is already signed keeps its dates.

    Raises PlanError for an impossible order of days or a missing reason, PermissionDenied.
    """
    may_manage_cycles(actor, timezone.localdate(at)).require()
    row = Period.objects.select_for_update().get(pk=period.pk)
    if not reason.strip():
        raise PlanError(_("Tulis alasan pergeseran jendela."))
    if opens < row.starts:
        raise PlanError(_("Penilaian tidak dapat dibuka sebelum periodenya mulai."))
    if closes < opens:
        raise PlanError(_("Penutupan penilaian harus sesudah pembukaannya."))
    if not row.starts <= report_due <= closes:
        raise PlanError(_("Batas laporan harus di dalam periode atau sebelum penilaian ditutup."))
    before = {"report_due": row.report_due, "opens": row.opens, "closes": row.closes}
    row.report_due, row.opens, row.closes = report_due, opens, closes
    row.save(update_fields=["report_due", "opens", "closes"])
    after = {"report_due": report_due, "opens": opens, "closes": closes}
    record(
        actor=actor,
        at=at,
        action="plans.adjust_period",
        target=row,
        before=before,
        after=after,
        why=reason.strip(),
        rule="cycle.windows",
    )
    return row
