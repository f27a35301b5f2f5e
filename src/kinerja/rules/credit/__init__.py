"""Angka kredit of functional posts by conversion (PermenPANRB 1/2023, Peraturan BKN 3/2023)."""

from .conversion import Accumulation, Conversion, Period, accumulate, convert
from .entry import Granted, basic_credit, education_bonus, integrate, transfer_credit
from .levels import Level, level
from .thresholds import Threshold, Thresholds, thresholds

__all__ = [
    "Accumulation",
    "Conversion",
    "Granted",
    "Level",
    "Period",
    "Threshold",
    "Thresholds",
    "accumulate",
    "basic_credit",
    "convert",
    "education_bonus",
    "integrate",
    "level",
    "thresholds",
    "transfer_credit",
]
