"""Errors of the acts on cycles, goals, plans and the role matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.errors import ActionError, Stale

if TYPE_CHECKING:
    from .findings import Finding

__all__ = ["ContentError", "NoPost", "NotNow", "NotReady", "PlanError", "Stale"]


class PlanError(ActionError):
    """An act on a plan that cannot be done as asked."""


class ContentError(PlanError):
    """Content that cannot be read: an unknown code, a broken key, a choice that is not on offer."""


class NoPost(PlanError):
    """The employee holds no post on the day, so there is nothing to plan for."""


class NotNow(PlanError):
    """The plan is not in a state in which this act is possible."""


class NotReady(PlanError):
    """The plan breaks a hard rule; `findings` says where."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        first, others = findings[0].message, len(findings) - 1
        message = _("SKP belum dapat diajukan: %(first)s")
        if others:
            message = ngettext(
                "SKP belum dapat diajukan: %(first)s (dan %(n)s hal lain)",
                "SKP belum dapat diajukan: %(first)s (dan %(n)s hal lain)",
                others,
            )
        super().__init__(message % {"first": first, "n": others})
