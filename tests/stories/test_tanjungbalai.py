"""Tanjungbalai: three sides see one weakness, training follows, citizens notice, thanks are on paper."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.test import Client

from kinerja.growth.models import Certificate, CompetenceScore, Need, NeedGroup, Session, TestResult
from kinerja.growth.queries.training_results import four_levels
from kinerja.people.models import Employee
from tests.telling import Told
from tests.world import TODAY


def test_training_moves_what_citizens_say(tell_story: Callable[[str], Told]) -> None:
    told = tell_story("tanjungbalai")
    facts = told.facts
    assert facts["trained"] == 16
    assert facts["method"].startswith("did") and facts["verdict"] == "effect"
    low, high = facts["interval"]
    assert 0 < low < facts["estimate"] < high
    gained = facts["after"]["value"] - facts["before"]["value"]
    drifted = facts["compared"]["after"]["value"] - facts["compared"]["before"]["value"]
    assert abs(gained - drifted - facts["estimate"]) < 0.05
    _three_sides_named_one_need()
    _the_class_taught_something()
    _fast_and_kind_are_thanked(told)
    assert "16" not in told.is_shown()[:40]
    trained = Employee.objects.filter(enrolments__status="attended").order_by("pk").first()
    assert trained is not None
    assert "Bicara yang menenangkan" in told.reads(told.as_employee(trained), "/jam-pengembangan/")


def _three_sides_named_one_need() -> None:
    group = NeedGroup.objects.get()
    assert {row.source for row in group.needs.all()} == {"survey", "wish", "gap"}
    assert set(group.needs.filter(employee__isnull=False).values_list("status", flat=True)) == {"met"}
    assert Need.objects.filter(source="survey", follow_up__isnull=True).count() == 0
    seen = CompetenceScore.objects.filter(code="komunikasi").order_by("assessment__held_on")
    assert (seen.first().achieved, seen.last().achieved) == (1, 2)  # type: ignore[union-attr]


def _the_class_taught_something() -> None:
    for moment, better in (("before", False), ("after", True)):
        scores = list(TestResult.objects.filter(moment=moment).values_list("score", flat=True))
        assert len(scores) == 16
        assert (sum(scores) / 16 > 60) is better
    learning = four_levels(Session.objects.get(), TODAY).learning
    assert learning.n == 16 and learning.low is not None and learning.high is not None
    assert 0 < learning.low < learning.high


def _fast_and_kind_are_thanked(told: Told) -> None:
    assert len(told.facts["recognised"]) == 3
    for paper in Certificate.objects.all():
        public = told.reads(Client(), f"/piagam/{paper.code}/")
        assert paper.number in public and paper.sha256 in public
        held = bytes(paper.pdf)
        assert hashlib.sha256(held).hexdigest() == paper.sha256 and held.startswith(b"%PDF")
        assert paper.employee is not None
        own = told.as_employee(paper.employee)
        assert paper.title in told.reads(own, "/piagam/saya/")
        assert own.get(f"/piagam/{paper.code}/unduh/").status_code == 200
        assert paper.holder in told.reads(Client(), "/apresiasi/")
