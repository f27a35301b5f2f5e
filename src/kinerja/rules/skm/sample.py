"""How many respondents a survey needs: by the printed table and by the formula behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ..errors import RuleError
from ..exact import round_half_up
from ..explain import Explanation, Step
from ..loader import in_force


@dataclass(frozen=True, slots=True)
class SampleSize:
    """Respondents needed for `population` users of a service; `census`: everyone is asked."""

    population: int
    table: int
    formula: int
    census: bool
    explanation: Explanation


def sample_size(population: int, *, on: date) -> SampleSize:
    """Krejcie & Morgan: the table reads the next row up, the formula rounds half up.

    `population` is the number of users of the service in the same or an earlier period, at least
    1. Below the table everyone is asked; above it the last row holds; the table never asks for
    more than everyone. Raises RuleError.
    """
    if population < 1:
        raise RuleError(
            f"populasi {population} tidak dapat disurvei; isi jumlah pengguna layanan (1 atau lebih)"
        )
    table = in_force("skm.sample_table", on)
    law = in_force("skm.sample_formula", on)
    census = population < table["census_below"]
    if census:
        says = f"Populasi di bawah {table['census_below']}: semua pengguna layanan diwawancarai."
        step = table.step(population, says)
        return SampleSize(population, population, population, True, (_given(population), step))
    row, sample = next((pair for pair in table["rows"] if pair[0] >= population), table["rows"][-1])
    by_table = min(sample, population)  # between two small rows the row above asks for more than all
    chi, p, d = (Fraction(law[key]) for key in ("chi_square", "proportion", "margin"))
    spread = chi * p * (1 - p)
    exact = spread * population / (d * d * (population - 1) + spread)
    by_formula = int(round_half_up(exact, 0))
    return SampleSize(
        population,
        by_table,
        by_formula,
        False,
        (
            _given(population),
            table.step(by_table, f"Tabel dibaca pada baris {row}: sampel {by_table}."),
            law.step(by_formula, f"Rumus memberi {round_half_up(exact)}, dibulatkan menjadi {by_formula}."),
        ),
    )


def _given(population: int) -> Step:
    return Step("input", population, "masukan", f"Pengguna layanan: {population}.")
