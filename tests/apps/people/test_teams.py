"""Teams seen from above, units led, and who may see whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from kinerja.people.models import Employee
from kinerja.people.queries import (
    is_appraiser,
    led_units,
    lines,
    posts_below,
    team_of,
    unit_tree_ids,
    visible_to,
)
from tests.world import TODAY, World, appoint


def names(world: World, people: object) -> set[str]:
    wanted = set(people)  # type: ignore[call-overload]
    return {key for key, one in world.people.items() if one in wanted}


def test_teams_are_the_lines_turned_round(world: World) -> None:
    appoint(world.section_head, world.posts["KA-PKM1"], "plh", date(2026, 10, 1), date(2026, 10, 9))
    rows = lines(TODAY)
    for boss in world.people.values():
        expected = {pk for pk, row in rows.items() if row.appraiser_id == boss.pk}
        assert set(team_of(boss, TODAY).values_list("pk", flat=True)) == expected, boss


@pytest.mark.parametrize(
    ("boss", "team"),
    [
        ("section_head", {"nurse", "student", "pppk"}),
        ("puskesmas_head", {"section_head", "midwife", "lab_coordinator", "lab_analyst"}),
        ("office_head", {"pharmacy_head", "surveillance", "puskesmas_head", "acting"}),
        ("acting", {"nurse2"}),
        ("headteacher", {"outsider"}),
        ("lab_coordinator", set()),
        ("nurse", set()),
    ],
)
def test_the_teams_of_the_cast(world: World, boss: str, team: set[str]) -> None:
    assert names(world, team_of(getattr(world, boss), TODAY)) == team


def test_a_team_costs_a_constant_number_of_queries(world: World, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(9):
        list(team_of(world.office_head, TODAY))


@pytest.mark.parametrize(
    ("person", "yes"),
    [
        ("section_head", True),
        ("acting", True),
        ("headteacher", True),
        ("lab_coordinator", False),
        ("nurse", False),
    ],
)
def test_appraisers_by_post(world: World, person: str, yes: bool) -> None:
    assert is_appraiser(getattr(world, person).user, TODAY) is yes


def test_strangers_appraise_nobody() -> None:
    assert is_appraiser(AnonymousUser(), TODAY) is False


def test_units_led_by_definitive_and_acting_heads(world: World) -> None:
    assert [unit.code for unit in led_units(world.puskesmas_head, TODAY)] == ["PKM1"]
    assert [unit.code for unit in led_units(world.acting, TODAY)] == ["PKM2"]
    assert not led_units(world.nurse, TODAY)


def test_trees(world: World) -> None:
    tree = unit_tree_ids([world.units["DINKES"].pk])
    codes = {code for code, unit in world.units.items() if unit.pk in tree}
    assert codes == {"DINKES", "DINKES-P2P", "DINKES-FAR", "PKM1", "PKM1-YAN", "PKM2"}
    below = posts_below([world.posts["KASI-YAN"].pk])
    assert {code for code, post in world.posts.items() if post.pk in below} == {"PERAWAT", "ADMIN-PKM1"}


def test_everybody_sees_himself_and_nobody_his_boss(world: World) -> None:
    assert names(world, visible_to(world.nurse.user, TODAY)) == {"nurse"}


def test_appraisers_see_the_teams_below_too(world: World) -> None:
    seen = names(world, visible_to(world.puskesmas_head.user, TODAY))
    assert {"nurse", "midwife", "lab_analyst", "section_head", "puskesmas_head"} <= seen
    assert not {"office_head", "nurse2", "outsider"} & seen


@pytest.mark.parametrize("role", ["hr", "auditor", "admin"])
def test_duties_see_all(world: World, role: str) -> None:
    assert visible_to(getattr(world, role).user, TODAY).count() == Employee.objects.count()


def test_what_was_seen_ends_with_the_post(world: World) -> None:
    world.section_head.appointments.update(ends=date(2026, 10, 4))
    assert names(world, visible_to(world.section_head.user, TODAY)) == {"section_head"}
