"""Succession for a post: who stands in the boxes of the law, what each lacks, what the committee notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kinerja.people.models import Appointment, Employee, Post
from kinerja.people.queries.in_force import OWN_KINDS, in_force
from kinerja.rules import loader

from ..models import CompetenceScore, PotentialInput, SuccessionNote
from .competence import competences_of, final_assessments, required_levels, required_of
from .talent import TalentView, boxes


@dataclass(frozen=True, slots=True)
class Lack:
    """A competence below what the target post asks for; `achieved` is None before any assessment."""

    name: str
    required: int
    achieved: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person beside the post: the computed picture, what he lacks, and the committee's note."""

    view: TalentView
    lacks: tuple[Lack, ...]
    note: SuccessionNote | None


def succession(post: Post, on: date) -> list[Candidate]:
    """Candidates for `post`: noted ones first by readiness, then by talent value; constant queries.

    Computed are people whose own post feeds this one (law `talent.feeding_posts`) and whose box is in
    `talent.succession`; who stands in a note of the committee is shown whatever his box. Nothing follows
    from this list by itself.
    """
    groups = loader.in_force("talent.succession", on)
    open_boxes = {*groups["agency"], *groups["national"]}
    notes = {note.employee_id: note for note in open_notes(post)}
    people = Employee.objects.filter(Q(pk__in=feeding(post, on)) | Q(pk__in=notes))
    views = [
        view
        for view in boxes(people.order_by("name", "nip"), on)
        if view.employee.pk in notes or view.box in open_boxes
    ]
    lacks = _lacks(post, [view.employee for view in views], on)
    found = [Candidate(view, lacks[view.employee.pk], notes.get(view.employee.pk)) for view in views]
    ready = list(SuccessionNote.Ready.values)
    return sorted(found, key=lambda one: (_place(one.note, ready), -_value(one.view)))


def _place(note: SuccessionNote | None, ready: list[str]) -> int:
    return ready.index(note.ready) if note else len(ready)


def _value(view: TalentView) -> float:
    return float(view.weighted.talent_value) if view.weighted else 0.0


def open_notes(post: Post) -> QuerySet[SuccessionNote]:
    """The notes that stand, with who wrote them."""
    return SuccessionNote.objects.filter(post=post, ended_on__isnull=True).select_related("employee", "by")


def feeding(post: Post, on: date) -> QuerySet[Employee]:
    """Employees whose own post feeds `post` and about whom any input was recorded."""
    law = loader.in_force("talent.feeding_posts", on)
    sources = law["grade"][post.grade] if post.grade else law["level"][post.level]
    seats = Appointment.objects.filter(in_force(on), employee=OuterRef("pk"), kind__in=OWN_KINDS)
    seats = seats.filter(Q(post__level__in=sources) | Q(post__grade__in=sources)).exclude(post=post)
    told = PotentialInput.objects.filter(employee=OuterRef("pk"))
    return Employee.objects.filter(Exists(seats), Exists(told))


def _lacks(post: Post, people: Iterable[Employee], on: date) -> dict[int, tuple[Lack, ...]]:
    """Employee id to the competences in which he lies below the post; four queries."""
    asked = competences_of(post, on)
    own = required_levels([post], on).get(post.pk, {})
    ids = [person.pk for person in people]
    newest = final_assessments().filter(employee__in=ids, held_on__lte=on)
    newest = newest.order_by("employee_id", "-held_on", "-pk").distinct("employee_id")
    levels: dict[int, dict[str, int]] = {}
    scores = CompetenceScore.objects.filter(assessment__in=[row.pk for row in newest])
    for person, code, achieved in scores.values_list("assessment__employee_id", "code", "achieved"):
        levels.setdefault(person, {})[code] = achieved
    needs = [(item.code, item.name, required_of(post, item.code, own, on).level) for item in asked]
    return {
        person: tuple(
            Lack(name, need, levels.get(person, {}).get(code))
            for code, name, need in needs
            if levels.get(person, {}).get(code, 0) < need
        )
        for person in ids
    }
