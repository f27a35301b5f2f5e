"""Lessons are loaded once and finished by reading; questions without a name; reach and its reminder."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.actions import lessons, staff_questions
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Lesson, LessonRead, Pulse, StaffQuestion
from kinerja.growth.queries.lessons import offices, reach, unreached, unread_lessons
from kinerja.growth.queries.staff_questions import unanswered
from kinerja.people.models import Employee, Unit
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.world import NOW, TODAY, World, appoint, nip


def adopt(world: World) -> list[Lesson]:
    return lessons.adopt_lessons(actor=user(world.hr), at=NOW)


def read_all(person: Employee) -> None:
    for row in Lesson.objects.all():
        lessons.finish_lesson(lesson=row, employee=person, actor=user(person), at=NOW)


def test_the_product_brings_six_lessons_once(world: World) -> None:
    with pytest.raises(PermissionDenied):
        lessons.adopt_lessons(actor=user(world.auditor), at=NOW)
    made = adopt(world)
    assert len(made) == 6 and all(row.check_text and row.check_right and row.check_wrong for row in made)
    objection = made[-1]
    assert (
        "14 hari kerja" in objection.body and "7 hari kerja" in objection.body and "{" not in objection.body
    )
    Lesson.objects.filter(pk=made[0].pk).update(body="Disunting instansi")
    assert adopt(world) == []
    assert Lesson.objects.get(pk=made[0].pk).body == "Disunting instansi"


def test_a_lesson_is_finished_by_its_reader(world: World) -> None:
    row = adopt(world)[0]
    assert row in unread_lessons(user(world.nurse), TODAY)
    with pytest.raises(NotPossible):
        lessons.finish_lesson(lesson=row, employee=world.nurse, actor=user(world.section_head), at=NOW)
    facts: dict[str, Any] = {"lesson": row, "employee": world.nurse, "actor": user(world.nurse), "at": NOW}
    assert lessons.finish_lesson(**facts) is True
    assert lessons.finish_lesson(**facts) is False
    assert row not in unread_lessons(user(world.nurse), TODAY)
    lessons.publish_lesson(lesson=row, published=False, actor=user(world.hr), at=NOW)
    with pytest.raises(PermissionDenied):
        lessons.finish_lesson(**facts)


def test_lessons_by_audience(world: World) -> None:
    for audience in Lesson.For.values:
        row = lessons.put_lesson(
            title=audience, summary="s", body="b", audience=audience, actor=user(world.hr), at=NOW
        )
        lessons.publish_lesson(lesson=row, actor=user(world.hr), at=NOW)
    assert {row.title for row in unread_lessons(user(world.nurse), TODAY)} == {"all"}
    assert {row.title for row in unread_lessons(user(world.section_head), TODAY)} == {"all", "appraisers"}
    with pytest.raises(Incomplete):
        lessons.put_lesson(title="x", summary="s", body="b", check_text="?", actor=user(world.hr), at=NOW)


@pytest.mark.django_db
def test_the_question_explains_before_it_counts(world: World) -> None:
    row = adopt(world)[0]
    nurse, url = world.client(world.nurse), reverse("growth:lesson", args=[row.pk])
    wrong = nurse.post(url, {"jawaban": "salah"})
    assert wrong.status_code == 422 and "Belum tepat" in wrong.content.decode()
    assert nurse.post(url).status_code == 422 and not LessonRead.objects.exists()
    right = nurse.post(url, {"jawaban": "benar"}).content.decode()
    assert "Benar." in right and row.check_right in right
    assert LessonRead.objects.get().employee == world.nurse
    home = nurse.get(reverse("growth:socialisation")).content.decode()
    assert "1 dari 6 pelajaran selesai" in home and "Sebagai penilai" not in home
    head = world.client(world.section_head).get(reverse("growth:socialisation")).content.decode()
    assert "Sebagai penilai" in head


def test_reach_by_unit_and_names_for_head_and_hr(world: World) -> None:
    url = reverse("growth:reach_names", args=[world.units["PKM1-YAN"].pk])
    assert not unreached(world.units["PKM1"], TODAY).exists(), "nothing to read yet"
    early = world.client(world.hr).get(url).content.decode()
    assert "Belum ada pelajaran" in early and "Semua sudah terjangkau" not in early
    adopt(world)
    read_all(world.nurse)
    row = next(row for row in reach(offices(), TODAY) if row.unit.code == "DINKES")
    assert row.reached == 1 and row.people > 10 and row.left == row.people - 1
    section = reach([world.units["PKM1-YAN"]], TODAY)[0]
    assert section.share == pytest.approx(100 * 1 / section.people)
    names = set(unreached(world.units["PKM1-YAN"], TODAY))
    assert world.pppk in names and world.nurse not in names and world.midwife not in names
    for who, status in {"hr": 200, "section_head": 200, "puskesmas_head": 200, "auditor": 403, "nurse": 403,
                        "headteacher": 403}.items():  # fmt: skip
        assert world.client(world.people[who]).get(url).status_code == status, who


def test_the_unreached_are_reminded_once_a_week(world: World) -> None:
    adopt(world)
    unit, head = world.units["PKM1-YAN"], user(world.section_head)
    n = unreached(unit, TODAY).count()
    assert lessons.remind_unreached(unit=unit, actor=head, at=NOW) == n > 0
    assert lessons.remind_unreached(unit=unit, actor=head, at=NOW + timedelta(days=2)) == 0
    assert lessons.remind_unreached(unit=unit, actor=head, at=NOW + timedelta(days=7)) == n
    with pytest.raises(PermissionDenied):
        lessons.remind_unreached(unit=unit, actor=user(world.auditor), at=NOW)


def test_a_question_without_a_name(world: World) -> None:
    asker = user(world.nurse)
    with pytest.raises(Incomplete):
        staff_questions.ask(text=" ", named=False, actor=asker, at=NOW)
    row = staff_questions.ask(text="Apakah cuti memengaruhi?", named=False, actor=asker, at=NOW)
    assert Event.objects.filter(action="growth.ask_staff_question").get().actor_id is None
    assert list(unanswered()) == [row]
    url = reverse("growth:staff_questions")
    for who in ("hr", "nurse"):
        page = world.client(world.people[who]).get(url).content.decode()
        assert row.text in page and (who == "nurse" or world.nurse.name not in page)
    assert row.text not in world.client(world.midwife).get(url).content.decode()
    with pytest.raises(PermissionDenied):
        staff_questions.answer_question(question=row, answer="Tidak", actor=asker, at=NOW)
    staff_questions.answer_question(question=row, answer="Tidak.", actor=user(world.hr), at=NOW)
    other = world.client(world.midwife).get(url, {"q": "CUTI"}).content.decode()
    assert row.text in other and world.nurse.name not in other and "Seorang pegawai" in other
    assert row.text not in world.client(world.midwife).get(url, {"q": "zzz"}).content.decode()
    assert Notice.objects.filter(user=asker, key=f"growth-answer-{row.pk}").count() == 1


@pytest.mark.django_db
def test_hr_keeps_lessons_and_answers_through_pages(world: World) -> None:
    hr, nurse = world.client(world.hr), world.client(world.nurse)
    hr.post(reverse("growth:lessons_adopt"))
    assert Lesson.objects.count() == 6
    new = {"title": "Baru", "summary": "Inti", "audience": "all", "body": "Isi", "minutes": "2", "order": "9"}
    assert hr.post(reverse("growth:lesson_new"), new | {"check_text": "?"}).status_code == 422
    assert hr.post(reverse("growth:lesson_new"), new).status_code == 302
    row = Lesson.objects.get(title="Baru")
    url = reverse("growth:lesson", args=[row.pk])
    assert nurse.get(url).status_code == 403
    hr.post(reverse("growth:lesson_publish", args=[row.pk]))
    hr.post(reverse("growth:lesson_edit", args=[row.pk]), new | {"body": "<b>Isi</b> baru"})
    assert "&lt;b&gt;Isi" in nurse.get(url).content.decode()
    assert "Tandai selesai" in nurse.get(url).content.decode()
    nurse.post(url)
    assert LessonRead.objects.filter(lesson=row).count() == 1
    nurse.post(reverse("growth:staff_questions"), {"text": "Mengapa?", "named": "on"})
    question = StaffQuestion.objects.get()
    hr.post(reverse("growth:staff_question_answer", args=[question.pk]), {"answer": "Karena adil."})
    page = world.client(world.midwife).get(reverse("growth:staff_questions")).content.decode()
    assert "Karena adil." in page and world.nurse.name in page
    hr.post(reverse("growth:reach_remind", args=[world.units["PKM1"].pk]))
    assert Notice.objects.filter(user=world.midwife.user).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["reach", "staff_questions", "reach_names", "pulses", "lessons_kept"])
def test_lists_cost_the_same_for_few_and_many(world: World, name: str) -> None:
    adopt(world)
    arguments = [world.units["PKM1-YAN"].pk] if name == "reach_names" else []
    hr, url = world.client(world.hr), reverse(f"growth:{name}", args=arguments)
    fill(world, 0)
    hr.get(url)
    with CaptureQueriesContext(connection) as few:
        hr.get(url)
    fill(world, 20)
    with CaptureQueriesContext(connection) as many:
        hr.get(url)
    assert len(few) == len(many)


def fill(world: World, first: int) -> None:
    """More of everything that a list may show."""
    for number in range(first, first + 20 if first else 3):
        person = Employee.objects.create(nip=nip(400 + number), name=f"Perawat {number}")
        appoint(person, world.posts["PERAWAT"])
        Unit.objects.create(
            code=f"X{number}", name=f"Dinas {number}", kind="office", parent=world.units["KOTA"]
        )
        StaffQuestion.objects.create(text="?", asked_by=person, asked_at=NOW, answer="ya", answered_at=NOW)
        Lesson.objects.create(title=f"L{number}", summary="s", body="b")
        Pulse.objects.create(
            title="P", starts=TODAY, ends=TODAY, status="closed", statements=[], made_by=user(world.hr)
        )
