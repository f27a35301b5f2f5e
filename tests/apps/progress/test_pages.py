"""The pages of my plan, its report and evidence: what they show, whom they refuse, what they cost."""

from __future__ import annotations

from datetime import date, time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.progress.actions.drafts import save_report
from kinerja.progress.actions.evidence import add_evidence_file, add_evidence_link
from kinerja.progress.actions.feedback import ask_feedback, give_feedback
from kinerja.progress.models import DailyEntry, Evidence, Report
from kinerja.progress.queries.reports import actions_by_result, realisations
from tests.world import NOW, World

from . import files
from .conftest import EVIL, Skp, make_skp

pytestmark = pytest.mark.usefixtures("clock")


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
