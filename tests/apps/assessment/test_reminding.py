"""What comes due is told once at each stage to whom it concerns; a round changes and signs nothing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.actions import open_reviews, receive, take_over
from kinerja.assessment.actions.objections import ask_statements
from kinerja.assessment.models import Notice, Objection, Review
from kinerja.assessment.reminder_leads import lead
from kinerja.assessment.reminding import reminder_round
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.plans.actions import create_template, send_template
from kinerja.plans.content import PlanContent, ResultContent
from kinerja.plans.models import Plan, PlanVersion
from kinerja.progress.models import Report
from kinerja.voice.models import FollowUp
from tests.apps.assessment import make_meetings, make_teams, round_office
from tests.apps.assessment.office import (
    AFTER,
    WINDOW,
    asked,
    filed,
    give_plan,
    nurse_review,
    organisation,
    rate,
    say,
    signed_review,
    user,
)
from tests.apps.insight.rows import plan_of
from tests.world import NOW, World, appoint

ZONE = ZoneInfo("Asia/Jakarta")


def at(month: int, day: int, hour: int = 8) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def told(person: Employee, prefix: str) -> list[Notice]:
    """What somebody was told under keys that begin so, oldest first."""
    return list(Notice.objects.filter(user=user(person), key__startswith=f"{prefix}:").order_by("pk"))


def titles(person: Employee, prefix: str) -> list[str]:
    return [row.title for row in told(person, prefix)]


@pytest.mark.parametrize(
    ("due", "stage"),
    [
        (date(2026, 10, 4), None),
        (date(2026, 10, 5), 0),
        (date(2026, 10, 6), 3),
        (date(2026, 10, 8), 3),
        (date(2026, 10, 9), None),
        (date(2026, 10, 10), None),
    ],
)
def test_a_stage_is_the_smallest_number_of_working_days_not_yet_passed(
    world: World, due: date, stage: int | None
) -> None:
    assert lead(NOW.date()).stage("report", due) == stage


def test_what_is_due_on_a_day_off_is_told_on_the_working_day_before(world: World) -> None:
    friday = lead(date(2026, 10, 9))
    assert friday.stage("report", date(2026, 10, 11)) == 0
    assert friday.horizon("meeting") == date(2026, 10, 12)


def test_nobody_is_told_anything_on_a_day_off(world: World) -> None:
    nurse_review(world)
    assert reminder_round(at(10, 10)) == 0
    assert reminder_round(at(10, 9)) > 0


def test_a_plan_is_reminded_before_the_end_of_january(world: World) -> None:
    plan_of(world, world.nurse, "set")
    plan_of(world, world.pppk, "draft")
    plan_of(world, world.midwife, "submitted", submitted_at=NOW)
    Plan.objects.filter(employee=world.midwife).update(appraiser=world.puskesmas_head)
    reminder_round(at(1, 30))
    assert titles(world.pppk, "plan") == ["SKP 2026 Anda belum diajukan; batas penetapan 31 Januari 2026"]
    assert told(world.outsider, "plan")[0].url == reverse("progress:my_plan")
    assert not told(world.nurse, "plan") and not told(world.midwife, "plan")
    waiting = titles(world.puskesmas_head, "set_plan")
    assert waiting == ["1 SKP menunggu Anda tetapkan sebelum 31 Januari 2026"]


def test_a_report_is_reminded_until_it_is_sent(world: World) -> None:
    plan = give_plan(world, world.nurse, world.posts["PERAWAT"])
    reminder_round(at(9, 25))
    reminder_round(at(9, 25, 12))
    assert len(told(world.nurse, "report")) == 1
    Report.objects.create(plan=plan, period=world.q3, status="submitted", submitted_at=NOW)
    reminder_round(at(9, 30))
    assert len(told(world.nurse, "report")) == 1


def test_an_appraiser_is_reminded_of_scheduled_feedback(world: World) -> None:
    plan = plan_of(world, world.nurse)
    reminder_round(at(9, 25))
    assert len(told(world.section_head, "feedback")) == 1
    say(plan, world.q3, "Waktu layanan terjaga", value_code="BP", scheduled=True)
    reminder_round(at(9, 30))
    assert len(told(world.section_head, "feedback")) == 1


def test_an_appraiser_hears_that_the_window_opens_and_closes(world: World) -> None:
    plan_of(world, world.nurse)
    reminder_round(at(9, 18))
    assert titles(world.section_head, "opens") == ["Penilaian Triwulan III 2026 dibuka 20 September 2026"]
    open_reviews(period=world.q3, actor=None, at=WINDOW)
    reminder_round(at(10, 8))
    assert not told(world.section_head, "closes")
    reminder_round(at(10, 9))
    reminder_round(at(10, 14))
    said = "1 penilaian Triwulan III 2026 belum Anda tanda tangani; ditutup 14 Oktober 2026"
    assert titles(world.section_head, "closes") == [said, said]


def test_ratings_left_unsigned_are_recalled_after_three_days(world: World) -> None:
    organisation(world)
    rate(world, nurse_review(world))
    reminder_round(at(10, 7))
    assert not told(world.section_head, "unsigned")
    reminder_round(at(10, 8))
    reminder_round(at(10, 9))
    assert len(told(world.section_head, "unsigned")) == 1


def test_a_document_is_told_to_its_employee_when_signed_and_when_due(world: World) -> None:
    review = signed_review(world)
    reminder_round(WINDOW)
    assert titles(world.nurse, "document") == ["Dokumen evaluasi Triwulan III 2026 siap Anda terima"]
    receive(review=Review.objects.get(), actor=user(world.nurse), at=WINDOW)
    review = Review.objects.get()
    assert review.due_return is not None
    reminder_round(datetime.combine(review.due_return, WINDOW.timetz()))
    assert len(told(world.nurse, "return")) == 1
    assert review.due_report is not None
    reminder_round(datetime.combine(lead(review.due_report).days.last_working_day(review.due_report),
                                    WINDOW.timetz()))  # fmt: skip
    assert titles(world.hr, "official")[0].startswith("1 hasil evaluasi harus dilaporkan")


def test_decider_and_both_sides_of_an_objection_are_told(world: World) -> None:
    review = signed_review(world)
    objection = Objection.objects.create(
        review=review,
        decider=world.puskesmas_head,
        status="asked",
        reasons="Realisasi saya terbaca salah",
        filed_at=NOW,
        due_decision=date(2026, 10, 14),
        calendar_version="uji",
    )
    appoint(world.acting, world.posts["KA-PKM1"], "plh", WINDOW.date())
    reminder_round(at(10, 12))
    assert len(told(world.puskesmas_head, "objection")) == 1
    assert len(told(world.acting, "objection")) == 1, "the acting superior decides now"
    assert len(told(world.section_head, "statement")) == len(told(world.nurse, "statement")) == 1
    Objection.objects.filter(pk=objection.pk).update(appraiser_stated_at=NOW)
    Notice.objects.all().delete()
    reminder_round(at(10, 12))
    assert not told(world.section_head, "statement")
    assert len(told(world.nurse, "statement")) == 1


def test_a_meeting_tomorrow_and_a_decision_due_are_told(world: World) -> None:
    meeting = make_meetings.planned(world, at=at(10, 1), starts_at=at(10, 6), ends_at=at(10, 6, 10))
    reminder_round(NOW)
    assert told(world.puskesmas_head, "meeting")[0].url == reverse("assessment:meeting", args=[meeting.pk])
    running = make_meetings.running(world, unit="PKM1-YAN", chair=world.puskesmas_head)
    make_meetings.decision(world, running, due=date(2026, 10, 8))
    reminder_round(at(10, 6))
    reminder_round(at(10, 8))
    assert len(told(world.section_head, "decision")) == 2


def test_what_was_told_today_is_not_told_again_today(world: World) -> None:
    meeting = make_meetings.planned(world, starts_at=at(10, 6), ends_at=at(10, 6, 10))
    running = make_meetings.running(world, unit="PKM1-YAN", chair=world.puskesmas_head)
    make_meetings.decision(world, running, due=date(2026, 10, 8))
    reminder_round(NOW)
    assert len(told(world.section_head, f"rapat:{meeting.pk}")) == 1
    assert not told(world.section_head, f"meeting:{meeting.pk}")
    assert not told(world.section_head, "decision")
    reminder_round(at(10, 6))
    assert len(told(world.section_head, f"meeting:{meeting.pk}")) == 1
    assert len(told(world.section_head, "decision")) == 1


def test_who_is_asked_into_a_team_hears_of_it_and_later_tells(world: World) -> None:
    team = make_teams.make(world)
    nurse = make_teams.member(team, world, "nurse")
    (invited,) = told(world.nurse, "tim.undang")
    assert invited.url == reverse("assessment:team_role", args=[nurse.pk])
    assert len(told(world.surveillance, "tim.undang")) == 1
    due = world.q3.report_due
    reminder_round(at(due.month, due.day))
    (due_notice,) = told(world.nurse, "contribution")
    assert due_notice.url == reverse("assessment:contribution", args=[nurse.pk, world.q3.pk])
    assert not told(world.surveillance, "contribution")  # has not taken the role
    Notice.objects.all().delete()
    make_teams.own(world, team, at(due.month, due.day))
    reminder_round(at(due.month, due.day))
    assert not told(world.nurse, "contribution")


def test_goals_of_a_template_are_told_once(world: World) -> None:
    goals = PlanContent((ResultContent(statement="Pasien terlayani"),))
    facts = {"actor": user(world.hr), "at": NOW}
    template = create_template(title="Perawat", unit=None, content=goals, **facts)
    send_template(template=template, employees=[world.nurse.pk], cycle=world.cycle, **facts)
    reminder_round(NOW)
    reminder_round(at(10, 6))
    assert titles(world.nurse, "template") == ["Sasaran dari templat “Perawat” masuk ke draf SKP Anda"]


def test_unanswered_rounds_and_follow_ups_are_told(world: World) -> None:
    round_office.colleagues(world, 3)
    running = round_office.running(world)
    ask = running.asks.filter(answered=False).select_related("asked__user").first()
    assert ask is not None
    FollowUp.objects.create(
        unit=world.units["PKM1"], programme="Tambah kursi tunggu", year=2026, quarter=4,
        responsible=world.midwife, made_at=NOW,
    )  # fmt: skip
    reminder_round(datetime.combine(running.ends, WINDOW.timetz()))
    assert len(told(ask.asked, "asked")) == 1
    reminder_round(at(12, 30))
    assert len(told(world.midwife, "follow_up")) == 1


def test_late_reviews_go_up_to_the_superior_and_hr_and_nothing_is_signed(world: World) -> None:
    organisation(world)
    rate(world, nurse_review(world))
    before = list(Review.objects.values())
    events = Event.objects.count()
    reminder_round(AFTER)
    reminder_round(AFTER + timedelta(days=1))
    assert list(Review.objects.values()) == before, "no review is touched"
    assert list(PlanVersion.objects.values_list("status", flat=True)) == ["set"]
    assert Event.objects.count() == events
    said = "1 penilaian Triwulan III 2026 di bawah Anda lewat batas; Anda dapat mengambil alih"
    assert titles(world.puskesmas_head, "late") == [said]
    assert len(told(world.hr, "late_hr")) == 1
    assert not told(world.section_head, "late")


def test_what_was_taken_over_no_longer_goes_up(world: World) -> None:
    review = nurse_review(world)
    take_over(review=review, note="Penilai cuti", actor=user(world.puskesmas_head), at=AFTER)
    reminder_round(AFTER)
    assert not told(world.puskesmas_head, "late") and not told(world.hr, "late_hr")


def test_whoever_stands_in_for_the_superior_is_led_to_the_take_over(world: World) -> None:
    review = nurse_review(world)
    appoint(world.acting, world.posts["KA-PKM1"], "plh", AFTER.date())
    reminder_round(AFTER)
    notice = told(world.acting, "take_over")[0]
    assert notice.url == reverse("assessment:take_over", args=[review.pk])
    assert not told(world.puskesmas_head, "late")


def test_a_round_costs_the_same_for_one_and_for_ten_people(world: World) -> None:
    counts = []
    for people in (["nurse"], ["pppk", "student"]):
        for name in people:
            give_plan(world, world.people[name], world.posts["PERAWAT"])
        open_reviews(period=world.q3, actor=None, at=WINDOW)
        with CaptureQueriesContext(connection) as queries:
            reminder_round(at(10, 14))
        counts.append(len(queries))
        Notice.objects.all().delete()
    assert counts[0] == counts[1]


# What is late


def undecided(world: World, due: date = date(2026, 10, 14)) -> Objection:
    return Objection.objects.create(
        review=signed_review(world),
        decider=world.puskesmas_head,
        status="filed",
        reasons="Realisasi saya terbaca salah",
        filed_at=NOW,
        due_decision=due,
        calendar_version="uji",
    )


def test_a_late_objection_is_told_to_decider_stand_in_and_hr_once_a_week(world: World) -> None:
    objection = undecided(world)
    appoint(world.acting, world.posts["KA-PKM1"], "plh", WINDOW.date())
    reminder_round(at(10, 14))
    assert not told(world.hr, "objection_late_hr") and not told(world.puskesmas_head, "objection_late")
    for day in (15, 16, 19, 21):
        reminder_round(at(10, day))
    for decider in (world.puskesmas_head, world.acting):
        (late,) = told(decider, "objection_late")
        assert late.title == "Keberatan belum Anda putus; batasnya 14 Oktober 2026"
        assert late.url == reverse("assessment:objection", args=[objection.pk])
        assert world.client(decider).get(late.url).status_code == 200
    assert titles(world.hr, "objection_late_hr") == ["1 keberatan belum diputus; batasnya 14 Oktober 2026"]
    seen = world.client(world.hr).get(told(world.hr, "objection_late_hr")[0].url)
    assert str(objection.pk) in seen.content.decode()
    assert not told(world.section_head, "objection_late") and not told(world.nurse, "objection_late")
    reminder_round(at(10, 22))
    assert len(told(world.acting, "objection_late")) == len(told(world.hr, "objection_late_hr")) == 2
    objection.refresh_from_db()
    assert (objection.status, objection.decided_at) == ("filed", None), "nothing is decided by the clock"


def test_a_decided_objection_is_late_no_more(world: World) -> None:
    undecided(world)
    Objection.objects.update(status="upheld", decision="Dikuatkan", decided_at=NOW)
    reminder_round(at(10, 15))
    assert not Notice.objects.filter(key__startswith="objection_late").exists()


def test_the_appraiser_who_came_to_hold_the_post_above_does_not_decide_in_its_place(world: World) -> None:
    undecided(world)
    appoint(world.section_head, world.posts["KA-PKM1"], "plh", WINDOW.date())
    reminder_round(at(10, 15))
    assert not told(world.section_head, "objection_late")


def test_a_result_signed_after_the_report_was_due_is_told_to_hr_every_week(world: World) -> None:
    review = signed_review(world)
    Review.objects.filter(pk=review.pk).update(due_report=date(2026, 11, 2), signed_at=at(11, 9))
    reminder_round(at(11, 10))
    reminder_round(at(11, 11))
    said = "1 hasil evaluasi belum dilaporkan kepada PyB; batasnya 2 November 2026"
    assert titles(world.hr, "official_late") == [said]
    reminder_round(at(11, 17))
    assert titles(world.hr, "official_late") == [said, said]
    Review.objects.update(reported_at=at(11, 17))
    reminder_round(at(11, 24))
    assert len(told(world.hr, "official_late")) == 2 and not told(world.hr, "official")


@pytest.mark.parametrize(
    ("due", "after_asking", "on_the_last_day"), [(date(2026, 10, 7), 1, 2), (date(2026, 10, 5), 1, 1)]
)
def test_who_is_asked_late_to_explain_hears_it_once(
    world: World, due: date, after_asking: int, on_the_last_day: int
) -> None:
    objection = filed(world)
    Objection.objects.update(due_decision=due)
    objection.refresh_from_db()
    ask_statements(objection=objection, actor=user(world.puskesmas_head), at=WINDOW)
    reminder_round(WINDOW)
    reminder_round(at(10, 6))
    assert len(told(world.nurse, "statement")) == len(told(world.section_head, "statement")) == after_asking
    reminder_round(datetime.combine(due, WINDOW.timetz()))
    assert len(told(world.nurse, "statement")) == on_the_last_day


def test_who_is_asked_early_is_reminded_before_the_last_day(world: World) -> None:
    objection = asked(world)
    reminder_round(WINDOW)
    assert len(told(world.nurse, "statement")) == 1
    reminder_round(datetime.combine(objection.due_decision, WINDOW.timetz()))
    assert len(told(world.nurse, "statement")) == 2
