"""The citizen's survey by its addresses: one answer a code, no cookie, plain words, few queries."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinerja.accounts.adapter import STAFF_DEVICE
from kinerja.rules import skm
from kinerja.voice.forms import answering as form
from kinerja.voice.models import SurveyAnswer, SurveyPeriod, SurveyToken
from kinerja.voice.queries.answering import Asked, Sheet, forget_sheets
from kinerja.voice.survey_words import OFFICIAL
from tests.apps.voice.make_filled import JSON, Survey, phone
from tests.world import NOW, PASSWORD, TODAY, World

pytestmark = pytest.mark.django_db
ASKED = tuple(Asked(number, "Bagaimana?", ("a", "b", "c", "d")) for number in range(1, 10))
SHEET = Sheet(1, 1, "Loket", "Kota", "", ASKED, (Asked(10, "Saran?", ()),), 10)
FIELDS = [
    *("id", "opened", "seconds", "proof", "sex", "age_band", "access_need"),
    *(f"q{number}" for number in range(1, 11)),
]


@pytest.fixture
def survey(world: World) -> Survey:
    forget_sheets()
    return Survey(world)


def test_a_page_without_cookie_and_account(survey: Survey) -> None:
    client = phone()
    answer = client.get(f"/survei/{survey.code()}/")
    words = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies and not client.cookies
    assert words.count("<fieldset") == 9 and words.count('type="radio"') == 9 * 5
    for label in ("Tidak sesuai", "Gratis", "Dikelola dengan baik", "Tidak tahu", "Perekaman KTP-el"):
        assert label in words
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "csrfmiddlewaretoken" not in words and "<script>" not in words


def test_an_answer_uses_its_code_up(survey: Survey) -> None:
    code, client = survey.code(), phone()
    sent = survey.filled(
        words="Kursinya kurang.", sex="P", age_band="25-39", work="swasta", access_need="ramp"
    )
    answer = client.post(f"/survei/{code}/", sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/survei/terima-kasih/")
    row = SurveyAnswer.objects.get()
    assert row.pk == UUID(sent["id"])
    assert (row.period, row.unit, row.service) == (survey.period, survey.service.unit, survey.service)
    assert row.officer == survey.world.counter_officer
    assert (row.channel, row.day, row.day_part) == ("token", TODAY, "pagi")
    assert row.values == [3, 4, 3, 4, 3, 3, 4, 2, 3] and row.open_answers == ["Kursinya kurang."]
    assert (row.sex, row.age_band, row.work, row.education) == ("P", "25-39", "swasta", "")
    assert (row.access_need, row.seconds, row.state, row.flags) == ("ramp", 50, "counted", [])
    assert not SurveyToken.objects.exists()
    assert "Terima kasih" in client.get(answer.headers["Location"]).content.decode()
    assert not client.cookies


def test_sent_again_it_is_kept_once_and_the_code_serves_nobody_else(survey: Survey) -> None:
    code, sent = survey.code(), survey.filled()
    first, again = (phone().post(f"/survei/{code}/", sent, headers={"accept": JSON}) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    other = phone().post(f"/survei/{code}/", survey.filled(), headers={"accept": JSON})
    assert other.status_code == 410 and "sudah dipakai" in other.json()["refused"]
    assert SurveyAnswer.objects.count() == 1
    page = phone().get(f"/survei/{code}/")
    assert page.status_code == 410 and "sudah dipakai" in page.content.decode()


def test_a_copy_of_an_answer_takes_no_second_code(survey: Survey) -> None:
    first, second, sent = survey.code(), survey.code(), survey.filled()
    for code in (first, second):
        assert phone().post(f"/survei/{code}/", sent, headers={"accept": JSON}).status_code == 201
    assert SurveyAnswer.objects.count() == 1
    assert SurveyToken.objects.count() == 1


def test_a_code_may_be_typed(survey: Survey) -> None:
    code = survey.code()
    typed = f"{code[:4].lower()}-{code[4:]}"
    assert phone().get(f"/survei/{typed}/").status_code == 200


def test_expired_unknown_and_closed_say_what_to_do(survey: Survey) -> None:
    code = survey.code()
    assert phone().get("/survei/TIDAKADAKODEINII/").status_code == 410
    SurveyToken.objects.update(expires_on=TODAY - timedelta(days=1))
    expired = phone().post(f"/survei/{code}/", survey.filled())
    assert expired.status_code == 410 and "Masa berlaku" in expired.content.decode()
    SurveyToken.objects.update(expires_on=TODAY)
    SurveyPeriod.objects.update(status=SurveyPeriod.Status.CLOSED)
    closed = phone().post(f"/survei/{code}/", survey.filled())
    assert closed.status_code == 410 and "tidak berjalan" in closed.content.decode()
    assert "pengaduan" in closed.content.decode()
    assert not SurveyAnswer.objects.exists() and SurveyToken.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"poster_open": False}, {"status": "closed"}, {"ends": date(2026, 10, 4)}]
)
def test_a_poster_is_answered_only_while_it_may(survey: Survey, change: dict[str, Any]) -> None:
    SurveyPeriod.objects.update(**change)
    assert phone().post(survey.poster, survey.filled()).status_code == 410
    assert not SurveyAnswer.objects.exists()


def test_a_poster_answer_is_marked_as_such(survey: Survey) -> None:
    assert phone().post(survey.poster, survey.filled()).status_code == 303
    row = SurveyAnswer.objects.get()
    assert (row.channel, row.service, row.officer, row.unit) == ("poster", None, None, survey.period.unit)


def test_missing_answers_are_named_and_nothing_is_lost(survey: Survey) -> None:
    code, sent = survey.code(), survey.filled(words="Sudah baik sekali.", sex="L")
    missing = next(name for name in sent if name.startswith("q"))
    sent.pop(missing)
    answer = phone().post(f"/survei/{code}/", sent)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{missing}-1"' in words and "Pertanyaan 1: Belum dijawab" in words
    assert "Sudah baik sekali." in words and words.count(" checked") == 8 and sent["id"] in words
    as_data = phone().post(f"/survei/{code}/", sent, headers={"accept": JSON})
    assert as_data.json() == {"errors": {missing: "Belum dijawab"}}
    assert SurveyToken.objects.exists()


def test_not_knowing_is_an_answer_but_not_for_everything(survey: Survey) -> None:
    code = survey.code()
    nothing = phone().post(f"/survei/{code}/", survey.filled([None] * 9))
    assert nothing.status_code == 422
    assert phone().post(f"/survei/{code}/", survey.filled([None] * 8 + [4])).status_code == 303
    assert SurveyAnswer.objects.get().values == [None] * 8 + [4]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "bukan-uuid"},
        {"id": ""},
        {"sex": "X", "education": "s9"},
        {"opened": "1:palsu"},
        {"opened": ""},
        {"seconds": "9" * 5000},
        {"seconds": "-1"},
        {"access_need": "a" * 5000 + "\x00"},
    ],
)
def test_what_a_page_never_sends_does_no_harm(survey: Survey, change: dict[str, str]) -> None:
    answer = phone().post(f"/survei/{survey.code()}/", survey.filled() | change)
    assert answer.status_code in (303, 422)
    assert not SurveyAnswer.objects.filter(sex="X").exists()


@pytest.mark.parametrize("value", ["0", "5", "", "4.0", "empat", "\x00"])
def test_only_the_four_labels_count(survey: Survey, value: str) -> None:
    sent = survey.filled()
    sent[next(name for name in sent if name.startswith("q"))] = value
    assert phone().post(f"/survei/{survey.code()}/", sent).status_code == 422


@given(post=st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40), max_size=len(FIELDS)))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reading_a_form_never_breaks(post: dict[str, str]) -> None:
    """Whatever is sent is an answer or a list of what is missing, never both and never an error."""
    filled, errors = form.read(post, SHEET, NOW)
    assert (filled is None) == bool(errors)
    assert form.challenge(post, UUID(int=1), NOW) == "" or "opened" in post


@pytest.mark.parametrize("code", ["%00", "%ff", "a%20b", "é", "-", "x" * 3000, "..", "%2e%2e%2fadmin"])
@pytest.mark.parametrize("path", ["/survei/{}/", "/survei/p/{}/", "/survei/aset/{}"])
def test_odd_addresses_are_refused_in_peace(survey: Survey, path: str, code: str) -> None:
    for answer in (phone().get(path.format(code)), phone().post(path.format(code), survey.filled())):
        assert answer.status_code in (404, 405, 410)


def test_markup_stays_text(survey: Survey) -> None:
    sent = survey.filled(words="<script>alert(1)</script>")
    sent.pop(next(name for name in sent if name.startswith("q")))
    words = phone().post(f"/survei/{survey.code()}/", sent).content.decode()
    assert "<script>alert" not in words and "&lt;script&gt;alert(1)" in words


def test_staff_devices_are_barred(survey: Survey, world: World) -> None:
    code = survey.code()
    client = world.client(world.counter_officer)
    assert client.get(f"/survei/{code}/").status_code == 403
    fresh = Client()
    login = fresh.post("/akun/login/", {"login": world.counter_officer.nip, "password": PASSWORD})
    marker = login.cookies[STAFF_DEVICE]
    assert marker["httponly"] and marker["path"] == "/survei/" and marker["samesite"] == "Lax"
    assert marker.value == "1"
    fresh.cookies.pop("kinerja_sesi")
    for answer in (fresh.get(f"/survei/{code}/"), fresh.post(f"/survei/{code}/", survey.filled())):
        assert answer.status_code == 403
        assert "petugas" in answer.content.decode()
    assert not SurveyAnswer.objects.exists() and SurveyToken.objects.exists()


def test_another_site_cannot_make_its_visitors_answer(survey: Survey) -> None:
    for site, status in (("cross-site", 403), ("same-origin", 303), ("none", 303)):
        client = phone()
        assert client.get(survey.poster, headers={"sec-fetch-site": site}).status_code == 200
        sent = client.post(survey.poster, survey.filled(), headers={"sec-fetch-site": site})
        assert sent.status_code == status
    assert SurveyAnswer.objects.count() == 2


def test_in_english(survey: Survey) -> None:
    answer = phone().get(f"/survei/{survey.code()}/?bahasa=en")
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en"' in answer.content.decode()


def test_the_official_words_are_known_to_the_english_page() -> None:
    asked = {word for element in skm.elements(TODAY) for word in (element.question, *element.labels)}
    assert asked == set(OFFICIAL)


def test_the_first_visit_is_under_thirty_kilobytes(survey: Survey) -> None:
    """Every byte of the first visit as it goes over the wire: page, style, script, proof, service worker."""
    total = {}
    for path in (f"/survei/{survey.code()}/", survey.poster):
        client = Client(HTTP_ACCEPT_ENCODING="gzip")
        page = client.get(path)
        words = gzip.decompress(page.content).decode()
        own = re.findall(r'(?:href|src|data-worker|data-proof)="(/survei/[^"]+)"', words)
        assert len(own) == 4
        assert not re.findall(r'(?:src|href)="(?:/static|https?:)', words)
        parts = [page, *(client.get(part) for part in own)]
        assert all(part.status_code == 200 for part in parts)
        assert all(part.headers["Content-Encoding"] == "gzip" for part in parts)
        headers = sum(len(name) + len(value) + 4 for part in parts for name, value in part.headers.items())
        total[path] = sum(len(part.content) for part in parts) + headers
    assert max(total.values()) < 30_000, total


def test_the_worker_is_where_its_scope_begins(survey: Survey) -> None:
    answer = phone().get("/survei/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert phone().get("/survei/aset/lain.js").status_code == 404
    assert phone().get("/survei/aset/survei.css").headers["Cache-Control"].endswith("immutable")


def test_few_queries(survey: Survey, settings: Any) -> None:
    """One look at the code, one count, and one statement that takes the code and stores the answer."""
    settings.SURVEY_REMEMBERED_SECONDS = 60
    phone().post(f"/survei/{survey.code()}/", survey.filled())
    code, sent = survey.code(), survey.filled()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert phone().post(f"/survei/{code}/", sent).status_code == 303
    assert len(asked) == 3, [query["sql"] for query in asked]
    with CaptureQueriesContext(connection) as asked:
        phone().get(f"/survei/{survey.code()}/")
    assert len([query for query in asked if "SELECT" in query["sql"]]) == 1
    forget_sheets()
