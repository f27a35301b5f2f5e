"""Hours: what counts and what is cut, who confirms; the own plan by state and refusal; pages and queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.growth.actions import hours, own_plans
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import DevelopmentActivity, DevelopmentGoal, DevelopmentPlan
from kinerja.growth.queries.hours import hours_of, to_confirm
from kinerja.growth.queries.own_plans import goals_due, plans_to_agree, proposals
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import signed_review, user
from tests.apps.growth.hours_office import agreed, confirmed, goal, own_draft, report, sent
from tests.apps.growth.make import assessed
from tests.world import NOW, TODAY, World, appoint, nip


def test_only_what_somebody_else_confirmed_counts(world: World) -> None:
    row = report(world)
    assert hours_of(world.nurse, 2026, TODAY).done.hours == 0
    assert list(to_confirm(world.section_head, TODAY)) == [row]
    for who in ("nurse", "puskesmas_head", "outsider", "auditor"):
        with pytest.raises(PermissionDenied):
            hours.confirm_activity(activity=row, actor=user(world.people[who]), at=NOW)
    hours.confirm_activity(activity=row, actor=user(world.section_head), at=NOW)
    view = hours_of(world.nurse, 2026, TODAY)
    assert (view.done.hours, view.done.missing, view.waiting) == (8, 12, ())
    with pytest.raises(NotPossible):
        hours.refuse_activity(activity=row, why="x", actor=user(world.hr), at=NOW)


def test_refused_says_why_and_does_not_count(world: World) -> None:
    row = report(world)
    with pytest.raises(Incomplete):
        hours.refuse_activity(activity=row, why=" ", actor=user(world.hr), at=NOW)
    hours.refuse_activity(activity=row, why="Bukti belum terbaca", actor=user(world.hr), at=NOW)
    view = hours_of(world.nurse, 2026, TODAY)
    assert view.done.hours == 0 and view.refused[0].refused == "Bukti belum terbaca"
    assert not to_confirm(world.section_head, TODAY).exists()


def test_the_rule_cuts_and_says_so(world: World) -> None:
    for day in (1, 2, 3):
        confirmed(world, kind="coaching", day=date(2026, 9, day), amount=1)
    confirmed(world, kind="belajar_mandiri", day=date(2026, 8, 1), amount=5)
    view = hours_of(world.nurse, 2026, TODAY)
    assert view.done.hours == 4 + 2 and view.cut == 2 + 3
    assert any("di atas batas" in step.says for step in view.done.explanation)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "melamun"},
        {"day": TODAY + timedelta(days=1)},
        {"day": date(2024, 12, 31)},
        {"amount": 0},
        {"amount": 401},
        {"title": " "},
        {"evidence": ""},
    ],
    ids=["kind", "tomorrow", "long-ago", "none", "too-much", "no-title", "no-evidence"],
)
def test_what_is_reported_is_checked(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Incomplete):
        report(world, **wrong)
    assert not DevelopmentActivity.objects.exists()


def test_nobody_reports_for_another(world: World) -> None:
    with pytest.raises(PermissionDenied):
        report(world, actor=user(world.section_head))


def test_a_plan_is_proposed_sent_returned_agreed_and_closed(world: World) -> None:
    nurse, head = user(world.nurse), user(world.section_head)
    plan = own_draft(world)
    with pytest.raises(NotPossible):
        own_draft(world)
    with pytest.raises(Incomplete):
        own_plans.submit_plan(plan=plan, actor=nurse, at=NOW)
    row = goal(world, plan)
    with pytest.raises(PermissionDenied):
        own_plans.submit_plan(plan=plan, actor=head, at=NOW)
    own_plans.submit_plan(plan=plan, actor=nurse, at=NOW)
    assert [found.pk for found in plans_to_agree(world.section_head, TODAY)] == [plan.pk]
    with pytest.raises(NotPossible):
        goal(world, plan)
    for who in ("nurse", "hr", "puskesmas_head"):
        with pytest.raises(PermissionDenied):
            own_plans.agree_plan(plan=plan, actor=user(world.people[who]), at=NOW)
    with pytest.raises(Incomplete):
        own_plans.return_plan(plan=plan, why="", actor=head, at=NOW)
    back = own_plans.return_plan(plan=plan, why="Tambahkan ukuran", actor=head, at=NOW)
    assert (back.status, back.returned) == ("draft", "Tambahkan ukuran")
    goal(world, plan, goal=row, aim="Sembilan dari sepuluh pasien mengulang penjelasan")
    again = own_plans.submit_plan(plan=plan, actor=nurse, at=NOW)
    assert again.returned == ""
    done = own_plans.agree_plan(plan=plan, actor=head, at=NOW)
    assert done.agreed_by == world.section_head
    assert list(goals_due(world.nurse, date(2026, 11, 30))) == [row]
    assert not goals_due(world.nurse, date(2026, 11, 29)).exists()
    with pytest.raises(Incomplete):
        own_plans.finish_goal(goal=row, done_on=TODAY + timedelta(days=1), result="x", actor=nurse, at=NOW)
    own_plans.finish_goal(goal=row, done_on=TODAY, result="Pasien paham", actor=nurse, at=NOW)
    with pytest.raises(NotPossible):
        own_plans.finish_goal(goal=row, done_on=TODAY, result="lagi", actor=nurse, at=NOW)
    with pytest.raises(Incomplete):
        own_plans.close_plan(plan=plan, reflection="", actor=nurse, at=NOW)
    closed = own_plans.close_plan(plan=plan, reflection="Lebih sabar", actor=nurse, at=NOW)
    assert closed.status == "closed"


@pytest.mark.parametrize(
    "wrong",
    [{"aim": " "}, {"way": "melamun"}, {"way": "course:999"}, {"due": date(2027, 1, 1)}],
    ids=["no-aim", "no-way", "no-course", "other-year"],
)
def test_a_goal_is_checked(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Incomplete):
        goal(world, own_draft(world), **wrong)
    assert not DevelopmentGoal.objects.exists()


def test_goals_are_proposed_from_gaps_and_the_last_evaluation(world: World) -> None:
    assessed(world, mengelola_perubahan=1)
    review = signed_review(world)
    review.recommendation = "Ikut pelatihan komunikasi."
    review.save(update_fields=["recommendation"])
    plan = own_draft(world)
    before = [row.key for row in proposals(plan, TODAY)]
    assert "gap:mengelola_perubahan" in before and "review" not in before, "not in hand yet"
    review.delivered_at = NOW
    review.save(update_fields=["delivered_at"])
    assert "review" in [row.key for row in proposals(plan, TODAY)]
    nurse = world.client(world.nurse)
    for key in ("gap:mengelola_perubahan", "review"):
        nurse.post(reverse("growth:own_goal_adopt", args=[plan.pk]), {"key": key})
    assert plan.goals.count() == 2
    left = [row.key for row in proposals(plan, TODAY)]
    assert "gap:mengelola_perubahan" not in left and "review" not in left
    again = nurse.post(reverse("growth:own_goal_adopt", args=[plan.pk]), {"key": "review"})
    assert again.status_code == 404


@pytest.mark.django_db
def test_pages_of_hours_by_role(world: World) -> None:
    row = report(world)
    url = reverse("growth:hours")
    own = world.client(world.nurse).get(url).content.decode()
    assert "Menunggu konfirmasi" in own and "Kurang 20 JP" in own
    head = world.client(world.section_head)
    assert row.title in head.get(url + "?lihat=tim").content.decode()
    head.post(reverse("growth:activity_confirm", args=[row.pk]))
    assert "Kurang 12 JP" in head.get(reverse("growth:hours_one", args=[world.nurse.pk])).content.decode()
    hr = world.client(world.hr)
    assert world.midwife.name in hr.get(url + "?lihat=semua").content.decode()
    file = hr.get(reverse("growth:hours_file")).content.decode()
    line = next(line for line in file.split("\r\n") if world.nurse.name in line)
    assert line.endswith("PNS;8;20;12;0")
    another = report(world, title="=SUM(A1)")
    refused = hr.post(reverse("growth:activity_refuse", args=[another.pk]), {"why": "Tanpa bukti"})
    assert refused.status_code == 302
    assert "Tanpa bukti" in world.client(world.nurse).get(url).content.decode()


@pytest.mark.django_db
def test_a_report_and_a_plan_through_the_forms(world: World) -> None:
    nurse, head = world.client(world.nurse), world.client(world.section_head)
    facts = {
        "kind": "kursus",
        "title": "Kursus isyarat",
        "day": "2026-09-01",
        "amount": "10",
        "evidence": "S",
    }
    assert nurse.post(reverse("growth:activity_new"), facts | {"day": "2027-01-01"}).status_code == 422
    assert nurse.post(reverse("growth:activity_new"), facts).status_code == 302
    assert nurse.post(reverse("growth:own_plan_start"), {"year": "2026"}).status_code == 302
    plan = DevelopmentPlan.objects.get()
    here = reverse("growth:own_plan", args=[plan.pk])
    said = {"competence": "", "aim": "Lancar bahasa isyarat", "way": "kursus", "due": "2026-12-01"}
    assert nurse.post(reverse("growth:own_goal_new", args=[plan.pk]), said).status_code == 302
    row = plan.goals.get()
    edit = reverse("growth:own_goal_edit", args=[row.pk])
    assert nurse.post(edit, said | {"due": "2027-12-01"}).status_code == 422
    nurse.post(reverse("growth:own_plan_submit", args=[plan.pk]))
    assert "Sepakati rencana" in head.get(here).content.decode()
    head.post(reverse("growth:own_plan_return", args=[plan.pk]), {"why": "Mana ukurannya?"})
    assert "Mana ukurannya?" in nurse.get(here).content.decode()
    nurse.post(reverse("growth:own_plan_submit", args=[plan.pk]))
    head.post(reverse("growth:own_plan_agree", args=[plan.pk]))
    assert "Selesaikan sasaran" in nurse.get(here).content.decode()
    finish = reverse("growth:own_goal_finish", args=[row.pk])
    assert nurse.post(finish, {"done_on": "2026-10-01", "result": "Sudah"}).status_code == 302
    nurse.post(reverse("growth:own_plan_close", args=[plan.pk]), {"reflection": "Pasien tuli terlayani"})
    assert "Pasien tuli terlayani" in nurse.get(here).content.decode()
    assert world.client(world.outsider).get(here).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["hours", "own_plans"])
def test_lists_cost_the_same_for_few_and_many(world: World, name: str) -> None:
    head, url = world.client(world.section_head), reverse(f"growth:{name}") + "?lihat=tim"
    confirmed(world)
    report(world)
    sent(world)
    head.get(url)
    with CaptureQueriesContext(connection) as few:
        head.get(url)
    for number in range(20):
        person = Employee.objects.create(nip=nip(400 + number), name=f"Perawat {number}")
        appoint(person, world.posts["PERAWAT"])
        DevelopmentActivity.objects.create(
            employee=person, kind="seminar", title="S", day=TODAY, amount=4, evidence="S"
        )
        DevelopmentPlan.objects.create(employee=person, year=2026, status="submitted")
    with CaptureQueriesContext(connection) as many:
        head.get(url)
    assert len(few) == len(many)


def test_an_agreed_plan_is_frozen(world: World) -> None:
    plan = agreed(world)
    with pytest.raises(NotPossible):
        own_plans.drop_goal(goal=plan.goals.get(), actor=user(world.nurse), at=NOW)
    with pytest.raises(NotPossible):
        own_plans.agree_plan(plan=plan, actor=user(world.section_head), at=NOW)


def test_another_day_of_an_agreed_plan_is_agreed_anew(world: World) -> None:
    plan, nurse, head = agreed(world), user(world.nurse), user(world.section_head)
    later = goal(world, own_draft(world, 2027), competence="", due=date(2027, 3, 1))
    assert later.plan_id != plan.pk
    row = plan.goals.get()
    reached = DevelopmentGoal.objects.create(
        plan=plan, competence="", aim="Selesai", way="coaching", due=TODAY, done_on=TODAY, result="Bisa"
    )
    for who in ("section_head", "hr", "pppk"):
        with pytest.raises(PermissionDenied):
            own_plans.reopen_plan(plan=plan, actor=user(world.people[who]), at=NOW)
    page = world.client(world.nurse).get(reverse("growth:own_plan", args=[plan.pk])).content.decode()
    assert reverse("growth:own_plan_reopen", args=[plan.pk]) in page
    back = own_plans.reopen_plan(plan=plan, actor=nurse, at=NOW)
    assert (back.status, back.agreed_by, back.agreed_at) == ("draft", None, None)
    with pytest.raises(NotPossible):
        own_plans.reopen_plan(plan=plan, actor=nurse, at=NOW)
    for wrong in (
        lambda: own_plans.drop_goal(goal=reached, actor=nurse, at=NOW),
        lambda: goal(world, plan, goal=reached),
    ):
        with pytest.raises(NotPossible, match="sudah selesai"):
            wrong()
    goal(world, plan, goal=row, due=date(2026, 12, 15))
    put = Event.objects.filter(action="growth.put_own_goal").latest("pk")
    assert (put.before["due"], put.after["due"]) == ("2026-11-30", "2026-12-15")
    own_plans.submit_plan(plan=plan, actor=nurse, at=NOW)
    assert own_plans.agree_plan(plan=plan, actor=head, at=NOW).agreed_by == world.section_head
    own_plans.close_plan(plan=plan, reflection="Cukup", actor=nurse, at=NOW)
    with pytest.raises(NotPossible):
        own_plans.reopen_plan(plan=plan, actor=nurse, at=NOW)
