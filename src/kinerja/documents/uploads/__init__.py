"""Files that people hand in: judged by their content, and served so that nothing in them runs."""

from .files import ENDING_OF, ENDINGS, FileKind, RefusedFile, inspect, shown_name
from .keep import Checked, kept, read_checked
from .serve import served

__all__ = [
    "ENDINGS",
    "ENDING_OF",
    "Checked",
    "FileKind",
    "RefusedFile",
    "inspect",
    "kept",
    "read_checked",
    "served",
    "shown_name",
]
