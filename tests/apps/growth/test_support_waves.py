"""Waves of coaching: what belongs to one, what is told of it and to whom, and the way to its effect."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.growth.actions.proof import change_programme
from kinerja.growth.models import SupportPlan
from kinerja.growth.queries.support_waves import wave_of, waves
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.make_meetings import planned
from tests.apps.growth.make_support import DAY, DUE, GOAL, SECRET, coached, follow_up
from tests.apps.growth.test_proof import facts
from tests.apps.insight.make_effects import programme
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


def test_plans_of_one_follow_up_or_one_meeting_are_a_wave(world: World) -> None:
    row, meeting = follow_up(world), planned(world)
    coached(world, row, 3)
    coached(world, row, 2, status="closed", result="reached", outcome="Baik", starts=TODAY + DAY)
    coached(world, meeting, 6, starts=TODAY - 10 * DAY)
    survey, met = waves(TODAY)
    assert (survey.reason, survey.key, survey.title) == (row, f"survei-{row.pk}", "Kelas senyum sapa")
    assert (survey.starts, survey.last, survey.begun, survey.closed) == (TODAY, TODAY + DAY, 5, 2)
    assert (met.reason, met.begun, met.closed) == (meeting, 6, 0)
    assert met.title == "Rapat evaluasi Puskesmas Melati, 5 Oktober 2026"
    assert wave_of(row, TODAY) == survey and wave_of(meeting, TODAY) == met


def test_what_has_not_begun_was_stopped_or_is_another_kind_does_not_count(world: World) -> None:
    row = follow_up(world)
    for status in ("draft", "offered"):
        coached(world, row, 2, status=status)
    coached(world, row, 2, status="dropped", outcome="Pindah")
    coached(world, row, 2, kind="improvement")
    assert waves(TODAY) == [] and wave_of(row, TODAY) is None


def test_one_persons_plan_is_no_wave(world: World) -> None:
    row = follow_up(world)
    plan = coached(world, row, 1)[0]
    SupportPlan.objects.create(
        kind="guidance", employee=plan.employee, guide=plan.guide, goal=GOAL, starts=TODAY, due=DUE,
        status="running", follow_up=row, made_by=plan.made_by, made_at=NOW,
    )  # fmt: skip
    assert waves(TODAY) == []
    coached(world, row, 1)
    assert wave_of(row, TODAY) is not None


def test_plans_long_after_the_first_are_another_matter(world: World) -> None:
    row = follow_up(world)
    coached(world, row, 5)
    coached(world, row, 1, starts=TODAY + timedelta(days=90), due=DUE + timedelta(days=90))
    coached(world, row, 1, starts=TODAY + timedelta(days=91), due=DUE + timedelta(days=90))
    wave = wave_of(row, TODAY)
    assert wave is not None and (wave.begun, wave.last) == (6, TODAY + timedelta(days=90))


@pytest.mark.parametrize(("people", "told"), [(4, None), (5, 5)])
def test_below_the_floor_no_count_is_told(world: World, people: int, told: int | None) -> None:
    row = follow_up(world)
    coached(world, row, people)
    wave = wave_of(row, TODAY)
    assert wave is not None and wave.begun == told
    for reader in (world.hr, world.services_officer):
        page = world.client(reader).get(reverse("growth:support_waves")).content.decode()
        assert ("5 rencana dimulai, 0 selesai" in page) is (told == 5)
        assert ("Kurang dari 5 orang" in page) is (told is None)


def test_the_page_names_nobody_and_leads_to_the_effect_and_back(world: World) -> None:
    row, other = follow_up(world), planned(world)
    plans = [*coached(world, row, 5, facts=SECRET), *coached(world, other, 2)]
    keeper, address = world.client(world.services_officer), reverse("growth:support_waves")
    begin = f"{reverse('insight:effect_new')}?pembinaan=survei-{row.pk}"
    page = keeper.get(address).content.decode()
    assert f'href="{begin}"' in page and "Dampingi" not in page
    for plan in plans:
        assert plan.employee.name not in page and plan.goal not in page and SECRET not in page
    made = programme(world, coached_for=row)
    page = keeper.get(address).content.decode()
    assert begin not in page and reverse("insight:effect", args=[made.pk]) in page
    alone = keeper.get(f"{address}?pilih=rapat-{other.pk}").content.decode()
    assert "Kelas senyum sapa" not in alone and "Rapat evaluasi Puskesmas Melati" in alone
    tab = f'href="{address}"'
    assert tab in keeper.get(reverse("growth:support")).content.decode()
    assert tab not in world.client(world.section_head).get(reverse("growth:support")).content.decode()


def test_without_a_wave_the_page_says_how_one_comes(world: World) -> None:
    page = world.client(world.hr).get(reverse("growth:support_waves")).content.decode()
    assert "Belum ada gelombang pembinaan" in page


def test_a_programme_points_to_a_wave_and_never_to_one_persons_plan(world: World) -> None:
    row, meeting = follow_up(world), planned(world)
    coached(world, row, 1)
    with pytest.raises(NotPossible, match="sedikitnya dua orang"):
        programme(world, coached_for=row)
    coached(world, row, 1)
    coached(world, meeting, 2)
    made = programme(world, coached_for=row, kind="coaching")
    assert made.coached_for == row
    assert Event.objects.get(action="growth.make_programme").after["follow_up_id"] == row.pk
    act = {"programme": made, "actor": world.hr.user, "at": NOW}
    moved = change_programme(**act, **facts(made, coached_for=meeting))
    assert (moved.follow_up, moved.meeting) == (None, meeting)
    assert moved.made_at == made.made_at, "a link is no yardstick"
    coached_by_nobody = follow_up(world)
    with pytest.raises(NotPossible, match="Gelombang pembinaan ini belum ada"):
        change_programme(**act, **facts(made, coached_for=coached_by_nobody))


def test_the_list_costs_the_same_whatever_the_number(world: World) -> None:
    counts = []
    client = world.client(world.hr)
    for more in (1, 10):
        for _number in range(more):
            row = follow_up(world)
            coached(world, row, 2)
            programme(world, coached_for=row)
        client.get(reverse("growth:support_waves"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("growth:support_waves"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14
