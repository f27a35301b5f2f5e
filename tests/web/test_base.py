"""The frame of every page: what it lets through, what it remembers, what it says when things go wrong."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.utils.translation import get_language

from kinerja.accounts.models import RoleGrant, User
from kinerja.web import views
from kinerja.web.context import Shell
from kinerja.web.middleware import ClockMiddleware, LanguageMiddleware
from tests.world import PASSWORD

PAGES = ["/gaya/", "/gaya/publik/", "/gaya/yakin/", "/gaya/tolak/", "/gaya/hilang/", "/akun/login/"]


@pytest.fixture(autouse=True)
def _styleguide(settings):
    settings.ROOT_URLCONF = "tests.web.styleguide_urls"


class Inline(HTMLParser):
    """Collects what the content security policy would drop."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.sources: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or "style" in given:
            self.found.append(f"style in <{tag}>")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append("inline script")
        self.found += [f"{name} in <{tag}>" for name in given if name.startswith("on")]
        self.sources += [given.get("src") or "", given.get("href") or "" if tag == "link" else ""]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_needs_what_the_policy_forbids(world, client, path):
    response = client.get(path)
    seen = Inline()
    seen.feed(response.content.decode())
    assert seen.found == []
    assert not [source for source in seen.sources if source.startswith(("http", "//"))]
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_every_page_names_its_language_and_has_one_heading_and_one_main(world, client, path):
    text = client.get(path).content.decode()
    assert '<html lang="id"' in text
    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    assert 'href="#isi"' in text
    assert 'id="isi"' in text


def test_a_public_page_sets_no_cookie_and_needs_no_script(world, client):
    response = client.get("/gaya/publik/")
    assert response.cookies == {}
    assert b"<script" not in response.content


def test_the_theme_is_remembered_and_shown_without_script(client, world):
    response = client.post("/tema/", {"theme": "dark", "next": "/gaya/yakin/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/gaya/yakin/")
    assert b'data-theme="dark"' in client.get("/gaya/").content
    client.post("/tema/", {"theme": "auto"})
    assert b"data-theme=" not in client.get("/gaya/").content


@pytest.mark.parametrize("away", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", ""])
def test_the_theme_form_never_leads_away(client, world, away):
    assert client.post("/tema/", {"theme": "dark", "next": away}).headers["Location"] == "/"


def test_an_unknown_theme_is_refused_with_words(client, world):
    response = client.post("/tema/", {"theme": "pink"})
    assert response.status_code == 400
    assert "Pilih tampilan otomatis, terang, atau gelap." in response.content.decode()


@pytest.mark.parametrize("path", ["/tema/", "/bahasa/"])
def test_choices_need_a_post_with_a_token(world, path):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code in {302, 405}
    refused = strict.post(path, {"theme": "dark", "language": "en"})
    assert refused.status_code == 403
    assert "sudah kedaluwarsa" in refused.content.decode()
    assert "kinerja_tema" not in strict.cookies


def test_the_language_is_the_choice_of_the_person_not_of_the_browser(client, world):
    asked = {"headers": {"accept-language": "en-US,en;q=0.9"}}
    assert client.get("/gaya/", **asked).headers["Content-Language"] == "id"
    client.post("/bahasa/", {"language": "en", "next": "/gaya/"})
    response = client.get("/gaya/", **asked)
    assert response.headers["Content-Language"] == "en"
    assert b'<html lang="en"' in response.content


def test_an_unknown_language_stays_indonesian_and_nothing_leaks_to_the_next_request():
    seen = []

    def page(request):
        seen.append(get_language())
        return views.HttpResponse()

    for chosen in ("en", "xx", ""):
        request = RequestFactory().get("/")
        request.COOKIES["django_language"] = chosen
        LanguageMiddleware(page)(request)
    assert seen == ["en", "id", "id"]


@pytest.mark.parametrize(
    ("now", "on"),
    [
        ("2026-11-22T10:42:00+07:00", date(2026, 11, 22)),
        ("2026-11-22T17:30:00+00:00", date(2026, 11, 23)),
        ("2026-11-22T23:59:59", date(2026, 11, 22)),
    ],
)
def test_the_day_of_a_request_is_the_day_of_the_agency(settings, now, on):
    settings.FIXED_NOW = now
    request = RequestFactory().get("/")
    ClockMiddleware(lambda request: views.HttpResponse())(request)
    assert request.on == on
    assert request.at.tzinfo is not None


def test_without_a_fixed_moment_the_clock_is_the_real_one(settings):
    settings.FIXED_NOW = ""
    request = RequestFactory().get("/")
    before = datetime.now(tz=UTC)
    ClockMiddleware(lambda request: views.HttpResponse())(request)
    assert before <= request.at <= datetime.now(tz=UTC)


def test_a_refusal_says_why_what_is_safe_and_what_next(client, world):
    response = client.get("/gaya/tolak/")
    text = response.content.decode()
    assert response.status_code == 403
    assert "Hanya penilai pada tanggal itu yang boleh menilai." in text
    assert "Tidak ada data yang berubah." in text
    assert 'href="/"' in text


def test_the_reason_of_a_refusal_is_text_not_markup(rf, world):
    response = views.forbidden(rf.get("/"), PermissionDenied("<b>tidak</b>"))
    assert b"&lt;b&gt;tidak&lt;/b&gt;" in response.content


def test_a_missing_page_says_so(client, world):
    response = client.get("/gaya/hilang/")
    assert response.status_code == 404
    assert "tidak ditemukan" in response.content.decode()


@pytest.mark.django_db
def test_a_broken_server_still_answers_without_database_or_session(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "bukan pada Anda" in response.content.decode()


def test_health_asks_the_database(client, db, monkeypatch):
    assert client.get("/sehat/").content == b"sehat\n"

    def broken():
        raise DatabaseError

    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr(connection, "cursor", broken)
        response = client.get("/sehat/")
    assert response.status_code == 503
    assert "no-cache" in response.headers["Cache-Control"]


def test_robots_are_told_to_stay_out(client, db):
    assert b"Disallow: /" in client.get("/robots.txt").content


def test_behind_the_door_one_signs_in_first(world, client):
    response = client.get("/akun/password/change/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/akun/login/")


def test_signing_in_with_the_nip_or_the_mail(world, settings):
    user = world.nurse.user
    user.email = "perawat@contoh.go.id"
    user.save(update_fields=["email"])
    for name in (world.nurse.nip, user.email):
        response = Client().post("/akun/login/", {"login": name, "password": PASSWORD})
        assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_a_wrong_password_is_told_at_the_top_of_the_form(world, client):
    response = client.post("/akun/login/", {"login": world.nurse.nip, "password": "salah"})
    text = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' in text
    assert "Belum dapat masuk" in text


def shell_of(world, person):
    request = RequestFactory().get("/")
    request.user = person.user
    request.on = date(2026, 11, 22)
    return Shell(request)


def names(world, person):
    groups = shell_of(world, person).groups
    return {str(group.title): [entry.name for entry in group.entries] for group in groups}


def test_everybody_has_the_own_pages_and_the_tree(world):
    found = names(world, world.nurse)
    assert found[""][0] == "insight:today"
    assert len(found[""]) == 6
    assert found["Tim"] == ["plans:tree"]
    assert found["Tumbuh"][0] == "growth:recognition"
    assert found["Tumbuh"][-1] == "growth:allowances"
    assert "Kepegawaian" not in found


def test_a_head_sees_the_team(world):
    assert names(world, world.office_head)["Tim"] == [
        "assessment:queue",
        "assessment:team",
        "plans:matrix",
        "assessment:calibration",
        "assessment:rounds",
        "plans:templates",
        "plans:tree",
    ]


def test_an_auditor_reads_and_does_not_import(world):
    reads = [
        "insight:control",
        "insight:register",
        "insight:warnings",
        "assessment:distribution",
        "assessment:rounds",
        "plans:templates",
        "growth:certificates",
        "growth:allowances",
        "growth:honours",
        "people:employees",
    ]
    assert "growth:allowances" not in names(world, world.auditor)["Tumbuh"]
    assert names(world, world.auditor)["Kepegawaian"] == reads
    assert names(world, world.hr)["Kepegawaian"] == [*reads, "people:import", "people:settings"]


def test_who_holds_a_duty_for_citizens_finds_it(world):
    assert names(world, world.nurse)["Warga"] == ["voice:home"]
    assert names(world, world.complaints_officer)["Warga"] == ["voice:home", "voice:desk"]
    assert names(world, world.services_officer)["Warga"] == ["voice:home", "voice:surveys"]
    assert names(world, world.privacy_officer)["Warga"] == ["voice:home", "voice:protection"]


def test_the_frame_costs_three_questions_however_often_it_is_asked(world, django_assert_num_queries):
    frame = shell_of(world, world.office_head)
    with django_assert_num_queries(3):
        for _time in range(3):
            assert frame.agency.name
            assert frame.groups
            assert len(frame.on_the_phone) == 4


def test_the_page_one_is_on_is_marked_with_the_nearest_entry(world):
    request = RequestFactory().get("/tinjauan/12/")
    request.user, request.on = world.office_head.user, date(2026, 11, 22)
    current = [entry.name for group in Shell(request).groups for entry in group.entries if entry.current]
    assert current == ["assessment:queue"]


def test_only_the_group_one_is_in_is_unfolded_on_a_phone(world):
    request = RequestFactory().get("/pembinaan/")
    request.user, request.on = world.nurse.user, date(2026, 11, 22)
    assert [str(group.title) for group in Shell(request).groups if group.current] == ["Tumbuh"]


@pytest.mark.parametrize(
    "name", ["nurse", "section_head", "office_head", "hr", "auditor", "admin", "services_officer"]
)
def test_every_entry_of_the_navigation_opens_for_whoever_sees_it(world, settings, name):
    settings.ROOT_URLCONF = "kinerja.urls"
    person = world.people[name]
    urls = [entry.url for group in shell_of(world, person).groups for entry in group.entries]
    answers = {url: world.client(person).get(url, follow=True).status_code for url in urls}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_every_entry_opens_for_an_account_without_an_employee(world, settings, client, role):
    settings.ROOT_URLCONF = "kinerja.urls"
    user = User.objects.create(username="pengelola", full_name="Pengelola Sistem")
    RoleGrant.objects.create(user=user, role=role, starts=date(2026, 1, 1), reason="Surat tugas")
    request = RequestFactory().get("/")
    request.user, request.on = user, date(2026, 11, 22)
    client.force_login(user)
    urls = [entry.url for group in Shell(request).groups for entry in group.entries]
    answers = {url: client.get(url, follow=True).status_code for url in urls}
    assert set(answers.values()) == {200}, answers


def test_before_sign_in_there_is_no_navigation(rf):
    assert Shell(rf.get("/")).groups == []
