"""What is due for a person, in order, each with the one button that does it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.models import User
from kinerja.assessment.models import Review, SourceChoice
from kinerja.assessment.queries import current, to_rate
from kinerja.assessment.queries.source_choices import choices_on
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, in_force
from kinerja.plans.models import Cycle, Period, Plan, PlanVersion
from kinerja.progress.models import FeedbackRequest, Report

from .fair_tasks import fair_tasks
from .growth_tasks import growth_tasks
from .task import Task
from .voice_tasks import duty_tasks, voice_tasks

S = Review.Status


def tasks_for(user: User, on: date) -> list[Task]:
    """Everything that waits for `user`, earliest due first, without a date last; constant queries."""
    found = list(duty_tasks(user, on))
    employee = employee_of(user)
    if employee is not None:
        cycle = Cycle.objects.filter(year=on.year).first()
        found += [
            *_own(employee, cycle, on),
            *_documents(employee, on),
            *_asked(employee),
            *_team(employee, on),
        ]
        found += [*voice_tasks(user, employee, on), *fair_tasks(employee, on)]
    found += growth_tasks(user, employee, on)
    return sorted(found, key=lambda task: (task.later, task.due is None, task.due or on, task.title))


def _own(employee: Employee, cycle: Cycle | None, on: date) -> Iterator[Task]:
    if cycle is None:
        return
    plan = Plan.objects.filter(in_force(on), employee=employee, cycle=cycle).order_by("-starts").first()
    if plan is None:
        detail = _("Sepakati harapan dengan atasan Anda dan tuliskan hasil yang akan dicapai.")
        yield Task(
            cycle.plan_due,
            _("Susun SKP %s") % cycle.year,
            detail,
            _("Mulai SKP"),
            reverse("plans:start"),
            "target",
        )
        return
    version = plan.versions.order_by("-number").first()
    if version is not None and version.status == PlanVersion.Status.DRAFT:
        returned = _("Dikembalikan penilai: %s") % version.return_reason if version.return_reason else ""
        detail = returned or _("SKP masih draf. Ajukan agar penilai dapat menetapkannya.")
        url = reverse("plans:edit", args=[plan.pk])
        yield Task(
            cycle.plan_due, _("Lengkapi SKP %s") % cycle.year, detail, _("Lanjutkan SKP"), url, "target"
        )
    yield from _reports(plan, on)


def _reports(plan: Plan, on: date) -> Iterator[Task]:
    """Reports of periods that have begun to end: from the first day of the last month on."""
    if not plan.versions.filter(status=PlanVersion.Status.SET).exists():
        return
    reports = {report.period_id: report for report in plan.reports.all()}
    begun = Period.objects.filter(
        cycle=plan.cycle_id, starts__lte=on, starts__gte=plan.starts, ends__lte=plan.ends
    )
    for period in begun.exclude(kind=Period.Kind.ANNUAL).select_related("cycle"):
        report = reports.get(period.pk)
        if report is not None and report.status != Report.Status.DRAFT:
            continue
        detail = _("Tulis realisasi dan tautkan bukti; draf tersimpan sendiri.")
        if report is not None and report.return_reason:
            detail = _("Dikembalikan penilai: %s") % report.return_reason
        url = reverse("progress:report", args=[plan.pk, period.pk])
        yield Task(
            period.report_due, _("Kirim laporan %s") % period, detail, _("Isi laporan"), url, "file-text"
        )


def _documents(employee: Employee, on: date) -> Iterator[Task]:
    waiting = current().filter(plan__employee=employee, status__in=[S.SIGNED, S.DELIVERED])
    for review in waiting.select_related("period__cycle"):
        url = reverse("assessment:my_review", args=[review.pk])
        if review.status == S.SIGNED:
            title, button = _("Terima dokumen evaluasi %s") % review.period, _("Baca dan terima")
            due = review.due_delivery
        else:
            title, button = _("Tanda tangani evaluasi %s") % review.period, _("Baca dan tanda tangani")
            due = review.due_return
        detail = _("Baca alasan di balik predikat sebelum memutuskan.")
        yield Task(due, title, detail, button, url, "file-check")
    unsigned = current().filter(plan__employee=employee, status__in=[S.OPEN, S.RATED], self_at__isnull=True)
    held = choices_on(on)
    for review in unsigned.select_related("period__cycle", "plan__post"):
        if SourceChoice.Source.SELF not in held.of(review.plan.post):
            continue
        detail = _("Ceritakan menurut Anda sendiri, sebelum penilai menandatangani.")
        url = reverse("assessment:my_review", args=[review.pk])
        title = _("Tulis penilaian diri %s") % review.period
        yield Task(review.period.closes, title, detail, _("Tulis penilaian diri"), url, "pencil")


def _asked(employee: Employee) -> Iterator[Task]:
    count = FeedbackRequest.objects.filter(asked=employee, status=FeedbackRequest.Status.OPEN).count()
    if count:
        title = (
            ngettext("%s rekan meminta umpan balik Anda", "%s rekan meminta umpan balik Anda", count) % count
        )
        detail = _("Dua kalimat yang jujur sudah membantu.")
        url = reverse("progress:feedback")
        yield Task(None, title, detail, _("Beri umpan balik"), url, "message-circle", count)


def _team(employee: Employee, on: date) -> Iterator[Task]:
    plans = PlanVersion.objects.filter(plan__appraiser=employee, status=PlanVersion.Status.SUBMITTED)
    found = plans.aggregate(count=Count("pk"), due=Min("plan__cycle__plan_due"))
    if found["count"]:
        title = _("%s SKP menunggu Anda tetapkan") % found["count"]
        detail = _("Tim Anda belum dapat bekerja dengan sasaran yang pasti.")
        yield _queued(found, title, detail, _("Tinjau SKP"))
    reports = Report.objects.filter(plan__appraiser=employee, status=Report.Status.SUBMITTED)
    found = reports.aggregate(count=Count("pk"), due=Min("period__closes"))
    if found["count"]:
        title = _("%s laporan menunggu tinjauan Anda") % found["count"]
        detail = _("Baca bukti, beri umpan balik, lalu setujui atau kembalikan.")
        yield _queued(found, title, detail, _("Tinjau laporan"))
    late = Q(superior=employee, taken_over=False)  # another's, until he takes it over
    found = to_rate(employee, on).aggregate(
        count=Count("pk"),
        due=Min("period__closes"),
        rated=Count("pk", filter=Q(status=S.RATED) & ~late),
        late=Count("pk", filter=late),
    )
    if found["count"]:
        title = _("%s pegawai menunggu penilaian Anda") % found["count"]
        detail = _("%s sudah Anda beri rating dan tinggal ditandatangani.") % found["rated"]
        if not found["rated"]:
            detail = _("Baca bukti dan umpan balik, lalu beri dua rating.")
        if found["late"]:
            detail = _("%s dilewatkan penilainya dan menunggu Anda ambil alih.") % found["late"]
        yield _queued(found, title, detail, _("Nilai pegawai"))


def _queued(found: dict[str, Any], title: str, detail: str, button: str) -> Task:
    return Task(
        found["due"], title, detail, button, reverse("assessment:queue"), "list-checks", found["count"]
    )
