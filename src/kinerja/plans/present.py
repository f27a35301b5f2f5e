"""A version of a plan as pages show it: plain values with labels, made from its snapshot.

Other apps include `plans/parts/{results,behaviours,attachments,status}.html` with such a view.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kinerja.rules.labels import labels

from .cascade import resolve
from .content import ATTACHMENT_KINDS
from .models import Attachment, Plan, PlanVersion
from .snapshots import build, snapshot
from .storage import read_content


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    nip: str
    rank: str
    post: str
    unit: str


@dataclass(frozen=True, slots=True)
class Served:
    """The leader's result (or indicator, or the agency's goal) that a result serves."""

    key: uuid.UUID
    statement: str
    indicator: str
    owner: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class IndicatorView:
    key: uuid.UUID
    statement: str
    target: str
    aspect: str
    perspective: str
    direction: str
    definition: str
    formula: str
    data_source: str

    @property
    def has_manual(self) -> bool:
        return bool(self.definition or self.formula or self.data_source)


@dataclass(frozen=True, slots=True)
class ResultView:
    """`number` counts from 1 through the whole plan; `kind` is "utama" or "tambahan"."""

    key: uuid.UUID
    number: int
    kind: str
    statement: str
    serves: Served | None
    cascade: str
    control: str
    assigned_by: str
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class BehaviourView:
    code: str
    name: str
    definition: str
    guides: tuple[str, ...]
    expectation: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    kind: str
    label: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """One line a row, as the form edits them."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version, ready to show; all codes are already labels except `kind` of results."""

    plan: Plan
    version: PlanVersion
    employee: Party
    appraiser: Party
    results: tuple[ResultView, ...]
    behaviours: tuple[BehaviourView, ...]
    attachments: tuple[AttachmentView, ...]

    @property
    def main(self) -> tuple[ResultView, ...]:
        return tuple(result for result in self.results if result.kind == "utama")

    @property
    def additional(self) -> tuple[ResultView, ...]:
        return tuple(result for result in self.results if result.kind != "utama")

    @property
    def groups(self) -> tuple[tuple[tuple[ResultView, ...], str], ...]:
        """Main and additional results, each with its heading."""
        return ((self.main, _("Utama")), (self.additional, _("Tambahan")))

    @property
    def leader(self) -> bool:
        return self.plan.form == Plan.Form.LEADER

    @property
    def quantitative(self) -> bool:
        return self.plan.approach == Plan.Approach.QUANTITATIVE

    @property
    def provisional(self) -> bool:
        """Some served result belongs to a plan that is not set."""
        return any(result.serves and result.serves.provisional for result in self.results)


def view(version: PlanVersion, *, on: date | None = None) -> PlanView:
    """The version for a page, in a constant number of queries; set versions come from their snapshot.

    Words are frozen there, but whether a served result is still provisional is asked anew.
    `version.plan` should be loaded with employee, post and unit, appraiser and cycle.
    """
    if version.snapshot is None:
        return present(version, build(version, read_content(version), on=on))
    shown = present(version, snapshot(version))
    nodes = resolve(result.serves.key for result in shown.results if result.serves)
    pending = {key for key, node in nodes.items() if node.provisional}
    return replace(shown, results=tuple(_with_provisional(result, pending) for result in shown.results))


def present(version: PlanVersion, data: Mapping[str, Any]) -> PlanView:
    """A snapshot dict as a view."""
    day = version.plan.starts
    words = {kind: labels(kind, day) for kind in ("aspect", "perspective", "direction", "cascading")}
    words["control"] = labels("control_level", day)
    results = tuple(_result(number, item, words) for number, item in enumerate(data["results"], 1))
    return PlanView(
        plan=version.plan,
        version=version,
        employee=_party(data["employee"]),
        appraiser=_party(data["appraiser"]),
        results=results,
        behaviours=tuple(
            BehaviourView(
                item["code"], item["name"], item["definition"], tuple(item["guides"]), item["expectation"]
            )
            for item in data["behaviours"]
        ),
        attachments=tuple(
            AttachmentView(kind, str(Attachment.Kind(kind).label), tuple(data["attachments"].get(kind, ())))
            for kind in ATTACHMENT_KINDS
        ),
    )


def _party(data: Mapping[str, str]) -> Party:
    return Party(*(data.get(name, "") for name in ("name", "nip", "rank", "post", "unit")))


def _result(number: int, data: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> ResultView:
    served = data["serves"]
    return ResultView(
        key=uuid.UUID(data["key"]),
        number=number,
        kind=data["kind"],
        statement=data["statement"],
        serves=_served(served) if served else None,
        cascade=words["cascading"].get(data["cascade"], ""),
        control=words["control"].get(data["control"], ""),
        assigned_by=data["assigned_by"],
        indicators=tuple(_indicator(item, words) for item in data["indicators"]),
    )


def _with_provisional(result: ResultView, pending: set[uuid.UUID]) -> ResultView:
    if result.serves is None:
        return result
    return replace(result, serves=replace(result.serves, provisional=result.serves.key in pending))


def _served(data: Mapping[str, Any]) -> Served:
    return Served(
        uuid.UUID(data["key"]), data["statement"], data["indicator"], data["owner"], data["provisional"]
    )


def _indicator(data: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> IndicatorView:
    return IndicatorView(
        key=uuid.UUID(data["key"]),
        statement=data["statement"],
        target=data["target"],
        aspect=words["aspect"].get(data["aspect"], ""),
        perspective=words["perspective"].get(data["perspective"], ""),
        direction=words["direction"].get(data["direction"], ""),
        definition=data["definition"],
        formula=data["formula"],
        data_source=data["data_source"],
    )
