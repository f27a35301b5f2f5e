"""Who can speak about whom: by the reporting line and the role matrix, never by choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from kinerja.people.models import Appointment, Employee, Post, Unit
from kinerja.people.queries import in_force, lines, unit_tree_ids
from kinerja.people.queries.lines import Row, own_posts
from kinerja.plans.models import Period, RoleAssignment

from ..models import Relation, SourceChoice
from ..proposal import Voice
from .source_choices import choices_on


def subjects_of(unit: Unit, on: date, *, shown_on: date) -> list[int]:
    """Employees whose own post lies in the unit or below it on the day, without those on study assignment and
    those for whose post rounds are no source on the day `shown_on`."""
    units = unit_tree_ids([unit.pk])
    seated = Appointment.objects.filter(in_force(on), post__unit_id__in=units)
    own = own_posts(on, seated.values_list("employee_id", flat=True))
    places = set(seated.values_list("employee_id", "post_id"))
    held, away = choices_on(shown_on), _away(on)
    posts = Post.objects.filter(unit_id__in=units).values_list("pk", "level", "title")
    read = {pk for pk, level, title in posts if SourceChoice.Source.ROUND in held.shown(level, title)}
    return sorted(pk for pk, post in own.items() if (pk, post) in places and post in read and pk not in away)


def voices(subjects: Collection[int], period: Period, on: date) -> dict[int, list[Voice]]:
    """For each subject everybody who can be asked: superior, peers, subordinates, others by the matrix.

    Whoever has no account or is away for study is not asked. A constant number of queries.
    """
    whole = lines(on)
    able = set(Employee.objects.filter(user__is_active=True).values_list("pk", flat=True)) - _away(on)
    below: dict[int, list[int]] = defaultdict(list)
    for pk, row in whole.items():
        if row.appraiser_id is not None:
            below[row.appraiser_id].append(pk)
    names = dict(Employee.objects.filter(pk__in=below).values_list("pk", "name"))
    shared = _shared_work(subjects, period)
    found = {}
    for subject in subjects:
        near = _near(subject, whole, below, names)
        known = {voice.employee_id for voice in near} | {subject}
        far = [
            Voice(pk, Relation.OTHER, f"Bersama dalam matriks peran: {text}"[:200])
            for pk, text in shared.get(subject, {}).items()
            if pk not in known
        ]
        found[subject] = [voice for voice in (*near, *far) if voice.employee_id in able]
    return found


def relation_of(subject: Employee, asked: Employee, on: date) -> str:
    """From which side somebody speaks about the subject, by the reporting line of the day."""
    rows = lines(on, [subject.pk, asked.pk])
    about, speaker = rows.get(subject.pk), rows.get(asked.pk)
    if about and about.appraiser_id == asked.pk:
        return Relation.SUPERIOR
    if speaker and speaker.appraiser_id == subject.pk:
        return Relation.SUBORDINATE
    if about and speaker and about.appraiser_id and about.appraiser_id == speaker.appraiser_id:
        return Relation.PEER
    return Relation.OTHER


def _away(on: date) -> set[int]:
    study = Appointment.objects.filter(in_force(on), kind=Appointment.Kind.STUDY)
    return set(study.values_list("employee_id", flat=True))


def _near(
    subject: int, whole: Mapping[int, Row], below: Mapping[int, list[int]], names: Mapping[int, str]
) -> list[Voice]:
    """Superior, peers and subordinates."""
    line = whole.get(subject)
    found = [Voice(pk, Relation.SUBORDINATE, "Dinilai olehnya") for pk in below.get(subject, [])]
    if line is not None and line.appraiser_id is not None:
        found.append(Voice(line.appraiser_id, Relation.SUPERIOR, "Pejabat Penilai Kinerjanya"))
        why = f"Penilai yang sama: {names.get(line.appraiser_id, '')}"[:200]
        peers = (pk for pk in below[line.appraiser_id] if pk != subject)
        found += [Voice(pk, Relation.PEER, why) for pk in peers]
    return found


def _shared_work(subjects: Collection[int], period: Period) -> dict[int, dict[int, str]]:
    """Subject id to those who work on the same column of a role matrix (its leader too), with the role."""
    rows = RoleAssignment.objects.filter(
        status=RoleAssignment.Status.APPROVED,
        leader_plan__cycle=period.cycle_id,
        leader_plan__starts__lte=period.ends,
        leader_plan__ends__gte=period.starts,
    )
    own = rows.filter(employee__in=list(subjects)) | rows.filter(leader_plan__employee__in=list(subjects))
    columns: dict[UUID, dict[int, str]] = defaultdict(dict)
    every = rows.filter(column__in=own.order_by().values("column")).order_by("pk")
    for column, pk, leader, text in every.values_list(
        "column", "employee_id", "leader_plan__employee_id", "statement"
    ):
        columns[column].setdefault(pk, text)
        columns[column].setdefault(leader, text)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for together in columns.values():
        for subject in together.keys() & set(subjects):
            for pk, text in together.items():
                if pk != subject:
                    found[subject].setdefault(pk, text)
    return found
