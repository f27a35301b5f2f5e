from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.rules.codes import Predicate
from kinerja.rules.improvement import (
    POSTS,
    NoDisciplineCase,
    add_months,
    improvement_path,
    refuse_discipline_case,
)

ON = date(2026, 6, 30)
STARTS = st.dates(date(2022, 1, 1), date(2030, 12, 31))


@given(st.sampled_from(list(Predicate)), st.sampled_from(POSTS), STARTS)
def test_no_path_is_ever_a_discipline_case_and_steps_come_in_order(
    code: Predicate, post: str, start: date
) -> None:
    path = improvement_path(code, post=post, received=start, started=start, on=ON)
    assert path.discipline_case is False
    assert "tidak pernah" in path.explanation[-1].says
    assert [step.opens for step in path.steps] == sorted(step.opens for step in path.steps)
    assert all(step.due is None or step.due > step.opens for step in path.steps)
    assert path.applies is (code not in {"BAIK", "SANGAT_BAIK"}) is bool(path.steps)


@given(STARTS)
def test_nobody_is_dismissed_before_six_months_and_a_year_of_placement(start: date) -> None:
    path = improvement_path("SANGAT_KURANG", post="ja", received=start, started=start, on=ON)
    by_code = {step.code: step for step in path.steps}
    assert by_code["honourable_dismissal"].opens == by_code["temporary_placement"].due
    assert by_code["honourable_dismissal"].opens == add_months(start, 18)


def test_a_discipline_case_is_refused_with_the_rule() -> None:
    with pytest.raises(NoDisciplineCase, match="PP 94/2021"):
        refuse_discipline_case(ON)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_end_where_the_calendar_does(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
