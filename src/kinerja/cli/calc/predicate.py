"""`kinerja calc predicate`: two ratings to a predicate."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.output import answer_options, show
from kinerja.rules.predicate import finality, predicate

LABELS = {
    "predicate": "Predikat",
    "label": "Sebutan",
    "printed": "Tercetak",
    "by_matrix": "Menurut kuadran",
    "result": "Hasil kerja",
    "behaviour": "Perilaku kerja",
    "drop_out": "Putus studi",
    "final": "Final",
    "reason": "Keberatan",
}


@click.command("predicate")
@click.option("--result", required=True, help="Rating hasil kerja: diatas, sesuai atau dibawah.")
@click.option("--behaviour", required=True, help="Rating perilaku kerja: diatas, sesuai atau dibawah.")
@click.option("--drop-out", is_flag=True, help="Pegawai tugas belajar yang putus studi.")
@click.option("--taken-over", is_flag=True, help="Evaluasi diambil alih atasan penilai.")
@click.option("--evaluator", default="pejabat_penilai", help="Yang mengevaluasi, misalnya kepala_daerah.")
@answer_options
def command(
    result: str, behaviour: str, drop_out: bool, taken_over: bool, evaluator: str, on: date, as_json: bool
) -> None:
    """Predikat kinerja dari rating hasil kerja dan perilaku kerja."""
    answer = predicate(result, behaviour, on=on, drop_out=drop_out)
    end = finality(on=on, evaluator=evaluator, taken_over=taken_over)
    data = {
        "predicate": answer.predicate,
        "label": answer.label,
        "printed": answer.printed,
        "by_matrix": answer.by_matrix,
        "result": answer.result,
        "behaviour": answer.behaviour,
        "drop_out": answer.drop_out,
        "final": end.final,
        "reason": end.reason,
    }
    steps = answer.explanation + end.explanation
    show(data, steps, as_json=as_json, title="Predikat kinerja", labels=LABELS)
