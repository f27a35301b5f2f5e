"""What came of a programme: from citizens' answers, cases and reports to figures and plain words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinerja.growth.models import Programme
from kinerja.insight.effect_words import caveats, finding, method_words, paragraph, slope_words, verdict
from kinerja.insight.effects import effect_of
from kinerja.measure.result import Verdict
from kinerja.voice.models import Complaint, SurveyAnswer
from tests.apps.voice.make_complaints import answered, forwarded
from tests.apps.voice.make_services import make_case, make_cases, make_service, make_waiting, moment
from tests.apps.voice.make_surveys import make_answers, make_version
from tests.world import NOW, TODAY, World

from .make_effects import SETTLED, UNTIL, answers, programme, rising, survey

Measure = Programme.Measure


def test_trained_against_untrained(world: World) -> None:
    rising(world)
    with CaptureQueriesContext(connection) as queries:
        view = effect_of(programme(world), TODAY)
    assert view.effect.estimate == pytest.approx(25 - 6.25)
    assert (view.n, view.effect.method, view.verdict) == (256, "did_hc1", Verdict.EFFECT)
    assert (view.treated.before.value, view.treated.after.value) == (62.5, 87.5)
    assert view.compared is not None and view.compared.after.value == 68.75
    assert (view.treated.before.n, view.compared.after.n, view.expected) == (64, 64, True)
    assert "berubah 18,8 poin lebih tinggi daripada pembandingnya" in finding(view)
    said = paragraph(view)
    assert "Unit yang ikut: dari 62,5 (n=64) menjadi 87,5 (n=64)." in said
    assert "selang kepercayaan 95% dari" in said and "(n=256)" in said and "yang diharapkan" in said
    assert any("Unitnya sedikit (1 ikut, 1 pembanding)" in one for one in caveats(view))
    assert verdict(view)[:2] == ("Tampak perubahan, unit sedikit", "attention")
    assert any("berubah sejajar tanpa program" in one for one in caveats(view))
    assert any("sering membaik sendiri" in one for one in caveats(view))
    assert not any("sejak awal mereka dapat berbeda" in one for one in caveats(view))
    assert [str(point.values["treated"]) for point in view.points] == ["62.5", "68.2", "87.5"]
    assert sum("voice_" in query["sql"] and "SELECT" in query["sql"] for query in queries) == 1


def test_the_same_in_both_is_no_effect_seen(world: World) -> None:
    for code in ("PKM1", "PKM2"):
        period = survey(world.units[code])
        answers(period, date(2026, 2, 10), [2, 3, 3, 4] * 5)
        answers(period, date(2026, 7, 10), [3, 3, 4, 4] * 5)
    view = effect_of(programme(world), TODAY)
    assert (view.verdict, view.expected) == (Verdict.NO_EFFECT_SEEN, None)
    assert "tidak tampak pengaruh" in finding(view)
    assert "bukan bukti bahwa program tidak berguna" in paragraph(view)


def test_few_answers_have_no_verdict_and_under_the_floor_no_figure(world: World) -> None:
    melati, kenanga = survey(world.units["PKM1"]), survey(world.units["PKM2"])
    row = programme(world)
    assert effect_of(row, TODAY).verdict == Verdict.NOT_ENOUGH_DATA
    for period in (melati, kenanga):
        answers(period, date(2026, 2, 10), [2, 3, 3, 4] * 5)
        answers(period, date(2026, 7, 10), [3, 4, 3, 4])
    view = effect_of(row, TODAY)
    assert view.verdict == Verdict.NOT_ENOUGH_DATA and view.effect.estimate is None
    assert (view.treated.after.n, view.treated.after.value) == (4, None)
    assert all(point.values["treated"] is None for point in view.points[1:])
    assert "(belum cukup data, n=4)" in paragraph(view) and "data belum cukup" in finding(view)
    answers(melati, date(2026, 7, 10), [3, 4])
    answers(kenanga, date(2026, 7, 10), [3, 4])
    shown = effect_of(row, TODAY)
    assert shown.treated.after.value is not None and shown.verdict == Verdict.NOT_ENOUGH_DATA


def test_held_answers_other_days_and_other_units_do_not_count(world: World) -> None:
    rising(world)
    row = programme(world)
    counted = effect_of(row, TODAY).effect
    melati = SurveyAnswer.objects.filter(unit=world.units["PKM1"])[0].period
    answers(melati, date(2026, 7, 1), [1] * 9, state="held", flags=["fast"])
    answers(melati, date(2025, 12, 31), [1] * 9)
    answers(melati, date(2026, 10, 1), [1] * 9)
    answers(survey(world.units["SD1"]), date(2026, 7, 1), [1] * 9)
    assert effect_of(row, TODAY).effect == counted
    answers(melati, date(2026, 7, 1), [1] * 9, unit=world.units["PKM1-YAN"])  # below Melati: counts
    assert effect_of(row, TODAY).n == counted.n + 9


def test_one_element_is_read_from_its_own_questions(world: World) -> None:
    version = make_version(doubled=["prosedur"])  # ten rated questions; places 2 and 3 are prosedur
    period = survey(world.units["PKM1"], version)
    make_answers(period, [[4, 1, 2, 4, 4, 4, 4, 4, 4, None]] * 10, day=date(2026, 2, 2))
    make_answers(period, [[4, 4, 3, 4, 4, 4, 4, 4, 4, None]] * 10, day=date(2026, 7, 2))
    view = effect_of(programme(world, compared=[], element="prosedur"), TODAY)
    assert (view.treated.before.value, view.treated.after.value) == (37.5, 87.5)
    assert "unsur" in finding(view)
    whole = effect_of(programme(world, compared=[], title="Seluruhnya"), TODAY)
    assert whole.treated.before.value == pytest.approx((7 * 4 + 1.5) / 8 * 25)


def test_cards_from_days_to_one_day_by_medians(world: World) -> None:
    service = make_service(world)
    make_cases(service, 30, first=moment(2026, 2, 2), days=6, label="A")
    for number in range(15):
        make_case(service, f"L{number}", received=moment(2026, 2, 2), done=moment(2026, 2, 9), days=5)
    make_cases(service, 40, first=moment(2026, 7, 1), days=1, label="B")
    for number in range(5):
        make_case(service, f"C{number}", received=moment(2026, 7, 2), done=moment(2026, 7, 3), days=2)
    facts = {"treated": [world.units["DUKCAPIL"]], "compared": [], "service": service}
    view = effect_of(programme(world, measure=Measure.DURATION, **facts), TODAY)
    assert (view.statistic, view.treated.before.value, view.treated.after.value) == ("median", 6, 1)
    assert (view.effect.estimate, view.verdict, view.expected) == (-5, Verdict.EFFECT, True)
    share = effect_of(programme(world, measure=Measure.WITHIN, title="Tepat", **facts), TODAY)
    assert (share.treated.before.value, share.verdict, share.expected) == (0.0, Verdict.EFFECT, True)
    assert share.treated.after.value == pytest.approx(40 / 45 * 100)
    assert "naik 88,9 poin persen" in finding(share) and "Tanpa unit pembanding" in caveats(share)[0]
    assert any("sering membaik sendiri" in one for one in caveats(share))
    assert not any("berubah sejajar" in one for one in caveats(share))
    assert verdict(share)[0] == "Tampak perubahan"


def test_a_long_series_is_interrupted(world: World) -> None:
    service = make_service(world)
    for number in range(20):
        year, month = divmod(2025 * 12 + number, 12)
        for case in range(6):
            done = moment(year, month + 1, 10 + case)
            days = (12 if number < 10 else 4) + case % 3
            make_case(service, f"{number}-{case}", received=done - timedelta(days=1), done=done, days=days)
    view = effect_of(
        programme(
            world,
            measure=Measure.DURATION,
            treated=[world.units["DUKCAPIL-KTP"]],
            compared=[],
            before_from=date(2025, 1, 1),
            starts=date(2025, 11, 1),
            settled=date(2025, 11, 1),
            after_to=date(2026, 8, 31),
        ),
        TODAY,
    )
    assert view.effect.method == "its_level" and view.slope is not None
    assert view.treated.before.value == 13 and view.treated.after.value == 5
    assert "10 bulan sebelum dan 10 bulan sesudah" in method_words(view)
    assert slope_words(view.slope, Measure.DURATION).startswith("Kecepatan perubahannya")
    assert any("berlanjut lurus" in one for one in caveats(view))
    assert len(view.points) == 7 and view.points[0].months == 3


def test_first_reply_counts_working_days_and_names_who_still_waits(world: World) -> None:
    unit = world.units["DUKCAPIL"]
    for number in range(12):
        for month, days in ((2, 7), (7, 2)):
            received = moment(2026, month, 2 + number % 3)
            row = answered(world, unit=unit, at=received)
            later = received + timedelta(days=days + number % 2)
            Complaint.objects.filter(pk=row.pk).update(answered_at=later)
    forwarded(world, unit=unit, at=moment(2026, 7, 6))
    view = effect_of(programme(world, measure=Measure.FIRST_REPLY, treated=[unit], compared=[]), TODAY)
    assert (view.n, view.waiting, view.verdict, view.expected) == (24, (0, 1), Verdict.EFFECT, True)
    assert view.treated.before.value == pytest.approx(5.5, abs=0.6)
    said = "1 laporan yang diterima pada masa sesudah belum dijawab dan tidak ikut dihitung, sehingga"
    assert f"{said} masa sesudah tampak lebih cepat daripada sebenarnya." in caveats(view)


def test_unfinished_cases_do_not_vanish(world: World) -> None:
    service = make_service(world)  # promises one working day
    make_cases(service, 20, first=moment(2026, 2, 2), days=6, label="A")
    make_cases(service, 20, first=moment(2026, 7, 1), days=1, label="B")
    make_case(service, "LAMA", received=moment(2026, 4, 28), done=moment(2026, 7, 1), days=40)
    for number in range(10):
        make_case(service, f"BUKA-{number}", received=moment(2026, 7, 6))
    make_case(service, "ANTARA", received=moment(2026, 5, 10))
    make_case(service, "BATAL", received=moment(2026, 7, 6), status="cancelled")
    make_waiting(service, "WARGA", received=moment(2026, 7, 6))
    make_case(service, "BARU", received=moment(2026, 9, 30))
    facts = {"treated": [world.units["DUKCAPIL"]], "compared": [], "service": service}
    on = date(2026, 9, 30)
    days = effect_of(programme(world, measure=Measure.DURATION, **facts), on)
    assert (days.treated.before.n, days.treated.after.n, days.waiting) == (21, 20, (0, 12))
    assert any(
        "12 berkas" in one and "masa sesudah tampak lebih cepat daripada sebenarnya" in one
        for one in caveats(days)
    )
    share = effect_of(programme(world, measure=Measure.WITHIN, title="Tepat", **facts), on)
    assert (share.treated.after.n, share.waiting) == (30, (0, 2))
    assert share.treated.after.value == pytest.approx(20 / 30 * 100)
    assert any("2 berkas" in one and "masih dalam standar waktunya" in one for one in caveats(share))


def test_what_was_known_on_an_earlier_day_is_what_counts(world: World) -> None:
    service = make_service(world)
    for number in range(6):
        received = moment(2026, 7, 6)
        make_case(service, f"N-{number}", received=received, done=moment(2026, 7, 20), days=10, within=False)
    facts = {"treated": [world.units["DUKCAPIL"]], "compared": [], "service": service}
    row = programme(world, measure=Measure.WITHIN, **facts)
    for day, n, waiting in ((7, 0, 6), (8, 6, 0), (20, 6, 0)):
        view = effect_of(row, date(2026, 7, day))
        assert (view.treated.after.n, view.waiting) == (n, (0, waiting)), day
    late = programme(world, measure=Measure.DURATION, title="Lama", **facts)
    assert [effect_of(late, date(2026, 7, day)).waiting[1] for day in (19, 20)] == [6, 0]


@pytest.mark.parametrize("count", [2, 20])
def test_unfinished_cases_cost_the_same_whatever_the_number(world: World, count: int) -> None:
    service = make_service(world)
    for number in range(count):
        make_waiting(service, f"W-{number}", received=moment(2026, 7, 6))
    facts = {"treated": [world.units["DUKCAPIL"]], "compared": [], "service": service}
    row = programme(world, measure=Measure.WITHIN, **facts)
    with CaptureQueriesContext(connection) as queries:
        effect_of(row, TODAY)
    assert len(queries) <= 10


def test_before_the_time_and_while_it_runs(world: World) -> None:
    rising(world)
    row = programme(world)
    early = effect_of(row, SETTLED - timedelta(days=1))
    assert early.verdict == Verdict.NOT_ENOUGH_DATA and "baru mulai 1 Juni 2026" in paragraph(early)
    assert effect_of(row, date(2025, 12, 1)).points == ()
    running = effect_of(row, date(2026, 7, 31))
    assert any("masih berjalan sampai 30 September 2026" in one for one in caveats(running))
    assert not any("masih berjalan" in one for one in caveats(effect_of(row, UNTIL)))


def test_a_yardstick_chosen_afterwards_is_said_so(world: World) -> None:
    assert "sesudah hasilnya mulai terlihat" in caveats(effect_of(programme(world, at=NOW), TODAY))[0]


def test_many_units_are_clusters(world: World) -> None:
    codes = ("SETDA", "DINKES-P2P", "DINKES-FAR", "PKM1", "PKM2")
    others = ("BKPSDM", "INSPEKTORAT", "DISDIK", "DUKCAPIL", "KOMINFO")
    for place, code in enumerate((*codes, *others)):
        period = survey(world.units[code])
        answers(period, date(2026, 2, 10), [2, 2, 3, 3 - place % 2])
        answers(period, date(2026, 7, 10), [3, 3, 4, 4 - place % 2] if code in codes else [2, 2, 3, 3])
    view = effect_of(
        programme(
            world,
            treated=[world.units[code] for code in codes],
            compared=[world.units[code] for code in others],
        ),
        TODAY,
    )
    assert view.effect.method == "did_cr1" and verdict(view)[0] == "Tampak perubahan"
    assert not any("Unitnya sedikit" in one for one in caveats(view))
