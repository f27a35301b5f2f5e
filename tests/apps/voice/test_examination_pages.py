"""The pages of an examination: the officer opens, the employee is heard, others are kept out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page

from kinerja.voice.actions import examinations as acts
from kinerja.voice.models import Complaint, Examination, ExaminationEvidence
from tests.apps.assessment.office import nurse_review, organisation
from tests.apps.progress import files
from tests.apps.voice import make_examinations as make
from tests.apps.voice.make_examinations import ALLEGATION, BEGUN, GROUNDS, REPORTER, user
from tests.apps.voice.make_surveys import make_answers, make_period
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

EVIL = "<script>alert('x')</script>"
db = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"voice:{name}", args=args)


def text(client: Client, path: str, **data: Any) -> str:
    answer = client.post(path, data, follow=True) if data else client.get(path)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


@db
def test_from_opening_to_a_final_finding_by_the_pages_alone(world: World, settings: Any) -> None:
    report = make.report(world, at=NOW, text=f"Perawat Dewi Lestari membentak ibu saya {EVIL}")
    officer, nurse = world.client(world.complaints_officer), world.client(world.nurse)
    examiner = world.client(world.auditor)
    opening = at("examination_open", report.pk)
    page = text(officer, opening)
    assert "Dewi Lestari" in page and EVIL not in page
    page = text(officer, f"{opening}?pegawai={world.nurse.pk}&cari=Sri+Wahyuni")
    assert "Penilai langsung pegawai itu tidak dapat" in page
    assert "Hendra Gunawan" in page and "Indah Puspita" in page
    refused = officer.post(
        f"{opening}?pegawai={world.nurse.pk}", {"allegation": ALLEGATION, "examiner": world.section_head.pk}
    )
    assert refused.status_code == 422 and not Examination.objects.exists()
    chosen = {"allegation": ALLEGATION, "examiner": world.auditor.pk}
    page = text(officer, f"{opening}?pegawai={world.nurse.pk}", **chosen)
    assert "Berikutnya: beri tahu pegawai" in page
    row = Examination.objects.get()
    here = at("examination", row.pk)
    assert nurse.get(here).status_code == 403
    assert "Tidak ada laporan yang menyebut Anda" in text(nurse, at("my_voice"))

    text(officer, at("examination_step", row.pk, "notify"), yes=1)
    page = text(nurse, here)
    assert "Anda dapat menanggapi sampai 12 Oktober 2026" in page and "membentak ibu saya" in page
    assert REPORTER not in page and "kusnadi" not in page and EVIL not in page
    assert "Tanggapi sampai 12 Oktober 2026" in text(nurse, at("my_voice"))

    piece = {"text": "Jadwal jaga saya", "file": SimpleUploadedFile("jadwal.pdf", files.pdf())}
    assert "Bukti tersimpan" in text(nurse, at("examination_evidence", row.pk), **piece)
    text(nurse, at("examination_step", row.pk, "reply"), text=f"Saya di ruang lain {EVIL}")
    page = text(examiner, here)
    assert "Saya di ruang lain" in page and EVIL not in page and "Jadwal jaga saya" in page
    token = ExaminationEvidence.objects.get().token
    got = examiner.get(at("examination_file", token))
    assert got.status_code == 200 and got["Content-Disposition"].startswith("attachment")
    for stranger in (world.section_head, world.puskesmas_head, world.hr, world.inspector):
        assert world.client(stranger).get(at("examination_file", token)).status_code == 403

    decision = {"finding": "proven", "grounds": GROUNDS}
    assert nurse.post(at("examination_step", row.pk, "find"), decision).status_code == 403
    text(examiner, at("examination_step", row.pk, "find"), **decision)
    page = text(nurse, here)
    assert "ajukan keberatan sampai" in page and GROUNDS in page

    text(nurse, at("examination_step", row.pk, "appeal"), text="Saksi keliru")
    page = text(officer, at("examination_examiner", row.pk) + "?cari=Gunawan+Santoso")
    assert "bukan pemeriksa pertama" in page
    examiner_page = at("examination_examiner", row.pk) + "?cari=Gunawan+Santoso"
    text(officer, examiner_page, examiner=world.inspector.pk)
    second = world.client(world.inspector)
    final = {"finding": "not_proven", "grounds": "Saksi tidak di tempat"}
    assert examiner.post(at("examination_step", row.pk, "decide"), final).status_code == 403
    text(second, at("examination_step", row.pk, "decide"), **final)
    page = text(nurse, here)
    assert "Tidak terbukti" in page and "Tidak meninggalkan jejak apa pun" in page


@db
@pytest.mark.parametrize(
    "who", ["section_head", "puskesmas_head", "office_head", "hr", "admin", "pppk", "inspector"]
)
def test_others_see_nothing_before_and_after(world: World, who: str) -> None:
    client = world.client(getattr(world, who))
    for row in (make.opened(world), make.replied(world), make.final(world)):
        for name in ("examination", "examination_evidence", "examination_examiner"):
            assert client.get(at(name, row.pk)).status_code == 403
        assert client.get(at("examination_step", row.pk, "find")).status_code == 403
    listed = text(client, at("examinations"))
    assert "Dewi Lestari" not in listed and "Tidak ada pemeriksaan untuk Anda" in listed


@db
def test_praise_is_told_as_praise(world: World) -> None:
    row = make.notified(world, make.report(world, kind="praise"), allegation="Menolong lansia")
    page = text(world.client(world.nurse), at("examination", row.pk))
    assert "Warga mengapresiasi Anda" in page and "tidak bersalah" not in page


@db
def test_only_its_own_steps_have_pages(world: World) -> None:
    row = make.opened(world)
    client = world.client(world.auditor)
    assert client.get(at("examination_step", row.pk, "hapus")).status_code == 404
    assert client.get(at("examination_step", row.pk, "reply")).status_code == 403
    decision = {"finding": "not_proven", "grounds": GROUNDS}
    early = client.post(at("examination_step", row.pk, "find"), decision)
    assert early.status_code == 422 and "keadaannya sekarang" in early.content.decode()


@db
def test_the_lists_show_what_each_may_know(world: World) -> None:
    mine = make.opened(world, employee=world.midwife)
    acts.open_examination(
        complaint=make.report(world),
        employee=world.complaints_officer,
        allegation=ALLEGATION,
        examiner=world.inspector,
        actor=user(world.hr),
        at=BEGUN,
    )
    officer = text(world.client(world.complaints_officer), at("examinations"))
    assert "Siti Aminah" in officer and at("examination", mine.pk) in officer
    assert "Gunawan Santoso" not in officer
    assert "Siti Aminah" in text(world.client(world.auditor), at("examinations"))
    empty = text(world.client(world.complaints_officer), at("examinations") + "?tampil=saya")
    assert "Tidak ada pemeriksaan untuk Anda" in empty


@db
@pytest.mark.parametrize("who", ["complaints_officer", "auditor", "nurse"])
def test_lists_cost_the_same_with_3_and_with_30_rows(world: World, who: str) -> None:
    client = world.client(getattr(world, who))
    path = at("my_voice") if who == "nurse" else at("examinations")

    def cost() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            text(client, path)
        return len(queries)

    reports = [make.report(world, title=f"Laporan {number}") for number in range(30)]
    for row in reports[:3]:
        make.notified(world, row)
    few = cost()
    for row in reports[3:]:
        make.notified(world, row)
    assert cost() == few <= 20


@db
def test_the_review_screen_shows_what_is_proven_and_nothing_else(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    head = world.client(world.section_head)
    path = reverse("assessment:review", args=[review.pk])
    why = reverse("assessment:why", args=[review.pk])
    make.contested(world)
    assert ALLEGATION not in text(head, path) and ALLEGATION not in text(head, why)
    make.final(world)
    page = text(head, path)
    assert "Temuan yang terbukti" in page and ALLEGATION in page and "Tanpa bobot tersendiri" in page
    assert "penilai menimbangnya sendiri" in text(head, why)
    assert Complaint.objects.latest("received_at").number not in page and REPORTER not in page


def sign_in(page: Page, live_server: Any, client: Client) -> None:
    cookie = client.cookies["kinerja_sesi"].value
    page.context.add_cookies([{"name": "kinerja_sesi", "value": cookie, "url": live_server.url}])


def addresses(world: World) -> dict[str, tuple[Any, str]]:
    """Every page of this part, full."""
    unit = world.units["PKM1-YAN"]
    period = make_period(unit)
    rows = [[3, 4, 2, 4, 3, 4, 4, 2, 3]] * 14
    said = {"open_answers": ["Antrean obat lama, tetapi Bu Dewi sabar menjelaskan"], "officer": world.nurse}
    make_answers(period, rows, day=BEGUN.date(), **said)
    for number in range(6):
        make.report(world, title=f"Antrean obat {number}", kind="complaint")
    told, decided = make.notified(world), make.contested(world)
    opening = f"{at('examination_open', make.report(world).pk)}"
    return {
        "saya": (world.nurse, at("my_voice")),
        "unit": (world.nurse, at("unit_voice", unit.pk)),
        "unit-kosong": (world.complaints_officer, at("unit_voice", world.units["SD1"].pk)),
        "isyarat": (world.section_head, at("signal", world.nurse.pk)),
        "daftar": (world.complaints_officer, at("examinations")),
        "buka": (world.complaints_officer, f"{opening}?cari=Dewi"),
        "buka-pemeriksa": (world.complaints_officer, f"{opening}?pegawai={world.nurse.pk}&cari=Sri"),
        "pegawai": (world.nurse, at("examination", told.pk)),
        "tanggapi": (world.nurse, at("examination_step", told.pk, "reply")),
        "bukti": (world.nurse, at("examination_evidence", told.pk)),
        "keberatan": (world.complaints_officer, at("examination", decided.pk)),
        "tunjuk": (world.complaints_officer, at("examination_examiner", decided.pk)),
    }


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_is_accessible(page: Page, live_server: Any, world: World) -> None:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, (person, path) in addresses(world).items():
        sign_in(page, live_server, world.client(person))
        page.goto(live_server.url + path)
        if pictures:
            take_pictures(page, name, Path(pictures))
        for closed in page.locator("main details").all():
            closed.evaluate("element => { element.open = true; }")
        assert_accessible(page)
    assert heard == []
