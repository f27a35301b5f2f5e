"""Pages of judging, each: load, ask access, one action, render."""

from .agency_distribution import distribution
from .calibration import answer_remark, calibration, calibration_team, remark
from .documents import pdf, verify
from .judging import queue, review, sign, take_over, team
from .mine import answer, my_review, receive, self_assessment, why
from .organisation import organisation
from .reporting import report_up
from .rounds import (
    asked,
    round_answer,
    round_cancel,
    round_close,
    round_extend,
    round_new,
    round_open,
    round_page,
    round_remove,
    round_subject,
    round_take,
    rounds,
)
from .sources import sources

__all__ = [
    "answer",
    "answer_remark",
    "asked",
    "calibration",
    "calibration_team",
    "distribution",
    "my_review",
    "organisation",
    "pdf",
    "queue",
    "receive",
    "remark",
    "report_up",
    "review",
    "round_answer",
    "round_cancel",
    "round_close",
    "round_extend",
    "round_new",
    "round_open",
    "round_page",
    "round_remove",
    "round_subject",
    "round_take",
    "rounds",
    "self_assessment",
    "sign",
    "sources",
    "take_over",
    "team",
    "verify",
    "why",
]
