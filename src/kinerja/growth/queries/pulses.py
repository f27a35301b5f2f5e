"""Pulses: who has a turn, and what came out, never for fewer than the floor."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kinerja.people.models import Employee, Unit
from kinerja.people.queries import own_post
from kinerja.rules.agreement import HIGH, LOW
from kinerja.rules.loader import in_force

from ..models import Pulse, PulseAnswer, PulseReply, PulseTurn
from .lessons import chain

RULE = "pulse.limits"
# Answers 1 and 2 disagree with a statement that is worded so that agreement is good.
AGREES_FROM = 3


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement: `counts` of the answers 1..4, `resistance` the share of 1 and 2 (0..100); `before` and
    `before_n` the same of the last pulse that asked it, None when there is none."""

    text: str
    counts: tuple[int, ...]
    resistance: float
    before: float | None
    before_n: int | None


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office, or several merged (`unit` None); `resistance` over all statements, 0..100."""

    unit: Unit | None
    offices: int
    n: int
    resistance: float


@dataclass(frozen=True, slots=True)
class PulseResult:
    """What may be shown of a closed pulse; no rows at all below the floor (`enough` is False)."""

    n: int
    floor: int
    enough: bool
    statements: tuple[StatementRow, ...]
    offices: tuple[OfficeRow, ...]


def office_of(employee: Employee, on: date) -> int | None:
    """The id of the office under the agency in which somebody works; the agency itself for its own staff."""
    held = own_post(employee, on)
    if held is None:
        return None
    up = chain(held.post.unit_id, dict(Unit.objects.order_by().values_list("pk", "parent_id")))
    return up[-2] if len(up) > 1 else up[-1]


def running(on: date) -> QuerySet[Pulse]:
    """Open pulses whose window holds the day."""
    return Pulse.objects.filter(status=Pulse.Status.OPEN, starts__lte=on, ends__gte=on)


def open_pulses_for(employee: Employee, on: date) -> QuerySet[Pulse]:
    """Running pulses that somebody has still to answer."""
    turn = PulseTurn.objects.filter(pulse=OuterRef("pk"), employee=employee)
    return running(on).filter(Exists(turn))


def waiting_for_reply(on: date) -> QuerySet[Pulse]:
    """Closed pulses that the agency has not answered though the days for it are over, oldest first."""
    late = on - timedelta(days=in_force(RULE, on)["reply_days"])
    rows = Pulse.objects.filter(status=Pulse.Status.CLOSED, ends__lt=late, replies__isnull=True)
    return rows.order_by("ends", "pk")


def replies() -> QuerySet[PulseReply]:
    """What the agency changed because its people spoke, newest first."""
    return PulseReply.objects.select_related("pulse")


def lines_of(pulse: Pulse) -> QuerySet[PulseAnswer]:
    """The open lines of a closed pulse in the random order of their keys; none below the floor."""
    floor = in_force(RULE, pulse.ends)["floor"]
    if pulse.status != Pulse.Status.CLOSED or pulse.answers.count() < floor:
        return PulseAnswer.objects.none()
    return pulse.answers.exclude(text="").order_by("pk")


def result(pulse: Pulse) -> PulseResult:
    """The result of a closed pulse against the one before. At most four queries."""
    floor: int = in_force(RULE, pulse.ends)["floor"]
    answers = list(pulse.answers.values_list("unit_id", "scores"))
    if pulse.status != Pulse.Status.CLOSED or len(answers) < floor:
        return PulseResult(len(answers), floor, False, (), ())
    before, before_n = _before(pulse, floor)
    rows = []
    for statement in pulse.statements:
        counted = Counter(scores[statement["code"]] for _unit, scores in answers)
        counts = tuple(counted[value] for value in range(LOW, HIGH + 1))
        told = before.get(statement["text"])
        rows.append(
            StatementRow(
                text=statement["text"],
                counts=counts,
                resistance=_share(sum(counts[: AGREES_FROM - LOW]), len(answers)),
                before=told,
                before_n=before_n if told is not None else None,
            )
        )
    by_office: dict[int, list[Mapping[str, int]]] = defaultdict(list)
    for unit, scores in answers:
        by_office[unit].append(scores)
    return PulseResult(len(answers), floor, True, tuple(rows), _offices(by_office, floor))


def _before(pulse: Pulse, floor: int) -> tuple[dict[str, float], int]:
    """Statement to resistance in the last closed pulse before, and its n; nothing below the floor."""
    rows = Pulse.objects.filter(status=Pulse.Status.CLOSED, starts__lt=pulse.starts)
    last = rows.order_by("-starts", "-pk").first()
    answers: list[dict[str, int]] = list(last.answers.values_list("scores", flat=True)) if last else []
    if last is None or len(answers) < floor:
        return {}, 0
    statements: list[dict[str, Any]] = last.statements
    shares = {
        row["text"]: _share(sum(scores[row["code"]] < AGREES_FROM for scores in answers), len(answers))
        for row in statements
    }
    return shares, len(answers)


def _offices(by_office: Mapping[int, list[Mapping[str, int]]], floor: int) -> tuple[OfficeRow, ...]:
    """Offices from the floor on; smaller ones merged, and with the next larger until they reach the floor,
    so that nothing can be found by subtracting. Nothing when all would be one."""
    rising = sorted(by_office, key=lambda unit: (len(by_office[unit]), unit))
    merged: list[int] = []
    n = 0
    while rising and (len(by_office[rising[0]]) < floor or 0 < n < floor):
        n += len(by_office[rising[0]])
        merged.append(rising.pop(0))
    if not rising or (not merged and len(rising) == 1):
        return ()
    units = Unit.objects.in_bulk(rising)
    rows = [OfficeRow(units[unit], 1, len(by_office[unit]), _resistance(by_office[unit])) for unit in rising]
    rows.sort(key=lambda row: row.unit.name if row.unit else "")
    if merged:
        every = [scores for unit in merged for scores in by_office[unit]]
        rows.append(OfficeRow(None, len(merged), n, _resistance(every)))
    return tuple(rows)


def _resistance(answers: list[Mapping[str, int]]) -> float:
    given = [value for scores in answers for value in scores.values()]
    return _share(sum(value < AGREES_FROM for value in given), len(given))


def _share(part: int, whole: int) -> float:
    return 100 * part / whole
