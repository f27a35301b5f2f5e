"""`kinerja calc distribution`: a rater's predicates beside the pattern of the organisation."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.output import answer_options, show
from kinerja.rules.distribution import check
from kinerja.rules.errors import RuleError

LABELS = {
    "complies": "Sesuai pola",
    "organisation": "Predikat organisasi",
    "people": "Jumlah pegawai",
    "counts": "Sebaran",
    "warnings": "Peringatan",
}


def parse_counts(text: str) -> dict[str, int]:
    """`SANGAT_BAIK=3,BAIK=9` as people by predicate. Raises RuleError that names the bad part."""
    counts: dict[str, int] = {}
    for part in text.split(","):
        name, mark, number = (piece.strip() for piece in part.partition("="))
        if not mark or not number.isdecimal() or len(number) > 9:
            raise RuleError(f"--counts: bagian {part.strip()[:40]!r} harus berbentuk PREDIKAT=JUMLAH")
        if name in counts:
            raise RuleError(f"--counts: {name} disebut dua kali")
        counts[name] = int(number)
    return counts


@click.command("distribution")
@click.option("--organisation", required=True, help="Predikat organisasi: ISTIMEWA, BAIK, ...")
@click.option("--counts", required=True, help="Contoh: SANGAT_BAIK=3,BAIK=9,BUTUH_PERBAIKAN=1")
@answer_options
def command(organisation: str, counts: str, on: date, as_json: bool) -> None:
    """Sebaran predikat pegawai dibandingkan dengan pola menurut predikat organisasi."""
    answer = check(organisation, parse_counts(counts), on=on)
    shown = (
        answer
        if as_json
        else {
            "complies": "tidak disimpulkan" if answer.complies is None else answer.complies,
            "organisation": answer.organisation,
            "people": answer.people,
            "counts": answer.counts,
            "warnings": [warning.text for warning in answer.warnings],
        }
    )
    show(shown, answer.explanation, as_json=as_json, title="Pola distribusi predikat", labels=LABELS)
