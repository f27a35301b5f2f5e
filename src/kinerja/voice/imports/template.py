"""The published template of cases: its columns, and which further columns are refused, and why.

A case knows a number, never a citizen (UU 27/2022 Ps 16(2): only the data that the purpose needs).
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop as _

from kinerja.people.imports.read import Layout
from kinerja.people.imports.template import Column

COLUMNS = (
    Column("KODE LAYANAN", _("Kode layanan seperti di katalog standar pelayanan."),
           ("ktp-el", "ktp-el"), 20),
    Column("NOMOR BERKAS", _("Nomor berkas atau antrean; satu nomor sekali dalam satu layanan. Bukan NIK."),
           ("B-2026-0001", "B-2026-0002"), 20),
    Column("DITERIMA", _("Waktu berkas diterima: 2026-01-31 08:15 atau 31/01/2026 08.15."),
           ("2026-09-01 08:15", "2026-09-01 08:40"), 20),
    Column("SELESAI", _("Waktu layanan selesai; kosong bila belum."),
           ("2026-09-02 10:05", ""), 20),
    Column("MENUNGGU DARI", _("Mulai menunggu warga melengkapi berkas; boleh kosong."),
           ("2026-09-01 09:00", ""), 20),
    Column("MENUNGGU SAMPAI", _("Warga sudah melengkapi; boleh kosong."),
           ("2026-09-01 13:30", ""), 20),
    Column("NIP PETUGAS", _("18 angka, sel berformat Teks; boleh kosong."), ("", ""), 22),
    Column("STATUS", _("SELESAI, DIPROSES, MENUNGGU, atau DIBATALKAN. Kosong: dibaca dari kolom SELESAI."),
           ("SELESAI", "DIPROSES"), 14),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
MAX_ROWS = 250_000
OF_A_CITIZEN = re.compile(
    r"\b(NIK|NAMA|NO(MOR)? ?KK|KK|ALAMAT|TELEPON|TELP|TLP|HP|PONSEL|WHATSAPP|WA|SUREL|E-?MAIL|TANGGAL LAHIR"
    r"|TGL LAHIR|TEMPAT LAHIR|KTP|PEMOHON|PASIEN|WARGA|JENIS KELAMIN)\b"
)


def refusal(heading: str) -> str:
    """Why a column of this heading may not come in; "" when it does no harm."""
    if OF_A_CITIZEN.search(heading):
        return (
            "Kolom ini memuat data pribadi warga. Kinerja hanya memerlukan nomor berkas dan waktu "
            "(UU 27/2022: data pribadi diproses terbatas sesuai tujuan)."
        )
    return ""


LAYOUT = Layout(
    names=NAMES,
    needed=frozenset({"KODE LAYANAN", "NOMOR BERKAS", "DITERIMA", "SELESAI"}),
    marks=frozenset({"KODE LAYANAN", "NOMOR BERKAS"}),
    max_rows=MAX_ROWS,
    refusal=refusal,
)
