"""The register, duties and the log in a real browser: axe in both themes at both widths, and no script."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from kinerja.people.actions import seed_holidays
from kinerja.people.imports import uploads
from kinerja.people.models import Employee, ImportRun
from tests.apps.people.test_import_apply import OFFICE
from tests.apps.people.test_import_read import csv_file
from tests.apps.people.test_import_validate import person as staff
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, live_server: Any, world: World, person: Employee) -> None:
    cookie = world.client(person).cookies["kinerja_sesi"].value
    page.context.add_cookies([{"name": "kinerja_sesi", "value": cookie, "url": live_server.url}])


def runs(world: World) -> dict[str, int]:
    """An upload in each of its states."""
    actor = world.hr.user
    assert actor is not None
    seed_holidays(years=[2026], actor=actor, at=NOW)
    bad = staff(501, "TIADA", NIP="1,98E+17", MULAI="kemarin"), staff(502, "TIADA", NAMA="=A1")
    refused = uploads.upload(content=csv_file(*bad), name="pegawai-oktober.csv", actor=actor, at=NOW)
    ready = uploads.upload(content=csv_file(*OFFICE), name="dinas-sosial.csv", actor=actor, at=NOW)
    moving = ImportRun.objects.create(
        name="kota.xlsx", by=actor, at=NOW, content=b"x", stage="Memeriksa baris", done=7_000, total=20_000
    )
    return {"impor-tolak": refused.pk, "impor-siap": ready.pk, "impor-jalan": moving.pk}


def addresses(world: World) -> dict[str, tuple[Employee, str]]:
    """Every page, with somebody for whom it is full."""
    hr, admin = world.hr, world.admin
    post, unit = world.posts, world.units
    plain = {
        "pegawai": reverse("people:employees"),
        "pegawai-kosong": reverse("people:employees") + "?q=zzz",
        "pegawai-baru": reverse("people:employee_new"),
        "pegawai-satu": reverse("people:employee", args=[world.nurse2.pk]),
        "angkat-pilih": reverse("people:appoint", args=[world.nurse.pk]),
        "angkat": reverse("people:appoint_to", args=[world.nurse.pk, post["PERAWAT2"].pk]),
        "akhiri": reverse("people:appointment_end", args=[world.midwife.appointments.get().pk]),
        "unit": reverse("people:units"),
        "unit-satu": reverse("people:unit", args=[unit["PKM1"].pk]),
        "unit-ubah": reverse("people:unit_edit", args=[unit["PKM1"].pk]),
        "jabatan": reverse("people:posts"),
        "jabatan-satu": reverse("people:post", args=[post["KASEK"].pk]),
        "jabatan-ubah": reverse("people:post_edit", args=[post["BIDAN"].pk]),
        "pelimpahan": reverse("people:mandate_new", args=[post["KASEK"].pk]),
        "pengaturan": reverse("people:settings"),
        "lambang": reverse("people:crest"),
        "libur": reverse("people:holidays"),
        "impor": reverse("people:import"),
    }
    found = {name: (hr, path) for name, path in plain.items()}
    found |= {name: (hr, reverse("people:import_run", args=[pk])) for name, pk in runs(world).items()}
    return found | {
        "peran": (admin, reverse("accounts:grants")),
        "sandi": (admin, reverse("accounts:password", args=[world.nurse.user_id])),
        "catatan": (admin, reverse("accounts:log")),
    }


def test_every_page_is_accessible(page: Page, live_server: Any, world: World) -> None:
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    pictures = os.environ.get("KINERJA_PICTURES")
    for name, (person, path) in addresses(world).items():
        sign_in(page, live_server, world, person)
        page.goto(live_server.url + path)
        if pictures:
            take_pictures(page, name, Path(pictures))
        for closed in page.locator("main details").all():
            closed.evaluate("element => { element.open = true; }")
        assert_accessible(page)
    assert heard == []


def test_an_import_without_script(browser: Browser, live_server: Any, world: World, tmp_path: Path) -> None:
    """Upload, read the preview, apply: three plain form posts on a phone."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, live_server, world, world.hr)
    file = tmp_path / "dinsos.csv"
    file.write_bytes(csv_file(*OFFICE))
    page.goto(live_server.url + reverse("people:import"))
    page.get_by_label("Berkas XLSX atau CSV").set_input_files(file)
    go(page.get_by_role("button", name="Periksa berkas"))
    expect(page.get_by_role("heading", name="Yang akan ditulis")).to_be_visible()
    go(page.get_by_role("button", name="Terapkan impor"))
    expect(page.get_by_role("heading", name="Sudah ditulis")).to_be_visible()
    page.goto(live_server.url + reverse("people:employees") + "?q=dinas+sosial")
    expect(page.get_by_role("row")).to_have_count(4)
    context.close()


def test_a_running_import_moves_on_by_itself(page: Page, live_server: Any, world: World) -> None:
    run = ImportRun.objects.get(pk=runs(world)["impor-jalan"])
    sign_in(page, live_server, world, world.hr)
    page.goto(live_server.url + reverse("people:import_run", args=[run.pk]))
    expect(page.get_by_text("Memeriksa baris")).to_be_visible()
    ImportRun.objects.filter(pk=run.pk).update(status="done", counts={})
    expect(page.get_by_role("heading", name="Sudah ditulis")).to_be_visible(timeout=10_000)
