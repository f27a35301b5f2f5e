"""Pages of mentoring and counselling: the way through the forms, who reads what, calendar, axe, queries."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from playwright.sync_api import Page, expect

from kinerja.accounts.models import User
from kinerja.assessment.ics import calendar_token
from kinerja.growth.actions.mentor_meetings import cancel_meeting, write_journal
from kinerja.growth.actions.mentoring import close_mentorship
from kinerja.growth.models import MentorMeeting, Mentorship, MentorWish
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.apps.assessment.test_look import enter
from tests.apps.growth.make_counselling import noted, report, tell
from tests.apps.growth.make_mentoring import SKILL, measured, met, offered, proposed, running, wished
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, TODAY, World, appoint, nip

GOAL = {"expected": "<b>Menyapa</b>", "measure": "Keluhan", "starts": "2026-10-05", "ends": "2027-03-31"}


def page_of(world: World, person: Employee, name: str, *args: Any, **query: str) -> str:
    return world.client(person).get(reverse(name, args=args), query).content.decode()


@pytest.mark.django_db
def test_an_account_without_an_employee_is_told_why_it_seeks_no_mentor(client: Client) -> None:
    client.force_login(User.objects.create(username="petugas"))
    answer = client.get(reverse("growth:mentoring_seek"))
    assert answer.status_code == 403 and "belum terhubung dengan data pegawai" in answer.content.decode()


@pytest.mark.django_db
def test_from_the_search_to_the_end(world: World) -> None:
    nurse, mentor = world.client(world.nurse), world.client(world.nurse2)
    told = {"skill": SKILL, "competence": "komunikasi", "most": "2"}
    assert mentor.post(reverse("growth:mentoring_offer"), told | {"most": "0"}).status_code == 422
    mentor.post(reverse("growth:mentoring_offer"), told)
    found = nurse.post(reverse("growth:mentoring_seek"), told)
    wish = MentorWish.objects.get()
    assert found["Location"] == reverse("growth:mentoring_matches", args=[wish.pk])
    again = nurse.get(reverse("growth:mentoring_seek"), {"keahlian": SKILL.upper()})
    assert again["Location"] == found["Location"], "one wish for one skill"
    other = nurse.get(reverse("growth:mentoring_seek"), {"keahlian": "Merajut\x00"})
    assert other.status_code == 200
    page = nurse.get(found["Location"]).content.decode()
    assert world.nurse2.name in page and "Sekarang membimbing 0 dari paling banyak 2 orang." in page
    offer = world.nurse2.mentor_offers.get()
    propose = reverse("growth:mentoring_propose", args=[wish.pk, offer.pk])
    made = nurse.post(propose, GOAL)
    row = Mentorship.objects.get()
    here = reverse("growth:mentorship", args=[row.pk])
    assert made["Location"] == here and "Usulan ini menunggu" in mentor.get(here).content.decode()
    assert nurse.post(propose, GOAL).status_code == 422
    mentor.post(reverse("growth:mentorship_agree", args=[row.pk]))
    page = nurse.get(here).content.decode()
    assert "Berjalan" in page and "&lt;b&gt;Menyapa" in page
    new = reverse("growth:mentor_meeting_new", args=[row.pk])
    when = {"day": "2026-10-05", "begins": "08:00", "minutes": "45", "place": "Aula"}
    assert nurse.post(new, when | {"day": "2028-01-01"}).status_code == 422
    assert nurse.post(new, when).status_code == 302
    meeting = MentorMeeting.objects.get()
    said = {"material": "Menyapa", "action": "Latihan", "action_due": "2026-10-12"}
    mentor.post(reverse("growth:mentor_journal", args=[meeting.pk]), said)
    assert "Latihan" in nurse.get(here).content.decode()
    nurse.post(reverse("growth:mentorship_change", args=[row.pk]), {"before": "6", "after": "2.5"})
    nurse.post(reverse("growth:mentorship_midpoint", args=[row.pk]), {"note": "Turun"})
    close = reverse("growth:mentorship_close", args=[row.pk])
    assert nurse.post(close, {"view": "Saya terbantu"}).status_code == 302
    assert mentor.post(close, {"view": "Cepat belajar"}).status_code == 302
    page = nurse.get(here).content.decode()
    assert "Cepat belajar" in page and "Saya terbantu" in page and "2,5" in page and "Selesai" in page


@pytest.mark.django_db
def test_the_first_view_waits_for_the_second(world: World) -> None:
    row = measured(world)
    close_mentorship(mentorship=row, view="Terlalu cepat", actor=user(world.nurse), at=NOW)
    assert "Terlalu cepat" in page_of(world, world.nurse, "growth:mentorship", row.pk)
    for name in ("growth:mentorship", "growth:mentorship_close"):
        assert "Terlalu cepat" not in page_of(world, world.nurse2, name, row.pk)
    close_mentorship(mentorship=row, view="Rajin", actor=user(world.nurse2), at=NOW)
    both = page_of(world, world.nurse2, "growth:mentorship", row.pk)
    assert "Terlalu cepat" in both and "Rajin" in both
    assert "Terlalu cepat" not in page_of(world, world.hr, "growth:mentorship", row.pk)


@pytest.mark.django_db
def test_hr_sees_pairs_and_states_but_not_the_journal(world: World) -> None:
    row = running(world)
    facts = {"material": "Rahasia berdua", "action": "Latihan", "action_due": TODAY, "at": NOW}
    write_journal(meeting=met(world, row), **facts, actor=user(world.nurse2))
    every = page_of(world, world.hr, "growth:mentoring", lihat="semua")
    assert world.nurse2.name in every and SKILL in every
    page = page_of(world, world.hr, "growth:mentorship", row.pk)
    assert world.nurse.name in page and "Rahasia berdua" not in page and row.expected not in page
    assert "Rahasia berdua" in page_of(world, world.nurse, "growth:mentorship", row.pk)
    assert world.nurse2.name not in page_of(world, world.auditor, "growth:mentoring", lihat="semua")


@pytest.mark.django_db
def test_the_calendar_holds_times_and_strikes_out_what_is_cancelled(world: World) -> None:
    row = running(world)
    kept, gone = met(world, row), met(world, row, TODAY + timedelta(days=3))
    cancel_meeting(meeting=gone, actor=user(world.nurse), at=NOW)
    client = world.client(None)
    answer = client.get(reverse("growth:mentoring_calendar", args=[calendar_token(world.nurse2)]))
    events = {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert len(events) == 2 and "no-store" in answer["Cache-Control"]
    first = events[f"mentoring-{kept.pk}-{row.pk}@kinerja"]
    assert first.decoded("dtstart") == kept.starts_at and str(first["location"]) == "Aula Melati"
    assert first.decoded("dtend") - first.decoded("dtstart") == timedelta(minutes=60)
    assert str(events[f"mentoring-{gone.pk}-{row.pk}@kinerja"]["status"]) == "CANCELLED"
    assert "DESCRIPTION" not in answer.content.decode()
    empty = client.get(reverse("growth:mentoring_calendar", args=[calendar_token(world.pppk)]))
    assert b"VEVENT" not in empty.content
    for wrong in ("x", signing.Signer(salt="lain").sign(str(world.nurse.pk))):
        assert client.get(reverse("growth:mentoring_calendar", args=[wrong])).status_code == 404


@pytest.mark.django_db
def test_lists_cost_the_same_for_few_and_many(world: World) -> None:
    tabs = {"milik": world.nurse, "cari": world.nurse, "tawarkan": world.nurse, "semua": world.hr}
    seen: dict[str, list[int]] = {tab: [] for tab in tabs}
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            person = Employee.objects.create(nip=nip(500 + number), name=f"Mentor {number}")
            appoint(person, world.posts["BIDAN"])
            person.mentor_offers.create(skill="Komunikasi", at=NOW)
            person.mentor_wishes.create(skill="Menulis", at=NOW)
            proposed(world, mentor=person)
        for tab, person in tabs.items():
            client = world.client(person)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("growth:mentoring"), {"lihat": tab}).status_code == 200
            seen[tab].append(len(queries))
    assert all(few == many for few, many in seen.values()), seen


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_look_right(page: Page, live_server: Any, world: World) -> None:
    offered(world, text="Cara menyapa dan menjelaskan obat dengan tenang.")
    offered(world, world.section_head)
    wish = wished(world)
    row = running(world, mentee=world.midwife, actor=user(world.midwife))
    facts = {"material": "Menyapa lebih dulu.", "action": "Latihan di loket.", "action_due": TODAY, "at": NOW}
    write_journal(meeting=met(world, row), **facts, actor=user(world.nurse2))
    held = noted(world)
    early = tell(world, employee=world.pppk, told_on=TODAY - timedelta(days=2), at=NOW)
    report(world, tell(world, value="KP"))
    pages = [
        ("mentoring-milik", world.midwife, reverse("growth:mentoring")),
        ("mentoring-cari", world.nurse, reverse("growth:mentoring") + "?lihat=cari"),
        ("mentoring-cocok", world.nurse, reverse("growth:mentoring_matches", args=[wish.pk])),
        ("mentoring-satu", world.midwife, reverse("growth:mentorship", args=[row.pk])),
        ("konseling-kelola", world.hr, reverse("growth:counselling") + "?lihat=kelola"),
        ("konseling-laporan", world.section_head, reverse("growth:behaviour", args=[early.pk])),
        ("konseling-catatan", world.nurse, reverse("growth:counselling_notes", args=[held.pk])),
    ]
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, person, url in pages:
        enter(page, live_server, world, person)
        page.goto(live_server.url + url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
