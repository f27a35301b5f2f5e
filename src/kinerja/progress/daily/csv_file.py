"""The daily log as a CSV file: a published template, semicolon or comma, UTF-8 or Excel's own code page."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from ..errors import LineProblem, Lines, NotGiven
from .lines import Line, read_line

COLUMNS = {
    "tanggal": "day",
    "mulai": "starts",
    "selesai": "ends",
    "kegiatan": "text",
    "jumlah": "amount",
    "satuan": "unit",
    "indikator": "item",
    "tautan": "link",
}
NEEDED = ("tanggal", "mulai", "selesai", "kegiatan")
WORDS = {field: column for column, field in COLUMNS.items()}
MOST_LINES = 1_000
LONGEST = 1_048_576
SAMPLE = (
    ("05/10/2026", "08.00", "09.30", "Memeriksa ibu hamil di poli KIA", "12", "pasien", "1.1", ""),
    ("05/10/2026", "09.30", "10.00", "Menyusun laporan bulanan KIA", "1", "laporan", "", ""),
)


def template() -> str:
    """The file that people fill in, with two sample lines."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(SAMPLE)
    return out.getvalue()


def read_csv(data: bytes, items: Mapping[str, UUID]) -> list[tuple[int, Line]]:
    """Lines with their row number in the file (the head is row 1).

    Raises NotGiven for a file that is no such table, Lines with one message a faulty cell.
    """
    rows = _rows(data)
    if not rows:
        raise NotGiven(_("Berkas ini kosong. Unduh contohnya, isi, lalu unggah lagi."))
    head = [cell.strip().casefold() for cell in rows[0]]
    if missing := [name for name in NEEDED if name not in head]:
        raise NotGiven(
            _("Kolom %(names)s tidak ada di baris pertama. Pakai judul kolom seperti pada contoh.")
            % {"names": ", ".join(missing)}
        )
    if len(rows) - 1 > MOST_LINES:
        raise NotGiven(_("Paling banyak 1.000 baris sekali unggah. Bagi berkasnya."))
    fields = [COLUMNS.get(name, "") for name in head]
    found: list[tuple[int, Line]] = []
    problems: list[LineProblem] = []
    for number, cells in enumerate(rows[1:], start=2):
        raw = {field: cell for field, cell in zip(fields, cells, strict=False) if field}
        if not any(cell.strip() for cell in cells):
            continue
        read = read_line(raw, number, items, WORDS)
        problems.extend(read.problems)
        if read.line:
            found.append((number, read.line))
    if problems:
        raise Lines(problems)
    return found


def _rows(data: bytes) -> list[list[str]]:
    if len(data) > LONGEST:
        raise NotGiven(_("Berkas ini lebih dari 1 MB. Bagi menjadi beberapa berkas."))
    if b"\x00" in data or data.startswith(b"PK"):
        raise NotGiven(_("Ini bukan berkas CSV. Di Excel pilih Simpan sebagai, lalu CSV UTF-8."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise NotGiven(_("Berkas CSV ini rusak: tanda kutipnya tidak utuh. Simpan ulang.")) from error
