"""Open data: the page that explains every file, and the files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from kinerja.accounts.request import Request

from ..open_data import DataSet, as_csv, as_json
from ..queries.open_data import DATA_SETS
from .public import held_picture, public_page


@login_not_required
@require_safe
def open_data(request: Request) -> HttpResponse:
    """Every file with the meaning, unit and source of its columns."""
    seen = held_picture(request.on)
    return public_page(request, "voice/public/open_data.html", seen, data_sets=DATA_SETS.values())


@login_not_required
@require_safe
def data_csv(request: Request, name: str) -> HttpResponse:
    """One file as a table."""
    text = as_csv(_found(name), request.on)
    return _file(text, f"{name}.csv", "text/csv")


@login_not_required
@require_safe
def data_json(request: Request, name: str) -> HttpResponse:
    """One file with its dictionary."""
    agency = held_picture(request.on).agency
    text = as_json(_found(name), agency.name if agency else "", request.on)
    return _file(text, f"{name}.json", "application/json")


def _found(name: str) -> DataSet:
    if name not in DATA_SETS:
        raise Http404
    return DATA_SETS[name]


def _file(text: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
