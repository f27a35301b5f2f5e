"""What people type, made fit to keep: no NUL (PostgreSQL has none), one kind of line end, no outer space."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .errors import NotGiven

LONG = 5_000


def plain(text: str) -> str:
    """The text as kept. Raises NotGiven when it is longer than 5,000 characters."""
    kept = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > LONG:
        raise NotGiven(_("Tulisan ini lebih dari 5.000 huruf. Ringkas; rinciannya lampirkan sebagai bukti."))
    return kept
