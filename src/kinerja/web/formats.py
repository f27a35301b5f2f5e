"""How dates, numbers and names are written for people."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from kinerja.voice.queries.trends import ROMAN

NIP_PARTS = (8, 6, 1, 3)
ISO_DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
TITLES = frozenset({"dr", "drg", "drs", "dra", "ir", "prof", "hj", "h", "apt", "ns"})


def long_date(value: date) -> str:
    """22 November 2026. An aware moment is shown as the day of the agency's own zone."""
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return format_date(value, "j F Y")


def dates_in_words(text: str) -> str:
    """The text with 22 November 2026 for every 2026-11-22: rules write days as ISO, people do not."""
    return ISO_DAY.sub(lambda found: long_date(date.fromisoformat(found[0])), text)


def roman_quarter(number: int) -> str:
    """I to IV, as the periods of the cycle are written."""
    return ROMAN[number - 1]


def month_of(value: date) -> str:
    """November 2026."""
    return format_date(value, "F Y")


def clock_time(value: datetime) -> str:
    """10.42 WIB, in the agency's own zone."""
    local = localtime(value)
    return f"{local:%H.%M} {local:%Z}"


def moment(value: datetime) -> str:
    """22 November 2026 pukul 10.42 WIB, in the agency's own zone."""
    return _("%(date)s pukul %(time)s") % {"date": long_date(value), "time": clock_time(value)}


def date_span(starts: date, ends: date) -> str:
    """1 s.d. 31 Maret 2026; months and years are not said twice."""
    if starts == ends:
        return long_date(starts)
    pattern = "j F Y"
    if starts.year == ends.year:
        pattern = "j" if starts.month == ends.month else "j F"
    return _("%(from)s s.d. %(to)s") % {"from": format_date(starts, pattern), "to": long_date(ends)}


def plain_number(value: Decimal | int | float | str, places: int | None = None) -> str:
    """1.234,5 for Indonesian readers. Without `places` a decimal keeps what it has, less trailing zeros.

    Raises decimal.InvalidOperation when `value` is no number.
    """
    number = Decimal(str(value))
    if places is None:
        number = number.normalize()
        places = max(0, -int(number.as_tuple().exponent))
    return str(number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True))


def nip_parts(nip: str) -> tuple[str, ...]:
    """Birth, first appointment, sex, sequence: 19850101 201001 1 001. Anything but 18 digits stays whole."""
    if len(nip) != sum(NIP_PARTS) or not nip.isdigit():
        return (nip,)
    ends = [sum(NIP_PARTS[: index + 1]) for index in range(len(NIP_PARTS))]
    return tuple(nip[end - size : end] for size, end in zip(NIP_PARTS, ends, strict=True))


def name_initials(name: str) -> str:
    """SW for "dr. Sari Wulandari, Sp.PD": titles before and after the name do not count."""
    words = [word for word in name.split(",")[0].split() if word.strip(".").lower() not in TITLES]
    letters = [word[0].upper() for word in words if word[0].isalpha()]
    return "".join(letters[:1] + letters[1:][-1:])


def say(value: Any) -> str:
    """Plain data of an explanation as words: decimals as people write them, lists and tables in one line."""
    if value is None:
        return _("tidak ada")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, Decimal | int | float):
        return plain_number(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{say(key)}: {say(item)}" for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(say(item) for item in value)
    return str(value)
