"""The pages of a report that was sent: to its reporter, who comes back with the key, and to everybody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.rules.loader import in_force
from kinerja.voice.actions.complaints import reply
from kinerja.voice.complaint_keys import digest
from kinerja.voice.models import Complaint, Redaction
from kinerja.voice.queries.complaints import COVER, covered, search
from tests.apps.progress import files
from tests.apps.voice import make_complaints as make
from tests.apps.voice.make_complaints import cover, look_over, send
from tests.world import NOW, World

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
