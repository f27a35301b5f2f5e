"""What waits for somebody around judging: meetings, decisions, rounds of feedback, objections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.assessment.models import FeedbackAsk, Meeting
from kinerja.assessment.queries.meetings import decisions_due
from kinerja.assessment.queries.objections import asked_of, open_to_decide
from kinerja.assessment.queries.rounds import running
from kinerja.people.models import Employee

from .task import Task
from .warnings import unanswered


def fair_tasks(employee: Employee, on: date) -> Iterator[Task]:
    """Constant queries."""
    yield from _meetings(employee, on)
    yield from _decisions(employee, on)
    yield from _rounds(employee, on)
    yield from _objections(employee, on)
    yield from _warnings(employee)


def _meetings(employee: Employee, on: date) -> Iterator[Task]:
    invited = Meeting.objects.filter(attendance__employee=employee).order_by().values("pk")
    rows = Meeting.objects.filter(
        Q(chair=employee) | Q(pk__in=invited),
        starts_at__date=on,
        status__in=[Meeting.Status.PLANNED, Meeting.Status.RUNNING],
    )
    for row in rows.select_related("unit").order_by("starts_at"):
        words = _("Rapat evaluasi %(unit)s pukul %(hour)s")
        title = words % {"unit": row.unit, "hour": f"{localtime(row.starts_at):%H.%M}"}
        url = reverse("assessment:meeting", args=[row.pk])
        yield Task(on, title, row.place, _("Buka rapat"), url, "users")


def _decisions(employee: Employee, on: date) -> Iterator[Task]:
    found = decisions_due(employee, on).order_by().aggregate(count=Count("pk"), due=Min("due"))
    if found["count"]:
        words = ngettext(
            "%s keputusan rapat menunggu hasil Anda", "%s keputusan rapat menunggu hasil Anda", found["count"]
        )
        detail = _("Selesaikan, atau tulis mengapa dibatalkan.")
        yield Task(
            found["due"], words % found["count"], detail, _("Lihat keputusan"),
            reverse("assessment:decisions"), "list-checks", found["count"],
        )  # fmt: skip


def _rounds(employee: Employee, on: date) -> Iterator[Task]:
    rows = FeedbackAsk.objects.filter(running(on), asked=employee, answered=False)
    found = rows.order_by().aggregate(count=Count("pk"), due=Min("round__ends"))
    if found["count"]:
        words = ngettext(
            "%s rekan menunggu umpan balik anonim Anda",
            "%s rekan menunggu umpan balik anonim Anda",
            found["count"],
        )
        detail = _("Sekitar dua menit seorang; jawaban Anda tidak dapat dilacak.")
        yield Task(
            found["due"], words % found["count"], detail, _("Beri umpan balik"),
            reverse("assessment:asked"), "messages-square", found["count"],
        )  # fmt: skip


def _objections(employee: Employee, on: date) -> Iterator[Task]:
    found = open_to_decide(employee, on).order_by().aggregate(count=Count("pk"), due=Min("due_decision"))
    url = reverse("assessment:objections")
    if found["count"]:
        words = ngettext(
            "%s keberatan menunggu putusan Anda", "%s keberatan menunggu putusan Anda", found["count"]
        )
        detail = _("Dengar kedua pihak, lalu putuskan dengan pertimbangan.")
        yield Task(
            found["due"],
            words % found["count"],
            detail,
            _("Putuskan keberatan"),
            url,
            "scale",
            found["count"],
        )
    asked = asked_of(employee).order_by().aggregate(count=Count("pk"), due=Min("due_decision"))
    if asked["count"]:
        words = ngettext(
            "Penjelasan Anda diminta untuk %s keberatan",
            "Penjelasan Anda diminta untuk %s keberatan",
            asked["count"],
        )
        detail = _("Ceritakan dari sisi Anda sebelum keberatan diputus.")
        yield Task(
            asked["due"], words % asked["count"], detail, _("Beri penjelasan"), url, "pencil", asked["count"]
        )


def _warnings(employee: Employee) -> Iterator[Task]:
    count = unanswered(employee)
    if count:
        words = ngettext(
            "%s peringatan dini tentang pekerjaan Anda", "%s peringatan dini tentang pekerjaan Anda", count
        )
        detail = _("Ini fakta, bukan putusan. Jelaskan dari sisi Anda sebelum ditutup.")
        url = reverse("insight:warnings_mine")
        yield Task(None, words % count, detail, _("Baca dan jawab"), url, "triangle-alert", count)
