"""Hours, own plans, lessons and pulses in a real browser: axe, both themes, a desk and a phone."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.growth.actions import hours, lessons, pulses, staff_questions
from kinerja.growth.models import Lesson
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.apps.assessment.test_look import enter
from tests.apps.growth.hours_office import confirmed, goal, own_draft, report
from tests.apps.growth.make import assessed
from tests.apps.growth.pulse_office import closed, opened
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def scene(world: World) -> list[tuple[str, Employee, str]]:
    """Every page with something on it."""
    assessed(world, mengelola_perubahan=1, kerja_sama=1)
    for day in (1, 2, 3):
        confirmed(world, kind="coaching", day=date(2026, 9, day), amount=1, title="Coaching komunikasi")
    report(world)
    refused = report(world, title="Webinar tanpa sertifikat")
    hours.refuse_activity(activity=refused, why="Bukti belum terbaca.", actor=user(world.hr), at=NOW)
    plan = own_draft(world)
    goal(world, plan)
    lessons.adopt_lessons(actor=user(world.hr), at=NOW)
    lessons.finish_lesson(
        lesson=Lesson.objects.all()[1], employee=world.nurse, actor=user(world.nurse), at=NOW
    )
    asked = staff_questions.ask(text="Apakah cuti memengaruhi?", named=False, actor=user(world.nurse), at=NOW)
    staff_questions.answer_question(question=asked, answer="Tidak.", actor=user(world.hr), at=NOW)
    done = closed(world, starts=date(2026, 9, 25), title="Suara September")
    told: dict[str, Any] = {"heard": "Terlalu banyak isian.", "change": "Isian laporan dipotong separuh."}
    pulses.reply_to_pulse(pulse=done, **told, actor=user(world.hr), at=NOW)
    open_now = opened(world, statements=())
    link = reverse
    return [
        ("jam-saya", world.nurse, link("growth:hours")),
        ("jam-semua", world.hr, link("growth:hours") + "?lihat=semua"),
        ("rencana", world.nurse, link("growth:own_plan", args=[plan.pk])),
        ("rencana-tim", world.section_head, link("growth:own_plans") + "?lihat=tim"),
        ("sosialisasi", world.section_head, link("growth:socialisation")),
        ("pelajaran", world.nurse, link("growth:lesson", args=[Lesson.objects.all()[0].pk])),
        ("pelajaran-kelola", world.hr, link("growth:lessons_kept")),
        ("tanya", world.hr, link("growth:staff_questions")),
        ("jangkauan", world.hr, link("growth:reach")),
        ("belum", world.hr, link("growth:reach_names", args=[world.units["PKM1-YAN"].pk])),
        ("suara-isi", world.nurse, link("growth:pulse_answer", args=[open_now.pk])),
        ("suara", world.hr, link("growth:pulses")),
        ("suara-hasil", world.hr, link("growth:pulse", args=[done.pk])),
    ]


def test_pages_look_right(page: Page, live_server: Any, world: World) -> None:
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, person, url in scene(world):
        enter(page, live_server, world, person)
        page.goto(live_server.url + url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
