"""The pulse survey about the system: anonymous, once, in its window; answered by what the agency changes.

An answer comes in by the statement that deletes the turn of the one who answers. No row that stays is written
with it, no audit event and no log line; closing gives all answers new keys and one transaction (docs/adr).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from secrets import SystemRandom
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.queries import employee_of
from kinerja.people.queries.lines import own_posts
from kinerja.rows import lock_row
from kinerja.rules.agreement import HIGH, LOW
from kinerja.rules.loader import in_force
from kinerja.voice.actions.common import move
from kinerja.voice.errors import NotPossible

from ..access_socialisation import may_answer_pulse, may_socialise
from ..errors import Incomplete
from ..models import Pulse, PulseAnswer, PulseReply, PulseTurn
from ..queries.pulses import office_of
from .words import plain

RULE = "pulse.limits"
BATCH = 2_000
ANSWER = """
WITH used AS (
    DELETE FROM growth_pulseturn turn USING growth_pulse pulse
    WHERE turn.pulse_id = %(pulse)s AND turn.employee_id = %(employee)s
    AND pulse.id = turn.pulse_id AND pulse.status = 'open' AND %(on)s BETWEEN pulse.starts AND pulse.ends
    RETURNING turn.pulse_id)
INSERT INTO growth_pulseanswer (id, pulse_id, unit_id, scores, text, hidden)
SELECT %(id)s, pulse_id, %(unit)s, %(scores)s::jsonb, %(text)s, '' FROM used
"""


@transaction.atomic
def make_pulse(
    *,
    title: str,
    starts: date,
    ends: date,
    statements: Sequence[str] = (),
    intro: str = "",
    actor: User,
    at: datetime,
) -> Pulse:
    """A pulse in preparation; without `statements` those of the law. Raises PermissionDenied, Incomplete."""
    on = localdate(at)
    may_socialise(actor, on).require()
    law = in_force(RULE, on)
    lines = [line.strip() for line in (statements or law["statements"]) if line.strip()]
    if not title.strip() or not 1 <= len(lines) <= law["most"] or len(set(lines)) < len(lines):
        raise Incomplete(
            _("Tulis judul dan 1 sampai %(most)d pernyataan yang berbeda.") % {"most": law["most"]}
        )
    if not starts <= ends <= starts + timedelta(days=law["longest_days"]):
        raise Incomplete(
            _("Survei berlangsung paling lama %(days)d hari, dan berakhir sesudah mulai.")
            % {"days": law["longest_days"]}
        )
    coded = [{"code": f"p{number}", "text": line} for number, line in enumerate(lines, start=1)]
    made = Pulse.objects.create(
        title=title.strip(), intro=intro.strip(), statements=coded, starts=starts, ends=ends, made_by=actor
    )
    after = {"title": made.title, "starts": starts, "ends": ends, "statements": len(coded)}
    record(actor=actor, at=at, action="growth.make_pulse", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def open_pulse(*, pulse: Pulse, actor: User, at: datetime) -> Pulse:
    """One turn for everybody who has a post today. Raises PermissionDenied, NotPossible while another pulse
    runs or when its last day is over."""
    on = localdate(at)
    may_socialise(actor, on).require()
    held = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if on > held.ends:
        raise NotPossible(_("Hari terakhir survei ini sudah lewat. Buat survei baru."))
    if Pulse.objects.filter(status=Pulse.Status.OPEN).exists():
        raise NotPossible(_("Masih ada survei singkat yang berjalan. Tutup dahulu survei itu."))
    people = own_posts(on)
    move("pulse", held, "open", invited=len(people))
    turns = (PulseTurn(pulse=held, employee_id=person) for person in people)
    PulseTurn.objects.bulk_create(turns, batch_size=BATCH)
    after = {"invited": len(people)}
    record(actor=actor, at=at, action="growth.open_pulse", target=held, after=after, rule=RULE)
    return held


@transaction.atomic
def answer_pulse(
    *, pulse: Pulse, scores: Mapping[str, int], text: str = "", actor: User, at: datetime
) -> None:
    """Stores one answer and uses the turn up, in one statement. `scores`: every statement's code to 1..4.

    Raises PermissionDenied without a turn, Incomplete, NotPossible out of the window.
    """
    may_answer_pulse(actor, pulse).require()
    on = localdate(at)
    law = in_force(RULE, on)
    if set(scores) != {row["code"] for row in pulse.statements} or not all(
        LOW <= given <= HIGH for given in scores.values()
    ):
        raise Incomplete(_("Pilih satu jawaban pada setiap pernyataan."))
    words = text.replace("\x00", "").strip()
    if len(words) > law["text"]:
        raise Incomplete(_("Tulis paling banyak %(most)d huruf.") % {"most": law["text"]})
    me = employee_of(actor)
    assert me is not None  # may_answer_pulse
    unit = office_of(me, on)
    if unit is None:
        raise NotPossible(_("Anda sedang tidak menduduki jabatan, jadi unit jawaban tidak diketahui."))
    given: dict[str, Any] = {
        "id": uuid.uuid4(),
        "pulse": pulse.pk,
        "employee": me.pk,
        "unit": unit,
        "on": on,
        "scores": json.dumps(dict(scores)),
        "text": words,
    }
    with connection.cursor() as cursor:
        cursor.execute(ANSWER, given)
        stored = cursor.rowcount == 1
    if not stored:
        raise NotPossible(
            _("Survei ini tidak sedang berjalan, atau sudah Anda jawab. Tidak ada yang disimpan.")
        )


@transaction.atomic
def close_pulse(*, pulse: Pulse, actor: User, at: datetime) -> Pulse:
    """No more answers. Turns go; answers get new keys, a random order and one transaction.

    Raises PermissionDenied, NotPossible.
    """
    may_socialise(actor, localdate(at)).require()
    held = Pulse.objects.select_for_update().get(pk=pulse.pk)
    move("pulse", held, "close")
    held.turns.all().delete()
    answers = list(held.answers.order_by())
    held.answers.all().delete()
    SystemRandom().shuffle(answers)
    for row in answers:
        row.id = uuid.uuid4()
    PulseAnswer.objects.bulk_create(answers, batch_size=BATCH)
    after = {"answers": len(answers)}
    record(actor=actor, at=at, action="growth.close_pulse", target=held, after=after, rule=RULE)
    return held


@transaction.atomic
def hide_line(*, answer: PulseAnswer, why: str, actor: User, at: datetime) -> PulseAnswer:
    """A line that names somebody is not shown any more; its scores stay. The log keeps the reason, never the
    line. Raises PermissionDenied, Incomplete, NotPossible before the close."""
    may_socialise(actor, localdate(at)).require()
    held = lock_row(PulseAnswer.objects.select_related("pulse"), answer.pk)
    if held.pulse.status != Pulse.Status.CLOSED:
        raise NotPossible(_("Tulisan baru dapat dibaca setelah survei ditutup."))
    reason = plain(why, _("Tulis mengapa tulisan ini disembunyikan."))
    held.hidden = reason
    held.save(update_fields=["hidden"])
    record(actor=actor, at=at, action="growth.hide_pulse_line", target=held.pulse, why=reason)
    return held


@transaction.atomic
def reply_to_pulse(
    *, pulse: Pulse, heard: str, change: str, done_on: date | None = None, actor: User, at: datetime
) -> PulseReply:
    """What the agency heard and what it changes in the system, shown to everybody.

    Raises PermissionDenied, Incomplete, NotPossible before the close.
    """
    may_socialise(actor, localdate(at)).require()
    held = Pulse.objects.get(pk=pulse.pk)
    if held.status != Pulse.Status.CLOSED:
        raise NotPossible(_("Survei dijawab setelah ditutup."))
    words = {"heard": heard.strip(), "change": change.strip()}
    if not all(words.values()):
        raise Incomplete(_("Tulis apa yang didengar dan apa yang diubah."))
    made = PulseReply.objects.create(pulse=held, **words, done_on=done_on, by=actor, at=at)
    after = {"reply": made.pk, "done_on": done_on}
    record(actor=actor, at=at, action="growth.reply_to_pulse", target=held, after=after)
    return made
