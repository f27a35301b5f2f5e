"""`kinerja calc hours`: hours of competence development in a year beside the duty."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.lists import whole_figures
from kinerja.cli.calc.output import DAY, answer_options, show
from kinerja.rules.development_hours import Activity, development_hours
from kinerja.rules.errors import RuleError

LABELS = {
    "year": "Tahun",
    "hours": "JP dihitung",
    "least": "Paling sedikit",
    "most": "Paling banyak",
    "fulfilled": "Kewajiban terpenuhi",
    "missing": "Kurang",
    "kinds": "Jenis kegiatan",
}


@click.command()
@click.option(
    "--activity",
    multiple=True,
    required=True,
    metavar="JENIS:JUMLAH[:YYYY-MM-DD]",
    help="Misalnya coaching:2:2026-03-05 atau seminar:8 (boleh diulang; tanpa tanggal: hari --on).",
)
@click.option("--status", default="PNS", show_default=True, help="PNS atau PPPK")
@click.option("--year", type=int, help="Tahun yang dihitung (bawaan: tahun --on).")
@answer_options
def command(activity: tuple[str, ...], status: str, year: int | None, on: date, as_json: bool) -> None:
    """Jam pelajaran (JP) pengembangan kompetensi setahun, dengan batas tiap jenis."""
    entries = [_activity(text, on) for text in activity]
    result = development_hours(entries, year=on.year if year is None else year, status=status, on=on)
    show(result, result.explanation, as_json=as_json, title="Jam pengembangan kompetensi", labels=LABELS)


def _activity(text: str, on: date) -> Activity:
    parts = text.split(":")
    if len(parts) not in (2, 3):
        raise RuleError(f"--activity {text!r}: tulis JENIS:JUMLAH:TANGGAL, misalnya coaching:2:2026-03-05")
    amounts = whole_figures(parts[1], name=f"--activity {parts[0]}")
    if len(amounts) != 1:
        raise RuleError(f"--activity {text!r}: jumlah harus satu bilangan bulat")
    return Activity(parts[0], DAY.convert(parts[2], None, None) if len(parts) == 3 else on, amounts[0])
