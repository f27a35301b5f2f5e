"""Survei Kepuasan Masyarakat: counters, index, grade, sample size (PermenPANRB 14/2017)."""

from .elements import Element, codes, elements
from .index import ElementScore, SkmResult, compute, grade, mean_of_units, weight
from .long import LongTally, tally_long
from .rows import Table, tally_csv
from .sample import SampleSize, sample_size
from .tally import Tally

__all__ = [
    "Element",
    "ElementScore",
    "LongTally",
    "SampleSize",
    "SkmResult",
    "Table",
    "Tally",
    "codes",
    "compute",
    "elements",
    "grade",
    "mean_of_units",
    "sample_size",
    "tally_csv",
    "tally_long",
    "weight",
]
