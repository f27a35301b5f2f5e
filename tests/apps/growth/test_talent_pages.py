"""Pages of talent, incentives and honours: the ways through, who reads what, constant queries, axe."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.models import Review
from kinerja.growth.actions.pay import approve_run
from kinerja.growth.actions.pay_differences import make_difference_run
from kinerja.growth.models import (
    AllowanceRun,
    AllowanceTable,
    AttendanceCut,
    Honour,
    PotentialInput,
    StrengthAssignment,
)
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.apps.assessment.test_look import enter
from tests.apps.growth.make import assessed
from tests.apps.growth.make_pay import BASES, PERCENT, cut, line, run, second
from tests.apps.growth.make_talent import give_inputs, note, offer, predicate, service
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World, appoint, nip


def url(name: str, *args: object, **query: object) -> str:
    told = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"growth:{name}", args=args) + (f"?{told}" if told else "")


def rows_of(name: str, lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, lines.encode(), "text/csv")


@pytest.mark.django_db
def test_talent_by_page(world: World) -> None:
    hr, nurse = world.client(world.hr), world.client(world.nurse)
    predicate(world, world.nurse)
    give_inputs(world, world.nurse, potensi="")
    assert "Penilaian potensi: belum ada masukan" in nurse.get(url("talent")).content.decode()
    typed = {"component": "potensi", "score": "90", "held_on": "2026-03-12", "source": "<b>LHA</b>"}
    assert hr.post(url("talent_input", world.nurse.pk), typed).status_code == 302
    mine = nurse.get(url("talent")).content.decode()
    assert "Kotak 9" in mine and "Dipromosikan dan dipertahankan" in mine and "&lt;b&gt;LHA" in mine
    shown = url("talent", lihat="peta", unit=world.units["DINKES"].pk)
    for who in (hr, world.client(world.office_head), world.client(world.auditor)):
        assert world.nurse.name in who.get(shown).content.decode()
    other = world.client(world.education_head).get(shown).content.decode()
    assert world.nurse.name not in other, "a head sees no other office"
    text = f"NIP;KOMPONEN;NILAI;TANGGAL;SUMBER\n{world.nurse.nip};potensi;x;2026-03-13;LHA"
    bad = hr.post(url("talent_import"), {"file": rows_of("m.csv", text)})
    assert bad.status_code == 422 and "bukan angka" in bad.content.decode()
    good = hr.post(url("talent_import"), {"file": rows_of("m.csv", text.replace(";x;", ";70;"))})
    assert good.status_code == 302 and PotentialInput.objects.filter(score=70).exists()


@pytest.mark.django_db
def test_succession_and_assignment_by_page(world: World) -> None:
    hr, head, nurse = (world.client(one) for one in (world.hr, world.section_head, world.nurse))
    post = world.posts["KA-PKM1"]
    said = {"ready": "one", "reason": "Perlu pelatihan"}
    hr.post(url("succession_note", post.pk, world.nurse.pk), said)
    page = hr.get(url("succession", post.pk)).content.decode()
    assert world.nurse.name in page and "Perlu pelatihan" in page
    assert "Kepala Puskesmas Melati" in hr.get(url("successions", q="melati")).content.decode()
    assessed(world, komunikasi=4)
    service(world)
    assert world.nurse.name in head.get(url("strengths")).content.decode()
    assert world.nurse.name not in world.client(world.headteacher).get(url("strengths")).content.decode()
    form = head.get(url("assignment_offer", world.nurse.pk, kompetensi="komunikasi")).content.decode()
    assert "jadwal antrean baru" in form, "the evidence is on the form"
    typed = {
        "competence": "komunikasi", "unit": world.units["PKM1-YAN"].pk, "task": "Loket", "reason": "Kuat",
        "starts": "2026-10-05",
    }  # fmt: skip
    assert head.post(url("assignment_offer", world.nurse.pk), typed).status_code == 302
    row = StrengthAssignment.objects.get()
    assert url("assignment", row.pk) in nurse.get(url("talent")).content.decode()
    assert nurse.post(url("assignment_accept", row.pk)).status_code == 302
    assert nurse.post(url("assignment_decline", row.pk), {"why": "x"}).status_code == 422
    head.post(url("assignment_end", row.pk), {"outcome": "Tertib", "ends": "2026-10-05"})
    assert "Tertib" in nurse.get(url("assignment", row.pk)).content.decode()


@pytest.mark.django_db
def test_incentives_by_page(world: World) -> None:
    hr, nurse = world.client(world.hr), world.client(world.nurse)
    other = world.client(world.agency_hr_head)
    second(world)
    predicate(world, world.nurse)
    assert "Belum ada tabel" in hr.get(url("allowances")).content.decode()
    empty = hr.get(url("allowance_table_new")).content.decode()
    assert 'value="100"' not in empty and "bukan ketentuan" in empty
    typed = {f"percent_{code}": share for code, share in PERCENT.items()}
    typed |= {"title": "TPP", "basis": "Perwali 1", "starts": "2026-01-01"}
    typed |= {"weight_performance": "60", "weight_discipline": "40", "base_terampil": "Rp 2.000.000"}
    assert hr.post(url("allowance_table_new"), typed | {"weight_discipline": "30"}).status_code == 422
    hr.post(url("allowance_table_new"), typed)
    row = AllowanceTable.objects.get()
    assert row.bases == {"terampil": BASES["terampil"]}
    assert hr.post(url("allowance_table_approve", row.pk)).status_code == 403
    other.post(url("allowance_table_approve", row.pk))
    month = {"year": "2026", "month": "10"}
    text = f"NIP;PERSEN;ALASAN\n{world.nurse.nip};10;Terlambat"
    hr.post(url("attendance_import"), month | {"file": rows_of("p.csv", text)})
    hr.post(url("attendance_cut_new"), month | {"nip": world.nurse.nip, "percent": "5", "reason": "Pulang"})
    assert AttendanceCut.objects.count() == 2
    assert hr.post(url("allowance_run_new"), month).status_code == 302
    made = AllowanceRun.objects.get()
    assert hr.post(url("allowance_run_new"), month).status_code == 422
    assert world.nurse.name in hr.get(url("allowance_run", made.pk, q="Lestari")).content.decode()
    assert "2026-10" not in nurse.get(url("allowances")).content.decode(), "a draft is not hers yet"
    other.post(url("allowance_run_approve", made.pk))
    assert "1.760.000" in nurse.get(url("allowances")).content.decode()
    mine = made.lines.get(employee=world.nurse)
    assert "Perwali 1" in nurse.get(url("allowance_line", mine.pk)).content.decode()
    file = hr.post(url("allowance_run_export", made.pk, "xlsx"))
    assert file["Content-Disposition"] == 'attachment; filename="insentif-2026-10.xlsx"'
    assert hr.post(url("allowance_run_export", made.pk, "pdf")).status_code == 404


@pytest.mark.django_db
def test_who_has_not_received_his_evaluation_does_not_read_it_here(world: World) -> None:
    """Receipt starts his clock, so nothing that follows from the predicate tells it before."""
    review = predicate(world, world.nurse, code="SANGAT_BAIK", received=False)
    give_inputs(world, world.nurse)
    pay = line(world)
    nurse, hr = world.client(world.nurse), world.client(world.hr)
    list_page, line_page = url("allowances"), url("allowance_line", pay.pk)
    for page in (list_page, line_page):
        told = nurse.get(page).content.decode()
        assert reverse("assessment:my_review", args=[review.pk]) in told
        assert "Sangat Baik" not in told and "2.000.000" not in told
    talent = nurse.get(url("talent")).content.decode()
    assert "belum ada yang Anda terima" in talent and "Sangat Baik" not in talent
    assert "Sangat Baik" in hr.get(url("talent_of", world.nurse.pk)).content.decode()
    assert "2.000.000" in hr.get(line_page).content.decode()
    Review.objects.filter(pk=review.pk).update(delivered_at=NOW)
    for page in (list_page, line_page, url("talent")):
        assert "Sangat Baik" in nurse.get(page).content.decode()
    assert "2.000.000" in nurse.get(line_page).content.decode()


@pytest.mark.django_db
def test_honours_by_page(world: World) -> None:
    hr, nurse = world.client(world.hr), world.client(world.nurse)
    assert world.nurse.name in hr.get(url("honours")).content.decode()
    hr.post(url("honour_propose", world.nurse.pk, 10))
    hr.post(url("honour_aside", world.midwife.pk, 10), {"why": "Cuti di luar tanggungan"})
    row = Honour.objects.get(employee=world.nurse)
    hr.post(url("honour_grant", row.pk), {"number": "1/TK/2026", "on": "2026-10-01"})
    assert "1/TK/2026" in nurse.get(url("honours")).content.decode()
    assert "Cuti di luar" not in nurse.get(url("honours", lihat="ditunda")).content.decode()
    assert "Cuti di luar" in hr.get(url("honours", lihat="ditunda")).content.decode()
    assert hr.post(url("honours_export", "csv")).content.decode("utf-8-sig").startswith("NIP;NAMA")


def crowd(world: World, count: int, first: int) -> None:
    for number in range(first, first + count):
        person = Employee.objects.create(nip=nip(number), name=f"Perawat {number}")
        appoint(person, world.posts["PERAWAT"])
        give_inputs(world, person)
        predicate(world, person)
        offer(world, person)
        note(world, person, world.posts["KA-PKM1"])


@pytest.mark.django_db
def test_lists_cost_the_same_for_few_and_many(world: World) -> None:
    """Three rows and more: the same number of queries on every list."""
    service(world)
    crowd(world, 3, 400)
    made = run(world)
    pages = [
        url("talent", lihat="peta", unit=world.units["DINKES"].pk),
        url("successions"), url("succession", world.posts["KA-PKM1"].pk), url("strengths"),
        url("assignments"), url("allowances"), url("allowance_run", made.pk), url("allowance_tables"),
        url("attendance_cuts"), url("honours"),
    ]  # fmt: skip
    hr = world.client(world.hr)

    def counts() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as seen:
                assert hr.get(page).status_code == 200
            found.append(len(seen))
        return found

    counts()
    few = counts()
    crowd(world, 10, 500)
    assert dict(zip(pages, counts(), strict=True)) == dict(zip(pages, few, strict=True))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_look_right(page: Page, live_server: Any, world: World) -> None:
    service(world)
    crowd(world, 2, 400)
    predicate(world, world.nurse)
    give_inputs(world, world.nurse)
    row = offer(world)
    got = line(world)
    cut(world)
    left = make_difference_run(run=got.run, actor=user(world.hr), at=NOW)
    approve_run(run=left, actor=second(world), at=NOW)
    cut(world, "5")
    pages = [
        ("talenta-saya", world.nurse, url("talent")),
        ("talenta-peta", world.hr, url("talent", lihat="peta", unit=world.units["DINKES"].pk)),
        ("talenta-kosong", world.hr, url("talent_of", world.pppk.pk)),
        ("suksesi", world.hr, url("succession", world.posts["KA-PKM1"].pk)),
        ("kekuatan", world.hr, url("strengths")),
        ("penugasan", world.nurse, url("assignment", row.pk)),
        ("insentif", world.hr, url("allowance_run", got.run_id)),
        ("insentif-tabel", world.hr, url("allowance_table_new")),
        ("insentif-rincian", world.nurse, url("allowance_line", got.pk)),
        ("insentif-saya", world.nurse, url("allowances")),
        ("selisih-rincian", world.nurse, url("allowance_line", left.lines.get().pk)),
        ("selisih", world.hr, url("allowance_differences", got.run_id)),
        ("selisih-hitungan", world.hr, url("allowance_run", left.pk)),
        ("potongan-impor", world.hr, url("attendance_import")),
        ("tanda-kehormatan", world.hr, url("honours")),
        ("tanda-kehormatan-saya", world.nurse, url("honours")),
    ]
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    last = None
    for name, person, where in pages:
        if person != last:
            enter(page, live_server, world, person)
            last = person
        page.goto(live_server.url + where)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
