"""The only reader of `law/`: dated values of rules, each with its source.

A law file is TOML: `id`, `title`, `unit` and one `[[value]]` table a stretch of time, with
`from` (first day in force), `source`, `checked_on`, optionally `until` (last day in force),
`confidence` ("sure", "likely", "ours") and the rule's own keys. Money and figures are strings
and become `Decimal` where they are used.
"""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from .errors import NoRuleInForce, RuleError
from .explain import Step

META = frozenset({"from", "until", "source", "checked_on", "confidence", "note"})


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a rule that is in force from `start` to `end` (None: until replaced)."""

    rule: str
    title: str
    unit: str
    start: date
    end: date | None
    source: str
    checked_on: date
    confidence: str
    data: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    def covers(self, day: date) -> bool:
        """Whether `day` lies in this stretch of time (a later value may still replace it)."""
        return self.start <= day and (self.end is None or day <= self.end)

    def step(self, value: Any, says: str = "") -> Step:
        """A step of an explanation that rests on this value."""
        return Step(rule=self.rule, value=value, source=self.source, says=says)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with all the values it has had, oldest first."""

    id: str
    title: str
    unit: str
    values: tuple[Value, ...]

    def on(self, day: date) -> Value:
        """The value in force on `day`. Raises NoRuleInForce."""
        for value in reversed(self.values):
            if value.covers(day):
                return value
        first = self.values[0].start
        raise NoRuleInForce(
            f"{self.id}: no rule in force on {day.isoformat()}; earliest is {first.isoformat()}"
        )


def _parse(name: str, text: str) -> Rule:
    raw = tomllib.loads(text)
    values = tuple(
        Value(
            rule=raw["id"],
            title=raw["title"],
            unit=raw.get("unit", ""),
            start=item["from"],
            end=item.get("until"),
            source=item["source"],
            checked_on=item["checked_on"],
            confidence=item.get("confidence", "sure"),
            data=MappingProxyType({k: v for k, v in item.items() if k not in META}),
        )
        for item in sorted(raw["value"], key=lambda item: item["from"])
    )
    if name != f"{raw['id']}.toml":
        raise RuleError(f"law/{name}: the id in the file is {raw['id']!r}; file name and id must agree")
    return Rule(id=raw["id"], title=raw["title"], unit=raw.get("unit", ""), values=values)


def _text(name: str) -> str:
    """The text of one file of `law/`. Raises OSError when there is none."""
    return (pkgutil.get_data("kinerja.law", name) or b"").decode()


def files() -> Iterator[tuple[str, str]]:
    """Every law file as it stands: name and text."""
    from importlib import resources  # costs more than all the rules together: only when listing

    for item in resources.files("kinerja.law").iterdir():
        if item.name.endswith(".toml"):
            yield item.name, item.read_text(encoding="utf-8")


def index() -> tuple[str, ...]:
    """The ids that `law/INDEX` lists, kept by hand so that no rule gets lost unseen."""
    return tuple(line.strip() for line in _text("INDEX").splitlines() if line.strip())


@cache
def register() -> Mapping[str, Rule]:
    """All rules by id."""
    rules = [_parse(name, text) for name, text in files()]
    return MappingProxyType({rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)})


@cache
def rule(rule_id: str) -> Rule:
    """One rule by id, reading only its own file. Raises RuleError when there is none."""
    name = f"{rule_id}.toml"
    try:
        text = _text(name)
    except OSError as missing:
        raise RuleError(f"no rule named {rule_id!r}") from missing
    return _parse(name, text)


def in_force(rule_id: str, on: date) -> Value:
    """The value of `rule_id` in force on the day `on`. Raises RuleError or NoRuleInForce."""
    return rule(rule_id).on(on)
