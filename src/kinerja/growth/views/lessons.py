"""What the assessment means for me: lessons, and how far they have reached."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kinerja.accounts.access import AUDITOR, HR, roles
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, led_units

from .. import access_socialisation as access
from ..actions import lessons as acts
from ..forms_socialisation import LessonForm
from ..models import Lesson, LessonRead
from ..queries.lessons import lessons_for, offices, reach, unreached
from ..queries.pulses import open_pulses_for, replies
from .socialisation_tabs import tabs

PAGE = 25
REPLIES = 3


def socialisation(request: Request) -> HttpResponse:
    """The page for everybody: what changes for me, lessons, the pulse, what was changed because of it."""
    me = employee_of(request.user)
    lessons = lessons_for(request.user, request.on)
    facts = {
        "tabs": tabs(request, "pelajaran"),
        "audiences": access.audiences(request.user, request.on),
        "lessons": lessons,
        "read": sum(read for _row, read in lessons),
        "pulses": list(open_pulses_for(me, request.on)) if me else [],
        "replies": replies()[:REPLIES],
        "keeps": bool(access.may_socialise(request.user, request.on)),
    }
    return render(request, "growth/socialisation/home.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: Request, lesson_id: int) -> HttpResponse:
    """One lesson; the right answer to its question (or a press, when it has none) finishes it."""
    found = get_object_or_404(Lesson, pk=lesson_id)
    access.may_read_lesson(request.user, found, request.on).require()
    me = employee_of(request.user)
    options = [("benar", found.check_right), ("salah", found.check_wrong)]
    chosen, status = "", 200
    if request.method == "POST":
        chosen = request.POST.get("jawaban", "")
        if me is None or (found.check_text and chosen != "benar"):
            status = 422
        else:
            acts.finish_lesson(lesson=found, employee=me, actor=request.user, at=request.at)
    following = [row for row, read in lessons_for(request.user, request.on) if not read]
    facts = {
        "lesson": found,
        # The same order for everybody; not the right one first every time.
        "options": options if found.pk % 2 else options[::-1],
        "chosen": chosen,
        "read": me is not None and LessonRead.objects.filter(lesson=found, employee=me).exists(),
        "next": next((row for row in following if row.pk != found.pk), None),
        "employee": me,
    }
    return render(request, "growth/socialisation/lesson.html", facts, status=status)


@guarded(access.may_socialise)
def lessons_kept(request: Request) -> HttpResponse:
    """All lessons for HR, drafts included."""
    page = Paginator(Lesson.objects.all(), PAGE).get_page(request.GET.get("page"))
    return render(request, "growth/socialisation/kept.html", {"page": page})


@guarded(access.may_socialise)
@require_POST
def lessons_adopt(request: Request) -> HttpResponse:
    """Loads the lessons of the product."""
    made = len(acts.adopt_lessons(actor=request.user, at=request.at))
    said = ngettext("%(n)d pelajaran baru dimuat.", "%(n)d pelajaran baru dimuat.", made) % {"n": made}
    messages.success(request, said if made else _("Semua pelajaran bawaan sudah ada di sini."))
    return redirect("growth:lessons_kept")


@guarded(access.may_socialise)
def lesson_new(request: Request) -> HttpResponse:
    return _lesson(request, None)


@guarded(access.may_socialise)
def lesson_edit(request: Request, lesson_id: int) -> HttpResponse:
    return _lesson(request, get_object_or_404(Lesson, pk=lesson_id))


@guarded(access.may_socialise)
@require_POST
def lesson_publish(request: Request, lesson_id: int) -> HttpResponse:
    """Publishes a draft, takes a published one back."""
    found = get_object_or_404(Lesson, pk=lesson_id)
    shown = request.POST.get("do") != "withdraw"
    acts.publish_lesson(lesson=found, published=shown, actor=request.user, at=request.at)
    messages.success(request, _("Pelajaran terbit.") if shown else _("Pelajaran ditarik."))
    return redirect("growth:lessons_kept")


def _lesson(request: Request, row: Lesson | None) -> HttpResponse:
    def act(values: dict[str, Any]) -> None:
        acts.put_lesson(lesson=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        LessonForm(posted(request), row=row),
        act,
        done=_("Pelajaran disimpan."),
        back_url=reverse("growth:lessons_kept"),
        question=_("Ubah pelajaran") if row else _("Tulis pelajaran"),
        text=_("Pendek, satu gagasan, dengan contoh dari pekerjaan sehari-hari."),
        action=_("Simpan pelajaran"),
    )


@guarded(access.may_see_reach)
def reached(request: Request) -> HttpResponse:
    """How far the lessons have come: all offices for HR and auditors, one's own units for their heads."""
    me = employee_of(request.user)
    every = bool(roles(request.user, request.on) & {HR, AUDITOR})
    units = sorted(offices(), key=_below) if every else list(led_units(me, request.on)) if me else []
    page = Paginator(units, PAGE).get_page(request.GET.get("page"))
    facts = {
        "tabs": tabs(request, "jangkauan"),
        "page": page,
        "rows": reach(page, request.on),
        "names": not every or HR in roles(request.user, request.on),
        "lessons": _for_all(),
    }
    return render(request, "growth/socialisation/reach.html", facts)


def _below(unit: Unit) -> bool:
    """The agency as a whole is read before its parts."""
    return unit.parent_id is not None


def reach_names(request: Request, unit_id: int) -> HttpResponse:
    """Who was not reached yet, for the head of the unit and HR."""
    unit = get_object_or_404(Unit, pk=unit_id)
    access.may_name_unreached(request.user, unit, request.on).require()
    page = Paginator(unreached(unit, request.on), PAGE).get_page(request.GET.get("page"))
    facts = {"unit": unit, "page": page, "lessons": _for_all()}
    return render(request, "growth/socialisation/names.html", facts)


def _for_all() -> bool:
    """Whether a lesson for everybody is published; without one nobody counts as reached or not."""
    return Lesson.objects.filter(published=True, audience=Lesson.For.ALL).exists()


@require_POST
def reach_remind(request: Request, unit_id: int) -> HttpResponse:
    """One press tells them; a second one in the same week tells nobody twice."""
    unit = get_object_or_404(Unit, pk=unit_id)
    access.may_name_unreached(request.user, unit, request.on).require()
    told = acts.remind_unreached(unit=unit, actor=request.user, at=request.at)
    said = ngettext("%(n)d pegawai diingatkan.", "%(n)d pegawai diingatkan.", told) % {"n": told}
    messages.success(request, said if told else _("Minggu ini semua sudah diingatkan."))
    return redirect("growth:reach_names", unit.pk)
