"""The difference run of a paid month: only what today's facts say otherwise, once, approved by another."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.voice.errors import NotPossible

from ..access_pay import may_keep_pay
from ..allowance_differences import difference_lines, gaps
from ..allowance_lines import write_lines
from ..models import AllowanceRun
from ..queries.pay import approved_in, totals
from .pay import RULE

ONE_AFTER_EACH = "one_difference_run_after_a_run"


@transaction.atomic
def make_difference_run(*, run: AllowanceRun, actor: User, at: datetime) -> AllowanceRun:
    """Drafts what is left to pay, or was paid too much, for the month of the approved `run`.

    It follows the month's newest approved run and counts all of them as paid; it is approved, cancelled and
    exported like any run (`actions.pay`, `actions.pay_files`). Raises PermissionDenied, NotPossible for a
    month without an approved run, with a draft of a difference already, or when nothing differs.
    """
    may_keep_pay(actor, localdate(at)).require()
    approved = approved_in(run.year, run.month)
    list(approved.select_for_update().values_list("pk"))  # waits for who computes a difference now
    last = approved.last()
    if last is None:
        raise NotPossible(_("Selisih dihitung setelah perhitungan bulan ini disetujui."))
    month = {"table": last.table, "year": last.year, "month": last.month}
    try:
        with transaction.atomic():
            made = AllowanceRun.objects.create(**month, follows=last, made_by=actor, made_at=at)
    except IntegrityError as error:
        if ONE_AFTER_EACH not in str(error):
            raise
        raise NotPossible(
            _("Selisih bulan ini sudah dihitung. Setujui atau batalkan drafnya sebelum menghitung lagi.")
        ) from error
    found = gaps(last)
    if not found:
        raise NotPossible(_("Tidak ada selisih: hitungan hari ini sama dengan yang sudah disetujui."))
    write_lines(made, difference_lines(last, found))
    sums = totals(made)
    after = {
        "year": last.year,
        "month": last.month,
        "follows": last.pk,
        "lines": sums.lines,
        "amount": sums.amount,
    }
    record(actor=actor, at=at, action="growth.make_difference_run", target=made, after=after, rule=RULE)
    return made
