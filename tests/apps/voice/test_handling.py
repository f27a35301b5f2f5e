"""The office's acts on a complaint: by state, by refusal, and the clocks that they start."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from kinerja.audit.models import Event
from kinerja.people.models import LawOverride
from kinerja.voice import mails
from kinerja.voice.access.complaints import may_read_complaint
from kinerja.voice.access.handling import may_assign, may_handle
from kinerja.voice.actions import complaints as citizen
from kinerja.voice.actions import handling
from kinerja.voice.actions.splitting import split, split_orphans
from kinerja.voice.errors import ActionError, NotPossible
from kinerja.voice.models import Complaint, ComplaintMessage
from tests.world import NOW, TODAY, World

from .make_complaints import category, complaint, forwarded

SECRET_WORDS = "Nomor telepon saya 081234567890"


def officer(world: World) -> dict[str, Any]:
    return {"actor": world.complaints_officer.user, "at": NOW}


def head(world: World) -> dict[str, Any]:
    return {"actor": world.counter_head.user, "at": NOW}


def sent(world: World, **facts: Any) -> Complaint:
    row = complaint(world, **facts)
    return handling.forward(complaint=row, unit=world.units["DUKCAPIL-KTP"], **officer(world))


def mailed(what: str) -> int:
    """How many mails of this sort are queued."""
    rows = DBTaskResult.objects.filter(task_path__startswith="kinerja.voice.mails.")
    return sum(row.args_kwargs["kwargs"]["what"] == what for row in rows)


@pytest.mark.parametrize(
    ("kind", "inspection", "days", "event"),
    [
        ("information", False, 5, "complaint_information"),
        ("aspiration", False, 5, "complaint_information"),
        ("complaint", False, 14, "complaint_no_oversight"),
        ("complaint", True, 60, "complaint_oversight"),
    ],
)
def test_forwarding_starts_the_clock_of_the_class(
    world: World, kind: str, inspection: bool, days: int, event: str
) -> None:
    row = complaint(world, kind=kind)
    unit = world.units["DUKCAPIL-KTP"]
    held = handling.forward(complaint=row, unit=unit, needs_inspection=inspection, **officer(world))
    facts = held.clocks[event]
    assert (held.status, held.unit_id, facts["days"]) == ("forwarded", unit.pk, days)
    assert held.act_due is not None and facts["due"] == held.act_due.isoformat()
    assert facts["calendar"] and facts["source"] and facts["counted_from"] == held.counted_from.isoformat()
    assert mailed("forward") == 2  # the reporter and the head of the unit


def test_an_agency_s_own_days_are_frozen_with_their_source(world: World) -> None:
    LawOverride.objects.create(
        rule="deadline.complaint_no_oversight",
        key="days",
        value=10,
        starts=date(2026, 1, 1),
        basis="Keputusan Wali Kota 7/2026",
        reason="Standar kota",
    )
    held = sent(world)
    facts = held.clocks["complaint_no_oversight"]
    assert facts["days"] == 10 and "Keputusan Wali Kota 7/2026" in facts["source"]
    assert held.act_due == date(2026, 10, 19)


def test_a_secret_report_never_reaches_the_reported_unit(world: World) -> None:
    row = complaint(world, secret=True)
    for code in ("DUKCAPIL-KTP", "DUKCAPIL", "KOTA"):
        with pytest.raises(NotPossible, match="rahasia"):
            handling.forward(complaint=row, unit=world.units[code], **officer(world))
    held = handling.forward(complaint=row, unit=world.units["INSPEKTORAT"], **officer(world))
    assert may_read_complaint(world.inspector.user, held, TODAY)
    assert not may_read_complaint(world.registry_head.user, held, TODAY)
    assert not may_read_complaint(world.counter_head.user, held, TODAY)


def test_an_officer_must_work_in_the_unit(world: World) -> None:
    row = complaint(world)
    unit = world.units["DUKCAPIL-KTP"]
    with pytest.raises(NotPossible, match="tidak bekerja"):
        handling.forward(complaint=row, unit=unit, officer=world.nurse, **officer(world))
    held = handling.forward(complaint=row, unit=unit, officer=world.counter_officer, **officer(world))
    assert held.officer == world.counter_officer
    with pytest.raises(NotPossible, match="tidak bekerja"):
        handling.assign(complaint=held, officer=world.nurse, **head(world))


def test_asking_at_the_desk_waits_asking_in_the_unit_does_not(world: World) -> None:
    row = complaint(world)
    with pytest.raises(NotPossible):
        handling.ask_reporter(complaint=row, text="  ", **officer(world))
    held = handling.ask_reporter(complaint=row, text="Loket yang mana?", **officer(world))
    assert held.status == "incomplete" and mailed("ask") == 1
    with pytest.raises(NotPossible):
        handling.forward(complaint=held, unit=world.units["DUKCAPIL"], **officer(world))
    citizen.complete(complaint=held, text="Loket dua.", at=NOW + timedelta(days=2))
    assert Complaint.objects.get().status == "received"
    unit = world.units["DUKCAPIL-KTP"]
    held = handling.forward(complaint=held, unit=unit, actor=None, at=NOW + timedelta(days=2))
    assert held.clocks["complaint_no_oversight"]["counted_from"] == "2026-10-07"
    handling.ask_reporter(complaint=held, text="Jam berapa?", **head(world))
    held.refresh_from_db()
    assert held.status == "forwarded" and held.messages.count() == 3


def test_joined_reports_hear_the_answer_too(world: World) -> None:
    main, twin, third = complaint(world), complaint(world), complaint(world)
    handling.merge(complaint=third, into=twin, **officer(world))
    handling.merge(complaint=twin, into=main, **officer(world))
    third.refresh_from_db()
    assert third.merged_into == main
    for wrong, into in ((main, main), (main, twin)):
        with pytest.raises(NotPossible):
            handling.merge(complaint=wrong, into=into, **officer(world))
    held = handling.forward(complaint=main, unit=world.units["DUKCAPIL-KTP"], **officer(world))
    handling.answer(complaint=held, text="Loket kini tiga.", **head(world))
    told = ComplaintMessage.objects.filter(is_answer=True).values_list("complaint_id", flat=True)
    assert set(told) == {main.pk, twin.pk, third.pk}
    assert mailed("answer") == 3


def test_secret_reports_are_not_joined(world: World) -> None:
    with pytest.raises(NotPossible, match="rahasia"):
        handling.merge(complaint=complaint(world), into=complaint(world, secret=True), **officer(world))


def test_a_joined_report_goes_its_own_way_again(world: World) -> None:
    main, twin, third = complaint(world), complaint(world), complaint(world)
    for row in (twin, third):
        handling.merge(complaint=row, into=main, **officer(world))
    held = split(complaint=twin, actor=None, at=NOW + timedelta(days=1))
    held.refresh_from_db()
    assert (held.status, held.merged_into, held.verify_due) == ("received", None, date(2026, 10, 9))
    with pytest.raises(NotPossible):
        split(complaint=twin, **officer(world))
    assert split_orphans(NOW) == 0
    citizen.withdraw(complaint=main, at=NOW)
    assert (split_orphans(NOW), split_orphans(NOW)) == (1, 0)
    main, twin = complaint(world), complaint(world)
    handling.merge(complaint=twin, into=main, **officer(world))
    held = handling.forward(complaint=main, unit=world.units["DUKCAPIL-KTP"], **officer(world))
    handling.answer(complaint=held, text="Loket kini tiga.", **head(world))
    with pytest.raises(NotPossible, match="sudah menerima jawaban"):
        split(complaint=twin, **officer(world))


def test_rejecting_says_why_and_where_to_go(world: World) -> None:
    row, twin = complaint(world), complaint(world)
    handling.merge(complaint=twin, into=row, **officer(world))
    with pytest.raises(NotPossible):
        handling.reject(complaint=row, reason="", **officer(world))
    said = {"reason": "Perkara ini sedang diadili.", "go_to": "Pengadilan Negeri Contoh."}
    held = handling.reject(complaint=row, **said, **officer(world))
    note = held.steps.get(event="reject").note
    assert note == "Perkara ini sedang diadili. Sampaikan ke: Pengadilan Negeri Contoh."
    assert twin.steps.get(event="reject").note == note and mailed("reject") == 2
    with pytest.raises(NotPossible):
        handling.forward(complaint=held, unit=world.units["DUKCAPIL"], **officer(world))


def test_taking_up_assigning_and_returning(world: World) -> None:
    held = sent(world)
    handling.assign(complaint=held, officer=world.counter_officer, **head(world))
    held = handling.start(complaint=held, officer=world.counter_head, **head(world))
    assert (held.status, held.officer) == ("in_progress", world.counter_officer)
    due = held.act_due
    later = NOW + timedelta(days=3)
    with pytest.raises(NotPossible):
        handling.return_to_desk(complaint=held, reason="", actor=None, at=later)
    held = handling.return_to_desk(complaint=held, reason="Tugas bidang lain", actor=None, at=later)
    held.refresh_from_db()
    assert (held.status, held.unit, held.officer) == ("received", None, None)
    assert held.verify_due == date(2026, 10, 13)
    assert held.steps.get(event="return").for_office is False
    assert held.steps.get(event="return_reason").for_office is True
    held = handling.forward(complaint=held, unit=world.units["DUKCAPIL"], actor=None, at=later)
    assert held.act_due == due  # the promise to the citizen does not move
    handling.return_to_desk(complaint=held, reason="Perlu pemeriksaan", actor=None, at=later)
    held = handling.forward(
        complaint=held, unit=world.units["DUKCAPIL"], needs_inspection=True, actor=None, at=later
    )
    assert held.act_due is not None and due is not None and held.act_due > due


def test_a_reopened_report_keeps_its_new_day_when_forwarded_again(world: World) -> None:
    held = handling.answer(complaint=sent(world), text="Selesai", **head(world))
    later = NOW + timedelta(days=7)
    citizen.reopen(complaint=held, reason="Belum", at=later)
    due = held.act_due
    handling.return_to_desk(complaint=held, reason="Bukan kami", actor=None, at=later)
    held = handling.forward(complaint=held, unit=world.units["DUKCAPIL"], actor=None, at=later)
    assert held.act_due == due
    held = handling.answer(complaint=held, text="Kini selesai", actor=None, at=later)
    assert held.answered_at == NOW and held.clocks["first_answer"]["due"] < due.isoformat()


def test_an_answer_needs_words_and_starts_the_last_clock(world: World) -> None:
    held = sent(world)
    with pytest.raises(NotPossible, match="tanpa jawaban"):
        handling.answer(complaint=held, text=" ", **head(world))
    held = handling.answer(complaint=held, text="Loket kini tiga.", **head(world))
    assert (held.status, held.answered_at, held.close_due) == ("answered", NOW, date(2026, 10, 19))
    with pytest.raises(NotPossible, match="Rekan Anda"):
        handling.answer(complaint=held, text="Loket kini empat.", **head(world))
    assert held.messages.filter(is_answer=True).count() == 1


def test_more_time_once_with_a_reason_that_the_reporter_reads(world: World) -> None:
    held = sent(world)
    old = held.act_due
    with pytest.raises(NotPossible, match="Tulis mengapa"):
        handling.extend(complaint=held, reason="", **head(world))
    more = handling.extend(complaint=held, reason="Menunggu blangko.", **head(world))
    held.refresh_from_db()
    assert (more.old_due, more.new_due) == (old, held.act_due) == (date(2026, 10, 23), date(2026, 11, 3))
    note = held.steps.get(event="extend").note
    assert note == "Tenggat baru 3 November 2026. Menunggu blangko."
    assert mailed("extend") == 1
    with pytest.raises(NotPossible, match="sudah diperpanjang"):
        handling.extend(complaint=held, reason="Lagi", **head(world))
    late = sent(world)
    with pytest.raises(NotPossible, match="sudah lewat"):
        handling.extend(
            complaint=late, reason="Maaf", actor=world.counter_head.user, at=NOW + timedelta(days=60)
        )


def test_another_category_keeps_the_first(world: World) -> None:
    first, better = category("lainnya"), category("kependudukan")
    row = complaint(world, category=first)
    with pytest.raises(NotPossible):
        handling.reclassify(complaint=row, category=first, reason="Sama", **officer(world))
    with pytest.raises(NotPossible):
        handling.reclassify(complaint=row, category=better, reason="", **officer(world))
    with pytest.raises(NotPossible):
        retired = category("lama", retired=True)
        handling.reclassify(complaint=row, category=retired, reason="Lama", **officer(world))
    held = handling.reclassify(complaint=row, category=better, reason="Tentang KTP", **officer(world))
    held.refresh_from_db()
    assert (held.first_category, held.category) == (first, better)
    step = held.steps.get(event="reclassify")
    assert step.for_office and step.note == "Lainnya menjadi Kependudukan. Tentang KTP"


def test_marking_a_named_employee_is_for_officers(world: World) -> None:
    row = complaint(world)
    held = handling.mark_names_employee(complaint=row, names=True, **officer(world))
    assert held.names_employee and held.steps.get(event="names_employee").for_office
    handling.mark_names_employee(complaint=row, names=True, **officer(world))
    assert held.steps.filter(event="names_employee").count() == 1


def test_who_may_do_what(world: World) -> None:
    held = handling.assign(complaint=sent(world), officer=world.counter_officer, **head(world))
    may = {
        "counter_officer": (True, False),
        "counter_head": (True, True),
        "registry_head": (True, True),
        "complaints_officer": (False, False),
        "nurse": (False, False),
        "auditor": (False, False),
    }
    for name, (handle, assign) in may.items():
        user = getattr(world, name).user
        assert bool(may_handle(user, held, TODAY)) is handle, name
        assert bool(may_assign(user, held, TODAY)) is assign, name
    assert not may_handle(world.counter_head.user, complaint(world), TODAY)


def test_nothing_of_the_citizen_in_log_or_mail(world: World, mailoutbox: list[Any]) -> None:
    row = complaint(world, title=SECRET_WORDS, text=SECRET_WORDS, email="warga@contoh.test", name="Tini")
    held = handling.forward(complaint=row, unit=world.units["DUKCAPIL-KTP"], **officer(world))
    handling.return_to_desk(complaint=held, reason=SECRET_WORDS, **head(world))
    held = handling.forward(complaint=held, unit=world.units["DUKCAPIL-KTP"], **officer(world))
    handling.ask_reporter(complaint=held, text=SECRET_WORDS, **head(world))
    handling.answer(complaint=held, text=SECRET_WORDS, **head(world))
    logged = str(list(Event.objects.values_list("before", "after", "why")))
    assert SECRET_WORDS not in logged and "Tini" not in logged and "warga@" not in logged
    queued = str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
    assert SECRET_WORDS not in queued and "warga@" not in queued
    assert mails.tell_reporters.call(complaints=[str(held.pk)], what="answer") == 1
    assert mails.tell_officers.call(pairs=[(world.counter_head.user_id, str(held.pk))], what="forward") == 1
    to_reporter, to_head = mailoutbox
    assert to_reporter.subject == f"Laporan {held.number}: sudah dijawab"
    assert "/lacak/" in to_reporter.body and f"/aduan/{held.pk}/" in to_head.body
    assert SECRET_WORDS not in to_reporter.body + to_head.body
    assert mails.tell_reporters.call(complaints=[str(complaint(world).pk)], what="answer") == 0


@pytest.mark.django_db(transaction=True)
def test_two_officers_answer_at_once(world: World) -> None:
    held = forwarded(world)
    start = Barrier(2)

    def one(number: int) -> object:
        row = Complaint.objects.get(pk=held.pk)
        start.wait()
        try:
            who = (world.counter_head, world.registry_head)[number]
            return handling.answer(complaint=row, text=f"Jawaban {number}", actor=who.user, at=NOW)
        except ActionError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(one, (0, 1)))
    refused = [str(answer) for answer in answers if isinstance(answer, ActionError)]
    assert refused == ["Rekan Anda baru saja menjawab laporan ini. Jawaban Anda tidak terkirim."]
    assert ComplaintMessage.objects.filter(is_answer=True).count() == 1
