"""`kinerja serve`: the web server of a real agency."""

from __future__ import annotations

from ipaddress import ip_address

import click

from kinerja.cli.session import Refused, on_database, pending_migrations, plainly, tell


def run_server(host: str, port: int, workers: int | None, announce: tuple[str, ...] = ()) -> None:
    """Serve until the person stops it; call with Django loaded, its connections are closed first.

    Args:
        announce: lines told under the address.
    """
    from django.db import connections

    from kinerja.runtime.server import cores, serve

    def ready() -> None:
        tell(f"\nBuka http://{_shown(host)}:{port}/")
        for line in announce:
            tell(line)
        tell("Tekan Ctrl-C untuk berhenti.")

    connections.close_all()  # workers are forked: each opens its own
    with plainly():
        serve(host, port, workers=workers or cores(), ready=ready)
    tell("Berhenti dengan tertib.")


def _shown(host: str) -> str:
    """The address to open on this machine; a server on every address is reached on the local one."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1"
    return f"[{host}]" if address.version == 6 else host


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Alamat yang didengar.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1), help="Jumlah proses; bawaan: sebanyak inti prosesor.")
def serve_command(host: str, port: int, workers: int | None) -> None:
    """Jalankan server web untuk kantor (DATABASE_URL menunjuk PostgreSQL Anda)."""
    from kinerja.runtime.server import is_free

    with on_database() as cluster:
        if cluster is not None:
            tell("Peringatan: DATABASE_URL kosong; memakai basis data bawaan, cukup untuk satu kantor kecil.")
        if waiting := pending_migrations():
            raise Refused(f"{waiting} perubahan tabel belum diterapkan.", "Jalankan: kinerja migrate")
        if not is_free(host, port):
            raise Refused(f"Port {port} di {host} sedang dipakai.", "Pilih port lain: --port 9000.")
        run_server(host, port, workers)
