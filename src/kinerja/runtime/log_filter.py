"""What the server's log never shows: the codes in the addresses that citizens and colleagues open."""

from __future__ import annotations

import logging
import re

# Whoever holds the last part of such an address can answer, read or change what is behind it.
SECRET_PATHS = re.compile(
    r"(/(?:survei|lacak|putaran/jawab|pengembangan/hadir|(?:rapat|mentoring)/kalender)/(?:p/)?)[^/?#\s]+[^\s]*"
)


def without_codes(words: str) -> str:
    """The words with every such address cut off behind its first part."""
    return SECRET_PATHS.sub(r"\1...", words)


class WithoutCodes(logging.Filter):
    """Takes the codes out of a line before it is written; lets every line pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if SECRET_PATHS.search(words):
            record.msg, record.args = without_codes(words), ()
        return True
