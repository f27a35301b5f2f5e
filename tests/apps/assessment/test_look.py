"""Every page of judging in a real browser: axe, both themes, a desk and a phone; keyboard and autosave."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.actions import open_reviews, receive, sign
from kinerja.assessment.models import Review
from kinerja.people.models import Employee
from tests.apps.assessment.office import AFTER, WINDOW, give_plan, organisation, rate, say, tell, user
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import World, appoint, nip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("KINERJA_GAMBAR", "")
NAMES = ("Ayu Pratiwi", "Bagus Santosa", "Citra Maharani", "Dimas Aditya", "Endang Rahayu", "Fitri Handayani")


def enter(page: Page, live_server: Any, world: World, person: Employee) -> None:
    """Signs in by cookie, which costs no password check."""
    client = world.client(person)
    cookie = next(iter(client.cookies.values()))
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def office(world: World) -> Review:
    """A section in the middle of its quarter: seven people, some rated, some signed."""
    organisation(world)
    plan = give_plan(world, world.nurse, world.posts["PERAWAT"], results=3)
    tell(plan, world.q3, "85%", "72%", "88%")
    say(plan, world.q3, "Antrean poli umum sudah tertib sejak Agustus.")
    say(plan, world.q3, "Menjelaskan obat dengan sabar.", value_code="KP", relation="rekan")
    say(plan, world.q3, "Pasien mengeluh kurang disapa.", value_code="BP", relation="lain",
        tone="perlu_ditingkatkan")  # fmt: skip
    for number, name in enumerate(NAMES):
        person = Employee.objects.create(nip=nip(300 + number), name=name)
        appoint(person, world.posts["PERAWAT"])
        tell(give_plan(world, person, world.posts["PERAWAT"]), world.q3, "85%", "88%")
    open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    ratings = [("sesuai", "sesuai"), ("sesuai", "diatas"), ("diatas", "diatas"), ("dibawah", "sesuai")]
    others = Review.objects.exclude(plan=plan).order_by("plan__employee__name")
    for review, (result, behaviour) in zip(others, ratings, strict=False):
        rate(world, review, result, behaviour, result_reason="Sesuai rencana triwulan.")
    Review.objects.filter(plan=plan).update(
        self_results="Waktu tunggu turun, kecuali saat alat rusak.",
        self_behaviour="Saya mulai menyapa lebih dulu.",
    )
    return Review.objects.get(plan=plan)


def look(page: Page, live_server: Any, url: str, name: str) -> None:
    page.goto(live_server.url + url)
    for closed in page.locator("main details").all():
        closed.evaluate("element => { element.open = true; }")
    assert_accessible(page)
    page.reload()
    if PICTURES:
        take_pictures(page, name, Path(PICTURES))


def test_the_raters_pages(page: Page, live_server: Any, world: World) -> None:
    review = office(world)
    enter(page, live_server, world, world.section_head)
    look(page, live_server, reverse("assessment:queue"), "antrean")
    look(page, live_server, reverse("assessment:review", args=[review.pk]), "menilai")
    look(page, live_server, reverse("assessment:team"), "tim")
    rate(world, review, "sesuai", "sesuai", result_reason="Alat rusak selama Agustus.")
    look(page, live_server, reverse("assessment:sign", args=[review.pk]), "tanda-tangan")


def test_the_employees_pages_and_the_verification(page: Page, live_server: Any, world: World) -> None:
    review = office(world)
    enter(page, live_server, world, world.nurse)
    look(page, live_server, reverse("assessment:my_review", args=[review.pk]), "penilaian-diri")
    review = rate(
        world, review, "sesuai", "sesuai",
        result_reason="Waktu tunggu di poli 1 naik karena alat rusak selama Agustus; sesudah itu normal.",
        behaviour_reason="Teliti dan sabar; sapaan kepada pasien masih perlu dibiasakan.",
    )  # fmt: skip
    review = sign(review=review, actor=user(world.section_head), at=WINDOW)
    look(page, live_server, reverse("assessment:my_review", args=[review.pk]), "penilaian-siap")
    receive(review=review, actor=user(world.nurse), at=WINDOW)
    look(page, live_server, reverse("assessment:my_review", args=[review.pk]), "penilaian-terima")
    look(page, live_server, reverse("assessment:why", args=[review.pk]), "mengapa")
    look(page, live_server, reverse("assessment:answer", args=[review.pk]), "menjawab")
    page.request.get(live_server.url + reverse("assessment:pdf", args=[review.pk, "D.1.1"]))
    look(page, live_server, reverse("assessment:verify", args=[review.token]), "periksa")


def test_predicates_of_organisations(page: Page, live_server: Any, world: World) -> None:
    organisation(world)
    enter(page, live_server, world, world.hr)
    look(page, live_server, reverse("assessment:organisation"), "predikat-organisasi")


def test_the_superiors_and_the_personnel_pages(
    page: Page, live_server: Any, world: World, settings: Any
) -> None:
    review = office(world)
    settings.FIXED_NOW = AFTER.isoformat()
    enter(page, live_server, world, world.puskesmas_head)
    look(page, live_server, reverse("assessment:take_over", args=[review.pk]), "ambil-alih")
    enter(page, live_server, world, world.hr)
    look(page, live_server, reverse("assessment:report_up"), "lapor-evaluasi")
    unit, period = world.units["KOTA"].pk, world.q3.pk
    for name, args in (
        ("today", []),
        ("control", []),
        ("waiting", [unit, period, "report"]),
        ("remind", [unit, period, "report"]),
        ("open_period", [period]),
        ("close_period", [period]),
    ):
        look(page, live_server, reverse(f"insight:{name}", args=args), name)


def test_rating_by_keyboard_saves_by_itself(page: Page, live_server: Any, world: World) -> None:
    review = office(world)
    enter(page, live_server, world, world.section_head)
    page.goto(live_server.url + reverse("assessment:review", args=[review.pk]))
    page.keyboard.press("3")
    page.keyboard.press("5")
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    chosen = page.locator(".cell-diatas-sesuai")
    assert chosen.evaluate("cell => getComputedStyle(cell).fontWeight") == "700"
    review.refresh_from_db()
    assert (review.result_rating, review.behaviour_rating, review.predicate) == ("diatas", "sesuai", "BAIK")
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="Tanda tangani dokumen")).to_be_visible()


def test_a_file_is_compared_in_the_browser(
    page: Page, live_server: Any, world: World, tmp_path: Path
) -> None:
    review = rate(world, office(world), "sesuai", "sesuai")
    sign(review=review, actor=user(world.section_head), at=WINDOW)
    enter(page, live_server, world, world.section_head)
    got = page.request.get(live_server.url + reverse("assessment:pdf", args=[review.pk, "D.1.1"])).body()
    (tmp_path / "asli.pdf").write_bytes(got)
    (tmp_path / "palsu.pdf").write_bytes(got + b" ")
    page.goto(live_server.url + reverse("assessment:verify", args=[review.token]))
    page.locator("#berkas").set_input_files(tmp_path / "asli.pdf")
    expect(page.locator("[data-verify-says]")).to_contain_text("Cocok.")
    page.locator("#berkas").set_input_files(tmp_path / "palsu.pdf")
    expect(page.locator("[data-verify-says]")).to_contain_text("Tidak cocok.")


def test_judging_without_script(browser: Any, live_server: Any, world: World) -> None:
    review = office(world)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    enter(page, live_server, world, world.section_head)
    page.goto(live_server.url + reverse("assessment:review", args=[review.pk]))
    page.get_by_label("Sesuai Ekspektasi").first.check()
    page.get_by_label("Diatas Ekspektasi").last.check()
    go(page.get_by_role("button", name="Simpan dan berikutnya"))
    review.refresh_from_db()
    assert review.predicate == "BAIK"
    context.close()
