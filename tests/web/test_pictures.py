"""docs/pictures.py takes what the menu holds and what PAGES adds: addresses that are there for their role."""

from __future__ import annotations

import pytest

from docs.pictures import PAGES
from kinerja.demo.city import ROLES
from tests.world import World


@pytest.mark.parametrize("role", PAGES)
@pytest.mark.django_db
def test_every_address_opens_for_its_role(world: World, role: str) -> None:
    client = world.client(world.people[role])
    assert '<nav class="side"' in client.get("/").content.decode(), "where the menu is read"
    for address in (where.split(" > ")[0] for where in PAGES[role] if where.startswith("/")):
        assert client.get(address).status_code == 200, address


def test_roles_are_accounts_of_the_sample_city() -> None:
    assert set(PAGES) <= {*ROLES, "admin"}
