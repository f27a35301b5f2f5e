"""What pages and other apps ask about reviews."""

from .history import earlier
from .organisation import OrganisationReading, head_of, organisation_predicate, units_to_decide
from .periods import period_in_focus
from .reviews import (
    current,
    every_version,
    neighbours,
    newer_version,
    reviews,
    team_counts,
    to_prepare,
    to_rate,
    to_sign,
    versions_before,
)

__all__ = [
    "OrganisationReading",
    "current",
    "earlier",
    "every_version",
    "head_of",
    "neighbours",
    "newer_version",
    "organisation_predicate",
    "period_in_focus",
    "reviews",
    "team_counts",
    "to_prepare",
    "to_rate",
    "to_sign",
    "units_to_decide",
    "versions_before",
]
