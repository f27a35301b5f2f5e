"""Passwords that an administrator gave: how long they work, and what they do not open.

Who gave it knows it. So its owner must replace it at once, it ends by itself, and what is sealed for two
people stays shut for a week, in which an owner who is locked out will speak up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .models import User

WORKS = timedelta(days=3)
SEALED = timedelta(days=7)


def has_run_out(user: User, at: datetime) -> bool:
    """Whether the password of `user` was given more than three days before `at` and never replaced."""
    if user.password_is_own or user.password_given_at is None:
        return False
    return at > user.password_given_at + WORKS


def sealed_until(user: User, at: datetime) -> datetime | None:
    """Until when sealed notes stay shut to this account; None when they do not."""
    if user.password_given_at is None or at >= user.password_given_at + SEALED:
        return None
    return user.password_given_at + SEALED
