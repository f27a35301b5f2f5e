"""What a survey found: exact sums, two figures, no cell that tells on anybody, decisions, and the report."""

from __future__ import annotations

import json
import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinerja.accounts.models import User
from kinerja.audit.models import Event
from kinerja.rules import skm
from kinerja.voice.access.surveys import may_decide_answers
from kinerja.voice.actions.follow_ups import add_follow_up, close_follow_up
from kinerja.voice.actions.survey_decisions import decide_answers
from kinerja.voice.actions.surveys import publish_survey
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import SurveyAnswer, SurveyPeriod
from kinerja.voice.queries.cells import covered, profile
from kinerja.voice.queries.held import held_by_flag
from kinerja.voice.queries.results import index_of, results, trend
from kinerja.voice.queries.words import COVER, cover_names, open_words, words_of
from tests.world import NOW, TODAY, World

from .make_surveys import make_answers, make_period, make_service, make_version

CODES = skm.codes(TODAY)
# KPU Kab. Bandung Barat, January to June 2025: the sums behind the published 88.45 (A), in our order.
BANDUNG_BARAT = dict(zip(CODES, (198, 203, 196, 226, 190, 196, 202, 190, 214), strict=True))


def rows_of(sums: dict[str, int], n: int) -> list[list[int]]:
    """Answers of n respondents with these sums."""
    columns = []
    for total in sums.values():
        low, more = divmod(total, n)
        columns.append([low + 1] * more + [low] * (n - more))
    return [list(row) for row in zip(*columns, strict=True)]


@pytest.fixture
def officer(world: World) -> User:
    user = world.services_officer.user
    assert user is not None
    return user


@pytest.fixture
def period(world: World) -> SurveyPeriod:
    return make_period(world.units["PKM1"], status="closed")


def test_a_published_result_is_reproduced_from_the_database(period: SurveyPeriod) -> None:
    make_answers(period, rows_of(BANDUNG_BARAT, 57))
    found = results(period).published
    assert found is not None
    assert (found.ikm, found.grade, found.n) == (Decimal("88.45"), "A", 57)
    assert found.lowest == ("produk", "pengaduan", "waktu")
    assert found.ties == (("produk", "pengaduan"), ("waktu", "kompetensi"))


@pytest.mark.parametrize("seed", range(6))
def test_sql_counts_what_python_counts(world: World, seed: int) -> None:
    pick = random.Random(seed)
    period = make_period(world.units["PKM1"], make_version(doubled=["waktu", "biaya"]), status="closed")
    asked = [q.element for q in period.version.questions.exclude(element="").order_by("order")]
    rows = [[pick.choice([1, 2, 3, 4, None]) for _code in asked] for _row in range(pick.randint(20, 80))]
    rows.append([None] * len(asked))
    make_answers(period, rows)
    sums, counts = dict.fromkeys(CODES, 0), dict.fromkeys(CODES, 0)
    for row in rows:
        for code, value in zip(asked, row, strict=True):
            sums[code] += value or 0
            counts[code] += value is not None
    n = sum(any(value is not None for value in row) for row in rows)
    tally = skm.Tally.from_sums(sums, counts, n, questions={"waktu": 2, "biaya": 2})
    assert results(period).published == skm.compute(tally, on=period.ends)


def test_two_figures_side_by_side(period: SurveyPeriod) -> None:
    make_answers(period, [[2] * 9] * 20)
    make_answers(period, [[4] * 9] * 10, state="held", flags=["burst"], channel="poster")
    make_answers(period, [[4] * 9] * 10, state="dropped", flags=["burst"], channel="poster")
    found = results(period)
    assert found.published is not None and found.all is not None
    assert (found.published.ikm, found.published.n) == (Decimal("50.00"), 20)
    assert (found.all.ikm, found.all.n) == (Decimal("75.00"), 40)
    assert (found.n_counted, found.n_held, found.n_dropped, found.poster_share) == (20, 10, 10, Decimal(0))


def test_the_share_of_the_poster_is_marked(period: SurveyPeriod) -> None:
    make_answers(period, [[3] * 9] * 8)
    make_answers(period, [[3] * 9] * 4, channel="poster")
    found = results(period)
    assert found.by_channel == {"token": 8, "poster": 4} and found.poster_share == Decimal("33.3")


def test_all_threes_are_75_and_grade_c(period: SurveyPeriod) -> None:
    make_answers(period, [[3] * 9] * 10)
    found = results(period).published
    assert found is not None and (found.ikm, found.grade) == (Decimal("75.00"), "C")


def test_below_the_floor_there_is_no_figure(period: SurveyPeriod) -> None:
    make_answers(period, [[3] * 9] * 4)
    assert results(period).published is None
    make_answers(period, [[3] * 9])
    found = results(period).published
    assert found is not None and found.grade is None and "5 responden" in found.withheld


# No cell that tells on anybody


def test_hidden_cells_cannot_be_subtracted() -> None:
    assert covered({"L": 20, "P": 3}, 5) == {"L": None, "P": None}
    assert covered({"a": 30, "b": 9, "c": 2}, 5) == {"a": 30, "b": None, "c": None}
    assert covered({"a": 30, "b": 9, "c": 4, "d": 4}, 5) == {"a": 30, "b": 9, "c": None, "d": None}
    assert covered({"a": 30, "b": 0}, 5) == {"a": 30, "b": None}


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 40), max_size=8), st.integers(1, 12))
def test_no_cell_and_no_remainder_is_below_the_floor(counts: dict[str, int], k: int) -> None:
    shown = covered(counts, k)
    assert all(value is None or value >= k for value in shown.values())
    rest = [counts[key] for key, value in shown.items() if value is None]
    assert sum(rest) == 0 or sum(rest) >= k or len(rest) == len(counts)
    assert sum(rest) == 0 or len(rest) > 1 or rest == list(counts.values())


def test_the_profile_hides_small_groups(period: SurveyPeriod) -> None:
    make_answers(period, [[3] * 9] * 30, sex="P", education="sma")
    make_answers(period, [[3] * 9] * 9, sex="L", education="s1")
    make_answers(period, [[3] * 9] * 2, sex="L", education="s3")
    make_answers(period, [[3] * 9] * 50, sex="L", education="s3", state="held", flags=["burst"])
    cells = {part.title: dict(part.cells) for part in profile(period)}
    assert cells["Jenis kelamin"] == {"Laki-laki": 11, "Perempuan": 30}
    assert cells["Pendidikan"]["SMA"] == 30
    assert cells["Pendidikan"]["S1"] is None and cells["Pendidikan"]["S3"] is None
    assert cells["Usia"]["Tidak diisi"] == 41
    with CaptureQueriesContext(connection) as queries:
        profile(period)
    assert len(queries) == 1


def test_services_and_units_below_the_floor_hide_and_take_one_along(world: World) -> None:
    period = make_period(world.units["DINKES"], status="closed")
    one, two, three = (make_service(world.units["PKM1"], code, code) for code in ("a", "b", "c"))
    make_answers(period, [[3] * 9] * 20, service=one, unit=world.units["PKM1"])
    make_answers(period, [[4] * 9] * 8, service=two, unit=world.units["PKM2"])
    make_answers(period, [[1] * 9] * 2, service=three, unit=world.units["PKM2"])
    found = results(period)
    assert [(part.name, part.n) for part in found.services] == [("a", 20), ("b", None), ("c", None)]
    assert {part.name: part.n for part in found.units} == {"Puskesmas Melati": 20, "Puskesmas Kenanga": 10}
    # (75.00 + 85.00) / 2 is not what all thirty respondents say together.
    assert found.mean_of_units == Decimal("80.00")
    assert found.published is not None and found.published.ikm == Decimal("78.33")


def test_words_come_without_names_numbers_and_order(world: World, period: SurveyPeriod) -> None:
    unit = world.units["PKM1-YAN"]
    text = "Bu Dewi Lestari ramah, DEWI cekatan. Telepon 0812-3456-7890 <b>"
    make_answers(period, [[3] * 9], open_answers=[text], unit=unit)
    make_answers(period, [[3] * 9] * 6, open_answers=[""])
    make_answers(period, [[3] * 9], open_answers=["ditahan"], state="held", flags=["burst"])
    rows = list(open_words(period))
    assert len(rows) == 1
    (said,) = words_of(period, rows)
    assert said.text.startswith(f"Bu {COVER} {COVER} ramah, {COVER} cekatan.") and "0812" not in said.text
    page = world.client(world.nurse).get(reverse("voice:survey_results", args=[period.pk]))
    assert "&lt;b&gt;" in page.content.decode() and "Lestari ramah" not in page.content.decode()


def test_names_are_covered_as_words_only() -> None:
    assert cover_names("Sari dan Santi, sariawan", ["Sari Dewi"]) == f"{COVER} dan Santi, sariawan"
    assert cover_names("tetap", []) == "tetap" and cover_names("al ok", ["Al"]) == "al ok"


# Decisions about held answers


def test_a_person_decides_and_both_figures_stay(period: SurveyPeriod, officer: User) -> None:
    make_answers(period, [[2] * 9] * 20)
    attack = make_answers(period, [[4] * 9] * 10, state="held", flags=["burst", "straight_line"])
    lone = make_answers(period, [[3] * 9], state="held", flags=["too_fast"])
    assert held_by_flag(period) == {"burst": 10, "straight_line": 10, "too_fast": 1}
    act: dict[str, Any] = {"period": period, "actor": officer, "at": NOW}
    with pytest.raises(NotPossible, match="alasannya"):
        decide_answers(**act, counts=False, reason=" ", flag="burst")
    assert decide_answers(**act, counts=True, reason="Warga datang lagi", answers=[lone[0].pk]) == 1
    with pytest.raises(Stale):
        decide_answers(**act, counts=False, reason="ulang", answers=[lone[0].pk, attack[0].pk])
    assert decide_answers(**act, counts=False, reason="Semua dari satu jam", flag="burst") == 10
    with pytest.raises(Stale):
        decide_answers(**act, counts=False, reason="lagi", flag="burst")
    found = results(period)
    assert (found.n_counted, found.n_held, found.n_dropped) == (21, 0, 10)
    assert found.all is not None and found.all.n == 31
    row = SurveyAnswer.objects.get(pk=attack[0].pk)
    assert (row.state, row.reason, row.decided_by, row.values) == (
        "dropped", "Semua dari satu jam", officer, [4] * 9
    )  # fmt: skip
    event = Event.objects.filter(action="voice.decide_answers").latest("pk")
    assert event.after == {"state": "dropped", "count": 10, "flag": "burst"}
    publish_survey(**act)
    make_answers(period, [[4] * 9], state="held", flags=["burst"])
    with pytest.raises(NotPossible, match="sudah diterbitkan"):
        decide_answers(**act, counts=True, reason="terlambat", flag="burst")


def test_who_works_there_does_not_judge_its_answers(world: World) -> None:
    manager = world.services_officer.user
    for code, allowed in (("PKM1", True), ("KOMINFO", False), ("KOTA", True)):
        period = make_period(world.units[code])
        assert bool(may_decide_answers(manager, period, TODAY)) is allowed, code
    assert not may_decide_answers(world.puskesmas_head.user, period, TODAY)


def test_the_page_of_held_answers(world: World, period: SurveyPeriod) -> None:
    make_answers(period, [[2] * 9] * 20)
    rows = make_answers(
        period, [[4] * 9] * 60, state="held", flags=["burst"], open_answers=["<i>bagus</i>"], seconds=3
    )
    client = world.client(world.services_officer)
    address = reverse("voice:survey_held", args=[period.pk])
    page = client.get(address).content.decode()
    assert "lebih dari 30" in page and "&lt;i&gt;bagus" in page and "1 sampai 50 dari 60" in page
    assert client.post(address, {"do": "drop", "reason": "x"}).status_code == 422
    assert client.post(address, {"do": "drop", "reason": "x", "jawaban": "bukan-uuid"}).status_code == 422
    assert client.post(address, {"do": "drop", "reason": "", "cakupan": "semua"}).status_code == 422
    client.post(address, {"do": "count", "reason": "benar", "jawaban": str(rows[0].pk)})
    client.post(address, {"do": "drop", "reason": "serangan", "cakupan": "semua"})
    states = list(SurveyAnswer.objects.values_list("state", flat=True))
    assert (states.count("counted"), states.count("dropped")) == (21, 59)


def test_held_answers_of_a_survey_before_the_law_of_signs_open_too(world: World) -> None:
    spring = {"starts": date(2025, 1, 1), "ends": date(2025, 6, 30)}
    old = make_period(world.units["PKM1"], status="closed", **spring)
    make_answers(old, [[4] * 9] * 3, state="held", flags=["straight_line", "same_text"])
    page = world.client(world.services_officer).get(reverse("voice:survey_held", args=[old.pk]))
    assert page.status_code == 200 and "Kata-kata sama" in page.content.decode()


# Over time and over units


def test_the_trend_tells_published_and_closed_surveys(world: World, officer: User) -> None:
    unit, version = world.units["PKM1"], make_version()
    spans = [(date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 12, 31))]
    for number, (starts, ends) in enumerate(spans):
        old = make_period(unit, version, name=f"P{number}", starts=starts, ends=ends, status="closed")
        make_answers(old, [[3 + number] * 9] * 10)
        if number == 0:
            publish_survey(period=old, actor=officer, at=NOW)
            SurveyAnswer.objects.filter(period=old).update(state="dropped", reason="kemudian")
    now = make_period(unit, version, status="closed")
    assert [(point.name, point.ikm, point.n) for point in trend(now)] == [
        ("P0", Decimal("75.00"), 10),
        ("P1", Decimal("100.00"), 10),
    ]


def test_the_index_of_a_unit_pools_what_is_published_below_it(world: World, officer: User) -> None:
    version = make_version()
    for code, value, n in (("PKM1", 3, 30), ("PKM2", 4, 10)):
        period = make_period(world.units[code], version, status="closed")
        make_answers(period, [[value] * 9] * n)
        publish_survey(period=period, actor=officer, at=NOW)
    make_answers(make_period(world.units["DINKES"], version, status="closed"), [[1] * 9] * 50)
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert index_of(world.units["DINKES"], *year) == (Decimal("81.25"), 40, "B")
    assert index_of(world.units["PKM2"], *year) == (Decimal("100.00"), 10, "A")
    assert index_of(world.units["PKM2"], date(2027, 1, 1), date(2027, 12, 31)) is None
    assert index_of(world.units["DISDIK"], *year) is None


# The report


def test_the_report_has_its_chapters_and_says_what_a_three_means(
    world: World, period: SurveyPeriod, officer: User
) -> None:
    make_answers(period, rows_of(BANDUNG_BARAT, 57), sex="P")
    page = world.client(world.nurse).get(reverse("voice:survey_results", args=[period.pk])).content.decode()
    places = [page.index(f"BAB {roman} ") for roman in ("I", "II", "III", "IV", "V")]
    assert places == sorted(places) and places[-1] < page.index("Lampiran</h2>")
    for words in ("88,45", "Mutu A, Sangat baik", "57 responden dari target 217", "mutu C", "76,61",
                  "Bernilai sama: Produk", "Ini survei pertama"):  # fmt: skip
        assert words in page, words


def test_results_wait_until_the_survey_is_over(world: World) -> None:
    period = make_period(world.units["PKM1"])
    make_answers(period, [[4] * 9] * 40)
    client = world.client(world.puskesmas_head)
    page = client.get(reverse("voice:survey_results", args=[period.pk]), follow=True).content.decode()
    assert "setelah survei ditutup" in page and "100,00" not in page
    assert client.get(reverse("voice:survey_results_json", args=[period.pk])).status_code == 403


def test_the_report_is_also_data_and_frozen_when_published(
    world: World, period: SurveyPeriod, officer: User
) -> None:
    make_answers(period, rows_of(BANDUNG_BARAT, 57))
    address = reverse("voice:survey_results_json", args=[period.pk])
    client = world.client(world.nurse)
    before = json.loads(client.get(address).content)
    assert before["result"]["published"]["ikm"] == "88.45" and before["published_at"] is None
    assert len(before["result"]["elements"]) == 9 and before["result"]["explanation"]
    publish_survey(period=period, actor=officer, at=NOW)
    SurveyAnswer.objects.all().update(state="dropped", reason="kemudian")
    after = json.loads(client.get(address).content)
    assert after["result"] == before["result"]


def test_the_report_brings_the_follow_up_of_the_survey_before(world: World, officer: User) -> None:
    unit, version = world.units["PKM1"], make_version()
    old = make_period(
        unit, version, name="Lama", starts=date(2026, 1, 1), ends=date(2026, 6, 30), status="closed"
    )
    facts: dict[str, Any] = {"unit": unit, "period": old, "element": "waktu", "year": 2026, "quarter": 4,
                             "responsible": world.nurse, "actor": officer, "at": NOW}  # fmt: skip
    done = add_follow_up(**facts, programme="Loket kedua")
    add_follow_up(**facts, programme="Antrean daring")
    close_follow_up(follow_up=done, event="finish", outcome="Loket dibuka", actor=officer, at=NOW)
    period = make_period(unit, version, status="closed")
    make_answers(period, [[3] * 9] * 12)
    page = world.client(world.nurse).get(reverse("voice:survey_results", args=[period.pk])).content.decode()
    assert "Loket dibuka" in page and "Antrean daring" in page


def test_the_report_asks_a_constant_number_of_queries(world: World, period: SurveyPeriod) -> None:
    services = [make_service(world.units["PKM1"], f"s{number}") for number in range(6)]
    client = world.client(world.services_officer)
    asked = []
    for count in (6, 60):
        for service in services:
            make_answers(period, [[3] * 9] * count, service=service, open_answers=["cepat"])
        client.get(reverse("voice:survey_results", args=[period.pk]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("voice:survey_results", args=[period.pk]))
        asked.append(len(queries))
    assert asked[0] == asked[1]
