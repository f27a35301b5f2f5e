"""The pattern that the organisation's predicate suggests, beside the predicates of one rater's people.

Advice only: it never blocks and never changes a rating (PermenPANRB 6/2022 Lampiran hlm 94-98).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kinerja.rules.codes import Predicate
from kinerja.rules.distribution import Departure, check, pattern
from kinerja.rules.explain import Explanation, as_dicts
from kinerja.rules.labels import label, printed_predicate

from .models import Review
from .queries import team_counts


@dataclass(frozen=True, slots=True)
class TeamDistribution:
    """`counts` people by predicate code, `heights` the curve to draw (an illustration, peak 6.0).

    `complies` is None when the team is too small to say; `advice` are the sentences of the rule, `needed`
    the same in the reader's language: what would comply.
    """

    organisation: str
    people: int
    counts: Mapping[str, int]
    heights: Mapping[Predicate, Fraction]
    complies: bool | None
    finding: str
    advice: tuple[str, ...]
    needed: tuple[str, ...]
    explanation: Explanation

    def as_data(self, on: date) -> dict[str, Any]:
        """For the snapshot: pairs of printed label and figure, worst predicate first; the
        pattern as relative heights (peak 600)."""
        names = {code.value: printed_predicate(code, on) for code in Predicate}
        return {
            "pattern": [[names[code], int(height * 100)] for code, height in self.heights.items()],
            "counts": [[names[code], self.counts.get(code, 0)] for code in names],
            "complies": self.complies,
            "advice": list(self.advice),
            "steps": as_dicts(self.explanation),
        }


def distribution_of(organisation: str, counts: Mapping[str, int], on: date) -> TeamDistribution:
    """The comparison for counts at hand. Raises RuleError for an unknown predicate."""
    drawn = pattern(organisation, on=on)
    checked = check(organisation, counts, on=on)
    return TeamDistribution(
        organisation=organisation,
        people=checked.people,
        counts={code.value: count for code, count in checked.counts.items()},
        heights=drawn.heights,
        complies=checked.complies,
        finding=checked.explanation[-1].says,
        advice=tuple(warning.text for warning in checked.warnings),
        needed=tuple(needed(warning, on) for warning in checked.warnings),
        explanation=(*drawn.explanation, *checked.explanation),
    )


def needed(departure: Departure, on: date) -> str:
    """What would end one departure, with the names of the predicates as people know them."""
    told = {
        "max": _("Kurangi %(name)s dari %(count)s menjadi paling banyak %(limit)s orang."),
        "min": _("Tambah %(name)s dari %(count)s menjadi paling sedikit %(limit)s orang."),
        "mode": _("Jadikan %(name)s yang terbanyak: dari %(count)s menjadi paling sedikit %(limit)s orang."),
    }[departure.kind]
    names = [label("predicate", code, on) for code in departure.predicates]
    facts = {"name": f" {_('atau')} ".join(names), "count": departure.count, "limit": departure.limit}
    return told % facts


def team_distribution(review: Review, organisation: str, on: date) -> TeamDistribution | None:
    """All people of this review's rater in its period; None while the organisation has no predicate."""
    if not organisation:
        return None
    return distribution_of(organisation, team_counts(review.appraiser_id, review.period), on)
