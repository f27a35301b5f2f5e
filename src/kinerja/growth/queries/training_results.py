"""What came of a session, on four levels: reaction, learning, behaviour, result.

Level 1 and the anonymous sides of level 3 are shown from the floor of `training.evaluation` on, and then grow
by whole floors: who looks before and after one answer finds nothing by subtracting. Smaller sides are put
together or only counted. Nothing here says who answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from ..models import Programme, Session, TestResult, TrainingEvaluation
from ..training import evaluation_rule, statements

CENT = Decimal("0.01")
Level, Side = TrainingEvaluation.Level, TrainingEvaluation.Side
ANONYMOUS = (Side.PEER, Side.SUBORDINATE)


@dataclass(frozen=True, slots=True)
class Answers:
    """`n` answers of `asked`, of which the first `shown` are in the figures: whole multiples of `least`.

    Below `least` nothing is shown: `mean` is None, `lines` and `words` are empty.

    `mean` is 1..4 over all statements, `lines` are (statement, mean), `words` in the order of the alphabet.
    """

    label: str
    n: int
    asked: int
    shown: int
    least: int
    mean: Decimal | None
    lines: tuple[tuple[str, Decimal], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learning:
    """Means 0..100 over the `n` who took both tests, None when nobody did; `change` in points.

    `low` and `high` hold the change of the mean at 95 %; None with too few participants to tell.
    """

    n: int
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FourLevels:
    """One session. `opens` is when behaviour is asked about; `programmes` say what changed for citizens."""

    reaction: Answers
    learning: Learning
    behaviour: tuple[Answers, ...]
    opens: date | None
    programmes: tuple[Programme, ...]


def four_levels(session: Session, on: date) -> FourLevels:
    """The evaluation of a session as answered so far; three queries."""
    floor = evaluation_rule("floor", on)
    rows = list(TrainingEvaluation.objects.filter(enrolment__session=session))
    reaction = [row for row in rows if row.level == Level.REACTION]
    behaviour = [row for row in rows if row.level == Level.BEHAVIOUR]
    return FourLevels(
        reaction=_answers(_("Peserta"), reaction, Level.REACTION, floor, on),
        learning=_learning(session),
        behaviour=tuple(_behaviour(behaviour, floor, on)),
        opens=min((row.opens for row in behaviour), default=None),
        programmes=tuple(Programme.objects.filter(course=session.course_id)),
    )


def _learning(session: Session) -> Learning:
    from kinerja.measure.means import paired  # numpy only for who looks at results
    from kinerja.measure.result import Verdict

    scores: dict[int, dict[str, Decimal]] = defaultdict(dict)
    taken = TestResult.objects.filter(enrolment__session=session)
    for enrolment, moment, score in taken.values_list("enrolment_id", "moment", "score"):
        scores[enrolment][moment] = score
    both = [row for row in scores.values() if len(row) == len(TestResult.Moment)]
    if not both:
        return Learning(0, None, None, None)
    before = [row[TestResult.Moment.BEFORE] for row in both]
    after = [row[TestResult.Moment.AFTER] for row in both]
    moved = mean([later - first for first, later in zip(before, after, strict=True)])
    found = paired(map(float, before), map(float, after))
    known = found.interval if found.verdict != Verdict.NOT_ENOUGH_DATA else None
    low, high = (Decimal(known.low), Decimal(known.high)) if known else (None, None)
    return Learning(len(both), mean(before), mean(after), moved, low, high)


def _behaviour(rows: Sequence[TrainingEvaluation], floor: int, on: date) -> Iterable[Answers]:
    """The superiors as they are; peers and subordinates alone, together, or only counted."""
    by_side: dict[str, list[TrainingEvaluation]] = defaultdict(list)
    for row in rows:
        by_side[row.side].append(row)
    if by_side[Side.SUPERIOR]:
        yield _answers(_("Atasan"), by_side[Side.SUPERIOR], Level.BEHAVIOUR, 1, on)
    names = {Side.PEER: _("Rekan kerja"), Side.SUBORDINATE: _("Bawahan")}
    if all(not by_side[side] or _answered(by_side[side]) >= floor for side in ANONYMOUS):
        for side in ANONYMOUS:
            if by_side[side]:
                yield _answers(names[side], by_side[side], Level.BEHAVIOUR, floor, on)
        return
    together = [row for side in ANONYMOUS for row in by_side[side]]
    yield _answers(_("Rekan kerja dan bawahan"), together, Level.BEHAVIOUR, floor, on)


def _answered(rows: Sequence[TrainingEvaluation]) -> int:
    return sum(row.answered_at is not None for row in rows)


def _answers(label: str, rows: Sequence[TrainingEvaluation], level: str, floor: int, on: date) -> Answers:
    answered = sorted((row.answered_at, row.pk, row) for row in rows if row.answered_at is not None)
    shown = len(answered) // floor * floor
    if not shown:
        return Answers(label, len(answered), len(rows), 0, floor, None, (), ())
    done = [row for _at, _pk, row in answered[:shown]]
    given: Mapping[str, list[Decimal]] = defaultdict(list)
    for row in done:
        for code, score in row.scores.items():
            given[code].append(Decimal(score))
    lines = tuple((text, mean(given[code])) for code, text in statements(level, on).items() if given[code])
    words = tuple(sorted((row.text for row in done if row.text), key=str.casefold))
    every = [score for scores in given.values() for score in scores]
    return Answers(label, len(answered), len(rows), shown, floor, mean(every), lines, words)


def mean(values: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean of at least one value, rounded half up to 0.01."""
    return (sum(values, Decimal(0)) / len(values)).quantize(CENT, ROUND_HALF_UP)
