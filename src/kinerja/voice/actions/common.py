"""One change of state: by the table of `rules.states`, and by exactly one row."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from kinerja.rules.states import NotAllowed, next_state

from ..errors import NotPossible, Stale


def move(machine: str, row: models.Model, event: str, **changes: Any) -> str:
    """Moves `row.status` by `event` and writes `changes` with it; returns the new state.

    Raises NotPossible when the event does not follow from this state, Stale when the row has moved on.
    """
    old = str(row.status)  # type: ignore[attr-defined]
    try:
        new = next_state(machine, old, event)
    except NotAllowed as refused:
        message = _("Ini tidak dapat dilakukan lagi: keadaannya sekarang “%(state)s”.")
        shown = row.get_status_display()  # type: ignore[attr-defined]
        raise NotPossible(message % {"state": _(shown)}) from refused
    rows = type(row)._default_manager.filter(pk=row.pk, status=old)
    if rows.update(status=new, **changes) != 1:
        raise Stale
    for name, value in {"status": new, **changes}.items():
        setattr(row, name, value)
    return new
