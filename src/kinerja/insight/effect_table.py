"""The figures of a programme as a table on its page and as a file."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .effect_words import SIDES, amount, number, statistic_name
from .effects import TREATED, EffectView

FileRow = tuple[str | int | Decimal | None, ...]
FILE_HEAD: FileRow = (
    "baris",
    "n",
    "nilai",
    "galat_baku",
    "selang_rendah",
    "selang_tinggi",
    "statistik",
    "cara",
    "simpulan",
    "perhatian",
)


def heads(view: EffectView) -> tuple[str, ...]:
    """The head of the table of figures."""
    return ("", _("Masa"), _("n"), statistic_name(view), _("Selang 95%"))


def table(view: EffectView) -> list[tuple[str, ...]]:
    """A row a side and stretch of time, as people read it; "–" where nothing is shown."""
    measure = view.programme.measure
    rows: list[tuple[str, ...]] = []
    for side in view.sides:
        for masa, cell in ((_("Sebelum"), side.before), (_("Sesudah"), side.after)):
            value = "–" if cell.value is None else amount(measure, cell.value)
            around = "–"
            if cell.low is not None and cell.high is not None:
                around = _("%(low)s sampai %(high)s") % {"low": number(cell.low), "high": number(cell.high)}
            n = number_format(cell.n, use_l10n=True, force_grouping=True)
            rows.append((_(SIDES[side.name]), masa, n, value, around))
    return rows


def file_rows(view: EffectView) -> list[FileRow]:
    """The same figures for a file, whole and with a decimal point; names never change with the language."""
    programme, effect = view.programme, view.effect
    rows: list[FileRow] = [FILE_HEAD]
    for side in view.sides:
        name = "ikut" if side.name == TREATED else "pembanding"
        for masa, cell in (("sebelum", side.before), ("sesudah", side.after)):
            around = (_exact(cell.low), _exact(cell.high))
            figures = (cell.n, _exact(cell.value), None, *around)
            rows.append((f"{name}_{masa}", *figures, view.statistic, "", "", ""))
    for name, found in (("selisih", effect), ("perubahan_tiap_bulan", view.slope)):
        if found is not None:
            low, high = (found.interval.low, found.interval.high) if found.interval else (None, None)
            told = (_exact(found.estimate), _exact(found.standard_error), _exact(low), _exact(high))
            cautions = " ".join(found.cautions)
            rows.append(
                (name, found.n, *told, programme.measure, found.method, found.verdict.value, cautions)
            )
    return rows


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 6)))
