"""`kinerja import people`: counts on success, one line a problem and exit 1 otherwise."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kinerja.cli import imports
from kinerja.people.imports.read import read
from kinerja.people.models import Unit
from tests.apps.people.test_import_apply import OFFICE
from tests.apps.people.test_import_read import csv_file
from tests.apps.people.test_import_validate import post
from tests.world import World


@pytest.fixture(autouse=True)
def on_the_test_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "on_database", nullcontext)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(imports.import_command, list(arguments))


def test_a_good_file(world: World, tmp_path: Path) -> None:
    file = tmp_path / "dinsos.csv"
    file.write_bytes(csv_file(*OFFICE))
    looked = run("people", str(file), "--check")
    assert looked.exit_code == 0 and "Pegawai: 3 baru, 0 berubah, 0 tetap" in looked.stdout
    assert not Unit.objects.filter(code="DINSOS").exists()
    done = run("people", str(file), "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["people"] == {"new": 3, "changed": 0, "same": 0}
    assert Unit.objects.filter(code="DINSOS").exists()


def test_a_bad_file(world: World, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(csv_file(*OFFICE, post("A", "TIADA")))
    refused = run("people", str(file))
    assert refused.exit_code == 1
    assert "Baris 8, kolom KODE JABATAN ATASAN: Jabatan TIADA tidak dikenal." in refused.stderr
    assert "Tidak ada yang ditulis" in refused.stderr
    assert not Unit.objects.filter(code="DINSOS").exists()


@pytest.mark.parametrize("name", ["templat.xlsx", "templat.csv"])
def test_the_template_is_saved(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    assert run("template", str(file)).exit_code == 0
    assert len(read(file.read_bytes(), name).rows) == 2
