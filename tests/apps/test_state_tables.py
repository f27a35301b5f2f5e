"""No state without a table, no table without a thing, no table that nobody asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import kinerja
from kinerja.rules.states import MACHINES

# A step of a report is what happened; what may follow stands with the report.
HISTORY = {"voice.ComplaintStep"}
# The state of these stands in dates; their property names it (tests/apps/test_state_walks.py walks them).
IN_DATES = {
    "allowance_table",
    "breach",
    "change",
    "delegation",
    "forum_post",
    "goal_template",
    "membership",
    "mentor_meeting",
    "programme",
    "standard",
    "team",
    "topic",
}
# "begin" and "lapse" of a delegation are the calendar's.
OF_THE_CALENDAR = {("delegation", "begin"), ("delegation", "lapse")}
HOME = Path(kinerja.__file__).parent
SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(HOME.rglob("*.py"))
    if path != HOME / "rules" / "states.py" and "migrations" not in path.parts
)


def columns() -> dict[str, set[str]]:
    """Model to the states its column can hold."""
    found = {}
    for model in apps.get_models():
        for name in ("status", "state"):
            field = next((one for one in model._meta.fields if one.name == name), None)
            if (
                model.__module__.startswith("kinerja.")
                and isinstance(field, models.CharField)
                and field.choices
            ):
                found[model._meta.label] = {value for value, _label in field.flatchoices}
    return {label: values for label, values in found.items() if label not in HISTORY}


def test_every_column_of_a_state_has_its_table() -> None:
    tables = {name: set(table) for name, table in MACHINES.items() if name not in IN_DATES}
    rest = sorted(map(sorted, tables.values()))
    held = sorted(map(sorted, columns().values()))
    assert held == rest, (
        "a column without a table, a table without a column, or states of one that the other lacks"
    )


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_every_table_is_asked(machine: str) -> None:
    assert f'"{machine}"' in SOURCE
    events = {event for row in MACHINES[machine].values() for event in row}
    silent = {event for event in events if f'"{event}"' not in SOURCE}
    assert {(machine, event) for event in silent} <= OF_THE_CALENDAR
