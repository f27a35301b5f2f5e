"""The six-month path after low performance, as a dated checklist of what the law allows and by when.

A checklist for people, not a machine: no step happens by itself, and no discipline case ever follows
from a predicate. Sources: PP 30/2019 Pasal 56-59, PP 94/2021.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NoReturn

from .codes import Predicate
from .errors import RuleError
from .explain import Explanation, Step
from .labels import label
from .loader import in_force
from .names import one_of

POSTS = ("jpt", "ja", "jf")


class NoDisciplineCase(RuleError):
    """A discipline case was asked for on the ground of a predicate."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step: not before `opens`, and not after `due` when the law sets an end."""

    code: str
    title: str
    opens: date
    due: date | None
    source: str


@dataclass(frozen=True, slots=True)
class ImprovementPath:
    """The checklist. `applies` is False for a predicate that opens no path; then `steps` is empty.

    `objection_due`: last calendar day for an objection to the evaluation. `discipline_case` is
    always False: the path is about performance.
    """

    applies: bool
    predicate: Predicate
    post: str
    started: date
    steps: tuple[PathStep, ...]
    objection_due: date | None
    discipline_case: bool
    explanation: Explanation


def improvement_path(
    predicate: Predicate | str, *, post: str, received: date, started: date, on: date
) -> ImprovementPath:
    """The path for an employee whose annual predicate is low.

    `post`: jpt, ja (jabatan administrasi) or jf (jabatan fungsional). `received`: day the evaluation
    reached the employee. `started`: first day of the six months.
    Raises RuleError for unknown codes or a start before receipt, NoRuleInForce.
    """
    code = Predicate(one_of(predicate, [item.value for item in Predicate], what="predikat"))
    kind = one_of(post, POSTS, what="jenis jabatan")
    if started < received:
        raise RuleError("masa perbaikan tidak dapat mulai sebelum hasil evaluasi diterima pegawai")
    law = in_force("improvement.path", on)
    discipline = in_force("improvement.discipline", on)
    refusal = discipline.step(
        discipline["from_predicate"],
        "Predikat kinerja tidak pernah dengan sendirinya menjadi perkara disiplin.",
    )
    name = label("predicate", code, on)
    if code not in law["predicates"]:
        says = f"Predikat {name}: jalur perbaikan tidak berlaku."
        return ImprovementPath(
            False, code, kind, started, (), None, False, (law.step(code.value, says), refusal)
        )
    steps = tuple(
        _dated(item, started)
        for item in law["steps"]
        if kind in item["posts"] and code in item.get("predicates", law["predicates"])
    )
    objection = received + timedelta(days=law["objection_days"])
    opening = law.step(code.value, f"Predikat {name}: pegawai berhak atas kesempatan memperbaiki kinerja.")
    against = law.step(
        law["objection_days"], f"Keberatan atas hasil evaluasi paling lambat {objection.isoformat()}."
    )
    told = tuple(Step("improvement.path", step.code, step.source, _told(step)) for step in steps)
    return ImprovementPath(
        True, code, kind, started, steps, objection, False, (opening, against, *told, refusal)
    )


def refuse_discipline_case(on: date) -> NoReturn:
    """Always raises NoDisciplineCase: a predicate by itself is no ground for a discipline case."""
    law = in_force("improvement.discipline", on)
    raise NoDisciplineCase(
        f"perkara disiplin tidak dapat dibuat dari predikat kinerja ({law.source}); "
        "gunakan jalur perbaikan kinerja"
    )


def _dated(item: Mapping[str, Any], started: date) -> PathStep:
    end = item.get("within_months")
    return PathStep(
        code=item["code"],
        title=item["title"],
        opens=add_months(started, item["after_months"]),
        due=None if end is None else add_months(started, end),
        source=item["source"],
    )


def _told(step: PathStep) -> str:
    end = f" sampai {step.due.isoformat()}" if step.due else ""
    return f"{step.title}: sejak {step.opens.isoformat()}{end}."


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
