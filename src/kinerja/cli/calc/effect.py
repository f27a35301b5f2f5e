"""`kinerja calc effect`: difference in differences of a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from kinerja.cli.calc.csv_file import csv_lines
from kinerja.cli.calc.effect_columns import read_columns
from kinerja.cli.calc.output import json_option, show
from kinerja.measure.did import CLUSTERS_EACH, FEW_CLUSTERS, difference_in_differences
from kinerja.measure.errors import MeasureError
from kinerja.measure.means import MINIMUM
from kinerja.measure.result import Effect, Verdict
from kinerja.rules.errors import RuleError
from kinerja.rules.explain import Explanation, Step

LABELS = {
    "estimate": "Selisih perubahan",
    "standard_error": "Galat baku",
    "interval": "Selang kepercayaan",
    "n": "Baris",
    "method": "Cara",
    "p_value": "Nilai p",
    "cells": "Kelompok",
    "verdict": "Simpulan",
    "cautions": "Perhatian",
}
METHODS = {
    "did_hc1": "galat baku tegar (HC1), t dengan n-4 derajat bebas",
    "did_classic": "galat baku biasa (satu ragam), t dengan n-4 derajat bebas",
    "did_cr1": "galat baku menurut kelompok (CR1), t dengan G-1 derajat bebas",
}
VERDICTS = {
    Verdict.EFFECT: "Perubahan kelompok sasaran berbeda dari pembandingnya: selang tidak memuat nol.",
    Verdict.NO_EFFECT_SEEN: "Tidak tampak pengaruh: selang memuat nol. Itu bukan bukti bahwa tidak ada.",
    Verdict.NOT_ENOUGH_DATA: (
        f"Data belum cukup untuk simpulan (perlu sedikitnya {MINIMUM} di tiap kelompok, dan keragaman)."
    ),
}
SOURCE = "docs/adr/0011-measure.md"


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--outcome", required=True, metavar="KOLOM", help="Yang diukur: angka.")
@click.option("--treated", required=True, metavar="KOLOM", help="1 untuk sasaran program, 0 pembanding.")
@click.option("--after", required=True, metavar="KOLOM", help="1 sesudah program mulai, 0 sebelumnya.")
@click.option("--cluster", metavar="KOLOM", help="Kelompok yang datanya saling terkait, misalnya unit.")
@click.option(
    "--errors",
    type=click.Choice(["robust", "classic"]),
    default="robust",
    show_default=True,
    help="Galat baku tegar, atau biasa untuk membandingkan dengan tabel terbitan.",
)
@json_option
def command(
    file: Path,
    outcome: str,
    treated: str,
    after: str,
    cluster: str | None,
    errors: Literal["robust", "classic"],
    as_json: bool,
) -> None:
    """Pengaruh program: selisih perubahan sasaran dan pembanding (difference in differences).

    Satu baris satu pengamatan. Kolom treated dan after berisi 0/1, ya/tidak atau true/false.
    """
    with csv_lines(file) as source:
        columns = read_columns(source.lines, outcome=outcome, treated=treated, after=after, cluster=cluster)
    try:
        found = difference_in_differences(
            columns.outcome, columns.treated, columns.after, columns.cluster, errors=errors
        )
    except MeasureError as error:
        raise RuleError(str(error)) from error
    show(_answer(found), _explain(found), as_json=as_json, title="Pengaruh program", labels=LABELS)


def _answer(found: Effect) -> dict[str, Any]:
    return {
        "estimate": found.estimate,
        "standard_error": found.standard_error,
        "interval": found.interval,
        "p_value": found.p_value,
        "n": found.n,
        "method": found.method,
        "cells": {group.name: {"n": group.n, "mean": group.mean} for group in found.groups},
        "verdict": found.verdict,
        "cautions": found.cautions,
    }


def _explain(found: Effect) -> Explanation:
    means = {group.name: group.mean for group in found.groups}
    steps = [
        Step(
            "arithmetic",
            found.estimate,
            SOURCE,
            f"({means['treated_after']:.6g} - {means['treated_before']:.6g}) - "
            f"({means['comparison_after']:.6g} - {means['comparison_before']:.6g}) = {found.estimate:.6g}",
        ),
        Step("arithmetic", found.method, SOURCE, f"Cara: {METHODS[found.method]}."),
    ]
    if FEW_CLUSTERS in found.cautions:
        says = (
            f"Kurang dari {CLUSTERS_EACH} kelompok di salah satu sisi: selang hanya memuat kebetulan "
            "siapa yang menjawab, bukan perbedaan antarkelompok."
        )
        steps.append(Step("arithmetic", FEW_CLUSTERS, SOURCE, says))
    return (*steps, Step("arithmetic", found.verdict.value, SOURCE, VERDICTS[found.verdict]))
