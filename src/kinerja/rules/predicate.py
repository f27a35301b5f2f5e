"""From the two ratings to the predicate, and when an evaluation is final.

The ratings are human judgements; only the predicate is computed (PermenPANRB 6/2022, kuadran kinerja).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .codes import Predicate, Rating
from .explain import Explanation, Step
from .labels import label, printed_predicate
from .loader import in_force
from .names import one_of


@dataclass(frozen=True, slots=True)
class PredicateResult:
    """The predicate of an employee.

    `printed` is its label on evaluation forms; `by_matrix` what the quadrant alone says, which
    differs from `predicate` only for a study drop-out.
    """

    predicate: Predicate
    label: str
    printed: str
    by_matrix: Predicate
    result: Rating
    behaviour: Rating
    drop_out: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Finality:
    """Whether an evaluation is final, and so closed to objection; `reason` is for the employee."""

    final: bool
    objection_barred: bool
    reason: str
    explanation: Explanation


def predicate(
    result: Rating | str, behaviour: Rating | str, *, on: date, drop_out: bool = False
) -> PredicateResult:
    """The predicate that follows from the rating of results and the rating of behaviour.

    `drop_out`: the employee was on study leave and dropped out; then the predicate is Kurang or
    Sangat Kurang by behaviour, whatever the quadrant says.
    Raises RuleError for an unknown rating, NoRuleInForce for a day before the rule.
    """
    results = Rating(one_of(result, Rating, what="rating hasil kerja"))
    behaves = Rating(one_of(behaviour, Rating, what="rating perilaku kerja"))
    matrix = in_force("predicate.matrix", on)
    by_matrix = Predicate(matrix[results][behaves])
    result_name, behaviour_name = label("rating", results, on), label("rating", behaves, on)
    steps = [
        Step(
            "input",
            {"result": results.value, "behaviour": behaves.value},
            "Penilaian Pejabat Penilai Kinerja",
            f"Hasil kerja {result_name}, perilaku kerja {behaviour_name}.",
        ),
        matrix.step(
            by_matrix.value, f"Menurut kuadran kinerja, predikatnya {label('predicate', by_matrix, on)}."
        ),
    ]
    answer = by_matrix
    if drop_out:
        override = in_force("predicate.dropout", on)
        answer = Predicate(override[behaves])
        says = f"Putus studi saat tugas belajar: predikat menjadi {label('predicate', answer, on)}."
        steps.append(override.step(answer.value, says))
    return PredicateResult(
        predicate=answer,
        label=label("predicate", answer, on),
        printed=printed_predicate(answer, on),
        by_matrix=by_matrix,
        result=results,
        behaviour=behaves,
        drop_out=drop_out,
        explanation=tuple(steps),
    )


def finality(*, on: date, evaluator: str = "pejabat_penilai", taken_over: bool = False) -> Finality:
    """Whether the evaluation is final: taken over by the superior, or made by a top official.

    `evaluator`: pejabat_penilai, menteri_koordinator, menteri, pimpinan_instansi or kepala_daerah.
    Raises RuleError for an unknown evaluator, NoRuleInForce for a day before the rule.
    """
    value = in_force("predicate.final", on)
    who = one_of(evaluator, [*value["ordinary"], *value["evaluator"]], what="pengevaluasi")
    if taken_over or who in value["evaluator"]:
        ground = value["taken_over"] if taken_over else value["evaluator"][who]
        reason = f"Keberatan tidak dapat diajukan: {ground}, sehingga bersifat final."
        return Finality(True, True, reason, (value.step({"final": True}, reason),))
    reason = "Keberatan dapat diajukan kepada atasan Pejabat Penilai Kinerja."
    return Finality(False, False, reason, (value.step({"final": False}, reason),))
