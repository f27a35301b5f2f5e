"""Pages of development: the way of a participant and of HR, constant queries, both themes at both widths."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.growth.actions.enrolments import enrol
from kinerja.growth.actions.needs import add_need, group_needs
from kinerja.growth.actions.sessions import begin_session
from kinerja.growth.models import Course, Enrolment, Need, Session, TrainingEvaluation
from kinerja.people.models import Employee
from kinerja.voice.models import FollowUp
from tests.apps.assessment.office import user
from tests.apps.assessment.test_look import enter
from tests.apps.growth.make import assessed
from tests.apps.growth.make_training import STARTS, course, running, seat, session
from tests.apps.growth.test_training_evaluation import answer, held
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, TODAY, World, appoint, nip


@pytest.mark.django_db
def test_the_way_of_a_participant(world: World) -> None:
    made = session(world, seats=1)
    here = reverse("growth:session", args=[made.pk])
    nurse, head = world.client(world.nurse), world.client(world.section_head)
    assert "Tersisa 1 kursi" in nurse.get(here).content.decode()
    course = reverse("growth:course", args=[made.course_id])
    wish = reverse("growth:need_wish")
    assert wish not in nurse.get(course).content.decode(), "an open session is the way in"
    Session.objects.filter(pk=made.pk).update(status="cancelled")
    assert wish in nurse.get(course).content.decode()
    Session.objects.filter(pk=made.pk).update(status="planned")
    nurse.post(reverse("growth:enrol_me", args=[made.pk]))
    row = Enrolment.objects.get()
    assert world.nurse.name in head.get(reverse("growth:approvals")).content.decode()
    head.post(reverse("growth:enrolment_approve", args=[row.pk]))
    url = reverse("growth:test", args=[row.pk, "before"])
    page = nurse.get(url).content.decode()
    assert "Mendengarkan" in page and "right" not in page[page.index("<main") :]
    questions = list(made.course.questions.all())
    half = {f"soal-{questions[0].pk}": "1"}
    again = nurse.post(url, half)
    assert again.status_code == 422 and 'value="1" checked' in again.content.decode()
    nurse.post(url, {f"soal-{question.pk}": str(question.right) for question in questions})
    assert "100,00" in nurse.get(here).content.decode()
    assert nurse.get(url).status_code == 302
    assert nurse.get(reverse("growth:test", args=[row.pk, "now"])).status_code == 404


@pytest.mark.django_db
def test_the_code_in_the_room(world: World, settings: Any) -> None:
    made = running(world, world.nurse)
    url = reverse("growth:attend", args=[made.attend_key])
    nurse = world.client(world.nurse)
    assert nurse.post(url).status_code == 422, "it is a week too early"
    settings.FIXED_NOW = (STARTS + timedelta(minutes=5)).isoformat()
    assert "Saya hadir" in nurse.get(url).content.decode()
    other = world.client(world.midwife)
    assert "tidak ada di daftar" in other.get(url).content.decode()
    assert other.post(url).status_code == 422
    assert nurse.post(url).status_code == 302
    assert Enrolment.objects.get().status == "attended"
    assert "Kehadiran Anda tercatat" in nurse.get(url).content.decode()
    assert nurse.get(reverse("growth:attend", args=["lain"])).status_code == 404
    shown = world.client(world.hr).get(reverse("growth:session_attendance", args=[made.pk])).content.decode()
    assert made.attend_key in shown and "1 dari 1 peserta hadir" in shown
    page = nurse.get(reverse("growth:session", args=[made.pk])).content.decode()
    assert made.attend_key not in page, "the code is only in the room"


@pytest.mark.django_db
def test_hr_fills_the_catalogue_by_the_pages(world: World) -> None:
    hr = world.client(world.hr)
    facts = {
        "title": "Layanan ramah", "purpose": "Ramah", "form": "workshop", "kind": "lokakarya", "hours": "6",
        "price": "100000", "competence": "komunikasi", "behaviour_after": "3",
    }  # fmt: skip
    assert hr.post(reverse("growth:course_new"), facts).status_code == 302
    made = Course.objects.get()
    asked = {"text": "Apa?", "options": "Satu\nDua", "right": "3"}
    new = reverse("growth:question_new", args=[made.pk])
    assert hr.post(new, asked).status_code == 422
    assert hr.post(new, asked | {"right": "2"}).status_code == 302
    assert made.questions.get().right == 1
    hr.post(reverse("growth:material_new", args=[made.pk]), {"title": "Slide", "address": "https://x.test/s"})
    opened = {
        "day": "2026-10-12", "last": "2026-10-13", "begins": "09:00", "ends": "15:00", "place": "Aula",
        "trainer": "Ibu Rini", "seats": "20", "needs_approval": "on",
    }  # fmt: skip
    assert hr.post(reverse("growth:session_new", args=[made.pk]), opened).status_code == 302
    made.refresh_from_db()
    row = Session.objects.get()
    assert row.needs_approval and row.seats == 20
    other = {"nip": world.pppk.nip}
    assert hr.post(reverse("growth:enrol_other", args=[row.pk]), other).status_code == 302
    page = hr.get(reverse("growth:session", args=[row.pk])).content.decode()
    assert world.pppk.name in page and "https://x.test/s" in page
    assert (
        world.pppk.name
        not in world.client(world.nurse).get(reverse("growth:session", args=[row.pk])).content.decode()
    )


@pytest.mark.django_db
def test_a_proposal_and_a_wish_become_needs(world: World) -> None:
    assessed(world, komunikasi=1)
    head, url = world.client(world.section_head), reverse("growth:need_proposals")
    key = f"gap:{world.nurse.pk}:komunikasi"
    assert key in head.get(url).content.decode()
    head.post(url, {"key": key})
    assert key not in head.get(url).content.decode()
    head.post(url, {"key": key})
    assert Need.objects.count() == 1
    wish = {"topic": "Bahasa isyarat", "reason": "Ada warga tuli."}
    world.client(world.nurse).post(reverse("growth:need_wish"), wish)
    own = world.client(world.nurse).get(reverse("growth:needs")).content.decode()
    assert "Bahasa isyarat" in own
    assert "Bahasa isyarat" not in world.client(world.midwife).get(reverse("growth:needs")).content.decode()
    group = {"needs": [row.pk for row in Need.objects.all()], "title": "K", "year": "2027", "price": "100000"}
    assert head.post(reverse("growth:need_group_new"), group).status_code == 302
    assert set(Need.objects.values_list("status", flat=True)) == {"planned"}
    page = head.get(reverse("growth:need_groups")).content.decode()
    assert "Rp100.000" in page


def crowd(world: World, made: Session, first: int, people: int) -> None:
    """People of the nurse's section who asked for a seat, with a need and a session each."""
    for number in range(first, first + people):
        person = Employee.objects.create(nip=nip(400 + number), name=f"Perawat {number}")
        appoint(person, world.posts["PERAWAT"])
        enrol(session=made, employee=person, actor=user(world.hr), at=NOW)
        facts: dict[str, Any] = {"topic": f"Topik {number}", "reason": "Alasan", "source": "gap"}
        need = add_need(unit=world.units["PKM1-YAN"], employee=person, **facts, actor=user(world.hr), at=NOW)
        group_needs(needs=[need], title=f"K {number}", year=2027, price=1, actor=user(world.hr), at=NOW)
        session(world, course(world, title=f"Pelatihan {number}"))
        FollowUp.objects.create(
            unit=world.units["PKM1"], programme=f"Janji {number}", year=2026, quarter=4, made_at=NOW,
            responsible=world.section_head,
        )  # fmt: skip


@pytest.mark.django_db
def test_lists_cost_the_same_for_few_and_many(world: World) -> None:
    made = session(world, seats=100)
    seat(made, world.nurse)
    pages = [
        (world.nurse, reverse("growth:development")),
        (world.hr, reverse("growth:courses")),
        (world.hr, reverse("growth:session", args=[made.pk])),
        (world.section_head, reverse("growth:approvals")),
        (world.hr, reverse("growth:needs")),
        (world.hr, reverse("growth:need_proposals")),
        (world.hr, reverse("growth:need_groups")),
    ]
    clients = {person.pk: world.client(person) for person, _url in pages}

    def counts() -> list[int]:
        found = []
        for person, url in pages:
            clients[person.pk].get(url)
            with CaptureQueriesContext(connection) as spent:
                assert clients[person.pk].get(url).status_code == 200
            found.append(len(spent))
        return found

    crowd(world, made, 0, 3)
    few = counts()
    crowd(world, made, 3, 27)
    assert counts() == few


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_look_right(page: Page, live_server: Any, world: World, settings: Any) -> None:
    assessed(world, komunikasi=1)
    done = held(world, world.nurse, world.pppk, world.midwife)
    for row in TrainingEvaluation.objects.filter(level="reaction").exclude(by=world.nurse):
        answer(row, 3, "Latihannya membantu.")
    TrainingEvaluation.objects.update(opens=TODAY)
    planned = session(world, done.course, seats=1, needs_approval=False)
    mine = seat(planned, world.nurse)
    asked = session(world, course(world, title="Layanan ramah disabilitas"), seats=3)
    seat(asked, world.pppk)
    now = session(world, done.course, needs_approval=False)
    begin_session(session=now, actor=user(world.hr), at=STARTS)
    facts: dict[str, Any] = {"topic": "Komunikasi", "reason": "Warga bertanya berulang.", "at": NOW}
    need = add_need(unit=world.units["PKM1-YAN"], source="complaint", **facts, actor=user(world.hr))
    add_need(unit=world.units["PKM1-YAN"], source="gap", **facts, actor=user(world.hr))
    group = group_needs(
        needs=[need], title="Komunikasi", year=2027, price=250_000, actor=user(world.hr), at=NOW
    )
    reaction = TrainingEvaluation.objects.get(level="reaction", by=world.nurse)
    pages = [
        ("sesi-daftar", world.nurse, reverse("growth:development")),
        ("katalog", world.hr, reverse("growth:courses")),
        ("pelatihan", world.hr, reverse("growth:course", args=[done.course_id])),
        ("sesi-saya", world.nurse, reverse("growth:session", args=[planned.pk])),
        ("sesi-atur", world.hr, reverse("growth:session", args=[asked.pk])),
        ("sesi-baru", world.hr, reverse("growth:session_new", args=[done.course_id])),
        ("hadir-qr", world.hr, reverse("growth:session_attendance", args=[now.pk])),
        ("hadir", world.nurse, reverse("growth:attend", args=[now.attend_key])),
        ("setuju", world.section_head, reverse("growth:approvals")),
        ("tes", world.nurse, reverse("growth:test", args=[mine.pk, "before"])),
        ("evaluasi-isi", world.nurse, reverse("growth:evaluation", args=[reaction.pk])),
        ("evaluasi-hasil", world.hr, reverse("growth:session_results", args=[done.pk])),
        ("kebutuhan", world.hr, reverse("growth:needs")),
        ("usulan", world.section_head, reverse("growth:need_proposals")),
        ("kelompok-baru", world.hr, reverse("growth:need_group_new")),
        ("kelompok", world.hr, reverse("growth:need_group", args=[group.pk])),
    ]
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, person, url in pages:
        enter(page, live_server, world, person)
        page.goto(live_server.url + url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
