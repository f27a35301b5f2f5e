"""Taking the answer of a citizen: the code goes and the answer comes in one transaction, or neither does.

No audit event and no log line: both would tie a moment or a code to an answer. What is kept of the moment
is the day and a part of the day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kinerja.rules.survey_abuse import Facts, flags, tells

from ..models import SurveyAnswer
from ..queries.answering import CodeGone, Sheet, Ticket, is_taken, same_words, visitors

DAY_PARTS = {
    SurveyAnswer.DayPart.MORNING: range(8, 12),
    SurveyAnswer.DayPart.AFTERNOON: range(13, 17),
}
COLUMNS = {
    "id": "uuid",
    **dict.fromkeys(("period_id", "unit_id", "service_id", "officer_id"), "bigint"),
    "day": "date",
    "seconds": "smallint",
    "values": "smallint[]",
    **dict.fromkeys(("open_answers", "flags"), "text[]"),
    **dict.fromkeys(("channel", "day_part", "state", "reason", "access_need"), "text"),
    **dict.fromkeys(("sex", "age_band", "education", "work", "disability"), "text"),
}
# One statement is one transaction and one round trip: the code goes and the answer comes, or neither does.
# A second copy of an answer (the same id) takes no second code.
OWN = ", ".join(f"%({name})s::{kind}" for name, kind in COLUMNS.items())
INSERT = f"INSERT INTO voice_surveyanswer ({', '.join(COLUMNS)}) SELECT {OWN}"
ONCE = "ON CONFLICT (id) DO NOTHING"
USED = """
WITH used AS (
    DELETE FROM voice_surveytoken WHERE digest = %(digest)s
    AND NOT EXISTS (SELECT FROM voice_surveyanswer WHERE id = %(id)s) RETURNING digest
)
"""
FROM_POSTER = " ".join((INSERT, ONCE))
BY_CODE = " ".join((USED, INSERT, "FROM used", ONCE))


@dataclass(frozen=True, slots=True)
class Filled:
    """What a citizen sent. `values` (1..4, None for "tidak tahu") and `words` follow the questions."""

    id: UUID
    values: tuple[int | None, ...]
    words: tuple[str, ...] = ()
    seconds: int | None = None
    about: dict[str, str] = field(default_factory=dict)


def take_by_code(*, ticket: Ticket, filled: Filled, from_source: int, at: datetime) -> None:
    """Uses the code up and stores the answer. The same `filled.id` again is stored once.

    Raises CodeGone when the code was used by another answer in the meantime.
    """
    sheet = ticket.sheet
    facts = Facts(
        values=filled.values,
        poster=False,
        seconds=filled.seconds,
        from_source=from_source,
        same_text=_same_text(sheet, filled, at),
    )
    row = _row(sheet, filled, facts, at)
    row.service_id, row.officer_id = ticket.service_id, ticket.officer_id
    _store(row, digest=ticket.digest)


def take_from_poster(
    *, sheet: Sheet, filled: Filled, proven: bool, from_source: int, in_hour: int, at: datetime
) -> None:
    """Stores an answer that no transaction stands behind; `proven`: the phone did its proof of work.

    `in_hour` counts the answers to this poster this hour. The same `filled.id` again is stored once.
    """
    facts = Facts(
        values=filled.values,
        poster=True,
        seconds=filled.seconds,
        proven=proven,
        from_source=from_source,
        in_hour=in_hour,
        visitors=visitors(sheet, timezone.localdate(at)),
        same_text=_same_text(sheet, filled, at),
    )
    _store(_row(sheet, filled, facts, at))


def _same_text(sheet: Sheet, filled: Filled, at: datetime) -> int:
    first = filled.words[0] if filled.words else ""
    return same_words(sheet, first) if tells(first, on=timezone.localdate(at)) else 0


def _row(sheet: Sheet, filled: Filled, facts: Facts, at: datetime) -> SurveyAnswer:
    local = timezone.localtime(at)
    found = flags(facts, on=local.date())
    parts = (part for part, hours in DAY_PARTS.items() if local.hour in hours)
    return SurveyAnswer(
        id=filled.id,
        period_id=sheet.period_id,
        unit_id=sheet.unit_id,
        channel=SurveyAnswer.Channel.POSTER if facts.poster else SurveyAnswer.Channel.TOKEN,
        day=local.date(),
        day_part=next(parts, SurveyAnswer.DayPart.OTHER),
        seconds=filled.seconds,
        values=list(filled.values),
        open_answers=list(filled.words) if any(filled.words) else [],
        flags=list(found),
        state=SurveyAnswer.State.HELD if found else SurveyAnswer.State.COUNTED,
        **filled.about,
    )


def _store(row: SurveyAnswer, *, digest: str = "") -> None:
    """The answer in and its code out. Raises CodeGone when there is no such code any more."""
    values = {name: getattr(row, name) for name in COLUMNS}
    with connection.cursor() as cursor:
        cursor.execute(BY_CODE if digest else FROM_POSTER, {**values, "digest": digest})
        stored = cursor.rowcount == 1
    # Sent twice at the same moment, the other one has stored it.
    if not stored and not is_taken(row.pk):
        raise CodeGone
