"""Walks a state table with the acts themselves, not with its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import models, transaction

from kinerja.rules.states import allowed_events, next_state

Row = Any
Acts = Mapping[str, Callable[[Row], object]]


def walk(machine: str, row: models.Model, acts: Acts, refusals: tuple[type[Exception], ...]) -> set[str]:
    """The states that `acts` (event to act) reach from `row`, each act tried in each of them.

    What the table allows leads where it says; everything else raises one of `refusals` and moves nothing.
    """
    seen: set[str] = set()

    def state() -> str:
        now: Any = type(row)._default_manager.get(pk=row.pk)
        return str(now.status if hasattr(now, "status") else now.state)

    def visit() -> None:
        here = state()
        if here in seen:
            return
        seen.add(here)
        for event, act in acts.items():
            with transaction.atomic():
                fresh = type(row)._default_manager.get(pk=row.pk)
                if event in allowed_events(machine, here):
                    act(fresh)
                    assert state() == next_state(machine, here, event), f"{here} {event}"
                    visit()
                else:
                    with pytest.raises(refusals):
                        act(fresh)
                    assert state() == here, f"{here} {event}"
                transaction.set_rollback(True)

    visit()
    return seen
