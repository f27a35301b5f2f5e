"""Pages for everybody: how the services do, and what changed after citizens spoke.

All of them look at one picture, held for a minute (`public_cache`), so that a search asks no database either.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kinerja.accounts.request import Request
from kinerja.rules.explain import Explanation, Step
from kinerja.rules.loader import in_force

from ..public_cache import Shelf
from ..queries.public import Picture, picture
from ..queries.public_index import PublicIndex

ON_PAGE = 20
PICTURES: Shelf[Picture] = Shelf(4)
DEADLINES = ("complaint_information", "complaint_no_oversight", "complaint_oversight")


def held_picture(on: date) -> Picture:
    """The picture of the day in the language of the page, at most a minute old."""
    return PICTURES.take((on, get_language()), lambda: picture(on))


def public_page(request: Request, template: str, seen: Picture, **facts: Any) -> HttpResponse:
    """Renders for everybody alike: the frame's agency comes from the picture."""
    return render(request, template, {"shell": {"agency": seen.agency}, "seen": seen, **facts})


@login_not_required
@require_safe
def public(request: Request) -> HttpResponse:
    """Every unit with its services; found by words and by kind of unit."""
    seen = held_picture(request.on)
    words = request.GET.get("q", "").casefold().split()
    kind = request.GET.get("jenis", "")
    rows = [unit for unit in seen.units if unit.matches(words, kind)]
    facts = {
        "page": Paginator(rows, ON_PAGE).get_page(request.GET.get("page")),
        "words": " ".join(words),
        "kind": kind,
        "latest": seen.changes[:3],
        "why": _why(request.on, seen.floor),
    }
    return public_page(request, "voice/public/overview.html", seen, **facts)


@login_not_required
@require_safe
def public_unit(request: Request, unit_id: int) -> HttpResponse:
    """One unit, with its elements of the survey and everything that changed."""
    seen = held_picture(request.on)
    found = next((row for row in seen.units if row.unit.pk == unit_id), None)
    if found is None:
        raise Http404
    facts = {
        "row": found,
        "elements": _elements(found.index, seen.floor) if found.index else [],
        "why": _why(request.on, seen.floor),
    }
    return public_page(request, "voice/public/unit.html", seen, **facts)


@login_not_required
@require_safe
def public_changes(request: Request) -> HttpResponse:
    """ "Anda bicara, kami perbaiki": everything that changed, newest first."""
    seen = held_picture(request.on)
    page = Paginator(seen.changes, ON_PAGE).get_page(request.GET.get("page"))
    return public_page(request, "voice/public/changes.html", seen, page=page)


def _elements(index: PublicIndex, k: int) -> list[dict[str, Any]]:
    """The elements in the regulation's order; `value` is None where too few answered."""
    hidden = index.hidden(k)
    return [
        row | {"value": None if row["code"] in hidden else Decimal(row["converted"])}
        for row in index.elements
    ]


def _why(on: date, k: int) -> dict[str, Explanation]:
    """How the figures of services and complaints are made, with rule and source."""
    hours = in_force("service.office_hours", on)
    opens, closes = (hours[key].strftime("%H.%M") for key in ("opens", "closes"))
    least = in_force("survey.k_floor", on).step(
        k, _("Triwulan dengan angka lebih kecil dari ini tidak ditampilkan dan tidak dijumlahkan.")
    )
    quarters = Step(
        "input", "", "UU 25/2009 Ps 23", _("Dihitung dari triwulan yang sudah lengkap, paling banyak empat.")
    )
    times = (
        Step(
            "input",
            "",
            "UU 25/2009 Ps 21; PermenPANRB 15/2014",
            _("Setiap berkas dibandingkan dengan janji standar yang berlaku pada hari penerimaannya."),
        ),
        hours.step(
            f"{opens}-{closes}",
            _("Menit dihitung pada hari kerja, di dalam jam layanan; waktu menunggu warga tidak dihitung."),
        ),
        Step(
            "arithmetic", "", _("percentile_cont 0,5"), _("Median: separuh berkas selesai dalam waktu itu.")
        ),
        quarters,
        least,
    )
    limits = [in_force(f"deadline.{name}", on) for name in DEADLINES]
    complaints = (
        Step(
            "input",
            "",
            "UU 25/2009 Ps 36",
            _("Laporan dihitung pada unit yang menjawabnya, menurut hari diterima."),
        ),
        *(
            limit.step(limit["days"], f"{_(limit.title)}: {limit['days']} {_(limit.unit)}")
            for limit in limits
        ),
        Step(
            "arithmetic",
            "",
            _("tepat waktu dibagi yang dijawab atau terlambat"),
            _("Laporan yang belum dijawab setelah batas waktunya dihitung terlambat."),
        ),
        quarters,
        least,
    )
    return {"times": times, "complaints": complaints}
