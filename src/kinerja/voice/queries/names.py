"""Whether a text names an employee: nobody is named in public before a person has looked."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Exists, Func, OuterRef, Q, Value
from django.db.models.functions import Lower, StrIndex, Trim

from kinerja.people.models import Appointment, Employee

# In the database as in `bare_name`: titles before and after a name do not count, signs become spaces.
BEFORE_COMMA = Func(Lower("name"), Value(","), Value(1), function="split_part")
UNTITLED = Func(BEFORE_COMMA, Value(r"^([a-z]+\.\s*)+"), Value(""), function="regexp_replace")
BARE = Func(UNTITLED, Value(r"[^\w']+"), Value(" "), Value("g"), function="regexp_replace")
HONORIFICS = (
    "pak|bapak|bu|ibu|sdr|sdri|saudara|saudari|mas|mbak|mba|bang|kak|kakak|om|tante|dokter|dr|drg|bidan|"
    "perawat|suster|petugas|pegawai|guru|ustaz|haji|hajah|h|hj|bernama|namanya|atas nama"
)


def bare_name(name: str) -> str:
    """A name in small letters without titles: "dr. Sari Wulandari, Sp.PD" is "sari wulandari"."""
    return _plain(re.sub(r"^([a-z]+\.\s*)+", "", name.split(",")[0].lower()))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w']+", " ", text.lower()).split())


def mentions(text: str, on: date) -> list[Employee]:
    """Employees in service on the day `on` whose full name stands in the text, word for word.

    One query over all employees. A name of one word counts only after a form of address ("Bu Sulastri"),
    because many are also ordinary words ("Indah", "Bagus").
    """
    plain = _plain(text)
    if not plain:
        return []
    serving = Appointment.objects.filter(Q(ends__isnull=True) | Q(ends__gte=on), starts__lte=on)
    rows = Employee.objects.filter(Exists(serving.filter(employee=OuterRef("pk"))))
    named = rows.alias(place=StrIndex(Value(plain), Trim(BARE))).filter(place__gt=0)
    return [row for row in named if _is_named(bare_name(row.name), plain)]


def _is_named(name: str, text: str) -> bool:
    words = re.escape(name)
    if " " not in name:
        words = rf"(?:{HONORIFICS}) {words}"
    return bool(name) and re.search(rf"(?<!\w){words}(?!\w)", text) is not None
