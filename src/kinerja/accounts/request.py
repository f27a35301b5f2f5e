"""The request as views of signed-in people see it, and the one way to guard a view."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps

from django.http import HttpRequest, HttpResponseBase

from .access import Verdict
from .models import User


class Request(HttpRequest):
    """A request after sign-in: `at` and `on` are the one clock of the request (web middleware)."""

    user: User
    at: datetime
    on: date


Rule = Callable[[User, date], Verdict]
View = Callable[..., HttpResponseBase]


def searched(request: HttpRequest, name: str = "q") -> str:
    """Words in the address, without the character that no text in the database can hold."""
    return request.GET.get(name, "").replace("\x00", "").strip()


def guarded(rule: Rule) -> Callable[[View], View]:
    """A view that opens only to whom `rule(user, on)` says yes; others read the reason with a 403."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
            rule(request.user, request.on).require()
            return view(request, *args, **kwargs)

        return inner

    return wrap
