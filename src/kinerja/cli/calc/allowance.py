"""`kinerja calc allowance`: the performance allowance by an agency's own map and weights."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from kinerja.cli.calc.lists import figures
from kinerja.cli.calc.output import answer_options, show
from kinerja.rules import allowance
from kinerja.rules.errors import RuleError
from kinerja.rules.exact import number
from kinerja.rules.explain import Step

LABELS = {
    "amount": "Tunjangan (rupiah)",
    "parts": "Rincian",
    "deduction": "Potongan langsung",
    "performance_score": "Nilai komponen kinerja (%)",
    "attendance_score": "Nilai komponen disiplin (%)",
}


@click.command()
@click.option("--base", required=True, help="Dasar tunjangan dalam rupiah.")
@click.option("--predicate", help="Predikat kinerja; memerlukan --map.")
@click.option("--score", help="Nilai komponen kinerja dalam persen, pengganti --predicate.")
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    help="TOML: source = peraturan instansi, [percent] lima predikat.",
)
@click.option("--weights", help="Bobot kinerja,disiplin dalam persen, misalnya 70,30.")
@click.option("--cuts", default="", help="Potongan disiplin dalam persen, misalnya 1.5,3.")
@click.option("--deduction", default="0", show_default=True, help="Potongan langsung dalam rupiah.")
@answer_options
def command(
    base: str,
    predicate: str | None,
    score: str | None,
    map_file: Path | None,
    weights: str | None,
    cuts: str,
    deduction: str,
    on: date,
    as_json: bool,
) -> None:
    """Tunjangan kinerja dari komponen dan bobot; peta predikat berasal dari peraturan instansi."""
    performance, step = _performance(predicate, score, map_file, on)
    attendance = allowance.attendance_score(figures(cuts, name="--cuts"))
    shares = _weights(weights, on)
    result = allowance.allowance(
        base=number(base, name="--base"),
        components=[
            allowance.Component("kinerja", shares[0], performance),
            allowance.Component("disiplin", shares[1], attendance),
        ],
        deduction=number(deduction, name="--deduction"),
        on=on,
    )
    answer = {
        "amount": result.amount,
        "parts": result.parts,
        "deduction": result.deduction,
        "performance_score": performance,
        "attendance_score": attendance,
    }
    show(answer, (step, *result.explanation), as_json=as_json, title="Tunjangan kinerja", labels=LABELS)


def _performance(
    predicate: str | None, score: str | None, map_file: Path | None, on: date
) -> tuple[Decimal, Step]:
    if (predicate is None) == (score is None):
        raise RuleError("isi salah satu: --predicate (dengan --map) atau --score")
    if score is not None:
        value = number(score, name="--score")
        return value, Step("input", str(value), "masukan", f"Nilai komponen kinerja {value}%.")
    mapping = None if map_file is None else _read_map(map_file, on)
    return allowance.performance_score(str(predicate), mapping=mapping, on=on)


def _read_map(path: Path, on: date) -> allowance.PredicateMap:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name}: bukan TOML yang sah ({error})") from error
    percent = data.get("percent")
    if not isinstance(percent, dict):
        raise RuleError(f"{path.name}: bagian [percent] tidak ada; isi kelima predikat di bawahnya")
    texts = {name: str(value) for name, value in percent.items()}
    return allowance.predicate_map(texts, source=str(data.get("source", "")), on=on)


def _weights(text: str | None, on: date) -> tuple[Decimal, Decimal]:
    if text is None:
        usual = allowance.default_weights(on)
        return usual["kinerja"], usual["disiplin"]
    shares = figures(text, name="--weights")
    if len(shares) != 2:
        raise RuleError(f"--weights {text!r}: tulis dua bobot, misalnya 70,30")
    return shares[0], shares[1]
