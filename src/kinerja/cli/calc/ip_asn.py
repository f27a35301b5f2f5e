"""`kinerja calc ip-asn`: the professionalism index of one person."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.output import answer_options, show
from kinerja.rules.profile_index import profile_index

LABELS = {
    "index": "IP-ASN",
    "category": "Kategori",
    "qualification": "Kualifikasi (25)",
    "competence": "Kompetensi (40)",
    "performance": "Kinerja (30)",
    "discipline": "Disiplin (5)",
}


@click.command()
@click.option("--education", required=True, help="S3 S2 S1 D4 D3 D2 D1 SMA SMP SD")
@click.option("--post", required=True, help="struktural, fungsional, atau pelaksana")
@click.option(
    "--training",
    multiple=True,
    help="diklat_kepemimpinan, diklat_fungsional, diklat_20_jp, seminar (boleh diulang).",
)
@click.option("--predicate", required=True, help="SANGAT_BAIK BAIK BUTUH_PERBAIKAN KURANG SANGAT_KURANG")
@click.option("--discipline", default="tidak_ada", show_default=True, help="tidak_ada ringan sedang berat")
@answer_options
def command(
    education: str,
    post: str,
    training: tuple[str, ...],
    predicate: str,
    discipline: str,
    on: date,
    as_json: bool,
) -> None:
    """Indeks Profesionalitas ASN: empat dimensi dan kategorinya."""
    result = profile_index(
        education=education, post=post, trainings=training, predicate=predicate, discipline=discipline, on=on
    )
    show(result, result.explanation, as_json=as_json, title="Indeks Profesionalitas ASN", labels=LABELS)
