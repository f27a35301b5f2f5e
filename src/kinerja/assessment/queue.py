"""Everything that waits for one appraiser, in one list by due date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.people.models import Employee
from kinerja.people.queries import team_of
from kinerja.plans.queries import waiting_for
from kinerja.progress.models import Report

from .models import Review
from .queries import to_prepare, to_rate, to_sign
from .queries.calibration import asked_of
from .queries.objections import waiting_for as objections_for

KINDS = ("plan", "report", "remark", "rate", "prepare", "take_over", "sign", "objection")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: `kind` of KINDS, who it is about, where to do it, until when (None: no date)."""

    kind: str
    name: str
    note: str
    state: str
    action: str
    url: str
    due: date | None
    late: bool


def waiting(employee: Employee, on: date) -> list[Item]:
    """Plans to set, reports to read, reviews to rate, documents to sign; a constant number of queries."""
    items = [
        *_plans(employee, on),
        *_reports(employee, on),
        *_reviews(employee, on),
        *_prepared(employee, on),
        *_documents(employee, on),
        *_objections(employee, on),
    ]
    return sorted(items, key=lambda item: (item.due or date.max, KINDS.index(item.kind), item.name))


def counts(items: list[Item]) -> Counter[str]:
    """How many of each kind."""
    return Counter(item.kind for item in items)


def kind_names() -> dict[str, str]:
    """What each kind is called as a filter."""
    return {
        "plan": _("SKP"),
        "report": _("Laporan"),
        "remark": _("Catatan kalibrasi"),
        "rate": _("Penilaian"),
        "prepare": _("Menyiapkan"),
        "take_over": _("Ambil alih"),
        "sign": _("Dokumen saya"),
        "objection": _("Keberatan"),
    }


def _plans(employee: Employee, on: date) -> Iterator[Item]:
    for version in waiting_for(employee):
        plan = version.plan
        due = plan.cycle.plan_due if version.number == 1 else None
        yield Item(
            "plan", plan.employee.name, f"{plan.post.title} · SKP {plan.cycle.year}",
            version.get_status_display(), _("Periksa SKP"), reverse("plans:detail", args=[plan.pk]),
            due, due is not None and due < on,
        )  # fmt: skip


def _reports(employee: Employee, on: date) -> Iterator[Item]:
    team = list(team_of(employee, on).values_list("pk", flat=True))
    mine = Q(plan__employee_id__in=team) | Q(
        plan__reviews__appraiser=employee, plan__reviews__period=F("period")
    )
    rows = Report.objects.filter(mine, status=Report.Status.SUBMITTED).distinct()
    for row in rows.select_related("plan__employee", "plan__post", "period__cycle"):
        yield Item(
            "report", row.plan.employee.name, f"{row.plan.post.title} · {row.period}",
            row.get_status_display(), _("Baca laporan"),
            reverse("progress:report", args=[row.plan_id, row.period_id]),
            row.period.closes, row.period.closes < on,
        )  # fmt: skip


def _reviews(employee: Employee, on: date) -> Iterator[Item]:
    words = {"take_over": _("Ambil alih"), "remark": _("Jawab catatan"), "rate": _("Nilai")}
    asked = asked_of(employee)
    for row in to_rate(employee, on):
        kind = "rate"
        if row.evaluator_id != employee.pk:
            kind = "take_over"
        elif row.pk in asked and not row.taken_over:
            kind = "remark"
        where = reverse("assessment:take_over" if kind == "take_over" else "assessment:review", args=[row.pk])
        yield Item(
            kind, row.plan.employee.name, f"{row.plan.post.title} · {row.period}",
            row.get_status_display(), words[kind], where,
            row.period.closes, row.period.closes < on,
        )  # fmt: skip


def _prepared(employee: Employee, on: date) -> Iterator[Item]:
    for row in to_prepare(employee, on):
        yield Item(
            "prepare", row.plan.employee.name, _("Anda menyiapkan untuk %s") % row.evaluator.name,
            f"{row.period} · {row.get_status_display()}", _("Siapkan"),
            reverse("assessment:review", args=[row.pk]), row.period.closes, row.period.closes < on,
        )  # fmt: skip


def _documents(employee: Employee, on: date) -> Iterator[Item]:
    for row in to_sign(employee):
        received = row.status == Review.Status.DELIVERED
        due = row.due_return if received else row.due_delivery
        yield Item(
            "sign", _("Dokumen evaluasi Anda"), str(row.period), row.get_status_display(),
            _("Tanda tangani") if received else _("Buka dokumen"),
            reverse("assessment:my_review", args=[row.pk]), due, due is not None and due < on,
        )  # fmt: skip


def _objections(employee: Employee, on: date) -> Iterator[Item]:
    for row in objections_for(employee, on):
        review = row.review
        explains = employee.pk in {review.plan.employee_id, review.appraiser_id}
        yield Item(
            "objection", review.plan.employee.name, f"{review.plan.post.title} · {review.period}",
            row.get_status_display(), _("Tulis penjelasan") if explains else _("Periksa keberatan"),
            reverse("assessment:objection", args=[row.pk]), row.due_decision, row.due_decision < on,
        )  # fmt: skip
