"""The citizen's pages: writing, looking over, sending, coming back, and what everybody may read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.rules.loader import in_force
from kinerja.voice.actions.complaints import reply
from kinerja.voice.actions.topics import seed_categories
from kinerja.voice.complaint_keys import digest
from kinerja.voice.models import Category, Complaint, ComplaintFile, Redaction, Reporter
from kinerja.voice.queries.complaints import COVER, covered, search
from tests.apps.progress import files
from tests.apps.voice import make_complaints as make
from tests.world import NOW, World

EVIL = "<script>alert('x')</script>"
REPORT = {
    "kind": "complaint",
    "title": "Antrean KTP terlalu lama",
    "text": "Saya menunggu di loket KTP sejak pukul delapan.",
    "location": "Loket 2",
    "happened_on": "2026-10-01",
    "service": "",
    "unit": "",
    "anonymous": "on",
    "name": "",
    "email": "",
    "phone": "",
}


@pytest.fixture
def citizen(world: World) -> Iterator[Client]:
    seed_categories(actor=None, at=NOW)
    yield Client()


def look_over(client: Client, **changes: Any) -> Any:
    return client.post("/pengaduan/", REPORT | {"do": "check"} | changes)


def ticket(page: Any) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def send(client: Client, **changes: Any) -> Any:
    report = REPORT | {name: changes[name] for name in changes if name in REPORT}
    page = look_over(client, **{name: value for name, value in changes.items() if name in REPORT})
    return client.post("/pengaduan/", report | {"do": "send", "ticket": ticket(page)} | changes)


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


# Coming back


def test_number_and_key_lead_to_the_report(citizen: Client, world: World) -> None:
    row, key = make.handed_in(world)
    typed = {"number": row.number.lower(), "key": key.replace("-", "/").lower()}
    response = citizen.post("/lacak/", typed)
    assert response["Location"] == f"/lacak/{row.number}/{key}/"


def test_a_wrong_key_and_an_unknown_number_get_the_same_answer(citizen: Client, world: World) -> None:
    row, key = make.handed_in(world)
    said = []
    for typed in ({"number": row.number, "key": "AAAA"}, {"number": "ADU-2026-999999", "key": key}):
        page = citizen.post("/lacak/", typed)
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
        for value in typed.values():
            body = body.replace(value, "")
        said.append((page.status_code, body))
    assert said[0] == said[1]
    links = [f"/lacak/{row.number}/AAAA/", f"/lacak/ADU-2026-999999/{key}/"]
    assert [citizen.get(link).status_code for link in links] == [404, 404]


def test_guessing_is_slowed_down_and_the_right_key_still_opens(citizen: Client, world: World) -> None:
    row, key = make.handed_in(world)
    most = in_force("complaint.sources", NOW.date())["wrong_keys"]
    for _guess in range(most):
        assert citizen.post("/lacak/", {"number": row.number, "key": "AAAA"}).status_code == 422
    assert citizen.post("/lacak/", {"number": row.number, "key": "AAAA"}).status_code == 429
    assert citizen.get(f"/lacak/{row.number}/{key}/").status_code == 200


def test_nothing_of_it_stays_in_a_cache_or_leaves_with_a_link(citizen: Client, world: World) -> None:
    row, key = make.handed_in(world)
    for path in (f"/lacak/{row.number}/{key}/", f"/lacak/{row.number}/{key}/diterima/"):
        page = citizen.get(path)
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"


def test_the_way_is_told_with_the_unit_and_never_a_person(citizen: Client, world: World) -> None:
    row, key = make.handed_in(world)
    page = citizen.get(f"/lacak/{row.number}/{key}/").content.decode()
    assert "Tersisa 3 hari kerja" in page and "pengelola pengaduan" in page
    done = make.answered(world)
    Complaint.objects.filter(pk=done.pk).update(digest=digest("KKKK"), officer=world.counter_officer)
    page = citizen.get(f"/lacak/{done.number}/KKKK/").content.decode()
    assert "Bidang Pendaftaran Penduduk" in page and "Loket kini tiga." in page
    for person in (world.counter_officer, world.counter_head):
        assert person.name not in page


def test_overdue_is_said_as_it_is(citizen: Client, world: World) -> None:
    row, key = make.handed_in(world, at=NOW - timedelta(days=14))
    page = citizen.get(f"/lacak/{row.number}/{key}/").content.decode()
    assert "Terlambat 7 hari kerja" in page and "24 September 2026" in page


def test_an_extension_is_shown_with_its_reason(citizen: Client, world: World) -> None:
    row = make.forwarded(world)
    assert row.act_due is not None
    row.extensions.create(
        old_due=row.act_due,
        new_due=row.act_due + timedelta(days=7),
        reason="Menunggu alat rekam",
        by=world.counter_head.user,
        at=NOW,
    )
    Complaint.objects.filter(pk=row.pk).update(digest=digest("KKKK"))
    page = citizen.get(f"/lacak/{row.number}/KKKK/").content.decode()
    assert "Menunggu alat rekam" in page and "30 Oktober 2026" in page


def opened(world: World, made: Complaint) -> str:
    Complaint.objects.filter(pk=made.pk).update(digest=digest("KKKK"))
    return f"/lacak/{made.number}/KKKK/"


def test_the_reporter_confirms_by_page(citizen: Client, world: World) -> None:
    row = make.answered(world)
    here = opened(world, row)
    response = citizen.post(here, {"do": "confirm", "rating": "3"})
    assert "Laporan ini selesai" in citizen.get(response["Location"]).content.decode()
    row.refresh_from_db()
    assert (row.status, row.rating) == ("closed", 3)


def test_the_reporter_replies_reopens_and_withdraws_by_page(citizen: Client, world: World) -> None:
    row = make.answered(world)
    here = opened(world, row)
    assert citizen.post(here, {"do": "reply", "text": "Hari Sabtu?"}).status_code == 302
    refused = citizen.post(here, {"do": "reopen", "text": ""})
    assert refused.status_code == 422
    assert citizen.post(here, {"do": "reopen", "text": "Masih antre"}).status_code == 302
    page = citizen.get(here).content.decode()
    assert "Hari Sabtu?" in page and "Masih antre" in page and "Dibuka kembali pelapor" in page
    assert citizen.post(here, {"do": "withdraw", "text": ""}).status_code == 302
    row.refresh_from_db()
    assert row.status == "withdrawn"
    late = citizen.post(here, {"do": "reply", "text": "Halo?"})
    assert late.status_code == 422 and "tidak lagi menerima pesan" in late.content.decode()


def test_completing_by_page_with_a_file(citizen: Client, world: World) -> None:
    row = make.complaint(world)
    Complaint.objects.filter(pk=row.pk).update(status="incomplete")
    here = opened(world, row)
    assert "Lengkapi laporan Anda" in citizen.get(here).content.decode()
    photo = SimpleUploadedFile("loket.png", files.png(), "image/png")
    citizen.post(here, {"do": "complete", "text": "Ini fotonya", "attached": photo})
    row.refresh_from_db()
    assert row.status == "received" and row.files.get().name == "loket.png"


@pytest.mark.parametrize("do", ["", "answer", "close", "forward"])
def test_a_reporter_cannot_do_what_is_the_offices(do: str, citizen: Client, world: World) -> None:
    row = make.forwarded(world)
    here = opened(world, row)
    citizen.post(here, {"do": do, "text": "x"})
    row.refresh_from_db()
    assert row.status == "forwarded" and not row.messages.exists()


@pytest.mark.parametrize(
    "status", ["received", "incomplete", "forwarded", "in_progress", "rejected", "withdrawn"]
)
def test_every_state_has_its_page(status: str, citizen: Client, world: World) -> None:
    row = make.forwarded(world, open_to_public=True)
    Complaint.objects.filter(pk=row.pk).update(status=status)
    assert citizen.get(opened(world, row)).status_code == 200


# For everybody


def cover(row: Complaint, world: World, start: int, end: int, field: str = "text", **facts: Any) -> Redaction:
    return Redaction.objects.create(
        complaint=row, field=field, start=start, end=end, reason="Nama", by=world.admin.user, at=NOW, **facts
    )


def test_only_what_its_reporter_opened_is_public(citizen: Client, world: World) -> None:
    shown = make.forwarded(world, open_to_public=True, name="Budi Warga", email="budi@contoh.test")
    closed_one, secret = make.complaint(world), make.complaint(world, secret=True)
    gone = make.forwarded(world, open_to_public=True)
    Complaint.objects.filter(pk=gone.pk).update(status="withdrawn")
    page = citizen.get("/pengaduan/publik/").content.decode()
    assert shown.number in page
    for row in (closed_one, secret, gone):
        assert row.number not in page
        assert citizen.get(f"/pengaduan/publik/{row.number}/").status_code == 404
    detail = citizen.get(f"/pengaduan/publik/{shown.number}/").content.decode()
    assert "Budi" not in page + detail


def test_nothing_is_public_before_the_desk_has_read_it(citizen: Client, world: World) -> None:
    """Whoever writes a name must not publish it: someone reads it first and covers what has to be."""
    send(citizen, open_to_public="on", text="Pak Rahmat meminta uang")
    row = Complaint.objects.get()
    assert row.number not in citizen.get("/pengaduan/publik/").content.decode()
    assert citizen.get(f"/pengaduan/publik/{row.number}/").status_code == 404
    assert row.number not in citizen.get("/pengaduan/publik/?q=rahmat").content.decode()
    assert row.number not in look_over(citizen).content.decode()


def test_covered_words_are_nowhere_on_public_pages(citizen: Client, world: World) -> None:
    row = make.answered(world, open_to_public=True, text="Jawaban untuk Pak Rahmat di Melati.")
    said = row.messages.get()
    cover(row, world, 0, 4)
    cover(row, world, 14, 24, field="message", message=said)
    page = citizen.get(f"/pengaduan/publik/{row.number}/").content.decode()
    listed = citizen.get("/pengaduan/publik/").content.decode()
    assert "Saya menunggu" not in page + listed and COVER in page and COVER in listed
    assert "Rahmat" not in page and "di Melati." in page
    assert "menyangkut data pribadi" in page


def test_a_report_that_names_an_employee_shows_no_words(citizen: Client, world: World) -> None:
    row = make.answered(world, open_to_public=True)
    Complaint.objects.filter(pk=row.pk).update(names_employee=True)
    detail = citizen.get(f"/pengaduan/publik/{row.number}/").content.decode()
    listed = citizen.get("/pengaduan/publik/").content.decode()
    for words in (row.title, row.text, row.location, "Loket kini tiga."):
        assert words not in detail + listed
    assert "Bidang Pendaftaran Penduduk" in detail and "Dijawab" in detail
    assert row.number not in citizen.get("/pengaduan/publik/?q=antrean").content.decode()


def test_the_public_reads_no_words_of_the_reporter_after_the_first(citizen: Client, world: World) -> None:
    row = make.answered(world, open_to_public=True)
    reply(complaint=row, text="Nomor telepon saya 0812", at=NOW)
    page = citizen.get(f"/pengaduan/publik/{row.number}/").content.decode()
    assert "0812" not in page and "Loket kini tiga." in page and "bila Anda" not in page


def test_search_knows_indonesian_stems(citizen: Client, world: World) -> None:
    row = make.forwarded(world, open_to_public=True, title="Jalan berlubang", text="Lubangnya dalam")
    make.forwarded(world, open_to_public=True)
    page = citizen.get("/pengaduan/publik/?q=lubang").content.decode()
    assert row.number in page and page.count('class="card stack stack-tight"') == 1
    assert "Tidak ada laporan yang cocok" in citizen.get("/pengaduan/publik/?q=kapal").content.decode()
    assert citizen.get("/pengaduan/publik/?q='); DROP TABLE --").status_code == 200


def test_the_search_uses_its_index(world: World) -> None:
    make.forwarded(world, open_to_public=True)
    with connection.cursor() as sql:
        sql.execute("SET LOCAL enable_seqscan = off")
        sql.execute("SET LOCAL enable_indexscan = off")
    rows = Complaint.objects.order_by()
    assert "complaint_search" in search(rows, "lubang").explain()


def test_what_is_covered_cannot_be_found_by_searching_for_it(citizen: Client, world: World) -> None:
    row = make.forwarded(world, open_to_public=True, text="Rahmat tidak ada di loket")
    assert row.number in citizen.get("/pengaduan/publik/?q=rahmat").content.decode()
    taken = cover(row, world, 0, 6)
    assert row.number not in citizen.get("/pengaduan/publik/?q=rahmat").content.decode()
    assert row.number not in citizen.get("/pengaduan/publik/?q=loket").content.decode()
    Redaction.objects.filter(pk=taken.pk).update(lifted_at=NOW, lifted_by=world.admin.user)
    assert row.number in citizen.get("/pengaduan/publik/?q=loket").content.decode()


def test_the_list_costs_the_same_with_3_and_with_30_rows(citizen: Client, world: World) -> None:
    costs = []
    for more in (3, 27):
        for _row in range(more):
            cover(make.forwarded(world, open_to_public=True, service=make.service(world)), world, 0, 3)
        with CaptureQueriesContext(connection) as queries:
            assert citizen.get(reverse("voice:public_complaints")).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


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


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], "Pak Budi marah"),
        ([(0, 8)], f"{COVER} marah"),
        ([(0, 3), (4, 8)], f"{COVER} {COVER} marah"),
        ([(0, 8), (4, 6)], f"{COVER} marah"),
        ([(0, 5), (4, 8)], f"{COVER} marah"),
        ([(9, 99)], f"Pak Budi {COVER}"),
    ],
)
def test_covering(spans: list[tuple[int, int]], shown: str) -> None:
    rows = [Redaction(field="text", start=start, end=end) for start, end in spans]
    assert covered("Pak Budi marah", rows) == shown
    assert covered("Pak Budi marah", [Redaction(start=0, end=3, lifted_at=NOW)]) == "Pak Budi marah"
