"""The pages: what they show, whom they refuse, and that what people type stays text."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.people.models import Agency
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.progress.actions.drafts import save_report
from kinerja.progress.actions.evidence import add_evidence_file, add_evidence_link
from kinerja.progress.actions.feedback import ask_feedback, give_feedback
from kinerja.progress.models import DailyEntry, Evidence, Feedback, FeedbackRequest, Report
from kinerja.progress.queries.reports import actions_by_result, realisations
from tests.world import NOW, World

from . import files
from .conftest import Skp, make_skp

EVIL = "<script>alert('x')</script>"


@pytest.fixture(autouse=True)
def clock(settings: object) -> None:
    settings.FIXED_NOW = NOW.isoformat()


@pytest.fixture
def nurse(world: World) -> Client:
    return world.client(world.nurse)


def address(skp: Skp, world: World, name: str = "report") -> str:
    return reverse(f"progress:{name}", args=[skp.plan.pk, world.q3.pk])


def test_my_plan_shows_plan_progress_and_feedback_on_one_page(skp: Skp, world: World, nurse: Client) -> None:
    rows = {skp.patients: ("60 pasien", ""), skp.waiting: ("45 menit", "")}
    save_report(plan=skp.plan, period=world.q3, rows=rows, actor=world.nurse.user, at=NOW)
    facts = {"plan": skp.plan, "period": world.q3, "actor": world.section_head.user, "at": NOW}
    give_feedback(**facts, result_key=skp.result, text="Pelayanan cepat", tone="positif", scheduled=True)
    page = nurse.get(reverse("progress:my_plan")).content.decode()
    for words in (
        "Laporan Triwulan III belum dikirim",
        "2 dari 3 indikator",
        "Melampaui target",
        "Belum memenuhi target",
        "Pelayanan cepat",
        "Terjadwal",
        "Tersenyum dan menyapa lebih dahulu",
        "Berorientasi Pelayanan",
    ):
        assert words in page


def test_empty_pages_teach(world: World, nurse: Client) -> None:
    for name in ("my_plan", "report", "daily", "daily_week", "daily_import", "feedback_ask"):
        page = nurse.get(reverse(f"progress:{name}"))
        assert page.status_code == 200
        assert reverse("plans:start") in page.content.decode(), name


def test_people_without_an_employee_record_get_pages_not_errors(world: World) -> None:
    world.admin.user.refresh_from_db()
    user = world.admin.user
    world.admin.user = None
    world.admin.save()
    client = Client()
    client.force_login(user)
    for name in ("my_plan", "report", "daily", "feedback", "feedback_find", "feedback_ask"):
        assert client.get(reverse(f"progress:{name}")).status_code == 200, name


def test_one_post_keeps_the_grid_and_typing_keeps_a_draft(skp: Skp, world: World, nurse: Client) -> None:
    data = {
        f"real-{skp.patients}": "45 pasien",
        f"note-{skp.patients}": "",
        f"real-{skp.waiting}": "40 menit",
        f"note-{skp.waiting}": "sistem antrean rusak",
        f"steps-{skp.result}": "Kelas ibu\r\nKunjungan rumah",
        "summary": "Kurang satu bidan",
    }
    assert nurse.post(address(skp, world), data | {"autosave": "1"}).status_code == 204
    assert realisations(skp.plan, world.q3)[skp.waiting].note == "sistem antrean rusak"
    assert len(actions_by_result(skp.plan, world.q3)[skp.result]) == 2
    assert skp.report(world.q3).summary == "Kurang satu bidan"
    sent = nurse.post(address(skp, world), data | {"do": "send"}, follow=True)
    assert "Kirim laporan Triwulan III 2026?" in sent.content.decode()
    done = nurse.post(address(skp, world, "report_send"), follow=True)
    assert "terkirim kepada penilai" in done.content.decode()
    assert nurse.post(address(skp, world), data | {"autosave": "1"}).status_code == 409
    again = nurse.post(address(skp, world), data, follow=True)
    assert "tidak dapat diubah" in again.content.decode()


def test_sending_without_main_results_says_which(skp: Skp, world: World, nurse: Client) -> None:
    page = nurse.post(address(skp, world), {f"real-{skp.files}": "96%", "do": "send"}, follow=True)
    assert "Isi dahulu realisasi hasil kerja utama: “Ibu hamil dilayani" in page.content.decode()
    assert skp.report(world.q3).status == "draft"


def test_below_target_asks_for_a_word_but_lets_go(skp: Skp, world: World, nurse: Client) -> None:
    data = {f"real-{skp.waiting}": "45 menit", "do": "send"}
    page = nurse.post(address(skp, world), data, follow=True).content.decode()
    assert "Indikator 1.2 belum memenuhi target tanpa keterangan" in page
    nurse.post(address(skp, world, "report_send"))
    assert skp.report(world.q3).status == "submitted"


def test_broken_fields_break_nothing(skp: Skp, world: World, nurse: Client) -> None:
    data = {"real-bukan-kunci": "x", f"real-{uuid4()}": "y", "do": "log:bukan-kunci"}
    assert nurse.post(address(skp, world), data).status_code == 302
    assert not Report.objects.filter(realisations__isnull=False).exists()


@pytest.mark.parametrize(
    ("person", "status"),
    [("section_head", 200), ("puskesmas_head", 200), ("hr", 200), ("pppk", 403), ("outsider", 403)],
)
def test_who_reads_a_report(skp: Skp, world: World, person: str, status: int) -> None:
    client = world.client(getattr(world, person))
    assert client.get(address(skp, world)).status_code == status
    assert client.post(address(skp, world), {f"real-{skp.patients}": "1"}).status_code == 403
    assert client.get(address(skp, world, "report_send")).status_code == 403


def test_the_appraiser_returns_and_accepts(skp: Skp, world: World, nurse: Client) -> None:
    nurse.post(address(skp, world), {f"real-{skp.patients}": "45 pasien"})
    nurse.post(address(skp, world, "report_send"))
    head, decide = world.client(world.section_head), address(skp, world, "report_decide")
    assert "Setujui laporan" in head.get(address(skp, world)).content.decode()
    assert world.client(world.puskesmas_head).post(decide, {"do": "accept"}).status_code == 403
    assert nurse.post(decide, {"do": "accept"}).status_code == 403
    head.post(decide, {"do": "return", "reason": ""})
    assert skp.report(world.q3).status == "submitted"
    head.post(decide, {"do": "return", "reason": f"Lampirkan {EVIL}"})
    page = nurse.get(address(skp, world)).content.decode()
    assert "Dikembalikan oleh penilai" in page and EVIL not in page and "&lt;script&gt;" in page
    nurse.post(address(skp, world, "report_send"))
    head.post(decide, {"do": "accept"})
    assert skp.report(world.q3).status == "accepted"


def test_a_period_of_another_plan_is_not_found(skp: Skp, world: World, nurse: Client) -> None:
    skp.plan.ends = world.q2.ends
    skp.plan.save()
    assert nurse.get(address(skp, world)).status_code == 404


def test_evidence_goes_up_comes_down_and_is_closed_to_others(skp: Skp, world: World, nurse: Client) -> None:
    here = reverse("progress:evidence_of", args=[skp.plan.pk, world.q3.pk, skp.patients])
    upload = SimpleUploadedFile("register.exe.pdf", files.pdf(), "text/html")
    nurse.post(here, {"file": upload})
    piece = Evidence.objects.get()
    assert "register.exe.pdf" in nurse.get(here).content.decode()
    down = nurse.get(reverse("progress:evidence", args=[piece.token]))
    assert b"".join(down.streaming_content) == files.pdf()
    assert down["Content-Type"] == "application/pdf"
    assert down["Content-Disposition"] == 'attachment; filename="register.exe.pdf"'
    assert down["X-Content-Type-Options"] == "nosniff"
    assert down["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in down["Cache-Control"]
    allowed = {"section_head": 200, "puskesmas_head": 200, "auditor": 200, "pppk": 403, "outsider": 403}
    for person, status in allowed.items():
        answer = world.client(getattr(world, person)).get(reverse("progress:evidence", args=[piece.token]))
        assert answer.status_code == status, person
    assert Client().get(reverse("progress:evidence", args=[piece.token])).status_code == 302
    assert nurse.get(reverse("progress:evidence", args=[uuid4()])).status_code == 404
    gone = reverse("progress:evidence_remove", args=[piece.token])
    assert world.client(world.section_head).post(gone).status_code == 403
    assert "Hapus bukti" in nurse.get(gone).content.decode()
    nurse.post(gone)
    assert not Evidence.objects.exists()


def test_pictures_are_shown_in_the_page_documents_are_not(skp: Skp, world: World, nurse: Client) -> None:
    for name, data, shown in [
        ("foto.jpg", files.png(), 'inline; filename="foto.png"'),
        ("a.docx", files.docx(), 'attachment; filename="a.docx"'),
        ("a.csv", b"a;b\n", 'attachment; filename="a.csv"'),
    ]:
        piece = add_evidence_file(
            plan=skp.plan,
            period=world.q3,
            indicator_key=skp.patients,
            upload=SimpleUploadedFile(name, data),
            actor=world.nurse.user,
            at=NOW,
        )
        answer = nurse.get(reverse("progress:evidence", args=[piece.token]))
        assert answer["Content-Disposition"] == shown


def test_a_refused_file_is_told_and_a_link_is_no_download(skp: Skp, world: World, nurse: Client) -> None:
    here = reverse("progress:evidence_of", args=[skp.plan.pk, world.q3.pk, skp.patients])
    bad = nurse.post(here, {"file": SimpleUploadedFile("laporan.pdf", files.EXE)}, follow=True)
    assert "Mengganti nama berkas tidak mengubah isinya" in bad.content.decode()
    link = nurse.post(here, {"url": "https://drive.google.com/a", "title": EVIL}, follow=True)
    page = link.content.decode()
    assert "sering meminta izin" in page and EVIL not in page
    piece = Evidence.objects.get()
    assert nurse.get(reverse("progress:evidence", args=[piece.token])).status_code == 404


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


def test_the_log_flows_into_the_report(skp: Skp, world: World, nurse: Client) -> None:
    DailyEntry.objects.create(
        plan=skp.plan,
        day=date(2026, 9, 1),
        starts=time(8),
        ends=time(9),
        text="Periksa",
        amount=45,
        unit="pasien",
        indicator_key=skp.patients,
    )
    page = nurse.get(address(skp, world)).content.decode()
    assert "45 pasien" in page and "Pakai" in page
    nurse.post(address(skp, world), {f"real-{skp.waiting}": "20 menit", "do": f"log:{skp.patients}"})
    kept = realisations(skp.plan, world.q3)
    assert (kept[skp.patients].text, kept[skp.waiting].text) == ("45 pasien", "20 menit")


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
    assert world.outsider.name in nurse.get(url, {"cari": "rizki"}).content.decode()
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


def big(world: World, count: int) -> PlanContent:
    results = tuple(
        ResultContent(
            statement=f"Hasil {number}",
            indicators=tuple(IndicatorContent(statement=f"I{n}", target="10") for n in range(5)),
        )
        for number in range(count // 5)
    )
    return PlanContent(results)


def fill(skp: Skp, world: World, person: object) -> None:
    """Everything a page may show, once for every indicator and result."""
    facts = {"plan": skp.plan, "period": world.q3, "at": NOW}
    keys = [item.key for result in skp.content.results for item in result.indicators]
    save_report(**facts, rows=dict.fromkeys(keys, ("5", "")), actor=person.user)
    for key in keys[::5]:
        add_evidence_link(**facts, indicator_key=key, url="https://a.id", title="a", actor=person.user)
    author = world.puskesmas_head
    for result in skp.content.results:
        give_feedback(**facts, result_key=result.key, text="Baik", tone="positif", actor=author.user)
    for result in skp.content.results[:25]:
        ask_feedback(**facts, asked=world.hr, result_key=result.key, message="", actor=person.user)
    DailyEntry.objects.bulk_create(
        DailyEntry(
            plan=skp.plan,
            day=date(2026, 9, 28 + number % 3),
            starts=time(number % 23, number % 59),
            ends=time(number % 23, number % 59 + 1),
            text=f"Kegiatan {number % 7}",
            amount=1,
            unit="kali",
            indicator_key=key,
        )
        for number, key in enumerate(keys)
    )


def test_pages_cost_the_same_with_10_and_with_200_rows(world: World) -> None:
    costs: dict[str, list[int]] = {}
    for person, post, count in ((world.nurse, "PERAWAT", 10), (world.pppk, "ADMIN-PKM1", 200)):
        skp = make_skp(world, person, post, world.section_head, big(world, count))
        fill(skp, world, person)
        own, period = world.client(person), {"args": [skp.plan.pk, world.q3.pk]}
        pages = {
            "my_plan": (own, reverse("progress:my_plan")),
            "list": (own, reverse("progress:report")),
            "grid": (own, reverse("progress:report", **period)),
            "read": (world.client(world.section_head), reverse("progress:report", **period)),
            "daily": (own, reverse("progress:daily") + "?minggu=2026-09-28"),
            "week": (own, reverse("progress:daily_week") + "?minggu=2026-09-28"),
            "feedback": (own, reverse("progress:feedback")),
            "give": (world.client(world.section_head), reverse("progress:feedback_give", args=[skp.plan.pk])),
        }
        for name, (client, url) in pages.items():
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url).status_code == 200
            costs.setdefault(name, []).append(len(seen))
    assert {name: few for name, (few, _many) in costs.items()} == {
        name: many for name, (_few, many) in costs.items()
    }
    assert max(few for few, _many in costs.values()) <= 45, str(costs)


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


def test_a_file_lost_from_the_disk_is_not_found(skp: Skp, world: World, nurse: Client) -> None:
    piece = add_evidence_file(
        plan=skp.plan,
        period=world.q3,
        indicator_key=skp.patients,
        upload=SimpleUploadedFile("a.pdf", files.pdf()),
        actor=world.nurse.user,
        at=NOW,
    )
    piece.file.storage.delete(piece.file.name)
    assert nurse.get(reverse("progress:evidence", args=[piece.token])).status_code == 404


def test_a_required_log_names_the_days_without_a_line(skp: Skp, world: World, nurse: Client) -> None:
    url = reverse("progress:daily") + "?minggu=2026-09-28"
    assert "Lengkapi minggu ini" not in nurse.get(url).content.decode()
    Agency.objects.update(daily_log=Agency.DailyLog.REQUIRED)
    page = nurse.get(url).content.decode()
    assert "Wajib diisi" in page and "Lengkapi minggu ini" in page and "Senin, 28 September" in page


def test_feedback_on_closed_periods_is_not_offered(skp: Skp, world: World) -> None:
    head = world.client(world.section_head)
    url = reverse("progress:feedback_give", args=[skp.plan.pk])
    closed = head.get(url, {"periode": world.q1.pk}).content.decode()
    assert "Triwulan III 2026" in closed and "Triwulan I 2026" not in closed
    data = {"periode": world.q1.pk, "text-v-BP": "Ramah", "tone-v-BP": "positif"}
    head.post(url, data)
    assert Feedback.objects.get().period == world.q3
