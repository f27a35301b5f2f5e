"""A report as pages show it: the plan, what came of it, the reading beside each target, and what was said.

One dataclass tree, a constant number of queries, shared by SKP saya, the report page and the appraiser's
queue (`progress/parts/report.html` shows exactly this tree as `view`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kinerja.plans.cascade import Node, resolve
from kinerja.plans.content import IndicatorContent, ResultContent
from kinerja.plans.models import Period, Plan, PlanVersion, Result
from kinerja.rules.behaviour import BehaviourValue, behaviour_values
from kinerja.rules.codes import Reading
from kinerja.rules.labels import labels
from kinerja.rules.targets import TargetReading, read_target
from kinerja.voice.queries.feeding import Fed

from .models import Action, Evidence, Feedback, FeedbackRequest, Realisation, Report
from .queries.content import content
from .queries.daily import Proposal, roll_up_daily
from .queries.fed import fed_in
from .queries.feedback import Item, feedback_by_item
from .queries.reports import actions_by_result, realisations, report_for


@dataclass(frozen=True)
class IndicatorView:
    """One indicator with its realisation; `aspect` is the label of its aspect or perspective."""

    number: str
    key: UUID
    aspect: str
    statement: str
    target: str
    direction: str
    text: str
    note: str
    source: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    reading: TargetReading | None
    proposal: Proposal | None

    @property
    def is_fed(self) -> bool:
        """The figure comes from a measure of services; nobody types it."""
        return bool(self.source.get("value"))

    @property
    def asks_note(self) -> bool:
        """Below target without a word of explanation: worth a question, never a refusal."""
        return self.reading is not None and self.reading.reading == Reading.BELOW and not self.note

    @property
    def offers_log(self) -> bool:
        return not self.is_fed and self.proposal is not None and self.proposal.text != self.text


@dataclass(frozen=True)
class ResultView:
    """One result (RHK) with what it serves, its steps of the period, its indicators and its feedback."""

    number: int
    key: UUID
    statement: str
    is_main: bool
    assigned_by: str
    serves: Node | None
    steps: tuple[Action, ...]
    indicators: tuple[IndicatorView, ...]
    feedback: tuple[Feedback, ...]

    @property
    def steps_text(self) -> str:
        return "\n".join(step.text for step in self.steps)

    @property
    def is_missing(self) -> bool:
        """A main result without any realisation: the report cannot be sent yet."""
        return self.is_main and not any(indicator.text for indicator in self.indicators)


@dataclass(frozen=True)
class ValueView:
    """One BerAKHLAK value with the leader's special expectation and its feedback."""

    value: BehaviourValue
    expectation: str
    feedback: tuple[Feedback, ...]


@dataclass(frozen=True)
class ReportView:
    """A plan in one period. `report` is None before anything was written."""

    plan: Plan
    period: Period
    version: PlanVersion | None
    report: Report | None
    results: tuple[ResultView, ...]
    values: tuple[ValueView, ...]

    @property
    def indicators(self) -> tuple[IndicatorView, ...]:
        return tuple(indicator for result in self.results for indicator in result.indicators)

    @property
    def is_open(self) -> bool:
        return self.report is None or self.report.status == Report.Status.DRAFT

    @property
    def is_returned(self) -> bool:
        return self.is_open and self.report is not None and bool(self.report.return_reason)

    @property
    def status(self) -> str:
        """The official word for where the report stands."""
        return report_status(self.report)

    @property
    def filled(self) -> int:
        return sum(1 for indicator in self.indicators if indicator.text)

    @property
    def total(self) -> int:
        return len(self.indicators)

    @property
    def missing(self) -> tuple[ResultView, ...]:
        return tuple(result for result in self.results if result.is_missing)

    @property
    def logged(self) -> int:
        """Empty indicators that the daily log could fill."""
        return sum(1 for indicator in self.indicators if indicator.proposal and not indicator.text)

    @property
    def readings(self) -> tuple[tuple[str, int], ...]:
        """How many realisations read how beside their targets, best first; those that cannot be read last."""
        read = [item.reading.reading.value for item in self.indicators if item.reading]
        order = (Reading.ABOVE, Reading.MEETS, Reading.BELOW, Reading.UNKNOWN)
        return tuple((code.value, read.count(code.value)) for code in order if code.value in read)

    @property
    def said(self) -> tuple[Feedback, ...]:
        from_results = (entry for result in self.results for entry in result.feedback)
        from_values = (entry for value in self.values for entry in value.feedback)
        return (*from_results, *from_values)

    @property
    def scheduled(self) -> Feedback | None:
        """The scheduled feedback by a leader that every period owes (PermenPANRB 6/2022 Ps 19(2))."""
        by_leader = (entry for entry in self.said if entry.relation == Feedback.Relation.SUPERIOR)
        return next((entry for entry in by_leader if entry.scheduled), None)


def report_status(report: Report | None) -> str:
    """Draf, Perlu perbaikan (returned), Terkirim or Disetujui."""
    if report is not None and report.status == Report.Status.DRAFT and report.return_reason:
        return "Perlu perbaikan"
    return str(Report.Status(report.status).label) if report else str(Report.Status.DRAFT.label)


def report_view(plan: Plan, period: Period, on: date, *, with_log: bool = False) -> ReportView:
    """The whole tree; `with_log` adds what the daily log proposes. At most seventeen queries, and a few more
    for each indicator that a measure of services feeds."""
    report = report_for(plan, period)
    promised = content(plan, report)
    # The year is judged on all that was said in it (PermenPANRB 6/2022 Lampiran hlm 100-103).
    said = feedback_by_item(plan, None if period.kind == Period.Kind.ANNUAL else period)
    if promised is None:
        return ReportView(plan, period, None, report, (), _values({}, said, on))
    written = realisations(plan, period)
    steps = actions_by_result(plan, period)
    proposals = roll_up_daily(plan, period) if with_log else {}
    fed = fed_in(period, promised.indicator_keys, report, on)
    served = resolve(promised.says.served())
    names = labels("aspect", on) | labels("perspective", on)
    results = tuple(
        _result(number, result, served, steps, said, _Written(written, fed, proposals, names, on))
        for number, result in enumerate(promised.results, start=1)
    )
    values = _values(promised.says.behaviours, said, on)
    return ReportView(plan, period, promised.version, report, results, values)


@dataclass(frozen=True)
class _Written:
    rows: Mapping[UUID, Realisation]
    fed: Mapping[UUID, Fed]
    proposals: Mapping[UUID, Proposal]
    names: Mapping[str, str]
    on: date

    def view(self, number: str, indicator: IndicatorContent) -> IndicatorView:
        row = self.rows.get(indicator.key)
        fed = self.fed.get(indicator.key)
        text = (fed.text if fed else "") or (row.text if row else "")
        reading = None
        if text and indicator.target:
            reading = read_target(
                direction=indicator.direction, target=indicator.target, actual=text, on=self.on
            )
        return IndicatorView(
            number=number,
            key=indicator.key,
            aspect=self.names.get(indicator.aspect or indicator.perspective, ""),
            statement=indicator.statement,
            target=indicator.target,
            direction=indicator.direction,
            text=text,
            note=row.note if row else "",
            source=fed.source if fed else {},
            evidence=tuple(row.evidence.all()) if row else (),
            reading=reading,
            proposal=self.proposals.get(indicator.key),
        )


def _result(
    number: int,
    result: ResultContent,
    served: Mapping[UUID, Node],
    steps: Mapping[UUID, Sequence[Action]],
    said: Mapping[Item, Sequence[Feedback]],
    written: _Written,
) -> ResultView:
    return ResultView(
        number=number,
        key=result.key,
        statement=result.statement,
        is_main=result.kind == Result.Kind.MAIN,
        assigned_by=result.assigned_by,
        serves=served.get(result.serves) if result.serves else None,
        steps=tuple(steps.get(result.key, ())),
        indicators=tuple(
            written.view(f"{number}.{second}", indicator)
            for second, indicator in enumerate(result.indicators, start=1)
        ),
        feedback=tuple(said.get(result.key, ())),
    )


def _values(
    expectations: Mapping[str, str], said: Mapping[Item, Sequence[Feedback]], on: date
) -> tuple[ValueView, ...]:
    return tuple(
        ValueView(value, expectations.get(value.code, ""), tuple(said.get(value.code, ())))
        for value in behaviour_values(on)
    )


def item_names(entries: Iterable[Feedback | FeedbackRequest], on: date) -> dict[Item, str]:
    """What each entry is about, in words. At most three queries."""
    keys = {entry.result_key for entry in entries if entry.result_key}
    names: dict[Item, str] = {key: node.statement for key, node in resolve(keys).items()}
    return names | {value.code: value.name for value in behaviour_values(on)}
