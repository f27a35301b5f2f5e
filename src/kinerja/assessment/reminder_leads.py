"""How long before a due day people are reminded, in the agency's own working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kinerja.rules.calendar import Calendar
from kinerja.rules.loader import Value, in_force
from kinerja.voice.clocks import calendar_around

RULE = "reminder.days"
# Further than any reminder reaches, days off included.
FAR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Lead:
    """The day of a round with its calendar and the law of reminders (`reminder.days`)."""

    on: date
    days: Calendar
    law: Value

    def horizon(self, kind: str) -> date:
        """The last due day of which the round has something to say; days off behind it included."""
        longest = max(self.law[kind])
        end = self.days.add_working_days(self.on, longest) if longest else self.on
        return self.days.add_working_days(end, 1) - timedelta(days=1)

    def stage(self, kind: str, due: date) -> int | None:
        """The reminder whose time it is: the smallest number of days not yet passed. None: too early, or
        over. A round that was missed is made up for by the next one."""
        if due < self.on:
            return None
        left = self.days.working_days_between(self.on, due)
        return min((days for days in self.law[kind] if left <= days), default=None)

    def late(self, due: date) -> int | None:
        """Which telling that something is late is on: 0 from the day after `due`, one more after each
        `late_again` calendar days. None: not late."""
        if due >= self.on:
            return None
        again: int = self.law["late_again"]
        return ((self.on - due).days - 1) // again

    def working_days_ago(self, days: int) -> date:
        """The day that lies this many working days back."""
        day = self.on
        while self.days.working_days_between(day, self.on) < days:
            day -= timedelta(days=1)
        return day


def lead(on: date) -> Lead:
    """Raises NoRuleInForce before the law of reminders begins."""
    return Lead(on, calendar_around(on - FAR, on + FAR), in_force(RULE, on))
