"""Who may open what of rounds of feedback and of the choice of sources."""

from __future__ import annotations

from typing import Any

from kinerja.assessment.actions.tickets import take_ticket
from kinerja.assessment.models import FeedbackAsk
from tests.apps.assessment.office import WINDOW, user
from tests.apps.assessment.round_office import colleagues, draft, running
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import World


def drafted(world: World) -> dict[str, Any]:
    return {"round_id": draft(world).pk}


def opened(world: World) -> dict[str, Any]:
    return {"round_id": running(world).pk}


def about_the_nurse(world: World) -> dict[str, Any]:
    return {**drafted(world), "employee_id": world.nurse.pk}


def one_too_many(world: World) -> dict[str, Any]:
    """Five peers are asked; one may go."""
    colleagues(world, 5)
    made = draft(world)
    ask = FeedbackAsk.objects.filter(round=made, subject=world.nurse, relation="peer").first()
    assert ask is not None
    return {"ask_id": ask.pk}


def ask_to_the_nurse(world: World) -> dict[str, Any]:
    made = running(world)
    return {"ask_id": FeedbackAsk.objects.get(round=made, asked=world.nurse, subject=world.pppk).pk}


def code_of_the_nurse(world: World) -> dict[str, Any]:
    ask = FeedbackAsk.objects.get(pk=ask_to_the_nurse(world)["ask_id"])
    return {"code": take_ticket(ask=ask, actor=user(world.nurse), at=WINDOW)}


SEERS = answers(403, appraiser=200, head=200, hr=200, auditor=200)
MAKERS = ("appraiser", "head", "hr")
ROWS = [
    Row("assessment:rounds", nothing, "get", SEERS),
    Row("assessment:round_new", nothing, "get", only(200, *MAKERS)),
    Row("assessment:round_new", nothing, "post", only(422, *MAKERS)),
    Row("assessment:round", drafted, "get", SEERS),
    Row("assessment:round_subject", about_the_nurse, "get", SEERS),
    Row("assessment:round_subject", about_the_nurse, "post", only(422, "appraiser", "hr")),
    Row("assessment:round_remove", one_too_many, "get", only(200, "appraiser", "hr")),
    Row("assessment:round_remove", one_too_many, "post", only(422, "appraiser", "hr")),
    Row("assessment:round_open", drafted, "get", answers(405)),
    Row("assessment:round_open", drafted, "post", only(302, *MAKERS)),
    Row("assessment:round_cancel", drafted, "get", only(200, *MAKERS)),
    Row("assessment:round_cancel", drafted, "post", only(422, *MAKERS)),
    Row("assessment:round_extend", opened, "get", only(200, *MAKERS)),
    Row("assessment:round_extend", opened, "post", only(422, *MAKERS)),
    Row("assessment:round_close", opened, "get", answers(405)),
    Row("assessment:round_close", opened, "post", only(302, *MAKERS)),
    Row("assessment:asked", nothing, "get", answers(200)),
    Row("assessment:round_take", ask_to_the_nurse, "get", answers(405)),
    Row("assessment:round_take", ask_to_the_nurse, "post", only(302, "nurse")),
    Row("assessment:round_answer", code_of_the_nurse, "get", answers(404, nurse=200)),
    Row("assessment:round_answer", code_of_the_nurse, "post", answers(404, nurse=422)),
    Row("assessment:sources", nothing, "get", only(200, "hr", "admin")),
    Row("assessment:sources", nothing, "post", only(422, "hr", "admin")),
]
