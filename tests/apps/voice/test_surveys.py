"""Questionnaires and survey periods: what freezes, what is refused, what the pages do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.accounts.models import User
from kinerja.audit.models import Event
from kinerja.rules import skm
from kinerja.voice.actions.questionnaires import (
    Asked,
    create_questionnaire,
    faults,
    is_used,
    save_version,
    standard,
)
from kinerja.voice.actions.surveys import (
    change_period,
    close_survey,
    open_survey,
    plan_period,
    publish_survey,
    set_poster,
)
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import QuestionnaireVersion, SurveyAnswer, SurveyPeriod
from kinerja.voice.queries.surveys import rated_questions
from tests.world import NOW, TODAY, World

from .make_surveys import make_answers, make_case, make_period, make_service, make_version

EVIL = "<script>alert('x')</script>"


@pytest.fixture
def officer(world: World) -> User:
    user = world.services_officer.user
    assert user is not None
    return user


@pytest.fixture
def client(world: World) -> Client:
    return world.client(world.services_officer)


@pytest.fixture
def plan(world: World, officer: User) -> dict[str, Any]:
    return {
        "unit": world.units["PKM1"],
        "version": make_version(),
        "name": "Semester II 2026",
        "starts": date(2026, 7, 1),
        "ends": date(2026, 12, 31),
        "population": 4384,
        "actor": officer,
        "at": NOW,
    }


# Questionnaires


def test_a_new_questionnaire_asks_the_official_nine(world: World, officer: User) -> None:
    version = create_questionnaire(name="SKM", unit=world.units["PKM1"], actor=officer, at=NOW)
    rated = rated_questions(version)
    assert [(q.element, q.text, tuple(q.labels)) for q in rated] == [
        (e.code, e.question, e.labels) for e in skm.elements(TODAY)
    ]
    assert version.questions.filter(element="").count() == 1
    assert faults(standard(TODAY), TODAY) == []
    assert Event.objects.get(action="voice.create_questionnaire").after == {"name": "SKM", "unit": "PKM1"}


FOUR = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda asked: asked[1:], "belum ada: Persyaratan"),
        (lambda asked: [one for one in asked if one.element != "biaya"], "belum ada: Biaya/tarif"),
        (lambda asked: [*asked, Asked("  ")], "Pertanyaan 11 belum berisi"),
        (lambda asked: [*asked, Asked("Apa?", "cuaca", FOUR)], "unsur yang tidak dikenal"),
        (lambda asked: [*asked, Asked("Apa?", "waktu", ("a", "b", "c"))], "empat pilihan"),
        (lambda asked: [*asked, Asked("Apa?", "waktu", ("a", "b", "c", " "))], "empat pilihan"),
        (lambda asked: [*asked, Asked("Apa?", "waktu", ("a", "b", "c", "x" * 61))], "lebih dari 60 huruf"),
        (lambda asked: [*asked, Asked("Apa?", "waktu", ("a", "b", "c", "c"))], "sama"),
        (lambda asked: [*asked, Asked("Apa?", "", FOUR)], "tidak memakai pilihan jawaban"),
        (lambda asked: [*asked, *[Asked("Apa?")] * 31], "Paling banyak 40"),
    ],
)
def test_an_unsound_questionnaire_is_refused_and_says_why(
    world: World, officer: User, change: Any, fault: str
) -> None:
    version = make_version()
    with pytest.raises(NotPossible, match=fault):
        save_version(version=version, intro="", questions=change(standard(TODAY)), actor=officer, at=NOW)
    assert version.questions.count() == 10


def test_an_unused_version_changes_in_place_a_used_one_stays(world: World, officer: User) -> None:
    version = make_version()
    asked = standard(TODAY)
    asked[2] = replace(asked[2], labels=("Lambat", "Agak lambat", "Cepat", "Sangat cepat"))
    asked.insert(3, Asked("Apakah antrean Anda singkat?", "waktu", FOUR))
    facts: dict[str, Any] = {"intro": "Halo", "questions": asked, "actor": officer, "at": NOW}
    same = save_version(version=version, **facts)
    assert same.pk == version.pk and [q.element for q in rated_questions(same)].count("waktu") == 2
    make_period(world.units["PKM1"], same)
    second = save_version(version=same, **facts)
    assert (second.number, second.frozen_at) == (2, None)
    assert second.pk != same.pk and same.questions.count() == 11
    with pytest.raises(Stale, match="versi yang lebih baru"):
        save_version(version=same, **facts)


def test_an_answer_alone_freezes_a_version(world: World, officer: User) -> None:
    version = make_version()
    period = make_period(world.units["PKM1"], version)
    QuestionnaireVersion.objects.update(frozen_at=None)
    version.refresh_from_db()
    assert not is_used(version)
    make_answers(period, [[3] * 9])
    assert is_used(version)


# Periods


def test_a_planned_survey_knows_its_target(plan: dict[str, Any]) -> None:
    period = plan_period(**plan)
    # PA Karawang 2019: 4384 users read on the row 4500.
    assert (period.sample_table, period.sample_formula) == (354, 353)
    assert period.status == "planned" and re.fullmatch(r"[\w-]{11}", period.poster_code)
    event = Event.objects.get(action="voice.plan_survey")
    assert event.after["sample_table"] == 354 and period.poster_code not in str(event.after)


def test_plans_that_do_not_fit_are_refused(world: World, plan: dict[str, Any]) -> None:
    plan_period(**plan)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "dengan nama itu"),
        ({"name": "B", "ends": date(2026, 6, 30)}, "mendahului"),
        ({"name": "B", "population": 0}, "populasi 0"),
        ({"name": "B", "version": make_version(world.units["PKM2"])}, "milik unit lain"),
    ]
    for change, words in wrong:
        with pytest.raises(NotPossible, match=words):
            plan_period(**(plan | change))
    assert SurveyPeriod.objects.count() == 1


def test_only_a_plan_changes(plan: dict[str, Any], officer: User) -> None:
    period = plan_period(**plan)
    facts = {key: plan[key] for key in ("version", "name", "starts", "ends", "actor", "at")}
    changed = change_period(period=period, **facts, population=100, poster_open=True)
    assert (changed.sample_table, changed.poster_open) == (80, True)
    open_survey(period=changed, actor=officer, at=NOW)
    with pytest.raises(NotPossible, match="sudah dibuka"):
        change_period(period=period, **facts, population=100, poster_open=True)


def test_the_life_of_a_survey(world: World, plan: dict[str, Any], officer: User) -> None:
    period = plan_period(**plan)
    act: dict[str, Any] = {"period": period, "actor": officer, "at": NOW}
    with pytest.raises(NotPossible, match="keadaannya sekarang"):
        close_survey(**act)
    open_survey(**act)
    period.version.refresh_from_db()
    assert period.version.frozen_at == NOW
    make_answers(period, [[3] * 9] * 12)
    close_survey(**act)
    open_survey(**act)
    close_survey(**act)
    publish_survey(**act)
    period.refresh_from_db()
    assert period.result["published"] == {
        "ikm": "75.00", "n": 12, "grade": "C", "performance": "Kurang baik", "withheld": ""
    }  # fmt: skip
    assert period.published_at == NOW and len(period.result["explanation"]) >= 5
    for step in (open_survey, close_survey, publish_survey):
        with pytest.raises(NotPossible):
            step(**act)
    assert Event.objects.get(action="voice.publish_survey").after["ikm"] == "75.00"


def test_one_open_survey_a_unit_and_day(world: World, plan: dict[str, Any], officer: User) -> None:
    act: dict[str, Any] = {"actor": officer, "at": NOW}
    first, second = plan_period(**plan), plan_period(**(plan | {"name": "Oktober"}))
    below = plan_period(**(plan | {"unit": world.units["PKM1-YAN"]}))
    later = plan_period(**(plan | {"name": "2027", "starts": date(2027, 1, 1), "ends": date(2027, 6, 30)}))
    for period in (first, below, later):
        open_survey(period=period, **act)
    with pytest.raises(NotPossible, match="“Semester II 2026” unit ini masih berjalan"):
        open_survey(period=second, **act)
    close_survey(period=first, **act)
    open_survey(period=second, **act)


def test_a_survey_that_is_over_does_not_open(plan: dict[str, Any], officer: User) -> None:
    period = plan_period(**plan)
    with pytest.raises(NotPossible, match="sudah lewat"):
        open_survey(period=period, actor=officer, at=NOW + timedelta(days=100))


def test_publishing_waits_for_decisions_and_for_respondents(world: World, officer: User) -> None:
    period = make_period(world.units["PKM1"], status="closed")
    act: dict[str, Any] = {"period": period, "actor": officer, "at": NOW}
    make_answers(period, [[3] * 9] * 4)
    with pytest.raises(NotPossible, match="sedikitnya 5"):
        publish_survey(**act)
    make_answers(period, [[3] * 9])
    held = make_answers(period, [[4] * 9], state="held", flags=["burst"])
    with pytest.raises(NotPossible, match="1 jawaban masih ditahan"):
        publish_survey(**act)
    SurveyAnswer.objects.filter(pk=held[0].pk).update(state="dropped", reason="serangan")
    publish_survey(**act)


def test_the_poster_is_switched_once(world: World, officer: User) -> None:
    period = make_period(world.units["PKM1"], poster_open=False)
    set_poster(period=period, poster_open=True, actor=officer, at=NOW)
    with pytest.raises(Stale):
        set_poster(period=period, poster_open=True, actor=officer, at=NOW)
    SurveyPeriod.objects.update(status="closed")
    with pytest.raises(Stale):
        set_poster(period=period, poster_open=False, actor=officer, at=NOW)


# Pages


def test_from_questionnaire_to_a_running_survey_on_pages(world: World, client: Client) -> None:
    made = client.post(reverse("voice:questionnaire_new"), {"name": EVIL, "unit": ""}, follow=True)
    version = QuestionnaireVersion.objects.get()
    page = made.content.decode()
    assert EVIL not in page and "Bagaimana pemahaman Saudara" in page and "75,00: mutu C" in page
    facts = {
        "unit": world.units["PKM1"].pk,
        "name": "Triwulan IV 2026",
        "starts": "2026-10-01",
        "ends": "2026-12-31",
        "version": version.pk,
        "population": "500",
    }
    client.post(reverse("voice:survey_new"), facts)
    period = SurveyPeriod.objects.get()
    assert period.sample_table == 217
    page = client.get(reverse("voice:survey_period", args=[period.pk])).content.decode()
    assert "dari 217 responden" in page and "Tabel dibaca pada baris 500" in page
    client.post(reverse("voice:survey_move", args=[period.pk, "buka"]))
    period.refresh_from_db()
    assert period.status == "open"
    assert client.get(reverse("voice:survey_move", args=[period.pk, "hapus"])).status_code == 404
    again = client.post(reverse("voice:survey_move", args=[period.pk, "terbitkan"]))
    assert again.status_code == 422


def sheet(version: QuestionnaireVersion) -> dict[str, str]:
    """What the edit page posts when nothing is changed."""
    rows = list(version.questions.order_by("order"))
    data = {"q-TOTAL_FORMS": str(len(rows) + 2), "q-INITIAL_FORMS": str(len(rows)), "intro": ""}
    for place, row in enumerate([*rows, None, None]):
        labels = row.labels if row and row.labels else [""] * 4
        data |= {f"q-{place}-label{value}": label for value, label in enumerate(labels, start=1)}
        data |= {
            f"q-{place}-ORDER": str(place + 1) if row else "",
            f"q-{place}-text": row.text if row else "",
            f"q-{place}-element": row.element if row else "",
        }
    return data


def test_the_sheet_reorders_adds_and_strikes_out(client: Client, world: World) -> None:
    version = make_version()
    address = reverse("voice:questionnaire_edit", args=[version.pk])
    assert client.get(address).status_code == 200
    data = sheet(version) | {
        "q-2-ORDER": "0",
        "q-9-DELETE": "on",
        "q-10-text": "Apakah petugas mendengarkan?",
        "q-10-element": "perilaku",
    }
    client.post(address, data)
    asked = list(version.questions.order_by("order"))
    assert [asked[0].element, asked[1].element] == ["waktu", "persyaratan"]
    assert asked[-1].text == "Apakah petugas mendengarkan?"
    assert asked[-1].labels[3] == "Sangat sopan dan ramah" and len(asked) == 10
    refused = client.post(address, sheet(version) | {"q-3-DELETE": "on"})
    assert refused.status_code == 422 and "belum ada: Prosedur" not in refused.content.decode()
    assert "Kuesioner belum disimpan" in refused.content.decode()
    blank = client.post(address, sheet(version) | {"q-0-text": ""})
    assert "Pertanyaan 1 belum berisi" in blank.content.decode()


def test_a_head_makes_surveys_of_his_unit_only(world: World) -> None:
    head = world.client(world.puskesmas_head)
    own, other = make_version(world.units["PKM1"]), make_version(world.units["PKM2"])
    form = head.get(reverse("voice:survey_new")).content.decode()
    assert f'value="{own.pk}"' in form and "Puskesmas Kenanga" not in form
    assert head.get(reverse("voice:questionnaire", args=[other.pk])).status_code == 404
    facts = {
        "unit": world.units["PKM2"].pk, "name": "X", "starts": "2026-10-01", "ends": "2026-12-31",
        "version": own.pk, "population": "50",
    }  # fmt: skip
    assert head.post(reverse("voice:survey_new"), facts).status_code == 422
    assert not SurveyPeriod.objects.exists()


def test_the_code_of_a_case_appears_once_and_is_never_cached(world: World) -> None:
    unit = world.units["DUKCAPIL-KTP"]
    make_period(unit)
    case = make_case(make_service(unit))
    counter = world.client(world.counter_officer)
    address = reverse("voice:case_token", args=[case.pk])
    assert "Tampilkan kode survei" in counter.get(address).content.decode()
    shown = counter.post(address)
    page = shown.content.decode()
    code = re.search(r"\b(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}\b", page)
    assert code is not None and "no-store" in shown["Cache-Control"] and "data:image/svg+xml" in page
    assert reverse("voice:survey", args=[code.group().replace("-", "")]) in page
    assert counter.post(address).status_code == 422
    assert code.group() not in counter.get(address).content.decode()


def test_a_sheet_of_codes_is_for_own_services(world: World) -> None:
    unit = world.units["DUKCAPIL-KTP"]
    make_period(unit)
    service = make_service(unit)
    address = reverse("voice:survey_codes")
    sheet_page = world.client(world.counter_head).post(address, {"service": service.pk, "count": "7"})
    assert (
        sheet_page.content.decode().count("data:image/svg+xml") == 7
        and "no-store" in sheet_page["Cache-Control"]
    )
    other = world.client(world.puskesmas_head).post(address, {"service": service.pk, "count": "7"})
    assert other.status_code == 422


def test_the_list_shows_what_is_published(world: World, officer: User) -> None:
    period = make_period(world.units["PKM1"], status="closed")
    make_answers(period, [[3] * 9] * 12)
    publish_survey(period=period, actor=officer, at=NOW)
    page = world.client(world.nurse).get(reverse("voice:surveys")).content.decode()
    assert "75,00 (C)" in page and "12 dari 217" in page
    assert "Puskesmas Melati" not in world.client(world.nurse2).get(reverse("voice:surveys")).content.decode()


def test_the_poster_page_leads_to_the_survey(world: World, client: Client) -> None:
    period = make_period(world.units["PKM1"])
    page = client.get(reverse("voice:survey_poster_print", args=[period.pk])).content.decode()
    assert reverse("voice:survey_poster", args=[period.poster_code]) in page
    client.post(reverse("voice:survey_poster_switch", args=[period.pk]), {"poster": "0"})
    period.refresh_from_db()
    assert not period.poster_open
    assert client.get(reverse("voice:survey_poster_print", args=[period.pk])).status_code == 302


@pytest.mark.parametrize("name", ["surveys", "questionnaires"])
def test_lists_ask_the_same_number_of_queries_for_3_and_for_30_rows(world: World, name: str) -> None:
    def more(count: int, start: int) -> None:
        for number in range(start, start + count):
            version = make_version(world.units["PKM1"], name=f"K{number}")
            make_answers(make_period(world.units["PKM1"], version, name=f"P{number}"), [[3] * 9])

    asked = []
    for count, start in ((3, 0), (20, 3)):
        more(count, start)
        client = world.client(world.puskesmas_head)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse(f"voice:{name}")).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
