"""Runs every case that a jurist wrote in `tests/law/*.toml` against the rule it names.

A file says `rule = "predicate"` once and has one `[[case]]` a fact: `name`, `on` (the day whose law
applies), `source`, `[case.given]` (inputs) and `[case.expect]`. What is expected may be a part of the
answer; `error = "..."` expects a refusal whose sentence contains those words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kinerja.cli.calc.output import plain
from kinerja.rules.errors import RuleError
from tests.law import runners_a, runners_b

RUNNERS = {**runners_a.RUNNERS, **runners_b.RUNNERS}
FILES = sorted(Path(__file__).parent.glob("*.toml"))


def _cases() -> list[Any]:
    found = []
    for path in FILES:
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in book["case"]:
            found.append(pytest.param(book["rule"], case, id=f"{path.stem}: {case['name']}"))
    return found


def _holds(expected: Any, actual: Any) -> bool:
    """Whether `actual` has all that `expected` says; tables may hold more than is expected."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        return all(key in actual and _holds(item, actual[key]) for key, item in expected.items())
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(_holds, expected, actual))
    return bool(expected == actual)


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_case(rule: str, case: Mapping[str, Any]) -> None:
    assert case["source"].strip(), "a case without a source proves nothing"
    run, given, expect = RUNNERS[rule], case.get("given", {}), plain(case["expect"])
    if "error" in expect:
        with pytest.raises(RuleError) as refusal:
            run(given, case["on"])
        assert expect["error"] in str(refusal.value)
        return
    answer = plain(run(given, case["on"]))
    assert _holds(expect, answer), f"expected {expect}, the rule says {answer}"


def test_every_runner_has_a_case() -> None:
    told = {tomllib.loads(path.read_text(encoding="utf-8"))["rule"] for path in FILES}
    assert told == set(RUNNERS)
