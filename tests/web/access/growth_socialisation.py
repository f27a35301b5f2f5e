"""Who may open what of socialisation: HR keeps it, everybody reads, heads see their own units."""

from __future__ import annotations

from typing import Any

from kinerja.growth.actions import lessons, pulses, staff_questions
from kinerja.growth.queries.pulses import lines_of
from tests.apps.assessment.office import user
from tests.apps.growth.pulse_office import closed, opened, planned
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, World


def lesson(world: World) -> dict[str, Any]:
    return {"lesson_id": lessons.adopt_lessons(actor=user(world.hr), at=NOW)[0].pk}


def draft(world: World) -> dict[str, Any]:
    row = lessons.put_lesson(title="a", summary="b", body="c", actor=user(world.hr), at=NOW)
    return {"lesson_id": row.pk}


def section(world: World) -> dict[str, Any]:
    return {"unit_id": world.units["PKM1-YAN"].pk}


def question(world: World) -> dict[str, Any]:
    row = staff_questions.ask(text="?", named=False, actor=user(world.nurse), at=NOW)
    return {"question_id": row.pk}


def prepared(world: World) -> dict[str, Any]:
    return {"pulse_id": planned(world).pk}


def running(world: World) -> dict[str, Any]:
    return {"pulse_id": opened(world).pk}


def done(world: World) -> dict[str, Any]:
    return {"pulse_id": closed(world).pk}


def line(world: World) -> dict[str, Any]:
    found = lines_of(closed(world)).first()
    assert found is not None
    return {"answer_id": found.pk}


def empty(world: World) -> dict[str, Any]:
    pulse = pulses.close_pulse(pulse=opened(world), actor=user(world.hr), at=NOW)
    return {"pulse_id": pulse.pk}


HR = only(200, "hr")
HR_EMPTY = only(422, "hr")
HR_DONE = only(302, "hr")

ROWS = [
    Row("growth:socialisation", nothing, "get", answers(200)),
    Row("growth:lesson", lesson, "get", answers(200)),
    Row("growth:lesson", draft, "get", HR),
    Row("growth:lesson", lesson, "post", answers(422)),
    Row("growth:lessons_kept", nothing, "get", HR),
    Row("growth:lessons_adopt", nothing, "post", HR_DONE),
    Row("growth:lesson_new", nothing, "get", HR),
    Row("growth:lesson_new", nothing, "post", HR_EMPTY),
    Row("growth:lesson_edit", draft, "get", HR),
    Row("growth:lesson_edit", draft, "post", HR_EMPTY),
    Row("growth:lesson_publish", draft, "post", HR_DONE),
    Row("growth:reach", nothing, "get", only(200, "hr", "auditor", "appraiser", "head")),
    Row("growth:reach_names", section, "get", only(200, "hr", "appraiser", "head")),
    Row("growth:reach_remind", section, "post", only(302, "hr", "appraiser", "head")),
    Row("growth:staff_questions", nothing, "get", answers(200)),
    Row("growth:staff_questions", nothing, "post", answers(422)),
    Row("growth:staff_question_answer", question, "get", HR),
    Row("growth:staff_question_answer", question, "post", HR_EMPTY),
    Row("growth:pulses", nothing, "get", answers(200)),
    Row("growth:pulse_new", nothing, "get", HR),
    Row("growth:pulse_new", nothing, "post", HR_EMPTY),
    Row("growth:pulse", running, "get", only(200, "hr", "auditor")),
    Row("growth:pulse", done, "get", answers(200)),
    Row("growth:pulse_answer", running, "get", answers(200)),
    Row("growth:pulse_answer", running, "post", answers(422)),
    Row("growth:pulse_answer", empty, "get", answers(403)),
    Row("growth:pulse_open", prepared, "post", HR_DONE),
    Row("growth:pulse_close", running, "post", HR_DONE),
    Row("growth:pulse_reply", done, "get", HR),
    Row("growth:pulse_reply", done, "post", HR_EMPTY),
    Row("growth:pulse_hide", line, "get", HR),
    Row("growth:pulse_hide", line, "post", HR_EMPTY),
]
