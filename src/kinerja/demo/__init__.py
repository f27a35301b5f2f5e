"""The sample city: fictional, marked as such, the same every time."""

from .load import accounts, load, load_story, summary
from .stories import STORIES

__all__ = ["STORIES", "accounts", "load", "load_story", "summary"]
