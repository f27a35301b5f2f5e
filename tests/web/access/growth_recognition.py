"""Who may open what of awards: HR keeps the scheme, the section head proposes the nurse."""

from __future__ import annotations

from typing import Any

from tests.apps.growth.make_awards import attached, attended, awarded, certified, proposed, scheme
from tests.web.access.roles import STRANGERS, Row, answers, nothing, only
from tests.world import World


def row(world: World) -> dict[str, Any]:
    return {"scheme_id": scheme(world).pk}


def open_(world: World) -> dict[str, Any]:
    return {"proposal_id": proposed(world).pk}


def given(world: World) -> dict[str, Any]:
    return {"proposal_id": awarded(world).pk}


def file(world: World) -> dict[str, Any]:
    return {"token": attached(world).token}


def paper(world: World) -> dict[str, Any]:
    return {"code": certified(world).code}


def attendees(world: World) -> dict[str, Any]:
    return {"session_id": attended(world).session_id}


def keeper(world: World) -> dict[str, Any]:
    return {"scheme_id": awarded(world).scheme_id}


def came(world: World) -> dict[str, Any]:
    return {"enrolment_id": attended(world).pk}


# The jury of the scheme: the head of the health office, the midwife, the auditor.
ROWS = [
    Row("growth:recognition", nothing, "get", answers(200)),
    Row("growth:published_awards", nothing, "get", answers(200)),
    Row("growth:public_awards", nothing, "get", answers(200, anonymous=200)),
    Row("growth:schemes", nothing, "get", answers(200)),
    Row("growth:scheme", row, "get", answers(200)),
    Row("growth:scheme_new", nothing, "get", only(200, "appraiser", "head", "hr")),
    Row("growth:scheme_new", nothing, "post", only(422, "appraiser", "head", "hr")),
    Row("growth:scheme_end", row, "get", only(200, "hr")),
    Row("growth:scheme_end", row, "post", only(422, "hr")),
    Row("growth:proposal_new", row, "get", only(200, "appraiser", "head", "hr")),
    Row("growth:proposal_new", row, "post", only(422, "appraiser", "head", "hr")),
    Row("growth:proposal", open_, "get", answers(200, nurse=403, **STRANGERS)),
    Row("growth:proposal", given, "get", answers(200, **STRANGERS)),
    Row("growth:award_attach", open_, "get", only(200, "appraiser", "hr")),
    Row("growth:award_attach", open_, "post", only(422, "appraiser", "hr")),
    Row("growth:award_file", file, "get", answers(200, nurse=403, **STRANGERS)),
    Row("growth:award_vote", open_, "get", only(200, "auditor")),
    Row("growth:award_vote", open_, "post", only(422, "auditor")),
    Row("growth:award_decide", open_, "get", only(200, "hr")),
    Row("growth:award_decide", open_, "post", only(422, "hr")),
    Row("growth:award_withdraw", open_, "get", only(200, "appraiser", "hr")),
    Row("growth:award_withdraw", open_, "post", only(422, "appraiser", "hr")),
    Row("growth:award_consent", given, "get", only(200, "nurse")),
    Row("growth:award_consent", given, "post", only(422, "nurse")),
    Row("growth:award_publish", given, "get", only(200, "hr")),
    Row("growth:award_publish", given, "post", only(422, "hr")),
    Row("growth:certificate_issue", given, "get", only(200, "hr")),
    Row("growth:certificate_issue", given, "post", only(302, "hr")),
    Row("growth:award_certificates", keeper, "get", only(200, "hr")),
    Row("growth:award_certificates", keeper, "post", only(302, "hr")),
    Row("growth:certificates", nothing, "get", only(200, "appraiser", "head", "hr", "auditor")),
    Row("growth:my_certificates", nothing, "get", answers(200)),
    Row("growth:training_certificate", came, "get", only(200, "hr")),
    Row("growth:training_certificate", came, "post", only(302, "hr")),
    Row("growth:training_certificates", attendees, "get", only(200, "hr")),
    Row("growth:training_certificates", attendees, "post", only(302, "hr")),
    Row("growth:certificate", paper, "get", answers(200, anonymous=200)),
    Row("growth:certificate_file", paper, "get", only(200, "nurse", "appraiser", "head", "hr", "auditor")),
    Row("growth:certificate_revoke", paper, "get", only(200, "hr")),
    Row("growth:certificate_revoke", paper, "post", only(422, "hr")),
]
