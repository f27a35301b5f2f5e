"""Every address against every role. An address that is in no table fails here: no page without a rule.

Each file in tests/web/access/ exposes ROWS (see access/roles.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.access.roles import ROLES, Row
from tests.world import World


def rows() -> list[Row]:
    """The rows of all tables."""
    found: list[Row] = []
    for file in sorted((Path(__file__).parent / "access").glob("*.py")):
        module = import_module(f"tests.web.access.{file.stem}")
        found += [Row(*row) for row in getattr(module, "ROWS", [])]
    return found


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The names of all addresses; one without a name gets its pattern, so that it cannot hide."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield space + (pattern.name or f"?{pattern.pattern}")


def test_every_address_is_in_the_table() -> None:
    known = {row.url_name for row in rows()}
    admin = {name for name in addresses(get_resolver().url_patterns) if name.startswith("admin:")}
    missing = set(addresses(get_resolver().url_patterns)) - known - admin
    assert not missing, f"no access rule in tests/web/access for: {sorted(missing)}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.method} {row.url_name}")
def test_each_role_gets_what_the_table_says(row: Row, world: World) -> None:
    assert set(row.statuses) == set(ROLES), "a row names every role"
    url = reverse(row.url_name, kwargs=row.kwargs(world))
    got = {}
    for role, name in ROLES.items():
        with transaction.atomic():
            client = world.client(getattr(world, name) if name else None)
            got[role] = getattr(client, row.method)(url).status_code
            transaction.set_rollback(True)
    assert got == row.statuses


@pytest.mark.parametrize("role", [role for role, name in ROLES.items() if name])
def test_the_admin_site_is_closed_to_the_whole_cast(role: str, world: World) -> None:
    """Everything under /admin/ is for superusers; all others are sent to its sign-in page."""
    client = world.client(getattr(world, str(ROLES[role])))
    response = client.get(reverse("admin:index"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))
