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

# Old addresses of allauth without a name: each only leads on to a named one.
LEADING_ON = (
    "akun/email/",
    "akun/social/login/cancelled/",
    "akun/social/login/error/",
    "akun/social/signup/",
    "akun/social/connections/",
)
ADMIN_SITE = ("admin:", "admin/")


def rows() -> list[Row]:
    """The rows of all tables."""
    found: list[Row] = []
    for file in sorted((Path(__file__).parent / "access").glob("*.py")):
        module = import_module(f"tests.web.access.{file.stem}")
        found += [Row(*row) for row in getattr(module, "ROWS", [])]
    return found


def addresses(patterns: list[URLPattern | URLResolver], space: str = "", path: str = "") -> Iterator[str]:
    """The names of all addresses; one without a name gives its path, so that it cannot hide."""
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner, here)
        else:
            yield space + pattern.name if pattern.name else here


def test_every_address_is_in_the_table() -> None:
    known = {row.url_name for row in rows()}
    every = {name for name in addresses(get_resolver().url_patterns) if not name.startswith(ADMIN_SITE)}
    missing = every - known - set(LEADING_ON)
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


@pytest.mark.parametrize("path", LEADING_ON)
def test_nameless_addresses_only_lead_on(path: str, world: World) -> None:
    assert world.client(world.nurse).get(f"/{path}").status_code in (301, 302)


@pytest.mark.parametrize("role", [role for role, name in ROLES.items() if name])
def test_the_admin_site_is_closed_to_the_whole_cast(role: str, world: World) -> None:
    """Everything under /admin/ is for superusers; all others are sent to its sign-in page."""
    client = world.client(getattr(world, str(ROLES[role])))
    response = client.get(reverse("admin:index"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))
