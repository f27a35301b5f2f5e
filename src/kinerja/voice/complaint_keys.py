"""The key that makes its holder the reporter: made once, written in groups, kept only as a digest."""

from __future__ import annotations

import hashlib
import re
import secrets

# Without I, L, O and U: nobody mistakes one for another on paper, and no word comes out.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS, GROUP = 16, 4  # 32 ** 16: 80 bits


def new_key() -> str:
    """A random key of 80 bits in readable groups: "7QK2-M0XT-..."."""
    return grouped("".join(secrets.choice(ALPHABET) for _letter in range(LETTERS)))


def grouped(key: str) -> str:
    """A key as it is written, however it was typed: I and L are 1, O is 0, other signs do not count."""
    plain = re.sub(r"[^0-9A-Z]", "", key.upper()).translate(str.maketrans("ILO", "110"))
    return "-".join(plain[place : place + GROUP] for place in range(0, len(plain), GROUP))


def digest(key: str) -> str:
    """What is kept of a key: 64 hex digits."""
    return hashlib.sha256(grouped(key).encode()).hexdigest()
