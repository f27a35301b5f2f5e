"""What is wrong with a file, so that whoever filled it in can mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the row as the spreadsheet numbers it (0: the whole file), column, what, and the mend."""

    row: int
    column: str
    message: str
    mend: str

    def data(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        place = f"Baris {self.row}" if self.row else "Berkas"
        column = f", kolom {self.column}" if self.column else ""
        return f"{place}{column}: {self.message} {self.mend}"
