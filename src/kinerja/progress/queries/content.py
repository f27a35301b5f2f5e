"""What a plan promises: the results and indicators that a report of a period answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from kinerja.plans.models import Behaviour, Indicator, Plan, PlanVersion, Result

from ..models import Report


@dataclass(frozen=True)
class Content:
    """One version of a plan with its results (each with `indicators` at hand) and special expectations."""

    version: PlanVersion
    results: tuple[Result, ...]
    behaviours: tuple[Behaviour, ...]

    def indicators(self) -> Iterator[tuple[Result, Indicator]]:
        for result in self.results:
            for indicator in result.indicators.all():
                yield result, indicator

    @cached_property
    def indicator_keys(self) -> frozenset[UUID]:
        return frozenset(indicator.key for _result, indicator in self.indicators())

    @cached_property
    def result_keys(self) -> frozenset[UUID]:
        return frozenset(result.key for result in self.results)

    def by_number(self) -> dict[str, UUID]:
        """What may stand for an indicator where one types: its number ("1.2"), its key, its own words."""
        found: dict[str, UUID] = {}
        for first, result in enumerate(self.results, start=1):
            for second, indicator in enumerate(result.indicators.all(), start=1):
                words = " ".join(indicator.statement.split()).casefold()
                for name in (f"{first}.{second}", str(indicator.key), words):
                    found.setdefault(name, indicator.key)
        return found


def version_for(plan: Plan, report: Report | None) -> PlanVersion | None:
    """The version that a report answers: for a sent one the version in force when it was sent, else the one
    in force now; before the first is set, the newest draft (so that nobody waits to start)."""
    versions = list(plan.versions.defer("snapshot").order_by("-number"))
    in_force = [version for version in versions if version.status == PlanVersion.Status.SET]
    if report is not None and report.submitted_at is not None:
        then = [version for version in in_force if version.set_at and version.set_at <= report.submitted_at]
        in_force = then or in_force
    return next(iter(in_force or versions), None)


def content(plan: Plan, report: Report | None = None) -> Content | None:
    """Four queries whatever the size of the plan; None when the plan has no version."""
    version = version_for(plan, report)
    if version is None:
        return None
    results = tuple(version.results.prefetch_related("indicators"))
    return Content(version, results, tuple(version.behaviours.all()))
