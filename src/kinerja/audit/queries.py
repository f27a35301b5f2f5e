"""How the log and its seal stand."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Event, Seal


@dataclass(frozen=True, slots=True)
class LogStanding:
    """`events` in all, `waiting` of them behind the last seal; `checked` is the last verification."""

    events: int
    waiting: int
    seals: int
    last: Seal | None
    checked: Event | None

    @property
    def sound(self) -> bool:
        """What the last verification found; False also before the first."""
        return self.checked is not None and not (self.checked.after or {}).get("faults")


def log_standing() -> LogStanding:
    """Five queries."""
    last = Seal.objects.order_by("-id").first()
    return LogStanding(
        events=Event.objects.count(),
        waiting=Event.objects.filter(pk__gt=last.last if last else 0).count(),
        seals=Seal.objects.count(),
        last=last,
        checked=Event.objects.filter(object_type="audit.seal", action="audit.verify").order_by("-id").first(),
    )
