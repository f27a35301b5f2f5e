"""Acts of supervising: reminding, closing early warnings, taking the register along."""

from .reminding import remind
from .warnings import close_warnings, reply_warning

__all__ = ["close_warnings", "remind", "reply_warning"]
