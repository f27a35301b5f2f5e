"""Style and script of the survey page: each one small, compressed file, so that a weak signal carries them.

The style is the product's own tokens, base and forms in one piece; nothing is written twice.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

OWN = "voice/survey/"
ASSETS = {
    "survei.css": (
        "web/css/tokens.css",
        "web/css/base.css",
        "web/css/layout.css",
        "web/css/components.css",
        "web/css/forms.css",
        f"{OWN}survey.css",
    ),
    "survei.js": (f"{OWN}queue.js", f"{OWN}page.js"),
    "bukti.js": (f"{OWN}proof.js",),
    "sw.js": (f"{OWN}queue.js", f"{OWN}worker.js"),
}
TYPES = {"css": "text/css", "js": "text/javascript"}
A_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent, and a short name of its content."""

    plain: bytes
    packed: bytes
    version: str
    kind: str


@cache
def asset(name: str) -> Asset:
    """The parts of an asset in one piece. Raises KeyError for an unknown name."""
    found = [finders.find(part) for part in ASSETS[name]]
    plain = b"\n".join(Path(str(path)).read_bytes() for path in found)
    packed = gzip.compress(plain, 9, mtime=0)
    return Asset(plain, packed, hashlib.sha256(plain).hexdigest()[:12], TYPES[name.rsplit(".", 1)[1]])


def asset_url(name: str) -> str:
    """Where an asset is fetched; the address changes with its content, so that it is kept for a year."""
    return f"{reverse('voice:survey_asset', args=[name])}?v={asset(name).version}"


@login_not_required
@require_safe
def survey_asset(request: HttpRequest, name: str) -> HttpResponse:
    """A style or a script, kept by the phone for a year."""
    if name not in ASSETS:
        raise Http404
    return _sent(request, asset(name), f"public, max-age={A_YEAR}, immutable")


@login_not_required
@require_safe
def survey_worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its place makes its scope /survei/; the phone asks for a newer one each time."""
    return _sent(request, asset("sw.js"), "no-cache")


def _sent(request: HttpRequest, found: Asset, keep: str) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        found.packed if packed else found.plain, content_type=f"{found.kind}; charset=utf-8"
    )
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = keep
    response.headers["ETag"] = f'"{found.version}"'
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
