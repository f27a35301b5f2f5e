"""Files of cases as people make them."""

from __future__ import annotations

import csv
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter

from kinerja.voice.imports.template import NAMES

GOOD = {
    "KODE LAYANAN": "ktp-el",
    "NOMOR BERKAS": "B-1",
    "DITERIMA": "2026-09-01 08:15",
    "SELESAI": "2026-09-02 10:05",
    "MENUNGGU DARI": "",
    "MENUNGGU SAMPAI": "",
    "NIP PETUGAS": "",
    "STATUS": "SELESAI",
}
Cells = dict[str, object]


def row(**facts: object) -> Cells:
    """A good row with some cells changed; underscores stand for spaces."""
    return GOOD | {name.replace("_", " "): value for name, value in facts.items()}


def csv_file(*rows: Cells, names: tuple[str, ...] = NAMES) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, names, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(*rows: Cells) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Data")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_row(0, 0, NAMES)
        for number, cells in enumerate(rows, start=1):
            for column, name in enumerate(NAMES):
                value = cells[name]
                if isinstance(value, datetime):
                    page.write_datetime(number, column, value, moment)
                else:
                    page.write_string(number, column, str(value))
    return target.getvalue()
