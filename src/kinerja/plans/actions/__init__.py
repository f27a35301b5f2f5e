"""What people do with cycles, goals, plans and the role matrix: one function an act."""

from .cycles import adjust_period, create_cycle
from .drafts import open_plan, save_draft
from .goals import delete_goal, save_goal
from .lifecycle import end_plan, return_plan, revise, set_plan, submit
from .roles import assign_role, decide_role, remove_role, save_matrix, take_role, volunteer_role
from .sending import send_template
from .templates import copy_template, create_template, retire_template, save_template

__all__ = [
    "adjust_period",
    "assign_role",
    "copy_template",
    "create_cycle",
    "create_template",
    "decide_role",
    "delete_goal",
    "end_plan",
    "open_plan",
    "remove_role",
    "retire_template",
    "return_plan",
    "revise",
    "save_draft",
    "save_goal",
    "save_matrix",
    "save_template",
    "send_template",
    "set_plan",
    "submit",
    "take_role",
    "volunteer_role",
]
