from datetime import date
from itertools import product

import pytest

from kinerja.rules.codes import Predicate, Rating
from kinerja.rules.predicate import finality, predicate

ON = date(2026, 6, 30)
RATINGS = list(Rating)  # worst first
WORST_FIRST = list(Predicate)


def rank(result: Rating, behaviour: Rating, drop_out: bool = False) -> int:
    return WORST_FIRST.index(predicate(result, behaviour, on=ON, drop_out=drop_out).predicate)


@pytest.mark.parametrize("drop_out", [False, True])
@pytest.mark.parametrize(("better", "worse"), [(RATINGS[2], RATINGS[1]), (RATINGS[1], RATINGS[0])])
def test_a_better_rating_never_gives_a_worse_predicate(better: Rating, worse: Rating, drop_out: bool) -> None:
    for other in RATINGS:
        assert rank(other, better, drop_out) >= rank(other, worse, drop_out)
        assert rank(better, other, drop_out) >= rank(worse, other, drop_out)


def test_behaviour_below_is_always_kurang_or_worse() -> None:
    assert {predicate(r, Rating.BELOW, on=ON).predicate for r in RATINGS} == {"KURANG", "SANGAT_KURANG"}


def test_a_drop_out_is_always_kurang_or_worse_and_keeps_what_the_matrix_said() -> None:
    for result, behaviour in product(RATINGS, RATINGS):
        answer = predicate(result, behaviour, on=ON, drop_out=True)
        assert answer.predicate in {"KURANG", "SANGAT_KURANG"}
        assert answer.by_matrix == predicate(result, behaviour, on=ON).predicate


def test_the_explanation_names_inputs_rule_and_source() -> None:
    steps = predicate("sesuai", "diatas", on=ON, drop_out=True).explanation
    assert [step.rule for step in steps] == ["input", "predicate.matrix", "predicate.dropout"]
    assert steps[0].value == {"result": "sesuai", "behaviour": "diatas"}
    assert all(step.source and step.says for step in steps)


@pytest.mark.parametrize(
    "evaluator", ["menteri_koordinator", "menteri", "pimpinan_instansi", "kepala_daerah"]
)
def test_the_top_evaluators_are_final_and_say_why(evaluator: str) -> None:
    end = finality(on=ON, evaluator=evaluator)
    assert end.final and end.objection_barred
    assert evaluator.split("_")[0] in end.reason


def test_an_ordinary_evaluation_leaves_the_objection_open() -> None:
    end = finality(on=ON)
    assert not end.final and not end.objection_barred
    assert "dapat diajukan" in end.reason and "tidak dapat" not in end.reason
