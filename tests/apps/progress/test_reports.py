"""Writing, sending, accepting and returning a report."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinerja.audit.models import Event
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.models import PlanVersion
from kinerja.plans.storage import write_content
from kinerja.progress.actions.decisions import accept_report, return_report, submit_report
from kinerja.progress.actions.drafts import copy_last_period, save_action_plan, save_report
from kinerja.progress.actions.feedback import give_feedback
from kinerja.progress.errors import Closed, MissingRealisation, NotGiven, Stale, UnknownItem
from kinerja.progress.models import Realisation, Report
from kinerja.progress.present import report_view
from kinerja.progress.queries.reports import actions_by_result, previous_report, realisations
from tests.world import NOW, World

from .conftest import Skp, make_skp


def write(skp: Skp, world: World, period: object | None = None, **rows: tuple[str, str]) -> Report:
    keyed = {getattr(skp, name): row for name, row in rows.items()}
    return save_report(plan=skp.plan, period=period or world.q3, rows=keyed, actor=world.nurse.user, at=NOW)


def test_one_call_keeps_all_indicators_and_a_second_changes_them(skp: Skp, world: World) -> None:
    write(skp, world, patients=("42 pasien", ""), waiting=("25 menit", "antrean daring"))
    write(skp, world, patients=(" 45 pasien\r\n", ""))
    kept = realisations(skp.plan, world.q3)
    assert kept[skp.patients].text == "45 pasien"
    assert (kept[skp.waiting].text, kept[skp.waiting].note) == ("25 menit", "antrean daring")
    assert Report.objects.count() == 1


def test_the_number_of_queries_does_not_grow_with_the_rows(world: World) -> None:
    def cost(count: int) -> int:
        person = world.nurse if count == 10 else world.midwife
        results = tuple(
            ResultContent(
                statement=f"Hasil {number}",
                indicators=tuple(IndicatorContent(statement=f"I{n}", target="1") for n in range(10)),
            )
            for number in range(count // 10)
        )
        skp = make_skp(world, person, "PERAWAT", world.section_head, PlanContent(results))
        rows = {key.key: ("1", "") for result in results for key in result.indicators}
        with CaptureQueriesContext(
            connection,
        ) as seen:
            save_report(plan=skp.plan, period=world.q3, rows=rows, actor=person.user, at=NOW)
        assert Realisation.objects.filter(report__plan=skp.plan).count() == count
        return len(seen)

    assert cost(10) == cost(200) <= 12


def test_unknown_indicators_and_foreign_periods_are_refused(skp: Skp, world: World) -> None:
    with pytest.raises(UnknownItem):
        save_report(plan=skp.plan, period=world.q3, rows={uuid4(): ("1", "")}, actor=world.nurse.user, at=NOW)
    skp.plan.ends = world.q1.ends
    with pytest.raises(NotGiven):
        write(skp, world, patients=("1", ""))
    assert not Realisation.objects.exists()


def test_sending_names_the_main_results_without_realisation(skp: Skp, world: World) -> None:
    report = write(skp, world, files=("96%", ""))
    with pytest.raises(MissingRealisation) as refusal:
        submit_report(report=report, actor=world.nurse.user, at=NOW)
    assert refusal.value.results == ("Ibu hamil dilayani sesuai standar",)
    assert "Ibu hamil dilayani sesuai standar" in str(refusal.value)
    report.refresh_from_db()
    assert report.status == "draft"


def test_additional_results_may_stay_empty(skp: Skp, world: World) -> None:
    report = write(skp, world, patients=("42 pasien", ""))
    sent = submit_report(report=report, actor=world.nurse.user, at=NOW)
    assert (sent.status, sent.submitted_at) == ("submitted", NOW)
    entry = Event.objects.get(action="progress.submit_report")
    assert (entry.before, entry.after) == ({"status": "draft"}, {"status": "submitted"})


def test_a_plan_that_is_not_set_can_be_drafted_against_but_not_sent(world: World) -> None:
    skp = make_skp(world, world.nurse, "PERAWAT", world.section_head, status="draft")
    report = write(skp, world, patients=("42 pasien", ""))
    with pytest.raises(NotGiven, match="belum ditetapkan"):
        submit_report(report=report, actor=world.nurse.user, at=NOW)


def test_a_sent_report_is_closed_until_it_comes_back(skp: Skp, world: World) -> None:
    report = write(skp, world, patients=("42 pasien", ""))
    submit_report(report=report, actor=world.nurse.user, at=NOW)
    with pytest.raises(Closed):
        write(skp, world, patients=("100 pasien", ""))
    with pytest.raises(Closed):
        save_action_plan(
            plan=skp.plan, period=world.q3, rows={skp.result: ["x"]}, actor=world.nurse.user, at=NOW
        )
    with pytest.raises(NotGiven):
        return_report(report=report, reason="  ", actor=world.section_head.user, at=NOW)
    back = return_report(report=report, reason="Lampirkan register", actor=world.section_head.user, at=NOW)
    assert (back.status, back.return_reason) == ("draft", "Lampirkan register")
    write(skp, world, patients=("44 pasien", ""))
    again = submit_report(report=back, actor=world.nurse.user, at=NOW)
    assert again.return_reason == ""


def test_of_two_at_once_one_wins(skp: Skp, world: World) -> None:
    report = write(skp, world, patients=("42 pasien", ""))
    same = Report.objects.get(pk=report.pk)
    submit_report(report=report, actor=world.nurse.user, at=NOW)
    with pytest.raises(Stale):
        submit_report(report=same, actor=world.nurse.user, at=NOW)
    one, other = Report.objects.get(pk=report.pk), Report.objects.get(pk=report.pk)
    accept_report(report=one, actor=world.section_head.user, at=NOW)
    with pytest.raises(Stale):
        return_report(report=other, reason="Terlambat", actor=world.section_head.user, at=NOW)
    other.refresh_from_db()
    assert (other.status, other.return_reason) == ("accepted", "")


def test_a_draft_cannot_be_accepted(skp: Skp, world: World) -> None:
    report = write(skp, world, patients=("42 pasien", ""))
    with pytest.raises(Stale):
        accept_report(report=report, actor=world.section_head.user, at=NOW)


def test_copy_fills_only_what_is_empty(skp: Skp, world: World) -> None:
    write(skp, world, world.q2, patients=("40 pasien", "lama"), waiting=("28 menit", ""))
    nurse = world.nurse.user
    save_action_plan(
        plan=skp.plan, period=world.q2, rows={skp.result: ["Kelas ibu", " "]}, actor=nurse, at=NOW
    )
    write(skp, world, patients=("45 pasien", "baru"))
    assert copy_last_period(plan=skp.plan, period=world.q3, actor=nurse, at=NOW) == 1
    kept = realisations(skp.plan, world.q3)
    assert (kept[skp.patients].text, kept[skp.patients].note) == ("45 pasien", "baru")
    assert kept[skp.waiting].text == "28 menit"
    assert [step.text for step in actions_by_result(skp.plan, world.q3)[skp.result]] == ["Kelas ibu"]


def test_nothing_to_copy_is_said(skp: Skp, world: World) -> None:
    with pytest.raises(NotGiven, match="Belum ada laporan sebelum"):
        copy_last_period(plan=skp.plan, period=world.q1, actor=world.nurse.user, at=NOW)


def test_the_year_is_copied_from_its_last_quarter(skp: Skp, world: World) -> None:
    write(skp, world, world.q3, patients=("45 pasien", ""))
    write(skp, world, world.q4, patients=("50 pasien", ""))
    before = previous_report(skp.plan, world.year)
    assert before is not None and before.period == world.q4


def test_action_plan_replaces_only_the_results_given(skp: Skp, world: World) -> None:
    nurse = world.nurse.user
    other = skp.content.results[1].key
    rows = {skp.result: ["Satu", "Dua"], other: ["Tiga"]}
    save_action_plan(plan=skp.plan, period=world.q3, rows=rows, actor=nurse, at=NOW)
    save_action_plan(plan=skp.plan, period=world.q3, rows={skp.result: ["Dua"]}, actor=nurse, at=NOW)
    steps = actions_by_result(skp.plan, world.q3)
    assert [step.text for step in steps[skp.result]] == ["Dua"]
    assert [step.text for step in steps[other]] == ["Tiga"]
    with pytest.raises(NotGiven):
        save_action_plan(plan=skp.plan, period=world.q3, rows={skp.result: ["x"] * 21}, actor=nurse, at=NOW)


def test_a_period_that_has_not_begun_cannot_be_reported(skp: Skp, world: World) -> None:
    report = write(skp, world, world.q4, patients=("42 pasien", ""))
    early = NOW - timedelta(days=5)
    with pytest.raises(NotGiven, match="belum dimulai"):
        submit_report(report=report, actor=world.nurse.user, at=early)
    assert submit_report(report=report, actor=world.nurse.user, at=NOW).status == "submitted"


def test_a_sent_report_keeps_answering_the_version_it_was_sent_under(skp: Skp, world: World) -> None:
    report = write(skp, world, patients=("42 pasien", ""))
    submit_report(report=report, actor=world.nurse.user, at=NOW)
    second = PlanVersion.objects.create(
        plan=skp.plan, number=2, status="set", set_at=NOW + timedelta(days=1), snapshot={}
    )
    write_content(second, PlanContent((skp.content.results[1],)))
    assert report_view(skp.plan, world.q3, NOW.date()).total == 3
    assert report_view(skp.plan, world.q4, NOW.date()).total == 1


def test_the_year_shows_all_that_was_said_in_it(skp: Skp, world: World) -> None:
    facts = {"plan": skp.plan, "tone": "positif", "actor": world.section_head.user, "at": NOW}
    for period in (world.q1, world.q3):
        give_feedback(**facts, period=period, value_code="BP", text=period.label)
    assert [entry.text for entry in report_view(skp.plan, world.q3, NOW.date()).said] == ["Triwulan III"]
    assert len(report_view(skp.plan, world.year, NOW.date()).said) == 2


@pytest.mark.parametrize(
    ("text", "note", "code", "asks"),
    [
        ("45 pasien", "", "sesuai", False),
        ("60 pasien", "", "diatas", False),
        ("30 pasien", "", "dibawah", True),
        ("30 pasien", "Banjir", "dibawah", False),
        ("banyak sekali", "", "tidak_dapat_dibaca", False),
    ],
)
def test_readings_advise_and_never_refuse(
    skp: Skp, world: World, text: str, note: str, code: str, asks: bool
) -> None:
    report = write(skp, world, patients=(text, note))
    view = report_view(skp.plan, world.q3, NOW.date())
    indicator = view.indicators[0]
    assert indicator.reading is not None and indicator.reading.explanation
    assert (indicator.reading.reading.value, indicator.asks_note) == (code, asks)
    assert view.readings == ((code, 1),)
    assert submit_report(report=report, actor=world.nurse.user, at=NOW).status == "submitted"
