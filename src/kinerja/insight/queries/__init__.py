"""Reading over the whole loop: what is due for a person, and where the cycle is stuck."""

from .board import STEPS, Board, BoardRow, StuckPage, board, stuck
from .standing import Standing, standing
from .task import Task
from .tasks import tasks_for

__all__ = [
    "STEPS",
    "Board",
    "BoardRow",
    "Standing",
    "StuckPage",
    "Task",
    "board",
    "standing",
    "stuck",
    "tasks_for",
]
