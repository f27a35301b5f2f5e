"""Links from the pages of other parts into growth: only where the next page opens, gone once it is done."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.models import Meeting
from kinerja.people.models import Employee
from kinerja.voice.models import FollowUp
from tests.apps.assessment import make_meetings
from tests.apps.growth import make_awards, make_support
from tests.world import NOW, World


def page(world: World, person: Employee, url: str) -> str:
    return world.client(person).get(url).content.decode()


def decided(world: World) -> Meeting:
    meeting = make_meetings.running(world)
    facts: dict[str, Any] = {"about": world.nurse, "owner": world.section_head}
    make_meetings.decision(world, meeting, kind="support", **facts)
    make_meetings.decision(world, meeting, kind="recognition", **facts)
    return meeting


@pytest.mark.parametrize("name", ["assessment:decisions", "assessment:meeting"])
def test_a_decision_leads_its_owner_to_the_award_and_to_the_plan(world: World, name: str) -> None:
    meeting = decided(world)
    url = reverse(name, args=[meeting.pk] if name == "assessment:meeting" else [])
    support, award = meeting.decisions.get(kind="support"), meeting.decisions.get(kind="recognition")
    to_plan = f"{reverse('growth:support_open', args=[world.nurse.pk])}?keputusan={support.pk}"
    to_award = f"{reverse('growth:schemes')}?keputusan={award.pk}"
    text = page(world, world.section_head, url)
    for address in (to_plan, to_award):
        assert address in text
        assert world.client(world.section_head).get(address).status_code == 200
    make_support.opened(world, decision=support)
    make_awards.proposed(world, decision=award)
    text = page(world, world.section_head, url)
    assert to_plan not in text and to_award not in text


def test_a_need_is_noted_by_whoever_leads_the_unit(world: World) -> None:
    meeting = decided(world)
    url = reverse("assessment:meeting", args=[meeting.pk])
    wanted = [reverse("growth:need_from_decision", args=[row.pk]) for row in meeting.decisions.all()]
    head = page(world, world.puskesmas_head, url)
    for address in wanted:
        assert address in head
        assert world.client(world.puskesmas_head).get(address).status_code == 200
    owner = page(world, world.section_head, url)
    assert not [address for address in wanted if address in owner]


def test_the_page_of_a_meeting_costs_the_same_with_three_and_thirty_decisions(world: World) -> None:
    meeting, counts = make_meetings.running(world), []
    url, client = reverse("assessment:meeting", args=[meeting.pk]), world.client(world.puskesmas_head)
    client.get(url)
    for more in (3, 27):
        for _number in range(more):
            facts: dict[str, Any] = {"kind": "support", "about": world.nurse, "owner": world.section_head}
            make_meetings.decision(world, meeting, **facts)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_of_an_employee_leads_where_one_may_go(world: World) -> None:
    url = reverse("people:employee", args=[world.nurse.pk])
    hours = reverse("growth:hours_one", args=[world.nurse.pk])
    talent = reverse("growth:talent_of", args=[world.nurse.pk])
    support = reverse("growth:support_open", args=[world.nurse.pk])
    shown = {
        "section_head": {hours, support},
        "hr": {hours, talent},
        "auditor": {hours, talent},
        "admin": {hours},
        "nurse": {hours, talent},
    }
    for name, wanted in shown.items():
        text = page(world, world.people[name], url)
        assert {address for address in (hours, talent, support) if f'"{address}"' in text} == wanted, name
        for address in wanted:
            assert world.client(world.people[name]).get(address).status_code == 200


def test_a_received_evaluation_leads_its_appraiser_to_support(world: World) -> None:
    review = make_support.low_review(world)
    url = reverse("assessment:why", args=[review.pk])
    plan = f"{reverse('growth:support_open', args=[world.nurse.pk])}?evaluasi={review.pk}"
    path = reverse("growth:support_path", args=[review.pk])
    text = page(world, world.section_head, url)
    for address in (plan, path):
        assert address in text
        assert world.client(world.section_head).get(address).status_code == 200
    assert plan not in page(world, world.nurse, url)
    type(review).objects.filter(pk=review.pk).update(delivered_at=None, status="signed")
    assert plan not in page(world, world.section_head, url)


def test_a_survey_follow_up_leads_a_leader_to_support(world: World) -> None:
    def row(person: Employee) -> str:
        made = FollowUp.objects.create(
            unit=world.units["PKM1"], programme="Tambah kursi", year=2026, quarter=4, responsible=person,
            made_at=NOW,
        )  # fmt: skip
        return f"{reverse('growth:support_new')}?tindak_lanjut={made.pk}"

    leads, serves = row(world.section_head), row(world.nurse)
    url = reverse("voice:follow_ups")
    text = page(world, world.section_head, url)
    assert leads in text and serves not in text
    assert world.client(world.section_head).get(leads).status_code == 200
    assert serves not in page(world, world.nurse, url)


def test_everybody_finds_the_appreciation_and_the_stories_from_the_public_pages(world: World) -> None:
    text = page_of_anybody(world, reverse("voice:public"))
    for name in ("growth:public_awards", "insight:effects_public"):
        assert f'href="{reverse(name)}"' in text
    assert 'aria-current="page">Apresiasi' in page_of_anybody(world, reverse("growth:public_awards"))


def page_of_anybody(world: World, url: str) -> str:
    return world.client(None).get(url).content.decode()
