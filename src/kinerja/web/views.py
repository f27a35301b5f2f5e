"""Pages that belong to no app: choices of the reader, health, and what is said when something goes wrong."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from .context import THEME_COOKIE, THEMES

A_YEAR = 365 * 24 * 60 * 60


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remembers light, dark or the device's wish, and goes back."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return bad_request(request, ValueError(_("Pilih tampilan otomatis, terang, atau gelap.")))
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Remembers the language, and goes back."""
    return set_language(request)


@login_not_required
@never_cache
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """200 "sehat" when the database answers, else 503; for monitors, without sign-in."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "basis data tidak menjawab\n", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse("sehat\n", content_type="text/plain; charset=utf-8")


@login_not_required
@cache_control(max_age=86_400, public=True)
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing behind sign-in is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


def _error(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    return render(request, f"web/errors/{status}.html", {"reason": reason}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. The reason is shown only when it was written for people."""
    return _error(request, 400, str(exception) if isinstance(exception, ValueError) else "")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason that `access` gave."""
    return _error(request, 403, str(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form is older than the sign-in; `reason` is for engineers and is not shown."""
    return render(request, "web/errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without database, session or context: whatever broke must not break this page too."""
    return HttpResponse(render_to_string("web/errors/500.html"), status=500)
