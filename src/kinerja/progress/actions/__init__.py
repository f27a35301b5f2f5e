"""Everything people do here, one function an act."""

from .daily import import_daily_csv, save_daily, take_daily
from .decisions import accept_report, return_report, submit_report
from .drafts import copy_last_period, save_action_plan, save_report
from .evidence import add_evidence_file, add_evidence_link, remove_evidence
from .feedback import answer_feedback, ask_feedback, decline_feedback, give_feedback, give_many

__all__ = [
    "accept_report",
    "add_evidence_file",
    "add_evidence_link",
    "answer_feedback",
    "ask_feedback",
    "copy_last_period",
    "decline_feedback",
    "give_feedback",
    "give_many",
    "import_daily_csv",
    "remove_evidence",
    "return_report",
    "save_action_plan",
    "save_daily",
    "save_report",
    "submit_report",
    "take_daily",
]
