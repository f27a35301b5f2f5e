"""Cycle and periods, goals, the SKP and its versions, the role matrix."""

from .cycle import Cycle, Period
from .goals import Goal
from .matrix import RoleAssignment
from .plan import Attachment, Behaviour, Indicator, Plan, PlanVersion, Result
from .templates import GoalTemplate, TemplateGoal

__all__ = [
    "Attachment",
    "Behaviour",
    "Cycle",
    "Goal",
    "GoalTemplate",
    "Indicator",
    "Period",
    "Plan",
    "PlanVersion",
    "Result",
    "RoleAssignment",
    "TemplateGoal",
]
