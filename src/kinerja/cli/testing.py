"""`kinerja test`: everything that must hold before a change may go in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

import kinerja
from kinerja.cli.session import Refused, tell
from kinerja.runtime.chromium import ensure_chromium
from kinerja.runtime.server import cores

ROOT = Path(kinerja.__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
MOST_WORKERS = 4
STATIC = {
    "gaya": ["ruff", "check", "."],
    "tata letak": ["ruff", "format", "--check", "."],
    "arah impor": ["lint-imports", "--no-cache"],
    "migrasi": ["python", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "tipe": ["mypy"],
}


@dataclass(frozen=True)
class Outcome:
    """One stage: its name, whether it holds, how long it took, what it said (unless shown live)."""

    name: str
    passed: bool
    seconds: float
    words: str = ""


@click.command("test")
@click.argument("files", nargs=-1)
@click.option("-k", "expression", help="Hanya uji yang namanya cocok dengan EXPR.", metavar="EXPR")
@click.option("--fast", is_flag=True, help="Tanpa perjalanan di peramban.")
def test_command(files: tuple[str, ...], expression: str | None, fast: bool) -> None:
    """Periksa gaya, tipe, arah impor, migrasi, lalu jalankan semua uji pada PostgreSQL sungguhan."""
    if not (ROOT / "pyproject.toml").exists():
        raise Refused(
            "Uji hanya dapat dijalankan dari klon proyek.", "Klon repositorinya, lalu: ./kinerja test"
        )
    narrowed = bool(files or expression)
    outcomes: list[Outcome] = []
    if not narrowed:
        outcomes += _static_stages()
        if not fast:
            outcomes.append(_chromium_stage())
    outcomes.append(_tests(files, expression, fast, narrowed))
    _table(outcomes)
    failed = sum(not outcome.passed for outcome in outcomes)
    click.echo(f"tahap: {len(outcomes) - failed} lulus, {failed} gagal")
    sys.exit(1 if failed else 0)


def _environment() -> dict[str, str]:
    extra = {"DJANGO_SETTINGS_MODULE": "kinerja.settings", "KINERJA_SECRET_KEY": "x" * 50, "PYTHONUTF8": "1"}
    return {**os.environ, **extra, "PATH": f"{TOOLS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _static_stages() -> list[Outcome]:
    """The slowest first and the others beside it; each stage's words appear together, when it fails."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        slowest_first = reversed(STATIC.items())
        running = [pool.submit(_quiet, name, command) for name, command in slowest_first]
        outcomes = [future.result() for future in running]
    for outcome in outcomes:
        if not outcome.passed:
            click.echo(f"\n--- {outcome.name} ---\n{outcome.words}")
    return outcomes[::-1]


def _quiet(name: str, command: list[str]) -> Outcome:
    """Run one tool. A missing tool is a failure."""
    tell(f"{name}: {' '.join(command)}")
    started = time.monotonic()
    try:
        done = subprocess.run(
            [str(TOOLS / command[0]), *command[1:]],
            cwd=ROOT,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        return Outcome(name, False, time.monotonic() - started, f"{command[0]} tidak ada: {error}")
    return Outcome(name, done.returncode == 0, time.monotonic() - started, done.stdout)


def _chromium_stage() -> Outcome:
    started = time.monotonic()
    trouble = ensure_chromium(tell)
    if trouble:
        click.echo(f"\n--- peramban ---\n{trouble}")
    return Outcome("peramban", not trouble, time.monotonic() - started)


def _tests(files: tuple[str, ...], expression: str | None, fast: bool, narrowed: bool) -> Outcome:
    command = [str(TOOLS / "python"), "-m", "pytest", *files]
    command += ["-k", expression] if expression else []
    command += ["-m", "not browser"] if fast else []
    if not narrowed and cores() > 1:
        command += ["-n", str(min(cores(), MOST_WORKERS)), "--dist", "loadfile"]
    tell(f"uji: {' '.join(command[1:])}")
    environment = _environment()
    del environment["DJANGO_SETTINGS_MODULE"], environment["KINERJA_SECRET_KEY"]
    started = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return Outcome("uji", status == 0, time.monotonic() - started)


def _table(outcomes: list[Outcome]) -> None:
    click.echo("\n  tahap          hasil   detik")
    for outcome in outcomes:
        verdict = "lulus" if outcome.passed else "GAGAL"
        click.echo(f"  {outcome.name:<14} {verdict:<6} {outcome.seconds:6.1f}")
