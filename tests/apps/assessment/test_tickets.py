"""Tickets: only who was asked, once, in the window, checked on the write; nothing joins a name to an answer.

Real transactions where PostgreSQL's own `xmin` is looked at: it would be the same for everything in a test.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.db.utils import DatabaseError

from kinerja.assessment.actions.rounds import close_round
from kinerja.assessment.actions.tickets import answer, take_ticket
from kinerja.assessment.errors import Incomplete, NotOpen
from kinerja.assessment.models import FeedbackAnswer, FeedbackAsk, FeedbackCode, FeedbackRound, FeedbackTicket
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.runtime.log_filter import without_codes
from kinerja.voice.actions.tokens import digest
from tests.apps.assessment.office import WINDOW, ZONE, user
from tests.apps.assessment.round_office import CODES, LATER, colleagues, draft, running, speak
from tests.world import World

BEFORE = datetime(2026, 10, 4, 9, 0, tzinfo=ZONE)
FULL = dict.fromkeys(CODES, 3)


def ask_of(made: FeedbackRound, asked: Employee, subject: Employee) -> FeedbackAsk:
    return FeedbackAsk.objects.select_related("asked").get(round=made, asked=asked, subject=subject)


def take(ask: FeedbackAsk, who: Employee | None = None, at: datetime = WINDOW) -> str:
    return take_ticket(ask=ask, actor=user(who or ask.asked), at=at)


def send(code: str, who: Employee, at: datetime = WINDOW, **more: Any) -> None:
    answer(**{"code": code, "asked": who, "values": FULL, "keep": "", "change": "", "at": at, **more})


@pytest.mark.django_db
def test_an_answer_keeps_round_subject_side_and_what_was_said(world: World) -> None:
    made = running(world)
    ask = ask_of(made, world.pppk, world.nurse)
    send(take(ask), world.pppk, keep=" Menyapa pasien ", change="Serah terima lebih rinci")
    kept = FeedbackAnswer.objects.get()
    assert (kept.subject, kept.relation, kept.values) == (world.nurse, "peer", FULL)
    assert (kept.keep, kept.change) == ("Menyapa pasien", "Serah terima lebih rinci")
    with pytest.raises(DatabaseError, match="tidak dapat diubah"):
        FeedbackAnswer.objects.update(keep="x")


@pytest.mark.django_db
def test_who_was_not_asked_gets_no_ticket(world: World) -> None:
    ask = ask_of(running(world), world.pppk, world.nurse)
    for who in ("nurse", "section_head", "hr", "admin", "outsider"):
        with pytest.raises(PermissionDenied, match="Hanya orang yang diminta"):
            take(ask, world.people[who])
    assert not FeedbackAsk.objects.filter(answered=True).exists()


@pytest.mark.django_db
def test_one_ticket_a_request(world: World) -> None:
    ask = ask_of(running(world), world.pppk, world.nurse)
    left = FeedbackCode.objects.count()
    take(ask)
    with pytest.raises(NotOpen, match="sudah Anda ambil"):
        take(ask)
    assert FeedbackCode.objects.count() == left - 1
    assert FeedbackAsk.objects.filter(answered=True).count() == 1


@pytest.mark.django_db
def test_tickets_only_while_the_round_runs(world: World) -> None:
    ask = ask_of(draft(world), world.pppk, world.nurse)
    with pytest.raises(NotOpen, match="tidak sedang berjalan"):
        take(ask)
    ask = ask_of(running(world), world.pppk, world.nurse)
    with pytest.raises(NotOpen, match="belum mulai"):
        take(ask, at=BEFORE)
    with pytest.raises(NotOpen, match="tidak sedang berjalan"):
        take(ask, at=LATER)
    close_round(round=ask.round, actor=user(world.hr), at=WINDOW)
    with pytest.raises(NotOpen):
        take(FeedbackAsk.objects.get(pk=ask.pk))


@pytest.mark.django_db
def test_a_code_is_good_for_one_answer_of_one_who_was_asked(world: World) -> None:
    colleagues(world, 3)
    made = running(world)
    ask = ask_of(made, world.pppk, world.nurse)
    code = take(ask)
    other = made.asks.filter(subject=world.nurse, relation="peer").exclude(asked=world.pppk).first()
    assert other is not None
    refused: list[tuple[str, Employee, datetime]] = [
        (code, world.nurse, WINDOW),  # the subject himself
        (code, world.outsider, WINDOW),  # not asked at all
        (code, other.asked, WINDOW),  # asked, but without a ticket of his own
        (code, world.section_head, WINDOW),  # asked from another side
        (code, world.pppk, BEFORE),
        (code, world.pppk, LATER),
        (code[:-1] + ("A" if code[-1] != "A" else "B"), world.pppk, WINDOW),
        ("", world.pppk, WINDOW),
    ]
    for sent, who, at in refused:
        with pytest.raises(NotOpen, match="Tidak ada yang disimpan"):
            send(sent, who, at)
    assert not FeedbackAnswer.objects.exists()
    send(code, world.pppk)
    with pytest.raises(NotOpen):
        send(code, world.pppk)
    assert FeedbackAnswer.objects.count() == 1


@pytest.mark.django_db
def test_a_code_never_speaks_about_another_person_or_from_another_side(world: World) -> None:
    made = running(world)
    ask = ask_of(made, world.pppk, world.nurse)
    code = take(ask)
    more: dict[str, Any]
    for more in ({"values": {"XX": 3}}, {"values": {"BP": 5}}, {"values": {"BP": 0}}, {"values": {}},
                 {"keep": "x" * 401}):  # fmt: skip
        with pytest.raises(Incomplete):
            send(code, world.pppk, **more)
    send(code, world.pppk)
    kept = FeedbackAnswer.objects.get()
    assert (kept.subject_id, kept.relation) == (ask.subject_id, ask.relation)


@pytest.mark.django_db
def test_a_code_dies_with_its_round(world: World) -> None:
    made = running(world)
    code = take(ask_of(made, world.pppk, world.nurse))
    close_round(round=made, actor=user(world.hr), at=WINDOW)
    with pytest.raises(NotOpen):
        send(code, world.pppk)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_draw_one_code(world: World) -> None:
    ask = ask_of(running(world), world.pppk, world.nurse)
    left = FeedbackCode.objects.count()

    def press(_number: int) -> bool:
        try:
            take(ask)
        except NotOpen:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [False, True]
    assert FeedbackCode.objects.count() == left - 1


def rows(table: str) -> list[dict[str, Any]]:
    """Every live row of a table with its system columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text AS xmin, ctid::text AS ctid, t.* FROM {table} t")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def tables() -> list[str]:
    return sorted({model._meta.db_table for model in apps.get_models()})


@pytest.mark.django_db(transaction=True)
def test_nothing_kept_joins_a_name_to_an_answer(world: World) -> None:
    """No code or digest in any column, no transaction shared, and no order among those who took a ticket."""
    colleagues(world, 4)
    made = running(world)
    peers = list(made.asks.filter(subject=world.nurse, relation="peer").select_related("asked"))
    secrets: set[str] = set()
    for ask in peers[:4]:
        code = take(ask)
        secrets |= {code, digest(code)}
        send(code, ask.asked, keep="Sabar")
    answers = rows("assessment_feedbackanswer")
    transactions, keys = {row["xmin"] for row in answers}, {str(row["id"]) for row in answers}
    assert len(answers) == 4
    for table in tables():
        for kept in [] if table == "assessment_feedbackanswer" else rows(table):
            assert kept["xmin"] not in transactions, table
            assert not keys & {str(value) for value in kept.values()}, table
        for kept in rows(table):
            found = [value for value in kept.values() if any(secret in str(value) for secret in secrets)]
            assert not found, table
    about = [row for row in rows("assessment_feedbackask") if row["subject_id"] == world.nurse.pk]
    assert len({row["xmin"] for row in about}) == 1, "the ticks must not tell who came when"
    assert not [
        event for event in Event.objects.all() if "ticket" in event.action or "answer" in event.action
    ]


@pytest.mark.django_db(transaction=True)
def test_a_ticket_that_is_out_points_to_nobody(world: World) -> None:
    """Taken and not yet used: its row is as old as all the others of the round."""
    made = running(world)
    before = {row["digest"]: row["xmin"] for row in rows("assessment_feedbackticket")}
    take(ask_of(made, world.pppk, world.nurse))
    after = {row["digest"]: row["xmin"] for row in rows("assessment_feedbackticket")}
    assert after == before and len(set(after.values())) == 1
    ticked = {row["xmin"] for row in rows("assessment_feedbackask") if row["answered"]}
    assert not ticked & (set(after.values()) | {row["xmin"] for row in rows("assessment_feedbackcode")})


@pytest.mark.django_db(transaction=True)
def test_closing_shuffles_answers_into_one_transaction(world: World) -> None:
    colleagues(world, 4)
    made = running(world)
    for step, ask in enumerate(made.asks.filter(subject=world.nurse, relation="peer"), start=1):
        speak(ask, min(step, 4))
    first = rows("assessment_feedbackanswer")
    close_round(round=made, actor=user(world.hr), at=WINDOW + timedelta(hours=1))
    after = rows("assessment_feedbackanswer")
    assert len({row["xmin"] for row in after}) == 1
    assert not {row["id"] for row in first} & {row["id"] for row in after}
    said = [Counter(str(row["values"]) for row in part) for part in (first, after)]
    assert said[0] == said[1]


def test_there_is_no_column_for_it() -> None:
    """Neither a moment nor a person but the subject, and nothing points at an answer or a ticket."""
    for model in (FeedbackAnswer, FeedbackTicket, FeedbackCode):
        fields = model._meta.get_fields()
        assert not [field for field in fields if field.auto_created and not field.concrete], model
        assert {field.related_model for field in fields if field.related_model} == {FeedbackRound, Employee}
        assert not [field for field in fields if "Date" in type(field).__name__], model


def test_the_log_shows_no_code() -> None:
    assert without_codes("Gone: /putaran/jawab/ABCD2345/") == "Gone: /putaran/jawab/..."
    assert without_codes("Not Found: /putaran/3/") == "Not Found: /putaran/3/"
