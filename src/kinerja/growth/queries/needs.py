"""Needs as written down, and those that data propose: gaps, feedback, complaints, surveys.

A proposal is no row: somebody takes it over with one click or lets it be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import translation
from django.utils.translation import gettext as _

from kinerja.people.models import Appointment, Employee, Unit
from kinerja.people.queries import in_force
from kinerja.progress.models import Feedback
from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.loader import in_force as law
from kinerja.voice.models import Complaint, FollowUp

from ..models import CompetenceAssessment, Need, NeedGroup
from .competence import profiles

YEAR = timedelta(days=365)
MOST = 300  # of each source; who sees more has a smaller unit to look at
Status, Source = Need.Status, Need.Source
VALID = (
    Complaint.Status.FORWARDED,
    Complaint.Status.IN_PROGRESS,
    Complaint.Status.ANSWERED,
    Complaint.Status.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What data propose; `key` names it again on the next visit."""

    key: str
    source: str
    unit: Unit
    employee: Employee | None
    topic: str
    competence: str
    reason: str
    follow_up: FollowUp | None = None

    @property
    def source_name(self) -> str:
        """As people read it."""
        return _(Source(self.source).label)


def needs(unit_ids: Collection[int] | None) -> QuerySet[Need]:
    """Needs of the units (None: of all), newest first, with what a list names."""
    rows = Need.objects.select_related("unit", "employee", "group")
    return rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)


def groups(unit_ids: Collection[int] | None) -> QuerySet[NeedGroup]:
    """Groups that hold a need of these units (None: all)."""
    rows = NeedGroup.objects.annotate(count=Count("needs", distinct=True)).order_by("-year", "title", "pk")
    if unit_ids is None:
        return rows
    return rows.filter(pk__in=Need.objects.filter(unit_id__in=unit_ids, group__isnull=False).values("group"))


def people_of(group: NeedGroup, on: date) -> int:
    """How many people the group is for: those named, and everybody seated in a unit named as a whole."""
    rows = list(group.needs.values_list("employee_id", "unit_id"))
    named = {employee for employee, _unit in rows if employee is not None}
    units = {unit for employee, unit in rows if employee is None}
    seated = Appointment.objects.filter(in_force(on), post__unit_id__in=units).values_list(
        "employee_id", flat=True
    )
    return len(named | set(seated))


def total_of(group: NeedGroup, people: int) -> Decimal:
    """Rupiah: price of a person times people."""
    return group.price * people


def proposed_needs(unit_ids: Collection[int] | None, on: date) -> list[Proposal]:
    """What data of the last year propose for the units (None: all), without what became a need in a year.

    At most 300 of each source; words in the language of the office, because a click keeps them. A constant
    number of queries.
    """
    with translation.override("id"):
        found = [
            *_gaps(unit_ids, on),
            *_follow_ups(unit_ids),
            *_complaints(unit_ids, on),
            *_feedback(unit_ids, on),
        ]
    known = _known(unit_ids, on)
    return [row for row in found if row.key not in known]


def _key(source: str, first: object, second: object = "") -> str:
    return f"{source}:{first}:{second}"


def _known(unit_ids: Collection[int] | None, on: date) -> set[str]:
    """Keys of what is already a need: still alive, or written down within a year."""
    rows = needs(unit_ids).select_related(None)
    rows = rows.filter(Q(status__in=(Status.OPEN, Status.PLANNED)) | Q(made_at__date__gte=on - YEAR))
    keys = set()
    for row in rows.only("source", "employee_id", "competence", "follow_up_id", "unit_id", "topic"):
        if row.follow_up_id is not None:
            keys.add(_key(Source.SURVEY, row.follow_up_id))
        elif row.employee_id is not None:
            keys.add(_key(Source.GAP, row.employee_id, row.competence))
        else:
            keys.add(_key(row.source, row.unit_id, row.topic))
    return keys


def _gaps(unit_ids: Collection[int] | None, on: date) -> Iterable[Proposal]:
    below = CompetenceAssessment.objects.filter(
        status=CompetenceAssessment.Status.FINAL, scores__achieved__lt=F("scores__required")
    )
    people = Employee.objects.filter(pk__in=below.values("employee_id"))
    if unit_ids is not None:
        seated = Appointment.objects.filter(in_force(on), post__unit_id__in=unit_ids).order_by()
        people = people.filter(pk__in=seated.values("employee_id"))
    for found in profiles(people.order_by("name", "nip")[:MOST], on):
        if found.post is None or (unit_ids is not None and found.post.unit_id not in unit_ids):
            continue
        for row in found.rows:
            if row.gap is None or row.gap >= 0:
                continue
            facts = {"has": row.achieved, "needs": row.required}
            reason = _("Penilaian kompetensi: level %(has)s, jabatan meminta level %(needs)s.") % facts
            key = _key(Source.GAP, found.employee.pk, row.code)
            yield Proposal(key, Source.GAP, found.post.unit, found.employee, row.name[:200], row.code, reason)


def _follow_ups(unit_ids: Collection[int] | None) -> Iterable[Proposal]:
    rows = FollowUp.objects.filter(status=FollowUp.Status.OPEN).select_related("unit")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    for row in rows[:MOST]:
        facts = {"quarter": row.quarter, "year": row.year}
        reason = _("Tindak lanjut survei yang dijanjikan untuk triwulan %(quarter)s %(year)s.") % facts
        key = _key(Source.SURVEY, row.pk)
        yield Proposal(key, Source.SURVEY, row.unit, None, row.programme[:200], "", reason, row)


def _complaints(unit_ids: Collection[int] | None, on: date) -> Iterable[Proposal]:
    """Categories with many valid or many late reports in a unit; secret ones are left out."""
    rule = law("training.needs", on)
    rows = Complaint.objects.filter(
        kind=Complaint.Kind.COMPLAINT,
        status__in=VALID,
        secret=False,
        unit__isnull=False,
        category__isnull=False,
        counted_from__gte=on - YEAR,
    )
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    answered = Coalesce(TruncDate("answered_at"), Cast(Value(on), DateField()))
    counted = (
        rows.order_by()
        .annotate(until=answered)
        .values("unit_id", "category__name")
        .annotate(valid=Count("pk"), late=Count("pk", filter=Q(act_due__lt=F("until"))))
        .filter(Q(late__gte=rule["late"]) | Q(valid__gte=rule["valid"]))
        .order_by("-late", "-valid", "unit_id")[:MOST]
    )
    found = list(counted)
    units = Unit.objects.in_bulk({row["unit_id"] for row in found})
    for row in found:
        topic = _("Menangani pengaduan: %(name)s") % {"name": row["category__name"]}
        reason = _("%(valid)s pengaduan sah dalam setahun, %(late)s lewat batas waktu.") % row
        yield _of_unit(Source.COMPLAINT, units[row["unit_id"]], topic, reason)


def _feedback(unit_ids: Collection[int] | None, on: date) -> Iterable[Proposal]:
    """Values about which a unit often hears that they should grow; counts, nobody's words or name."""
    least = law("training.needs", on)["feedback"]
    rows = Feedback.objects.filter(tone=Feedback.Tone.IMPROVE, given_at__date__gte=on - YEAR).exclude(
        value_code=""
    )
    if unit_ids is not None:
        rows = rows.filter(plan__post__unit_id__in=unit_ids)
    counted = (
        rows.order_by()
        .values("plan__post__unit_id", "value_code")
        .annotate(said=Count("pk"))
        .filter(said__gte=least)
        .order_by("-said", "plan__post__unit_id", "value_code")[:MOST]
    )
    found = list(counted)
    units = Unit.objects.in_bulk({row["plan__post__unit_id"] for row in found})
    names = {value.code: value.name for value in behaviour_values(on)}
    for row in found:
        code = row["value_code"]
        topic = _("Nilai %(name)s") % {"name": names.get(code, code)}
        reason = _("%(said)s umpan balik dalam setahun menyebut nilai ini perlu ditingkatkan.") % row
        yield _of_unit(Source.FEEDBACK, units[row["plan__post__unit_id"]], topic, reason)


def _of_unit(source: str, unit: Unit, topic: str, reason: str) -> Proposal:
    topic = topic[:200]
    return Proposal(_key(source, unit.pk, topic), source, unit, None, topic, "", reason)


def proposal(key: str, unit_ids: Collection[int] | None, on: date) -> Proposal | None:
    """The proposal of this key as data say it now, None when it is gone or already a need."""
    return next((row for row in proposed_needs(unit_ids, on) if row.key == key), None)
