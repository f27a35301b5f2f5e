"""What pages and other apps ask about doing and telling."""

from .daily import roll_up_daily
from .feedback import feedback_by_item, relation_of, scheduled_feedback_missing
from .reports import realisations, report_for, reports_by_period

__all__ = [
    "feedback_by_item",
    "realisations",
    "relation_of",
    "report_for",
    "reports_by_period",
    "roll_up_daily",
    "scheduled_feedback_missing",
]
