from datetime import date

import pytest

from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.codes import Direction, OrganisationPredicate, Predicate, Rating, Reading
from kinerja.rules.labels import KINDS, labels

ON = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("rating", Rating),
        ("predicate", Predicate),
        ("organisation_predicate", OrganisationPredicate),
        ("reading", Reading),
        ("direction", Direction),
    ],
)
def test_every_code_has_exactly_one_label(kind: str, codes: type[Rating]) -> None:
    assert set(labels(kind, ON)) == {code.value for code in codes}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_two_codes_of_a_kind_share_a_label(kind: str) -> None:
    found = labels(kind, ON)
    assert found and len(set(found.values())) == len(found)


def test_seven_values_with_twenty_one_different_guides() -> None:
    values = behaviour_values(ON)
    assert [value.code for value in values] == ["BP", "AK", "KP", "HR", "LY", "AD", "KL"]
    assert len({guide for value in values for guide in value.guides}) == 21
    assert all(len(value.guides) == 3 and value.definition for value in values)
