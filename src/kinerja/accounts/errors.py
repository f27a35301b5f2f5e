"""Errors of an act. Their text is Indonesian and is what the person reads."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ActionError(ValueError):
    """An act that cannot be done as asked: the message says why and what to do. Views show it."""


class Stale(ActionError):
    """Somebody else changed the row in the meantime."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or _("Data ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi.")
        )
