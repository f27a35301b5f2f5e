"""The catalogue: courses with their materials and the questions of the test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.voice.errors import NotPossible

from ..access_development import may_keep_courses
from ..errors import Incomplete
from ..models import Course, CourseMaterial, TestQuestion, TestResult
from ..training import behaviour_months, kinds
from .words import plain

RULE = "Peraturan LAN 10/2018"
LONG, TITLE, OPTION = 20_000, 200, 300
LEAST_OPTIONS, MOST_OPTIONS = 2, 6


class Material(NamedTuple):
    """Plain text, an address (http or https), or both."""

    title: str
    text: str = ""
    address: str = ""


@transaction.atomic
def make_course(
    *,
    title: str,
    purpose: str,
    kind: str,
    form: str,
    hours: int,
    actor: User,
    at: datetime,
    price: Decimal | int = 0,
    competence: str = "",
    behaviour_after: int | None = None,
    materials: Sequence[tuple[str, str, str]] = (),
    questions: Sequence[tuple[str, Sequence[str], int]] = (),
) -> Course:
    """A new entry of the catalogue. `hours` in JP, `price` in rupiah a person, `behaviour_after` in months
    (None: `training.behaviour`).

    `materials` are (title, text, address), `questions` (text, options, index of the right one). Raises
    PermissionDenied, Incomplete.
    """
    may_keep_courses(actor, localdate(at)).require()
    facts = _checked(title, purpose, kind, form, hours, price, at)
    months = behaviour_months(localdate(at)) if behaviour_after is None else behaviour_after
    made = Course.objects.create(**facts, competence=competence, behaviour_after=months)
    for material in materials:
        _material(made, Material(*material))
    for text, options, right in questions:
        _question(made, text, options, right)
    after = {key: str(value) for key, value in facts.items()} | {"questions": len(questions)}
    record(actor=actor, at=at, action="growth.make_course", target=made, after=after, rule=RULE)
    return made


@transaction.atomic
def change_course(
    *,
    course: Course,
    title: str,
    purpose: str,
    kind: str,
    form: str,
    hours: int,
    price: Decimal | int,
    competence: str,
    behaviour_after: int,
    retired: bool,
    actor: User,
    at: datetime,
) -> Course:
    """Other facts for sessions that are still to be held. Raises PermissionDenied, Incomplete."""
    may_keep_courses(actor, localdate(at)).require()
    held = Course.objects.select_for_update().get(pk=course.pk)
    facts = _checked(title, purpose, kind, form, hours, price, at)
    facts |= {"competence": competence, "behaviour_after": behaviour_after, "retired": retired}
    before = {key: str(getattr(held, key)) for key in facts}
    for key, value in facts.items():
        setattr(held, key, value)
    held.save(update_fields=list(facts))
    after = {key: str(value) for key, value in facts.items()}
    record(
        actor=actor, at=at, action="growth.change_course", target=held, before=before, after=after, rule=RULE
    )
    return held


@transaction.atomic
def add_material(
    *, course: Course, title: str, actor: User, at: datetime, text: str = "", address: str = ""
) -> CourseMaterial:
    """Something to read before or after. Raises PermissionDenied, Incomplete."""
    may_keep_courses(actor, localdate(at)).require()
    made = _material(course, Material(title, text, address))
    after = {"course": course.pk, "title": made.title}
    record(actor=actor, at=at, action="growth.add_material", target=course, after=after)
    return made


@transaction.atomic
def remove_material(*, material: CourseMaterial, actor: User, at: datetime) -> None:
    """Raises PermissionDenied."""
    may_keep_courses(actor, localdate(at)).require()
    before = {"course": material.course_id, "title": material.title}
    record(actor=actor, at=at, action="growth.remove_material", target=material.course, before=before)
    material.delete()


@transaction.atomic
def add_question(
    *, course: Course, text: str, options: Sequence[str], right: int, actor: User, at: datetime
) -> TestQuestion:
    """A question with 2 to 6 options; `right` is the index of the right one.

    Raises PermissionDenied, Incomplete, NotPossible once somebody took the test: before and after must ask
    the same.
    """
    held = _untested(course, actor, at)
    made = _question(held, text, options, right)
    record(actor=actor, at=at, action="growth.add_question", target=held, after={"question": made.pk})
    return made


@transaction.atomic
def remove_question(*, question: TestQuestion, actor: User, at: datetime) -> None:
    """Raises PermissionDenied, NotPossible once somebody took the test."""
    held = _untested(question.course, actor, at)
    record(actor=actor, at=at, action="growth.remove_question", target=held, before={"question": question.pk})
    question.delete()


def _untested(course: Course, actor: User, at: datetime) -> Course:
    may_keep_courses(actor, localdate(at)).require()
    held = Course.objects.select_for_update().get(pk=course.pk)
    if TestResult.objects.filter(enrolment__session__course=held).exists():
        raise NotPossible(
            _("Tes ini sudah dikerjakan peserta, jadi soalnya tetap. Buat pelatihan baru bila perlu.")
        )
    return held


def _checked(
    title: str, purpose: str, kind: str, form: str, hours: int, price: Decimal | int, at: datetime
) -> dict[str, Any]:
    title, purpose = plain(title, most=TITLE), plain(purpose)
    if not title or not purpose:
        raise Incomplete(_("Tulis judul dan tujuan pelatihan."))
    if kind not in kinds(localdate(at)):
        raise Incomplete(_("Pilih jenis pengembangan kompetensi."))
    if form not in Course.Form.values:
        raise Incomplete(_("Pilih bentuk pelatihan."))
    if hours < 1 or price < 0:
        raise Incomplete(_("JP paling sedikit 1 dan biaya tidak di bawah nol."))
    return {
        "title": title, "purpose": purpose, "kind": kind, "form": form, "hours": hours, "price": price
    }  # fmt: skip


def _material(course: Course, told: Material) -> CourseMaterial:
    title, text, address = plain(told.title, most=TITLE), plain(told.text, most=LONG), told.address.strip()
    if not title or not (text or address):
        raise Incomplete(_("Tulis judul materi dan isi atau alamatnya."))
    if address and (urlsplit(address).scheme not in {"http", "https"} or len(address) > TITLE):
        raise Incomplete(_("Alamat materi diawali https:// atau http://."))
    return CourseMaterial.objects.create(course=course, title=title, text=text, address=address)


def _question(course: Course, text: str, options: Sequence[str], right: int) -> TestQuestion:
    kept = [word for option in options if (word := plain(option, most=OPTION))]
    if not plain(text) or not LEAST_OPTIONS <= len(kept) <= MOST_OPTIONS or len(set(kept)) < len(kept):
        raise Incomplete(_("Tulis pertanyaan dengan dua sampai enam pilihan yang berbeda."))
    if not 0 <= right < len(kept):
        raise Incomplete(_("Tunjuk pilihan yang benar."))
    return TestQuestion.objects.create(course=course, text=plain(text), options=kept, right=right)
