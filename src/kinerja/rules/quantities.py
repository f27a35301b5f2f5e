"""Target texts as quantities: Indonesian numbers, ranges, percent, units of time.

Language, not law: what a person typed, read as written or refused with the reason. Nothing is guessed:
a sentence, a date or two quantities in one text are Unreadable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from .errors import RuleError

MAX_LENGTH = 300
MAX_DIGITS = 24  # well inside the exact range of Decimal arithmetic
PERCENT = "%"
SCALES = {"ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12}
TIME_UNITS = ("hari kerja", "menit", "jam", "hari", "minggu", "bulan", "triwulan", "semester", "tahun")
AT_LEAST = ("paling sedikit", "paling kurang", "sekurang-kurangnya", "minimal", "minimum", "min.", ">=", "≥")
AT_MOST = ("paling banyak", "paling lama", "paling lambat", "maksimal", "maksimum", "maks.", "<=", "≤")
LEADS = ("sebanyak", "sejumlah", "sebesar", "nilai", "skor", "indeks", "tingkat", "ikm", "rp.", "rp", "idr")
MONTHS = (
    "januari", "februari", "maret", "april", "mei", "juni", "juli",
    "agustus", "september", "oktober", "november", "desember",
)  # fmt: skip

_DIGITS = r"\d[\d.,]*\d|\d"
_RANGE = re.compile(
    rf"(?P<low>-?(?:{_DIGITS}))\s*(?P<mid>%|[a-z]+(?: kerja)?)?\s*"
    rf"(?:-|–|—|s\.d\.|s/d|sd\b|sampai dengan\b|sampai\b|hingga\b)\s*(?P<high>{_DIGITS})(?P<rest>.*)"
)
_SINGLE = re.compile(rf"(?P<low>-?(?:{_DIGITS}))(?P<rest>.*)")
_IN_WORDS = re.compile(r"\([^()\d]*\)")  # "3 (tiga) unit"
_SCALE_OF = re.compile(rf"(?:skala|dari skala|dari) (?P<top>{_DIGITS})")


class Unreadable(RuleError):
    """The text is no quantity that can be compared; the message says why."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a text says in figures.

    `low` and `high` are equal for a single figure; None means open on that side. `unit` is "" when
    none was written, "%" for percent, one of TIME_UNITS, "skala N", or the first word after the
    figure. `notes` say how an ambiguous spelling was read.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    notes: tuple[str, ...] = ()

    @property
    def is_time(self) -> bool:
        return self.unit in TIME_UNITS


def parse(text: str) -> Quantity:
    """Read a target or a realisation. Raises Unreadable."""
    if not text.strip():
        raise Unreadable("belum diisi")
    if len(text) > MAX_LENGTH:
        raise Unreadable("berupa uraian panjang, bukan angka")
    clean = " ".join(_IN_WORDS.sub(" ", text.casefold().replace("\u2212", "-")).split())
    bound, clean = _take(clean, AT_LEAST, AT_MOST)
    clean = _drop_leads(clean)
    match = _RANGE.fullmatch(clean)
    if match:
        if bound:
            raise Unreadable("memuat rentang dan batas sekaligus")
        return _range(match)
    match = _SINGLE.fullmatch(clean)
    if not match:
        raise Unreadable("berupa uraian, bukan angka")
    figure, notes = read_number(match["low"])
    times, unit = _times_and_unit(match["rest"])
    figure *= times
    quantity = Quantity(figure, figure, unit, notes)
    if bound == "least":
        return replace(quantity, high=None, notes=(*notes, "batas bawah saja; ke atas terbuka"))
    if bound == "most":
        return replace(quantity, low=None, notes=(*notes, "batas atas saja; ke bawah terbuka"))
    return quantity


def _range(match: re.Match[str]) -> Quantity:
    low, low_notes = read_number(match["low"])
    high, high_notes = read_number(match["high"])
    times, unit = _times_and_unit(match["rest"])
    first_times, first_unit = _times_and_unit(match["mid"]) if match["mid"] else (times, "")
    if first_unit and first_unit != unit:
        raise Unreadable(f"memuat dua satuan dalam satu rentang: {first_unit} dan {unit or 'tanpa satuan'}")
    low, high = low * first_times, high * times
    if low > high:
        raise Unreadable("memuat rentang yang batas bawahnya lebih besar daripada batas atasnya")
    return Quantity(low, high, unit, low_notes + high_notes)


def read_number(text: str) -> tuple[Decimal, tuple[str, ...]]:
    """An Indonesian figure: point for thousands, comma for decimals. Raises Unreadable.

    "1.234" is 1234 and "3.5" is 3,5; both are said in a note, because they could be meant otherwise.
    """
    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text)
    notes: tuple[str, ...] = ()
    if len(body) > MAX_DIGITS or not body.isascii():
        raise Unreadable("memuat angka yang terlalu panjang atau tidak lazim")
    if re.fullmatch(r"\d+", body) or re.fullmatch(r"\d+,\d+", body):
        plain = body.replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", body):
        plain = body.replace(".", "").replace(",", ".")
        if body.count(".") == 1 and "," not in body:
            notes = (f"{body} dibaca {plain} (titik pemisah ribuan)",)
    elif re.fullmatch(r"\d+\.\d+", body):
        plain = body
        notes = (f"{body} dibaca {body.replace('.', ',')} (titik sebagai tanda desimal)",)
    elif re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+\.\d+", body) or re.fullmatch(r"[1-9]\d{0,2}(,\d{3}){2,}", body):
        plain = body.replace(",", "")
        notes = (f"{body} dibaca {plain.replace('.', ',')} (koma pemisah ribuan)",)
    else:
        raise Unreadable(f"angka {body!r} tidak jelas; tulis misalnya 1.234,5")
    return sign * Decimal(plain), notes


def _take(text: str, least: tuple[str, ...], most: tuple[str, ...]) -> tuple[str, str]:
    """An opening "at least" or "at most" and what follows it."""
    for kind, words in (("least", least), ("most", most)):
        for word in words:
            if text.startswith(word):
                return kind, text[len(word) :].strip()
    return "", text


def _drop_leads(text: str) -> str:
    """The text without opening words that add nothing to the figure ("sebanyak", "Rp")."""
    for lead in LEADS:
        rest = text.removeprefix(lead)
        if rest != text and re.match(r"\s*-?\d", rest):
            return rest.strip()
    return text


def _times_and_unit(rest: str) -> tuple[Decimal, str]:
    """What follows a figure: its multiplier ("juta": 1000000) and its unit. Raises Unreadable."""
    words = rest.strip().strip(".;").split()
    times = Decimal(10 ** SCALES[words.pop(0)]) if words and words[0] in SCALES else Decimal(1)
    return times, _unit(" ".join(words))


def _unit(rest: str) -> str:
    if not rest:
        return ""
    scale = _SCALE_OF.fullmatch(rest)
    if scale:
        return f"skala {read_number(scale['top'])[0].normalize():f}"
    if any(letter.isdigit() for letter in rest):
        raise Unreadable("memuat lebih dari satu besaran")
    if rest.startswith(("%", "persen")):
        return PERCENT
    for unit in TIME_UNITS:
        if rest == unit or rest.startswith((unit + " ", unit + ",")):
            return unit
    first = rest.split()[0].strip(".,;()")
    if first in MONTHS:
        raise Unreadable("berupa tanggal, bukan angka")
    return first
