"""How I am doing, in one picture and one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kinerja.assessment.models import Review
from kinerja.assessment.queries import current
from kinerja.people.models import Employee
from kinerja.rules.codes import Predicate

RANK: dict[str, int] = {code: rank for rank, code in enumerate(Predicate)}


@dataclass(frozen=True, slots=True)
class Standing:
    """The evaluations that an employee has received, oldest first, and what they say together."""

    reviews: tuple[Review, ...]
    sentence: str

    @property
    def latest(self) -> Review | None:
        return self.reviews[-1] if self.reviews else None


def standing(employee: Employee, *, last: int = 6) -> Standing:
    """The last evaluations received; what was signed but not yet received is not told here.

    Periodic predicates stand side by side and are never averaged: the law gives no formula
    (PermenPANRB 6/2022 Ps 24-25).
    """
    received = current(received=True).filter(plan__employee=employee)
    order = ("-period__ends", "period__starts", "-version")  # the year is told after its last quarter
    newest = received.select_related("period__cycle").order_by(*order)[:last]
    reviews = tuple(reversed(newest))
    return Standing(reviews, _sentence(reviews))


def _sentence(reviews: tuple[Review, ...]) -> str:
    if not reviews:
        return _("Belum ada evaluasi yang ditandatangani. Predikat pertama Anda akan muncul di sini.")
    latest = reviews[-1]
    label = latest.get_predicate_display()
    if len(reviews) == 1:
        return _("Predikat %(period)s Anda %(predicate)s.") % {"period": latest.period, "predicate": label}
    step = RANK[latest.predicate] - RANK[reviews[-2].predicate]
    if step > 0:
        how = _("naik dari %s") % reviews[-2].get_predicate_display()
    elif step < 0:
        how = _("turun dari %s") % reviews[-2].get_predicate_display()
    else:
        how = _("tetap seperti periode sebelumnya")
    facts = {"period": latest.period, "predicate": label, "how": how}
    return _("Predikat %(period)s Anda %(predicate)s, %(how)s.") % facts
