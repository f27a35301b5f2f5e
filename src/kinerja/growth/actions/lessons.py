"""Lessons about the assessment: written, loaded, published, finished; the unreached are reminded."""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import employee_of
from kinerja.rules.loader import in_force
from kinerja.voice.errors import NotPossible

from ..access_socialisation import may_name_unreached, may_read_lesson, may_socialise
from ..errors import Incomplete
from ..models import Lesson, LessonRead
from ..queries.lessons import unreached

FILE = "lessons.toml"


@transaction.atomic
def put_lesson(
    *,
    title: str,
    summary: str,
    body: str,
    audience: str = Lesson.For.ALL,
    minutes: int = 3,
    order: int = 0,
    check_text: str = "",
    check_right: str = "",
    check_wrong: str = "",
    lesson: Lesson | None = None,
    actor: User,
    at: datetime,
) -> Lesson:
    """A new lesson as a draft, or `lesson` rewritten. Raises PermissionDenied, Incomplete."""
    may_socialise(actor, localdate(at)).require()
    words = {"title": title.strip(), "summary": summary.strip(), "body": body.strip()}
    if not all(words.values()):
        raise Incomplete(_("Tulis judul, inti, dan isi pelajaran."))
    if audience not in Lesson.For.values:
        raise Incomplete(_("Pilih untuk siapa pelajaran ini."))
    check = [check_text.strip(), check_right.strip(), check_wrong.strip()]
    if any(check) and not all(check):
        raise Incomplete(_("Pertanyaan pemeriksa perlu pertanyaan, jawaban benar, dan jawaban salah."))
    row = lesson or Lesson()
    for name, value in words.items():
        setattr(row, name, value)
    row.audience, row.minutes, row.order = audience, minutes, order
    row.check_text, row.check_right, row.check_wrong = check
    row.save()
    record(actor=actor, at=at, action="growth.put_lesson", target=row, after={"title": row.title})
    return row


@transaction.atomic
def publish_lesson(*, lesson: Lesson, published: bool = True, actor: User, at: datetime) -> Lesson:
    """Shows a lesson to everybody, or takes it back; what was read stays read. Raises PermissionDenied."""
    may_socialise(actor, localdate(at)).require()
    held = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if held.published == published:
        return held
    held.published = published
    held.save(update_fields=["published"])
    action = "growth.publish_lesson" if published else "growth.withdraw_lesson"
    record(actor=actor, at=at, action=action, target=held, after={"published": published})
    return held


@transaction.atomic
def adopt_lessons(*, actor: User, at: datetime) -> list[Lesson]:
    """Loads and publishes the lessons of the product that are not here yet (by title); returns the new ones.

    Raises PermissionDenied.
    """
    on = localdate(at)
    may_socialise(actor, on).require()
    known = set(Lesson.objects.values_list("title", flat=True))
    made = [
        Lesson.objects.create(**facts, order=order, published=True)
        for order, facts in enumerate(lessons_of_product(at), start=1)
        if facts["title"] not in known
    ]
    for row in made:
        record(actor=actor, at=at, action="growth.adopt_lessons", target=row, after={"title": row.title})
    return made


def lessons_of_product(at: datetime) -> list[dict[str, Any]]:
    """What the file says, with the days of the law filled in."""
    on = localdate(at)
    days = {
        "keberatan": in_force("deadline.objection", on)["days"],
        "putusan": in_force("deadline.objection_decision", on)["days"],
    }
    text = (files("kinerja.growth") / FILE).read_text(encoding="utf-8")
    return [
        {key: value.strip().format(**days) if isinstance(value, str) else value for key, value in row.items()}
        for row in tomllib.loads(text)["lesson"]
    ]


@transaction.atomic
def finish_lesson(*, lesson: Lesson, employee: Employee, actor: User, at: datetime) -> bool:
    """Notes that somebody has finished a lesson himself; returns whether it is new.

    Raises PermissionDenied for a draft, NotPossible for somebody else.
    """
    held = Lesson.objects.get(pk=lesson.pk)
    may_read_lesson(actor, held, localdate(at)).require()
    me = employee_of(actor)
    if me is None or me.pk != employee.pk:
        raise NotPossible(_("Pelajaran hanya dapat diselesaikan pembacanya sendiri."))
    _row, new = LessonRead.objects.get_or_create(lesson=held, employee=employee, defaults={"at": at})
    return new


@transaction.atomic
def remind_unreached(*, unit: Unit, actor: User, at: datetime) -> int:
    """Tells those in and below `unit` who have not read everything; once a week. Returns how many are new.

    Raises PermissionDenied.
    """
    on = localdate(at)
    may_name_unreached(actor, unit, on).require()
    year, week, _day = on.isocalendar()
    with translation.override("id"):
        title = _("Penilaian kinerja: apa artinya bagi Anda? Baca pelajaran singkatnya.")
    told = tell(
        [pk for pk in unreached(unit, on).values_list("user_id", flat=True) if pk is not None],
        key=f"growth-lessons-{year}-{week}",
        title=title,
        url=reverse("growth:socialisation"),
        due=None,
        at=at,
    )
    record(actor=actor, at=at, action="growth.remind_lessons", target=unit, after={"people": told})
    return told
