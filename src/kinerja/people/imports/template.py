"""The published template: its columns, and the files that people download.

The files are in Indonesian; the page translates the explanations.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext_noop as _

SHEET = "Data"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template, explained to who fills it in, with two example rows."""

    name: str
    explanation: str
    examples: tuple[str, str]
    width: int = 16


COLUMNS = (
    Column("NIP", _("18 angka, sel berformat Teks. Kosongkan untuk jabatan tanpa pejabat."),
           ("198001152010011001", "198502202010022002"), 22),
    Column("NAMA", _("Nama lengkap dengan gelar."), ("Hendra Gunawan", "Dewi Lestari"), 26),
    Column("JENIS", _("PNS atau PPPK."), ("PNS", "PNS"), 8),
    Column("PANGKAT/GOLONGAN", _("Misalnya Penata, III/c."), ("Penata, III/c", "Pengatur, II/c"), 20),
    Column("SUREL", _("Alamat surel kedinasan; boleh kosong."), ("", ""), 26),
    Column("KODE UNIT", _("Kode tetap unit kerja."), ("PKM1", "PKM1")),
    Column("NAMA UNIT", _("Cukup sekali setiap unit; kosong berarti unit sudah terdaftar."),
           ("Puskesmas Melati", ""), 30),
    Column("KODE UNIT INDUK", _("Kode unit di atasnya; kosong untuk unit puncak."), ("DINKES", "")),
    Column("JENIS UNIT", _("INSTANSI, SEKRETARIAT, DINAS, KECAMATAN, PUSKESMAS, SEKOLAH, atau BIDANG."),
           ("PUSKESMAS", "")),
    Column("KODE JABATAN", _("Kode tetap jabatan; jabatan staf boleh dipakai banyak pegawai."),
           ("KA-PKM1", "PERAWAT-PKM1")),
    Column("NAMA JABATAN", _("Cukup sekali setiap jabatan; kosong berarti jabatan sudah terdaftar."),
           ("Kepala Puskesmas Melati", "Perawat Terampil"), 30),
    Column("TINGKAT", _("JPT, ADMINISTRATOR, PENGAWAS, PELAKSANA, atau JF."), ("PENGAWAS", "JF")),
    Column("JENJANG", _("Hanya untuk JF: PEMULA, TERAMPIL, MAHIR, PENYELIA, AHLI PERTAMA, AHLI MUDA, "
           "AHLI MADYA, atau AHLI UTAMA."), ("", "TERAMPIL")),
    Column("MEMIMPIN UNIT", _("YA untuk kepala unit; selain itu TIDAK atau kosong."), ("YA", "TIDAK")),
    Column("KODE JABATAN ATASAN", _("Kode jabatan atasan langsung; kosong hanya untuk jabatan puncak."),
           ("KADINKES", "KA-PKM1"), 22),
    Column("JENIS PENGANGKATAN", _("DEFINITIF (atau kosong), PLT, PLH, atau TUGAS BELAJAR."),
           ("DEFINITIF", "DEFINITIF"), 20),
    Column("MULAI", _("Tanggal mulai menjabat: 2026-01-31 atau 31/01/2026."), ("2024-01-02", "2024-01-02")),
    Column("SAMPAI", _("Hari terakhir menjabat; kosong bila masih menjabat."), ("", "")),
    Column("NOMOR KEPUTUSAN", _("Nomor surat keputusan; boleh kosong."), ("800/12/2024", "800/13/2024"), 20),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)


def csv_template(columns: Sequence[Column] = COLUMNS) -> bytes:
    """The template as CSV with semicolons and a byte order mark, as Excel in Indonesia opens it."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for example in range(2):
        writer.writerow([column.examples[example] for column in columns])
    return text.getvalue().encode("utf-8-sig")


def xlsx_template(columns: Sequence[Column] = COLUMNS) -> bytes:
    """The template as a workbook: the sheet to fill in, every cell as text, and a sheet of explanations."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bg_color": "#E8EDF5", "border": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        data, words = book.add_worksheet(SHEET), book.add_worksheet("Penjelasan")
        for at, column in enumerate(columns):
            data.set_column(at, at, column.width, text)
            data.write_string(0, at, column.name, head)
            for example in range(2):
                data.write_string(example + 1, at, column.examples[example], text)
        data.freeze_panes(1, 1)
        words.set_column(0, 0, 24)
        words.set_column(1, 1, 90)
        words.write_row(0, 0, ["Kolom", "Isi"], head)
        for row, column in enumerate(columns, start=1):
            words.write_string(row, 0, column.name)
            words.write_string(row, 1, column.explanation, wrap)
    return target.getvalue()
