"""What the law data say about training: worth of a course, statements, thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kinerja.people.queries.law import in_force as as_applied
from kinerja.rules.loader import in_force
from kinerja.rules.names import one_of


def kinds(on: date) -> dict[str, str]:
    """Code of `hours.kind` to its name."""
    return {code: row["name"] for code, row in in_force("hours.kind", on)["kind"].items()}


def amount_of(kind: str, hours: int, on: date) -> int:
    """What a course of `hours` JP counts in the unit of its kind (`rules.development_hours.Activity`).

    JP on a certificate or on a day as they are; sessions as many as the hours hold, at least one; one
    activity. Raises RuleError for an unknown kind.
    """
    table = in_force("hours.kind", on)["kind"]
    row = table[one_of(kind, table, what="jenis pengembangan")]
    if row["per"] == "session":
        return max(hours // int(row["hours"]), 1)
    return 1 if row["per"] == "activity" else hours


def days_of(kind: str, hours: int, first: date, last: date) -> list[tuple[date, int]]:
    """The days on which a session from `first` to `last` of a course of `hours` JP counts, with the amounts.

    What counts by the day (`most_a_day` of `hours.kind`) is spread evenly over the calendar days of the
    session, earlier days first when it does not divide; all else counts on the last day.
    """
    amount = amount_of(kind, hours, last)
    if in_force("hours.kind", last)["kind"][kind]["per"] != "day":
        return [(last, amount)]
    days = (last - first).days + 1
    each, more = divmod(amount, days)
    spread = [(first + timedelta(days=number), each + (number < more)) for number in range(days)]
    return [(day, share) for day, share in spread if share]


def behaviour_months(on: date) -> int:
    """After how many months behaviour is asked about unless a course says otherwise, as the agency set it."""
    return int(as_applied("training.behaviour", on)["months"])


def statements(level: str, on: date) -> Mapping[str, str]:
    """Code to statement of the evaluation `level` (reaction or behaviour)."""
    found: Mapping[str, str] = in_force("training.statements", on)[level]
    return found


def scale(on: date) -> dict[int, str]:
    """1..4 to its words, from disagreeing to agreeing strongly."""
    return {int(key): word for key, word in in_force("training.statements", on)["scale"].items()}


def evaluation_rule(key: str, on: date) -> int:
    """`floor`, `peers`, `subordinates`, `attend_before` (minutes), `answer_days`: `training.evaluation`."""
    return int(in_force("training.evaluation", on)[key])
