"""Support that a survey follow-up led to: for whose people, and who hears what came of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kinerja.assessment.models import Notice
from kinerja.growth.actions import support as acts
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import FollowUp
from tests.apps.growth.make_support import GOAL, by, closed, dropped, follow_up, opened, running
from tests.world import World

pytestmark = pytest.mark.django_db


def test_who_answers_for_the_follow_up_hears_the_result_and_not_the_words(world: World) -> None:
    row = follow_up(world)
    plan = closed(world, follow_up=row)
    told = Notice.objects.get(user=world.puskesmas_head.user, key=f"growth.follow_up:support:{plan.pk}")
    assert told.title == "Pembinaan dari tindak lanjut survei selesai: Tercapai"
    for secret in (GOAL, plan.outcome, world.nurse.name):
        assert secret not in told.title
    assert told.url == reverse("voice:follow_up_close", args=[row.pk])
    assert world.client(world.puskesmas_head).get(told.url).status_code == 200


def test_a_plan_given_up_is_told_and_a_draft_thrown_away_is_not(world: World) -> None:
    plan = dropped(world, follow_up=follow_up(world))
    told = Notice.objects.get(key=f"growth.follow_up:support:{plan.pk}")
    assert told.title == "Pembinaan dari tindak lanjut survei dihentikan"
    draft = opened(world, follow_up=follow_up(world))
    acts.drop_plan(plan=draft, why="Salah orang", **by(world.section_head))
    assert not Notice.objects.filter(key=f"growth.follow_up:support:{draft.pk}").exists()


def test_a_closed_follow_up_leads_to_those_that_are(world: World) -> None:
    row = follow_up(world)
    plan = running(world, follow_up=row)
    FollowUp.objects.filter(pk=row.pk).update(status="done", outcome="Selesai")
    plan.refresh_from_db()
    acts.close_plan(plan=plan, result="missed", outcome="Belum", **by(world.section_head))
    told = Notice.objects.get(key=f"growth.follow_up:support:{plan.pk}")
    assert told.url == reverse("voice:follow_ups") + "?selesai=1" and "Belum tercapai" in told.title


def test_nobody_is_told_of_his_own_act_or_without_a_follow_up(world: World) -> None:
    plan = closed(world, follow_up=follow_up(world, responsible=world.section_head))
    assert not Notice.objects.filter(key=f"growth.follow_up:support:{plan.pk}").exists()
    closed(world)
    assert not Notice.objects.filter(key__startswith="growth.follow_up").exists()


@pytest.mark.parametrize("unit", ["PKM1-YAN", "PKM1", "DINKES"])
def test_it_is_of_the_units_around_the_employee(world: World, unit: str) -> None:
    assert opened(world, follow_up=follow_up(world, unit)).pk


@pytest.mark.parametrize("unit", ["PKM2", "DUKCAPIL"])
def test_another_offices_follow_up_is_refused(world: World, unit: str) -> None:
    with pytest.raises(NotPossible, match="bukan milik unit kerja"):
        opened(world, follow_up=follow_up(world, unit))


def test_a_head_is_supported_by_a_follow_up_of_a_unit_below_him(world: World) -> None:
    with pytest.raises(NotPossible, match="bukan milik unit kerja"):
        opened(world, employee=world.section_head, guide=world.puskesmas_head,
               follow_up=follow_up(world, "PKM2"), **by(world.puskesmas_head))  # fmt: skip
    assert opened(world, employee=world.puskesmas_head, guide=world.office_head,
                  follow_up=follow_up(world, "PKM1-YAN"), **by(world.office_head)).pk  # fmt: skip
