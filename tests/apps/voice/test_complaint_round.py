"""The worker's round: closes after silence, reminds once, escalates once, and starts anew after more time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from kinerja.people.models import Appointment, LawOverride
from kinerja.voice.actions import complaints as citizen
from kinerja.voice.actions import handling
from kinerja.voice.models import Complaint
from kinerja.voice.upkeep import complaint_round
from tests.world import NOW, World

from .make_complaints import complaint


def sent(world: World, **facts: Any) -> Complaint:
    row = complaint(world)
    return handling.forward(
        complaint=row, unit=world.units["DUKCAPIL-KTP"], actor=None, at=NOW, **facts
    )  # due on Friday 23 October


def day(of_october: int) -> datetime:
    return NOW.replace(day=of_october)


def told(what: str) -> list[int]:
    """The users to whom mails of this sort are queued."""
    rows = DBTaskResult.objects.filter(task_path="kinerja.voice.mails.tell_officers")
    kwargs = [row.args_kwargs["kwargs"] for row in rows]
    return [user for facts in kwargs if facts["what"] == what for user, _pk in facts["pairs"]]


def steps(row: Complaint) -> Counter[str]:
    names = ("remind_before", "remind_due", "escalate_head", "escalate_above")
    found = row.steps.filter(event__in=names)
    assert all(step.for_office for step in found)
    return Counter(found.values_list("event", flat=True))


def test_reminders_and_escalation_each_once(world: World) -> None:
    row = sent(world, officer=world.counter_officer)
    for number in range(5, 31):
        for _twice in range(2):
            complaint_round(day(number))
    complaint_round(day(31) + timedelta(days=2))
    assert steps(row) == Counter(remind_before=1, remind_due=1, escalate_head=1, escalate_above=1)
    moments = {step.event: step.at.day for step in row.steps.all() if step.for_office}
    assert moments == {"remind_before": 21, "remind_due": 23, "escalate_head": 26, "escalate_above": 2}
    officer, head, above = (
        world.counter_officer.user_id,
        world.counter_head.user_id,
        world.registry_head.user_id,
    )
    assert told("remind_before") == told("remind_due") == [officer]
    assert (told("escalate_head"), told("escalate_above")) == ([head], [above])


def test_without_an_officer_the_head_is_reminded_and_an_acting_one_first(world: World) -> None:
    sent(world)
    Appointment.objects.create(
        employee=world.privacy_officer,
        post=world.posts["KABID-KTP"],
        kind="plh",
        starts=NOW.date(),
        sole=True,
    )
    complaint_round(day(22))
    assert told("remind_before") == [world.privacy_officer.user_id]


def test_a_unit_without_a_head_tells_the_next_one_up(world: World) -> None:
    Appointment.objects.filter(post=world.posts["KABID-KTP"]).update(ends=NOW.date() - timedelta(days=1))
    row = sent(world)
    complaint_round(day(26))
    assert told("escalate_head") == [world.registry_head.user_id]
    complaint_round(day(31) + timedelta(days=5))
    assert told("escalate_above") == [] and steps(row)["escalate_above"] == 1


def test_more_time_starts_the_reminders_anew(world: World) -> None:
    row = sent(world, officer=world.counter_officer)
    complaint_round(day(22))
    handling.extend(complaint=row, reason="Blangko habis", actor=world.counter_head.user, at=day(22))
    complaint_round(day(23))
    complaint_round(datetime(2026, 10, 30, 9, tzinfo=NOW.tzinfo))
    complaint_round(datetime(2026, 11, 2, 9, tzinfo=NOW.tzinfo))
    assert steps(row) == Counter(remind_before=2)


def test_an_answered_report_closes_after_silence(world: World) -> None:
    row = handling.answer(complaint=sent(world), text="Sudah", actor=None, at=NOW)  # closes after 19 October
    assert complaint_round(day(19)).closed == 0
    assert complaint_round(day(20)).closed == 1
    assert complaint_round(day(20)).closed == 0
    row.refresh_from_db()
    assert (row.status, row.closed_at) == ("closed", day(20))
    assert "19 Oktober 2026" in row.steps.get(event="close").note
    citizen.reopen(complaint=row, reason="Belum beres", at=day(21))
    assert Complaint.objects.get().status == "in_progress"


def test_a_word_of_the_reporter_counts_as_a_reaction(world: World) -> None:
    row = handling.answer(complaint=sent(world), text="Sudah", actor=None, at=NOW)
    citizen.reply(complaint=row, text="Saya cek dahulu", at=day(16))
    assert complaint_round(day(20)).closed == 0
    assert complaint_round(day(31)).closed == 1


def test_an_agency_may_wait_longer(world: World) -> None:
    LawOverride.objects.create(
        rule="deadline.complaint_auto_close",
        key="days",
        value=20,
        starts=NOW.date(),
        basis="Keputusan 1/2026",
        reason="Warga di pulau",
    )
    handling.answer(complaint=sent(world), text="Sudah", actor=None, at=NOW)
    assert complaint_round(day(31)).closed == 0
    assert complaint_round(NOW + timedelta(days=35)).closed == 1


def test_a_round_asks_as_often_for_many_as_for_few(world: World) -> None:
    counts = []
    for many, later in ((3, 9), (12, 16)):
        for _one in range(many):
            sent(world)
            handling.answer(complaint=sent(world), text="Sudah", actor=None, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            done = complaint_round(day(31) + timedelta(days=later))
        assert (done.closed, done.escalated) == (many, 2 * many)
        counts.append(len(asked))
    assert counts[0] == counts[1]
