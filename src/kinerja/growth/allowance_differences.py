"""What a paid month would come to by today's facts: who differs, by how much and why.

An objection is decided weeks after the month was paid, and a cut may be corrected. Everything approved for
the month counts as paid, difference runs too; so nobody gets the same difference twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import QuerySet, Sum

from kinerja.rules.allowance import difference
from kinerja.rules.explain import as_dicts
from kinerja.rules.labels import labels

from .allowance_lines import Computed, month_lines
from .models import AllowanceLine, AllowanceRun
from .queries.pay import month_ends

ALL = 100  # percent
GONE = Computed(problem="Tidak lagi tercatat menduduki jabatan pada hari terakhir bulan itu.")


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody whose month comes to another amount by today's facts (`now`) than was approved (`paid`)."""

    employee: int
    paid: Decimal
    now: Computed

    @property
    def amount(self) -> Decimal:
        """Below 0 when too much was paid."""
        return self.now.amount - self.paid


@dataclass(frozen=True, slots=True)
class Before:
    """What the newest approved line of somebody stood on."""

    base: Decimal
    predicate: str
    attendance: Decimal
    problem: str
    period: str | None
    version: int | None
    kind: str | None


def gaps(run: AllowanceRun) -> list[Gap]:
    """Everybody who differs in the month of an approved run; seven queries however many people there are."""
    sums = _approved(run).order_by().values("employee").annotate(sum=Sum("amount"))
    paid = dict(sums.values_list("employee", "sum"))
    lines = month_lines(run)
    found = (
        Gap(employee, paid.get(employee, Decimal(0)), lines.get(employee, GONE))
        for employee in sorted(lines.keys() | paid.keys())
    )
    return [gap for gap in found if gap.amount]


def difference_lines(run: AllowanceRun, found: Sequence[Gap]) -> dict[int, Computed]:
    """Employee id to his line in a difference run, with every reason; one query."""
    before = _before(run, [gap.employee for gap in found])
    explain = _explainer(month_ends(run.year, run.month))
    return {gap.employee: explain(gap.now, gap.paid, before.get(gap.employee)) for gap in found}


def _approved(run: AllowanceRun) -> QuerySet[AllowanceLine]:
    month = {"run__year": run.year, "run__month": run.month}
    return AllowanceLine.objects.filter(run__status=AllowanceRun.Status.APPROVED, **month)


def _before(run: AllowanceRun, employees: Iterable[int]) -> dict[int, Before]:
    facts = ("base", "predicate", "attendance", "problem")
    told = ("explanation__period", "explanation__version", "explanation__class")
    rows = _approved(run).filter(employee__in=list(employees)).order_by("run_id")
    return {employee: Before(*row) for employee, *row in rows.values_list("employee", *facts, *told)}


def _explainer(on: date) -> Callable[[Computed, Decimal, Before | None], Computed]:
    """Lines of a difference run; who shares everything is explained once."""
    names = labels("predicate", on)

    @cache
    def explain(now: Computed, paid: Decimal, before: Before | None) -> Computed:
        facts = now.facts()
        left, step = difference(should=now.amount, paid=paid)
        facts["reasons"] = _reasons(before, now, facts, names)
        facts["steps"] = [*facts.get("steps", ()), *as_dicts((step,))]
        return replace(now, amount=left, should=now.amount, explanation=json.dumps(facts))

    return explain


def _reasons(
    before: Before | None, now: Computed, facts: Mapping[str, Any], names: Mapping[str, str]
) -> list[str]:
    """What changed since the newest approved line, in sentences."""
    if before is None:
        return ["Semula belum ada baris untuk bulan ini."]
    if before.problem or now.problem:
        told = [f"Semula belum dapat dihitung: {before.problem}"] if before.problem else []
        return [*told, f"Sekarang tidak dapat dihitung: {now.problem}"] if now.problem else told
    told = []
    if (before.predicate, before.period) != (now.predicate, facts["period"]):
        told.append(_predicate_changed(before, now, facts, names))
    if before.attendance != now.attendance:
        was, cut = (_percent(ALL - share) for share in (before.attendance, now.attendance))
        told.append(f"Potongan kehadiran berubah dari {was}% menjadi {cut}%.")
    if before.base != now.base:
        was, base = (_rupiah(amount) for amount in (before.base, now.base))
        told.append(f"Dasar berubah dari Rp {was} ({before.kind}) menjadi Rp {base} ({facts['class']}).")
    return told or ["Ketentuan untuk bulan itu berubah."]


def _predicate_changed(
    before: Before, now: Computed, facts: Mapping[str, Any], names: Mapping[str, str]
) -> str:
    """The predicate and its version, then and now. Only an objection makes another version of a period."""
    was, told = names[before.predicate], names[now.predicate]
    if before.period != facts["period"]:
        return (
            f"Predikat yang dipakai berubah dari {was} ({before.period}) menjadi {told} ({facts['period']})."
        )
    versions = f"{was} (versi {before.version or 1}) menjadi {told} (versi {facts['version']})"
    return f"Putusan keberatan mengubah predikat {before.period} dari {versions}."


def _percent(share: Decimal) -> str:
    return f"{share.normalize():f}".replace(".", ",")


def _rupiah(amount: Decimal) -> str:
    return f"{amount:,.0f}".replace(",", ".")
