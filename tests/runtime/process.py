"""The command `kinerja` in a process of its own, as a person starts it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Kinerja = Callable[..., subprocess.CompletedProcess[str]]
PROGRAM = Path(sys.executable).parent / "kinerja"


def clean_environment(data: Path) -> dict[str, str]:
    """The environment of a person who has set nothing but the data folder."""
    ours = ("KINERJA_", "DATABASE_URL", "DJANGO_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "KINERJA_DATA": str(data)}


@contextmanager
def open_place() -> Iterator[Path]:
    """A short folder that another system user may pass through (pytest's own folders are closed)."""
    folder = Path(tempfile.mkdtemp(prefix="kinerja-uji-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def run(data: Path, *arguments: str, stdin: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end on the data folder `data`; `extra` goes into its environment."""
    return subprocess.run(
        [str(PROGRAM), *arguments],
        env={**clean_environment(data), **extra},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
