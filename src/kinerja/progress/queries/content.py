"""What a plan promises: the results and indicators that a report of a period answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.models import Plan, PlanVersion
from kinerja.plans.storage import read_content

from ..models import Report


@dataclass(frozen=True)
class Content:
    """One version of a plan and what it says."""

    version: PlanVersion
    says: PlanContent

    @property
    def is_set(self) -> bool:
        return self.version.status == PlanVersion.Status.SET

    @property
    def results(self) -> tuple[ResultContent, ...]:
        return self.says.results

    def numbered(self) -> Iterator[tuple[str, IndicatorContent]]:
        """Indicators with the number people use for them: "1.2" is the second of the first result."""
        for first, result in enumerate(self.results, start=1):
            for second, indicator in enumerate(result.indicators, start=1):
                yield f"{first}.{second}", indicator

    @cached_property
    def indicator_keys(self) -> frozenset[UUID]:
        return frozenset(indicator.key for _number, indicator in self.numbered())

    @cached_property
    def result_keys(self) -> frozenset[UUID]:
        return frozenset(result.key for result in self.results)

    def by_name(self) -> dict[str, UUID]:
        """What may stand for an indicator where one types: its number, its key, its own words."""
        found: dict[str, UUID] = {}
        for number, indicator in self.numbered():
            words = " ".join(indicator.statement.split()).casefold()
            for name in (number, str(indicator.key), words):
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
    """Five queries whatever the size of the plan; None when the plan has no version."""
    version = version_for(plan, report)
    return Content(version, read_content(version)) if version else None
