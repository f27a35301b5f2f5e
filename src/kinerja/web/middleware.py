"""What every request knows before a page starts: the moment, the day and the language."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

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
