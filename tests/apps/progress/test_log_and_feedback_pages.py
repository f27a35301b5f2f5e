"""What is written between reports, by page: the daily log and feedback, kept, refused, and who sees it."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.people.models import Agency
from kinerja.progress.models import DailyEntry, Feedback, FeedbackRequest
from tests.world import World

from .conftest import EVIL, Skp, make_skp

pytestmark = pytest.mark.usefixtures("clock")


def test_quick_add_is_ready_to_send(skp: Skp, world: World, nurse: Client) -> None:
    page = nurse.get(reverse("progress:daily")).content.decode()
    assert 'value="2026-10-05"' in page and 'value="07.30"' in page and 'value="09.00"' in page
    key = str(uuid4())
    line = {
        "key": key,
        "text": EVIL,
        "day": "2026-10-05",
        "starts": "07:30",
        "ends": "09:00",
        "amount": "1.234,5",
        "unit": "pasien",
        "item": str(skp.patients),
        "link": "",
    }
    page = nurse.post(reverse("progress:daily"), line, follow=True).content.decode()
    assert EVIL not in page and "&lt;script&gt;" in page and "1.234,5 pasien" in page
    nurse.post(reverse("progress:daily"), line)
    entry = DailyEntry.objects.get()
    assert (entry.amount, entry.indicator_key) == (Decimal("1234.50"), skp.patients)
    clash = nurse.post(reverse("progress:daily"), line | {"key": str(uuid4()), "text": "Rapat"})
    assert clash.status_code == 422 and "bertumpuk" in clash.content.decode()
    assert 'value="Rapat"' in clash.content.decode()
    nurse.get(reverse("progress:daily"), {"ubah": key})
    nurse.post(reverse("progress:daily"), {"key": key, "do": "gone"})
    assert not DailyEntry.objects.exists()


def week_data(*rows: dict[str, str]) -> dict[str, str]:
    data = {"monday": "2026-09-28"}
    for number, row in enumerate(rows, start=1):
        data |= {f"{name}-{number}": value for name, value in row.items()}
    return data


def row(day: str, starts: str, ends: str, text: str, **more: str) -> dict[str, str]:
    return {"key": str(uuid4()), "day": day, "starts": starts, "ends": ends, "text": text, **more}


def test_a_week_in_one_post(skp: Skp, world: World, nurse: Client) -> None:
    url = reverse("progress:daily_week")
    first = row("2026-09-28", "08:00", "10:00", "Periksa", amount="3", unit="pasien")
    data = week_data(first, row("2026-09-28", "10:00", "11:00", "Rapat"), row("2026-09-29", "", "", ""))
    assert nurse.post(url, data | {"autosave": "1"}).status_code == 204
    nurse.post(url, data)
    assert DailyEntry.objects.count() == 2
    half = row("2026-09-30", "08:00", "", "Belum selesai")
    assert nurse.post(url, week_data(first, half) | {"autosave": "1"}).status_code == 422
    wrong = nurse.post(url, week_data(first, half))
    page = wrong.content.decode()
    assert wrong.status_code == 422 and 'value="Belum selesai"' in page and "Tulis jam seperti 08.00" in page
    emptied = first | {"starts": "", "ends": "", "text": "", "amount": "", "unit": "", "kept": "1"}
    nurse.post(url, week_data(emptied) | {"autosave": "1"})
    assert DailyEntry.objects.count() == 2
    nurse.post(url, week_data(emptied))
    assert [entry.text for entry in DailyEntry.objects.all()] == ["Rapat"]
    ticked = {"key": str(DailyEntry.objects.get().key), "day": "2026-09-28", "text": "Rapat", "gone": "on"}
    nurse.post(url, week_data(ticked | {"starts": "10:00", "ends": "11:00", "kept": "1"}))
    assert not DailyEntry.objects.exists()


def test_last_week_is_laid_in_without_its_amounts_and_unsaved(skp: Skp, world: World, nurse: Client) -> None:
    url = reverse("progress:daily_week")
    nurse.post(url, week_data(row("2026-09-28", "08:00", "10:00", "Periksa", amount="3", unit="pasien")))
    page = nurse.get(url, {"minggu": "2026-10-05", "salin": "1"}).content.decode()
    assert 'value="Periksa"' in page and 'value="pasien"' in page and 'value="3"' not in page
    assert DailyEntry.objects.count() == 1
    more = nurse.post(url, week_data(row("2026-09-28", "13:00", "14:00", "Tetap")) | {"do": "more"})
    assert 'value="Tetap"' in more.content.decode() and DailyEntry.objects.count() == 1


def test_csv_page_lists_every_fault(skp: Skp, world: World, nurse: Client) -> None:
    url = reverse("progress:daily_import")
    bad = SimpleUploadedFile("a.csv", b"tanggal;mulai;selesai;kegiatan\nbesok;08.00;09.00;Rapat\n")
    page = nurse.post(url, {"file": bad})
    assert page.status_code == 422 and "Tulis tanggal seperti 05/10/2026" in page.content.decode()
    sample = nurse.get(reverse("progress:daily_sample"))
    good = SimpleUploadedFile("a.csv", sample.content)
    assert "2 catatan masuk" in nurse.post(url, {"file": good}, follow=True).content.decode()


def test_the_log_can_be_off(skp: Skp, world: World, nurse: Client) -> None:
    Agency.objects.update(daily_log=Agency.DailyLog.OFF)
    assert "Log harian tidak dipakai" in nurse.get(reverse("progress:daily")).content.decode()
    nurse.post(reverse("progress:daily"), row("2026-10-05", "08:00", "09:00", "Rapat"))
    assert not DailyEntry.objects.exists()


def test_a_required_log_names_the_days_without_a_line(skp: Skp, world: World, nurse: Client) -> None:
    url = reverse("progress:daily") + "?minggu=2026-09-28"
    assert "Lengkapi minggu ini" not in nurse.get(url).content.decode()
    Agency.objects.update(daily_log=Agency.DailyLog.REQUIRED)
    page = nurse.get(url).content.decode()
    assert "Wajib diisi" in page and "Lengkapi minggu ini" in page and "Senin, 28 September" in page


def test_feedback_given_in_one_post_is_seen_by_its_owner(skp: Skp, world: World, nurse: Client) -> None:
    url = reverse("progress:feedback_give", args=[skp.plan.pk])
    head = world.client(world.section_head)
    overview = head.get(reverse("progress:feedback")).content.decode()
    assert "Umpan balik terjadwal Triwulan III 2026" in overview and world.nurse.name in overview
    data = {
        "periode": world.q3.pk,
        f"text-r-{skp.result}": EVIL,
        f"tone-r-{skp.result}": "positif",
        "text-v-BP": "Lebih ramah di loket",
        "tone-v-BP": "",
        "scheduled": "1",
    }
    wrong = head.post(url, data)
    assert wrong.status_code == 422 and "Lebih ramah di loket" in wrong.content.decode()
    assert not Feedback.objects.exists()
    head.post(url, data | {"tone-v-BP": "perlu_ditingkatkan"})
    assert Feedback.objects.filter(scheduled=True, relation="pimpinan").count() == 2
    page = nurse.get(reverse("progress:feedback")).content.decode()
    assert EVIL not in page and "&lt;script&gt;" in page and "Lebih ramah di loket" in page
    assert "sudah mendapat umpan balik" in head.get(reverse("progress:feedback")).content.decode()
    assert nurse.get(url).status_code == 403


def test_colleagues_elsewhere_see_values_only(skp: Skp, world: World) -> None:
    client = world.client(world.outsider)
    url = reverse("progress:feedback_give", args=[skp.plan.pk])
    page = client.get(url).content.decode()
    assert "Berorientasi Pelayanan" in page
    assert "Ibu hamil dilayani" not in page and "Tersenyum dan menyapa" not in page
    data = {"periode": world.q3.pk, f"text-r-{skp.result}": "x", f"tone-r-{skp.result}": "positif"}
    assert client.post(url, data).status_code == 422
    assert not Feedback.objects.exists()


def test_asking_and_answering_by_page(skp: Skp, world: World, nurse: Client) -> None:
    url = reverse("progress:feedback_ask")
    found = nurse.get(url, {"cari": "rizki"}).content.decode()
    assert f"{world.outsider.name} · NIP {world.outsider.nip}" in found, "without a plan no post is known"
    seated = nurse.get(url, {"cari": world.section_head.name}).content.decode()
    assert f"{world.section_head.name} · " in seated
    data = {"cari": "rizki", "asked": world.outsider.pk, "item": f"r:{skp.result}", "message": EVIL}
    nurse.post(url, data)
    request = FeedbackRequest.objects.get()
    assert nurse.post(url, data).status_code == 422
    assert nurse.post(url, data | {"asked": world.hr.pk}).status_code == 422
    there = reverse("progress:feedback_answer", args=[request.pk])
    assert nurse.get(there).status_code == 403
    client = world.client(world.outsider)
    page = client.get(there).content.decode()
    assert "Ibu hamil dilayani" in page and EVIL not in page
    assert client.post(there, {"text": "", "tone": "positif"}).status_code == 422
    client.post(there, {"text": "Cepat", "tone": "positif"})
    assert Feedback.objects.get().text == "Cepat"
    assert "sudah Anda jawab" in client.get(there, follow=True).content.decode()


def test_feedback_on_closed_periods_is_not_offered(skp: Skp, world: World) -> None:
    head = world.client(world.section_head)
    url = reverse("progress:feedback_give", args=[skp.plan.pk])
    closed = head.get(url, {"periode": world.q1.pk}).content.decode()
    assert "Triwulan III 2026" in closed and "Triwulan I 2026" not in closed
    data = {"periode": world.q1.pk, "text-v-BP": "Ramah", "tone-v-BP": "positif"}
    head.post(url, data)
    assert Feedback.objects.get().period == world.q3


def test_the_leaders_page_costs_the_same_whatever_the_team(world: World) -> None:
    def cost() -> int:
        client = world.client(world.section_head)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("progress:feedback")).status_code == 200
        return len(seen)

    make_skp(world, world.nurse, "PERAWAT", world.section_head)
    before = cost()
    make_skp(world, world.pppk, "ADMIN-PKM1", world.section_head)
    make_skp(world, world.student, "PERAWAT", world.section_head)
    assert cost() == before
