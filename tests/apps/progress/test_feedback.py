"""Feedback: who speaks, about what, how often it is owed, and that it stays."""

from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kinerja.people.models import Employee
from kinerja.progress.actions.feedback import (
    Entry,
    answer_feedback,
    ask_feedback,
    decline_feedback,
    give_feedback,
    give_many,
)
from kinerja.progress.errors import NotGiven, Stale, UnknownItem
from kinerja.progress.models import Feedback, FeedbackRequest
from kinerja.progress.queries.feedback import (
    colleagues,
    feedback_by_item,
    relation_of,
    scheduled_feedback_missing,
)
from tests.world import NOW, TODAY, World

from .conftest import Skp, make_skp


def say(skp: Skp, world: World, author: Employee, **more: object) -> Feedback:
    facts = {"result_key": skp.result, "text": "Bagus", "tone": "positif", "period": world.q3, **more}
    return give_feedback(plan=skp.plan, actor=author.user, at=NOW, **facts)


@pytest.mark.parametrize(
    ("author", "relation"),
    [
        ("section_head", "pimpinan"),
        ("puskesmas_head", "pimpinan"),
        ("pppk", "rekan"),
        ("student", "rekan"),
        ("outsider", "lain"),
        ("midwife", "lain"),
    ],
)
def test_relation_comes_from_the_reporting_line(skp: Skp, world: World, author: str, relation: str) -> None:
    assert say(skp, world, getattr(world, author)).relation == relation


def test_subordinates_speak_about_their_leader(world: World) -> None:
    head = make_skp(world, world.section_head, "KASI-YAN", world.puskesmas_head)
    assert say(head, world, world.nurse).relation == "bawahan"
    assert relation_of(world.nurse, world.puskesmas_head, TODAY) == "bawahan"


def test_only_a_leader_gives_scheduled_feedback(skp: Skp, world: World) -> None:
    assert not say(skp, world, world.pppk, scheduled=True).scheduled
    owed = scheduled_feedback_missing(world.q3, world.section_head, TODAY)
    assert list(owed) == [skp.plan]
    say(skp, world, world.section_head)
    assert list(owed.all()) == [skp.plan]
    say(skp, world, world.section_head, scheduled=True)
    assert list(owed.all()) == []
    assert list(scheduled_feedback_missing(world.q4, world.section_head, TODAY)) == [skp.plan]


def test_what_was_said_stays_said(skp: Skp, world: World) -> None:
    entry = say(skp, world, world.pppk)
    with pytest.raises((InternalError, ProgrammingError), match="tidak dapat diubah"), transaction.atomic():
        Feedback.objects.filter(pk=entry.pk).update(text="Buruk")
    entry.refresh_from_db()
    assert entry.text == "Bagus"


def test_nobody_praises_himself_and_items_must_exist(skp: Skp, world: World) -> None:
    with pytest.raises(NotGiven):
        say(skp, world, world.nurse)
    with pytest.raises(UnknownItem):
        say(skp, world, world.pppk, result_key=skp.patients)
    with pytest.raises(UnknownItem):
        say(skp, world, world.pppk, result_key=None, value_code="XX")
    with pytest.raises(UnknownItem):
        say(skp, world, world.pppk, value_code="BP")
    with pytest.raises(NotGiven):
        say(skp, world, world.pppk, text="  ")
    with pytest.raises(NotGiven):
        say(skp, world, world.pppk, tone="sinis")
    assert not Feedback.objects.exists()


def test_many_entries_cost_as_much_as_one(skp: Skp, world: World) -> None:
    def cost(codes: list[str]) -> int:
        entries = [Entry("Ramah", "positif", value_code=code) for code in codes]
        facts = {"plan": skp.plan, "period": world.q3, "actor": world.section_head.user, "at": NOW}
        with CaptureQueriesContext(connection) as seen:
            give_many(entries=entries, scheduled=True, **facts)
        return len(seen)

    assert cost(["BP"]) == cost(["AK", "KP", "HR", "LY", "AD", "KL"])
    assert len(feedback_by_item(skp.plan, world.q3)) == 7


def ask(skp: Skp, world: World, asked: Employee, **more: object) -> FeedbackRequest:
    facts = {"result_key": skp.result, "message": "Mohon masukan", "period": world.q3, **more}
    return ask_feedback(plan=skp.plan, asked=asked, actor=world.nurse.user, at=NOW, **facts)


def test_asking_and_answering(skp: Skp, world: World) -> None:
    request = ask(skp, world, world.outsider)
    with pytest.raises(NotGiven, match="masih menunggu"):
        ask(skp, world, world.outsider)
    same = FeedbackRequest.objects.get(pk=request.pk)
    given = answer_feedback(request=request, text="Cepat", tone="positif", actor=world.outsider.user, at=NOW)
    assert (given.result_key, given.relation) == (skp.result, "lain")
    with pytest.raises(Stale):
        answer_feedback(request=same, text="Lagi", tone="positif", actor=world.outsider.user, at=NOW)
    with pytest.raises(Stale):
        decline_feedback(request=same, actor=world.outsider.user, at=NOW)
    assert Feedback.objects.count() == 1
    assert ask(skp, world, world.outsider).status == "open"


def test_an_empty_answer_leaves_the_request_open(skp: Skp, world: World) -> None:
    request = ask(skp, world, world.outsider)
    with pytest.raises(NotGiven):
        answer_feedback(request=request, text=" ", tone="positif", actor=world.outsider.user, at=NOW)
    request.refresh_from_db()
    assert request.status == "open"


def test_asking_oneself_or_the_whole_city_is_refused(skp: Skp, world: World) -> None:
    with pytest.raises(NotGiven):
        ask(skp, world, world.nurse)
    codes = ["BP", "AK", "KP", "HR", "LY", "AD", "KL"]
    for person in ("pppk", "student", "midwife", "outsider", "hr"):
        for code in codes:
            if FeedbackRequest.objects.count() < 30:
                ask(skp, world, getattr(world, person), result_key=None, value_code=code)
    with pytest.raises(NotGiven, match="30 permintaan"):
        ask(skp, world, world.office_head)


def test_colleagues_are_found_by_name_or_nip_but_never_listed(world: World) -> None:
    me = world.nurse
    assert [person.name for person in colleagues("siti", me, TODAY)] == ["Siti Aminah"]
    assert colleagues(world.midwife.nip[:12], me, TODAY)
    assert colleagues("a", me, TODAY) == [] == colleagues("%_%", me, TODAY)
    assert me not in colleagues("dewi lestari", me, TODAY)
