"""`kinerja audit verify` on an embedded database: sound, tampered with, replaced."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from kinerja.runtime.cluster import hold
from tests.runtime.process import Kinerja, clean_environment, open_place, run

TAMPER = "UPDATE audit_event SET why = 'lain' WHERE id = (SELECT min(id) FROM audit_event)"


@pytest.fixture(scope="module")
def office() -> Iterator[Path]:
    """A data folder with one sealed act in its log."""
    with open_place() as folder:
        refused = run(folder, "audit", "verify")
        assert refused.returncode == 1 and "kinerja migrate" in refused.stderr
        assert run(folder, "migrate").returncode == 0
        arguments = ("create-admin", "--username", "admin", "--name", "Ani", "--password-stdin")
        assert run(folder, *arguments, "--email", "", stdin="kuda-laut-biru-42\n").returncode == 0
        _seal(folder)
        yield folder


def _seal(folder: Path) -> None:
    """As the worker does it, two minutes from now."""
    code = (
        "from kinerja.cli.session import on_database\n"
        "with on_database():\n"
        "    from datetime import timedelta\n"
        "    from django.utils import timezone\n"
        "    from kinerja.audit.actions import seal\n"
        "    assert seal(at=timezone.now() + timedelta(minutes=2))\n"
    )
    python(folder, code)


def python(folder: Path, code: str) -> None:
    subprocess.run([sys.executable, "-c", code], env=clean_environment(folder), check=True, timeout=300)


def execute(folder: Path, *statements: str) -> None:
    """As somebody who owns the tables, with the triggers off."""
    with hold(folder, tell=lambda line: None) as cluster, psycopg.connect(cluster.url()) as connection:
        connection.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        for statement in statements:
            connection.execute(statement)
        connection.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


def test_sound_then_replaced_then_tampered_with(office: Path) -> None:
    kinerja: Kinerja = partial(run, office)
    sound = kinerja("audit", "verify", "--json")
    assert sound.returncode == 0, sound.stderr
    facts = json.loads(sound.stdout)
    assert facts["sound"] and facts["seals"] == 1 and facts["events"] >= 1
    assert kinerja("audit", "verify", "--seal", facts["last_seal"]).returncode == 0

    other = kinerja("audit", "verify", "--seal", "0" * 64)
    assert other.returncode == 2 and "bukan yang dahulu" in other.stdout
    wrong = kinerja("audit", "verify", "--seal", "singkat")
    assert wrong.returncode == 1 and "64 huruf" in wrong.stderr

    with (
        hold(office, tell=lambda line: None) as cluster,
        psycopg.connect(cluster.url()) as connection,
        pytest.raises(psycopg.Error, match="tidak dapat diubah"),
    ):
        connection.execute(TAMPER)
    execute(office, TAMPER)
    found = kinerja("audit", "verify")
    assert found.returncode == 2
    assert "tidak cocok dengan segelnya" in found.stdout and "Traceback" not in found.stderr
    again = json.loads(kinerja("audit", "verify", "--json").stdout)
    assert not again["sound"] and len(again["faults"]) == 1
