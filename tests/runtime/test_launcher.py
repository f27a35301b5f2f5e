"""The launcher says in plain words what stands in its way, and stays out of it when nothing does."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A scratch folder with what the launcher reads, and no .venv."""
    for name in ("kinerja", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def launcher(copy: Path) -> ModuleType:
    """The launcher of the scratch folder as a module."""
    loader = SourceFileLoader("launcher", str(copy / "kinerja"))
    spec = spec_from_loader("launcher", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _no_bytecode(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield


def test_an_old_python_can_read_the_launcher_and_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "kinerja").read_text(encoding="utf-8"), feature_version=(3, 6))
    names = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        )
    }
    assert names <= sys.stdlib_module_names
    assert "__future__" not in names


def test_an_old_python_is_told_so(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(launcher.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as stopped:
        launcher.check_python()
    assert stopped.value.code == 1
    words = capsys.readouterr().err
    assert "Python 3.9 terlalu tua" in words
    assert "apt install python3.11" in words


def test_an_old_python_hands_over_to_a_newer_one_of_this_machine(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[list[str]] = []
    monkeypatch.setattr(launcher.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(launcher.sys, "argv", ["kinerja", "demo", "--port", "9000"])
    monkeypatch.setattr(launcher.shutil, "which", lambda name: f"/x/{name}" if name == "python3.12" else None)

    def execv(path: str, arguments: list[str]) -> None:
        handed.append([path, *arguments[1:]])
        raise SystemExit

    monkeypatch.setattr(launcher.os, "execv", execv)
    with pytest.raises(SystemExit):
        launcher.check_python()
    assert handed == [["/x/python3.12", str(launcher.ROOT / "kinerja"), "demo", "--port", "9000"]]


def test_a_missing_venv_module_is_named_with_its_package(copy: Path) -> None:
    blocked = "import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = ['kinerja']; "
    done = subprocess.run(
        [sys.executable, "-c", blocked + f"runpy.run_path({str(copy / 'kinerja')!r}, run_name='__main__')"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "modul venv tidak ada" in done.stderr
    assert f"python3.{sys.version_info[1]}-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_noticed_before_anything_is_written(
    launcher: ModuleType,
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    full = shutil._ntuple_diskusage(10**9, 10**9 - 10**8, 10**8)
    monkeypatch.setattr(launcher.shutil, "disk_usage", lambda path: full)
    with pytest.raises(SystemExit):
        launcher.prepare("")
    assert "ruang disk" in capsys.readouterr().err
    assert not (copy / ".venv").exists()


def test_no_registry_in_reach_is_said_and_the_log_is_named(copy: Path) -> None:
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    done = subprocess.run(
        [sys.executable, str(copy / "kinerja"), "--version"],
        env={**kept, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "registri paket Python tidak terjangkau" in done.stderr
    assert "pasang.log" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("OSError: [Errno 28] No space left on device", "ruang disk habis"),
        ("ERROR: Could not find a version that satisfies x (from versions: none)", "tidak terjangkau"),
        ("ERROR: kinerja needs something odd", "kinerja needs something odd"),
    ],
)
def test_pip_is_explained(
    launcher: ModuleType, capsys: pytest.CaptureFixture[str], words: str, expected: str
) -> None:
    launcher.VENV.mkdir()
    launcher.LOG.write_text(words, encoding="utf-8")
    with pytest.raises(SystemExit):
        launcher.explain_pip()
    assert expected in capsys.readouterr().err


def _pretend_installed(launcher: ModuleType, extra: str) -> None:
    (launcher.VENV / "bin").mkdir(parents=True)
    for program in (launcher.KINERJA, launcher.PYTHON):
        program.write_text("")
    launcher.stamp(extra).write_text(launcher.fingerprint())


def test_a_second_start_neither_asks_the_registry_nor_runs_pip(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend_installed(launcher, "")
    monkeypatch.setattr(launcher.subprocess, "Popen", None)
    monkeypatch.setattr(launcher.subprocess, "run", None)
    launcher.prepare("")


def test_the_installation_is_redone_when_what_it_rests_on_changes(launcher: ModuleType, copy: Path) -> None:
    _pretend_installed(launcher, "")
    assert launcher.installed("")
    assert not launcher.installed("test")
    with (copy / "constraints.txt").open("a") as file:
        file.write("# baru\n")
    assert not launcher.installed("")


def test_the_test_extra_serves_ordinary_starts_too(launcher: ModuleType) -> None:
    _pretend_installed(launcher, "test")
    assert launcher.installed("")


def test_ci_runs_exactly_the_one_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec ./kinerja test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert os.access(ROOT / "kinerja", os.X_OK)
