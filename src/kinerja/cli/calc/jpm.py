"""`kinerja calc jpm`: Job Person Match from required and achieved levels."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.lists import whole_figures
from kinerja.cli.calc.output import answer_options, show
from kinerja.rules.competence import dictionary, job_person_match, required_level
from kinerja.rules.errors import RuleError
from kinerja.rules.explain import Explanation

LABELS = {
    "jpm": "JPM (%)",
    "category": "Kategori",
    "category_code": "Kode kategori",
    "purpose": "Tujuan",
    "gaps": "Selisih tiap kompetensi",
    "shortfall": "Kekurangan (%)",
}


@click.command()
@click.option("--required", help="Level yang diperlukan, misalnya 3,3,2.")
@click.option("--post", help="Jenjang jabatan, pengganti --required (semua kompetensi sama).")
@click.option("--actual", required=True, help="Level yang dicapai, misalnya 3,2,2.")
@click.option("--purpose", default="pengisian", show_default=True, help="pengisian atau pemetaan.")
@answer_options
def command(
    required: str | None, post: str | None, actual: str, purpose: str, on: date, as_json: bool
) -> None:
    """Kecocokan orang dengan jabatan (JPM), kategori, dan selisih tiap kompetensi."""
    steps: Explanation = ()
    if required is not None:
        needs = whole_figures(required, name="--required")
    elif post is not None:
        level, step = required_level(post, on=on)
        needs, steps = [level] * len(dictionary(on)), (step,)
    else:
        raise RuleError("isi --required, misalnya 3,3,2, atau --post, misalnya administrator")
    result = job_person_match(
        required=needs, actual=whole_figures(actual, name="--actual"), purpose=purpose, on=on
    )
    show(result, (*steps, *result.explanation), as_json=as_json, title="Job Person Match", labels=LABELS)
