"""Untuk saya: what citizens said about one's own service; and what the appraiser may read of it, later."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kinerja.accounts.request import Request
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, own_post

from ..access.signals import may_read_signal
from ..actions.signals import mark_read
from ..queries.examinations import told_to
from ..queries.signals import key, last_quarters, seen_by_employee, shown_to_appraiser_from, signals

SHOWN = 20


def mine(request: Request) -> HttpResponse:
    """Signals first, then examinations and praise. Opening it lets the appraiser read the signals too."""
    me = employee_of(request.user)
    if me is None:
        return render(request, "voice/people/mine.html", {"me": None})
    quarters = last_quarters(request.on)
    found = signals(me, quarters)
    mark_read(
        employee=me,
        quarters=[quarter for quarter in quarters if quarter in found and found[quarter].shares],
        actor=request.user,
        at=request.at,
    )
    held = own_post(me, request.on)
    context = {
        "me": me,
        "opens": shown_to_appraiser_from(quarters[0]),
        "signals": [(quarter, found.get(quarter)) for quarter in quarters],
        "examinations": told_to(me)[:SHOWN],
        "unit": held.post.unit if held else None,
        "on": request.on,
    }
    return render(request, "voice/people/mine.html", context)


def of_employee(request: Request, employee_id: int) -> HttpResponse:
    """The signals of one employee for his appraiser, each once the employee has had his time with it."""
    employee = get_object_or_404(Employee, pk=employee_id)
    may_read_signal(request.user, employee, request.on).require()
    quarters = last_quarters(request.on)
    found, seen = signals(employee, quarters), seen_by_employee(employee)
    rows = []
    for quarter in quarters:
        opens = shown_to_appraiser_from(quarter)
        ready = key(quarter) in seen or request.on >= opens
        rows.append((quarter, found.get(quarter) if ready else None, None if ready else opens))
    return render(request, "voice/people/employee.html", {"employee": employee, "rows": rows})
