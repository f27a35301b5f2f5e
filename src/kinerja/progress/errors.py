"""What an act of reporting, logging or giving feedback refuses, in words for the person who tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kinerja.accounts.errors import ActionError, Stale

__all__ = [
    "ActionError",
    "Closed",
    "LineProblem",
    "Lines",
    "MissingRealisation",
    "NotGiven",
    "Stale",
    "UnknownItem",
]


class Closed(ActionError):
    """The report is sent or accepted: nothing in it changes until the appraiser returns it."""


class UnknownItem(ActionError):
    """A result, indicator or value that the plan does not have (any more)."""

    def __init__(self) -> None:
        super().__init__(_("SKP Anda baru saja berubah. Muat ulang halaman, lalu isi lagi yang terbaru."))


class NotGiven(ActionError):
    """Something the act needs is missing or cannot be taken as it is."""


class MissingRealisation(ActionError):
    """Main results without any realisation: `results` are their statements."""

    def __init__(self, results: Sequence[str]) -> None:
        self.results = tuple(results)
        listed = "; ".join(f"“{statement}”" for statement in self.results)
        super().__init__(
            _("Laporan belum dapat dikirim. Isi dahulu realisasi hasil kerja utama: %(results)s.")
            % {"results": listed}
        )


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in line `row` (counted from 1) of a grid or file, in which column, and how to mend it."""

    row: int
    column: str
    message: str


class Lines(ActionError):
    """Lines of the daily log that cannot be kept; nothing of the batch was saved."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(
            _("Belum tersimpan: ada %(count)d hal yang perlu diperbaiki. Baris %(row)d: %(message)s")
            % {"count": len(self.problems), "row": first.row, "message": first.message}
        )
