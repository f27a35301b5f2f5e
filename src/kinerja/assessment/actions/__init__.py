"""One function an act: opening, the organisation's predicate, ratings, signatures, closing."""

from ..errors import Stale
from .calibration import answer_remark, remark
from .closing import close_period, report_up
from .opening import Opened, open_reviews
from .organisation import set_organisation_predicate
from .rating import Ratings, Saved, advice, save_ratings, studied, write_self_assessment
from .signing import acknowledge, decline, receive, sign, take_over

__all__ = [
    "Opened",
    "Ratings",
    "Saved",
    "Stale",
    "acknowledge",
    "advice",
    "answer_remark",
    "close_period",
    "decline",
    "open_reviews",
    "receive",
    "remark",
    "report_up",
    "save_ratings",
    "set_organisation_predicate",
    "sign",
    "studied",
    "take_over",
    "write_self_assessment",
]
