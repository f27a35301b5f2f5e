"""Promised and measured time in words, in the unit of the promise."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.rules.service_time import PER_HOUR

from .models import Standard
from .queries.measures import Figure

Unit = Standard.PromiseUnit
TENTH = Decimal("0.1")


def promise_words(amount: int | Decimal, unit: str) -> str:
    """“1 hari kerja”, “2 jam kerja”, “30 menit”; a decimal keeps a tenth unless it is whole.

    Nought working days are “hari yang sama”: done on the day of receipt.
    """
    places = 0 if amount == int(amount) else 1
    shown = {"count": number_format(amount, decimal_pos=places, use_l10n=True)}
    # One only when it is exactly one: "1,5 hari" is more than one in both languages.
    many = 1 if amount == 1 else 2
    if unit == Unit.DAYS and amount == 0:
        return _("hari yang sama")
    if unit == Unit.DAYS:
        return ngettext("%(count)s hari kerja", "%(count)s hari kerja", many) % shown
    if unit == Unit.HOURS:
        return ngettext("%(count)s jam kerja", "%(count)s jam kerja", many) % shown
    return ngettext("%(count)s menit", "%(count)s menit", many) % shown


def fee_words(standard: Standard) -> str:
    """“Gratis”, or the fee in rupiah."""
    if not standard.fee:
        return _("Gratis")
    return f"Rp {number_format(standard.fee, decimal_pos=0, use_l10n=True, force_grouping=True)}"


def in_unit(minutes: int | Decimal, days: int | Decimal, unit: str) -> Decimal:
    """The one of both measures that the unit asks for; office minutes become hours to a tenth."""
    if unit == Unit.DAYS:
        return Decimal(days)
    if unit == Unit.HOURS:
        return (Decimal(minutes) / PER_HOUR).quantize(TENTH, ROUND_HALF_UP)
    return Decimal(minutes)


def median(figure: Figure, unit: str) -> Decimal | None:
    """The median of a figure in the unit; None without a case."""
    if figure.median_minutes is None or figure.median_days is None:
        return None
    return in_unit(figure.median_minutes, figure.median_days, unit)


def ninetieth(figure: Figure, unit: str) -> Decimal | None:
    """The time within which nine of ten cases were done, in the unit; None without a case."""
    if figure.p90_minutes is None or figure.p90_days is None:
        return None
    return in_unit(figure.p90_minutes, figure.p90_days, unit)
