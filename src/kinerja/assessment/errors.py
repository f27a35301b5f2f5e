"""What a refused act says. Every message is one or two Indonesian sentences for the person who reads it."""

from __future__ import annotations

from kinerja.accounts.errors import ActionError, Stale

__all__ = [
    "BadFile",
    "Final",
    "Incomplete",
    "NotOpen",
    "OrganisationInUse",
    "OrganisationUnknown",
    "PeriodClosed",
    "RealisationMissing",
    "Stale",
    "TooEarly",
]


class TooEarly(ActionError):
    """The window for this act has not opened yet, or has not closed yet."""


class PeriodClosed(ActionError):
    """The period was closed before."""


class OrganisationUnknown(ActionError):
    """The predicate of the organisation must come first (PermenPANRB 6/2022 Ps 24-25)."""


class OrganisationInUse(ActionError):
    """A signed document already rests on this predicate."""


class RealisationMissing(ActionError):
    """A result has no realisation and no reason says why it is rated all the same."""


class Incomplete(ActionError):
    """Something that the act needs is not filled in."""


class NotOpen(ActionError):
    """The review is not in a state in which this can be done; the message says what state it is in."""


class Final(ActionError):
    """The evaluation is final."""


class BadFile(ActionError):
    """An import file is not what it should be; the message names the place and the mend."""
