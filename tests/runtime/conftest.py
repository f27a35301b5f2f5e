"""What the tests of the runtime share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.runtime.process import Kinerja, open_place, run


@pytest.fixture
def place() -> Iterator[Path]:
    """A data folder for this test alone."""
    with open_place() as folder:
        yield folder


@pytest.fixture
def kinerja(place: Path) -> Kinerja:
    """Run the installed command `kinerja` on the data folder `place`."""
    return partial(run, place)
