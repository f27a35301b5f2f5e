"""The pages of objections: lists, filing, explanations, evidence, decision, documents; and in a browser."""

from __future__ import annotations

import os
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page
from pypdf import PdfReader

from kinerja.assessment.actions import open_reviews, receive, sign
from kinerja.assessment.actions.objections import Decision, ask_statements, decide, file_objection, state
from kinerja.assessment.models import Objection, Review
from kinerja.people.models import Employee
from tests.apps.assessment.office import WINDOW, give_plan, organisation, rate, signed_review, tell, user
from tests.web.look import assert_accessible, take_pictures
from tests.world import World, appoint, nip

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
CHANGE = {"outcome": "changed", "reasons": "Rekap September sah.", "result_rating": "diatas",
          "behaviour_rating": "diatas"}  # fmt: skip


def received(world: World) -> Review:
    return receive(review=signed_review(world), actor=user(world.nurse), at=WINDOW)


def filed(world: World) -> Objection:
    reasons = "Rekap September belum dibaca, padahal terkirim 2 Oktober."
    return file_objection(review=received(world), reasons=reasons, actor=user(world.nurse), at=WINDOW)


def asked(world: World) -> Objection:
    return ask_statements(objection=filed(world), actor=user(world.puskesmas_head), at=WINDOW)


def test_the_review_page_leads_to_the_objection_and_says_why_not(world: World) -> None:
    review = received(world)
    page = reverse("assessment:my_review", args=[review.pk])
    nurse = world.client(world.nurse)
    body = nurse.get(page).content.decode()
    assert reverse("assessment:objection_new", args=[review.pk]) in body and "23 Oktober 2026" in body
    Review.objects.update(due_objection=date(2026, 10, 2))
    body = nurse.get(page).content.decode()
    assert reverse("assessment:objection_new", args=[review.pk]) not in body
    assert "Batas keberatan lewat pada 2 Oktober 2026" in body
    refused = nurse.get(reverse("assessment:objection_new", args=[review.pk]))
    assert refused.status_code == 403 and "Batas keberatan lewat" in refused.content.decode()
    Review.objects.update(final=True, snapshot={**(review.snapshot or {}), "final_reason": "Sudah final."})
    assert "Sudah final." in nurse.get(page).content.decode()
    for other in (world.section_head, world.hr):
        assert "Ajukan keberatan" not in world.client(other).get(page).content.decode()


def test_filing_with_a_file_that_only_the_two_sides_and_the_decider_open(world: World) -> None:
    review = received(world)
    new, nurse = reverse("assessment:objection_new", args=[review.pk]), world.client(world.nurse)
    bad = {"reasons": "Rekap belum dibaca.", "file": SimpleUploadedFile("rekap.pdf", PDF)}
    assert "Tulis apa yang ditunjukkan berkas ini" in nurse.post(new, bad).content.decode()
    wrong = SimpleUploadedFile("rekap.pdf", b"MZ\x90\x00")
    answer = nurse.post(new, {"reasons": "Rekap.", "text": "Rekap", "file": wrong})
    assert answer.status_code == 422 and not Objection.objects.exists()
    good = {"reasons": "Rekap.", "text": "Rekap", "file": SimpleUploadedFile("rekap.pdf", PDF)}
    answer = nurse.post(new, good)
    found = Objection.objects.get()
    assert answer["Location"] == reverse("assessment:objection", args=[found.pk])
    piece = found.evidence.get()
    address = reverse("assessment:objection_file", args=[piece.token])
    for who, status in (("puskesmas_head", 200), ("section_head", 200), ("outsider", 403), ("student", 403)):
        got = world.client(world.people[who]).get(address)
        assert got.status_code == status
        if status == 200:
            assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
            assert "sandbox" in got["Content-Security-Policy"] and "attachment" in got["Content-Disposition"]
    piece.file.delete()


def test_from_asking_to_the_new_document(world: World) -> None:
    found = filed(world)

    def at(name: str) -> str:
        return reverse(f"assessment:{name}", args=[found.pk])

    head, nurse = world.client(world.puskesmas_head), world.client(world.nurse)
    appraiser = world.client(world.section_head)
    assert head.get(at("objection_decide")).status_code == 302  # nobody was asked yet
    assert head.post(at("objection_ask")).status_code == 302
    assert nurse.post(at("objection_state"), {"text": "Terkirim 2 Oktober."}).status_code == 302
    assert appraiser.post(at("objection_state"), {"text": "Baru saya baca."}).status_code == 302
    assert nurse.post(at("objection_evidence"), {"text": "Tanda terima"}).status_code == 302
    shown = head.get(at("objection")).content.decode()
    for words in ("Terkirim 2 Oktober.", "Baru saya baca.", "Tanda terima", "Kedua penjelasan sudah ada"):
        assert words in shown
    same = {**CHANGE, "result_rating": "sesuai", "behaviour_rating": "sesuai"}
    refused = head.post(at("objection_decide"), same)
    assert refused.status_code == 422 and "sama dengan sebelumnya" in refused.content.decode()
    assert head.post(at("objection_decide"), CHANGE).status_code == 302
    new = Review.objects.get(version=2)
    before = nurse.get(at("objection")).content.decode()
    assert "menunggu Anda terima" in before and "Sangat Baik" not in before
    nurse.post(reverse("assessment:receive", args=[new.pk]))
    assert "Sangat Baik" in nurse.get(at("objection")).content.decode()
    old = nurse.get(reverse("assessment:my_review", args=[found.review_id])).content.decode()
    assert "Buka versi 2" in old and "Diganti versi 2" in old and "Tanda tangani dokumen" not in old
    why = nurse.get(reverse("assessment:why", args=[new.pk])).content.decode()
    assert "Bagaimana keberatannya diputus?" in why and "Baru saya baca." in why


def test_both_versions_have_their_document_and_their_verification(world: World) -> None:
    decision = Decision("changed", "Rekap September sah.", "diatas", "diatas")
    found = decide(objection=asked(world), decision=decision, actor=user(world.puskesmas_head), at=WINDOW)
    new = found.changed_review
    assert new is not None
    client = world.client(world.puskesmas_head)

    def words(review: Review, form: str) -> str:
        got = client.get(reverse("assessment:pdf", args=[review.pk, form]))
        assert got.status_code == 200
        content = b"".join(got.streaming_content)  # type: ignore[attr-defined]
        read = PdfReader(BytesIO(content))
        return " ".join(" ".join(page.extract_text() for page in read.pages).split())

    printed = words(new, "D.1.3")
    assert "SANGAT BAIK" in printed and "Rekap September sah." in printed
    assert new.document_number in printed and found.review.document_number in printed
    assert "KEBERATAN" not in words(found.review, "D.1.1")
    assert client.get(reverse("assessment:pdf", args=[found.review_id, "D.1.3"])).status_code == 404
    public = world.client(None)
    fresh = public.get(reverse("assessment:verify", args=[new.token])).content.decode()
    assert "D.1.3" in fresh and "sudah diganti" not in fresh
    old = public.get(reverse("assessment:verify", args=[found.review.token])).content.decode()
    assert "sudah diganti" in old and new.document_number in old
    for review in (new, found.review):
        for file in review.files.all():
            file.file.delete()


def test_lateness_is_shown_to_the_decider_and_to_the_employee(world: World) -> None:
    found = filed(world)
    Objection.objects.update(due_decision=date(2026, 10, 2))
    for person in (world.puskesmas_head, world.nurse):
        client = world.client(person)
        assert "Lewat batas" in client.get(reverse("assessment:objection", args=[found.pk])).content.decode()
        listed = client.get(reverse("assessment:objections") + "?tampil=semua").content.decode()
        assert "Lewat batas" in listed and world.nurse.name in listed
    review = reverse("assessment:my_review", args=[found.review_id])
    assert "Lewat batas" in world.client(world.nurse).get(review).content.decode()
    found.refresh_from_db()
    assert found.status == "filed"


def test_who_finds_it_in_the_list_and_in_the_queue(world: World) -> None:
    asked(world)
    for who in ("nurse", "section_head", "puskesmas_head"):
        client = world.client(world.people[who])
        assert world.nurse.name in client.get(reverse("assessment:objections")).content.decode()
        queue = client.get(reverse("assessment:queue") + "?jenis=objection").content.decode()
        assert reverse("assessment:objection", args=[Objection.objects.get().pk]) in queue
    for who in ("hr", "auditor"):
        assert (
            world.nurse.name
            in world.client(world.people[who]).get(reverse("assessment:objections")).content.decode()
        )
    for who in ("outsider", "student", "admin", "office_head"):
        body = world.client(world.people[who]).get(reverse("assessment:objections")).content.decode()
        assert world.nurse.name not in body


def many(world: World, first: int, count: int) -> None:
    """More objections to the same decider."""
    people = []
    for number in range(first, first + count):
        person = Employee.objects.create(nip=nip(400 + number), name=f"Perawat {number:02d}")
        appoint(person, world.posts["PERAWAT"])
        tell(give_plan(world, person, world.posts["PERAWAT"]), world.q3, "85%", "88%")
        people.append(person.pk)
    open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    for review in Review.objects.filter(plan__employee__in=people):
        done = sign(review=rate(world, review), actor=user(world.section_head), at=WINDOW)
        Objection.objects.create(
            review=done, decider=world.puskesmas_head, reasons="Rekap.", filed_at=WINDOW,
            due_decision=date(2026, 10, 14), calendar_version="x",
        )  # fmt: skip


def test_the_list_asks_as_much_for_many_as_for_few(world: World) -> None:
    organisation(world)
    spent = []
    for first, count in ((0, 3), (3, 27)):
        many(world, first, count)
        for person in (world.puskesmas_head, world.hr, world.acting):
            client = world.client(person)
            client.get(reverse("assessment:objections"))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(reverse("assessment:objections")).status_code == 200
            spent.append(len(queries))
    assert spent[:3] == spent[3:]


def _look(page: Page, live_server: Any, world: World, person: Employee, url: str, name: str) -> None:
    cookie = next(iter(world.client(person).cookies.values()))
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + url)
    assert_accessible(page)
    if folder := os.environ.get("KINERJA_GAMBAR"):
        take_pictures(page, name, Path(folder))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_in_both_themes_at_a_desk_and_on_a_phone(
    page: Page, live_server: Any, world: World
) -> None:
    review = received(world)

    def look(person: Employee, name: str, *args: object, picture: str = "") -> None:
        url = reverse(f"assessment:{name}", args=args)
        _look(page, live_server, world, person, url, picture or name)

    look(world.nurse, "my_review", review.pk, picture="penilaian-sebelum")
    look(world.nurse, "objection_new", review.pk)
    found = file_objection(
        review=review, actor=user(world.nurse), at=WINDOW,
        reasons="Rekap antrean September belum dibaca.\n\nRekap itu terkirim 2 Oktober dan menunjukkan 95% "
        "pasien terlayani tepat waktu, di atas target 80-90%.",
        evidence=[("Rekap antrean September dari aplikasi antrean puskesmas", None)],
    )  # fmt: skip
    head = user(world.puskesmas_head)
    found = ask_statements(objection=found, actor=head, at=WINDOW)
    look(world.nurse, "objection_state", found.pk)
    look(world.nurse, "objection_evidence", found.pk)
    state(objection=found, text="Saya mengirim rekap pada 2 Oktober lewat laporan triwulan.",
          actor=user(world.nurse), at=WINDOW)  # fmt: skip
    Objection.objects.update(due_decision=date(2026, 10, 2))
    look(world.puskesmas_head, "objections")
    look(world.puskesmas_head, "objection", found.pk)
    look(world.puskesmas_head, "objection_decide", found.pk)
    found = state(objection=found, text="Rekap itu baru saya baca setelah menandatangani.",
                  actor=user(world.section_head), at=WINDOW)  # fmt: skip
    decision = Decision("changed", "Rekap September sah dan melewati target.", "diatas", "sesuai")
    found = decide(objection=found, decision=decision, actor=head, at=WINDOW + timedelta(minutes=5))
    look(world.puskesmas_head, "objection", found.pk, picture="diputus")
    look(world.nurse, "my_review", found.review_id, picture="penilaian-diganti")
    assert found.changed_review is not None
    look(world.nurse, "why", found.changed_review.pk, picture="mengapa-versi-2")
    look(world.nurse, "verify", found.review.token, picture="periksa-diganti")
