"""What pages and other apps ask about reviews."""

from .organisation import OrganisationReading, head_of, organisation_predicate, units_to_decide
from .periods import period_in_focus
from .reviews import history, neighbours, reviews, team_counts, to_rate, to_sign

__all__ = [
    "OrganisationReading",
    "head_of",
    "history",
    "neighbours",
    "organisation_predicate",
    "period_in_focus",
    "reviews",
    "team_counts",
    "to_rate",
    "to_sign",
    "units_to_decide",
]
