"""What a post asks for and what a person shows, competence by competence.

Feeds development only: nothing here is read by `assessment`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kinerja.people.families import in_family
from kinerja.people.models import Employee, Post
from kinerja.people.queries import own_post
from kinerja.people.queries.lines import own_posts
from kinerja.rules.competence import (
    Competence,
    CompetenceLevel,
    JobPersonMatch,
    dictionary,
    job_person_match,
    required_level,
)

from ..models import CompetenceAssessment, CompetenceScore, RequiredLevel, TechnicalCompetence

PURPOSE = "pemetaan"
TECHNICAL = "teknis"
# What the times ask of everybody, shown first: adaptability and collaboration.
ADAPTABILITY, COLLABORATION = "mengelola_perubahan", "kerja_sama"
FIRST = (ADAPTABILITY, COLLABORATION)
STRUCTURAL = {Post.Level.JPT.value: "jpt_pratama"}


@dataclass(frozen=True, slots=True)
class Required:
    """A level 1..5 and where it comes from."""

    level: int
    basis: str


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    """One competence of one person. `achieved`, `gap` and `held_on` are None before any assessment."""

    code: str
    name: str
    kind: str
    required: int
    basis: str
    achieved: int | None
    gap: int | None
    evidence: str
    held_on: date | None


@dataclass(frozen=True, slots=True)
class CompetenceProfile:
    """The competences that the post asks for; `jpm` (over the nine) is None before a final assessment."""

    employee: Employee
    post: Post | None
    rows: tuple[CompetenceRow, ...]
    jpm: JobPersonMatch | None
    assessment: CompetenceAssessment | None

    @property
    def gaps(self) -> int:
        """How many competences lie below what the post asks for."""
        return sum(1 for row in self.rows if row.gap is not None and row.gap < 0)

    @property
    def first(self) -> tuple[CompetenceRow, ...]:
        """Adaptability and collaboration."""
        return tuple(row for code in FIRST for row in self.rows if row.code == code)


def class_of(post: Post) -> str:
    """The class of posts in `competence.required_level`; a city's leaders are JPT Pratama."""
    return post.grade or STRUCTURAL.get(post.level, post.level)


def technical_of(posts: Iterable[Post]) -> dict[int, list[TechnicalCompetence]]:
    """Post id to its technical competences: those of its job family. One query."""
    every = list(TechnicalCompetence.objects.filter(retired=False))
    return {post.pk: [row for row in every if in_family(post.title, row.job_family)] for post in posts}


def as_competence(row: TechnicalCompetence) -> Competence:
    """In the shape of the dictionary: each level with its text, without signs of its own."""
    levels = tuple(
        CompetenceLevel(level, f"Level {level}", text, ()) for level, text in enumerate(row.levels, start=1)
    )
    return Competence(row.code, row.name, TECHNICAL, levels)


def competences_of(post: Post, on: date) -> list[Competence]:
    """The nine and the technical ones of the post. One query."""
    return [*dictionary(on), *map(as_competence, technical_of([post])[post.pk])]


def required_levels(posts: Iterable[Post], on: date) -> dict[int, dict[str, RequiredLevel]]:
    """Post id to the standard in force for it by code: the newest that has started. One query."""
    rows = RequiredLevel.objects.filter(post__in=list(posts), starts__lte=on).order_by("starts")
    found: dict[int, dict[str, RequiredLevel]] = {}
    for row in rows:
        found.setdefault(row.post_id, {})[row.code] = row
    return found


def required_of(post: Post, code: str, own: dict[str, RequiredLevel], on: date) -> Required:
    """The post's own standard, else the level of its class of posts."""
    if code in own:
        return Required(own[code].level, own[code].basis)
    level, step = required_level(class_of(post), on=on)
    return Required(level, step.source)


def final_assessments() -> QuerySet[CompetenceAssessment]:
    """Final ones with what a page names, newest first."""
    rows = CompetenceAssessment.objects.filter(status=CompetenceAssessment.Status.FINAL)
    return rows.select_related("assessor", "employee", "post").order_by("-held_on", "-pk")


def profile(employee: Employee, on: date) -> CompetenceProfile:
    """The profile of one person on the day."""
    held = own_post(employee, on)
    posts = {employee.pk: held.post} if held else {}
    return _profiles([employee], posts, on)[0]


def profiles(employees: Iterable[Employee], on: date) -> list[CompetenceProfile]:
    """The profiles of many, in their order; a constant number of queries."""
    people = list(employees)
    own = own_posts(on, [person.pk for person in people])
    posts = Post.objects.select_related("unit").in_bulk(set(own.values()))
    return _profiles(people, {person: posts[post] for person, post in own.items()}, on)


def _profiles(people: list[Employee], posts: dict[int, Post], on: date) -> list[CompetenceProfile]:
    every = {post.pk: post for post in posts.values()}.values()
    technical, standards = technical_of(every), required_levels(every, on)
    newest: dict[int, CompetenceAssessment] = {}
    done = final_assessments().filter(employee__in=people, held_on__lte=on).prefetch_related("scores")
    for row in done.order_by("employee_id", "-held_on", "-pk").distinct("employee_id"):
        newest[row.employee_id] = row
    nine = dictionary(on)
    found = []
    for person in people:
        post, last = posts.get(person.pk), newest.get(person.pk)
        rows: tuple[CompetenceRow, ...] = ()
        if post is not None:
            asked = [*nine, *map(as_competence, technical[post.pk])]
            rows = _rows(asked, post, standards.get(post.pk, {}), last, on)
        found.append(CompetenceProfile(person, post, rows, _match(rows, on), last))
    return found


def _rows(
    asked: list[Competence],
    post: Post,
    own: dict[str, RequiredLevel],
    last: CompetenceAssessment | None,
    on: date,
) -> tuple[CompetenceRow, ...]:
    scores: dict[str, CompetenceScore] = {row.code: row for row in last.scores.all()} if last else {}
    rows = []
    for item in asked:
        need, score = required_of(post, item.code, own, on), scores.get(item.code)
        rows.append(
            CompetenceRow(
                code=item.code,
                name=item.name,
                kind=item.kind,
                required=need.level,
                basis=need.basis,
                achieved=score.achieved if score else None,
                gap=score.achieved - need.level if score else None,
                evidence=score.evidence if score else "",
                held_on=last.held_on if last and score else None,
            )
        )
    return tuple(rows)


def _match(rows: Iterable[CompetenceRow], on: date) -> JobPersonMatch | None:
    """JPM over the nine; technical competences are the agency's own and stay beside it."""
    seen = [row for row in rows if row.kind != TECHNICAL and row.achieved is not None]
    if not seen:
        return None
    actual = [row.achieved for row in seen if row.achieved is not None]
    return job_person_match(required=[row.required for row in seen], actual=actual, purpose=PURPOSE, on=on)


def drafts_of(assessor: Employee) -> QuerySet[CompetenceAssessment]:
    """What this assessor has begun or was named for, oldest first."""
    rows = CompetenceAssessment.objects.filter(assessor=assessor, status=CompetenceAssessment.Status.DRAFT)
    return rows.select_related("employee", "post").order_by("held_on", "pk")
