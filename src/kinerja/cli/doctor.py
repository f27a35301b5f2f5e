"""`kinerja doctor`: is this machine fit, and if not, what to do."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

MARKS = {"baik": "v", "perhatian": "!", "gagal": "x"}


@click.command("doctor")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON.")
def doctor_command(port: int, as_json: bool) -> None:
    """Periksa komputer ini dan katakan apa yang perlu dilakukan. Keluar 1 bila ada yang gagal."""
    from kinerja.runtime.checks import examine

    checks = examine(port, lambda line: None)
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False))
    else:
        for check in checks:
            click.echo(f" {MARKS[check.state]} {check.name:<27} {check.seen}")
            if check.mend:
                click.echo(f"   -> {check.mend}")
    sys.exit(1 if any(check.state == "gagal" for check in checks) else 0)
