"""`kinerja calc talent`: the box of two axes, or of their weighted components."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import click

from kinerja.cli.calc.lists import figures
from kinerja.cli.calc.output import answer_options, show
from kinerja.rules import talent
from kinerja.rules.errors import RuleError
from kinerja.rules.predicate_names import predicate_named

LABELS = {
    "box": "Kotak",
    "label": "Sebutan",
    "performance": "Kinerja",
    "potential": "Potensial",
    "recommendation": "Rekomendasi",
    "succession_agency": "KRS Instansi",
    "succession_national": "KRS Nasional",
    "performance_score": "Nilai sumbu kinerja",
    "potential_score": "Nilai sumbu potensial",
    "talent_value": "Nilai talenta",
}
TITLE = "Kotak talenta"


@click.command()
@click.option("--performance", help="Sumbu kinerja: diatas, sesuai, dibawah.")
@click.option("--predicate", help="Predikat kinerja, pengganti --performance.")
@click.option("--potential", help="Sumbu potensial: tinggi, menengah, rendah.")
@click.option("--performance-scores", help="Nilai 0..100 komponen kinerja, misalnya 75,60,70,65.")
@click.option("--potential-scores", help="Nilai 0..100 komponen potensial, misalnya 72,68,66,70,85,78,90.")
@answer_options
def command(
    performance: str | None,
    predicate: str | None,
    potential: str | None,
    performance_scores: str | None,
    potential_scores: str | None,
    on: date,
    as_json: bool,
) -> None:
    """Kotak talenta 1..9 dari kinerja dan potensial, beserta rekomendasinya."""
    if performance_scores is not None and potential_scores is not None:
        _show_weighted(performance_scores, potential_scores, on, as_json)
        return
    if predicate is not None and performance is None:
        performance = talent.performance_status(predicate_named(predicate, on=on), on=on)
    if performance is None or potential is None:
        raise RuleError(
            "isi --performance (atau --predicate) dan --potential, "
            "atau --performance-scores dan --potential-scores"
        )
    result = talent.box(performance=performance, potential=potential, on=on)
    show(result, result.explanation, as_json=as_json, title=TITLE, labels=LABELS)


def _show_weighted(performance: str, potential: str, on: date, as_json: bool) -> None:
    y_names, x_names = talent.components(on)
    result = talent.weighted(
        performance=_named(performance, y_names, "--performance-scores"),
        potential=_named(potential, x_names, "--potential-scores"),
        on=on,
    )
    answer: dict[str, Any] = {
        "box": result.talent.box,
        "label": result.talent.label,
        "performance": result.talent.performance,
        "potential": result.talent.potential,
        "performance_score": result.performance_score,
        "potential_score": result.potential_score,
        "talent_value": result.talent_value,
        "recommendation": result.talent.recommendation,
        "succession_agency": result.talent.succession_agency,
        "succession_national": result.talent.succession_national,
    }
    show(answer, result.explanation, as_json=as_json, title=TITLE, labels=LABELS)


def _named(text: str, names: tuple[str, ...], option: str) -> dict[str, Decimal]:
    values = figures(text, name=option)
    if len(values) != len(names):
        raise RuleError(f"{option}: {len(values)} nilai, diperlukan {len(names)}: {', '.join(names)}")
    return dict(zip(names, values, strict=True))
