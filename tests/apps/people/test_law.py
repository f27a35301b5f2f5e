"""The agency's own values: dated, with a reason, over what comes with the product and visible as such."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinerja.audit.models import Event
from kinerja.people.actions import end_override, set_override
from kinerja.people.errors import NotPossible
from kinerja.people.models import LawOverride
from kinerja.people.queries import calendar
from kinerja.people.queries.law import OVERRIDABLE, in_force
from kinerja.rules import loader
from kinerja.rules.deadlines import deadline
from tests.world import NOW, TODAY, World

YESTERDAY = TODAY - timedelta(days=1)
RULE = "deadline.complaint_verify"


def own(world: World, **changes: Any) -> LawOverride:
    facts = {"rule": RULE, "key": "days", "value": 2, "starts": TODAY, "basis": "Perwal 7/2026"}
    return set_override(**facts | changes, reason="Janji kota", actor=world.admin.user, at=NOW)


def test_an_own_value_holds_from_its_day_and_shows_where_it_comes_from(world: World) -> None:
    given_days = loader.in_force(RULE, TODAY)["days"]
    own(world, starts=TODAY + timedelta(days=3))
    assert in_force(RULE, TODAY)["days"] == given_days
    later = in_force(RULE, TODAY + timedelta(days=3))
    assert later["days"] == 2
    assert "Perwal 7/2026" in later.source and "SP4N" in later.source


def test_the_deadline_counts_by_it_and_says_so(world: World) -> None:
    own(world)
    days = calendar([2026, 2027])
    found = deadline("complaint_verify", TODAY, on=TODAY, calendar=days, law=in_force(RULE, TODAY))
    assert found.due == days.add_working_days(TODAY, 2)
    assert "Perwal 7/2026" in found.explanation[0].source


def test_the_newest_value_wins_and_ending_brings_the_given_one_back(world: World) -> None:
    own(world)
    newer = own(world, value=1, starts=TODAY + timedelta(days=1))
    tomorrow = TODAY + timedelta(days=1)
    assert in_force(RULE, tomorrow)["days"] == 1
    end_override(override=newer, reason="Dicabut", actor=world.admin.user, at=NOW)
    assert in_force(RULE, tomorrow)["days"] == 2, "it had not begun: as if it had never been"
    with pytest.raises(NotPossible, match="Sudah ada ketetapan"):
        own(world)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule": "predicate.matrix"},
        {"key": "anchor"},
        {"value": 0},
        {"value": 11},
        {"starts": TODAY - timedelta(1)},
    ],
    ids=["rule", "key", "zero", "too many", "past"],
)
def test_what_is_not_left_to_the_agency_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        own(world, **wrong)
    assert not LawOverride.objects.exists()


@given(st.sampled_from(sorted(OVERRIDABLE)))
def test_every_parameter_named_here_is_in_the_law(rule: str) -> None:
    value = loader.in_force(rule, TODAY)
    assert all(0 < value[key] <= most for key, most in OVERRIDABLE[rule].items())


def test_the_page_sets_and_ends_and_the_log_knows(world: World) -> None:
    client = world.client(world.hr)
    facts = {"parameter": f"{RULE}:days", "value": "2", "starts": TODAY.isoformat(), "basis": "Perwal 7/2026"}
    page = client.post(reverse("people:overrides"), facts | {"reason": "Janji kota"}, follow=True)
    assert "Perwal 7/2026" in page.content.decode()
    row = LawOverride.objects.get()
    assert row.by == world.hr.user
    client.post(reverse("people:override_end", args=[row.pk]), {"reason": "Dicabut"})
    row.refresh_from_db()
    assert row.ends == TODAY
    actions = Event.objects.filter(object_type="people.lawoverride", object_id=str(row.pk)).order_by("pk")
    assert [event.action for event in actions] == ["people.set_override", "people.end_override"]
