"""`kinerja calc sample-size`: how many respondents a survey needs."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.output import answer_options, show
from kinerja.rules import skm

LABELS = {
    "population": "Pengguna layanan",
    "table": "Sampel menurut tabel",
    "formula": "Sampel menurut rumus",
    "census": "Semua diwawancarai",
}


@click.command()
@click.argument("population", type=int, metavar="POPULASI")
@answer_options
def command(population: int, on: date, as_json: bool) -> None:
    """Jumlah responden yang diperlukan untuk sekian pengguna layanan (Krejcie & Morgan)."""
    result = skm.sample_size(population, on=on)
    show(result, result.explanation, as_json=as_json, title="Jumlah sampel survei", labels=LABELS)
