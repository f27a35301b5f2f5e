"""Pages of Kisah dampak: list, one story, its file, the form, and what everybody reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.growth.models import Course, Programme
from tests.apps.growth.make_training import STARTS, course, running
from tests.apps.people.test_browser import sign_in
from tests.apps.voice.make_public import make_change
from tests.apps.voice.make_services import make_service
from tests.web.look import assert_accessible, take_pictures
from tests.world import World

from .make_effects import programme, rising

DAYS = {
    "before_from": "2026-01-01",
    "starts": "2026-05-01",
    "settled": "2026-06-01",
    "after_to": "2026-09-30",
}


def typed(world: World, **changed: Any) -> dict[str, Any]:
    given = {
        "title": "Pelatihan komunikasi",
        "kind": "training",
        "story": "Petugas berlatih menjelaskan.",
        "measure": "satisfaction",
        "treated": [world.units["PKM1"].pk],
        "compared": [world.units["PKM2"].pk],
        **DAYS,
    }
    return given | changed


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_whatever_the_number(world: World, count: int) -> None:
    for _number in range(count):
        programme(world)
    client = world.client(world.nurse)
    client.get(reverse("insight:effects"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("insight:effects"))
    assert page.status_code == 200 and len(queries) <= 12
    assert page.content.decode().count("Pelatihan komunikasi") == min(count, 20)


def test_one_story_says_figures_method_n_and_caveats(world: World) -> None:
    rising(world)
    row = programme(world)
    page = world.client(world.nurse).get(reverse("insight:effect", args=[row.pk])).content.decode()
    for words in (
        "Tampak perubahan, unit sedikit",
        "lebih tinggi daripada pembandingnya",
        "n=256",
        "difference in differences",
        "Hal lain yang berubah",
        "Puskesmas Kenanga",
        "Lihat angkanya",
    ):
        assert words in page
    assert "Ubah kisah" not in page
    keeper = world.client(world.hr)
    with CaptureQueriesContext(connection) as queries:
        kept = keeper.get(reverse("insight:effect", args=[row.pk])).content.decode()
    assert "Ubah kisah" in kept and len(queries) <= 25


def test_a_story_without_data_still_reads(world: World) -> None:
    row = programme(world, compared=[])
    page = world.client(world.nurse).get(reverse("insight:effect", args=[row.pk])).content.decode()
    assert "Data belum cukup" in page and '<svg class="chart' not in page and "nan" not in page.split()


def test_the_file_holds_the_same_figures(world: World) -> None:
    rising(world)
    row = programme(world)
    got = world.client(world.nurse).get(reverse("insight:effect_file", args=[row.pk]))
    lines = got.content.decode("utf-8-sig").splitlines()
    assert got["Content-Disposition"] == 'attachment; filename="dampak-pelatihan-komunikasi.csv"'
    assert lines[0].startswith("baris,n,nilai,galat_baku,selang_rendah")
    assert lines[1].startswith("ikut_sebelum,64,62.5,")
    assert lines[-1].startswith("selisih,256,18.75,") and lines[-1].endswith(",did_hc1,effect,few_clusters")


def test_the_form_makes_changes_and_refuses(world: World) -> None:
    client = world.client(world.services_officer)
    new = reverse("insight:effect_new")
    assert client.post(new, typed(world)).status_code == 302
    row = Programme.objects.get()
    assert (row.made_by, list(row.compared.all())) == (world.services_officer.user, [world.units["PKM2"]])
    same = client.post(new, typed(world, compared=[world.units["PKM1"].pk]))
    assert same.status_code == 422 and "sekaligus menjadi pembanding" in same.content.decode()
    backwards = client.post(new, typed(world, starts="2026-07-01"))
    assert backwards.status_code == 422 and "Urutkan tanggalnya" in backwards.content.decode()
    edit = reverse("insight:effect_edit", args=[row.pk])
    shown = client.get(edit).content.decode()
    assert "2026-05-01" in shown and shown.count("checked") == 2
    assert client.post(edit, typed(world, title="Pelatihan menyapa")).status_code == 302
    row.refresh_from_db()
    assert row.title == "Pelatihan menyapa"


def test_a_course_leads_to_its_measure_and_then_to_its_story(world: World) -> None:
    held = running(world, world.nurse)
    pages = [
        reverse("growth:course", args=[held.course_id]),
        reverse("growth:session_results", args=[held.pk]),
    ]
    begin = f"{reverse('insight:effect_new')}?pelatihan={held.course_id}"
    keeper = world.client(world.hr)
    for page in pages:
        assert f'href="{begin}"' in keeper.get(page).content.decode()
    assert begin not in world.client(world.nurse).get(pages[0]).content.decode()
    assert world.client(world.nurse).get(begin).status_code == 403
    form = keeper.get(begin)
    given = form.context["form"].initial
    assert (given["title"], given["kind"], given["course"]) == (held.course.title, "training", held.course)
    assert given["starts"] == STARTS.date() and [unit.code for unit in given["treated"]] == ["PKM1-YAN"]
    text = form.content.decode()
    assert f'value="{STARTS.date()}"' in text and text.count("checked") == 1
    assert f"Unit yang ikut: {world.units['PKM1-YAN'].name}" in text
    assert keeper.post(begin, typed(world, course=held.course_id)).status_code == 302
    made = Programme.objects.get(course=held.course)
    for page in pages:
        shown = keeper.get(page).content.decode()
        assert begin not in shown and reverse("insight:effect", args=[made.pk]) in shown


def test_a_published_change_leads_to_its_measure_and_then_to_its_story(world: World) -> None:
    service = make_service(world)
    change, draft = make_change(service), make_change(service, published_at=None, title="Masih draf")
    page, new = reverse("voice:changes"), reverse("insight:effect_new")
    keeper, head = world.client(world.services_officer), world.client(world.admin)
    shown = keeper.get(page).content.decode()
    assert f"{new}?perubahan={change.pk}" in shown and f"{new}?perubahan={draft.pk}" not in shown
    assert new not in head.get(page).content.decode()
    given = keeper.get(f"{new}?perubahan={change.pk}").context["form"].initial
    assert (given["title"], given["kind"], given["change"]) == (change.title, "process", change)
    assert (given["service"], given["treated"]) == (service, [change.unit])
    assert given["starts"] == change.changed_on
    made = programme(world, change=change)
    shown = head.get(page).content.decode()
    assert reverse("insight:effect", args=[made.pk]) in shown
    assert f"{new}?perubahan={change.pk}" not in keeper.get(page).content.decode()


@pytest.mark.parametrize("query", ["pelatihan={course}", "perubahan={draft}", "perubahan=999", "pelatihan=²",
                                   "pelatihan=x", "perubahan=99999999999999999999"])  # fmt: skip
def test_what_may_not_be_named_begins_nothing(world: World, query: str) -> None:
    retired = course(world)
    Course.objects.update(retired=True)
    draft = make_change(make_service(world), published_at=None)
    address = f"{reverse('insight:effect_new')}?{query.format(course=retired.pk, draft=draft.pk)}"
    answer = world.client(world.hr).get(address)
    assert answer.status_code == 200 and answer.context["form"].initial == {}
    assert "?pelatihan" not in world.client(world.hr).get(
        reverse("growth:course", args=[retired.pk])
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize("count", [3, 20])
def test_the_list_of_changes_costs_the_same_whatever_the_number(world: World, count: int) -> None:
    service = make_service(world)
    for number in range(count):
        programme(world, change=make_change(service, title=f"Loket {number}"))
    client = world.client(world.services_officer)
    client.get(reverse("voice:changes"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("voice:changes"))
    assert len(queries) <= 14


def test_everybody_reads_only_what_was_made_public(world: World) -> None:
    rising(world)
    row = programme(world)
    stranger, keeper = Client(), world.client(world.hr)
    address = reverse("insight:effect_public", args=[row.slug])
    assert stranger.get(address).status_code == 404
    assert keeper.post(reverse("insight:effect_publish", args=[row.pk])).status_code == 302
    page = stranger.get(address).content.decode()
    assert "Pelatihan komunikasi" in page and "n=256" in page and "Ubah kisah" not in page
    assert "Tampak perubahan, unit sedikit" in page
    assert row.slug in stranger.get(reverse("insight:effects_public")).content.decode()
    away = keeper.post(reverse("insight:effect_withdraw", args=[row.pk]), {"why": "Salah unit"})
    assert away.status_code == 302 and stranger.get(address).status_code == 404


def test_numpy_does_not_load_with_the_addresses() -> None:
    code = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "django.setup()\n"
        "import kinerja.urls\n"
        "assert not {'numpy', 'scipy'} & set(sys.modules), 'loaded'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_page_is_accessible(page: Page, live_server: Any, world: World) -> None:
    rising(world)
    row = programme(world)
    quiet = programme(world, title="Pembinaan loket tanpa pembanding", compared=[], kind="coaching")
    Programme.objects.filter(pk=row.pk).update(published=True)
    sign_in(page, live_server, world, world.hr)
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, address in {
        "dampak": reverse("insight:effects"),
        "dampak-satu": reverse("insight:effect", args=[row.pk]),
        "dampak-tenang": reverse("insight:effect", args=[quiet.pk]),
        "dampak-baru": reverse("insight:effect_new"),
        "dampak-umum": reverse("insight:effects_public"),
        "dampak-umum-satu": reverse("insight:effect_public", args=[row.slug]),
    }.items():
        page.goto(live_server.url + address)
        expect(page.locator("h1")).to_be_visible()
        for fold in page.locator("details.fold").all():
            fold.evaluate("element => { element.open = true; }")
        assert_accessible(page)
        if name == "dampak-umum-satu":
            cut = "all => all.some(one => one.scrollWidth > one.clientWidth)"
            assert not page.locator(".table-cards").evaluate_all(cut), "every column is seen"
        if pictures:
            take_pictures(page, name, Path(pictures))
