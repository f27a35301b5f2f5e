"""Pages of competence: who sees what, the assess form as draft and final, axe and constant queries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.growth.models import CompetenceAssessment, RequiredLevel, TechnicalCompetence
from kinerja.people.models import Employee
from kinerja.rules.competence import dictionary
from tests.apps.assessment.test_look import enter
from tests.apps.growth.make import EVIDENCE, HELD, assessed, begin, fill, technical
from tests.web.look import assert_accessible, take_pictures
from tests.world import TODAY, World, appoint, nip


def typed(level: str = "2", **other: str) -> dict[str, str]:
    data = {"method": "interview", "held_on": HELD.isoformat(), "note": "Catatan"}
    for item in dictionary(TODAY):
        data |= {f"level-{item.code}": level, f"bukti-{item.code}": EVIDENCE}
    return data | other


@pytest.mark.django_db
def test_the_form_keeps_a_draft_and_ends_it(world: World) -> None:
    head = world.client(world.section_head)
    new = reverse("growth:assess_new", args=[world.nurse.pk])
    begun = {"assessor": world.section_head.pk, "method": "observation", "held_on": HELD.isoformat()}
    made = head.post(new, begun)
    row = CompetenceAssessment.objects.get()
    here = reverse("growth:assessment", args=[row.pk])
    assert made["Location"] == here
    half = typed(**{"level-kerja_sama": "", "bukti-kerja_sama": "<script>x</script>"})
    assert head.post(here, half | {"autosave": "1"}).status_code == 204
    page = head.get(here).content.decode()
    assert "&lt;script&gt;x" in page and "<script>x" not in page
    refused = head.post(here, half | {"do": "finalise"})
    assert refused.status_code == 422 and "Kerja sama" in refused.content.decode()
    assert head.post(here, typed(held_on="2027-01-01")).status_code == 422
    assert EVIDENCE not in world.client(world.nurse).get(reverse("growth:competence")).content.decode()
    assert world.client(world.nurse).get(here).status_code == 403
    head.post(here, typed() | {"do": "finalise"})
    own = world.client(world.nurse).get(reverse("growth:competence")).content.decode()
    assert EVIDENCE in own and "Adaptif dan kolaboratif" in own and "100,00" in own
    assert head.post(here, typed() | {"autosave": "1"}).status_code == 422
    assert world.client(world.nurse).get(here).status_code == 200


@pytest.mark.django_db
def test_lists_by_role(world: World) -> None:
    assessed(world, mengelola_perubahan=1)
    url = reverse("growth:competence")
    nurse = world.client(world.nurse).get(url, {"lihat": "semua"}).content.decode()
    assert world.pppk.name not in nurse
    team = world.client(world.section_head).get(url, {"lihat": "tim"}).content.decode()
    assert world.nurse.name in team and world.midwife.name not in team
    every = world.client(world.hr).get(url, {"lihat": "semua"}).content.decode()
    assert world.midwife.name in every and "1 dari" not in team
    found = world.client(world.auditor).get(url, {"lihat": "semua", "q": "lestari"}).content.decode()
    assert world.nurse.name in found and world.midwife.name not in found


@pytest.mark.django_db
def test_hr_keeps_the_standards(world: World) -> None:
    hr = world.client(world.hr)
    made = {"job_family": "Perawat", "name": "Asuhan", "code": "asuhan"}
    levels = {f"level_{number}": f"Tingkat {number}" for number in range(1, 6)}
    assert hr.post(reverse("growth:technical_new"), made).status_code == 422
    assert hr.post(reverse("growth:technical_new"), made | levels).status_code == 302
    row = TechnicalCompetence.objects.get()
    hr.post(reverse("growth:technical_edit", args=[row.pk]), made | levels | {"name": "Asuhan baru"})
    assert "Asuhan baru" in hr.get(reverse("growth:technical")).content.decode()
    post = reverse("growth:standard", args=[world.posts["PERAWAT"].pk])
    said = {"code": "asuhan", "level": "4", "starts": "2026-10-01", "basis": "SK 12/2026"}
    assert hr.post(post, said | {"basis": ""}).status_code == 422
    hr.post(post, said)
    assert RequiredLevel.objects.get().level == 4
    assert "SK 12/2026" in hr.get(post).content.decode()


@pytest.mark.django_db
def test_lists_cost_the_same_for_few_and_many(world: World) -> None:
    head, url = world.client(world.section_head), reverse("growth:competence") + "?lihat=tim"
    head.get(url)
    with CaptureQueriesContext(connection) as few:
        head.get(url)
    for number in range(10):
        person = Employee.objects.create(nip=nip(400 + number), name=f"Perawat {number}")
        appoint(person, world.posts["PERAWAT"])
        assessed(world, person)
    with CaptureQueriesContext(connection) as many:
        head.get(url)
    assert len(few) <= len(many) <= len(few) + 1, "one more for the scores, however many people"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_look_right(page: Page, live_server: Any, world: World) -> None:
    technical()
    assessed(world, mengelola_perubahan=1, kerja_sama=3)
    draft = fill(world, begin(world, world.pppk), level=1, komunikasi=None)
    pages = [
        ("kompetensi-saya", world.nurse, reverse("growth:competence")),
        ("kompetensi-tim", world.section_head, reverse("growth:competence") + "?lihat=tim"),
        ("kompetensi-isi", world.section_head, reverse("growth:assessment", args=[draft.pk])),
        ("kompetensi-jabatan", world.hr, reverse("growth:standard", args=[world.posts["PERAWAT"].pk])),
    ]
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, person, url in pages:
        enter(page, live_server, world, person)
        page.goto(live_server.url + url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
