"""The session of a citizen in the forum: apart from the sign-in of staff, and never both at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from kinerja.accounts.models import User

from .models import Citizen

CITIZEN, ASKED, PROVEN, GOING = "citizen_id", "forum_asked", "forum_proven", "forum_going"
FORUM = "/forum/"


class Visit(HttpRequest):
    """A request of anybody, signed in or not; `at` and `on` are its one clock (web middleware)."""

    user: User | AnonymousUser
    at: datetime
    on: date


def citizen_of(request: Visit) -> Citizen | None:
    """The citizen behind this request; None for staff, who write as the office, and for strangers.

    One query, remembered on the request; none for a visitor without a session.
    """
    if request.user.is_authenticated:
        return None
    if "_citizen" not in vars(request):
        known = request.session.get(CITIZEN)
        found = Citizen.objects.filter(pk=known, erased_at__isnull=True).first() if known else None
        vars(request)["_citizen"] = found
    citizen: Citizen | None = vars(request)["_citizen"]
    return citizen


View = Callable[..., HttpResponseBase]


def open_page(view: View) -> View:
    """A page for everybody; what a signed-in citizen sees stays out of every cache."""

    @login_not_required
    @wraps(view)
    def inner(request: Visit, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if citizen_of(request) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return inner


def remember_address(request: Visit, email: str, going: str) -> None:
    """A code was asked for this address; the next page asks for the code. `going` is where he came from."""
    request.session[ASKED] = email
    if url_has_allowed_host_and_scheme(going, allowed_hosts=None) and going.startswith(FORUM):
        request.session[GOING] = going


def asked_address(request: Visit) -> str:
    return str(request.session.get(ASKED, ""))


def remember_proven(request: Visit, email: str) -> None:
    """The address is proven, a name is still to be chosen."""
    request.session.pop(ASKED, None)
    request.session.cycle_key()
    request.session[PROVEN] = email


def going_to(request: Visit) -> str:
    """The page of the forum from which he went to sign in."""
    return str(request.session.pop(GOING, FORUM))


def proven_address(request: Visit) -> str:
    return str(request.session.get(PROVEN, ""))


def sign_in(request: Visit, citizen: Citizen) -> None:
    """Under a new session key, so that a key planted before is worth nothing."""
    for name in (ASKED, PROVEN):
        request.session.pop(name, None)
    request.session.cycle_key()
    request.session[CITIZEN] = citizen.pk
    vars(request).pop("_citizen", None)


def sign_out(request: Visit) -> None:
    """Ends the citizen's session; the sign-in of staff in the same browser stays."""
    if request.user.is_authenticated:
        for name in (CITIZEN, ASKED, PROVEN, GOING):
            request.session.pop(name, None)
    else:
        request.session.flush()
    vars(request).pop("_citizen", None)
