"""What the interface takes and gives. Every moment carries its offset; texts hold no control characters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

MOST_CASES = 500
Code = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[-a-zA-Z0-9_]+$", examples=["ktp-el"])]
Number = Annotated[
    str,
    Field(
        min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f]+$", examples=["B-2026-0001"]
    ),
]
Moment = Annotated[
    AwareDatetime,
    Field(
        ge=datetime(2000, 1, 1, tzinfo=UTC),
        le=datetime(2100, 1, 1, tzinfo=UTC),
        examples=["2026-09-01T08:15:00+07:00"],
    ),
]
PromiseUnit = Literal["minutes", "hours", "working_days"]
State = Literal["open", "waiting", "done", "cancelled"]


class CaseIn(Schema):
    """A case as the other system knows it now. Data of the citizen are neither needed nor taken."""

    model_config = ConfigDict(extra="forbid")

    service: Code
    number: Number
    received_at: Moment
    done_at: Moment | None = None
    wait_starts: Moment | None = None
    wait_ends: Moment | None = None
    officer_nip: Annotated[str, Field(pattern=r"^([0-9]{18})?$")] = ""
    status: State | None = Field(None, description="Left out: done when `done_at` is given, else open.")


class CasesIn(Schema):
    """One case or a batch: all of it is taken, or nothing."""

    model_config = ConfigDict(extra="forbid")

    cases: Annotated[list[CaseIn], Field(min_length=1, max_length=MOST_CASES)]


class CaseKeyIn(Schema):
    """Which case."""

    model_config = ConfigDict(extra="forbid")

    service: Code
    number: Number


class CaseOut(Schema):
    """Where a case stands; times are measured when it is done."""

    service: str
    number: str
    status: State
    received_at: datetime
    done_at: datetime | None
    elapsed_minutes: int | None
    elapsed_days: int | None
    within: bool | None


class CasesOut(Schema):
    """How many cases were new, changed, or kept because they had ended before; and where each stands."""

    new: int
    changed: int
    kept: int
    cases: list[CaseOut]


class ServiceOut(Schema):
    """What the public card of a service says."""

    code: str
    name: str
    unit: str
    online: bool
    promise: int
    promise_unit: PromiseUnit
    fee: int
    requirements: str
    procedure: str
    product: str
    complaint_channel: str


class Problem(Schema):
    """One fault: where in what was sent ("" for the whole), what, and what to do."""

    field: str
    message: str


class Problems(Schema):
    errors: list[Problem]
