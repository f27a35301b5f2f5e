"""Pages of cases in bulk in a real browser: axe in both themes at both widths, and no script error."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from kinerja.people.models import Employee
from kinerja.voice.actions.case_imports import upload_cases
from kinerja.voice.actions.case_keys import make_key, revoke_key
from kinerja.voice.models import CaseImport, MeasureLink
from tests.apps.progress.conftest import make_skp
from tests.apps.voice.make_case_files import csv_file, row
from tests.apps.voice.make_services import make_cases, make_service, moment
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, live_server: Any, world: World, person: Employee) -> None:
    cookie = world.client(person).cookies["kinerja_sesi"].value
    page.context.add_cookies([{"name": "kinerja_sesi", "value": cookie, "url": live_server.url}])


def runs(world: World) -> dict[str, int]:
    """An upload in each of its states."""
    facts = {"actor": world.services_officer.user, "at": NOW, "units": None}
    bad = csv_file(row(KODE_LAYANAN="tiada", NIP_PETUGAS="123"), row(DITERIMA="kemarin"))
    good = csv_file(row(), row(NOMOR_BERKAS="B-2"))
    moving = CaseImport.objects.create(
        name="siak-2026.xlsx", by=world.services_officer.user, at=NOW, content=b"x", done=70_000, rows=400_000
    )
    return {
        "impor-tolak": upload_cases(content=bad, name="loket-september.csv", **facts).pk,
        "impor-selesai": upload_cases(content=good, name="siak-september.csv", **facts).pk,
        "impor-jalan": moving.pk,
    }


def addresses(world: World) -> dict[str, tuple[Employee, str]]:
    """Every page, with somebody for whom it is full."""
    service = make_service(world)
    officer, head = world.services_officer, world.counter_head
    for number, label in enumerate(("SIAK terpusat", "Aplikasi antrean", "Sistem lama")):
        key, _secret = make_key(
            unit=world.units["DUKCAPIL"],
            label=label,
            expires_on=date(2026, 12, 31),
            actor=officer.user,
            at=NOW,
        )
        if number == 2:
            revoke_key(key=key, actor=officer.user, at=NOW)
    skp = make_skp(world, world.counter_officer, "LOKET", head)
    make_cases(service, 12, first=moment(2026, 8, 3), days=1)
    links = {"made_by": head.user, "made_at": NOW, "unit": service.unit}
    MeasureLink.objects.create(indicator_key=skp.files, kind="within", service=service, **links)
    MeasureLink.objects.create(indicator_key=skp.waiting, kind="ikm", **links)
    found = {name: (officer, reverse("voice:case_import_run", args=[pk])) for name, pk in runs(world).items()}
    return found | {
        "impor-kasus": (officer, reverse("voice:case_import")),
        "kunci": (officer, reverse("voice:case_keys")),
        "kunci-cabut": (officer, reverse("voice:case_key_revoke", args=[key.pk - 1])),
        "ukuran-skp": (head, reverse("voice:measure_links", args=[skp.plan.pk])),
        "laporan-terisi": (
            world.counter_officer,
            reverse("progress:report", args=[skp.plan.pk, world.q3.pk]),
        ),
        "laporan-baca": (head, reverse("progress:report", args=[skp.plan.pk, world.q3.pk])),
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
