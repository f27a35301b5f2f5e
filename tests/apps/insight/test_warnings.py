"""Early warnings: what raises one, what must not, once each, and how one closes."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kinerja.assessment.models import EarlyWarning, Notice, Review
from kinerja.audit.models import Event
from kinerja.insight import warning_words
from kinerja.insight.actions import close_warnings
from kinerja.insight.actions.warnings import NoteMissing
from kinerja.insight.queries.warnings import in_words
from kinerja.insight.warnings import warning_round
from kinerja.people.models import Appointment
from kinerja.progress.models import Evidence
from kinerja.voice.errors import NotPossible, Stale
from tests.world import NOW, World

from .crowd import SAME, rated, reported, said, team
from .rows import plan_of
from .warned import at, closed, raised, words

Kind = EarlyWarning.Kind
LONG = "Sudah melayani pasien dengan sabar, cepat, dan tepat; teruskan semangat ini."


def test_no_plan_after_its_day_is_told_a_unit_with_count_and_names(world: World) -> None:
    plan_of(world, world.nurse)
    plan_of(world, world.pppk, "draft")
    found = {row.unit_id: row for row in raised(Kind.NO_PLAN, at(date(2026, 2, 1)))}
    row = found[world.units["PKM1-YAN"].pk]
    late = {world.pppk.pk, world.section_head.pk, world.student.pk}
    assert (row.facts["missing"], row.facts["of"]) == (3, 4)
    assert set(row.facts["employees"]) == late
    assert "3 dari 4 pegawai" in words(row) and "31 Januari 2026" in words(row)


def test_on_the_last_day_nobody_is_late_and_newcomers_are_not(world: World) -> None:
    assert raised(Kind.NO_PLAN, at(date(2026, 1, 31))) == []
    Appointment.objects.filter(post__unit__code="PKM1-YAN", kind="definitif").update(starts=date(2026, 2, 2))
    units = {row.unit_id for row in raised(Kind.NO_PLAN, at(date(2026, 3, 2)))}
    assert world.units["PKM1-YAN"].pk not in units
    assert world.units["PKM1"].pk in units


def test_no_scheduled_feedback_counts_people_of_an_appraiser(world: World) -> None:
    first, second, third = team(world, world.midwife, 3, first=300)
    said(world, first, world.midwife, "Bagus.", scheduled=True)
    said(world, second, world.midwife, "Bagus.", scheduled=False)
    said(world, third, world.nurse, "Bagus.", scheduled=True, relation="rekan")
    (row,) = raised(Kind.NO_FEEDBACK)
    assert (row.employee, row.period, row.unit) == (world.midwife, world.q3, world.units["PKM1"])
    assert row.facts["employees"] == [second.employee_id, third.employee_id]
    assert "2 dari 3 pegawai" in words(row)


def test_feedback_is_not_missed_while_the_period_runs(world: World) -> None:
    team(world, world.midwife, 2, first=300)
    assert raised(Kind.NO_FEEDBACK, at(world.q3.ends)) == []
    assert len(raised(Kind.NO_FEEDBACK, at(world.q3.ends + timedelta(days=1)))) == 1


def test_a_report_without_any_evidence_is_told_where_it_was_written(world: World) -> None:
    bare, proven, fed = team(world, world.midwife, 3, first=300)
    reported(world, bare, [("10 laporan", "9 laporan selesai")])
    (row, _other) = reported(world, proven, [("10 laporan", "9 laporan"), ("5 orang", "4 orang")])
    Evidence.objects.create(
        realisation=row, title="Rekap", url="https://contoh.test/r", added_by=world.nurse.user, added_at=NOW
    )
    reported(world, fed, [("90 persen", "93 persen")], source={"measure": "1"})
    (warning,) = raised(Kind.NO_EVIDENCE)
    assert warning.facts["employees"] == [bare.employee_id]
    assert (warning.facts["missing"], warning.facts["of"]) == (1, 3)


def test_drafts_and_empty_realisations_lack_no_evidence(world: World) -> None:
    draft, empty = team(world, world.midwife, 2, first=300)
    reported(world, draft, [("10 laporan", "9 laporan")])[0].report.__class__.objects.update(status="draft")
    reported(world, empty, [("10 laporan", "")])
    assert raised(Kind.NO_EVIDENCE) == []


@pytest.mark.parametrize(
    ("day", "told"),
    # 14 October 2026 is a Wednesday: three working days before it is the Friday.
    [
        (date(2026, 10, 8), False),
        (date(2026, 10, 9), True),
        (date(2026, 10, 14), True),
        (date(2026, 10, 15), False),
    ],
)
def test_the_closing_window_is_told_in_its_last_working_days(world: World, day: date, told: bool) -> None:
    plans = team(world, world.midwife, 3, first=300)
    rated(world, plans[:2], [SAME] * 2, signed=False)
    rated(world, plans[2:], [SAME])
    found = raised(Kind.WINDOW, at(day))
    assert bool(found) is told
    if told:
        assert (found[0].employee, found[0].facts["missing"], found[0].facts["of"]) == (world.midwife, 2, 3)
        assert "14 Oktober 2026" in words(found[0])


def test_who_has_signed_everything_is_not_hurried(world: World) -> None:
    rated(world, team(world, world.midwife, 2, first=300), [SAME] * 2)
    assert raised(Kind.WINDOW, at(date(2026, 10, 13))) == []


def test_everybody_rated_the_same_is_told_once_all_are_signed(world: World) -> None:
    rated(world, team(world, world.midwife, 6, first=300), [SAME] * 6)
    (row,) = raised(Kind.SAME_RATING)
    assert row.employee == world.midwife
    assert "6 pegawai" in words(row) and "Sesuai Ekspektasi" in words(row)


def test_five_alike_or_one_other_or_one_unsigned_raise_nothing(world: World) -> None:
    rated(world, team(world, world.midwife, 5, first=300), [SAME] * 5)
    rated(world, team(world, world.nurse, 7, first=320), [SAME] * 6 + [("sesuai", "diatas")])
    plans = team(world, world.headteacher, 7, first=340)
    rated(world, plans[:6], [SAME] * 6)
    rated(world, plans[6:], [SAME], signed=False)
    assert raised(Kind.SAME_RATING) == []


def test_ratings_in_a_minute_are_told_with_the_moment(world: World) -> None:
    rated(world, team(world, world.midwife, 5, first=300), [SAME] * 5, apart=10, signed=False)
    (row,) = raised(Kind.IN_A_MINUTE)
    assert (row.facts["reviews"], row.facts["seconds"]) == (5, 40)
    assert "2 Oktober 2026" in words(row)


def test_ratings_at_a_human_pace_raise_nothing(world: World) -> None:
    rated(world, team(world, world.midwife, 9, first=300), [SAME] * 9, apart=20)
    assert raised(Kind.IN_A_MINUTE) == []


def test_feedback_pasted_to_others_is_found_through_dots_and_spaces(world: World) -> None:
    one, two = team(world, world.midwife, 2, first=300)
    said(world, one, world.midwife, LONG)
    said(world, two, world.midwife, LONG.upper().replace(", ", " ,  "))
    (row,) = raised(Kind.PASTED)
    assert row.employee == world.midwife
    assert (row.facts["people"], row.facts["texts"]) == (2, 1)


def test_what_is_no_paste(world: World) -> None:
    one, two = team(world, world.midwife, 2, first=300)
    for text, first, second in (
        ("Bagus sekali, teruskan!", world.midwife, world.midwife),  # short words repeat
        (LONG, world.midwife, world.section_head),  # two authors
        (LONG + " Baik.", None, None),  # nobody known
    ):
        said(world, one, first, text)
        said(world, two, second, text)
    said(world, one, world.nurse, LONG)  # twice to the same person
    said(world, one, world.nurse, LONG)
    assert raised(Kind.PASTED) == []


def test_a_realisation_that_repeats_its_targets_is_found(world: World) -> None:
    (plan,) = team(world, world.midwife, 1, first=300)
    reported(world, plan, [("12 laporan", "12 Laporan."), ("95 persen", "95  persen"), ("4 kali", "4 kali")])
    (row,) = raised(Kind.COPIED_TARGET)
    assert row.employee_id == plan.employee_id
    assert "3 dari 3 realisasi" in words(row)


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ([("12 laporan", "12 laporan"), ("95 persen", "95 persen")], {}),
        ([("12 laporan", "12 laporan"), ("95 persen", "97 persen"), ("4 kali", "5 kali")], {}),
        ([("1", "1"), ("2", "2"), ("3", "3")], {"measure": "1"}),
    ],
    ids=["two only", "one of three", "fed by a measure"],
)
def test_what_is_no_copy(world: World, told: list[tuple[str, str]], source: dict[str, str]) -> None:
    (plan,) = team(world, world.midwife, 1, first=300)
    reported(world, plan, told, source)
    assert raised(Kind.COPIED_TARGET) == []


def many(world: World, high: str) -> None:
    """Forty people under eight raters, one in five with the mark."""
    for place, name in enumerate(
        ("nurse", "pppk", "lab_analyst", "nurse2", "hr", "auditor", "admin", "headteacher")
    ):
        plans = team(world, getattr(world, name), 5, first=400 + 10 * place)
        rated(world, plans, [(high, "sesuai")] + [SAME] * 4)


@pytest.mark.parametrize(("mark", "kind"), [("diatas", Kind.LENIENT), ("dibawah", Kind.SEVERE)])
def test_a_rater_far_from_the_others_is_told_with_figures_and_rule(
    world: World, mark: str, kind: str
) -> None:
    many(world, mark)
    rated(world, team(world, world.midwife, 8, first=300), [(mark, "sesuai")] * 7 + [SAME])
    (row,) = raised(kind)
    assert row.employee == world.midwife
    shown = in_words([row])[0].words
    assert "7 dari 8 pegawai (87,5%)" in shown.seen and "8 dari 40 (20%)" in shown.seen
    assert "9 penilai" in shown.rule and "sekali dari 180" in shown.rule
    assert "bukan putusan" in shown.beware


def test_a_good_team_beyond_another_predicate_is_compared_with_its_own(world: World) -> None:
    many(world, "diatas")
    plans = team(world, world.midwife, 8, first=300)
    rated(world, plans, [("diatas", "sesuai")] * 8, organisation="ISTIMEWA")
    assert raised(Kind.LENIENT) == []


def test_a_small_difference_is_nobodys_warning(world: World) -> None:
    many(world, "diatas")
    rated(world, team(world, world.midwife, 8, first=300), [("diatas", "sesuai")] * 3 + [SAME] * 5)
    assert raised(Kind.LENIENT) == [] and not EarlyWarning.objects.filter(kind=Kind.SEVERE).exists()


def test_what_an_objection_changed_is_not_the_raters_hand(world: World) -> None:
    reviews = rated(world, team(world, world.midwife, 6, first=300), [SAME] * 6)
    changed = reviews[0]
    changed.pk, changed.version, changed.result_rating, changed.token = None, 2, "diatas", uuid4()
    changed.save()
    assert Review.objects.count() == 7
    (row,) = raised(Kind.SAME_RATING)
    assert row.facts["people"] == 6


def test_a_second_round_raises_nothing_and_a_closed_warning_stays_closed(world: World) -> None:
    rated(world, team(world, world.midwife, 6, first=300), [SAME] * 6)
    first = warning_round(NOW)
    assert first == EarlyWarning.objects.count() > 0
    (row,) = EarlyWarning.objects.filter(kind=Kind.SAME_RATING)
    close_warnings(warnings=[row], note="Sudah dijelaskan penilai.", actor=world.hr.user, at=NOW)
    assert warning_round(NOW + timedelta(days=1)) == 0
    row.refresh_from_db()
    assert row.status == "closed"
    told = Event.objects.get(action="insight.raise_warnings")
    assert told.after["same_rating"] == 1 and told.actor_name == "sistem"


def test_a_closed_case_comes_back_when_people_are_still_without_a_plan(world: World) -> None:
    (first, *_rest) = raised(Kind.NO_PLAN, at(date(2026, 2, 2)))
    before = EarlyWarning.objects.count()
    closed(world, first, date(2026, 2, 3))
    assert warning_round(at(date(2026, 3, 4))) == 0
    assert warning_round(at(date(2026, 3, 5))) == 1
    assert warning_round(at(date(2026, 3, 6))) == 0
    back = EarlyWarning.objects.latest("raised_at")
    assert (back.status, back.unit, back.facts["missing"]) == ("open", first.unit, first.facts["missing"])
    assert "pernah ditutup pada 3 Februari 2026" in words(back)
    first.refresh_from_db()
    assert (first.status, first.note) == ("closed", "SKP disusun minggu ini.")
    closed(world, back, date(2026, 3, 9))
    assert warning_round(at(date(2026, 4, 7))) == 0
    assert warning_round(at(date(2026, 4, 8))) == 1
    assert EarlyWarning.objects.count() == before + 2


def test_a_closed_case_whose_figure_is_good_stays_closed(world: World) -> None:
    (row,) = [row for row in raised(Kind.NO_PLAN, at(date(2026, 2, 2))) if row.facts["missing"] == 1][:1]
    closed(world, row, date(2026, 2, 3))
    late = Appointment.objects.get(employee_id=row.facts["employees"][0], kind="definitif").employee
    plan_of(world, late)
    assert warning_round(at(date(2026, 6, 1))) == 0


def test_a_closed_case_that_has_grown_comes_back_at_once(world: World) -> None:
    one, _two = team(world, world.midwife, 2, first=300)
    said(world, one, world.midwife, "Bagus.", scheduled=True)
    (row,) = raised(Kind.NO_FEEDBACK)
    close_warnings(warnings=[row], note="Akan diberikan.", actor=world.hr.user, at=NOW)
    told = Notice.objects.filter(user=world.midwife.user, key__startswith="warning:no_feedback")
    assert (warning_round(NOW + timedelta(days=1)), told.count()) == (0, 1)
    one.feedback.all().delete()
    assert warning_round(NOW + timedelta(days=1)) == 1
    assert (EarlyWarning.objects.latest("raised_at").facts["missing"], told.count()) == (2, 2)


def test_what_was_done_does_not_come_back_by_time(world: World) -> None:
    rated(world, team(world, world.midwife, 6, first=300), [SAME] * 6)
    (row,) = raised(Kind.SAME_RATING)
    opened = NOW - timedelta(days=40)
    EarlyWarning.objects.filter(pk=row.pk).update(
        status="closed", note="Sudah dijelaskan.", raised_at=opened, closed_at=opened
    )
    assert warning_round(NOW + timedelta(days=1)) == 0


def test_who_is_concerned_is_told_once(world: World) -> None:
    rated(world, team(world, world.midwife, 6, first=300), [SAME] * 6)
    warning_round(NOW)
    warning_round(NOW + timedelta(hours=1))
    (notice,) = Notice.objects.filter(user=world.midwife.user, key__startswith="warning:same_rating")
    assert notice.url == "/pengawasan/saya/"


def test_periods_long_over_are_left_alone(world: World) -> None:
    rated(world, team(world, world.midwife, 6, first=300), [SAME] * 6)
    warning_round(at(world.q3.closes + timedelta(days=31)))
    assert not EarlyWarning.objects.filter(period=world.q3).exists()


@pytest.mark.parametrize("people", [2, 40])
def test_a_round_costs_the_same_whatever_the_number_of_people(world: World, people: int) -> None:
    plans = team(world, world.midwife, people, first=300)
    rated(world, plans, [SAME] * people, apart=1)
    for plan in plans:
        said(world, plan, world.midwife, LONG)
    with CaptureQueriesContext(connection) as queries:
        warning_round(NOW)
    assert len(queries) <= 24


def a_warning(world: World, **facts: object) -> EarlyWarning:
    counted = {"missing": 1, "of": 2, "due": "2026-01-31", "employees": []}
    made = {"key": "k", "kind": Kind.NO_PLAN, "facts": counted, "raised_at": NOW} | facts
    return EarlyWarning.objects.create(**made)


def test_closing_keeps_the_note_and_who(world: World) -> None:
    row = a_warning(world)
    assert close_warnings(warnings=[row], note=" SKP sedang disusun. ", actor=world.auditor.user, at=NOW) == 1
    row.refresh_from_db()
    assert (row.status, row.note, row.closed_by) == ("closed", "SKP sedang disusun.", world.auditor.user)
    logged = Event.objects.get(action="insight.close_warning")
    assert logged.why == "SKP sedang disusun." and logged.object_id == str(row.pk)


def test_without_a_note_nothing_closes(world: World) -> None:
    row = a_warning(world)
    with pytest.raises(NoteMissing, match="apa yang Anda temukan"):
        close_warnings(warnings=[row], note="  ", actor=world.hr.user, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlyWarning.objects.filter(pk=row.pk).update(status="closed")
    row.refresh_from_db()
    assert row.status == "open" and not Event.objects.exists()


def test_closed_twice_the_second_is_told(world: World) -> None:
    row = a_warning(world)
    other = EarlyWarning.objects.get(pk=row.pk)
    close_warnings(warnings=[row], note="Selesai.", actor=world.hr.user, at=NOW)
    with pytest.raises(NotPossible, match="Ditutup"):
        close_warnings(warnings=[row], note="Lagi.", actor=world.auditor.user, at=NOW)
    with pytest.raises(Stale):
        close_warnings(warnings=[other], note="Lagi.", actor=world.auditor.user, at=NOW)
    row.refresh_from_db()
    assert row.note == "Selesai."


@pytest.mark.parametrize("who", ["admin", "nurse", "section_head"])
def test_only_hr_and_auditor_close(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied, match="auditor dan analis"):
        close_warnings(warnings=[a_warning(world)], note="Selesai.", actor=getattr(world, who).user, at=NOW)


def test_nobody_closes_a_warning_about_himself(world: World) -> None:
    row = a_warning(world, employee=world.hr)
    with pytest.raises(PermissionDenied, match="tentang Anda sendiri"):
        close_warnings(warnings=[row], note="Selesai.", actor=world.hr.user, at=NOW)
    assert close_warnings(warnings=[row], note="Selesai.", actor=world.auditor.user, at=NOW) == 1


def test_every_kind_has_words_a_rule_and_a_law() -> None:
    assert set(warning_words.SEEN) == set(warning_words.LAWS) == set(warning_words.RULES) == set(Kind.values)
