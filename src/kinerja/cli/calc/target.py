"""`kinerja calc target`: a realisation read against its target."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.output import answer_options, show
from kinerja.rules.targets import read_target

LABELS = {
    "reading": "Bacaan",
    "direction": "Arah",
    "target": "Target",
    "actual": "Realisasi",
    "reason": "Alasan",
}


@click.command("target")
@click.option("--direction", required=True, help="higher, lower atau within.")
@click.option("--target", required=True, help='Contoh: "80 – 90%", "7-8 bulan", "3,5 skala 5".')
@click.option("--actual", required=True, help='Realisasi, misalnya "9 bulan".')
@answer_options
def command(direction: str, target: str, actual: str, on: date, as_json: bool) -> None:
    """Realisasi dibaca terhadap target; bacaan ini bukan rating."""
    answer = read_target(direction=direction, target=target, actual=actual, on=on)
    shown = (
        answer
        if as_json
        else {
            "reading": answer.reading,
            "direction": answer.direction,
            "target": target,
            "actual": actual,
            "reason": answer.reason,
        }
    )
    show(shown, answer.explanation, as_json=as_json, title="Realisasi terhadap target", labels=LABELS)
