"""What a paid month would come to today: who differs and why, and the draft that pays or takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Employee

from .. import access_pay as access
from ..actions.pay_differences import make_difference_run
from ..allowance_differences import Gap, difference_lines, gaps
from ..models import AllowanceLine, AllowanceRun
from ..queries.pay import open_difference, runs

PAGE = 25


@guarded(access.may_read_pay)
def differences(request: Request, run_id: int) -> HttpResponse:
    """Computed anew at each visit; the draft of a difference run if one waits."""
    row = get_object_or_404(runs(), pk=run_id, status=AllowanceRun.Status.APPROVED)
    found = gaps(row)
    people = Employee.objects.filter(pk__in=[gap.employee for gap in found]).order_by("name", "pk")
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    draft = open_difference(row)
    facts: dict[str, Any] = {
        "run": row,
        "page": page,
        "lines": _lines(row, found, page),
        "count": len(found),
        "under": sum((gap.amount for gap in found if gap.amount > 0), Decimal(0)),
        "over": -sum((gap.amount for gap in found if gap.amount < 0), Decimal(0)),
        "draft": draft,
        "makes": found and draft is None and bool(access.may_keep_pay(request.user, request.on)),
    }
    return render(request, "growth/pay/differences.html", facts)


def _lines(run: AllowanceRun, found: Sequence[Gap], page: Page[Employee]) -> list[AllowanceLine]:
    """The lines of the people of one page, as they would be drafted; not saved."""
    shown = {person.pk: person for person in page}
    lines = difference_lines(run, [gap for gap in found if gap.employee in shown])
    return [
        AllowanceLine(
            employee=person,
            amount=lines[pk].amount,
            should=lines[pk].should,
            explanation=lines[pk].facts(),
        )
        for pk, person in shown.items()
    ]


@require_POST
@guarded(access.may_keep_pay)
def make(request: Request, run_id: int) -> HttpResponse:
    """Drafts the difference run."""
    row = get_object_or_404(runs(), pk=run_id)
    try:
        made = make_difference_run(run=row, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("growth:allowance_differences", row.pk)
    messages.success(
        request, _("Draf selisih dibuat. Periksa sebabnya, lalu minta orang lain menyetujuinya.")
    )
    return redirect("growth:allowance_run", made.pk)
