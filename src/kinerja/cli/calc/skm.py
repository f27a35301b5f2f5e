"""`kinerja calc skm`: the satisfaction index of a CSV file of any size."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from kinerja.cli.calc.csv_file import CsvLines, csv_lines
from kinerja.cli.calc.output import answer_options, show
from kinerja.rules import skm

LARGE = 20_000_000
LABELS = {
    "n": "Responden",
    "ikm": "IKM",
    "grade": "Mutu pelayanan",
    "performance": "Kinerja unit",
    "withheld": "Catatan",
    "nrr": "NRR tiap unsur",
    "weighted": "NRR tertimbang",
    "weighted_total": "Jumlah NRR tertimbang",
    "converted": "Nilai tiap unsur (NRR x 25)",
    "answers": "Banyak jawaban",
    "lowest": "Tiga unsur terendah",
    "ties": "Nilai sama",
    "weights": "Bobot",
    "groups": "Kelompok",
    "mean_of_groups": "Rata-rata nilai kelompok (pembanding)",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--weights", default="exact", show_default=True, help="exact, 0.111 atau 0.11 (laporan lama).")
@click.option("--group-by", metavar="KOLOM", help="Hitung juga tiap nilai kolom ini.")
@answer_options
def command(file: Path, weights: str, group_by: str | None, on: date, as_json: bool) -> None:
    """IKM dan mutu pelayanan dari jawaban survei.

    Kolom: persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, pengaduan, sarana
    (urutan bebas, kolom lain diabaikan); satu baris satu responden, jawaban 1..4, kosong bila tidak
    dijawab.
    """
    with csv_lines(file) as source, _progress(file, source) as on_batch:
        table = skm.tally_csv(source.lines, codes=skm.codes(on), group_by=group_by, on_batch=on_batch)
    result = skm.compute(table.total, on=on, weights=weights)
    answer = _answer(result)
    if group_by is not None:
        groups = {
            name: skm.compute(tally, on=on, weights=weights)
            for name, tally in table.groups.items()
            if tally.n
        }
        answer["groups"] = {name: _short(part) for name, part in groups.items()}
        indices = [part.ikm for part in groups.values() if part.ikm is not None]
        answer["mean_of_groups"] = skm.mean_of_units(indices) if indices else None
    show(answer, result.explanation, as_json=as_json, title="Indeks Kepuasan Masyarakat", labels=LABELS)


def _short(result: skm.SkmResult) -> dict[str, Any]:
    return {
        "n": result.n,
        "ikm": result.ikm,
        "grade": result.grade,
        "withheld": result.withheld,
        "nrr": {score.code: score.shown for score in result.elements},
        "lowest": result.lowest,
    }


def _answer(result: skm.SkmResult) -> dict[str, Any]:
    return {
        "n": result.n,
        "ikm": result.ikm,
        "grade": result.grade,
        "performance": result.performance,
        "withheld": result.withheld,
        "nrr": {score.code: score.shown for score in result.elements},
        "weighted": {score.code: score.weighted for score in result.elements},
        "weighted_total": result.weighted_total,
        "converted": {score.code: score.converted for score in result.elements},
        "answers": {score.code: score.answers for score in result.elements},
        "lowest": result.lowest,
        "ties": result.ties,
        "weights": result.weights,
    }


@contextmanager
def _progress(file: Path, source: CsvLines) -> Iterator[Callable[[], None] | None]:
    """A bar on standard error while a large file is read by a person at a terminal."""
    if file.stat().st_size < LARGE or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Membaca jawaban", total=file.stat().st_size)
        yield lambda: bar.update(task, completed=source.read())
