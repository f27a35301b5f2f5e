"""Files that people hand in: judged by their content, and served so that nothing in them runs."""

from .files import ENDING_OF, ENDINGS, FileKind, RefusedFile, inspect, shown_name
from .serve import served

__all__ = ["ENDINGS", "ENDING_OF", "FileKind", "RefusedFile", "inspect", "served", "shown_name"]
