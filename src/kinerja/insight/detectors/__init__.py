"""What may be wrong with assessing, found set by set: facts with figures, never a verdict."""

from .copies import copied_target, no_evidence, pasted
from .found import Found
from .objections import late_objection
from .planning import no_feedback, no_plan, window
from .ratings import alike, hurried, leaning

__all__ = [
    "Found",
    "alike",
    "copied_target",
    "hurried",
    "late_objection",
    "leaning",
    "no_evidence",
    "no_feedback",
    "no_plan",
    "pasted",
    "window",
]
