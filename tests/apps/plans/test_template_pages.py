"""The pages of templates: write, choose, send; bounded lists; both themes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from kinerja.people.models import Employee
from kinerja.plans.models import GoalTemplate, Plan, TemplateGoal
from tests.web.going import go
from tests.web.look import assert_accessible
from tests.world import World

from .conftest import OCTOBER, Maker
from .test_browser import sign_in
from .test_templates import a_template, goals, hire, send


@pytest.fixture(autouse=True)
def _moment(settings: Any) -> None:
    settings.FIXED_NOW = OCTOBER.isoformat()


def test_write_then_choose_then_send(make: Maker) -> None:
    world = make.world
    make.draft(world.nurse)
    make.set(world.midwife)
    client = world.client(world.puskesmas_head)
    head = {
        "title": "Sasaran perawat",
        "level": "jf",
        "words": "",
        "form": "ja_jf",
        "approach": "kuantitatif",
    }
    made = client.post("/templat-sasaran/baru/", {**head, "unit": world.units["PKM1"].pk})
    template = GoalTemplate.objects.get()
    assert made["Location"] == f"/templat-sasaran/{template.pk}/"
    url = made["Location"]
    client.post(url, {**head, "revision": 0, "op": "add-result"})
    template.refresh_from_db()
    key = template.content["results"][0]["key"]
    rows = {"result": key, f"r.{key}.statement": "Pasien terlayani", "revision": 1}
    gone = client.post(url, {**head, **rows, "op": "send"})
    assert gone["Location"] == f"{url}kirim/"
    stale = client.post(url, {**head, **rows, "op": "save"})
    assert stale.status_code == 422
    assert "baru saja diubah" in stale.content.decode()
    page = client.get(f"{url}kirim/").content.decode()
    assert "Dewi Lestari" in page
    assert "SKP sudah disetujui" in page
    assert "Sri Wahyuni" not in page  # not a functional post
    ticked = [world.nurse.pk, world.lab_analyst.pk, world.outsider.pk]
    sent = client.post(f"{url}kirim/", {"people": ticked, "op": "ticked"})
    assert "Terkirim ke 2 pegawai" in sent.content.decode()
    assert set(TemplateGoal.objects.values_list("plan__employee__name", flat=True)) == {
        "Dewi Lestari",
        "Maya Sari",
    }
    assert not Plan.objects.filter(employee=world.outsider).exists()
    edit = world.client(world.nurse).get(f"/skp/{Plan.objects.get(employee=world.nurse).pk}/ubah/")
    assert "Dari templat “Sasaran perawat”" in edit.content.decode()
    read = client.get(url).content.decode()
    assert "Sudah diterima 2 pegawai." in read
    assert "Buat versi baru" in read


def test_a_new_version_and_the_end(world: World) -> None:
    template = a_template(world)
    client = world.client(world.puskesmas_head)
    moved = client.post(f"/templat-sasaran/{template.pk}/salin/")
    newer = GoalTemplate.objects.get(version=2)
    assert moved["Location"] == f"/templat-sasaran/{newer.pk}/"
    assert client.get(f"/templat-sasaran/{template.pk}/kirim/").status_code == 403
    client.post(f"/templat-sasaran/{newer.pk}/hentikan/")
    newer.refresh_from_db()
    assert newer.retired_at is not None
    again = client.post(f"/templat-sasaran/{newer.pk}/hentikan/", follow=True)
    assert "tidak dipakai lagi" in again.content.decode()


def test_all_of_the_group_beyond_the_first_page(world: World) -> None:
    hire(world, 1, 121)
    template = a_template(world, words="perawat")
    client = world.client(world.puskesmas_head)
    url = f"/templat-sasaran/{template.pk}/kirim/?words=perawat"
    first = client.get(url).content.decode()
    assert "Kirim kepada semua (121 pegawai)" in first
    done = client.post(url, {"op": "all"})
    assert "Terkirim ke 121 pegawai" in done.content.decode()
    over = client.get(f"{url}&cycle=0")
    assert over.status_code == 422


def _queries(world: World, who: Employee, path: str) -> int:
    client = world.client(who)
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_the_lists_take_the_same_queries_for_few_and_for_many(world: World) -> None:
    template = a_template(world)
    path = f"/templat-sasaran/{template.pk}/kirim/"
    counts = []
    for first, last in ((1, 4), (4, 44)):
        hire(world, first, last)
        for number in range(first, last):
            send(world, a_template(world, title=f"Templat {number}", content=goals("Lain")), world.pppk)
        counts.append(
            (_queries(world, world.hr, "/templat-sasaran/"), _queries(world, world.puskesmas_head, path))
        )
    assert counts[0] == counts[1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_head_sends_to_those_he_ticks(page: Page, live_server: Any, world: World) -> None:
    Maker(world).draft(world.nurse)
    Maker(world).set(world.lab_analyst)
    template = a_template(world, level="jf")
    sign_in(page, live_server, world.puskesmas_head, "/templat-sasaran/")
    assert_accessible(page)
    go(page.get_by_role("link", name="Sasaran perawat"))
    page.get_by_role("button", name="Tambah hasil utama").click()
    expect(page.get_by_label("Rencana hasil kerja")).to_have_count(2)
    page.get_by_label("Rencana hasil kerja").nth(1).fill("Arsip lengkap")
    assert_accessible(page)
    go(page.get_by_role("button", name="Simpan dan pilih penerima"))
    page.get_by_label("Siti Aminah").uncheck()
    assert_accessible(page)
    go(page.get_by_role("button", name="Kirim kepada yang dicentang"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Terkirim ke 2 pegawai")
    assert_accessible(page)
    page.goto(f"{live_server.url}/templat-sasaran/{template.pk}/")
    expect(page.get_by_text("Sudah diterima 2 pegawai.")).to_be_visible()
    assert_accessible(page)
    assert not Plan.objects.filter(employee=world.midwife).exists()
