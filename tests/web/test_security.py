"""What every answer carries, which requests are refused, what stays closed (docs/security.md names these)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.contrib.staticfiles import finders
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kinerja.accounts.actions import revoke_role, set_temporary_password
from kinerja.accounts.models import RoleGrant, User
from kinerja.audit.actions import record
from kinerja.audit.models import Event, Seal
from kinerja.people.imports.read import read
from kinerja.people.imports.template import NAMES, csv_template, xlsx_template
from kinerja.progress.actions.evidence import add_evidence_file
from kinerja.progress.daily import csv_file
from tests.apps.progress import files
from tests.apps.progress.conftest import make_skp
from tests.world import NOW, PASSWORD, TODAY, World

# Open without sign-in, each for a reason; everything else asks who one is.
OPEN = {
    "kinerja.web.views.theme": "a choice of the reader, kept in a cookie",
    "kinerja.web.views.language": "a choice of the reader, kept in a cookie",
    "kinerja.web.views.health": "monitors",
    "kinerja.web.views.robots": "search engines are told to stay out",
    "kinerja.voice.views.answering.survey": "a citizen with the code of a transaction",
    "kinerja.voice.views.answering.survey_poster": "a citizen before a poster",
    "kinerja.voice.views.answering.survey_thanks": "the same words for everybody",
    "kinerja.voice.views.survey_assets.survey_asset": "style and script of the survey",
    "kinerja.voice.views.survey_assets.survey_worker": "the survey's service worker",
    "kinerja.voice.views.card.card": "the published standard of a service",
    "kinerja.voice.views.complaints.complain": "a citizen reports",
    "kinerja.voice.views.tracking.received": "the key, shown once to who has just reported",
    "kinerja.voice.views.tracking.track": "a citizen with number and key",
    "kinerja.voice.views.tracking.tracked": "a citizen with number and key",
    "kinerja.voice.views.tracking.reporter_file": "an attachment, for who holds number and key",
    "kinerja.voice.views.public_complaints.public_complaint": "a report its reporter opened to all",
    "kinerja.voice.views.public_complaints.public_complaints": "reports opened to all",
    "kinerja.insight.views_effects.effects_public": "stories of programmes that an officer made public",
    "kinerja.insight.views_effects.effect_public": "one of them, no figure under the floor",
    "kinerja.voice.views.public.public": "what services promise and do",
    "kinerja.voice.views.public.public_unit": "the same of one unit",
    "kinerja.voice.views.public.public_changes": "what changed because citizens spoke",
    "kinerja.voice.views.open_data.open_data": "the dictionary of the open data",
    "kinerja.voice.views.open_data.data_csv": "open data, no cell under the floor",
    "kinerja.voice.views.open_data.data_json": "open data, no cell under the floor",
    "kinerja.voice.views.privacy.processing": "the record of processing",
    "kinerja.voice.views.privacy.my_data": "the holder of an address, proven by a code",
    "kinerja.voice.views.citizens.enter": "the forum's own sign-in",
    "kinerja.voice.views.citizens.code": "the forum's own sign-in",
    "kinerja.voice.views.citizens.choose_name": "the forum's own sign-in",
    "kinerja.voice.views.citizens.leave": "the forum's own session",
    "kinerja.voice.views.citizens.account": "the forum's own session",
    "kinerja.voice.views.citizens.erase": "the forum's own session",
    "kinerja.voice.views.citizens.unsubscribe": "a signed link of a mail",
    "kinerja.voice.views.forum.forum": "everybody reads the forum",
    "kinerja.voice.views.forum.topic": "everybody reads the forum",
    "kinerja.voice.views.forum.post": "everybody reads a post and its history",
    "kinerja.voice.views.forum.new": "asks for the forum's session itself",
    "kinerja.voice.views.forum.edit": "asks for the forum's session itself",
    "kinerja.voice.views.forum.flag": "asks for the forum's session itself",
    "kinerja.voice.views.forum.follow": "asks for the forum's session itself",
    "kinerja.assessment.views.calendar.calendar": "a calendar with a signed, private address",
    "kinerja.growth.views.mentoring.mentoring_calendar": "a calendar with a signed, private address",
    "ninja.openapi.views.default_home": "leads nowhere: the API has no page",
    "ninja.openapi.views.openapi_json": "what the API can do",
    "ninja.operation.PathView.get_view.<locals>.sync_view_wrapper": "the API asks for a key itself",
    "kinerja.growth.views.recognition.public_awards": "awards whose receivers said yes",
    "kinerja.growth.views.certificates.certificate": "who holds a certificate checks it; name by consent",
    "kinerja.assessment.views.documents.verify": "who holds a printed document checks it; names masked",
}
ELSEWHERE = ("allauth.", "django.contrib.admin.")
AWAY = [
    "https://jahat.example/",
    "//jahat.example/",
    "/\\jahat.example",
    "https:jahat.example",
    "javascript:alert(1)",
]


def views(
    patterns: list[URLPattern | URLResolver], above: str = ""
) -> Iterator[tuple[str, Callable[..., object]]]:
    """Every address as a pattern, with the view behind it."""
    for pattern in patterns:
        here = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, here)
        else:
            yield here, pattern.callback


def name_of(view: Callable[..., object]) -> str:
    made = getattr(view, "view_class", getattr(view, "func", view))
    return f"{made.__module__}.{made.__qualname__}"


def plain_addresses() -> list[str]:
    """Every address that needs no argument."""
    return sorted(
        {"/" + path for path, _view in views(get_resolver().url_patterns) if not set(path) & set("<(^")}
    )


def assert_guarded(response: HttpResponseBase, path: str) -> None:
    """The headers of docs/security.md, on whatever was answered."""
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy, path
    assert "*" not in policy, path
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy, path
    assert response.headers["X-Content-Type-Options"] == "nosniff", path
    assert response.headers["Referrer-Policy"] == "same-origin", path
    assert response.headers["X-Frame-Options"] == "DENY", path
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
    assert "camera=()" in response.headers["Permissions-Policy"], path


@pytest.mark.parametrize("role", ["nobody", "nurse", "hr", "admin"])
def test_every_answer_carries_the_headers(world: World, role: str) -> None:
    client = world.client(None if role == "nobody" else getattr(world, role))
    pages = 0
    for path in plain_addresses():
        response = client.get(path)
        assert response.status_code < 500, path
        assert_guarded(response, path)
        pages += response.status_code == 200
    assert pages >= 5
    for path in ("/tidak-ada/", "/pegawai/999999/"):
        assert_guarded(client.get(path), path)


def test_refusals_and_failures_carry_the_headers_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("sandi basis data: rahasia-12345")

    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert_guarded(strict.post("/tema/"), "403")
    assert_guarded(strict.get("/tema/"), "405")
    with monkeypatch.context() as broken_for_now:
        broken_for_now.setattr(connection, "cursor", broken)
        failed = strict.get("/sehat/")
    assert failed.status_code == 500
    assert_guarded(failed, "500")
    assert "rahasia-12345" not in failed.content.decode()
    assert "Traceback" not in failed.content.decode()


def test_files_of_the_product_are_served_under_the_same_policy(
    world: World, client: Client, settings: Any
) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    assert finders.find("web/favicon.svg")
    response = client.get("/static/web/favicon.svg")
    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/static/web/").status_code == 404
    assert client.get("/static/../settings.py").status_code in {302, 404}


def test_only_the_listed_views_open_without_sign_in() -> None:
    open_views = {
        name_of(view)
        for _path, view in views(get_resolver().url_patterns)
        if not getattr(view, "login_required", True)
    }
    assert {name for name in open_views if not name.startswith(ELSEWHERE)} == set(OPEN)


def test_without_sign_in_every_other_address_leads_to_the_door(world: World) -> None:
    known = {
        path for path, view in views(get_resolver().url_patterns) if not getattr(view, "login_required", True)
    }
    for path in plain_addresses():
        if path[1:] in known:
            continue
        response = Client().get(path)
        assert response.status_code == 302, path
        assert response.headers["Location"].startswith(("/akun/login/", "/admin/login/")), path


def test_a_post_needs_the_token_of_its_own_page(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    typed = {"login": world.admin.nip, "password": PASSWORD}
    assert strict.post("/akun/login/", typed).status_code == 403
    token = strict.get("/akun/login/").context["csrf_token"]
    assert strict.post("/akun/login/", typed | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert strict.post("/akun/login/", typed | {"csrfmiddlewaretoken": str(token)}).status_code == 302
    gift = {"user": world.nurse.nip, "role": "admin", "starts": "2026-10-05", "reason": "dipancing"}
    assert strict.post("/peran/", gift).status_code == 403
    token = strict.get("/peran/").context["csrf_token"]
    honest = gift | {"csrfmiddlewaretoken": str(token)}
    assert strict.post("/peran/", honest, headers={"origin": "https://jahat.example"}).status_code == 403
    assert not RoleGrant.objects.filter(user=world.nurse.user).exists()
    assert strict.post("/peran/", honest).status_code == 302
    assert RoleGrant.objects.filter(user=world.nurse.user).exists()


@pytest.mark.parametrize("host", ["jahat.example", "localhost.jahat.example", "127.0.0.1:80@jahat.example"])
def test_an_unknown_host_is_refused(world: World, host: str) -> None:
    response = Client().get("/akun/login/", headers={"host": host})
    assert response.status_code == 400
    assert "jahat.example" not in response.content.decode()


def test_a_forwarded_host_does_not_get_into_mails(world: World) -> None:
    Client().post(
        "/akun/password/reset/", {"email": "nurse@contoh.test"}, headers={"x-forwarded-host": "jahat.example"}
    )
    (sent,) = mail.outbox
    assert "http://testserver/akun/password/reset/key/" in sent.body
    assert "jahat.example" not in sent.body


@pytest.mark.parametrize("away", AWAY)
def test_sign_in_out_and_language_never_lead_away(world: World, away: str) -> None:
    client = Client()
    typed = {"login": world.nurse.nip, "password": PASSWORD, "next": away}
    assert client.post(f"/akun/login/?next={away}", typed).headers["Location"] == "/"
    assert client.post("/bahasa/", {"language": "en", "next": away}).headers["Location"] == "/"
    assert client.post("/akun/logout/", {"next": away}).headers["Location"] == "/akun/login/"


def test_a_page_of_ours_is_still_reached_after_sign_in(world: World) -> None:
    typed = {"login": world.nurse.nip, "password": PASSWORD, "next": "/umpan-balik/"}
    assert Client().post("/akun/login/", typed).headers["Location"] == "/umpan-balik/"


def test_what_signed_in_people_see_stays_out_of_caches(world: World) -> None:
    for path in ("/", "/akun/password/change/", "/tidak-ada/"):
        assert "no-store" in world.client(world.nurse).get(path).headers["Cache-Control"], path


def test_a_name_is_text_in_every_frame(world: World) -> None:
    user = world.nurse.user
    assert user is not None
    user.full_name = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    user.save()
    page = world.client(world.nurse).get("/akun/password/change/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_evidence_opens_for_the_line_alone_and_can_run_nothing(world: World) -> None:
    skp = make_skp(world, world.nurse, "PERAWAT", world.section_head)
    piece = add_evidence_file(
        plan=skp.plan,
        period=world.q3,
        indicator_key=skp.patients,
        upload=SimpleUploadedFile('lap"oran\r\nX-Jahat: 1.pdf', files.pdf(), "text/html"),
        actor=world.nurse.user,
        at=NOW,
    )
    kept = Path(piece.file.path)
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    address = f"/bukti/{piece.token}/"
    assert world.client(None).get(address).status_code == 302
    refused = world.client(world.outsider).get(address)
    assert refused.status_code == 403
    assert "hanya untuk pegawai itu" in refused.content.decode()
    served = world.client(world.section_head).get(address)
    assert served.status_code == 200
    assert served.headers["Content-Type"] == "application/pdf"
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert "X-Jahat" not in served.headers
    assert served.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in served.headers["Cache-Control"]


def test_the_admin_site_is_for_superusers_through_the_one_door(world: World) -> None:
    for person in (world.nurse, world.hr, world.auditor, world.admin):
        assert world.client(person).get("/admin/", follow=True).status_code == 403
    root = User.objects.create_superuser("root", full_name="Akar", password=PASSWORD)
    for answer in (
        Client().get("/admin/login/?next=/admin/"),
        Client().post("/admin/login/", {"username": root.username, "password": PASSWORD}),
    ):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/akun/login/")
        assert "kinerja_sesi" not in answer.cookies
    client = Client()
    assert (
        client.post("/akun/login/?next=/admin/", {"login": "root", "password": PASSWORD}).status_code == 302
    )
    assert client.get("/admin/").status_code == 200


def test_a_duty_taken_away_counts_from_the_next_click(world: World) -> None:
    client = world.client(world.auditor)
    assert client.get("/catatan/").status_code == 200
    grant = RoleGrant.objects.get(role="auditor")
    revoke_role(actor=world.admin.user, grant=grant, reason="Mutasi", on=TODAY, at=NOW)
    grant.refresh_from_db()
    assert client.get("/catatan/").status_code == 403


def test_the_log_can_be_added_to_and_nothing_else(world: World) -> None:
    record(actor=world.hr.user, at=NOW, action="uji.coba", target=world.agency)
    Seal.objects.create(first=1, last=1, count=1, previous="", digest="x", at=NOW)
    acts: list[Callable[[], object]] = [
        lambda: Event.objects.update(action="lain"),
        lambda: Event.objects.all().delete(),
        lambda: Seal.objects.update(digest="y"),
        lambda: Seal.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE audit_event"),
    ]
    for act in acts:
        with pytest.raises(ProgrammingError, match="Catatan audit tidak dapat"), transaction.atomic():
            act()
    assert Event.objects.get(action="uji.coba").actor_name == world.hr.name


def test_a_temporary_password_is_strong_and_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    nurse, admin = world.nurse.user, world.admin.user
    assert nurse is not None
    assert admin is not None
    with caplog.at_level("DEBUG"):
        made = set_temporary_password(actor=admin, user=nurse, reason="Lupa", at=NOW)
    assert len(made.replace("-", "")) == 16
    assert Client().post("/akun/login/", {"login": nurse.username, "password": made}).status_code == 302
    event = Event.objects.get(action="accounts.set_temporary_password")
    assert made not in repr(vars(event))
    assert made not in caplog.text


def table(cell: str) -> dict[str, bytes]:
    """The import's template with one row whose NAMA is `cell`, as both kinds of file."""
    row = [cell if name == "NAMA" else "" for name in NAMES]
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([NAMES, row])
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, NAMES)
        sheet.write(1, NAMES.index("NAMA"), cell)
    return {"pegawai.csv": text.getvalue().encode(), "pegawai.xlsx": kept.getvalue()}


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://jahat.example")', "=1+1"])
def test_formulas_in_an_upload_are_refused(cell: str) -> None:
    for name, content in table(cell).items():
        found = read(content, name)
        assert [(one.row, one.column) for one in found.problems] == [(2, "NAMA")], name
        assert "rumus" in str(found.problems[0])
    for name, content in table("Dewi Lestari, S.Kep.").items():
        assert read(content, name).problems == (), name


def test_templates_that_people_download_hold_no_formula() -> None:
    book = zipfile.ZipFile(io.BytesIO(xlsx_template()))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    lines = list(csv.reader(io.StringIO(csv_template().decode("utf-8-sig")), delimiter=";"))
    lines += list(csv.reader(io.StringIO(csv_file.template()), delimiter=";"))
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]
