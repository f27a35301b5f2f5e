"""`kinerja calc credit`: credit points of one period."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.output import answer_options, show
from kinerja.rules.credit import convert

LEVELS = "pemula terampil mahir penyelia ahli_pertama ahli_muda ahli_madya ahli_utama"
LABELS = {
    "credit": "Angka kredit",
    "level": "Jenjang",
    "predicate": "Predikat",
    "months": "Bulan",
    "percent": "Persentase",
    "coefficient": "Koefisien setahun",
}


@click.command()
@click.option(
    "--level",
    required=True,
    help=LEVELS,
)
@click.option("--predicate", required=True, help="SANGAT_BAIK BAIK BUTUH_PERBAIKAN KURANG SANGAT_KURANG")
@click.option("--months", type=int, default=12, show_default=True, help="Bulan dalam periode, 1 sampai 12.")
@answer_options
def command(level: str, predicate: str, months: int, on: date, as_json: bool) -> None:
    """Angka kredit konversi dari predikat kinerja satu periode."""
    result = convert(level_name=level, predicate_name=predicate, months=months, on=on)
    show(result, result.explanation, as_json=as_json, title="Angka kredit konversi", labels=LABELS)
