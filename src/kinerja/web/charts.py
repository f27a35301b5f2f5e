"""Charts drawn by pygal, without style and script: charts.css paints them in both themes.

Every chart has its finding in words and its numbers as a table; who cannot see the drawing loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pygal
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.rules.codes import Predicate

from .formats import plain_number
from .labels import official

Number = Decimal | int
UNWANTED = {"style", "script", "title", "desc", "defs"}
DRAWN = {
    "width": 400,
    "height": 250,
    "margin": 8,
    "js": [],
    "css": [],
    "show_legend": False,
    "explicit_size": False,
    "no_prefix": True,
    "pretty_print": False,
    "truncate_label": -1,
    "print_values_position": "top",
    "style": pygal.style.Style(label_font_size=14, major_label_font_size=14, value_font_size=15),
}


@dataclass(frozen=True, slots=True)
class Chart:
    """`svg` is safe markup, `series` the names for the legend (none for one series), `rows` the numbers."""

    svg: SafeString
    finding: str
    series: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _bare(drawn: Any) -> ElementTree.Element:
    """The drawing without style, script, tooltips, ids and comments, hidden from screen readers."""
    root: ElementTree.Element = drawn.render_tree()
    for parent in root.iter():
        for child in list(parent):
            is_tooltip = "tooltip-overlay" in child.get("class", "")
            if not isinstance(child.tag, str) or child.tag in UNWANTED or is_tooltip:
                parent.remove(child)
        for name in ("style", "id"):
            parent.attrib.pop(name, None)
    root.attrib.update({"aria-hidden": "true", "focusable": "false"})
    return root


def _markup(root: ElementTree.Element) -> SafeString:
    return SafeString(ElementTree.tostring(root, encoding="unicode"))


def _text(value: Number | None) -> str:
    return "–" if value is None else plain_number(value)


def _whole(value: float) -> str:
    return plain_number(Decimal(str(round(value, 1))))


def bar_chart(labels: Sequence[str], values: Sequence[Number], finding: str, of: str = "") -> Chart:
    """Horizontal bars in the order given; `of` names what is counted, for the head of the table.

    Raises ValueError when labels and values differ in number.
    """
    rows = tuple((label, _text(value)) for label, value in zip(labels, values, strict=True))
    drawn = pygal.HorizontalBar(
        **{**DRAWN, "height": 24 + 40 * len(labels)},
        print_values=True,
        show_x_labels=False,
        margin_right=48,
        show_y_guides=False,
    )
    drawn.x_labels = list(reversed(labels))
    drawn.add("", [float(value) for value in reversed(values)])
    drawn.value_formatter = _whole
    return Chart(_markup(_bare(drawn)), finding, (), ("", of or _("Jumlah")), rows)


def trend_chart(labels: Sequence[str], series: Mapping[str, Sequence[Number | None]], finding: str) -> Chart:
    """Lines over time, at most four; None leaves a gap. A label may have two lines ("I/25\\n(310)").

    Raises ValueError when a series has not one value a label.
    """
    broken = any("\n" in label for label in labels)
    margin = {"margin_bottom": 28, "margin_right": 20} if broken else {}
    drawn = pygal.Line(**DRAWN, **margin, dots_size=4, allow_interruptions=True)
    drawn.x_labels = list(labels)
    drawn.value_formatter = _whole
    for name, values in series.items():
        drawn.add(name, [None if value is None else float(value) for value in values])
    columns = zip(labels, *series.values(), strict=True)
    rows = tuple((" ".join(label.split()), *(_text(value) for value in values)) for label, *values in columns)
    root = _bare(drawn)
    if broken:
        _break_labels(root, "\n")
    return Chart(_markup(root), finding, tuple(series), ("", *series), rows)


def distribution_chart(
    pattern: Mapping[str, Decimal | Fraction] | None,
    counts: Mapping[str, int],
    finding: str = "",
    on: date | None = None,
) -> Chart:
    """People by predicate, best first, with the curve of the law behind them.

    `counts` gives people by predicate code, `pattern` the relative heights of the curve by code (an
    illustration, so it gets no numbers), `on` the day whose labels hold.
    Raises ValueError for an unknown code.
    """
    people = {Predicate(code): 0 for code in reversed(Predicate)}
    people.update({Predicate(code): count for code, count in counts.items()})
    labels = [official("predicate", code, on) for code in people]
    drawn = pygal.Bar(
        **DRAWN, print_values=True, show_y_labels=False, show_y_guides=False, margin_bottom=28, margin_top=16
    )
    drawn.x_labels = labels
    drawn.value_formatter = _whole
    drawn.add("", list(people.values()))
    root = _bare(drawn)
    _break_labels(root)
    series: tuple[str, ...] = ()
    if pattern:
        heights = {Predicate(code): height for code, height in pattern.items()}
        _add_curve(root, [float(heights[code]) for code in people])
        series = (_("Pegawai"), _("Pola menurut aturan (ilustrasi, bukan kuota)"))
    rows = tuple((label, _text(count)) for label, count in zip(labels, people.values(), strict=True))
    said = finding or _most_common(dict(zip(labels, people.values(), strict=True)))
    return Chart(_markup(root), said, series, (_("Predikat"), _("Pegawai")), rows)


def _break_labels(root: ElementTree.Element, at: str = " ") -> None:
    """Labels of two words on two lines, so that they fit beside each other on a phone."""
    axis = next(group for group in root.iter("g") if group.get("class") == "axis x")
    for text in axis.iter("text"):
        words = (text.text or "").split(at, 1)
        text.text = None
        for line, word in enumerate(words):
            place = {"x": text.get("x", "0"), "dy": "1.2em" if line else "0"}
            ElementTree.SubElement(text, "tspan", place).text = word


def _add_curve(root: ElementTree.Element, heights: Sequence[float]) -> None:
    """A smooth curve through `heights` behind the bars, its peak as high as the highest bar."""
    bars = [bar for bar in root.iter("rect") if "rect" in bar.get("class", "").split()]
    middles = [float(bar.get("x", 0)) + float(bar.get("width", 0)) / 2 for bar in bars]
    floor = max(float(bar.get("y", 0)) + float(bar.get("height", 0)) for bar in bars)
    top = min(float(bar.get("y", 0)) for bar in bars)
    peak = max(heights)
    room = (floor - top) or floor
    points = [(x, floor - room * height / peak) for x, height in zip(middles, heights, strict=True)]
    tail = (middles[1] - middles[0]) * 0.7
    around = [(middles[0] - tail, floor), *points, (middles[-1] + tail, floor)]
    path = f"M{around[0][0]:.1f} {around[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(around):
        half = (x0 + x1) / 2
        path += f" C{half:.1f} {y0:.1f} {half:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    series = next(group for group in root.iter("g") if "series" in group.get("class", "").split())
    series.insert(0, ElementTree.Element("path", {"class": "pattern", "d": path}))


def _most_common(people: Mapping[str, int]) -> str:
    total = sum(people.values())
    if not total:
        return _("Belum ada pegawai yang berpredikat.")
    label = max(people, key=lambda name: people[name])
    text = ngettext(
        "%(n)s dari %(total)s pegawai berpredikat %(label)s.",
        "%(n)s dari %(total)s pegawai berpredikat %(label)s.",
        people[label],
    )
    return text % {"n": plain_number(people[label]), "total": plain_number(total), "label": label}
