"""Teams by state and refusal, and the material that reaches the appraiser."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kinerja.assessment.actions import teams as acts
from kinerja.assessment.actions.contributions import tell_as_lead, tell_own
from kinerja.assessment.errors import Incomplete
from kinerja.assessment.models import Contribution, Review, TeamGoal
from kinerja.assessment.queries.sources import sources_of
from kinerja.assessment.queries.teams import team_material, team_material_of
from kinerja.audit.models import Event
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.make_teams import ADVICE, MADE, lead, make, member, own
from tests.apps.assessment.office import AFTER, WINDOW, nurse_review, user
from tests.world import World


@pytest.mark.parametrize("name", ["nurse", "outsider", "auditor", "admin", "section_head", "midwife"])
def test_only_heads_and_hr_make_teams(world: World, name: str) -> None:
    facts = {"name": "Tim", "purpose": "Tujuan", "unit": world.units["PKM1"], "lead": world.midwife}
    days = {"starts": date(2026, 7, 1), "ends": date(2026, 9, 30)}
    with pytest.raises(PermissionDenied):
        acts.make_team(**facts, **days, actor=user(getattr(world, name)), at=MADE)
    for maker in (world.hr, world.puskesmas_head, world.office_head):
        assert acts.make_team(**facts, **days, actor=user(maker), at=MADE).pk
    with pytest.raises(Incomplete):
        backwards = {"starts": days["ends"], "ends": days["starts"]}
        acts.make_team(**facts, **backwards, actor=user(world.hr), at=MADE)
    with pytest.raises(Incomplete):
        acts.make_team(**facts | {"purpose": "  "}, **days, actor=user(world.hr), at=MADE)


def test_a_role_is_answered_once_and_only_by_the_member(world: World) -> None:
    team = make(world, confirmed=False)
    asked = member(team, world, "nurse")
    for other in (world.midwife, world.puskesmas_head, world.hr):
        with pytest.raises(PermissionDenied):
            acts.confirm_role(member=asked, actor=user(other), at=MADE)
    with pytest.raises(Incomplete):
        acts.decline_role(member=asked, reason=" ", actor=user(world.nurse), at=MADE)
    acts.decline_role(member=asked, reason="Sudah di dua tim.", actor=user(world.nurse), at=MADE)
    with pytest.raises(NotPossible):
        acts.confirm_role(member=asked, actor=user(world.nurse), at=MADE)
    again = {"people": [world.nurse], "role": "Pendata", "actor": user(world.puskesmas_head), "at": MADE}
    acts.invite(team=team, **again)
    acts.confirm_role(member=asked, actor=user(world.nurse), at=MADE)
    with pytest.raises(NotPossible):
        acts.invite(team=team, **again)
    with pytest.raises(NotPossible):
        acts.invite(team=team, **again | {"people": [world.midwife]})


def test_what_counts_little_comes_with_advice(world: World) -> None:
    team = make(world)
    for advice in ("", "Lebih rajin."):
        with pytest.raises(Incomplete):
            lead(world, team, WINDOW, "low", advice)
    assert lead(world, team, WINDOW).advice == ADVICE
    assert lead(world, team, WINDOW, "fair", "").extent == "fair"
    with pytest.raises(Incomplete):
        lead(world, team, WINDOW, "", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.update(extent="low", advice="")


def test_each_side_writes_its_own_text(world: World) -> None:
    team = make(world)
    nurse = member(team, world, "nurse")
    facts = {"period": world.q3, "text": "x", "initiative": "", "at": WINDOW}
    with pytest.raises(PermissionDenied):
        tell_own(member=nurse, **facts, actor=user(world.midwife))
    for other in (world.nurse, world.puskesmas_head, world.hr):
        with pytest.raises(PermissionDenied):
            tell_as_lead(member=nurse, **facts, extent="high", advice="", actor=user(other))
    lead(world, team, WINDOW)
    own(world, team, WINDOW, "Data terlambat karena timbangan rusak.")
    assert Contribution.objects.count() == 2
    assert Contribution.objects.get(by_lead=True).text == "Data dua posyandu terlambat sebulan."


def test_only_confirmed_members_in_time_contribute(world: World) -> None:
    team = make(world, confirmed=False)
    with pytest.raises(NotPossible):
        own(world, team, WINDOW)
    acts.confirm_role(member=member(team, world, "nurse"), actor=user(world.nurse), at=MADE)
    with pytest.raises(NotPossible):
        own(world, team, AFTER)
    with pytest.raises(NotPossible):
        facts = {"period": world.q2, "text": "x", "initiative": "", "at": MADE}
        tell_own(member=member(team, world, "nurse"), **facts, actor=user(world.nurse))
    with pytest.raises(Incomplete):
        own(world, team, WINDOW, "\x00 ")


def test_goals_and_closing(world: World) -> None:
    team, goal = make(world), TeamGoal.objects.get()
    maker = {"actor": user(world.midwife), "at": WINDOW}
    with pytest.raises(PermissionDenied):
        acts.realise_goal(goal=goal, realisation="97%", done=True, actor=user(world.nurse), at=WINDOW)
    with pytest.raises(Incomplete):
        acts.add_goal(team=team, text="a", target="1", due=date(2027, 1, 1), **maker)
    with pytest.raises(Incomplete):
        acts.close_team(team=team, result="Selesai", **maker)
    acts.realise_goal(goal=goal, realisation="97%", done=True, **maker)
    with pytest.raises(Incomplete):
        acts.close_team(team=team, result=" ", **maker)
    acts.close_team(team=team, result="Buku panduan posyandu", **maker)
    for act in (
        lambda: acts.close_team(team=team, result="Lagi", **maker),
        lambda: acts.realise_goal(goal=goal, realisation="1%", done=False, **maker),
        lambda: acts.add_goal(team=team, text="a", target="1", due=team.ends, **maker),
        lambda: acts.invite(team=team, people=[world.pppk], role="x", actor=user(world.hr), at=WINDOW),
        lambda: acts.confirm_role(
            member=member(team, world, "surveillance"), actor=user(world.surveillance), at=WINDOW
        ),
    ):
        with pytest.raises(NotPossible):
            act()
    assert own(world, team, WINDOW).pk, "what was done may be told until the window closes"
    assert Event.objects.filter(action="assessment.close_team").count() == 1


def test_material_for_the_appraiser(world: World) -> None:
    team = make(world)
    own(world, team, WINDOW)
    lead(world, team, WINDOW)
    (row,) = team_material(world.nurse, world.q3)
    assert (row["team"], row["role"], row["goals"], row["reached"]) == (team.name, "Pendata posyandu", 1, 0)
    (told,) = row["told"]
    assert told["own"].startswith("Menimbang") and told["extent_label"] == "Perlu ditingkatkan"
    assert told["advice"] == ADVICE
    assert team_material(world.surveillance, world.q3) == [], (
        "a role that nobody confirmed counts for nothing"
    )
    assert team_material(world.nurse, world.q2) == []
    (head,) = team_material(world.midwife.pk, world.q3)
    assert head["leads"] and head["told"] == []
    assert len(team_material(world.nurse, world.year)[0]["told"]) == 1


def test_material_costs_the_same_for_one_and_for_many(world: World) -> None:
    team = make(world)
    own(world, team, WINDOW)
    with CaptureQueriesContext(connection) as one:
        team_material(world.nurse, world.q3)
    for number in range(4):
        make(world, name=f"Tim {number}")
    with CaptureQueriesContext(connection) as many:
        team_material_of([person.pk for person in world.people.values()], world.q3)
    assert len(one) == len(many) == 4


def test_the_material_stands_among_the_sources(world: World) -> None:
    review: Review = nurse_review(world)
    team = make(world)
    lead(world, team, WINDOW)
    view = next(view for view in sources_of(review, WINDOW.date()) if view.source == "teams")
    assert view.reading == "" and view.count == 1
    assert any("perlu ditingkatkan" in line.title for line in view.lines)
    assert any(line.text == ADVICE for line in view.lines)
