"""Who is asked about whom: taken in turns so that every side speaks and nobody is asked too often. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinerja.rules.loader import Value

from .models import Relation

# First those who are hardest to find; the superior judges anyway and speaks with what is left of his load.
TURNS = (Relation.SUBORDINATE, Relation.PEER, Relation.OTHER, Relation.SUPERIOR)
WHEEL = 1_000_003


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who can speak about a subject: from which side, and why, in one Indonesian sentence."""

    employee_id: int
    relation: str
    why: str


def propose(voices: Mapping[int, Sequence[Voice]], law: Value) -> list[tuple[int, Voice]]:
    """Pairs of subject id and voice by law `feedback.round`.

    One voice a subject and turn, always the one asked least so far, those with the fewest voices first;
    equals from another place of the wheel for every subject, so that nobody can arrange to be chosen.
    """
    load: Counter[int] = Counter()
    heard: Counter[int] = Counter()
    chosen: list[tuple[int, Voice]] = []
    for relation in TURNS:
        waiting: dict[int, list[Voice]] = defaultdict(list)
        for subject, found in voices.items():
            waiting[subject] = [voice for voice in found if voice.relation == relation]
        for _turn in range(int(law["sides"][relation]["most"])):
            for subject in sorted(waiting, key=lambda subject: (heard[subject], subject)):
                free = [voice for voice in waiting[subject] if load[voice.employee_id] < law["max_asked"]]
                if not free:
                    continue
                voice = min(free, key=lambda voice: _turn_of(subject, voice, load))
                waiting[subject].remove(voice)
                load[voice.employee_id] += 1
                heard[subject] += 1
                chosen.append((subject, voice))
    return chosen


def _turn_of(subject: int, voice: Voice, load: Counter[int]) -> tuple[int, int]:
    return load[voice.employee_id], (voice.employee_id - subject) * 7_919 % WHEEL
