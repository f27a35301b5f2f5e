"""Measures of the services: kept promises, median and 90th percentile, and how they changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.access import no
from kinerja.accounts.request import Request
from kinerja.people.models import Unit
from kinerja.rules.explain import Explanation, Step
from kinerja.rules.loader import in_force

from ..access.common import may_read_measures
from ..access.services import read_units
from ..models import Service, Standard
from ..promises import median, ninetieth, promise_words
from ..queries.measures import Figure, figures
from ..queries.services import services, standards_in_force
from ..queries.trends import (
    ENOUGH,
    Point,
    finding,
    first_of,
    label_of,
    moved,
    points,
    share_finding,
    short_label,
)

PAGE = 25
SPANS = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a table, in words; the words are empty where there is not enough to say."""

    label: str
    n: int
    within: int
    share: object
    median: str
    p90: str
    url: str = ""
    note: str = ""
    promise: str = ""


def measure(label: str, figure: Figure | None, unit: str, **more: str) -> Measure:
    """A figure as a line; without enough cases only its count."""
    if figure is None or figure.n < ENOUGH:
        return Measure(label, figure.n if figure else 0, 0, None, "", "", **more)
    typical, most = median(figure, unit), ninetieth(figure, unit)
    said = [promise_words(value, unit) if value is not None else "" for value in (typical, most)]
    return Measure(label, figure.n, figure.within, figure.share, *said, **more)


def overview(request: Request) -> HttpResponse:
    """Every service that the person may read, over the last year or in one quarter."""
    allowed = read_units(request.user, request.on)
    if allowed is not None and not allowed:
        no(_("Ukuran layanan dibaca oleh pegawai unit yang melayani.")).require()
    rows = services(request.on)
    if allowed is not None:
        rows = rows.filter(unit__in=allowed)
    units = Unit.objects.filter(pk__in=rows.order_by().values("unit_id")).order_by("name")
    unit_id = request.GET.get("unit", "")
    if unit_id.isdigit():
        rows = rows.filter(unit_id=int(unit_id))
    spans = _spans(request.on)
    span = next((span for span in spans if span.code == request.GET.get("masa")), spans[0])
    page = Paginator(rows.order_by("unit__name", "name"), PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "rows": _lines(list(page), span, request.on),
        "units": units,
        "unit_id": unit_id,
        "spans": spans,
        "span": span,
        "enough": ENOUGH,
    }
    return render(request, "voice/measures/overview.html", facts)


@dataclass(frozen=True, slots=True)
class Span:
    """A period one may choose: `ends` is the first day after it."""

    code: str
    label: str
    starts: date
    ends: date


def _spans(on: date) -> list[Span]:
    """The last four quarters together, then each of them, newest first."""
    now = first_of(on, "quarter")
    days = [moved(now, "quarter", -step) for step in range(SPANS)]
    after = moved(now, "quarter", 1)
    whole = Span("", _("Empat triwulan terakhir"), days[-1], after)
    single = [Span(day.isoformat(), label_of(day, "quarter"), day, moved(day, "quarter", 1)) for day in days]
    return [whole, *single]


def _lines(shown: list[Service], span: Span, on: date) -> list[Measure]:
    promised = standards_in_force(shown, on)
    found = figures(by="service", services=[row.pk for row in shown], starts=span.starts, ends=span.ends)
    return [
        measure(
            row.name,
            found.get(row.pk),
            _unit(promised.get(row.pk)),
            url=reverse("voice:service_measures", args=[row.pk]),
            note=row.unit.name,
            promise=_promise(promised.get(row.pk)),
        )
        for row in shown
    ]


def service(request: Request, service_id: int) -> HttpResponse:
    """One service over its last quarters or months, with the count behind every point."""
    row = get_object_or_404(Service.objects.select_related("unit"), pk=service_id)
    may_read_measures(request.user, row.unit, request.on).require()
    grain = "month" if request.GET.get("per") == "bulan" else "quarter"
    standard = standards_in_force([row], request.on).get(row.pk)
    unit = _unit(standard)
    line = points(row, grain, request.on)
    values = [median(point.figure, unit) if point.figure and point.told else None for point in line]
    shares = [point.figure.share if point.figure and point.told else None for point in line]
    here = reverse("voice:service_measures", args=[row.pk])
    facts = {
        "service": row,
        "promise": _promise(standard),
        "finding": finding(row.name, line, unit),
        "share_finding": share_finding(line),
        "tabs": [
            {"url": here, "title": _("Per triwulan"), "current": grain == "quarter"},
            {"url": f"{here}?per=bulan", "title": _("Per bulan"), "current": grain == "month"},
        ],
        "labels": [short_label(point, grain) for point in line],
        "median_series": {_("Median"): values, _("Janji sekarang"): _promised(standard, line)},
        "share_series": {_("Sesuai standar (%)"): shares},
        "lines": [measure(point.label, point.figure, unit) for point in reversed(line)],
        "latest": next((measure(p.label, p.figure, unit) for p in reversed(line) if p.told), None),
        "steps": _why(standard, request.on),
        "enough": ENOUGH,
    }
    return render(request, "voice/measures/service.html", facts)


def _promised(standard: Standard | None, line: list[Point]) -> list[int | None]:
    return [standard.promise if standard else None for _point in line]


def _unit(standard: Standard | None) -> str:
    return standard.promise_unit if standard else Standard.PromiseUnit.DAYS.value


def _promise(standard: Standard | None) -> str:
    return promise_words(standard.promise, standard.promise_unit) if standard else ""


def _why(standard: Standard | None, on: date) -> Explanation:
    """How the figures are made, with rule and source."""
    hours = in_force("service.office_hours", on)
    opens, closes = (hours[key].strftime("%H.%M") for key in ("opens", "closes"))
    steps = [
        Step(
            "input",
            _promise(standard),
            "UU 25/2009 Ps 21; PermenPANRB 15/2014",
            _("Setiap berkas dibandingkan dengan janji standar yang berlaku pada hari penerimaannya."),
        ),
        hours.step(
            f"{opens}-{closes}",
            _("Menit dihitung pada hari kerja, di dalam jam layanan; waktu menunggu warga tidak dihitung."),
        ),
        Step(
            "arithmetic",
            "",
            _("Hari penerimaan tidak dihitung; selesai pada hari yang sama berarti 0 hari kerja"),
            _("Hari kerja dihitung sesudah hari penerimaan; hari kerja penuh menunggu warga tidak dihitung."),
        ),
        Step(
            "arithmetic",
            "",
            _("percentile_cont 0,5 dan 0,9 atas berkas yang selesai dalam masa itu"),
            _("Median: separuh berkas selesai dalam waktu itu. Persentil 90: sembilan dari sepuluh berkas."),
        ),
    ]
    return tuple(steps)
