"""What the pages of every part share: tabs chosen by `?lihat=`, templates and refusals of spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse

from kinerja.people.imports.problem import Problem
from kinerja.people.imports.template import Column, csv_template, xlsx_template

from ..table_files import CSV, XLSX

KINDS = ("xlsx", "csv")
SHOWN_PROBLEMS = 50


def tabs_of(here: str, names: Mapping[str, str], shown: str) -> list[dict[str, Any]]:
    """Tabs of one page: `names` maps the word after `?lihat=` to its title, `shown` is the current one."""
    return [
        {"url": f"{here}?lihat={key}", "title": title, "current": key == shown}
        for key, title in names.items()
    ]


def refused(problems: Sequence[Problem]) -> dict[str, Any]:
    """The first problems as `web/parts/import_refused.html` shows them."""
    return {
        "run": {"problem_count": len(problems), "problems": problems[:SHOWN_PROBLEMS]},
        "more": len(problems) - SHOWN_PROBLEMS,
    }


def template_file(name: str, kind: str, columns: Sequence[Column]) -> HttpResponse:
    """A template to download. Raises Http404 for another kind than xlsx and csv."""
    makers = {"xlsx": (xlsx_template, XLSX), "csv": (csv_template, CSV)}
    if kind not in makers:
        raise Http404
    make, content_type = makers[kind]
    told = f'attachment; filename="{name}.{kind}"'
    return HttpResponse(make(columns), content_type=content_type, headers={"Content-Disposition": told})
