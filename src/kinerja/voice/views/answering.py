"""The survey as a citizen meets it: a page without cookie, session or account, under 30 KB on the wire.

Django's CSRF check needs a cookie, so both addresses are exempt from it. There is no session that a forged
request could ride on; and a post that the browser says another site began is refused, so that no site can
make its visitors answer a poster.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from kinerja.accounts.adapter import STAFF_DEVICE
from kinerja.rules.loader import in_force
from kinerja.rules.survey_abuse import proves_work

from .. import sources
from ..actions.answering import Filled, take_by_code, take_from_poster
from ..errors import NotPossible
from ..forms import answering as form
from ..queries.answering import CodeGone, Sheet, is_taken, poster, ticket
from .survey_assets import asset_url

LANGUAGES = ("id", "en")
View = Callable[..., HttpResponse]


class Citizen(HttpRequest):
    """A request of somebody who is not signed in."""

    at: datetime
    on: date


class StaffDevice(NotPossible):
    """The survey is the citizens': an answer from a staff member's device does not come in."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            _(
                "Perangkat ini dipakai petugas untuk masuk ke Kinerja. Survei hanya untuk pengguna layanan, "
                "dari ponselnya sendiri."
            )
        )


class FromElsewhere(NotPossible):
    """A form on another site sent this, not our page."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("Jawaban ini tidak dikirim dari halaman survei. Buka alamat survei, lalu isi di sana.")
        )


class TooMany(NotPossible):
    """More than any waiting room could send."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            _("Terlalu banyak jawaban dari sambungan ini dalam satu jam. Isian Anda aman; kirim lagi nanti.")
        )


def _citizens(view: View) -> View:
    """A page for citizens only, in the language asked for in the address; refusals are said kindly.

    Django would write the address of every refused request, and with it the code, into the log.
    """

    @wraps(view)
    def inner(request: Citizen, code: str) -> HttpResponse:
        asked = request.GET.get("bahasa", "")
        with translation.override(asked if asked in LANGUAGES else "id"):
            try:
                if STAFF_DEVICE in request.COOKIES or request.user.is_authenticated:
                    raise StaffDevice
                if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
                    raise FromElsewhere
                response = view(request, code)
            except NotPossible as refused:
                response = _refused(request, refused)
            response.headers["Content-Language"] = translation.get_language() or "id"
        vars(response)["_has_been_logged"] = True
        return response

    return login_not_required(
        csrf_exempt(
            require_http_methods(["GET", "HEAD", "POST"])(
                gzip_page(cache_control(private=True, no_cache=True)(inner))
            )
        )
    )


@_citizens
def survey(request: Citizen, code: str) -> HttpResponse:
    """The questions of a one-time code; a post stores the answer and uses the code up."""
    if request.method != "POST":
        found = ticket(code, request.on)
        return _page(request, found.sheet, service=found.service)
    try:
        found = ticket(code, request.on)
    except CodeGone:
        # The same answer sent again, because its first receipt got lost on the way.
        if _was_taken(request.POST):
            return _thanks(request)
        raise
    filled, errors = form.read(request.POST, found.sheet, request.at)
    if filled is None:
        return _page(request, found.sheet, service=found.service, errors=errors)
    count = sources.hits(request, what="survey-code", at=request.at)
    take_by_code(ticket=found, filled=filled, from_source=count, at=request.at)
    return _thanks(request)


@_citizens
def survey_poster(request: Citizen, code: str) -> HttpResponse:
    """The questions of a unit's poster; an answer without proof of work finds a tighter limit."""
    sheet = poster(code, request.on)
    if request.method != "POST":
        return _page(request, sheet)
    filled, errors = form.read(request.POST, sheet, request.at)
    if filled is None:
        return _page(request, sheet, errors=errors)
    if is_taken(filled.id):
        return _thanks(request)
    _take_from_poster(request, sheet, filled)
    return _thanks(request)


def _take_from_poster(request: Citizen, sheet: Sheet, filled: Filled) -> None:
    challenge = form.challenge(request.POST, filled.id, request.at)
    nonce = request.POST.get("proof", "")
    proven = bool(challenge and nonce) and proves_work(challenge, nonce, on=request.on)
    # Counted apart: somebody without script is not measured by what phones with script send.
    what = "survey-poster" if proven else "survey-poster-plain"
    count = sources.hits(request, what=what, at=request.at)
    if count > in_force("survey.abuse", request.on)["refused_from_source"]:
        raise TooMany
    in_hour = sources.tally(f"survey-poster-{sheet.period_id}", at=request.at)
    take_from_poster(
        sheet=sheet, filled=filled, proven=proven, from_source=count, in_hour=in_hour, at=request.at
    )


@login_not_required
@require_GET
@gzip_page
@cache_control(private=True, max_age=3600)
def survey_thanks(request: HttpRequest) -> HttpResponse:
    """What happens with the answers now. The same page for everybody: it knows nothing of any answer."""
    asked = request.GET.get("bahasa", "")
    with translation.override(asked if asked in LANGUAGES else "id"):
        return _render(request, "thanks")


def _page(
    request: Citizen, sheet: Sheet, *, service: str = "", errors: Mapping[str, str] | None = None
) -> HttpResponse:
    """The questions, with what was already chosen and what is missing."""
    errors = errors or {}
    if errors and _wants_json(request):
        return JsonResponse({"errors": errors}, status=422)
    post, labels = request.POST, _profile_labels()
    context = {
        "sheet": sheet,
        "service": service,
        "errors": errors,
        "rated": [_shown(form.name(asked), asked.text, asked.labels, post, errors) for asked in sheet.rated],
        "open": [(form.name(asked), asked.text, post.get(form.name(asked), "")) for asked in sheet.open],
        "profile": [
            (key, labels[key], choices.choices, post.get(key, "")) for key, choices in form.PROFILE.items()
        ],
        "access_need": post.get("access_need", ""),
        "answer_id": post.get("id") or uuid.uuid4(),
        "opened": post.get("opened") or form.opened(request.at),
        "bits": in_force("survey.proof_of_work", request.on)["bits"] if not service else 0,
    }
    return _render(request, "page", context, status=422 if errors else 200)


def _profile_labels() -> dict[str, str]:
    return {
        "sex": _("Jenis kelamin"),
        "age_band": _("Usia"),
        "education": _("Pendidikan terakhir"),
        "work": _("Pekerjaan"),
        "disability": _("Ragam disabilitas"),
    }


def _render(
    request: HttpRequest, page: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    own = {
        "css": asset_url("survei.css"),
        "js": asset_url("survei.js"),
        "proof": asset_url("bukti.js"),
        "worker": reverse("voice:survey_worker"),
    }
    return render(request, f"voice/survey/{page}.html", {**own, **(context or {})}, status=status)


def _shown(
    name: str, text: str, labels: tuple[str, ...], post: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, object]:
    chosen = post.get(name, "")
    answers = [(str(value), _(label), chosen == str(value)) for value, label in enumerate(labels, start=1)]
    return {
        "name": name,
        "text": _(text),
        "answers": answers,
        "unknown": chosen == form.UNKNOWN,
        "error": errors.get(name, ""),
    }


def _thanks(request: Citizen) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"taken": True}, status=201)
    english = "?bahasa=en" if translation.get_language() == "en" else ""
    return HttpResponseRedirect(reverse("voice:survey_thanks") + english, status=303)


def _refused(request: Citizen, refused: NotPossible) -> HttpResponse:
    status = getattr(refused, "status", 409)
    if _wants_json(request):
        return JsonResponse({"refused": str(refused)}, status=status)
    return _render(request, "refused", {"why": str(refused)}, status=status)


def _was_taken(post: Mapping[str, str]) -> bool:
    try:
        return is_taken(uuid.UUID(post.get("id", "")))
    except ValueError:
        return False


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"
