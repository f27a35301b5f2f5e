"""The list of a held session is put right: with all that follows for who was there, and never by himself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.actions.attendance import correct_attendance
from kinerja.growth.actions.certificates import issue_training, revoke
from kinerja.growth.actions.enrolments import take_test
from kinerja.growth.actions.evaluations import evaluate
from kinerja.growth.actions.needs import add_need, group_needs
from kinerja.growth.actions.sessions import hold_session
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Certificate, DevelopmentActivity, Enrolment, Need, Session, TestQuestion
from kinerja.growth.training import statements
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_training import DURING, ENDS, course, present, running, seat, session
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LATER = ENDS + timedelta(days=1)
WHY = "Ponselnya rusak; pengajar melihatnya di ruangan."


def held(world: World, **other: Any) -> tuple[Enrolment, Enrolment]:
    """The pppk came and the nurse is absent by the list: her row, then his."""
    made = running(world, world.nurse, world.pppk, **other)
    present(made, world.pppk)
    hold_session(session=made, actor=user(world.hr), at=ENDS)
    return made.enrolments.get(employee=world.nurse), made.enrolments.get(employee=world.pppk)


def correct(world: World, row: Enrolment, *, to: bool, **other: Any) -> Enrolment:
    facts: dict[str, Any] = {"reason": WHY, "actor": user(world.hr), "at": LATER}
    return correct_attendance(enrolment=row, present=to, **(facts | other))


def written(row: Enrolment) -> dict[str, object]:
    """What a held session left for one."""
    evaluations = row.evaluations.values_list("level", "side", "opens")
    return {
        "hours": list(row.activities.values_list("kind", "title", "day", "amount", "evidence")),
        "levels": sorted({level for level, _side, _opens in evaluations}),
        "behaviour": {opens for level, _side, opens in evaluations if level == "behaviour"},
    }


def need(world: World, **other: Any) -> Need:
    facts: dict[str, Any] = {"source": "gap", "topic": "Komunikasi", "reason": "Level 1."}
    facts |= {"competence": "komunikasi", "employee": world.nurse}
    return add_need(unit=world.units["PKM1-YAN"], **(facts | other), actor=user(world.hr), at=NOW)


def test_who_was_there_gets_what_the_others_got(world: World) -> None:
    wish = need(world)
    row, other = held(world)
    assert (row.status, written(row)["hours"]) == ("absent", [])
    made = correct(world, row, to=True)
    assert (made.status, made.attended_at, made.why) == ("attended", LATER, WHY)
    assert written(row) == written(other)
    assert row.evaluations.get(level="reaction").opens == LATER.date()
    wish.refresh_from_db()
    assert wish.status == "met"
    told = Notice.objects.get(user=user(world.nurse), title__startswith="Anda kini tercatat hadir")
    assert told.url == reverse("growth:session", args=[row.session_id])
    event = Event.objects.get(action="growth.correct_attendance")
    assert (event.object_id, event.why, event.before) == (str(row.pk), WHY, {"status": "absent"})
    assert (event.after["status"], event.after["needs_met"]) == ("attended", [wish.pk])
    issue_training(enrolment=made, actor=user(world.hr), at=LATER)
    with pytest.raises(NotPossible):
        correct(world, made, to=True)
    assert row.activities.count() == 1


def test_who_was_not_there_loses_what_the_session_wrote_and_nothing_else(world: World) -> None:
    alone, first = need(world, employee=world.pppk), need(world, employee=world.pppk, topic="Bicara")
    facts: dict[str, Any] = {"title": "Komunikasi", "year": 2027, "price": 0}
    group_needs(needs=[first], **facts, actor=user(world.hr), at=NOW)
    _row, other = held(world)
    facts = {"employee": world.pppk, "kind": "seminar", "title": "Lain", "day": NOW.date(), "amount": 1}
    DevelopmentActivity.objects.create(**facts, evidence="Surat")
    made = correct(world, other, to=False)
    assert (made.status, made.attended_at) == ("absent", None)
    assert not made.evaluations.exists()
    assert DevelopmentActivity.objects.get(employee=world.pppk).title == "Lain"
    assert [Need.objects.get(pk=one.pk).status for one in (alone, first)] == ["open", "planned"]
    assert Notice.objects.filter(user=user(world.pppk), title__contains="tercatat tidak hadir").count() == 1
    after = Event.objects.get(action="growth.correct_attendance").after
    assert after["hours_removed"] == 1 and set(after["needs_unmet"]) == {alone.pk, first.pk}
    again = correct(world, made, to=True, at=LATER + timedelta(hours=1))
    assert again.activities.count() == 1 and again.evaluations.filter(level="reaction").count() == 1
    correct(world, again, to=False, at=LATER + timedelta(hours=2))
    assert Notice.objects.filter(user=user(world.pppk), title__contains="tercatat tidak hadir").count() == 2


def test_a_need_that_another_training_met_stays_met(world: World) -> None:
    wish = need(world, employee=world.pppk)
    made = course(world)
    _row, other = held(world, made=made)
    second = running(world, world.pppk, made=made)
    present(second, world.pppk)
    hold_session(session=second, actor=user(world.hr), at=ENDS)
    correct(world, other, to=False)
    wish.refresh_from_db()
    assert wish.status == "met"
    correct(world, second.enrolments.get(), to=False)
    wish.refresh_from_db()
    assert wish.status == "open"


def test_not_with_a_valid_certificate(world: World) -> None:
    _row, other = held(world)
    paper = issue_training(enrolment=other, actor=user(world.hr), at=ENDS)
    with pytest.raises(NotPossible, match="Cabut dahulu"):
        correct(world, other, to=False)
    assert other.activities.count() == 1
    revoke(certificate=paper, why="Salah nama.", actor=user(world.hr), at=LATER)
    assert correct(world, other, to=False).status == "absent"
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("answered", ["evaluation", "test"])
def test_not_once_something_was_answered(world: World, answered: str) -> None:
    _row, other = held(world)
    mine: dict[str, Any] = {"actor": user(world.pppk), "at": ENDS}
    if answered == "evaluation":
        asked = other.evaluations.get(level="reaction")
        evaluate(
            evaluation=asked, scores=dict.fromkeys(statements("reaction", asked.opens), 3), text="", **mine
        )
    else:
        answers = dict.fromkeys(TestQuestion.objects.values_list("pk", flat=True), 0)
        take_test(enrolment=other, moment="after", answers=answers, **mine)
    with pytest.raises(NotPossible, match="sudah dijawab"):
        correct(world, other, to=False)
    other.refresh_from_db()
    assert other.status == "attended" and other.activities.count() == 1


def test_only_the_organiser_with_a_reason_and_never_himself(world: World) -> None:
    row, _other = held(world)
    for stranger in (world.nurse, world.section_head, world.midwife, world.auditor, world.outsider):
        with pytest.raises(PermissionDenied):
            correct(world, row, to=True, actor=user(stranger))
    with pytest.raises(Incomplete):
        correct(world, row, to=True, reason=" ")
    Session.objects.update(made_by=user(world.nurse))
    row = Enrolment.objects.get(pk=row.pk)
    with pytest.raises(PermissionDenied):
        correct(world, row, to=True, actor=user(world.nurse))
    row.refresh_from_db()
    assert row.status == "absent" and not row.activities.exists()


def test_only_of_a_held_session_and_who_had_a_seat(world: World) -> None:
    made = running(world, world.nurse)
    row = made.enrolments.get()
    with pytest.raises(NotPossible, match="setelah sesi selesai"):
        correct(world, row, to=True, at=DURING)
    asked = seat(session(world, made.course), world.pppk)
    Session.objects.filter(pk=asked.session_id).update(status="held")
    for to in (True, False):
        with pytest.raises(NotPossible):
            correct(world, asked, to=to)


def test_the_page_of_the_session_leads_there(world: World, settings: Any) -> None:
    row, other = held(world)
    settings.FIXED_NOW = LATER.isoformat()
    hr, here = world.client(world.hr), reverse("growth:session", args=[row.session_id])
    there = reverse("growth:enrolment_correct", args=[row.pk, "hadir"])
    gone = reverse("growth:enrolment_correct", args=[other.pk, "tidak-hadir"])
    page = hr.get(here).content.decode()
    assert there in page and gone in page
    assert there not in world.client(world.nurse).get(here).content.decode()
    assert "JP sesi ini masuk" in hr.get(there).content.decode()
    assert hr.post(there, {"why": WHY}).status_code == 302
    again = hr.post(there, {"why": WHY})
    assert again.status_code == 422, "the second press does not turn it back"
    row.refresh_from_db()
    assert row.status == "attended"
    assert hr.post(gone, {"why": "Salah nama."}).status_code == 302
    card = world.client(world.pppk).get(here).content.decode()
    assert "Salah nama." in card
    assert hr.get(there.replace("/hadir/", "/entah/")).status_code == 404
    Session.objects.update(made_by=user(world.nurse))
    own = world.client(world.nurse)
    page = own.get(here).content.decode()
    assert "Koreksi kehadiran" in page
    assert reverse("growth:enrolment_correct", args=[row.pk, "tidak-hadir"]) not in page
    assert own.get(there).status_code == own.post(there, {"why": WHY}).status_code == 403
