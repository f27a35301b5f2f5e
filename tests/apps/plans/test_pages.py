"""The pages of the plan as a browser without script sees them: rows, autosave, the whole way, documents."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kinerja.plans.actions import save_draft
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.models import Plan, PlanVersion
from kinerja.plans.storage import read_content
from tests.world import World

from .conftest import JANUARY, Maker, staff_content, user

pytestmark = pytest.mark.usefixtures("in_october")

HOSTILE = "<script>alert(1)</script>"


def fields(page: str) -> dict[str, Any]:
    """What a browser would send for the form `skp` as it stands."""
    form = page[page.index('id="skp"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(value)
    for name, value in re.findall(r'<input [^>]*name="([^"]+)"[^>]*maxlength="\d+" value="([^"]*)"', form):
        sent[name] = value
    for name, value in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        sent[name] = value
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen.group(1) if chosen else ""
    return sent


def press(client: Client, plan: Plan, op: str, **typed: str) -> Any:
    url = reverse("plans:edit", args=[plan.pk])
    page = client.get(url).content.decode()
    return client.post(url, {**fields(page), **typed, "op": op}, follow=True)


def test_start_shows_post_and_appraiser_with_why_and_opens_a_draft(world: World) -> None:
    client = world.client(world.nurse2)
    page = client.get("/skp/baru/").content.decode()
    assert "Perawat Mahir" in page
    assert "Joko Prasetyo" in page
    assert "dijabat oleh Plt" in page
    facts = {"approach": "kualitatif", "starts": "2026-01-01", "ends": "2026-12-31"}
    answer = client.post("/skp/baru/", facts, follow=True)
    plan = Plan.objects.get(employee=world.nurse2)
    assert answer.redirect_chain[-1][0] == reverse("plans:edit", args=[plan.pk])
    assert plan.approach == "kualitatif"
    assert "SKP untuk hari ini sudah ada" in client.get("/skp/baru/").content.decode()


def test_a_head_of_unit_chooses_the_form_and_hr_opens_for_others(world: World) -> None:
    assert "unit kerja mandiri" in world.client(world.puskesmas_head).get("/skp/baru/").content.decode()
    assert "unit kerja mandiri" not in world.client(world.nurse).get("/skp/baru/").content.decode()
    url = f"/skp/baru/?pegawai={world.nurse.pk}"
    assert world.client(world.hr).get(url).status_code == 200
    assert world.client(world.outsider).get(url).status_code == 403
    wrong = {"approach": "kuantitatif", "starts": "2026-02-01", "ends": "2026-01-01"}
    assert world.client(world.nurse).post("/skp/baru/", wrong).status_code == 422


def test_rows_are_added_moved_and_removed_without_script(make: Maker) -> None:
    plan = make.draft(make.world.nurse).plan
    client = make.world.client(make.world.nurse)
    press(client, plan, "add-result")
    content = read_content(plan.versions.get())
    assert len(content.results) == 2
    old, new = content.results
    press(client, plan, f"add-indicator:{new.key}", **{f"r.{new.key}.statement": "Rujukan tercatat"})
    press(client, plan, f"up:{new.key}")
    content = read_content(plan.versions.get())
    assert [result.statement for result in content.results] == ["Rujukan tercatat", old.statement]
    assert [len(result.indicators) for result in content.results] == [2, 1]
    press(client, plan, f"remove-indicator:{content.results[0].indicators[0].key}")
    press(client, plan, f"remove-result:{old.key}")
    (left,) = read_content(plan.versions.get()).results
    assert (left.key, len(left.indicators)) == (new.key, 1)


def test_a_posted_page_keeps_everything(make: Maker) -> None:
    """What is stored, shown and sent back unchanged is the same content."""
    world = make.world
    leader = make.draft(world.section_head)
    rich = PlanContent(
        results=(
            ResultContent(
                statement="Pasien terlayani",
                serves=read_content(leader).results[0].key,
                cascade="layanan",
                control="output_kendali_sedang",
                assigned_by="Kepala Seksi",
                indicators=(
                    IndicatorContent(
                        statement="Waktu tunggu",
                        target="30 menit",
                        aspect="waktu",
                        direction="lower",
                        definition="Dari loket sampai diperiksa",
                        formula="rata-rata",
                        data_source="SIMPUS",
                    ),
                ),
            ),
            ResultContent(statement="Arsip rapi", kind="tambahan"),
        ),
        behaviours={"HR": "Tenang menghadapi keluhan"},
        attachments={"sumber_daya": ("Alat ukur", "Pelatihan"), "konsekuensi": ("Penghargaan",)},
    )
    version = make.draft(world.nurse)
    save_draft(version=version, content=rich, actor=user(world.nurse), at=JANUARY)
    before = read_content(version)
    press(world.client(world.nurse), version.plan, "save")
    assert read_content(version) == before
    assert PlanVersion.objects.get(pk=version.pk).revision == 3


def test_autosave_answers_204_and_an_older_page_409(make: Maker) -> None:
    plan = make.draft(make.world.nurse).plan
    client = make.world.client(make.world.nurse)
    url = reverse("plans:edit", args=[plan.pk])
    one, two = (fields(client.get(url).content.decode()) for _ in range(2))
    assert client.post(url, {**one, "autosave": "1"}).status_code == 204
    assert client.post(url, {**one, "autosave": "1"}).status_code == 204
    refused = client.post(url, {**two, "autosave": "1"})
    assert refused.status_code == 409
    shown = client.post(url, {**two, "op": "save", "b.HR": "Sabar sekali"})
    assert shown.status_code == 422
    assert "diubah orang lain" in shown.content.decode()
    assert "Sabar sekali" in shown.content.decode()


def test_nonsense_is_refused_and_text_stays_text(make: Maker) -> None:
    version = make.draft(make.world.nurse, staff_content(statement=HOSTILE))
    client = make.world.client(make.world.nurse)
    url = reverse("plans:edit", args=[version.plan_id])
    for page in (url, reverse("plans:detail", args=[version.plan_id]), "/pohon/"):
        assert HOSTILE not in client.get(page).content.decode()
    sent = fields(client.get(url).content.decode())
    key = sent["result"][0]
    bad = client.post(url, {**sent, f"r.{key}.kind": "sampingan"})
    assert bad.status_code == 422
    assert "tidak dikenal" in bad.content.decode()
    assert client.post(url, {**sent, "result": "bukan-kunci"}, follow=True).status_code == 200
    assert read_content(version).results[0].statement == HOSTILE


def test_the_whole_way_by_pages(make: Maker) -> None:
    world = make.world
    plan = make.draft(world.nurse).plan
    nurse, chief = world.client(world.nurse), world.client(world.section_head)
    page = press(nurse, plan, "submit").content.decode()
    assert "Kirim SKP ini kepada penilai?" in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    nurse.post(reverse("plans:submit", args=[plan.pk]), {"seen": seen.group(1)})
    assert "Tetapkan SKP" in chief.get(reverse("plans:detail", args=[plan.pk])).content.decode()
    empty = chief.post(reverse("plans:return", args=[plan.pk]), {"reason": ""})
    assert empty.status_code == 422
    chief.post(reverse("plans:return", args=[plan.pk]), {"reason": "Perjelas target"})
    page = nurse.get(reverse("plans:detail", args=[plan.pk])).content.decode()
    assert "Perjelas target" in page
    assert "Perlu perbaikan" in page
    stale = nurse.post(reverse("plans:submit", args=[plan.pk]), {"seen": "1.0.draft"})
    assert stale.status_code == 422
    nurse.post(reverse("plans:submit", args=[plan.pk]))
    chief.post(reverse("plans:set", args=[plan.pk]))
    assert plan.versions.get().status == "set"
    nurse.post(reverse("plans:revise", args=[plan.pk]), {"reason": "Sasaran naik"})
    second = plan.versions.get(number=2)
    key = read_content(second).results[0].indicators[0].key
    press(nurse, plan, "save", **{f"i.{key}.target": "90 – 95%"})
    page = nurse.get(reverse("plans:versions", args=[plan.pk])).content.decode()
    assert "Hasil kerja 1, indikator 1: Target" in page
    assert "Sasaran naik" in page
    assert "Versi 2 sedang disusun" in chief.get(f"/skp/{plan.pk}/?versi=1").content.decode()


def test_a_broken_rule_is_shown_with_its_place_and_not_sent(make: Maker) -> None:
    plan = make.draft(make.world.nurse, PlanContent(results=(ResultContent(statement="Bersih"),))).plan
    client = make.world.client(make.world.nurse)
    page = client.get(reverse("plans:submit", args=[plan.pk])).content.decode()
    assert "Perbaiki dahulu yang wajib" in page
    assert f"#hasil-{read_content(plan.versions.get()).results[0].key}" in page
    assert client.post(reverse("plans:submit", args=[plan.pk])).status_code == 422
    assert plan.versions.get().status == "draft"


def test_hr_records_the_decision_of_the_head_of_the_agency(make: Maker) -> None:
    plan = make.submitted(make.world.secretary).plan
    hr = make.world.client(make.world.hr)
    url = reverse("plans:set", args=[plan.pk])
    assert hr.post(url, {"basis": ""}).status_code == 422
    hr.post(url, {"basis": "SK Wali Kota 12/2026"})
    assert plan.versions.get().set_basis == "SK Wali Kota 12/2026"
    document = hr.get(reverse("plans:pdf", args=[plan.pk, "A.1.2"]))
    assert document.content.startswith(b"%PDF")


def test_a_document_opens_as_pdf_and_only_those_of_the_plan(make: Maker) -> None:
    world = make.world
    staff, leader = make.set(world.nurse).plan, make.set(world.office_head).plan
    client = world.client(world.hr)
    for plan, forms in ((staff, ("A.1.7", "A.1.8", "A.1.3")), (leader, ("A.1.2", "A.1.8"))):
        for form in forms:
            answer = client.get(reverse("plans:pdf", args=[plan.pk, form]))
            assert answer["Content-Type"] == "application/pdf"
            assert answer.content.startswith(b"%PDF")
    assert client.get(reverse("plans:pdf", args=[staff.pk, "A.1.2"])).status_code == 404
    assert client.get(reverse("plans:pdf", args=[staff.pk, "A.1.5"])).status_code == 404
    draft = make.draft(world.midwife).plan
    assert client.get(reverse("plans:pdf", args=[draft.pk, "A.1.7"])).content.startswith(b"%PDF")


def test_readers_other_than_the_parties_see_the_version_in_force(make: Maker) -> None:
    world = make.world
    plan = make.set(world.nurse).plan
    world.client(world.nurse).post(reverse("plans:revise", args=[plan.pk]), {"reason": "Naik"})
    url = reverse("plans:detail", args=[plan.pk])
    assert ">Versi 2" in world.client(world.nurse).get(url).content.decode().replace("\n", "")
    assert "Versi 2 sedang disusun" in world.client(world.auditor).get(url).content.decode()
