"""The citizen's form: writing, what the system finds in it, and sending it once, without a session."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kinerja.rules.loader import in_force
from kinerja.voice.complaint_keys import digest
from kinerja.voice.models import Category, Complaint, ComplaintFile, Reporter
from tests.apps.progress import files
from tests.apps.voice import make_complaints as make
from tests.apps.voice.make_complaints import REPORT, cover, look_over, send, ticket
from tests.apps.voice.make_services import make_service
from tests.world import NOW, World

EVIL = "<script>alert('x')</script>"


def kept(response: Any) -> tuple[str, str]:
    """Number and key of the receipt that a sent report leads to."""
    number, key = re.fullmatch(r"/lacak/([^/]+)/([^/]+)/diterima/.*", response["Location"]).groups()
    return number, key


# Writing


def test_a_report_in_two_steps_without_a_session(citizen: Client, world: World) -> None:
    page = look_over(citizen)
    assert page.status_code == 200
    words = page.content.decode()
    assert "Laporan Anda belum terkirim" in words
    assert not Complaint.objects.exists()
    response = citizen.post("/pengaduan/", REPORT | {"do": "send", "ticket": ticket(page)})
    number, key = kept(response)
    row = Complaint.objects.get()
    assert (row.number, row.digest) == (number, digest(key))
    assert row.anonymous and not row.secret and not row.open_to_public
    assert not Reporter.objects.exists()
    assert django_settings.SESSION_COOKIE_NAME not in citizen.cookies
    receipt = citizen.get(response["Location"]).content.decode()
    for words in (number, key, "data:image/svg+xml", "Kunci hanya ditunjukkan sekarang", "8 Oktober 2026"):
        assert words in receipt


def test_services_of_the_same_name_are_told_apart_by_their_unit(citizen: Client, world: World) -> None:
    make_service(world, "PKM1", "umum-1", name="Pemeriksaan umum")
    make_service(world, "PKM2", "umum-2", name="Pemeriksaan umum")
    make_service(world, "PKM1", "kia", name="KIA")
    page = citizen.get("/pengaduan/").content.decode()
    for code in ("PKM1", "PKM2"):
        assert f">Pemeriksaan umum, {world.units[code].name}<" in page
    assert ">KIA<" in page


def test_sent_twice_is_one_report(citizen: Client, world: World) -> None:
    sent = REPORT | {"do": "send", "ticket": ticket(look_over(citizen))}
    first, second = citizen.post("/pengaduan/", sent), citizen.post("/pengaduan/", sent)
    assert first["Location"] == second["Location"]
    assert Complaint.objects.count() == 1


def test_a_forged_or_old_ticket_sends_nothing_but_keeps_the_words(citizen: Client, world: World) -> None:
    page = citizen.post("/pengaduan/", REPORT | {"do": "send", "ticket": "AAAA-BBBB"})
    assert page.status_code == 422
    assert "terlalu lama terbuka" in page.content.decode()
    assert REPORT["text"] in page.content.decode()
    assert not Complaint.objects.exists()
    assert citizen.post("/pengaduan/", REPORT | {"do": "send", "ticket": ticket(page)}).status_code == 302


def test_changing_ones_mind_brings_the_form_back_filled(citizen: Client, world: World) -> None:
    page = citizen.post("/pengaduan/", REPORT | {"do": "edit", "secret": "on"})
    assert page.status_code == 200
    words = page.content.decode()
    assert REPORT["text"] in words and "Langkah 1" in words
    assert re.search(r'name="secret"[^>]*checked', words)


def test_what_is_missing_is_told_in_the_form(citizen: Client, world: World) -> None:
    page = look_over(citizen, text="", kind="")
    assert page.status_code == 422
    assert page.content.decode().count("field-has-error") == 2


def test_a_service_or_a_unit_in_the_link_is_chosen(citizen: Client, world: World) -> None:
    row = make.service(world)
    page = citizen.get("/pengaduan/?layanan=ktp-el&jenis=praise").content.decode()
    assert f'<option value="{row.pk}" selected>' in page
    assert re.search(r'value="praise"[^>]*checked', page)
    assert citizen.get("/pengaduan/?layanan=tidak-ada&unit=tidak-ada").status_code == 200
    page = citizen.get("/pengaduan/?unit=PKM1").content.decode()
    assert f'<option value="{world.units["PKM1"].pk}" selected>' in page


def test_only_anonymous_is_ticked_beforehand(citizen: Client, world: World) -> None:
    page = citizen.get("/pengaduan/").content.decode()
    ticked = re.findall(r'<input type="checkbox" name="(\w+)"[^>]*checked', page)
    assert ticked == ["anonymous"]


def test_the_choices_are_kept_as_made(citizen: Client, world: World) -> None:
    send(citizen, anonymous="", open_to_public="on")
    row = Complaint.objects.get()
    assert not row.anonymous and row.open_to_public


def test_secret_wins_over_public(citizen: Client, world: World) -> None:
    send(citizen, secret="on", open_to_public="on")
    row = Complaint.objects.get()
    assert row.secret and not row.open_to_public


def test_what_people_write_stays_text(citizen: Client, world: World) -> None:
    page = look_over(citizen, title=EVIL, text=EVIL, location=EVIL).content.decode()
    assert EVIL not in page
    response = send(citizen, title=EVIL, text=EVIL, open_to_public="on")
    number, key = kept(response)
    Complaint.objects.update(forwarded_at=NOW)
    for path in (f"/lacak/{number}/{key}/", "/pengaduan/publik/", f"/pengaduan/publik/{number}/"):
        page = citizen.get(path).content.decode()
        assert EVIL not in page and "&lt;script&gt;" in page


# What the system found


def test_the_topic_is_suggested_with_the_words_and_the_person_decides(citizen: Client, world: World) -> None:
    page = look_over(citizen)
    words = page.content.decode()
    assert "Kependudukan</strong>: <q>KTP</q>" in words
    assert page.context["sending"].initial["category"].code == "kependudukan"
    other = Category.objects.get(code="perilaku-petugas")
    send(citizen, category=other.pk)
    row = Complaint.objects.get()
    assert row.category == row.first_category == other


def test_similar_reports_are_shown_only_when_public_open_and_recent(citizen: Client, world: World) -> None:
    facts: dict[str, Any] = {"category": Category.objects.get(code="kependudukan"), "unit": None}
    hidden = make.complaint(world, **facts)
    old = make.forwarded(world, **facts, open_to_public=True, at=NOW - timedelta(days=61))
    named = make.forwarded(world, **facts, open_to_public=True)
    Complaint.objects.filter(pk=named.pk).update(names_employee=True)
    covered_one = make.forwarded(world, **facts, open_to_public=True)
    cover(covered_one, world, 0, 4)
    shown = make.forwarded(world, **facts, open_to_public=True)
    page = look_over(citizen).content.decode()
    assert f"/pengaduan/publik/{shown.number}/" in page
    for row in (hidden, old, named, covered_one):
        assert row.number not in page
    assert "<q>menunggu</q>" in page


def test_who_else_is_in_charge_is_a_hint_not_a_refusal(citizen: Client, world: World) -> None:
    page = look_over(citizen, text="Ada suap di loket")
    assert "KPK" in page.content.decode()
    assert send(citizen, text="Ada suap di loket").status_code == 302


@pytest.mark.parametrize("number", ["3174012509900001", "3174 0125 0990 0001", "3174.0125.0990.0001"])
def test_a_nik_is_warned_of_and_stays_only_when_confirmed(number: str, citizen: Client, world: World) -> None:
    text = f"NIK saya {number} tidak ditemukan"
    page = look_over(citizen, text=text)
    assert "Ada angka 16 digit seperti NIK" in page.content.decode()
    refused = send(citizen, text=text)
    assert refused.status_code == 422 and not Complaint.objects.exists()
    assert send(citizen, text=text, not_a_nik="on").status_code == 302


def test_shorter_and_longer_numbers_are_no_nik(citizen: Client, world: World) -> None:
    page = look_over(citizen, text="Nomor 081234567890, rekening 12345678901234567890").content.decode()
    assert "seperti NIK" not in page


def test_the_form_costs_the_same_however_much_is_reported(citizen: Client, world: World) -> None:
    facts: dict[str, Any] = {"category": Category.objects.get(code="kependudukan"), "unit": None}
    costs = []
    for more in (3, 27):
        for _row in range(more):
            make.forwarded(world, **facts, open_to_public=True)
        with CaptureQueriesContext(connection) as queries:
            look_over(citizen)
        costs.append(len(queries))
    assert costs[0] == costs[1]


# Sending


def test_the_key_goes_to_the_address_he_gave_and_his_words_do_not(citizen: Client, world: World) -> None:
    response = send(citizen, name="Budi", email="budi@contoh.test")
    number, key = kept(response)
    (letter,) = mail.outbox
    assert letter.to == ["budi@contoh.test"]
    assert number in letter.body and key in letter.body and f"/lacak/{number}/{key}/" in letter.body
    assert REPORT["text"] not in letter.body and "Budi" not in letter.body
    assert "kirim ke surel" in citizen.get(response["Location"]).content.decode()


def test_a_dead_mail_server_loses_no_report(citizen: Client, world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = send(citizen, email="budi@contoh.test")
    assert Complaint.objects.count() == 1
    assert "Surel tidak terkirim" in citizen.get(response["Location"]).content.decode()


def test_files_are_judged_by_content_and_kept_without_traces(citizen: Client, world: World) -> None:
    photo = SimpleUploadedFile("loket.png", files.png(), "image/png")
    paper = SimpleUploadedFile("surat.pdf", files.pdf(), "application/pdf")
    number, key = kept(send(citizen, attached=[photo, paper]))
    names = list(ComplaintFile.objects.values_list("name", "content_type", "from_reporter"))
    assert names == [("loket.png", "image/png", True), ("surat.pdf", "application/pdf", True)]
    piece = ComplaintFile.objects.first()
    assert piece is not None
    got = citizen.get(f"/lacak/{number}/{key}/berkas/{piece.token}/")
    assert b"".join(got.streaming_content).startswith(b"\x89PNG")
    assert "sandbox" in got["Content-Security-Policy"] and "no-store" in got["Cache-Control"]
    other = make.complaint(world)
    assert citizen.get(f"/lacak/{other.number}/{key}/berkas/{piece.token}/").status_code == 404


def test_a_wrong_file_stops_the_report_with_a_reason(citizen: Client, world: World) -> None:
    program = SimpleUploadedFile("foto.jpg", b"MZ\x90\x00program", "image/jpeg")
    page = send(citizen, attached=[program])
    assert page.status_code == 422
    assert "foto.jpg" in page.content.decode()
    assert not Complaint.objects.exists() and not ComplaintFile.objects.exists()


def test_one_source_cannot_flood(citizen: Client, world: World) -> None:
    most = in_force("complaint.sources", NOW.date())["reports"]
    for _report in range(most):
        assert send(citizen).status_code == 302
    refused = send(citizen)
    assert refused.status_code == 422
    assert "Terlalu banyak laporan" in refused.content.decode()
    assert Complaint.objects.count() == most
