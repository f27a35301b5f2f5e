"""Evaluation meetings: every state and refusal, decisions, minutes, calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from icalendar import Calendar

from kinerja.accounts.errors import ActionError
from kinerja.assessment.actions import decisions as choices
from kinerja.assessment.actions import meetings as acts
from kinerja.assessment.actions import minutes as writing
from kinerja.assessment.errors import Incomplete
from kinerja.assessment.ics import calendar_token, employee_of_token, meetings_calendar
from kinerja.assessment.models import Decision, Meeting, MinutesVersion, Notice
from kinerja.assessment.queries.meetings import (
    decisions_due,
    handovers,
    in_calendar,
    meetings_of,
    proposed_day,
)
from kinerja.audit.models import Event
from kinerja.voice.errors import NotPossible, Stale
from tests.apps.assessment.make_meetings import (
    HOUR,
    approved,
    decision,
    drafted,
    head,
    planned,
    running,
)
from tests.apps.assessment.office import user
from tests.world import NOW, TODAY, World

STATES: dict[str, Callable[..., Meeting]] = {
    "planned": planned,
    "running": running,
    "drafted": drafted,
    "approved": approved,
}


def cancelled(world: World) -> Meeting:
    return acts.cancel_meeting(
        meeting=planned(world), reason="Bentrok dengan akreditasi", actor=head(world), at=NOW
    )


STATES["cancelled"] = cancelled


def by(world: World) -> dict[str, Any]:
    return {"actor": head(world), "at": NOW}


def act_on(world: World, name: str, meeting: Meeting) -> object:
    """One act, done as the chair."""
    facts = {"meeting": meeting, **by(world)}
    if name == "change":
        when = {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR}
        return acts.change_meeting(**facts, **when, place="Aula")
    if name == "cancel":
        return acts.cancel_meeting(**facts, reason="Ditunda")
    if name == "begin":
        return acts.begin(**facts)
    if name == "attend":
        return acts.take_attendance(**facts, present={world.midwife.pk: True}, reasons={})
    if name == "invite":
        return acts.set_invited(**facts, add=[world.nurse], remove=[])
    if name == "item":
        return acts.add_item(**facts, title="Lain-lain")
    if name == "note":
        return acts.note_discussion(**facts, notes={})
    if name == "name":
        return acts.name_recognised(**facts, named=True)
    if name == "draft":
        return writing.draft_minutes(**facts)
    if name == "correct":
        return writing.correct_minutes(**facts, text="Notula yang benar")
    if name == "redraft":
        return writing.redraft_minutes(**facts)
    if name == "approve":
        return writing.approve_minutes(**facts)
    return decision(world, meeting)


ALLOWED = {
    "change": {"planned"},
    "cancel": {"planned"},
    "begin": {"planned"},
    "attend": {"running", "drafted"},
    "invite": {"planned", "running"},
    "item": {"planned", "running"},
    "note": {"running"},
    "name": {"running"},
    "draft": {"running"},
    "correct": {"drafted"},
    "redraft": {"drafted"},
    "approve": {"drafted"},
    "decide": {"running", "drafted"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ALLOWED)
def test_an_act_is_done_in_its_states_only(name: str, state: str, world: World) -> None:
    meeting = STATES[state](world)
    if state in ALLOWED[name]:
        before = Event.objects.count()
        act_on(world, name, meeting)
        assert Event.objects.count() >= before + (name not in ("note",))
    else:
        with pytest.raises(NotPossible):
            act_on(world, name, meeting)


@pytest.mark.parametrize("name", ALLOWED)
def test_who_was_only_invited_does_nothing(name: str, world: World, monkeypatch: Any) -> None:
    state = next(iter(sorted(ALLOWED[name])))
    meeting = STATES[state](world)
    monkeypatch.setattr("tests.apps.assessment.test_meetings.head", lambda world: user(world.midwife))
    monkeypatch.setattr("tests.apps.assessment.make_meetings.head", lambda world: user(world.midwife))
    with pytest.raises(PermissionDenied):
        act_on(world, name, meeting)


def test_the_chairs_team_and_the_heads_below_are_invited(world: World) -> None:
    meeting = planned(world)
    invited = {row.employee for row in meeting.attendance.select_related("employee")}
    assert {world.puskesmas_head, world.section_head, world.midwife, world.lab_coordinator} <= invited
    assert world.nurse not in invited
    assert world.outsider not in invited


def test_one_meeting_a_unit_and_period_unless_cancelled(world: World) -> None:
    first = planned(world)
    with pytest.raises(NotPossible, match="sudah ada"):
        planned(world)
    acts.cancel_meeting(meeting=first, reason="Pindah", **by(world))
    assert planned(world).pk != first.pk


def test_only_who_leads_the_unit_plans(world: World) -> None:
    with pytest.raises(PermissionDenied):
        planned(world, actor=user(world.section_head))
    with pytest.raises(PermissionDenied):
        planned(world, unit="PKM2")
    planned(world, unit="PKM1-YAN", chair=world.section_head, actor=user(world.section_head))
    planned(world, actor=user(world.office_head))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"place": "  "}, "tempat"),
        ({"ends_at": NOW}, "setelah jam mulai"),
        ({"starts_at": NOW - timedelta(days=2)}, "sudah lewat"),
    ],
    ids=["no-place", "ends-before", "past"],
)
def test_a_meeting_has_time_and_place(facts: dict[str, Any], words: str, world: World) -> None:
    with pytest.raises(Incomplete, match=words):
        planned(world, **facts)
    assert not Meeting.objects.exists()


def test_the_day_proposed_is_the_first_working_day_after_the_window_opens(world: World) -> None:
    assert world.q3.opens == date(2026, 9, 20)  # a Sunday
    assert proposed_day(world.q3) == date(2026, 9, 21)
    assert proposed_day(world.q4).weekday() < 5
    world.q4.opens = date(2039, 1, 7)  # nobody knows the days off of that year
    assert proposed_day(world.q4) == date(2039, 1, 10)


def test_a_meeting_begins_on_its_day_at_the_earliest(world: World) -> None:
    meeting = planned(world, starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=2, hours=1))
    with pytest.raises(NotPossible, match="07/10/2026"):
        acts.begin(meeting=meeting, **by(world))
    acts.begin(meeting=meeting, actor=head(world), at=NOW + timedelta(days=2))
    assert meeting.status == "running"


def test_of_two_who_begin_one_wins(world: World) -> None:
    meeting = planned(world)
    other = Meeting.objects.get(pk=meeting.pk)
    acts.begin(meeting=meeting, **by(world))
    with pytest.raises(Stale):
        acts.begin(meeting=other, **by(world))


def test_cancelling_says_why(world: World) -> None:
    meeting = planned(world)
    with pytest.raises(Incomplete):
        acts.cancel_meeting(meeting=meeting, reason=" ", **by(world))
    acts.cancel_meeting(meeting=meeting, reason="Bencana banjir", **by(world))
    assert Meeting.objects.get().minutes == "Bencana banjir"
    assert Event.objects.get(action="assessment.cancel_meeting").why == "Bencana banjir"


def test_absence_needs_a_reason(world: World) -> None:
    meeting = running(world)
    facts = {"meeting": meeting, **by(world)}
    with pytest.raises(Incomplete, match=world.midwife.name):
        acts.take_attendance(**facts, present={world.midwife.pk: False}, reasons={})
    acts.take_attendance(
        **facts,
        present={world.midwife.pk: False, world.section_head.pk: True, world.outsider.pk: True},
        reasons={world.midwife.pk: "Dinas luar"},
    )
    told = dict(meeting.attendance.values_list("employee_id", "present"))
    assert told[world.midwife.pk] is False
    assert told[world.section_head.pk] is True
    assert told[world.puskesmas_head.pk] is True  # the chair came
    assert world.outsider.pk not in told


def test_invited_are_added_and_taken_off_but_not_the_chair(world: World) -> None:
    meeting = running(world)
    facts = {"meeting": meeting, **by(world)}
    acts.take_attendance(**facts, present={world.section_head.pk: True}, reasons={})
    gone = [world.midwife.pk, world.puskesmas_head.pk, world.section_head.pk]
    acts.set_invited(**facts, add=[world.nurse, world.section_head], remove=gone)
    left = set(meeting.attendance.values_list("employee_id", flat=True))
    assert world.midwife.pk not in left
    assert {world.nurse.pk, world.puskesmas_head.pk, world.section_head.pk} <= left


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": "denda"}, "jenis"),
        ({"text": " "}, "diputuskan"),
        ({"kind": "recognition"}, "Pilih pegawai"),
        ({"kind": "support"}, "Pilih pegawai"),
        ({"due": TODAY - timedelta(days=1)}, "sudah lewat"),
    ],
    ids=["kind", "words", "praise-nobody", "support-nobody", "past"],
)
def test_a_decision_is_whole(facts: dict[str, Any], words: str, world: World) -> None:
    with pytest.raises(Incomplete, match=words):
        decision(world, running(world), **facts)
    assert not Decision.objects.exists()


def test_nobody_sees_to_his_own_recognition(world: World) -> None:
    meeting = running(world)
    with pytest.raises(Incomplete, match="orang lain"):
        decision(world, meeting, kind="recognition", owner=world.midwife, about=world.midwife)
    decision(world, meeting, kind="recognition", about=world.midwife)


def test_a_point_of_another_meeting_is_refused(world: World) -> None:
    other = planned(world, unit="PKM1-YAN")
    item = acts.add_item(meeting=other, title="Pokok", **by(world))
    with pytest.raises(Incomplete, match="bukan dari rapat ini"):
        decision(world, running(world), item=item)


def test_owner_and_chair_close_a_decision_with_what_came_of_it(world: World) -> None:
    meeting = running(world)
    first, second = decision(world, meeting), decision(world, meeting, text="Latih petugas")
    with pytest.raises(PermissionDenied):
        choices.finish_decision(decision=first, outcome="Selesai", actor=user(world.midwife), at=NOW)
    with pytest.raises(Incomplete):
        choices.finish_decision(decision=first, outcome=" ", actor=user(world.section_head), at=NOW)
    choices.finish_decision(decision=first, outcome="Loket dibuka", actor=user(world.section_head), at=NOW)
    choices.drop_decision(decision=second, outcome="Tidak ada dana", **by(world))
    assert [row.status for row in Decision.objects.order_by("pk")] == ["done", "dropped"]
    with pytest.raises(ActionError):
        choices.drop_decision(decision=first, outcome="Lagi", **by(world))


def test_what_is_due_and_what_growth_takes_over(world: World) -> None:
    meeting = running(world)
    soon = decision(world, meeting, due=TODAY + timedelta(days=7))
    decision(world, meeting, due=TODAY + timedelta(days=8))
    praise = decision(world, meeting, kind="recognition", about=world.midwife, owner=world.puskesmas_head)
    assert list(decisions_due(world.section_head, TODAY)) == [soon]
    assert list(handovers()) == [praise]
    choices.finish_decision(decision=soon, outcome="Beres", **by(world))
    assert not decisions_due(world.section_head, TODAY + timedelta(days=400)).filter(pk=soon.pk).exists()


def test_the_minutes_say_who_came_what_was_said_and_what_was_decided(world: World) -> None:
    meeting = planned(world)
    item = acts.add_item(meeting=meeting, title="Persiapan akreditasi", **by(world))
    acts.begin(meeting=meeting, **by(world))
    facts = {"meeting": meeting, **by(world)}
    acts.note_discussion(**facts, notes={item.pk: "Tim dibentuk pekan ini."})
    acts.take_attendance(**facts, present={world.midwife.pk: False}, reasons={world.midwife.pk: "Dinas luar"})
    decision(world, meeting)
    decision(world, meeting, kind="support", about=world.lab_coordinator, text="Dampingi sebulan")
    decision(world, meeting, kind="recognition", about=world.midwife, text="Pegawai teladan")
    text = writing.draft_minutes(**facts).minutes
    for words in (
        "Puskesmas Melati, Triwulan III 2026",
        "Ruang rapat lantai 2",
        f"- {world.midwife.name}: Dinas luar",
        f"- {world.section_head.name}: tanpa keterangan",
        "Persiapan akreditasi",
        "Tim dibentuk pekan ini.",
        "Tambah satu loket pendaftaran",
        f"Penanggung jawab: {world.section_head.name}. Batas: 19 Oktober 2026.",
        "Dukungan: 1 keputusan",
        "Penghargaan: 1 keputusan",
    ):
        assert words in text
    assert "Dampingi sebulan" not in text
    assert "Pegawai teladan" not in text


def test_a_correction_keeps_the_text_before_and_approval_freezes(world: World) -> None:
    meeting = drafted(world)
    first = meeting.minutes
    facts = {"meeting": meeting, **by(world)}
    with pytest.raises(Incomplete):
        writing.correct_minutes(**facts, text="  ")
    writing.correct_minutes(**facts, text=first)  # nothing changed, nothing kept
    assert not MinutesVersion.objects.exists()
    writing.correct_minutes(meeting=meeting, text="Notula HR", actor=user(world.hr), at=NOW)
    assert MinutesVersion.objects.get().text == first
    with pytest.raises(PermissionDenied):
        writing.approve_minutes(meeting=meeting, actor=user(world.hr), at=NOW)
    writing.approve_minutes(**facts)
    with pytest.raises(NotPossible):
        writing.correct_minutes(**facts, text="Setelah disetujui")
    kept = Meeting.objects.get()
    assert (kept.status, kept.minutes, kept.approved_at) == ("approved", "Notula HR", NOW)


def test_the_calendar_is_read_back_by_the_library(world: World) -> None:
    going = planned(world)
    gone = planned(world, unit="PKM1-YAN")
    acts.cancel_meeting(meeting=gone, reason="Ditunda", **by(world))
    rows = list(in_calendar(world.puskesmas_head, NOW))
    assert {row.pk for row in rows} == {going.pk, gone.pk}
    read = Calendar.from_ical(meetings_calendar([(row, "https://contoh.test/rapat/1/") for row in rows], NOW))
    events = {str(event["uid"]): event for event in read.walk("VEVENT")}
    first, second = events[f"{going.key}@kinerja"], events[f"{gone.key}@kinerja"]
    assert first.decoded("dtstart") == NOW + HOUR
    assert first["dtstart"].params["TZID"] == "Asia/Jakarta"
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Asia/Jakarta"]
    assert (str(first["status"]), str(first["location"])) == ("CONFIRMED", "Ruang rapat lantai 2")
    assert str(second["status"]) == "CANCELLED"
    assert str(second["summary"]).startswith("Dibatalkan:")


def test_a_token_opens_only_the_calendar_of_an_account_that_works(world: World) -> None:
    token = calendar_token(world.midwife)
    assert employee_of_token(token) == world.midwife
    assert employee_of_token(token.replace(str(world.midwife.pk), str(world.nurse.pk), 1)) is None
    assert employee_of_token("1") is None
    midwife = user(world.midwife)
    midwife.is_active = False
    midwife.save()
    assert employee_of_token(token) is None


def test_who_finds_which_meetings(world: World) -> None:
    meeting = planned(world)
    for name in ("puskesmas_head", "midwife", "office_head", "hr", "auditor", "admin"):
        person = user(world.people[name])
        assert list(meetings_of(person, TODAY)) == [meeting], name
    for name in ("nurse", "outsider", "nurse2"):
        assert not meetings_of(user(world.people[name]), TODAY).exists(), name


def told(person: Any) -> list[str]:
    return list(Notice.objects.filter(user=user(person)).order_by("pk").values_list("title", flat=True))


def test_those_invited_and_owners_are_told_once(world: World) -> None:
    meeting = planned(world)
    acts.change_meeting(
        meeting=meeting, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR, place="Aula", **by(world)
    )
    time = "Rapat evaluasi Puskesmas Melati: Senin, 5 Oktober 2026 pukul 10.00"
    assert told(world.midwife) == [time]  # the same time is no news
    acts.set_invited(meeting=meeting, add=[world.nurse], remove=[], **by(world))
    assert told(world.nurse) == [time]
    acts.begin(meeting=meeting, **by(world))
    decision(world, meeting, kind="support", about=world.nurse, text="Dampingi sebulan")
    assert told(world.section_head)[-1] == "Keputusan rapat evaluasi menjadi tanggung jawab Anda"
    assert "Dampingi" not in str(Notice.objects.values_list("title", flat=True))
    writing.draft_minutes(meeting=meeting, **by(world))
    writing.approve_minutes(meeting=meeting, **by(world))
    assert told(world.midwife)[-1] == "Notula rapat evaluasi Puskesmas Melati dapat dibaca"
    assert told(world.outsider) == []


def test_a_cancelled_meeting_is_told(world: World) -> None:
    cancelled(world)
    assert told(world.midwife)[-1] == "Rapat evaluasi Puskesmas Melati dibatalkan"
