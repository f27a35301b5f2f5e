"""What is due for whom, in which order, with which button; and how somebody is doing."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinerja.assessment.queries.objections import open_to_decide
from kinerja.insight.queries import standing, tasks_for
from kinerja.progress.models import FeedbackRequest, Report
from tests.apps.assessment.office import filed
from tests.world import NOW, TODAY, World, appoint

from .rows import plan_of, review_of


def titles(world: World, person: str) -> list[str]:
    return [task.title for task in tasks_for(getattr(world, person).user, TODAY)]


def test_without_a_plan_the_first_thing_is_to_make_one(world: World) -> None:
    task = tasks_for(world.nurse.user, TODAY)[0]
    assert (task.title, task.button, task.due) == ("Susun SKP 2026", "Mulai SKP", date(2026, 1, 31))
    assert task.late(TODAY)


def test_a_returned_plan_says_why(world: World) -> None:
    plan_of(world, world.nurse, "draft", return_reason="Target belum bersatuan.")
    task = tasks_for(world.nurse.user, TODAY)[0]
    assert task.title == "Lengkapi SKP 2026"
    assert "Target belum bersatuan." in task.detail


def test_reports_wait_only_once_a_plan_is_set_and_until_they_are_sent(world: World) -> None:
    plan = plan_of(world, world.nurse)
    assert "Kirim laporan Triwulan III 2026" in titles(world, "nurse")
    Report.objects.create(plan=plan, period=world.q3, status="submitted", submitted_at=NOW)
    assert "Kirim laporan Triwulan III 2026" not in titles(world, "nurse")


def test_a_signed_document_is_received_then_signed(world: World) -> None:
    review = review_of(world, plan_of(world, world.nurse), "signed")
    assert "Terima dokumen evaluasi Triwulan III 2026" in titles(world, "nurse")
    review.status, review.delivered_at = "delivered", NOW
    review.save()
    assert "Tanda tangani evaluasi Triwulan III 2026" in titles(world, "nurse")


def test_the_appraiser_sees_each_kind_of_waiting_work_once_with_its_count(world: World) -> None:
    plan = plan_of(world, world.nurse)
    plan_of(world, world.pppk, "submitted", submitted_at=NOW)
    Report.objects.create(plan=plan, period=world.q3, status="submitted", submitted_at=NOW)
    review_of(world, plan)
    found = titles(world, "section_head")
    assert "1 SKP menunggu Anda tetapkan" in found
    assert "1 laporan menunggu tinjauan Anda" in found
    assert "1 pegawai menunggu penilaian Anda" in found


def test_what_another_rated_late_is_to_be_taken_over_not_signed(world: World) -> None:
    review_of(world, plan_of(world, world.nurse), "rated")
    own = next(t for t in tasks_for(world.section_head.user, TODAY) if "menunggu penilaian" in t.title)
    assert own.detail == "1 sudah Anda beri rating dan tinggal ditandatangani."
    after = world.q3.closes + timedelta(days=1)
    late = next(t for t in tasks_for(world.puskesmas_head.user, after) if "menunggu penilaian" in t.title)
    assert late.detail == "1 dilewatkan penilainya dan menunggu Anda ambil alih."


def test_the_year_is_told_after_its_last_quarter(world: World) -> None:
    plan = plan_of(world, world.nurse)
    for period in (world.year, world.q4):
        review_of(world, plan, "reported", period=period, delivered_at=NOW)
    assert [row.period for row in standing(world.nurse).reviews] == [world.q4, world.year]


def test_asked_for_feedback_comes_without_a_date_and_last(world: World) -> None:
    plan = plan_of(world, world.midwife)
    FeedbackRequest.objects.create(
        plan=plan, period=world.q3, asked=world.nurse, value_code="BP", asked_at=NOW
    )
    assert tasks_for(world.nurse.user, TODAY)[-1].title == "1 rekan meminta umpan balik Anda"


def test_the_sentence_compares_with_the_period_before_and_never_averages(world: World) -> None:
    plan = plan_of(world, world.nurse)
    assert "Belum ada evaluasi" in standing(world.nurse).sentence
    older = review_of(world, plan, "reported", period=world.q2, delivered_at=NOW)
    older.predicate = "BUTUH_PERBAIKAN"
    older.save()
    newer = review_of(world, plan, "signed")
    assert standing(world.nurse).latest == older, "what was not received is not told"
    newer.status, newer.delivered_at = "delivered", NOW
    newer.save()
    said = standing(world.nurse)
    assert said.sentence == "Predikat Triwulan III 2026 Anda Baik, naik dari Butuh Perbaikan."
    assert [review.predicate for review in said.reviews] == ["BUTUH_PERBAIKAN", "BAIK"]


def test_whoever_stands_in_for_the_decider_sees_the_objection(world: World) -> None:
    filed(world)
    said = "1 keberatan menunggu putusan Anda"
    assert said in titles(world, "puskesmas_head") and said not in titles(world, "acting")
    appoint(world.acting, world.posts["KA-PKM1"], "plt", TODAY)
    assert said in titles(world, "acting")
    for other in ("nurse", "section_head", "midwife", "hr"):
        assert said not in titles(world, other)


def test_a_side_that_came_to_hold_the_post_above_is_not_led_to_decide(world: World) -> None:
    filed(world)
    appoint(world.section_head, world.posts["KA-PKM1"], "plt", TODAY)
    assert not open_to_decide(world.section_head, TODAY).exists()


def test_looking_for_a_place_to_stand_in_costs_people_without_a_team_one_query(world: World) -> None:
    filed(world)
    with CaptureQueriesContext(connection) as queries:
        open_to_decide(world.nurse, TODAY)
    assert len(queries) == 1
