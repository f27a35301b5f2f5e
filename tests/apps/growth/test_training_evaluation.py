"""Evaluations of a training: who answers what and when, and what may be shown of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.growth.actions.enrolments import enrol, take_test
from kinerja.growth.actions.evaluations import evaluate
from kinerja.growth.actions.sessions import begin_session, check_in, hold_session
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Programme, Session, TrainingEvaluation
from kinerja.growth.queries.training import to_evaluate
from kinerja.growth.queries.training_results import four_levels
from kinerja.growth.training import statements
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_training import DURING, ENDS, STARTS, present, session
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
LATER = ENDS + timedelta(days=200)


def held(world: World, *people: Employee) -> Session:
    """A session in which everybody was, with the tests taken by the first one."""
    made = session(world, seats=20, needs_approval=False)
    for person in people:
        enrol(session=made, employee=person, actor=user(person), at=NOW)
    first = made.enrolments.get(employee=people[0])
    right = {question.pk: question.right for question in made.course.questions.all()}
    wrong = dict.fromkeys(right, 0) | {min(right): 0}
    take: dict[str, Any] = {"enrolment": first, "actor": user(people[0])}
    take_test(**take, moment="before", answers=wrong, at=NOW)
    begin_session(session=made, actor=user(world.hr), at=STARTS)
    present(made, *people)
    take_test(**take, moment="after", answers=right, at=DURING)
    return hold_session(session=made, actor=user(world.hr), at=ENDS)


def answer(row: TrainingEvaluation, score: int, text: str = "", at: Any = LATER) -> TrainingEvaluation:
    scores = dict.fromkeys(statements(row.level, row.opens), score)
    return evaluate(evaluation=row, scores=scores, text=text, actor=user(row.by), at=at)


def test_an_answer_is_whole_once_and_the_askeds_own(world: World) -> None:
    made = held(world, world.nurse)
    row = TrainingEvaluation.objects.get(level="reaction")
    nurse = user(world.nurse)
    full = dict.fromkeys(statements("reaction", TODAY), 4)
    for wrong in ({}, full | {"useful": 5}, full | {"useful": 0}, {"useful": 4}):
        with pytest.raises(Incomplete):
            evaluate(evaluation=row, scores=wrong, text="", actor=nurse, at=ENDS)
    with pytest.raises(PermissionDenied):
        evaluate(evaluation=row, scores=full, text="", actor=user(world.section_head), at=ENDS)
    assert list(to_evaluate(world.nurse, ENDS.date())) == [row]
    evaluate(evaluation=row, scores=full | {"more": 4}, text=" Bagus ", actor=nurse, at=ENDS)
    row.refresh_from_db()
    assert row.scores == full and row.text == "Bagus"
    with pytest.raises(NotPossible):
        answer(row, 1)
    assert not to_evaluate(world.nurse, ENDS.date()).exists()
    early = TrainingEvaluation.objects.get(side="superior")
    with pytest.raises(NotPossible):
        answer(early, 4, at=ENDS)
    assert not to_evaluate(world.section_head, ENDS.date()).exists()
    assert early in to_evaluate(world.section_head, LATER.date())
    told = str(list(Event.objects.filter(action="growth.evaluate").values()))
    assert "Bagus" not in told and "useful" not in told
    assert made.status == "held"


def test_reaction_is_shown_from_three(world: World) -> None:
    made = held(world, world.nurse, world.pppk, world.midwife, world.section_head)
    rows = list(TrainingEvaluation.objects.filter(level="reaction").order_by("pk"))
    for number, row in enumerate(rows[:2]):
        answer(row, 4, f"Kata {number}")
    few = four_levels(made, LATER.date()).reaction
    assert (few.n, few.asked, few.mean, few.lines, few.words) == (2, 4, None, (), ())
    answer(rows[2], 1, "Awal")
    shown = four_levels(made, LATER.date()).reaction
    assert shown.mean == Decimal("3.00") and shown.words == ("Awal", "Kata 0", "Kata 1")
    assert [mean for _text, mean in shown.lines] == [Decimal("3.00")] * 4
    answer(rows[3], 1, "Zaitun")
    after = four_levels(made, LATER.date()).reaction
    assert (after.n, after.shown) == (4, 3), "who compares before and after learns nothing of the fourth"
    assert (after.mean, after.words) == (shown.mean, shown.words)


def test_learning_counts_who_took_both(world: World) -> None:
    made = held(world, world.nurse, world.pppk)
    learning = four_levels(made, LATER.date()).learning
    assert (learning.n, learning.before, learning.after) == (1, Decimal("66.67"), Decimal("100.00"))
    assert learning.change == Decimal("33.33")
    assert (learning.low, learning.high) == (None, None)  # one participant tells nothing


def test_behaviour_by_side_never_alone_below_the_floor(world: World) -> None:
    """Two peers' answers stay hidden; with the subordinates they reach the floor and are shown together."""
    made = held(world, world.section_head)
    asked = TrainingEvaluation.objects.filter(level="behaviour")
    assert set(asked.values_list("side", flat=True)) == {"superior", "peer", "subordinate"}
    answer(asked.get(side="superior"), 3, "Lebih sabar")
    subordinates = list(asked.filter(side="subordinate"))
    peers = list(asked.filter(side="peer"))
    assert len(subordinates) == 2 and 1 <= len(peers) <= 2
    for row in subordinates:
        answer(row, 2, "Rahasia")
    sides = four_levels(made, LATER.date()).behaviour
    assert [(side.label, side.n, side.mean) for side in sides] == [
        ("Atasan", 1, Decimal("3.00")),
        ("Rekan kerja dan bawahan", 2, None),
    ]
    assert all("Rahasia" not in side.words for side in sides)
    answer(peers[0], 4)
    together = four_levels(made, LATER.date()).behaviour[1]
    assert (together.n, together.mean) == (3, Decimal("2.67"))


def test_the_page_shows_four_levels_and_names_nobody(world: World) -> None:
    made = held(world, world.nurse, world.pppk, world.midwife)
    for row in TrainingEvaluation.objects.all():
        answer(row, 4, "Baik sekali" if row.level == "reaction" else "")
    Programme.objects.create(
        slug="latih", title="Pelatihan komunikasi", kind="training", story="x", measure="satisfaction",
        course=made.course, before_from=TODAY, starts=STARTS.date(), settled=STARTS.date(),
        after_to=LATER.date(), made_by=user(world.hr), made_at=NOW,
    )  # fmt: skip
    url = reverse("growth:session_results", args=[made.pk])
    page = world.client(world.hr).get(url).content.decode()
    assert "Baik sekali" in page and "33,33" in page and "Pelatihan komunikasi" in page
    main = page[page.index("<main") :]
    for person in (world.nurse, world.section_head, world.midwife):
        assert person.name not in main
    assert world.client(world.nurse).get(url).status_code == 403


def test_the_form_asks_and_keeps(world: World) -> None:
    held(world, world.nurse)
    row = TrainingEvaluation.objects.get(level="reaction")
    TrainingEvaluation.objects.update(opens=TODAY)
    nurse, url = world.client(world.nurse), reverse("growth:evaluation", args=[row.pk])
    half = nurse.post(url, {"useful": "4", "text": "<b>x</b>"})
    assert half.status_code == 422
    page = half.content.decode()
    assert "&lt;b&gt;x" in page and 'value="4" checked' in page
    full = dict.fromkeys(statements("reaction", TODAY), "3")
    assert nurse.post(url, full).status_code == 302
    assert nurse.get(url)["Location"] == reverse("growth:development")


def test_not_attended_is_not_asked(world: World) -> None:
    made = session(world, needs_approval=False)
    for person in (world.nurse, world.pppk):
        enrol(session=made, employee=person, actor=user(person), at=NOW)
    begin_session(session=made, actor=user(world.hr), at=STARTS)
    check_in(session=made, employee=world.nurse, actor=user(world.nurse), at=DURING)
    hold_session(session=made, actor=user(world.hr), at=ENDS)
    people = set(TrainingEvaluation.objects.values_list("enrolment__employee", flat=True))
    assert people == {world.nurse.pk}
