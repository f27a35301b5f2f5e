"""Counters of a survey: integer sums and counts an element, which add up and never grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import RuleError

LOWEST, HIGHEST = 1, 4


@dataclass(frozen=True, slots=True)
class Tally:
    """What a set of respondents answered: `n` of them, and an element's sum and number of answers.

    `n` counts respondents with at least one answer. Sums are of answers 1..4; a blank is in
    neither sum nor count. Two tallies of different respondents add up (`+`), so a file, a
    database or many machines can be counted in parts.
    """

    codes: tuple[str, ...]
    n: int
    sums: tuple[int, ...]
    counts: tuple[int, ...]

    @classmethod
    def empty(cls, codes: Sequence[str]) -> Tally:
        zeros = (0,) * len(codes)
        return cls(tuple(codes), 0, zeros, zeros)

    @classmethod
    def from_sums(
        cls,
        sums: Mapping[str, int],
        counts: Mapping[str, int],
        n: int,
        *,
        questions: Mapping[str, int] | None = None,
    ) -> Tally:
        """From what SQL already summed. Raises RuleError when the figures cannot belong together.

        `questions`: how many questions an element has where it is more than one; its sum and count
        are then over all of them, every answer weighing the same.
        """
        if set(sums) != set(counts):
            raise RuleError("jumlah dan banyaknya jawaban harus memuat unsur yang sama")
        for code, total in sums.items():
            times = counts[code]
            asked = (questions or {}).get(code, 1)
            if asked < 1 or not 0 <= times <= n * asked:
                many = f" dengan {asked} pertanyaan" if asked != 1 else ""
                raise RuleError(f"unsur {code}: {times} jawaban tidak mungkin dari {n} responden{many}")
            if not LOWEST * times <= total <= HIGHEST * times:
                raise RuleError(f"unsur {code}: jumlah {total} tidak mungkin dari {times} jawaban 1..4")
        return cls(tuple(sums), n, tuple(sums.values()), tuple(counts[code] for code in sums))

    @classmethod
    def of(cls, respondents: Iterable[Mapping[str, int | None]], codes: Sequence[str]) -> Tally:
        """From answers a respondent (a missing key or None is a blank).

        Raises RuleError, naming the respondent's place and the element, for an answer outside 1..4.
        """
        n = 0
        sums, counts = [0] * len(codes), [0] * len(codes)
        for place, answers in enumerate(respondents, start=1):
            answered = False
            for i, code in enumerate(codes):
                answer = answers.get(code)
                if answer is None:
                    continue
                check_answer(answer, place=place, code=code)
                sums[i] += answer
                counts[i] += 1
                answered = True
            n += answered
        return cls(tuple(codes), n, tuple(sums), tuple(counts))

    def __add__(self, other: Tally) -> Tally:
        if self.codes != other.codes:
            raise RuleError("dua hitungan dengan unsur yang berbeda tidak dapat dijumlahkan")
        return Tally(
            self.codes,
            self.n + other.n,
            tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)),
            tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)),
        )


def check_answer(answer: object, *, place: int, code: str) -> None:
    """Raises RuleError unless `answer` is one of the integers 1, 2, 3, 4."""
    if isinstance(answer, bool) or not isinstance(answer, int) or not LOWEST <= answer <= HIGHEST:
        raise RuleError(f"responden ke-{place}, unsur {code}: jawaban {answer!r} bukan 1, 2, 3, atau 4")
