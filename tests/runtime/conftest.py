"""What the tests of the runtime share."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.runtime.process import Kinerja, run


@pytest.fixture
def place() -> Iterator[Path]:
    """A short folder that another system user may pass through (pytest's own folders are closed)."""
    folder = Path(tempfile.mkdtemp(prefix="kinerja-uji-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def kinerja(place: Path) -> Kinerja:
    """Run the installed command `kinerja` on the data folder `place`."""
    return partial(run, place)
