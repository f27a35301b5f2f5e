"""Tebing Tinggi: meetings that end in thanks and coaching; identity cards in one day."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from kinerja.assessment.models import Decision, Meeting
from kinerja.growth.models import AwardProposal, SupportPlan
from tests.telling import Told


def test_identity_cards_in_one_day(tell_story: Callable[[str], Told]) -> None:
    told = tell_story("tebing-tinggi")
    facts = told.facts
    assert facts["before"]["value"] >= 3 and facts["after"]["value"] == 1
    assert facts["verdict"] == "effect"
    assert facts["meetings"] == 4
    assert facts["decisions"]["open"] == 0
    _a_meeting_led_to_coaching(told)
    _meetings_led_to_thanks(told)
    told.is_shown()


def _a_meeting_led_to_coaching(told: Told) -> None:
    plan = SupportPlan.objects.get()
    assert plan.decision is not None and plan.decision.status == "done"
    assert plan.get_result_display() in plan.decision.outcome
    head = told.as_role("registry_head")
    assert plan.goal in told.reads(head, f"/pembinaan/{plan.pk}/")
    meeting = Meeting.objects.get(decisions=plan.decision)
    assert plan.decision.text in told.reads(head, f"/rapat/{meeting.pk}/")


def _meetings_led_to_thanks(told: Told) -> None:
    awards = AwardProposal.objects.select_related("decision", "certificate")
    assert awards.count() == len(told.facts["recognised"]) >= 2
    for award in awards:
        assert award.status == "awarded" and award.decision is not None
        assert award.decision.status == Decision.Status.DONE
        assert all(row["met"] for row in award.evidence)
        assert award.certificate.number in told.reads(Client(), f"/piagam/{award.certificate.code}/")
