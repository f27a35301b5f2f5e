"""Hari ini and what waits in growth: the right person, the right button, gone when done, a constant cost."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.accounts.models import User
from kinerja.growth.actions import hours, mentoring, own_plans, pulses
from kinerja.growth.actions import recognition as awards
from kinerja.growth.actions import support as plans
from kinerja.growth.actions.coach_feedback import read_feedback
from kinerja.growth.actions.counselling import appoint
from kinerja.growth.actions.pay import approve_table
from kinerja.growth.actions.talent import accept_assignment
from kinerja.growth.models import Lesson, LessonRead, SupportStep
from kinerja.insight.queries import Task, tasks_for
from kinerja.insight.queries.growth_tasks import WORDS
from kinerja.people.models import Employee
from tests.apps.assessment import make_meetings
from tests.apps.assessment.office import user
from tests.apps.assessment.test_look import enter
from tests.apps.growth import (
    hours_office,
    make_awards,
    make_counselling,
    make_mentoring,
    make_pay,
    make_support,
    make_talent,
    make_training,
    pulse_office,
)
from tests.web.look import assert_accessible, take_pictures, violations
from tests.world import NOW, TODAY, World


def tasks(person: Employee) -> dict[str, Task]:
    """By the kind of growth they are; a fresh user, who remembers nothing of the last look."""
    found = {task.title: task for task in tasks_for(User.objects.get(pk=user(person).pk), TODAY)}
    return {
        code: found[words.title % number]
        for code, words in WORDS.items()
        for number in (1, 2, 3)
        if words.title % number in found
    }


def test_an_offered_plan_waits_for_the_employee_and_its_step_for_whoever_does_it(world: World) -> None:
    plan = make_support.offered(world)
    assert tasks(world.nurse)["support_offer"].url == reverse("growth:support_plan", args=[plan.pk])
    assert "support_offer" not in tasks(world.section_head)
    plans.agree(plan=plan, actor=user(world.nurse), at=NOW)
    assert "support_offer" not in tasks(world.nurse)
    SupportStep.objects.filter(plan=plan).update(due=TODAY)
    for person in (world.nurse, world.section_head):
        assert tasks(person)["support_step"].due == TODAY
    SupportStep.objects.filter(plan=plan).update(due=TODAY + timedelta(days=8))
    assert "support_step" not in tasks(world.nurse)


def test_a_promise_waits_for_who_gave_it_and_once_late_for_the_superior(world: World) -> None:
    promise = make_support.promised(world, make_support.running(world), due=TODAY)
    assert tasks(world.section_head)["promise"].url == reverse("growth:support_settle", args=[promise.pk])
    assert "promise_below" not in tasks(world.puskesmas_head)
    type(promise).objects.filter(pk=promise.pk).update(due=TODAY - timedelta(days=1))
    below = tasks(world.puskesmas_head)["promise_below"]
    assert below.url == reverse("growth:support_promises", args=[world.section_head.pk])
    assert below.late(TODAY)
    assert "promise_below" not in tasks(world.nurse)
    second = make_support.promised(world, promise.plan, due=TODAY)
    type(promise).objects.filter(pk=second.pk).update(due=TODAY - timedelta(days=2))
    below = tasks(world.puskesmas_head)["promise_below"]
    assert (below.count, below.due) == (2, TODAY - timedelta(days=2))
    assert below.url == reverse("growth:support_promises", args=[world.puskesmas_head.pk])


def test_what_a_meeting_decided_leads_to_the_form_with_the_decision(world: World) -> None:
    meeting = make_meetings.running(world)
    facts: dict[str, Any] = {"about": world.nurse, "owner": world.section_head}
    support = make_meetings.decision(world, meeting, kind="support", **facts)
    award = make_meetings.decision(world, meeting, kind="recognition", **facts)
    found = tasks(world.section_head)
    at = reverse("growth:support_open", args=[world.nurse.pk])
    assert found["support_decision"].url == f"{at}?keputusan={support.pk}"
    assert found["award_decision"].url == f"{reverse('growth:schemes')}?keputusan={award.pk}"
    assert not {"support_decision", "award_decision"} & set(tasks(world.nurse))
    make_support.opened(world, decision=support)
    make_awards.proposed(world, decision=award)
    assert not {"support_decision", "award_decision"} & set(tasks(world.section_head))


def test_a_vote_waits_for_the_juror_then_the_decision_then_the_consent(world: World) -> None:
    proposal = make_awards.proposed(world)
    assert tasks(world.office_head)["award_vote"].url == reverse("growth:award_vote", args=[proposal.pk])
    assert "award_decide" not in tasks(world.hr)
    make_awards.voted(world, proposal)
    assert "award_vote" not in tasks(world.office_head)
    assert tasks(world.hr)["award_decide"].url == reverse("growth:proposal", args=[proposal.pk])
    awards.decide(proposal=proposal, award=True, why="Tertib.", actor=user(world.hr), at=NOW)
    assert "award_decide" not in tasks(world.hr)
    assert "award_consent" in tasks(world.nurse)
    awards.give_consent(proposal=proposal, yes=True, actor=user(world.nurse), at=NOW)
    assert "award_consent" not in tasks(world.nurse)


def test_a_seat_waits_for_the_appraiser(world: World) -> None:
    make_training.seat(make_training.session(world), world.nurse)
    assert tasks(world.section_head)["training_approve"].url == reverse("growth:approvals")
    assert "training_approve" not in tasks(world.puskesmas_head)


@pytest.mark.parametrize("state", ["planned", "running"])
def test_a_session_whose_time_has_passed_waits_for_who_made_it(world: World, state: str) -> None:
    held = make_training.session(world)
    rows = type(held).objects.filter(pk=held.pk)
    rows.update(status=state)
    assert "session_end" not in tasks(world.hr), "it has not ended"
    yesterday = NOW - timedelta(days=1)
    rows.update(starts_at=yesterday - timedelta(hours=2), ends_at=yesterday)
    task = tasks(world.hr)["session_end"]
    assert (task.url, task.due) == (reverse("growth:session", args=[held.pk]), yesterday.date())
    assert "session_end" not in tasks(world.nurse)
    rows.update(made_by=user(world.nurse))
    assert "session_end" in tasks(world.nurse) and "session_end" not in tasks(world.hr)
    for over in ("held", "cancelled"):
        rows.update(status=over)
        assert "session_end" not in tasks(world.nurse)


def test_hours_and_the_own_plan_wait_for_the_appraiser(world: World) -> None:
    activity, plan = hours_office.report(world), hours_office.sent(world)
    found = tasks(world.section_head)
    assert found["hours"].url == reverse("growth:hours") + "?lihat=tim"
    assert found["own_plan"].url == reverse("growth:own_plan", args=[plan.pk])
    hours.confirm_activity(activity=activity, actor=user(world.section_head), at=NOW)
    own_plans.agree_plan(plan=plan, actor=user(world.section_head), at=NOW)
    assert not {"hours", "own_plan"} & set(tasks(world.section_head))


def test_a_pulse_waits_until_it_is_answered(world: World) -> None:
    pulse = pulse_office.opened(world)
    task = tasks(world.nurse)["pulse"]
    assert (task.due, task.url) == (pulse.ends, reverse("growth:pulse_answer", args=[pulse.pk]))
    pulses.answer_pulse(pulse=pulse, scores={"p1": 3, "p2": 3}, text="", actor=user(world.nurse), at=NOW)
    assert "pulse" not in tasks(world.nurse)


def test_a_mentorship_waits_for_the_other_then_for_the_journal(world: World) -> None:
    pair = make_mentoring.proposed(world)
    assert "mentoring_answer" in tasks(world.nurse2)
    assert "mentoring_answer" not in tasks(world.nurse)
    mentoring.agree_mentorship(mentorship=pair, actor=user(world.nurse2), at=NOW)
    assert "mentoring_answer" not in tasks(world.nurse2)
    pair.refresh_from_db()
    meeting = make_mentoring.met(world, pair)
    for person in (world.nurse, world.nurse2):
        assert tasks(person)["mentoring_journal"].url == reverse("growth:mentor_journal", args=[meeting.pk])


def test_behaviour_waits_for_hr_then_for_the_counsellor_alone(world: World) -> None:
    report = make_counselling.report(world)
    assert tasks(world.hr)["behaviour"].url == reverse("growth:behaviour", args=[report.pk])
    row = appoint(report=report, counsellor=world.headteacher, actor=user(world.hr), at=NOW)
    assert "behaviour" not in tasks(world.hr)
    url = reverse("growth:counselling_notes", args=[row.pk])
    assert tasks(world.headteacher)["counselling"].url == url
    for person in (world.hr, world.section_head, world.nurse):
        assert "counselling" not in tasks(person)


def test_a_strength_offer_waits_for_its_answer(world: World) -> None:
    make_talent.service(world)
    row = make_talent.offer(world)
    assert tasks(world.nurse)["strength_offer"].url == reverse("growth:assignment", args=[row.pk])
    accept_assignment(assignment=row, actor=user(world.nurse), at=NOW)
    assert "strength_offer" not in tasks(world.nurse)


def test_a_table_of_incentives_waits_for_the_second_person(world: World) -> None:
    table, other = make_pay.table(world, approved=False), make_pay.second(world)
    assert "pay_table" not in tasks(world.hr)
    assert tasks(world.agency_hr_head)["pay_table"].url == reverse("growth:allowance_table", args=[table.pk])
    approve_table(table=table, actor=other, at=NOW)
    assert "pay_table" not in tasks(world.agency_hr_head)


def test_feedback_on_a_coach_waits_for_the_superior_of_the_coach(world: World) -> None:
    row = make_support.feedback(world)
    assert tasks(world.puskesmas_head)["coach_feedback"].url == reverse(
        "growth:coach_feedback", args=[row.pk]
    )
    assert "coach_feedback" not in tasks(world.section_head)
    read_feedback(feedback=row, actor=user(world.puskesmas_head), at=NOW)
    assert "coach_feedback" not in tasks(world.puskesmas_head)


def test_a_lesson_stands_last_and_goes_once_it_is_read(world: World) -> None:
    facts = {"summary": "Inti", "body": "Isi", "published": True}
    row = Lesson.objects.create(title="Apa yang berubah", **facts)
    Lesson.objects.create(title="Untuk penilai", audience="appraisers", **facts)
    make_support.offered(world)
    assert tasks_for(user(world.nurse), TODAY)[-1].url == reverse("growth:lesson", args=[row.pk])
    LessonRead.objects.create(lesson=row, employee=world.nurse, at=NOW)
    assert "lesson" not in tasks(world.nurse)


@pytest.mark.parametrize("name", ["nurse", "section_head", "hr"])
def test_every_task_leads_to_a_page_that_opens(world: World, name: str) -> None:
    make_support.offered(world)
    pulse_office.opened(world)
    hours_office.report(world)
    hours_office.sent(world)
    make_training.seat(make_training.session(world), world.nurse)
    make_counselling.report(world)
    make_awards.proposed(world)
    found = tasks(world.people[name])
    assert found
    for task in found.values():
        assert world.client(world.people[name]).get(task.url).status_code == 200, task.title


@pytest.mark.parametrize("name", ["nurse", "section_head"])
def test_the_page_costs_the_same_with_three_and_with_thirty(world: World, name: str) -> None:
    client, url = world.client(world.people[name]), reverse("insight:today")
    counts = []
    for more in (3, 27):
        for number in range(more):
            hours_office.report(world, title=f"Seminar {more} {number}")
            Lesson.objects.create(title=f"{more} {number}", summary="Inti", body="Isi", published=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_day_the_menu_and_the_links_look_right(page: Page, live_server: Any, world: World) -> None:
    meeting = make_meetings.running(world)
    facts: dict[str, Any] = {"about": world.nurse, "owner": world.section_head}
    make_meetings.decision(world, meeting, kind="support", **facts)
    make_meetings.decision(world, meeting, kind="recognition", **facts)
    make_support.promised(world, make_support.running(world), due=TODAY)
    hours_office.report(world)
    hours_office.sent(world)
    make_training.seat(make_training.session(world), world.nurse)
    Lesson.objects.create(title="Apa yang berubah", summary="Inti", body="Isi", published=True)
    enter(page, live_server, world, world.section_head)
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, url in {
        "tumbuh-hari-ini": reverse("insight:today"),
        "tumbuh-rapat": reverse("assessment:meeting", args=[meeting.pk]),
        "tumbuh-pegawai": reverse("people:employee", args=[world.nurse.pk]),
    }.items():
        page.goto(live_server.url + url)
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("growth:support"))
    sheet = page.locator(".bottom-sheet")
    page.get_by_text("Menu", exact=True).click()
    expect(sheet.get_by_role("link", name="Pembinaan")).to_be_visible()
    expect(sheet.get_by_role("link", name="Keberatan")).to_be_hidden()
    assert violations(page) == []
    if pictures:
        page.screenshot(path=Path(pictures) / "tumbuh-menu-390.png")
        page.emulate_media(color_scheme="dark")
        page.screenshot(path=Path(pictures) / "tumbuh-menu-390-dark.png")
