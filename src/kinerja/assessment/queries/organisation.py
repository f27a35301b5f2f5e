"""The predicate of the organisation that stands behind a review, also when last year's must do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kinerja.accounts.access import HR, roles
from kinerja.accounts.models import User
from kinerja.people.models import Appointment, Employee, Unit
from kinerja.people.queries import employee_of, in_force, lines
from kinerja.plans.models import Period
from kinerja.rules.explain import Step
from kinerja.rules.labels import label
from kinerja.rules.loader import in_force as law

from ..models import OrganisationPredicate

HOLDING = (Appointment.Kind.DEFINITIVE, Appointment.Kind.PLT, Appointment.Kind.PLH)


@dataclass(frozen=True, slots=True)
class OrganisationReading:
    """The predicate to use, or "" when there is none yet. `borrowed` says that it is last year's."""

    code: str
    basis: str
    borrowed: bool
    step: Step

    def __bool__(self) -> bool:
        return bool(self.code)


def organisation_predicate(unit: Unit, period: Period, on: date) -> OrganisationReading:
    """The predicate of `unit` in `period` as it is to be used on the day `on`.

    An annual predicate that is still missing after 31 January of the next year gives way to last year's
    (PermenPANRB 6/2022 Lampiran hlm 94 f); a periodic one has no substitute in law.
    """
    found = OrganisationPredicate.objects.filter(unit=unit, period=period).first()
    if found is not None:
        named = label("organisation_predicate", found.predicate, on)
        says = f"Predikat kinerja {unit.name} pada {period}: {named}."
        step = law("label.organisation_predicate", on).step(found.predicate, says)
        return OrganisationReading(found.predicate, found.basis, False, step)
    if period.kind == Period.Kind.ANNUAL:
        return _last_year(unit, period, on)
    return _missing(unit, period)


def _missing(unit: Unit, period: Period) -> OrganisationReading:
    says = f"Predikat kinerja {unit.name} pada {period} belum ditetapkan."
    return OrganisationReading("", "", False, Step("input", "", "PermenPANRB 6/2022 Pasal 24-25", says))


def _last_year(unit: Unit, period: Period, on: date) -> OrganisationReading:
    rule = law("deadline.organisation_annual", on)
    year = period.cycle.year
    due = date(year + int(rule["year_offset"]), int(rule["month"]), int(rule["day"]))
    before = OrganisationPredicate.objects.filter(
        unit=unit, period__cycle__year=year - 1, period__kind=Period.Kind.ANNUAL
    ).first()
    if on <= due or before is None:
        return _missing(unit, period)
    named = label("organisation_predicate", before.predicate, on)
    says = (
        f"Predikat kinerja {unit.name} tahun {year} belum ada setelah {due.day} Januari {due.year}, "
        f"jadi predikat tahun {year - 1} yang dipakai: {named}."
    )
    return OrganisationReading(before.predicate, before.basis, True, rule.step(before.predicate, says))


def head_of(unit: Unit, on: date) -> Employee | None:
    """Who leads the unit on the day: the acting head (Plt, Plh) before the definitive one."""
    seats = Appointment.objects.filter(
        in_force(on), post__unit=unit, post__leads_unit=True, kind__in=HOLDING
    ).select_related("employee__user")
    seat = min(seats, key=lambda row: row.kind == Appointment.Kind.DEFINITIVE, default=None)
    return seat.employee if seat else None


def units_to_decide(user: User, on: date) -> QuerySet[Unit]:
    """Units whose predicate `user` sets or records: those whose head he appraises; for HR every unit."""
    headed = Unit.objects.filter(posts__leads_unit=True).distinct().order_by("code")
    if HR in roles(user, on):
        return headed
    me = employee_of(user)
    if me is None:
        return headed.none()
    heads = dict(
        Appointment.objects.filter(in_force(on), post__leads_unit=True, kind__in=HOLDING)
        .order_by("kind")
        .values_list("post__unit_id", "employee_id")
    )
    return headed.filter(pk__in=_below(me.pk, heads, on))


def _below(me: int, heads: dict[int, int], on: date) -> Iterable[int]:
    rows = lines(on, set(heads.values()))
    return [unit for unit, head in heads.items() if (row := rows.get(head)) and row.appraiser_id == me]
