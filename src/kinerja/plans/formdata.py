"""The posted edit page to content, and the buttons that add, move and remove rows.

Field names: `result` (keys in order), `r.<key>.<field>`, `r.<key>.indicator` (keys in order),
`i.<key>.<field>`, `b.<value code>`, `a.<attachment kind>` (one line a row), `op`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from .content import ATTACHMENT_KINDS, BEHAVIOUR_CODES, IndicatorContent, PlanContent, ResultContent, read_key
from .errors import ContentError
from .models import Indicator, Result

RESULT_TEXTS = ("statement", "cascade", "assigned_by", "control")
INDICATOR_TEXTS = (
    *("statement", "target", "aspect", "perspective"),
    *("definition", "formula", "data_source"),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """Content after a button, and the place on the page to go on writing."""

    content: PlanContent
    anchor: str = ""


def read(data: QueryDict) -> PlanContent:
    """The content of a posted page. Raises ContentError for keys that are no UUID."""
    results = tuple(_result(data, key) for key in data.getlist("result"))
    behaviours = {code: data.get(f"b.{code}", "") for code in BEHAVIOUR_CODES}
    attachments = {kind: tuple(data.get(f"a.{kind}", "").splitlines()) for kind in ATTACHMENT_KINDS}
    return PlanContent(results, behaviours, attachments)


def _result(data: QueryDict, key: str) -> ResultContent:
    texts = {name: data.get(f"r.{key}.{name}", "") for name in RESULT_TEXTS}
    return ResultContent(
        **texts,
        kind=data.get(f"r.{key}.kind") or Result.Kind.MAIN.value,
        serves=read_key(data.get(f"r.{key}.serves")),
        indicators=tuple(_indicator(data, name) for name in data.getlist(f"r.{key}.indicator")),
        key=_needed(key),
    )


def _indicator(data: QueryDict, key: str) -> IndicatorContent:
    texts = {name: data.get(f"i.{key}.{name}", "") for name in INDICATOR_TEXTS}
    direction = data.get(f"i.{key}.direction") or Indicator.Direction.HIGHER.value
    return IndicatorContent(**texts, direction=direction, key=_needed(key))


def _needed(text: str) -> uuid.UUID:
    key = read_key(text)
    if key is None:
        raise ContentError(_("Kunci baris kosong. Muat ulang halaman, lalu ulangi."))
    return key


def apply(content: PlanContent, op: str) -> Changed:
    """What a button does: add-result, add-additional, and with `:<key>` add-indicator, remove-result,
    remove-indicator, up, down. Other buttons ("save") leave the content alone.
    """
    name, _colon, text = op.partition(":")
    if name in {"add-result", "add-additional"}:
        kind = Result.Kind.MAIN if name == "add-result" else Result.Kind.ADDITIONAL
        made = ResultContent(kind=kind.value, indicators=(IndicatorContent(),))
        return Changed(_with(content, (*content.results, made)), f"hasil-{made.key}")
    if name not in {"add-indicator", "remove-result", "remove-indicator", "up", "down"}:
        return Changed(content)
    key = _needed(text)
    if name == "add-indicator":
        return _add_indicator(content, key)
    if name == "remove-result":
        return Changed(_with(content, tuple(item for item in content.results if item.key != key)), "hasil")
    if name == "remove-indicator":
        return _remove_indicator(content, key)
    return Changed(_with(content, _moved(content.results, key, -1 if name == "up" else 1)), f"hasil-{key}")


def _with(content: PlanContent, results: tuple[ResultContent, ...]) -> PlanContent:
    return replace(content, results=results)


def _add_indicator(content: PlanContent, key: uuid.UUID) -> Changed:
    made = IndicatorContent()
    results = tuple(
        replace(item, indicators=(*item.indicators, made)) if item.key == key else item
        for item in content.results
    )
    return Changed(_with(content, results), f"indikator-{made.key}")


def _remove_indicator(content: PlanContent, key: uuid.UUID) -> Changed:
    anchor, results = "hasil", []
    for item in content.results:
        kept = tuple(indicator for indicator in item.indicators if indicator.key != key)
        if len(kept) < len(item.indicators):
            anchor = f"hasil-{item.key}"
        results.append(replace(item, indicators=kept))
    return Changed(_with(content, tuple(results)), anchor)


def _moved(results: tuple[ResultContent, ...], key: uuid.UUID, step: int) -> tuple[ResultContent, ...]:
    """One place up or down among those of its own kind."""
    rows = list(results)
    here = next((place for place, item in enumerate(rows) if item.key == key), None)
    if here is None:
        return results
    there = here + step
    if 0 <= there < len(rows) and rows[there].kind == rows[here].kind:
        rows[here], rows[there] = rows[there], rows[here]
    return tuple(rows)


def read_cells(data: Mapping[str, str]) -> dict[tuple[int, uuid.UUID], list[str]]:
    """The posted matrix: fields `c.<employee id>.<column key>`, one role a line.

    Raises ContentError for a field that names no cell.
    """
    cells: dict[tuple[int, uuid.UUID], list[str]] = {}
    for name, text in data.items():
        mark, _dot, rest = name.partition(".")
        if mark != "c":
            continue
        employee, _dot, column = rest.partition(".")
        if not employee.isdigit():
            raise ContentError(_("Ada kotak matriks yang tidak dikenal. Muat ulang halaman."))
        cells[int(employee), _needed(column)] = text.splitlines()
    return cells
