"""One screen a person: everything a judgement needs, at a constant price; and how calibration looks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.actions import open_reviews, remark, sign
from kinerja.assessment.models import Review
from kinerja.plans.models import Period, Plan
from tests.apps.assessment.office import WINDOW, organisation, rate, tell, user
from tests.apps.assessment.test_calibration import TEXT, city
from tests.apps.assessment.test_look import enter, look, office
from tests.web.look import overflow
from tests.world import World

PICTURES = os.environ.get("KINERJA_GAMBAR", "")


def signed_in(world: World, plan: Plan, period: Period, reason: str) -> Review:
    """A signed review of an earlier quarter."""
    organisation(world, period=period)
    tell(plan, period, "85%", "80%", "90%")
    open_reviews(period=period, actor=user(world.hr), at=WINDOW)
    review = Review.objects.get(plan=plan, period=period)
    draft = rate(world, review, "sesuai", "diatas", result_reason=reason, behaviour_reason="Sabar.")
    return sign(review=draft, actor=user(draft.appraiser), at=WINDOW)


def with_past(world: World) -> Review:
    review = office(world)
    signed_in(world, review.plan, world.q1, "Target triwulan pertama tercapai.")
    signed_in(world, review.plan, world.q2, "Alat rusak dua minggu.")
    return Review.objects.get(pk=review.pk)


@pytest.mark.django_db
def test_everything_is_on_the_screen(world: World) -> None:
    review = with_past(world)
    rate(world, review, "sesuai", "sesuai")
    remark(review=review, text=TEXT, actor=user(world.puskesmas_head), at=WINDOW)
    page = (
        world.client(world.section_head).get(reverse("assessment:review", args=[review.pk])).content.decode()
    )
    for word in (
        "80-90%", "72%", "Rekap antrean",  # promised, done, evidence
        "Menjelaskan obat dengan sabar.",  # voices
        "Waktu tunggu turun, kecuali saat alat rusak.",  # his own view
        "Alat rusak dua minggu.", "Target triwulan pertama tercapai.",  # earlier periods with reasons
        "Capaian rencana aksi triwulan III",  # the organisation
        "Sebaran predikat tim Anda", TEXT, "Kirim jawaban", "Simpan dan berikutnya", 'data-key="n"',
    ):  # fmt: skip
        assert word in page, word


@pytest.mark.django_db
def test_a_longer_past_costs_no_query_more(world: World) -> None:
    review = office(world)
    client, url = world.client(world.section_head), reverse("assessment:review", args=[review.pk])

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    signed_in(world, review.plan, world.q1, "Tercapai.")
    few = cost()
    signed_in(world, review.plan, world.q2, "Tercapai lagi.")
    assert cost() == few <= 60


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_calibration_and_the_screen_in_a_browser(page: Page, live_server: Any, world: World) -> None:
    city(world, 6)
    review = Review.objects.filter(appraiser=world.section_head).order_by("pk")[0]
    remark(review=review, text=TEXT, actor=user(world.puskesmas_head), at=WINDOW)
    enter(page, live_server, world, world.puskesmas_head)
    look(page, live_server, reverse("assessment:calibration"), "kalibrasi")
    look(
        page,
        live_server,
        reverse("assessment:calibration_team", args=[world.section_head.pk]),
        "kalibrasi-tim",
    )
    other = Review.objects.filter(appraiser=world.section_head).order_by("pk")[1]
    look(page, live_server, reverse("assessment:remark", args=[other.pk]), "kalibrasi-catatan")
    for done in Review.objects.filter(appraiser=world.section_head).exclude(pk=review.pk):
        sign(review=done, actor=user(world.section_head), at=WINDOW)
    look(page, live_server, reverse("assessment:distribution"), "distribusi")
    enter(page, live_server, world, world.section_head)
    look(page, live_server, reverse("assessment:review", args=[review.pk]), "satu-layar")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_server.url + reverse("assessment:review", args=[review.pk]))
    expect(page.get_by_role("button", name="Kirim jawaban")).to_be_visible()
    # the way on is in sight on a desk without scrolling
    box = page.get_by_role("button", name="Simpan dan berikutnya").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900
    assert overflow(page) == 0
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "satu-layar-1280-fold.png")
