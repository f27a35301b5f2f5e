"""Pages of awards and certificates: forms, who reads what, constant queries, the compare in the browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.growth.actions.certificates import issue
from kinerja.growth.models import AwardProposal, AwardScheme, Certificate
from tests.apps.assessment.make_meetings import decision, running
from tests.apps.assessment.office import signed_review, user
from tests.apps.assessment.test_look import enter
from tests.apps.growth.make_awards import (
    ENDS,
    REASON,
    STARTS,
    WHY,
    attached,
    attended,
    awarded,
    certified,
    many,
    proposed,
    published,
    scheme,
    voted,
)
from tests.web.codes import code_in_pdf, path_of
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World


def at(name: str, *args: Any) -> str:
    return reverse(f"growth:{name}", args=args)


@pytest.mark.django_db
def test_from_the_scheme_to_the_certificate_by_the_forms(world: World) -> None:
    hr, head, nurse = (world.client(who) for who in (world.hr, world.section_head, world.nurse))
    told = {
        "name": "Pegawai pelayanan terbaik", "purpose": "Menghargai pelayanan.", "given_to": "employee",
        "unit": "", "every": "quarter", "quota": "1", "predicate": "BAIK", "least_cases": "2",
        "others": "Ramah\n\nTeliti", "decides": "jury", "jurors": f"{world.auditor.nip}\n{world.midwife.nip}",
        "needed_votes": "1", "basis": "Keputusan 12/2026", "starts": "2026-01-01", "ends": "",
    }  # fmt: skip
    assert hr.post(at("scheme_new"), told | {"jurors": "123"}).status_code == 422
    assert hr.post(at("scheme_new"), told | {"least_cases": "banyak"}).status_code == 422
    made = hr.post(at("scheme_new"), told)
    row = AwardScheme.objects.get()
    assert made["Location"] == at("scheme", row.pk)
    page = nurse.get(at("scheme", row.pk)).content.decode()
    assert "Predikat kinerja paling rendah: Baik" in page and "Teliti" in page and "Indah Puspita" in page
    meant = {"employee": world.nurse.nip, "span": STARTS.isoformat(), "reason": "<b>Rapi</b>"}
    assert head.post(at("proposal_new", row.pk), meant | {"reason": ""}).status_code == 422
    assert nurse.post(at("proposal_new", row.pk), meant).status_code == 403
    assert head.post(at("proposal_new", row.pk), meant).status_code == 302
    found = AwardProposal.objects.get()
    here = at("proposal", found.pk)
    assert nurse.get(here).status_code == 403, "read after the decision"
    assert "&lt;b&gt;Rapi" in head.get(here).content.decode()
    juror = world.client(world.auditor)
    assert "Beri suara" in juror.get(at("recognition")).content.decode()
    assert juror.post(at("award_vote", found.pk), {"yes": "1", "reason": ""}).status_code == 422
    assert "Baru 0 suara setuju" in hr.get(at("award_decide", found.pk)).content.decode()
    juror.post(at("award_vote", found.pk), {"yes": "1", "reason": "Suara rahasia juri"})
    assert "suara setuju; diperlukan" not in hr.get(at("award_decide", found.pk)).content.decode()
    assert hr.post(at("award_decide", found.pk), {"award": "1", "why": WHY}).status_code == 302
    page = nurse.get(here).content.decode()
    assert WHY in page and "Suara rahasia juri" not in page and "1 setuju" in page
    assert hr.post(at("award_publish", found.pk)).status_code == 422
    public = world.client(None)
    assert "Dewi Lestari" not in public.get(at("public_awards")).content.decode()
    nurse.post(at("award_consent", found.pk), {"yes": "1"})
    hr.post(at("award_publish", found.pk))
    for client, name in ((public, "public_awards"), (world.client(world.outsider), "published_awards")):
        shown = client.get(at(name)).content.decode()
        assert "Dewi Lestari" in shown and "Seksi Pelayanan Puskesmas Melati" in shown and WHY in shown
        assert REASON not in shown
    nurse.post(at("award_consent", found.pk), {"yes": "0"})
    assert "Dewi Lestari" not in public.get(at("public_awards")).content.decode()
    hr.post(at("certificate_issue", found.pk))
    paper = Certificate.objects.get()
    assert paper.number in nurse.get(at("my_certificates")).content.decode()
    assert paper.number in hr.get(at("certificates"), {"q": "lestari", "jenis": "award"}).content.decode()
    assert paper.number not in hr.get(at("certificates"), {"keadaan": "revoked"}).content.decode()
    assert paper.number in head.get(at("certificates")).content.decode()
    assert paper.number not in world.client(world.headteacher).get(at("certificates")).content.decode()
    assert hr.post(at("certificate_revoke", paper.code), {"why": "Salah orang"}).status_code == 302
    assert paper.number in hr.get(at("certificates"), {"keadaan": "revoked"}).content.decode()


@pytest.mark.django_db
def test_a_juror_who_may_not_vote_reads_why_and_no_span_before_the_scheme_is_offered(world: World) -> None:
    row = scheme(world, jurors=[world.section_head, world.auditor], starts=STARTS)
    head = world.client(world.section_head)
    asked = head.get(at("proposal_new", row.pk)).content.decode()
    assert f'value="{STARTS.isoformat()}"' in asked
    assert 'value="2026-04-01"' not in asked and 'value="2026-01-01"' not in asked
    found = proposed(world, row)
    page = head.get(at("proposal", found.pk)).content.decode()
    assert "suara diberikan juri lain" in page
    other = world.client(world.auditor).get(at("proposal", found.pk)).content.decode()
    assert "suara diberikan juri lain" not in other


@pytest.mark.django_db
def test_a_decision_of_a_meeting_fills_the_proposal(world: World) -> None:
    row = scheme(world)
    facts = {"kind": "recognition", "text": "Hargai ketertiban antrean", "about": world.nurse}
    taken = decision(world, running(world), **facts)
    owner = world.client(world.section_head)
    assert "Hargai ketertiban antrean" in owner.get(at("recognition")).content.decode()
    assert "Pakai skema ini" in owner.get(at("schemes"), {"keputusan": taken.pk}).content.decode()
    url = f"{at('proposal_new', row.pk)}?keputusan={taken.pk}"
    page = owner.get(url).content.decode()
    assert world.nurse.nip in page and "Hargai ketertiban antrean" in page
    assert world.client(world.midwife).get(url).status_code == 404
    owner.post(url, {"employee": world.nurse.nip, "span": STARTS.isoformat(), "reason": "Sesuai rapat"})
    assert AwardProposal.objects.get().decision == taken
    assert owner.get(url).status_code == 404


@pytest.mark.django_db
def test_a_predicate_that_is_not_received_yet_is_not_told_by_the_evidence(world: World) -> None:
    review = signed_review(world)
    found = awarded(world, scheme(world, criteria=[("predicate", "BAIK", "")]))
    assert found.evidence[0]["review"] == review.pk
    here = at("proposal", found.pk)
    assert review.document_number in world.client(world.section_head).get(here).content.decode()
    page = world.client(world.nurse).get(here).content.decode()
    assert review.document_number not in page and "setelah menerima dokumen" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "who"),
    [("recognition", "hr"), ("recognition", "section_head"), ("schemes", "hr"), ("certificates", "hr"),
     ("certificates", "section_head"), ("published_awards", "nurse"), ("public_awards", None),
     ("my_certificates", "nurse")],
)  # fmt: skip
def test_lists_cost_the_same_for_few_and_many(world: World, name: str, who: str | None) -> None:
    client = world.client(getattr(world, who) if who else None)
    row = scheme(world)
    url = at(name) + ("?lihat=selesai" if name == "recognition" else "")
    many(world, 2, row)
    AwardProposal.objects.filter(scheme=row).update(proposed_by=user(world.section_head))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    many(world, 22, row)
    for number in range(10):
        scheme(world, name=f"Skema {number}")
    with CaptureQueriesContext(connection) as lots:
        client.get(url)
    assert len(few) == len(lots)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_look_right_and_one_changed_byte_is_seen(
    page: Page, live_server: Any, world: World, tmp_path: Path
) -> None:
    signed_review(world)
    limits = [
        ("predicate", "BAIK", ""),
        ("cases", "20", ""),
        ("other", "", "Ramah kepada pasien lanjut usia"),
    ]
    row = scheme(world, quota=3, criteria=limits)
    open_ = voted(world, proposed(world, row, employee=world.pppk))
    attached(world, open_)
    given = published(world, row)
    paper = issue(proposal=given, actor=user(world.hr), at=NOW)
    awarded(world, scheme(world, name="Tertib", every="year"), starts=STARTS.replace(month=1),
            ends=ENDS.replace(month=12, day=31))  # fmt: skip
    pages = [
        ("penghargaan", world.hr, at("recognition")),
        ("penghargaan-perawat", world.nurse, at("recognition") + "?lihat=saya"),
        ("penghargaan-usulan", world.hr, at("proposal", open_.pk)),
        ("penghargaan-berkas", world.hr, at("award_attach", open_.pk)),
        ("penghargaan-putusan", world.hr, at("award_decide", open_.pk)),
        ("penghargaan-skema-baru", world.hr, at("scheme_new")),
        ("penghargaan-skema", world.nurse, at("scheme", row.pk)),
        ("penghargaan-persetujuan", world.nurse, at("award_consent", given.pk)),
        ("piagam-register", world.hr, at("certificates")),
        ("piagam-umum", None, at("certificate", paper.code)),
        ("apresiasi", None, at("public_awards")),
    ]
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, person, url in pages:
        page.context.clear_cookies()
        if person is not None:
            enter(page, live_server, world, person)
        page.goto(live_server.url + url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
    content = bytes(paper.pdf)
    page.goto(live_server.url + path_of(code_in_pdf(content)))
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    for name, data, says in (("asli", content, "Cocok."), ("ubahan", changed, "Tidak cocok.")):
        kept = tmp_path / f"{name}.pdf"
        kept.write_bytes(data)
        page.get_by_label("Pilih atau letakkan berkas PDF di sini").set_input_files(kept)
        expect(page.get_by_role("status")).to_contain_text(says)


@pytest.mark.django_db
def test_a_training_certificate_by_its_button(world: World) -> None:
    came = attended(world)
    url = at("training_certificate", came.pk)
    assert world.client(world.nurse).get(url).status_code == 403
    hr, session = world.client(world.hr), at("session", came.session_id)
    assert url in hr.get(session).content.decode()
    assert hr.post(url)["Location"] == session
    paper = Certificate.objects.get(kind="training")
    page = hr.get(session).content.decode()
    assert paper.number in page and url not in page
    assert hr.post(url).status_code == 422
    assert certified(world).kind == "award" and Certificate.objects.count() == 2


@pytest.mark.django_db
def test_who_proposes_picks_from_the_team_and_only_under_a_scheme_for_it(world: World) -> None:
    head, nurse = world.client(world.section_head), world.client(world.nurse)
    page = head.get(at("recognition")).content.decode()
    assert "Usulkan penerima" in page
    assert "Usulkan penerima" not in nurse.get(at("recognition")).content.decode()
    row = scheme(world)
    form = head.get(at("proposal_new", row.pk)).content.decode()
    assert world.nurse.name in form and "Pegawai di tim Anda" in form
    told = {"near": "", "employee": "", "span": STARTS.isoformat(), "reason": REASON}
    assert head.post(at("proposal_new", row.pk), told).status_code == 422, "nobody chosen"
    assert head.post(at("proposal_new", row.pk), told | {"near": world.nurse.pk}).status_code == 302
    assert AwardProposal.objects.get().employee == world.nurse
    assert "lihat=berjalan"
    other = scheme(world, name="Loket terbaik", unit=world.units["DUKCAPIL"])
    assert "Usulkan penerima" not in head.get(at("scheme", other.pk)).content.decode()
    assert head.get(at("proposal_new", other.pk)).status_code == 403
    near = scheme(world, name="Perawat terbaik", unit=world.units["PKM1"])
    assert "Usulkan penerima" in head.get(at("scheme", near.pk)).content.decode()
