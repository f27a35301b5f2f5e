"""The roles of the access table, and a short way to write a row.

A row says what an address answers to each role:

    Row("people:employee", lambda world: {"employee_id": world.nurse.pk}, "get", answers(200, outsider=403))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.world import World

# Role in the table: name in the cast (None: not signed in).
ROLES = {
    "anonymous": None,
    "nurse": "nurse",
    "appraiser": "section_head",
    "head": "puskesmas_head",
    "outsider": "outsider",
    "hr": "hr",
    "auditor": "auditor",
    "admin": "admin",
    "services": "services_officer",
    "complaints": "complaints_officer",
    "privacy": "privacy_officer",
    "counter": "counter_officer",
}
# Signed in, but from other offices and without a duty over people: 403 at another's papers.
STRANGERS = dict.fromkeys(("outsider", "services", "complaints", "privacy", "counter"), 403)


class Row(NamedTuple):
    """What one address answers. `kwargs` makes what the address needs and returns its arguments."""

    url_name: str
    kwargs: Callable[[World], dict[str, Any]]
    method: str
    statuses: dict[str, int]


def nothing(world: World) -> dict[str, Any]:
    """For addresses without arguments."""
    return {}


def answers(everybody: int, *, anonymous: int = 302, **others: int) -> dict[str, int]:
    """The same status for everybody but those named; who is not signed in is sent to the sign-in page."""
    unknown = set(others) - set(ROLES)
    assert not unknown, f"no such role: {unknown}"
    return dict.fromkeys(ROLES, everybody) | {"anonymous": anonymous} | others


def only(status: int, *roles: str) -> dict[str, int]:
    """`status` for these roles, 403 for all others who are signed in."""
    return answers(403, **dict.fromkeys(roles, status))
