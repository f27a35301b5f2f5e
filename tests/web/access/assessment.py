"""Who may open what of judging."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kinerja.assessment.actions import receive
from kinerja.plans.models import Period
from tests.apps.assessment.office import WINDOW, nurse_review, organisation, rate, signed_review, user
from tests.web.access.roles import STRANGERS, Row, answers, nothing, only
from tests.world import TODAY, World


def to_rate(world: World) -> dict[str, Any]:
    organisation(world)
    return {"review_id": rate(world, nurse_review(world)).pk}


def late(world: World) -> dict[str, Any]:
    """The window closed yesterday: the rater's superior may take over."""
    facts = to_rate(world)
    Period.objects.filter(pk=world.q3.pk).update(closes=TODAY - timedelta(days=1))
    return facts


def signed(world: World) -> dict[str, Any]:
    return {"review_id": signed_review(world).pk}


def document(world: World) -> dict[str, Any]:
    got = receive(review=signed_review(world), actor=user(world.nurse), at=WINDOW)
    return {"review_id": got.pk, "form": "D.1.1"}


def token(world: World) -> dict[str, Any]:
    return {"token": signed_review(world).token}


READERS = answers(200, **STRANGERS)
ROWS = [
    Row("assessment:queue", nothing, "get", answers(200)),
    Row("assessment:team", nothing, "get", answers(200)),
    Row("assessment:review", to_rate, "get", only(200, "appraiser")),
    Row("assessment:review", to_rate, "post", only(302, "appraiser")),
    Row("assessment:sign", to_rate, "get", only(200, "appraiser")),
    Row("assessment:sign", to_rate, "post", only(302, "appraiser")),
    Row("assessment:take_over", late, "get", only(200, "head")),
    Row("assessment:take_over", late, "post", only(422, "head")),
    Row("assessment:my_review", signed, "get", READERS),
    Row("assessment:why", signed, "get", READERS),
    Row("assessment:pdf", document, "get", READERS),
    Row("assessment:self_assessment", to_rate, "get", answers(405)),
    Row("assessment:self_assessment", to_rate, "post", only(302, "nurse")),
    Row("assessment:receive", signed, "get", answers(405)),
    Row("assessment:receive", signed, "post", only(302, "nurse")),
    Row("assessment:answer", signed, "get", only(200, "nurse")),
    Row("assessment:answer", signed, "post", only(302, "nurse")),
    Row("assessment:organisation", nothing, "get", only(200, "head", "hr", "auditor")),
    Row("assessment:organisation", nothing, "post", only(302, "head", "hr")),
    Row("assessment:report_up", nothing, "get", only(200, "hr")),
    Row("assessment:report_up", nothing, "post", only(302, "hr")),
    Row("assessment:verify", token, "get", answers(200, anonymous=200)),
]
