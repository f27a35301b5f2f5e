"""`kinerja audit verify`: has anybody changed the log behind its back?"""

from __future__ import annotations

import json
import re

import click

from kinerja.cli.session import Refused, on_database, pending_migrations, tell

UNSOUND = 2


@click.group("audit")
def audit_command() -> None:
    """Periksa catatan audit."""


@audit_command.command("verify")
@click.option("--seal", "expected", default="", help="Sidik segel yang pernah Anda simpan di luar sistem.")
@click.option("--json", "as_json", is_flag=True, help="Cetak sebagai JSON.")
@click.pass_context
def verify_command(ctx: click.Context, expected: str, as_json: bool) -> None:
    """Hitung ulang rantai segel. Keluar 0 bila utuh, 2 bila ada yang tidak cocok."""
    wanted = expected.strip().lower()
    if wanted and not re.fullmatch("[0-9a-f]{64}", wanted):
        raise Refused(
            "Sidik segel terdiri dari 64 huruf 0-9 dan a-f.", "Salin lagi dari tempat Anda menyimpannya."
        )
    with on_database():
        if pending_migrations():
            raise Refused("Tabel belum mutakhir.", "Jalankan lebih dahulu: kinerja migrate")
        from django.utils import timezone

        from kinerja.audit.actions import verify_recorded
        from kinerja.audit.queries import log_standing

        standing = log_standing()
        faults = verify_recorded(actor=None, at=timezone.now(), expected=wanted)
    last = standing.last
    facts = {
        "sound": not faults,
        "events": standing.events,
        "unsealed": standing.waiting,
        "seals": standing.seals,
        "last_seal": last.digest if last else None,
        "faults": faults,
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        for fault in faults:
            click.echo(fault)
        if not faults:
            click.echo(f"Utuh: {standing.events} catatan, {standing.seals} segel.")
        tell(
            f"{standing.waiting} catatan belum disegel." + (f" Segel terakhir: {last.digest}" if last else "")
        )
    ctx.exit(UNSOUND if faults else 0)
