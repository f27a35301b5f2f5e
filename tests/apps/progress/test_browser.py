"""The pages in a real browser: axe in both themes at both widths, typing that saves itself, no script."""

from __future__ import annotations

import os
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.people.models import Employee
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.progress.actions.decisions import submit_report
from kinerja.progress.actions.drafts import save_action_plan, save_report
from kinerja.progress.actions.evidence import add_evidence_file, add_evidence_link
from kinerja.progress.actions.feedback import ask_feedback, give_feedback
from kinerja.progress.models import DailyEntry, Evidence, Realisation
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

from . import files
from .conftest import Skp, make_skp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAN = PlanContent(
    (
        ResultContent(
            statement="Ibu hamil dan balita di wilayah kerja mendapat pelayanan keperawatan sesuai standar",
            kind="utama",
            assigned_by="Kepala Seksi Pelayanan",
            indicators=(
                IndicatorContent(
                    statement="Pasien yang dilayani di poli KIA tiap triwulan",
                    target="400 – 450 pasien",
                    aspect="kuantitas",
                ),
                IndicatorContent(
                    statement="Waktu tunggu sejak mendaftar sampai diperiksa",
                    target="30 menit",
                    aspect="waktu",
                    direction="lower",
                ),
            ),
        ),
        ResultContent(
            statement="Catatan keperawatan lengkap sehingga dapat dipakai dokter pada hari yang sama",
            kind="utama",
            indicators=(IndicatorContent(statement="Catatan lengkap", target="95%", aspect="kualitas"),),
        ),
        ResultContent(
            statement="Kader posyandu terlatih menimbang dan mencatat",
            kind="tambahan",
            indicators=(
                IndicatorContent(statement="Kader yang dilatih", target="20 kader", aspect="kuantitas"),
            ),
        ),
    ),
    {"BP": "Menyapa lebih dahulu dan menjelaskan urutan pelayanan dengan tenang"},
    {},
)


@pytest.fixture(autouse=True)
def clock(settings: object) -> None:
    settings.FIXED_NOW = NOW.isoformat()


@pytest.fixture
def ward(world: World) -> Skp:
    """A quarter as it looks in the middle of the work."""
    skp = make_skp(world, world.nurse, "PERAWAT", world.section_head, PLAN)
    make_skp(world, world.pppk, "ADMIN-PKM1", world.section_head)
    nurse, facts = world.nurse.user, {"plan": skp.plan, "period": world.q3, "at": NOW}
    notes = PLAN.results[1].indicators[0].key
    before = facts | {"period": world.q2}
    done = save_report(**before, rows={skp.patients: ("410 pasien", ""), notes: ("96%", "")}, actor=nurse)
    submit_report(report=done, actor=nurse, at=NOW)
    rows = {skp.patients: ("462 pasien", ""), skp.waiting: ("41 menit", "")}
    save_report(**facts, rows=rows, actor=nurse)
    steps = ["Membuka pendaftaran daring", "Menambah satu meja pemeriksaan awal"]
    save_action_plan(**facts, rows={skp.result: steps}, actor=nurse)
    upload = SimpleUploadedFile("Register KIA triwulan III.pdf", files.pdf())
    add_evidence_file(**facts, indicator_key=skp.patients, upload=upload, actor=nurse)
    link = {"url": "https://puskesmas.contoh.go.id/antrean", "title": "Grafik waktu tunggu"}
    add_evidence_link(**facts, indicator_key=skp.waiting, **link, actor=nurse)
    said = "Jangkauan sudah luas. Waktu tunggu pagi masih panjang; coba bagi antrean lama dan baru."
    give_feedback(
        **facts,
        result_key=skp.result,
        text=said,
        tone="perlu_ditingkatkan",
        scheduled=True,
        actor=world.section_head.user,
    )
    praise = "Membantu kami saat data pasien tertukar, tanpa diminta."
    give_feedback(**facts, value_code="KL", text=praise, tone="positif", actor=world.pppk.user)
    about = {"result_key": skp.result, "message": "Bagaimana alur rujukan dari tempat Anda?"}
    ask_feedback(**facts, asked=world.midwife, **about, actor=nurse)
    _log(skp)
    return skp


def _log(skp: Skp) -> None:
    deeds = [
        ("Memeriksa ibu hamil di poli KIA", "pasien", Decimal(14), skp.patients),
        ("Menyusun catatan keperawatan", "berkas", Decimal(22), PLAN.results[1].indicators[0].key),
        ("Apel pagi", "", None, None),
    ]
    DailyEntry.objects.bulk_create(
        DailyEntry(
            plan=skp.plan,
            day=day,
            starts=time(7 + 2 * number, 30),
            ends=time(9 + 2 * number, 0),
            text=text,
            unit=unit,
            amount=amount,
            indicator_key=key,
        )
        for day in (date(2026, 9, 28) + timedelta(days=n) for n in (0, 1, 2, 7))
        for number, (text, unit, amount, key) in enumerate(deeds if day < NOW.date() else deeds[2:])
    )


def sign_in(page: Page, live_server: object, world: World, person: Employee) -> None:
    cookie = world.client(person).cookies["kinerja_sesi"].value
    page.context.add_cookies([{"name": "kinerja_sesi", "value": cookie, "url": live_server.url}])


def _file(skp: Skp) -> Evidence:
    return Evidence.objects.exclude(file="").get(realisation__report__plan=skp.plan)


def addresses(skp: Skp, world: World) -> dict[str, tuple[Employee, str]]:
    """Every page of the app, with somebody for whom it is full."""
    nurse, head = world.nurse, world.section_head
    report = [skp.plan.pk, world.q3.pk]
    return {
        "skp-saya": (nurse, reverse("progress:my_plan")),
        "skp-kosong": (world.student, reverse("progress:my_plan")),
        "laporan": (nurse, reverse("progress:report")),
        "laporan-isi": (nurse, reverse("progress:report", args=report)),
        "laporan-terkirim": (nurse, reverse("progress:report", args=[skp.plan.pk, world.q2.pk])),
        "laporan-baca": (head, reverse("progress:report", args=[skp.plan.pk, world.q2.pk])),
        "bukti": (nurse, reverse("progress:evidence_of", args=[*report, skp.patients])),
        "bukti-hapus": (nurse, reverse("progress:evidence_remove", args=[_file(skp).token])),
        "harian": (nurse, reverse("progress:daily")),
        "harian-minggu": (nurse, reverse("progress:daily_week") + "?minggu=2026-09-28"),
        "harian-impor": (nurse, reverse("progress:daily_import")),
        "umpan-balik": (nurse, reverse("progress:feedback")),
        "umpan-balik-pimpinan": (head, reverse("progress:feedback")),
        "umpan-balik-cari": (nurse, reverse("progress:feedback_find") + "?cari=siti"),
        "umpan-balik-beri": (head, reverse("progress:feedback_give", args=[skp.plan.pk])),
        "umpan-balik-minta": (nurse, reverse("progress:feedback_ask") + "?cari=siti"),
        "umpan-balik-jawab": (
            world.midwife,
            reverse("progress:feedback_answer", args=[skp.plan.feedback_requests.get().pk]),
        ),
    }


def test_every_page_is_accessible(page: Page, live_server: object, world: World, ward: Skp) -> None:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, (person, path) in addresses(ward, world).items():
        sign_in(page, live_server, world, person)
        page.goto(live_server.url + path)
        if pictures:
            take_pictures(page, name, Path(pictures))
        for closed in page.locator("main details").all():
            closed.evaluate("element => { element.open = true; }")
        assert_accessible(page)
    assert heard == []


def test_what_one_types_is_kept(page: Page, live_server: object, world: World, ward: Skp) -> None:
    sign_in(page, live_server, world, world.nurse)
    page.goto(live_server.url + reverse("progress:report", args=[ward.plan.pk, world.q3.pk]))
    page.locator(f"#note-{ward.waiting}").fill("Satu perawat cuti melahirkan")
    expect(page.locator("[data-autosave-status][data-state=saved]")).to_be_visible()
    kept = Realisation.objects.get(report__period=world.q3, indicator_key=ward.waiting)
    assert kept.note == "Satu perawat cuti melahirkan"
    page.reload()
    expect(page.locator(f"#note-{ward.waiting}")).to_have_value("Satu perawat cuti melahirkan")


def test_a_deed_in_ten_seconds_on_a_phone_without_script(
    browser: object, live_server: object, world: World, ward: Skp
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, live_server, world, world.nurse)
    page.goto(live_server.url + reverse("progress:daily"))
    go(page.get_by_role("link", name="Memeriksa ibu hamil di poli KIA"))
    page.get_by_label("Jumlah").fill("9")
    go(page.get_by_role("button", name="Catat kegiatan"))
    expect(page.get_by_text("Tercatat: Memeriksa ibu hamil di poli KIA.")).to_be_visible()
    entry = DailyEntry.objects.get(day=NOW.date(), starts=time(9))
    assert (entry.amount, entry.unit, entry.indicator_key) == (9, "pasien", ward.patients)
    context.close()


def test_a_report_is_sent_without_script(
    browser: object, live_server: object, world: World, ward: Skp
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, live_server, world, world.nurse)
    page.goto(live_server.url + reverse("progress:my_plan"))
    go(page.get_by_role("link", name="Lanjutkan laporan"))
    page.get_by_role("button", name="realisasi dari log harian").click()
    expect(page.get_by_label("Realisasi 2.1")).to_have_value("66 berkas")
    go(page.get_by_role("button", name="Kirim laporan"))
    go(page.get_by_role("button", name="Kirim laporan"))
    expect(page.get_by_text("sudah terkirim").first).to_be_visible()
    assert ward.report(world.q3).status == "submitted"
    context.close()
