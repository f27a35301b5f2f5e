"""Indeks Profesionalitas ASN: four dimensions and a category (PermenPANRB 38/2018, Peraturan BKN 8/2019)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .exact import round_half_up
from .explain import Explanation
from .loader import in_force
from .names import one_of
from .predicate_names import predicate_named


@dataclass(frozen=True, slots=True)
class ProfileIndex:
    """The index 0..100, its category, and the points of each dimension."""

    index: Decimal
    category: str
    qualification: Decimal
    competence: Decimal
    performance: Decimal
    discipline: Decimal
    explanation: Explanation


def profile_index(
    *, education: str, post: str, trainings: Collection[str], predicate: str, discipline: str, on: date
) -> ProfileIndex:
    """IP-ASN of one person.

    `education` S3..SD; `post` struktural, fungsional or pelaksana, which decides what `trainings`
    (diklat_kepemimpinan, diklat_fungsional, diklat_20_jp, seminar) count; `predicate` of the year;
    `discipline` the gravest sanction: tidak_ada, ringan, sedang, berat. Raises RuleError with the
    near match for an unknown word, also for a training that does not count for the post.
    """
    law = in_force("profile_index.points", on)
    school = one_of(education, law["education"], what="pendidikan")
    kind = one_of(post, law["competence"], what="jenis jabatan")
    rated = predicate_named(predicate, on=on)
    sanction = one_of(discipline, law["discipline"], what="hukuman disiplin")
    possible: dict[str, str] = law["competence"][kind]
    taken = {one_of(name, possible, what=f"pelatihan jabatan {kind}") for name in trainings}
    qualification = round_half_up(Decimal(law["education"][school]))
    competence = round_half_up(sum((Decimal(possible[name]) for name in taken), Decimal(0)))
    performance = round_half_up(Decimal(law["predicate"][rated]))
    order = round_half_up(Decimal(law["discipline"][sanction]))
    index = qualification + competence + performance + order
    bands = in_force("profile_index.category", on)
    category = next((name for over, name in bands["bands"] if index > Decimal(over)), bands["lowest"])
    did = ", ".join(name for name in possible if name in taken) or "belum ada"
    most = law["weight"]
    steps = (
        law.step(str(qualification), f"Kualifikasi {school}: {qualification} dari {most['kualifikasi']}."),
        law.step(str(competence), f"Kompetensi ({did}): {competence} dari {most['kompetensi']}."),
        law.step(str(performance), f"Kinerja {rated}: {performance} dari {most['kinerja']}."),
        law.step(str(order), f"Disiplin {sanction}: {order} dari {most['disiplin']}."),
        bands.step(category, f"Indeks {index} berkategori {category}."),
    )
    return ProfileIndex(index, category, qualification, competence, performance, order, steps)
