"""Who is asked about a session: the participants now, those around them after some months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from kinerja.people.models import Employee
from kinerja.people.queries import lines
from kinerja.rules.improvement import add_months

from ..models import Enrolment, Session, TrainingEvaluation
from ..training import evaluation_rule

Level, Side = TrainingEvaluation.Level, TrainingEvaluation.Side


def open_evaluations(session: Session, present: list[Enrolment], at: datetime) -> int:
    """Opens level 1 today for who was present, level 3 `behaviour_after` months after the last day for the
    superior, peers and subordinates who can sign in; returns how many.

    Level 3 closes `answer_days` after it opened (`training.evaluation`): a later answer would be about
    another time. Who is asked hears of it from `growth.evaluation_notices`.
    """
    on = localdate(at)
    later = add_months(localdate(session.ends_at), session.course.behaviour_after)
    asked: dict[str, Any] = {"level": Level.BEHAVIOUR, "opens": later}
    asked["closes"] = later + timedelta(days=evaluation_rule("answer_days", on))
    rows = [
        TrainingEvaluation(
            enrolment=row, level=Level.REACTION, side=Side.SELF, by_id=row.employee_id, opens=on
        )
        for row in present
    ]
    for row, side, person in around(present, on):
        rows.append(TrainingEvaluation(enrolment=row, side=side, by_id=person, **asked))
    TrainingEvaluation.objects.bulk_create(rows)
    return len(rows)


def around(present: list[Enrolment], on: date) -> Iterable[tuple[Enrolment, str, int]]:
    """Enrolment, side and employee id of those asked about behaviour; the same every time it is asked.

    Peers share the appraiser. They and the subordinates are the next ones by NIP after the participant, in a
    ring, so that not the same few are asked about everybody.
    """
    above = {person: row.appraiser_id for person, row in lines(on).items()}
    below: dict[int, list[int]] = defaultdict(list)
    for person, appraiser in above.items():
        if appraiser is not None:
            below[appraiser].append(person)
    peers, subordinates = evaluation_rule("peers", on), evaluation_rule("subordinates", on)
    found: list[tuple[Enrolment, str, list[int], int]] = []
    for row in present:
        boss = above.get(row.employee_id)
        if boss is not None:
            found.append((row, Side.SUPERIOR, [boss], 1))
            found.append((row, Side.PEER, below[boss], peers))
        found.append((row, Side.SUBORDINATE, below.get(row.employee_id, []), subordinates))
    wanted = {person for _row, _side, people, _most in found for person in people}
    able = Employee.objects.filter(pk__in=wanted, user__is_active=True)
    number = dict(able.values_list("pk", "nip"))
    for row, side, people, most in found:
        own = row.employee.nip
        ring = sorted(
            (number[person] <= own, number[person], person)
            for person in people
            if person in number and person != row.employee_id
        )
        for _before, _nip, person in ring[:most]:
            yield row, side, person
