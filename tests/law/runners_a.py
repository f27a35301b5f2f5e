"""How a case of `tests/law/*.toml` calls its rule: `given` and the day in, plain answer out (A)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.calendar import Calendar, DayOff, due, indonesia
from kinerja.rules.deadlines import deadline
from kinerja.rules.distribution import check
from kinerja.rules.improvement import improvement_path
from kinerja.rules.labels import label, printed_predicate
from kinerja.rules.predicate import finality, predicate
from kinerja.rules.targets import read_target

Given = Mapping[str, Any]


def _predicate(given: Given, on: date) -> Any:
    return predicate(given["result"], given["behaviour"], drop_out=given.get("drop_out", False), on=on)


def _finality(given: Given, on: date) -> Any:
    return finality(taken_over=given.get("taken_over", False), evaluator=given["evaluator"], on=on)


def _distribution(given: Given, on: date) -> Any:
    return check(given["organisation"], given["counts"], on=on)


def _target(given: Given, on: date) -> Any:
    return read_target(direction=given["direction"], target=given["target"], actual=given["actual"], on=on)


def _calendar(given: Given) -> Calendar:
    added = [DayOff(day, "Hari libur instansi", "instansi") for day in given.get("off", [])]
    return indonesia(week=given.get("week", 5)).with_changes(add=added, remove=given.get("work", []))


def _working_days(given: Given, on: date) -> Any:
    return due(given["from"], given["days"], _calendar(given))


def _deadline(given: Given, on: date) -> Any:
    return deadline(given["event"], given["anchor"], on=on, calendar=_calendar(given))


def _improvement(given: Given, on: date) -> Any:
    path = improvement_path(
        given["predicate"],
        post=given["post"],
        received=given.get("received", given["started"]),
        started=given["started"],
        on=on,
    )
    return {
        "applies": path.applies,
        "discipline_case": path.discipline_case,
        "objection_due": path.objection_due,
        "steps": {step.code: {"opens": step.opens, "due": step.due} for step in path.steps},
        "codes": [step.code for step in path.steps],
    }


def _behaviour(given: Given, on: date) -> Any:
    return next(value for value in behaviour_values(on) if value.code == given["code"])


def _label(given: Given, on: date) -> Any:
    answer = {"label": label(given["kind"], given["code"], on)}
    if given["kind"] == "predicate":
        answer["printed"] = printed_predicate(given["code"], on)
    return answer


RUNNERS: dict[str, Callable[[Given, date], Any]] = {
    "predicate": _predicate,
    "finality": _finality,
    "distribution": _distribution,
    "target": _target,
    "working_days": _working_days,
    "deadline": _deadline,
    "improvement": _improvement,
    "behaviour": _behaviour,
    "label": _label,
}
