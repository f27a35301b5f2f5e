"""Refusals of growth; their words are what the person reads."""

from __future__ import annotations

from kinerja.accounts.errors import ActionError


class Incomplete(ActionError):
    """Something that the act needs is not filled in."""
