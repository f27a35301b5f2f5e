"""A citizen without an account, so that the tests of the public pages start where people start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from kinerja.voice.actions.topics import seed_categories
from tests.world import NOW, World


@pytest.fixture
def citizen(world: World) -> Iterator[Client]:
    seed_categories(actor=None, at=NOW)
    yield Client()
