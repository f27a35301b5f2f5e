"""What every request knows before a page starts: the moment, the day and the language."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from kinerja.accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]


def current_moment() -> datetime:
    """Now, aware; or settings.FIXED_NOW (ISO 8601) for screenshots and journeys.

    Raises ValueError when FIXED_NOW is not a moment.
    """
    if not settings.FIXED_NOW:
        return timezone.now()
    moment = datetime.fromisoformat(settings.FIXED_NOW)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class ClockMiddleware:
    """Sets `request.at`, the aware moment, and `request.on`, the day in the agency's own zone.

    The one clock of a request: views hand these to rules and actions, so that no answer straddles midnight.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at = current_moment()
        vars(request).update(at=at, on=timezone.localdate(at))
        return self.get_response(request)


class OwnPasswordMiddleware:
    """Who signed in with a password that an administrator gave makes his own before anything else."""

    OPEN = frozenset({"account_change_password", "account_logout"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or user.password_is_own:
            return None
        match = request.resolver_match
        if not getattr(view, "login_required", True) or (match and match.url_name in self.OPEN):
            return None
        if not any(one["method"] == "password" for one in get_authentication_records(request, user)):
            return None  # came by the office's own sign-in or a passkey
        page = reverse("account_change_password")
        return HttpResponseClientRedirect(page) if vars(request)["htmx"] else redirect(page)


class PrivateMiddleware:
    """What a signed-in person sees stays out of every cache: after signing out, "back" shows nothing.

    Puskesmas and schools share computers.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class LanguageMiddleware:
    """Indonesian unless the person chose otherwise; the browser's own language is not asked.

    Office computers are often installed in English, which says nothing about the person before them.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            vars(request).update(LANGUAGE_CODE=language)
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
