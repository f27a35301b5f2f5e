"""The terms that pages name are those of the rule in force: seven days after a take-over, an agency's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from kinerja.assessment.access_objections import objection_open
from kinerja.assessment.actions import receive, save_ratings, sign, take_over
from kinerja.assessment.actions.rating import Ratings
from kinerja.assessment.clocks import count
from kinerja.assessment.models import Review
from kinerja.people.models import LawOverride
from kinerja.people.queries import law
from tests.apps.assessment.office import (
    AFTER,
    WINDOW,
    filed,
    fresh,
    nurse_review,
    organisation,
    received,
    signed_review,
    user,
)
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
RATINGS = Ratings(result_rating="sesuai", behaviour_rating="sesuai")


def taken_over(world: World) -> Review:
    organisation(world)
    superior = user(world.puskesmas_head)
    taken = take_over(review=nurse_review(world), note="Penilai cuti.", actor=superior, at=AFTER)
    return save_ratings(review=taken, ratings=RATINGS, actor=superior, at=AFTER).review


def text_of(world: World, who: str, name: str, *args: object) -> str:
    return world.client(world.people[who]).get(reverse(f"assessment:{name}", args=args)).content.decode()


def test_after_a_take_over_the_pages_say_seven_days(world: World) -> None:
    review = taken_over(world)
    assert "punya 7 hari kerja" in text_of(world, "puskesmas_head", "sign", review.pk)
    sign(review=review, actor=user(world.puskesmas_head), at=AFTER)
    page = text_of(world, "nurse", "my_review", review.pk)
    assert "punya 7 hari kerja" in page and "14 hari" not in page


def test_from_the_appraiser_they_say_fourteen(world: World) -> None:
    review = signed_review(world)
    assert "punya 14 hari kerja" in text_of(world, "nurse", "my_review", review.pk)
    receive(review=review, actor=user(world.nurse), at=WINDOW)
    assert "dalam 14 hari kerja" in text_of(world, "nurse", "answer", review.pk)
    assert "memutus dalam 7 hari kerja" in text_of(world, "nurse", "objection_new", review.pk)
    said = objection_open(fresh(review), TODAY + timedelta(days=40)).reason
    assert "14 hari kerja sejak" in said


@pytest.mark.parametrize(("event", "days"), [("superior_document_returned", 9), ("document_returned", 12)])
def test_a_term_of_the_agency_is_on_the_page_and_in_the_clock(
    world: World, monkeypatch: pytest.MonkeyPatch, event: str, days: int
) -> None:
    rule = f"deadline.{event}"
    monkeypatch.setitem(law.OVERRIDABLE, rule, {"days": 30})
    LawOverride.objects.create(rule=rule, key="days", value=days, starts=TODAY, basis="Perwal 9", reason="x")
    if event == "document_returned":
        review = signed_review(world)
    else:
        review = sign(review=taken_over(world), actor=user(world.puskesmas_head), at=AFTER)
    assert f"punya {days} hari kerja" in text_of(world, "nurse", "my_review", review.pk)
    got = receive(review=review, actor=user(world.nurse), at=AFTER)
    told = count(event, AFTER.date(), AFTER.date())
    assert told is not None and got.due_return == told.due
    assert f": {days} hari kerja" in told.explanation[0].says


def test_lists_and_refusals_name_the_terms_of_objections(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(law.OVERRIDABLE, "deadline.objection", {"days": 30})
    monkeypatch.setitem(law.OVERRIDABLE, "deadline.objection_decision", {"days": 30})
    for rule, value in (("deadline.objection", 10), ("deadline.objection_decision", 5)):
        LawOverride.objects.create(
            rule=rule, key="days", value=value, starts=TODAY, basis="Perwal 9", reason="x"
        )
    review = received(world)
    assert "10 hari kerja sejak" in objection_open(fresh(review), TODAY + timedelta(days=40)).reason
    assert "memutus dalam 5 hari kerja" in text_of(world, "nurse", "objection_new", review.pk)
    filed(world, review, at=NOW)
    page = text_of(world, "hr", "objections")
    assert "dalam 10 hari kerja" in page and "dalam 5 hari kerja" in page
