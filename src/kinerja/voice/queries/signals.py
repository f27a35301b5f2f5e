"""An individual signal: what citizens whom one employee served said, never a bare mean and never alone.

Only answers that came in by the code of a transaction with this officer and that count; only closed
quarters, so that no single answer can be told from the difference of two days. Law `signal.minimum_n`,
`signal.interval`, `signal.first_look` (ours). It has no weight of its own: no rating, predicate or snapshot
reads it. The employee sees it first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.rules.explain import Explanation
from kinerja.rules.loader import in_force
from kinerja.rules.skm import elements

from ..models import Question, SurveyAnswer

SEEN = "voice.read_signal"
QUARTERS_SHOWN = 4
Answer = tuple[int, Sequence[int | None]]


class Quarter(NamedTuple):
    """A calendar quarter, both days included."""

    starts: date
    ends: date

    @property
    def number(self) -> int:
        return self.ends.month // 3


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` answers were 3 or 4: `percent` with its interval `low`..`high`, all in 0..100."""

    element: str
    n: int
    satisfied: int
    percent: Decimal
    low: Decimal
    high: Decimal

    @property
    def width(self) -> Decimal:
        """How wide the interval is."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Signal:
    """One employee in one stretch of time. `shares` is empty while there are fewer answers than `minimum`."""

    starts: date
    ends: date
    n: int
    minimum: int
    shares: tuple[Share, ...]
    explanation: Explanation


def last_quarters(on: date, count: int = QUARTERS_SHOWN) -> list[Quarter]:
    """The newest closed calendar quarters before `on`, newest first."""
    found: list[Quarter] = []
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    for _quarter in range(count):
        ends = first - timedelta(days=1)
        first = date(ends.year, ends.month - 2, 1)
        found.append(Quarter(first, ends))
    return found


def wilson(satisfied: int, n: int, z: Decimal) -> tuple[Decimal, Decimal]:
    """Wilson's interval for the share `satisfied`/`n` (n > 0), as fractions in 0..1.

    Unlike the mean with its normal interval it stays inside 0..1 and holds for few answers and for
    shares near 0 and 1 (E. B. Wilson, 1927).
    """
    share, squared = Decimal(satisfied) / n, z * z
    middle = share + squared / (2 * n)
    half = z * (share * (1 - share) / n + squared / (4 * n * n)).sqrt()
    below = 1 + squared / n
    # At the ends the bound is exact; rounding would leave it a hair inside.
    low = Decimal(0) if satisfied == 0 else (middle - half) / below
    high = Decimal(1) if satisfied == n else (middle + half) / below
    return low, high


def signal(employee: Employee, starts: date, ends: date) -> Signal | None:
    """The signal of `starts`..`ends` (both included); None when nobody answered about him at all."""
    return signals(employee, [Quarter(starts, ends)]).get(Quarter(starts, ends))


def signals(employee: Employee, quarters: Sequence[Quarter]) -> dict[Quarter, Signal]:
    """The signals of several stretches of time that have answers. Two queries."""
    if not quarters:
        return {}
    rows = SurveyAnswer.objects.filter(
        officer=employee,
        channel=SurveyAnswer.Channel.TOKEN,
        state=SurveyAnswer.State.COUNTED,
        day__range=(min(row.starts for row in quarters), max(row.ends for row in quarters)),
    )
    answers = list(rows.values_list("day", "period__version_id", "values"))
    places = _places({version for _day, version, _values in answers})
    found = {}
    for quarter in quarters:
        own = [(version, values) for day, version, values in answers if quarter.starts <= day <= quarter.ends]
        if own:
            found[quarter] = _read(quarter, own, places)
    return found


def _places(versions: Iterable[int]) -> dict[int, dict[str, list[int]]]:
    """For each version of the questionnaire: the places in `values` that belong to an element."""
    rows = Question.objects.filter(version_id__in=list(versions)).exclude(element="").order_by("order")
    found: dict[int, dict[str, list[int]]] = {}
    counts: dict[int, int] = {}
    for version, element in rows.values_list("version_id", "element"):
        place = counts.get(version, 0)
        counts[version] = place + 1
        found.setdefault(version, {}).setdefault(element, []).append(place)
    return found


def _read(
    quarter: Quarter, answers: Sequence[Answer], places: Mapping[int, Mapping[str, list[int]]]
) -> Signal:
    law, floor = in_force("signal.interval", quarter.ends), in_force("signal.minimum_n", quarter.ends)
    least, n = int(floor["n"]), len(answers)
    names = {element.code: element.name for element in elements(quarter.ends)}
    shares = [
        _share(names[code], law["satisfied_from"], Decimal(law["z"]), _means(code, answers, places))
        for code in law["elements"]
    ]
    says = (
        f"Bagian jawaban {law['satisfied_from']} ke atas dengan rentang Wilson {law['percent']}%. "
        "Tanpa bobot tersendiri."
    )
    steps = (
        floor.step(least, f"{n} jawaban dari transaksi; paling sedikit {least}."),
        law.step(law["percent"], says),
    )
    kept = tuple(share for share in shares if share is not None and share.n >= least)
    return Signal(quarter.starts, quarter.ends, n, least, kept if n >= least else (), steps)


def _means(
    code: str, answers: Sequence[Answer], places: Mapping[int, Mapping[str, list[int]]]
) -> list[Decimal]:
    """What each respondent gave the element: the mean of his answers to its questions."""
    found = []
    for version, values in answers:
        given = [
            value
            for place in places.get(version, {}).get(code, [])
            if place < len(values) and (value := values[place]) is not None
        ]
        if given:
            found.append(Decimal(sum(given)) / len(given))
    return found


def _share(name: str, satisfied_from: int, z: Decimal, means: Sequence[Decimal]) -> Share | None:
    if not means:
        return None
    n, satisfied = len(means), sum(mean >= satisfied_from for mean in means)
    low, high = wilson(satisfied, n, z)
    return Share(name, n, satisfied, _percent(Decimal(satisfied) / n), _percent(low), _percent(high))


def _percent(fraction: Decimal) -> Decimal:
    return (fraction * 100).quantize(Decimal(1), ROUND_HALF_UP)


def key(quarter: Quarter) -> str:
    """How the log names a quarter: its first day."""
    return quarter.starts.isoformat()


def seen_by_employee(employee: Employee) -> set[str]:
    """The quarters (see `key`) whose signal the employee has opened; the log knows. One query."""
    rows = Event.objects.filter(object_type="people.employee", object_id=str(employee.pk), action=SEEN)
    return set(rows.values_list("after__quarter", flat=True))


def shown_to_appraiser_from(quarter: Quarter) -> date:
    """The day from which the appraiser may read it also when the employee has not opened it."""
    available = quarter.ends + timedelta(days=1)
    return available + timedelta(days=int(in_force("signal.first_look", available)["days"]))
