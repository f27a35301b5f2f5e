"""Pages of warnings, of the seal and of the log; all of them in a browser, in both themes."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.models import EarlyWarning
from kinerja.audit.actions import record, seal, verify_recorded
from kinerja.audit.models import Event
from kinerja.insight.warnings import warning_round
from tests.apps.people.test_browser import sign_in
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

from .crowd import SAME, rated, reported, said, team
from .rows import plan_of, review_of
from .test_warnings import LONG, many


def some(world: World, count: int) -> list[EarlyWarning]:
    facts = {"missing": 1, "of": 2, "employees": [world.nurse.pk]}
    return [
        EarlyWarning.objects.create(
            key=f"k{number}",
            kind="no_feedback",
            period=world.q3,
            unit=world.units["PKM1"],
            employee=world.midwife,
            facts=facts,
            raised_at=NOW - timedelta(minutes=number),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_costs_the_same_whatever_the_number(world: World, count: int) -> None:
    some(world, count)
    client = world.client(world.hr)
    client.get(reverse("insight:warnings"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("insight:warnings"))
    assert page.status_code == 200
    assert len(queries) <= 11
    assert page.content.decode().count("Periksa<") == min(count, 25)


def test_the_list_is_filtered_by_kind_state_and_unit(world: World) -> None:
    some(world, 1)
    client = world.client(world.hr)

    def shown(**query: object) -> bool:
        return "1 dari 2 pegawai" in client.get(reverse("insight:warnings"), query).content.decode()

    assert shown() and shown(jenis="no_feedback") and shown(unit=world.units["DINKES"].pk)
    assert not shown(jenis="pasted") and not shown(keadaan="ditutup")
    assert not shown(unit=world.units["BKPSDM"].pk)
    assert shown(jenis="tiada", keadaan="tiada", unit="²", page="9999")


def test_a_warning_closes_with_a_note_and_keeps_it(world: World) -> None:
    (row,) = some(world, 1)
    client = world.client(world.auditor)
    url = reverse("insight:warning", args=[row.pk])
    page = client.get(url).content.decode()
    assert "Dewi Lestari" in page and "Pasal 19" in page and "Bukan putusan" in page
    empty = client.post(url, {"note": " "})
    assert empty.status_code == 422 and "apa yang Anda temukan" in empty.content.decode()
    closed = client.post(url, {"note": "Umpan balik diberikan lisan; dicatat susulan."}, follow=True)
    assert "catatan Anda tersimpan" in closed.content.decode()
    again = client.post(url, {"note": "Sekali lagi."})
    assert again.status_code == 422 and "Ditutup" in again.content.decode()
    assert "dicatat susulan" in client.get(url).content.decode()


def test_the_one_concerned_reads_it_and_nobody_elses(world: World) -> None:
    some(world, 1)
    mine = world.client(world.midwife).get(reverse("insight:warnings_mine")).content.decode()
    assert "1 dari 2 pegawai" in mine and "bukan putusan" in mine
    other = world.client(world.nurse).get(reverse("insight:warnings_mine")).content.decode()
    assert "Tidak ada peringatan tentang Anda" in other


def test_the_one_concerned_answers_and_the_closer_reads_it(world: World) -> None:
    (row,) = some(world, 1)
    mine = world.client(world.midwife)
    assert "1 peringatan dini" in mine.get(reverse("insight:today")).content.decode()
    url = reverse("insight:warning_reply", args=[row.pk])
    assert mine.post(url, {"text": "  "}).status_code == 422
    told = mine.post(url, {"text": "Dibicarakan lisan tiap Senin."}, follow=True).content.decode()
    assert "Jawaban Anda tersimpan" in told and "tiap Senin" in told
    assert "1 peringatan dini" not in mine.get(reverse("insight:today")).content.decode()
    assert world.client(world.nurse).post(url, {"text": "Bukan saya."}).status_code == 403
    closer = world.client(world.auditor)
    assert "Ada jawaban" in closer.get(reverse("insight:warnings")).content.decode()
    closing = reverse("insight:warning", args=[row.pk])
    page = closer.get(closing).content.decode()
    assert "tiap Senin" in page and "Jawaban Siti Aminah" in page
    closer.post(closing, {"note": "Dapat diterima."})
    assert mine.post(url, {"text": "Terlambat."}).status_code == 403
    assert [reply.text for reply in row.replies.all()] == ["Dibicarakan lisan tiap Senin."]
    event = Event.objects.get(action="insight.reply_warning")
    assert "Senin" not in str(event.after)


def test_hr_is_told_why_he_cannot_close_his_own(world: World) -> None:
    (row,) = some(world, 1)
    EarlyWarning.objects.filter(pk=row.pk).update(employee=world.hr)
    client = world.client(world.hr)
    url = reverse("insight:warning", args=[row.pk])
    assert "tentang Anda sendiri" in client.get(url).content.decode()
    assert client.post(url, {"note": "Sudah."}).status_code == 403


def test_the_log_speaks_plainly_and_is_filtered(world: World) -> None:
    record(
        actor=world.hr.user,
        at=NOW,
        action="plans.set",
        target=world.cycle,
        rule="PermenPANRB 6/2022 Pasal 14",
        acting_for="Kepala Badan",
    )
    record(actor=world.admin.user, at=NOW - timedelta(days=2), action="people.appoint", target=world.nurse)
    client = world.client(world.auditor)

    def log(**query: str) -> str:
        text: str = client.get(reverse("accounts:log"), query).content.decode()
        return text.split("<tbody>")[-1] if "<tbody>" in text else ""

    whole = log()
    assert "Menetapkan SKP" in whole and "plans.set" not in whole
    assert "bertindak untuk Kepala Badan" in whole and "Pasal 14" in whole
    for query in (
        {"q": "menetapkan"}, {"q": "Wulan"}, {"q": "kepala badan"}, {"q": "plans.set"},
        {"tindakan": "plans.set"}, {"hari": "2026-10-05"},
    ):  # fmt: skip
        found = log(**query)
        assert "Menetapkan SKP" in found and "Mengangkat" not in found, query
    assert "Mengangkat" in log(hari="2026-10-03") and log(hari="kemarin") == whole
    assert log(tindakan="tiada") == ""


def test_the_seal_page_tells_the_last_seal_and_check(world: World) -> None:
    client = world.client(world.auditor)
    url = reverse("insight:seal")
    assert "Belum ada segel" in client.get(url).content.decode()
    record(actor=world.hr.user, at=NOW - timedelta(minutes=5), action="plans.set", target=world.cycle)
    link = seal(at=NOW)
    assert link is not None
    assert "Belum pernah diperiksa" in client.get(url).content.decode()
    assert verify_recorded(actor=world.auditor.user, at=NOW) == []
    page = client.get(url).content.decode()
    assert "Catatan utuh" in page and link.digest in page and "Indah Puspita" in page


def test_a_check_is_asked_for_and_finds_tampering(
    world: World, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    record(actor=world.hr.user, at=NOW - timedelta(minutes=5), action="plans.set", target=world.cycle)
    seal(at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_event SET why = 'lain'")
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
    client = world.client(world.auditor)
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(reverse("insight:seal"), follow=True)
    assert "berjalan di latar belakang" in asked.content.decode()
    told = Event.objects.get(action="audit.verify")
    assert told.after["faults"] == 1 and told.actor_name == "Indah Puspita"
    page = client.get(reverse("insight:seal")).content.decode()
    assert "tidak cocok dengan segelnya" in page and "jangan menghapus" in page


def everything(world: World) -> None:
    """A city where something of every kind has been seen, and something was done."""
    many(world, "diatas")
    plans = team(world, world.midwife, 8, first=300)
    rated(world, plans, [("diatas", "sesuai")] * 8, apart=5)
    said(world, plans[0], world.midwife, LONG)
    said(world, plans[1], world.midwife, LONG)
    reported(world, plans[0], [("12 laporan", "12 laporan"), ("95 persen", "95 persen"), ("4", "4")])
    rated(world, team(world, world.section_head, 2, first=600), [SAME] * 2, signed=False)
    review_of(world, plan_of(world, world.nurse), "signed", rated_at=NOW)
    warning_round(NOW)
    seal(at=NOW + timedelta(minutes=2))
    verify_recorded(actor=world.auditor.user, at=NOW)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_are_accessible_and_a_warning_closes_in_a_browser(
    page: Page, live_server: Any, world: World
) -> None:
    everything(world)
    row = EarlyWarning.objects.get(kind="lenient")
    pkm = world.units["PKM1"].pk
    addresses = {
        "pengawasan": (world.auditor, reverse("insight:register")),
        "pengawasan-orang": (world.auditor, reverse("insight:register_people") + f"?unit={pkm}"),
        "peringatan": (world.auditor, reverse("insight:warnings")),
        "peringatan-satu": (world.auditor, reverse("insight:warning", args=[row.pk])),
        "peringatan-saya": (world.midwife, reverse("insight:warnings_mine")),
        "segel": (world.auditor, reverse("insight:seal")),
        "catatan": (world.auditor, reverse("accounts:log")),
    }
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, (person, path) in addresses.items():
        sign_in(page, live_server, world, person)
        page.goto(live_server.url + path)
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
    sign_in(page, live_server, world, world.auditor)
    page.goto(live_server.url + addresses["peringatan-satu"][1])
    page.get_by_label("Catatan penutup").fill("Dibahas dengan penilai; alasan dan bukti sudah dibaca.")
    go(page.get_by_role("button", name="Tutup peringatan"))
    expect(page.get_by_text("catatan Anda tersimpan")).to_be_visible()
