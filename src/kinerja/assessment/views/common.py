"""What the views of this app share: loading a review, and showing a refused act as a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of

from ..access import may_read
from ..models import Review
from ..queries import every_version


def load(request: Request, review_id: int) -> Review:
    """The review, also a replaced version, if this person may read it. Raises Http404, PermissionDenied."""
    found = get_object_or_404(every_version(), pk=review_id)
    may_read(request.user, found, request.on).require()
    return found


def me(request: Request) -> Employee:
    """The employee signed in. Raises PermissionDenied for an account without one."""
    employee = employee_of(request.user)
    if employee is None:
        raise PermissionDenied(_("Akun Anda belum terhubung dengan data pegawai."))
    return employee


def calendar_file(content: bytes, name: str) -> HttpResponse:
    """An iCalendar file that no cache on the way keeps."""
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def attempt(request: Request, act: Callable[[], Any], done: str, to: str, *args: Any) -> HttpResponse:
    """Does `act`, says `done` or why not, and goes on to the page named `to`."""
    try:
        act()
    except ActionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(to, *args)
