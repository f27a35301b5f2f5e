"""Who may examine: proposals, and people found by name with the rule that keeps them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kinerja.accounts.models import RoleGrant
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, in_force, superior_of
from kinerja.people.queries.register import find_employees

from ..access.examinations import may_examine
from ..models import Complaint, Examination

FOUND = 8
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Candidates:
    """People who may examine, and those who may not with the reason."""

    able: list[Employee]
    refused: list[tuple[Employee, str]]


def search(words: str, on: date) -> list[Employee]:
    """At most 8 employees by name, NIP, post or unit; fewer than three letters find nobody."""
    plain = words.replace("\x00", "").strip()
    if len(plain) < SHORTEST:
        return []
    people = Employee.objects.select_related("user")
    return list(find_employees(people, plain, None, on).order_by("name", "nip")[:FOUND])


def proposals(employee: Employee, on: date) -> list[Employee]:
    """The appraiser's superior, then the auditors of the inspectorate (the duty of that name)."""
    line = appraiser_of(employee, on)
    above = superior_of(line, on) if line else None
    found = [above.employee] if above else []
    grants = RoleGrant.objects.filter(in_force(on), role=RoleGrant.Role.AUDITOR)
    auditors = Employee.objects.filter(user__in=grants.values("user")).select_related("user")
    return [*found, *auditors.exclude(pk__in=[person.pk for person in found]).order_by("name")[:FOUND]]


def candidates(
    people: list[Employee],
    *,
    complaint: Complaint,
    employee: Employee,
    on: date,
    first: Employee | None = None,
) -> Candidates:
    """Sorts `people`, each once, into those who may examine and those who may not."""
    able: list[Employee] = []
    refused: list[tuple[Employee, str]] = []
    for person in {person.pk: person for person in people}.values():
        verdict = may_examine(person, complaint=complaint, employee=employee, on=on, first=first)
        if verdict:
            able.append(person)
        else:
            refused.append((person, verdict.reason))
    return Candidates(able, refused)


def candidates_for(examination: Examination, words: str, on: date) -> Candidates:
    """Proposals and people found by `words` for an examination that runs; on appeal not the first one."""
    first = examination.examiner if examination.status == Examination.Status.APPEALED else None
    people = [*proposals(examination.employee, on), *search(words, on)]
    return candidates(
        people,
        complaint=examination.complaint,
        employee=examination.employee,
        on=on,
        first=first,
    )
