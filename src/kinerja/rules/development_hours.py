"""Hours of competence development (JP): what each activity is worth, caps, and the yearly duty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .errors import RuleError
from .explain import Explanation
from .loader import Value, in_force
from .names import one_of


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry: `kind` of hours.kind, the `day` it took place, and an `amount`.

    The amount is what the kind counts: JP on the certificate, sessions, activities, or JP spent
    on that day.
    """

    kind: str
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The JP of one kind in the year: `hours` count, `cut` were above a cap."""

    kind: str
    name: str
    hours: int
    cut: int


@dataclass(frozen=True, slots=True)
class DevelopmentHours:
    """JP in a calendar year beside the duty: `least` or `most` JP, None when the law sets none."""

    year: int
    hours: int
    least: int | None
    most: int | None
    fulfilled: bool
    missing: int
    kinds: tuple[Counted, ...]
    explanation: Explanation


def development_hours(
    activities: Iterable[Activity], *, year: int, status: str, on: date
) -> DevelopmentHours:
    """JP of the activities in `year` for a person of `status` PNS or PPPK.

    Coaching and mentoring count 2 JP a session and two sessions a month; self-study 2 JP a day
    (Peraturan LAN 10/2018). Activities of other years are left out. Raises RuleError for an
    unknown kind or status, or an amount below 1.
    """
    law, duty = in_force("hours.kind", on), in_force("hours.obligation", on)
    person = one_of(status, [*duty["least"], *duty["most"]], what="status pegawai")
    amounts: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for activity in activities:
        kind = one_of(activity.kind, law["kind"], what="jenis pengembangan")
        if activity.amount < 1:
            raise RuleError(f"{kind}: jumlah {activity.amount} tidak mungkin; isi 1 atau lebih")
        if activity.day.year == year:
            amounts[kind][activity.day] += activity.amount
    kinds = tuple(_counted(kind, days, law) for kind, days in sorted(amounts.items()))
    total = sum(item.hours for item in kinds)
    least, most = duty["least"].get(person), duty["most"].get(person)
    if most is not None:
        total = min(total, most)
    missing = max((least or 0) - total, 0)
    steps = (
        *(law.step(item.hours, _says(item)) for item in kinds),
        duty.step(total, _duty_says(total, least, most, missing, year)),
    )
    return DevelopmentHours(year, total, least, most, missing == 0, missing, kinds, steps)


def _counted(kind: str, days: dict[date, int], law: Value) -> Counted:
    row = law["kind"][kind]
    worth: int = row.get("hours", 1)
    claimed = sum(days.values()) * worth
    if "most_a_month" in row:
        months: dict[int, int] = defaultdict(int)
        for day, amount in days.items():
            months[day.month] += amount
        hours = sum(min(sessions, row["most_a_month"]) for sessions in months.values()) * worth
    elif "most_a_day" in row:
        hours = sum(min(amount, row["most_a_day"]) for amount in days.values())
    else:
        hours = claimed
    return Counted(kind, row["name"], hours, claimed - hours)


def _says(item: Counted) -> str:
    cut = f"; {item.cut} JP di atas batas tidak dihitung" if item.cut else ""
    return f"{item.name}: {item.hours} JP{cut}."


def _duty_says(total: int, least: int | None, most: int | None, missing: int, year: int) -> str:
    if least is None:
        return f"Tahun {year}: {total} JP dihitung, paling banyak {most} JP."
    state = f"kurang {missing} JP" if missing else "terpenuhi"
    return f"Tahun {year}: {total} JP dari paling sedikit {least} JP, {state}."
