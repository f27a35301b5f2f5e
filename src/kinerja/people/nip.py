"""The structure of an NIP: 18 digits that tell birth date, appointment month, sex and a serial.

PNS: YYYYMMDD birth, YYYYMM appointment (TMT CPNS), 1 man / 2 woman, 3-digit serial.
PPPK: YYYYMMDD birth, YYYY contract year, 21 as frequency mark, then sex and 3 digits.
(Perka BKN 22/2007; for PPPK Peraturan BKN 18/2020.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

PPPK_MARK = "21"


class NipError(ValueError):
    """An NIP that cannot be: the message says which part and what to mend."""


@dataclass(frozen=True, slots=True)
class Nip:
    """The parts of an NIP. `appointed` is the first day of the month (PNS) or the year (PPPK)."""

    text: str
    birth_date: date
    appointed: date
    woman: bool
    serial: int
    pppk: bool


def _date(year: str, month: str, day: str, what: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        message = _("NIP tidak sah: %(what)s %(day)s tidak ada dalam kalender.")
        raise NipError(message % {"what": what, "day": f"{year}-{month}-{day}"}) from error


def parse_nip(text: str) -> Nip:
    """Takes an NIP apart. Spaces between groups are allowed. Raises NipError."""
    digits = text.replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) != 18:
        message = _("NIP harus 18 angka, tertulis %(text)s (%(count)s karakter).")
        raise NipError(message % {"text": repr(text), "count": len(digits)})
    birth = _date(digits[:4], digits[4:6], digits[6:8], _("tanggal lahir"))
    pppk = digits[12:14] == PPPK_MARK
    appointed = _date(digits[8:12], "01" if pppk else digits[12:14], "01", _("bulan pengangkatan"))
    if digits[14] not in "12":
        raise NipError(_("NIP tidak sah: angka ke-15 (jenis kelamin) harus 1 atau 2."))
    if not 15 <= appointed.year - birth.year <= 60:
        raise NipError(_("NIP tidak sah: usia saat pengangkatan harus antara 15 dan 60 tahun."))
    return Nip(digits, birth, appointed, digits[14] == "2", int(digits[15:]), pppk)
