"""Tickets of a round: the name is ticked off, a code is drawn, and the answer needs nothing but the code.

No audit event and no log line here, and no row that stays is written together with a tick: codes and tickets
are made when the round opens, drawing a code deletes its row, and a tick rewrites all requests about that
person. An answer goes in by the statement that deletes its ticket (docs/adr: feedback without a trace).
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from secrets import SystemRandom
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.rules.agreement import HIGH, LOW
from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.loader import in_force
from kinerja.voice.actions.tokens import ALPHABET, LENGTH, digest

from ..access_rounds import may_take
from ..errors import Incomplete, NotOpen
from ..models import FeedbackAsk, FeedbackCode, FeedbackRound, FeedbackTicket

DRAW = """
DELETE FROM assessment_feedbackcode WHERE id = (
    SELECT id FROM assessment_feedbackcode
    WHERE round_id = %(round)s AND subject_id = %(subject)s AND relation = %(relation)s
    ORDER BY random() LIMIT 1 FOR UPDATE)
RETURNING code
"""
ANSWER = """
WITH used AS (
    DELETE FROM assessment_feedbackticket ticket USING assessment_feedbackround round
    WHERE ticket.digest = %(digest)s AND round.id = ticket.round_id AND round.status = 'open'
    AND %(on)s BETWEEN round.starts AND round.ends
    AND EXISTS (
        SELECT FROM assessment_feedbackask ask WHERE ask.round_id = ticket.round_id
        AND ask.subject_id = ticket.subject_id AND ask.relation = ticket.relation
        AND ask.asked_id = %(asked)s AND ask.answered)
    RETURNING ticket.round_id, ticket.subject_id, ticket.relation)
INSERT INTO assessment_feedbackanswer (id, round_id, subject_id, relation, "values", keep, change)
SELECT %(id)s, round_id, subject_id, relation, %(values)s::jsonb, %(keep)s, %(change)s FROM used
"""


def make_codes(round: FeedbackRound) -> int:
    """One code and one ticket for each request of the round, each in its own order; returns how many."""
    asks = list(round.asks.values_list("subject_id", "relation"))
    made = [("".join(secrets.choice(ALPHABET) for _place in range(LENGTH)), *ask) for ask in asks]
    chance = SystemRandom()
    chance.shuffle(made)
    FeedbackCode.objects.bulk_create(
        FeedbackCode(round=round, subject_id=subject, relation=relation, code=code)
        for code, subject, relation in made
    )
    chance.shuffle(made)
    FeedbackTicket.objects.bulk_create(
        FeedbackTicket(digest=digest(code), round=round, subject_id=subject, relation=relation)
        for code, subject, relation in made
    )
    return len(made)


@transaction.atomic
def take_ticket(*, ask: FeedbackAsk, actor: User, at: datetime) -> str:
    """Ticks the name off and returns a code drawn among those of the same side. It is shown this once.

    Raises PermissionDenied for anybody else, NotOpen outside the window or for a second ticket.
    """
    on = localdate(at)
    may_take(actor, ask, on).require()
    require_running(FeedbackRound.objects.get(pk=ask.round_id), at)
    about = FeedbackAsk.objects.filter(round=ask.round_id, subject=ask.subject_id)
    locked = {row.pk: row for row in about.select_for_update().order_by("pk")}
    if ask.pk not in locked or locked[ask.pk].answered:
        raise NotOpen(_("Tiket untuk permintaan ini sudah Anda ambil. Satu permintaan dijawab satu kali."))
    # All rows about this person get the same transaction number, so that it does not say who came last.
    about.update(answered=Case(When(pk=ask.pk, then=Value(True)), default=F("answered")))
    place: dict[str, Any] = {"round": ask.round_id, "subject": ask.subject_id, "relation": ask.relation}
    with connection.cursor() as cursor:
        cursor.execute(DRAW, place)
        drawn = cursor.fetchone()
    if drawn is None:  # the round was closed while this one came in
        raise NotOpen(_("Putaran ini sudah ditutup."))
    return str(drawn[0])


@transaction.atomic
def answer(
    *,
    code: str,
    asked: Employee,
    values: Mapping[str, int],
    keep: str,
    change: str,
    at: datetime,
) -> None:
    """Stores one answer and uses the code up, in one statement.

    `values` maps codes of the seven values to 1..4, blanks left out. That `asked` was asked from this side
    about this person is checked by the write itself and not kept. Raises Incomplete for an answer that says
    nothing or lies outside the form, NotOpen for a code that is used, unknown, of another person's round, or
    out of its window.
    """
    on = localdate(at)
    law = in_force("feedback.round", on)
    known = {value.code for value in behaviour_values(on)}
    if not set(values) <= known or not all(LOW <= given <= HIGH for given in values.values()):
        raise Incomplete(_("Pilih salah satu jawaban yang tersedia pada setiap nilai."))
    words = {"keep": keep.strip(), "change": change.strip()}
    if not values and not any(words.values()):
        raise Incomplete(_("Jawab paling sedikit satu nilai, atau tulis satu hal."))
    if any(len(text) > law["text"] for text in words.values()):
        raise Incomplete(_("Tulis paling banyak %(most)d huruf.") % {"most": law["text"]})
    given: dict[str, Any] = {
        "values": json.dumps(dict(values)),
        "id": uuid.uuid4(),
        "on": on,
        "asked": asked.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(ANSWER, {**given, **words, "digest": digest(code)})
        stored = cursor.rowcount == 1
    if not stored:
        raise NotOpen(
            _(
                "Kode ini sudah dipakai, bukan untuk Anda, atau putarannya sudah berakhir. "
                "Tidak ada yang disimpan."
            )
        )


def require_running(round: FeedbackRound, at: datetime) -> None:
    """Raises NotOpen unless the round is open and its window holds the day."""
    on = localdate(at)
    if round.status != FeedbackRound.Status.OPEN or on > round.ends:
        raise NotOpen(_("Putaran ini tidak sedang berjalan, jadi tidak dapat dijawab."))
    if on < round.starts:
        raise NotOpen(_("Putaran ini belum mulai."))
