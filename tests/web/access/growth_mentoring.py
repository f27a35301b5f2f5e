"""Who may open what of mentoring: the nurse seeks, the teacher (the table's outsider) mentors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kinerja.assessment.ics import calendar_token
from kinerja.growth.actions.mentor_meetings import write_journal
from tests.apps.assessment.office import user
from tests.apps.growth.make_mentoring import met, offered, proposed, running, wished
from tests.web.access.roles import Row, answers, nothing, only
from tests.world import NOW, TODAY, World


def wish(world: World) -> dict[str, Any]:
    return {"wish_id": wished(world).pk}


def my_offer(world: World) -> dict[str, Any]:
    return {"offer_id": offered(world, world.outsider).pk}


def wish_and_offer(world: World) -> dict[str, Any]:
    return wish(world) | {"offer_id": offered(world, world.nurse2).pk}


def asked(world: World) -> dict[str, Any]:
    return {"mentorship_id": proposed(world, mentor=world.outsider, actor=user(world.hr)).pk}


def pair(world: World) -> dict[str, Any]:
    return {"mentorship_id": running(world, mentor=world.outsider).pk}


def meeting(world: World) -> dict[str, Any]:
    return {"meeting_id": met(world, running(world, mentor=world.outsider)).pk}


def later(world: World) -> dict[str, Any]:
    row = running(world, mentor=world.outsider)
    return {"meeting_id": met(world, row, TODAY + timedelta(days=2)).pk}


def journal(world: World) -> dict[str, Any]:
    row = met(world, running(world, mentor=world.outsider))
    facts = {"material": "Menyapa", "action": "Latihan", "action_due": TODAY, "at": NOW}
    write_journal(meeting=row, **facts, actor=user(world.nurse))
    return {"meeting_id": row.pk}


def token(world: World) -> dict[str, Any]:
    return {"token": calendar_token(world.nurse)}


TWO = ("nurse", "outsider")
# Whoever has no employee behind his account sees lists only; in the cast everybody is an employee.
ROWS = [
    Row("growth:mentoring", nothing, "get", answers(200)),
    Row("growth:mentoring_offer", nothing, "get", answers(200)),
    Row("growth:mentoring_offer", nothing, "post", answers(422)),
    Row("growth:mentoring_seek", nothing, "get", answers(200)),
    Row("growth:mentoring_seek", nothing, "post", answers(422)),
    Row("growth:mentoring_offer_end", my_offer, "get", answers(404, outsider=200)),
    Row("growth:mentoring_offer_end", my_offer, "post", answers(404, outsider=302)),
    Row("growth:mentoring_wish_end", wish, "get", answers(404, nurse=200)),
    Row("growth:mentoring_wish_end", wish, "post", answers(404, nurse=302)),
    Row("growth:mentoring_matches", wish, "get", only(200, "nurse", "hr")),
    Row("growth:mentoring_propose", wish_and_offer, "get", only(200, "nurse", "hr")),
    Row("growth:mentoring_propose", wish_and_offer, "post", only(422, "nurse", "hr")),
    Row("growth:mentoring_accompany", wish, "get", answers(200)),
    Row("growth:mentoring_accompany", wish, "post", answers(422)),
    Row("growth:mentoring_calendar", token, "get", answers(200, anonymous=200)),
    Row("growth:mentorship", pair, "get", only(200, *TWO, "hr")),
    Row("growth:mentorship_agree", asked, "get", only(200, *TWO)),
    Row("growth:mentorship_agree", asked, "post", only(302, *TWO)),
    Row("growth:mentorship_decline", pair, "get", only(200, *TWO)),
    Row("growth:mentorship_decline", pair, "post", only(422, *TWO)),
    Row("growth:mentorship_midpoint", pair, "get", only(200, *TWO)),
    Row("growth:mentorship_midpoint", pair, "post", only(422, *TWO)),
    Row("growth:mentorship_change", pair, "get", only(200, *TWO)),
    Row("growth:mentorship_change", pair, "post", only(422, *TWO)),
    Row("growth:mentorship_close", pair, "get", only(200, *TWO)),
    Row("growth:mentorship_close", pair, "post", only(422, *TWO)),
    Row("growth:mentor_meeting_new", pair, "get", only(200, *TWO)),
    Row("growth:mentor_meeting_new", pair, "post", only(422, *TWO)),
    Row("growth:mentor_journal", meeting, "get", only(200, *TWO)),
    Row("growth:mentor_journal", meeting, "post", only(422, *TWO)),
    Row("growth:mentor_meeting_cancel", later, "get", only(200, *TWO)),
    Row("growth:mentor_meeting_cancel", later, "post", only(302, *TWO)),
    Row("growth:mentor_action_done", journal, "get", only(200, *TWO)),
    Row("growth:mentor_action_done", journal, "post", only(422, *TWO)),
]
