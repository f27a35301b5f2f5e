"""Errors of the acts on units, posts, employees and appointments."""

from __future__ import annotations

from kinerja.accounts.errors import ActionError


class PeopleError(ActionError):
    """An act on the staff register that cannot be done as asked."""


class PostTaken(PeopleError):
    """Somebody else holds the post on one of the days."""


class NotPossible(PeopleError):
    """Facts that contradict each other or the register: a cycle, an end before the start, no post."""
