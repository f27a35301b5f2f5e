"""`kinerja calc improvement`: the six-month path as a dated checklist."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.output import DAY, answer_options, show
from kinerja.rules.improvement import POSTS, improvement_path

LABELS = {
    "applies": "Berlaku",
    "predicate": "Predikat",
    "started": "Mulai",
    "objection_due": "Keberatan paling lambat",
    "steps": "Langkah",
    "discipline_case": "Perkara disiplin",
}


@click.command("improvement")
@click.option("--predicate", required=True, help="Predikat kinerja tahunan.")
@click.option("--post", default="ja", show_default=True, help=f"Jenis jabatan: {', '.join(POSTS)}.")
@click.option("--from", "started", type=DAY, required=True, help="Hari mulai masa perbaikan.")
@click.option("--received", type=DAY, help="Hari hasil evaluasi diterima (bawaan: sama dengan --from).")
@answer_options
def command(predicate: str, post: str, started: date, received: date | None, on: date, as_json: bool) -> None:
    """Jalur perbaikan kinerja enam bulan; tidak pernah menjadi perkara disiplin."""
    answer = improvement_path(predicate, post=post, received=received or started, started=started, on=on)
    shown = (
        answer
        if as_json
        else {
            "applies": answer.applies,
            "predicate": answer.predicate,
            "started": answer.started,
            "objection_due": answer.objection_due,
            "steps": [f"{step.opens}: {step.title}" for step in answer.steps],
            "discipline_case": answer.discipline_case,
        }
    )
    show(shown, answer.explanation, as_json=as_json, title="Jalur perbaikan kinerja", labels=LABELS)
