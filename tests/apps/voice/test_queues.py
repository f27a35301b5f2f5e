"""The desk, the unit's queue and the complaint's page: order, filters, who sees what, every act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.voice.actions import handling
from kinerja.voice.actions.redactions import cover_words
from kinerja.voice.models import Category, Complaint, ComplaintFile
from kinerja.voice.queries.queues import desk, unit_queue, with_days
from tests.apps.progress import files
from tests.world import NOW, TODAY, World

from .make_complaints import answered, category, complaint, forwarded

EVIL = "<script>alert('x')</script>"


@pytest.fixture
def officer(world: World) -> Client:
    return world.client(world.complaints_officer)


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def page(row: Complaint) -> str:
    return reverse("voice:complaint", args=[row.pk])


def act(row: Complaint, name: str) -> str:
    return reverse("voice:complaint_act", args=[row.pk, name])


def test_the_desk_goes_by_due_day_and_filters(world: World) -> None:
    old = complaint(world, at=NOW - timedelta(days=12), title="Lama sekali")
    new = complaint(world, category=category("jalan"))
    health = complaint(world, unit=world.units["PKM1"], at=NOW - timedelta(days=1))
    below = Category.objects.create(code="lubang", name="Lubang", parent=category("jalan"))
    deep = complaint(world, category=below, at=NOW + timedelta(hours=1))
    gone = forwarded(world)
    assert list(desk(TODAY)) == [old, health, new, deep]
    assert list(desk(TODAY, category=category("jalan"))) == [new, deep]
    assert list(desk(TODAY, unit_id=world.units["PKM1"].pk)) == [health]
    assert list(desk(TODAY, overdue=True)) == [old]
    assert list(desk(TODAY, words="lama SEKALI")) == [old]
    assert list(desk(TODAY, words=new.number)) == [new]
    assert list(desk(TODAY, view="unit")) == [gone]
    left = {row.complaint: row.left for row in with_days(desk(TODAY), TODAY)}
    assert left[new] == 3 and left[old] is not None and left[old] < 0


def test_a_unit_sees_its_own_and_nothing_secret_about_itself(world: World) -> None:
    mine = forwarded(world)
    secret = complaint(world, secret=True)
    handling.forward(complaint=secret, unit=world.units["INSPEKTORAT"], actor=None, at=NOW)
    other = forwarded(world, unit=world.units["PKM1"])
    users = {name: getattr(world, name).user for name in ("counter_head", "registry_head", "inspector")}
    assert list(unit_queue(users["counter_head"], TODAY)) == [mine]
    assert list(unit_queue(users["registry_head"], TODAY)) == [mine]
    assert list(unit_queue(users["inspector"], TODAY)) == [secret]
    assert not unit_queue(world.counter_officer.user, TODAY)
    handling.assign(complaint=mine, officer=world.counter_officer, actor=None, at=NOW)
    assert list(unit_queue(world.counter_officer.user, TODAY)) == [mine]
    assert not unit_queue(users["counter_head"], TODAY, mine=True)
    assert not unit_queue(users["counter_head"], TODAY, words="tidak ada")
    # A secret report about the unit is hidden even if it was put there by mistake.
    Complaint.objects.filter(pk=secret.pk).update(unit=world.units["DUKCAPIL-KTP"])
    assert list(unit_queue(users["counter_head"], TODAY)) == [mine]
    assert world.client(world.counter_head).get(page(secret)).status_code == 403
    assert other not in unit_queue(users["registry_head"], TODAY)


@pytest.mark.parametrize("address", ["/aduan/", "/aduan/unit/"])
def test_lists_ask_as_often_for_thirty_as_for_three(world: World, address: str) -> None:
    client = world.client(world.complaints_officer if address == "/aduan/" else world.counter_head)
    client.get(address)
    counts = []
    for many in (3, 27):
        for number in range(many):
            row = complaint(world, category=category(f"k{number}"))
            if address != "/aduan/":
                unit = world.units["DUKCAPIL-KTP"]
                handling.forward(complaint=row, unit=unit, officer=world.counter_officer, actor=None, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            words(client.get(address))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_desk_page_shows_filters_and_empty_states(world: World, officer: Client) -> None:
    assert "Tidak ada laporan di sini" in words(officer.get("/aduan/"))
    complaint(world, title=EVIL, category=category("jalan"))
    shown = words(officer.get("/aduan/"))
    assert EVIL not in shown and "&lt;script&gt;" in shown and "3 hari kerja lagi" in shown
    assert "Tidak ada yang cocok" in words(officer.get("/aduan/?lewat=1&kategori=jalan&unit=PKM1"))
    assert "&lt;script&gt;" in words(officer.get("/aduan/?lihat=ngawur&page=999&unit=ngawur"))


def test_the_page_of_a_complaint_suggests_with_reasons(world: World, officer: Client) -> None:
    category("kependudukan", keywords=["ktp", "antrean"])
    twin = complaint(world)
    row = complaint(world, location="Loket 2")
    shown = words(officer.get(page(row)))
    assert "karena kata: " in shown and "Antrean" in shown
    assert twin.number in shown and "kata yang sama" in shown
    assert f'<option value="{world.units["DUKCAPIL-KTP"].pk}" selected>' in shown  # no wrong door
    secret = complaint(world, secret=True)
    assert " selected>Bidang Pendaftaran" not in words(officer.get(page(secret)))


def test_from_the_desk_to_the_answer_by_posts(world: World, officer: Client) -> None:
    row, unit = complaint(world), world.units["DUKCAPIL-KTP"]
    head, clerk = world.client(world.counter_head), world.client(world.counter_officer)
    assert head.get(page(row)).status_code == 403
    done = officer.post(act(row, "teruskan"), {"unit": unit.pk, "needs_inspection": "on"}, follow=True)
    assert "Laporan diteruskan." in words(done)
    assert clerk.get(page(row)).status_code == 403
    assert "Jawab laporan" in words(head.get(page(row)))
    head.post(act(row, "tugaskan"), {"officer": world.counter_officer.pk})
    clerk.post(act(row, "mulai"))
    assert clerk.post(act(row, "tugaskan"), {"officer": world.counter_officer.pk}).status_code == 403
    clerk.post(act(row, "tanya"), {"text": "Jam berapa?"})
    clerk.post(act(row, "perpanjang"), {"reason": "Blangko habis"})
    proof = SimpleUploadedFile("foto.png", files.png(), "image/png")
    done = clerk.post(act(row, "jawab"), {"text": "Loket kini tiga.", "uploads": [proof]}, follow=True)
    assert "Jawaban terkirim" in words(done)
    row.refresh_from_db()
    kept = ComplaintFile.objects.get()
    assert (row.status, row.officer, kept.from_reporter) == ("answered", world.counter_officer, False)
    shown = words(clerk.get(page(row)))
    for said in ("Jam berapa?", "Blangko habis", "Loket kini tiga.", "Jawaban resmi", "Bayu Pratama"):
        assert said in shown
    file = reverse("voice:complaint_file", args=[kept.token])
    assert clerk.get(file).status_code == 200
    assert world.client(world.nurse).get(file).status_code == 403


def test_a_refused_answer_keeps_what_was_typed(world: World) -> None:
    row = answered(world)
    head = world.client(world.counter_head)
    late = head.post(act(row, "jawab"), {"text": "Tulisan panjang saya"})
    assert late.status_code == 422
    shown = late.content.decode()
    assert "Rekan Anda baru saja menjawab" in shown and "Tulisan panjang saya" in shown
    assert head.get(act(row, "jawab")).status_code == 302
    bad = forwarded(world)
    exe = SimpleUploadedFile("a.pdf", files.EXE)
    assert head.post(act(bad, "jawab"), {"text": "Ini", "uploads": [exe]}).status_code == 422
    bad.refresh_from_db()
    assert bad.status == "forwarded" and not bad.messages.exists()


def test_the_other_acts_of_the_desk(world: World, officer: Client) -> None:
    first, second, third = complaint(world), complaint(world), complaint(world)
    better = category("kependudukan")
    officer.post(act(first, "kategori"), {"category": better.pk, "reason": "Tentang KTP"})
    officer.post(act(first, "nama"), {"names": "on"})
    officer.post(act(first, "lengkapi"), {"text": "Loket mana?"})
    assert officer.post(act(second, "gabung"), {"number": "ADU-1"}).status_code == 422
    officer.post(act(second, "gabung"), {"number": first.number.lower()})
    facts = {"why": "outside", "reason": "Bukan urusan kota."}
    assert officer.post(act(third, "tolak"), facts).status_code == 422
    officer.post(act(third, "tolak"), facts | {"go_to": "PLN 123"})
    states = [Complaint.objects.get(pk=row.pk).status for row in (first, second, third)]
    assert states == ["incomplete", "merged", "rejected"]
    shown = words(officer.get(page(first)))
    assert "Menyebut nama pegawai" in shown and "Hanya petugas" in shown and "Kependudukan" in shown
    assert officer.get(act(first, "ngawur")).status_code == 404


def test_the_unit_reads_covered_words_and_never_the_reporter(world: World, officer: Client) -> None:
    row = complaint(world, title="Pak Budi marah", name="Tini Rahayu", email="tini@contoh.test")
    cover_words(complaint=row, words="Budi", reason="nama", actor=world.complaints_officer.user, at=NOW)
    handling.forward(complaint=row, unit=world.units["DUKCAPIL-KTP"], actor=None, at=NOW)
    head = world.client(world.counter_head)
    for shown in (
        words(head.get(page(row))),
        words(head.get("/aduan/unit/")),
        words(head.get(act(row, "jawab"))),
    ):
        assert "Budi marah" not in shown and "Pak █████ marah" in shown
        assert "Tini" not in shown and "tini@" not in shown
    assert "Budi" in words(officer.get(page(row)))
    who = reverse("voice:complaint_reporter", args=[row.pk])
    assert head.get(who).status_code == 403
    assert "Tini" not in words(officer.get(who))
    assert officer.post(who, {"why": " "}).status_code == 422
    assert "Tini Rahayu" in words(officer.post(who, {"why": "Menghubungi untuk bukti"}))
    assert Event.objects.filter(action="voice.see_reporter").count() == 1


def test_response_time_on_the_unit_page(world: World) -> None:
    answered(world)
    row = forwarded(world)
    handling.assign(complaint=row, officer=world.counter_officer, actor=None, at=NOW)
    shown = words(world.client(world.counter_head).get("/aduan/unit/"))
    assert "Waktu tanggap" in shown and "Bidang Pendaftaran Penduduk" in shown and "Bayu Pratama" in shown
    assert "100%" in shown
    assert "Belum ada laporan tahun ini" in words(world.client(world.nurse).get("/aduan/unit/"))


def test_the_tree_of_categories(world: World, officer: Client) -> None:
    new = reverse("voice:category_new")
    assert "Belum ada kategori" in words(officer.get(reverse("voice:categories")))
    officer.post(new, {"name": "Jalan", "keywords": "Lubang, aspal\nlubang"})
    top = Category.objects.get()
    assert (top.code, top.keywords) == ("jalan", ["lubang", "aspal"])
    officer.post(new, {"name": "Jembatan", "parent": top.pk, "unit": world.units["KOTA"].pk})
    low = Category.objects.get(name="Jembatan")
    assert low.parent == top and low.unit == world.units["KOTA"]
    assert officer.post(new, {"name": " jalan "}).status_code == 422
    edit = reverse("voice:category_edit", args=[top.pk])
    assert officer.post(edit, {"name": "Jalan", "parent": low.pk}).status_code == 422
    officer.post(edit, {"name": "Jalan kota", "keywords": "x" * 41})
    officer.post(edit, {"name": "Jalan kota", "keywords": "lubang"})
    top.refresh_from_db()
    assert (top.code, top.name, top.keywords) == ("jalan", "Jalan kota", ["lubang"])
    retire = reverse("voice:category_retire", args=[top.pk])
    assert "Masih ada kategori di bawahnya" in words(officer.post(retire, follow=True))
    officer.post(reverse("voice:category_retire", args=[low.pk]))
    officer.post(retire)
    assert set(Category.objects.values_list("retired", flat=True)) == {True}
    assert "Jembatan" not in words(officer.get(reverse("voice:categories")))
    assert "Jembatan" in words(officer.get(reverse("voice:categories") + "?semua=1"))
    below = reverse("voice:category_retire", args=[low.pk])
    assert "Pakai lagi kategori di atasnya dahulu" in words(officer.post(below, follow=True))
    officer.post(retire)
    assert Category.objects.get(code="jalan").retired is False
    assert world.client(world.counter_head).get(new).status_code == 403
