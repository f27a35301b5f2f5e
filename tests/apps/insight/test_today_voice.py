"""Hari ini with the citizens' tasks and those around judging: who sees which, in order, at most twelve."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.models import Objection
from kinerja.assessment.notices import tell
from kinerja.insight.queries import Task, tasks_for
from kinerja.people.models import Employee
from kinerja.voice.models import Complaint, DataRequest, FollowUp
from tests.apps.assessment import make_meetings, round_office
from tests.apps.assessment.office import signed_review, user
from tests.apps.voice import make_examinations, make_surveys
from tests.apps.voice.make_complaints import complaint, forwarded
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, TODAY, World

ZONE = ZoneInfo("Asia/Jakarta")


def tasks(person: Employee, on: date = TODAY) -> dict[str, Task]:
    return {task.title: task for task in tasks_for(user(person), on)}


def follow_up(world: World, owner: Employee, quarter: int = 3) -> FollowUp:
    return FollowUp.objects.create(
        unit=world.units["PKM1"],
        programme="Tambah kursi tunggu",
        year=2026,
        quarter=quarter,
        responsible=owner,
        made_at=NOW,
    )


def test_a_report_sent_to_a_unit_waits_for_its_head_and_its_officer(world: World) -> None:
    row = forwarded(world)
    task = tasks(world.counter_head)["1 laporan warga menunggu jawaban unit Anda"]
    assert (task.due, task.url) == (row.act_due, reverse("voice:unit_complaints"))
    title = "1 laporan warga menunggu jawaban unit Anda"
    assert title not in tasks(world.counter_officer) and title not in tasks(world.nurse)
    Complaint.objects.filter(pk=row.pk).update(officer=world.counter_officer)
    assert title in tasks(world.counter_officer)


def test_each_duty_sees_its_own_desk_and_nobody_else_does(world: World) -> None:
    complaint(world)
    period = make_surveys.make_period(world.units["DUKCAPIL-KTP"])
    make_surveys.make_answers(period, [[4] * 9], state="held", flags=["burst"])
    DataRequest.objects.create(kind="export", email="a@warga.test", received_at=NOW, due_at=NOW)
    desks = {
        "complaints_officer": "1 laporan warga menunggu verifikasi",
        "services_officer": "1 jawaban survei ditahan dan menunggu putusan",
        "privacy_officer": "1 permintaan atas data pribadi",
    }
    for person, title in desks.items():
        others = set(desks.values()) - {title}
        found = tasks(world.people[person])
        assert title in found and not others & set(found)
    assert not set(desks.values()) & set(tasks(world.nurse))


def test_an_examination_waits_for_a_reply_and_then_for_the_examiner(world: World) -> None:
    found = make_examinations.notified(world)
    task = tasks(world.nurse)["Tanggapi pemeriksaan pengaduan"]
    assert task.due == found.reply_due
    assert "1 pemeriksaan menunggu langkah Anda" not in tasks(world.auditor)
    found.status = "replied"
    found.save()
    assert "Tanggapi pemeriksaan pengaduan" not in tasks(world.nurse)
    assert "1 pemeriksaan menunggu langkah Anda" in tasks(world.auditor)


def test_a_follow_up_waits_from_its_quarter_on(world: World) -> None:
    follow_up(world, world.midwife)
    follow_up(world, world.midwife, quarter=4)
    assert tasks(world.midwife)["2 tindak lanjut menunggu hasil"].due == date(2026, 9, 30)
    assert "1 tindak lanjut menunggu hasil" in tasks(world.midwife, date(2026, 9, 1))


def test_a_meeting_today_and_its_decisions(world: World) -> None:
    meeting = make_meetings.running(world)
    make_meetings.decision(world, meeting, due=TODAY + timedelta(days=3))
    head = tasks(world.puskesmas_head)
    assert "Rapat evaluasi Puskesmas Melati pukul 10.00" in head
    assert "Rapat evaluasi Puskesmas Melati pukul 10.00" not in tasks(world.outsider)
    task = tasks(world.section_head)["1 keputusan rapat menunggu hasil Anda"]
    assert (task.due, task.url) == (TODAY + timedelta(days=3), reverse("assessment:decisions"))


def test_a_round_waits_for_whoever_is_asked(world: World) -> None:
    round_office.colleagues(world, 3)
    running = round_office.running(world)
    ask = running.asks.filter(answered=False).select_related("asked__user").first()
    assert ask is not None
    found = [title for title in tasks(ask.asked, running.starts) if "umpan balik anonim" in title]
    assert len(found) == 1


def test_an_objection_waits_for_its_decider_and_both_sides(world: World) -> None:
    Objection.objects.create(
        review=signed_review(world),
        decider=world.puskesmas_head,
        status="asked",
        reasons="Realisasi saya terbaca salah",
        filed_at=NOW,
        due_decision=date(2026, 10, 14),
        calendar_version="uji",
    )
    assert tasks(world.puskesmas_head)["1 keberatan menunggu putusan Anda"].due == date(2026, 10, 14)
    for person in (world.nurse, world.section_head):
        assert "Penjelasan Anda diminta untuk 1 keberatan" in tasks(person)


def test_everything_stands_in_order_of_its_due_day(world: World) -> None:
    follow_up(world, world.midwife)
    meeting = make_meetings.running(world)
    make_meetings.decision(world, meeting, owner=world.midwife, due=TODAY)
    dues = [task.due for task in tasks_for(user(world.midwife), TODAY) if task.due]
    assert dues == sorted(dues) and len(dues) >= 3


def busy(world: World, count: int) -> Any:
    """The midwife is examined `count` times: each is a task of its own."""
    return [
        make_examinations.notified(world, make_examinations.report(world), employee=world.midwife)
        for _number in range(count)
    ]


def test_at_most_twelve_are_shown_and_the_rest_is_one_step_away(world: World) -> None:
    busy(world, 14)
    client = world.client(world.midwife)
    page = client.get(reverse("insight:today")).content.decode()
    assert page.count("Tanggapi pemeriksaan pengaduan</span>") + page.count("Susun SKP 2026</span>") >= 12
    assert "Lihat semua, masih 3 lagi" in page
    assert "Lihat semua" not in client.get(reverse("insight:today") + "?semua=1").content.decode()


def test_the_page_costs_the_same_however_much_waits(world: World) -> None:
    client, url = world.client(world.midwife), reverse("insight:today")
    busy(world, 1)
    follow_up(world, world.midwife)
    client.get(url)
    counts = []
    for more in (0, 6):
        busy(world, more)
        for number in range(more):
            follow_up(world, world.midwife)
            tell([user(world.midwife).pk], key=str(number), title="Uji", url="/", due=None, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_new_notices_are_counted_on_the_page(world: World) -> None:
    client = world.client(world.nurse)
    assert "pemberitahuan baru" not in client.get(reverse("insight:today")).content.decode()
    tell([user(world.nurse).pk], key="uji", title="Uji", url="/", due=None, at=NOW)
    assert "1 pemberitahuan baru" in client.get(reverse("insight:today")).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_hari_ini_and_the_notices_in_both_themes_and_on_a_phone(
    world: World, page: Page, live_server: Any
) -> None:
    head = world.section_head
    follow_up(world, head)
    meeting = make_meetings.running(world)
    make_meetings.decision(world, meeting, due=TODAY)
    for number in range(4):
        title = f"{number + 1} penilaian Triwulan III 2026 belum Anda tanda tangani; ditutup 14 Oktober 2026"
        moment = datetime(2026, 10, 2 + number, 0, 15, tzinfo=ZONE)
        tell([user(head).pk], key=str(number), title=title, url="/", due=date(2026, 10, 14), at=moment)
    cookie = world.client(head).cookies["kinerja_sesi"].value
    page.context.add_cookies([{"name": "kinerja_sesi", "value": cookie, "url": live_server.url}])
    for name in (
        "insight:today",
        "assessment:notices",
        "assessment:notice_settings",
        "assessment:delegations",
    ):
        page.goto(live_server.url + reverse(name))
        assert_accessible(page)
        if folder := os.environ.get("KINERJA_PICTURES"):
            take_pictures(page, name.partition(":")[2], Path(folder))
    page.goto(live_server.url + reverse("assessment:notices"))
    go(page.get_by_role("button", name="Tandai semua dibaca"))
    expect(page.get_by_text("Semua sudah dibaca.")).to_be_visible()
