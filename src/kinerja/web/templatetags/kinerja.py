"""Tags and filters of every page (built in: no {% load %}). The list with examples is docs/web-parts.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from kinerja.rules.explain import Step

from .. import charts
from ..differences import word_changes
from ..formats import (
    clock_time,
    date_span,
    dates_in_words,
    long_date,
    moment,
    month_of,
    name_initials,
    nip_parts,
    plain_number,
    roman_quarter,
    say,
)
from ..labels import official as official_label
from ..statuses import Status, predicate_status, rating_status, status_of

register = template.Library()

SENTENCE_ENDS = ".?!:…"
NOTICES = {
    "info": "info",
    "good": "circle-check",
    "attention": "triangle-alert",
    "wrong": "circle-alert",
}


@register.filter
def tanggal(value: date | None) -> str:
    """22 November 2026; nothing for nothing."""
    return long_date(value) if value else ""


@register.filter
def romawi(value: int) -> str:
    """III for the third quarter."""
    return roman_quarter(value)


@register.filter
def bulan(value: date | None) -> str:
    """November 2026; nothing for nothing."""
    return month_of(value) if value else ""


@register.filter
def waktu(value: datetime | None) -> str:
    """22 November 2026 pukul 10.42 WIB."""
    return moment(value) if value else ""


@register.filter
def jam(value: datetime | None) -> str:
    """10.42 WIB."""
    return clock_time(value) if value else ""


@register.filter
def rentang(starts: date, ends: date) -> str:
    """1 Januari s.d. 31 Maret 2026: `{{ period.starts|rentang:period.ends }}`."""
    return date_span(starts, ends)


@register.filter
def angka(value: Decimal | int | float | str | None, places: int | None = None) -> str:
    """1.234,5; `|angka:2` for a fixed number of decimals; nothing for nothing. Not for years and NIP."""
    return "" if value is None or value == "" else plain_number(value, places)


@register.filter
def nip(value: str) -> SafeString:
    """The parts of a NIP set apart for the eye; copied text stays 18 digits."""
    parts = format_html_join("", "<span>{}</span>", ((part,) for part in nip_parts(value)))
    return format_html('<span class="nip">{}</span>', parts)


@register.filter
def initials(name: str) -> str:
    """SW for Sari Wulandari."""
    return name_initials(name)


@register.filter
def rating_label(code: str, on: date | None = None) -> str:
    """The official label of a rating: `{{ review.result_rating|rating_label }}`; nothing for nothing."""
    return official_label("rating", code, on) if code else ""


@register.filter
def predicate_label(code: str, on: date | None = None) -> str:
    """The official label of a person's predicate; nothing for nothing."""
    return official_label("predicate", code, on) if code else ""


@register.filter
def official(code: str, kind: str) -> str:
    """The official label of any code of the law: `{{ indicator.perspective|official:"perspective" }}`."""
    return official_label(kind, code) if code else ""


@register.simple_tag
@lru_cache(maxsize=256)  # a page shows dozens of the same few
def icon(name: str, small: bool = False) -> SafeString:
    """A lucide icon beside a word, silent for screen readers."""
    size = "icon icon-small" if small else "icon"
    return SafeString(lucide(name, size=20, **{"class": size, "aria-hidden": "true"}))


def _badge(status: Status) -> SafeString:
    sign = icon(status.icon)
    return format_html('<span class="badge is-{}">{}{}</span>', status.meaning, sign, status.word)


@register.simple_tag
def status_badge(word: str) -> SafeString:
    """`{% status_badge report.get_status_display %}`; only official words."""
    return _badge(status_of(word))


@register.simple_tag
def badge(word: str, meaning: str = "neutral", icon_name: str = "circle-dot") -> SafeString:
    """A badge that is no status: `{% badge "4 baru" "attention" "bell" %}`."""
    return _badge(Status(word, meaning, icon_name))


@register.simple_tag
def rating_badge(code: str, on: date | None = None, kind: str = "rating") -> SafeString:
    """A rating (with `kind="reading"` a reading) with colour, icon and label; nothing for nothing."""
    return _badge(rating_status(code, official_label(kind, code, on))) if code else SafeString("")


@register.simple_tag
def predicate_badge(code: str, on: date | None = None, kind: str = "predicate") -> SafeString:
    """A predicate with colour, icon and label; `kind="organisation_predicate"` for an organisation's."""
    return _badge(predicate_status(code, official_label(kind, code, on))) if code else SafeString("")


@register.simple_tag
def avatar(name: str) -> SafeString:
    """Initials in a circle; decoration, so always beside the name."""
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', name_initials(name))


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """`{% notice "attention" title="Dua bukti belum diunggah." %}...{% endnotice %}`.

    The title is a sentence of its own: a full stop is added where words follow and none ends it.
    """
    title = str(title)
    if content.strip() and title and title[-1] not in SENTENCE_ENDS:
        title += "."
    head = format_html("<strong>{}</strong> ", title) if title else SafeString("")
    return format_html(
        '<div class="notice is-{}">{}<div class="notice-body">{}{}</div></div>',
        kind,
        icon(NOTICES[kind]),
        head,
        SafeString(content),
    )


@register.inclusion_tag("web/parts/field.html")
def field(
    bound: BoundField,
    across: bool = False,
    short: bool = False,
    label: str = "",
    help_text: str | None = None,
) -> dict[str, Any]:
    """Label, help, error and input of one form field, tied together for screen readers.

    `across` lays choices side by side where there is room, `short` keeps the input narrow, `label` and
    `help_text` replace the form's own. A placeholder is left out: it vanishes when one needs it. A file that
    was chosen in a refused form is asked for again, because no browser brings it back.
    """
    widget = bound.field.widget
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    own_help = bound.help_text if help_text is None else help_text
    told_by = [
        f"{bound.auto_id}_{part}" for part, said in (("help", own_help), ("error", bound.errors)) if said
    ]
    attrs: dict[str, Any] = {"placeholder": False}
    if told_by:
        attrs["aria-describedby"] = " ".join(told_by)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "told_by": " ".join(told_by),
        "is_group": is_group,
        "is_check": isinstance(widget, CheckboxInput) and not is_group,
        "is_hidden": bound.is_hidden,
        "control": "" if is_group else bound.as_widget(attrs=attrs),
        "lost_file": isinstance(widget, FileInput) and bound.html_name in bound.form.files,
        "across": across,
        "short": short,
        "label": label or bound.label,
        "help_text": own_help,
    }


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(form: BaseForm, title: str = "") -> dict[str, Any]:
    """What is wrong in the form, each line a link to its field; nothing when nothing is wrong."""
    wrong = [
        (bound.label, bound.id_for_label or bound.auto_id, bound.errors) for bound in form if bound.errors
    ]
    return {"fields": wrong, "whole": form.non_field_errors(), "title": title}


@register.inclusion_tag("web/parts/explain.html")
def explain(steps: Iterable[Step | Mapping[str, Any]] | None, label: str = "") -> dict[str, Any]:
    """The small "mengapa?" that opens the rules, values and sources behind a figure."""
    plain = [step.as_dict() if isinstance(step, Step) else step for step in steps or ()]
    shown = [
        {
            **step,
            "says": dates_in_words(step.get("says") or ""),
            "shown": dates_in_words(say(step.get("value"))),
        }
        for step in plain
    ]
    return {"steps": shown, "label": label}


@register.inclusion_tag("web/parts/diff.html")
def diff(old: str, new: str) -> dict[str, Any]:
    """Old and new text with the changed words marked; says so when nothing changed."""
    return {"changes": word_changes(old or "", new or ""), "changed": (old or "") != (new or "")}


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the neighbours of a Django page, keeping the filters in the address."""
    query = context["request"].GET.copy()

    def link(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "previous_url": link(page.previous_page_number()) if page.has_previous() else "",
        "next_url": link(page.next_page_number()) if page.has_next() else "",
        "first": page.start_index(),
        "last": page.end_index(),
        "total": page.paginator.count,
    }


@register.inclusion_tag("web/parts/date_progress.html")
def date_progress(starts: date, ends: date, on: date) -> dict[str, Any]:
    """How far a period has run on the day `on`, in days and in words."""
    length = (ends - starts).days + 1
    gone = min(max((on - starts).days + 1, 0), length)
    return {"starts": starts, "ends": ends, "length": length, "gone": gone, "left": length - gone, "on": on}


@register.inclusion_tag("web/parts/chart.html")
def bar_chart(
    labels: Sequence[str], values: Sequence[Decimal | int], finding: str, of: str = ""
) -> dict[str, Any]:
    """One bar a label, e.g. reports sent by unit. `finding` says in one sentence what to see."""
    return {"chart": charts.bar_chart(labels, values, finding, of)}


@register.inclusion_tag("web/parts/chart.html")
def trend_chart(
    labels: Sequence[str], series: Mapping[str, Sequence[Decimal | int | None]], finding: str
) -> dict[str, Any]:
    """Lines over time; a missing value leaves a gap."""
    return {"chart": charts.trend_chart(labels, series, finding)}


@register.inclusion_tag("web/parts/chart.html")
def distribution_chart(
    pattern: Mapping[str, Decimal | Fraction] | None,
    counts: Mapping[str, int],
    finding: str = "",
    on: date | None = None,
) -> dict[str, Any]:
    """People by predicate; `pattern`: the heights of `rules.distribution.pattern`, drawn as a curve."""
    return {"chart": charts.distribution_chart(pattern, counts, finding, on)}
