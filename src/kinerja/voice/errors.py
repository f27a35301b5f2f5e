"""Refusals of the citizens' voice; their words are what the person reads."""

from __future__ import annotations

from kinerja.accounts.errors import ActionError, Stale

__all__ = ["ActionError", "NotPossible", "Stale"]


class NotPossible(ActionError):
    """The act does not fit the state of things; the message says why and what to do."""
