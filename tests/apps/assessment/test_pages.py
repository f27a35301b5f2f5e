"""The pages of judging: who gets in, what they keep, and that text stays text."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.actions import acknowledge, open_reviews, receive, take_over
from kinerja.assessment.models import OrganisationPredicate, Review, SignedFile
from kinerja.people.models import Employee
from kinerja.progress.models import Report
from tests.apps.assessment.office import (
    AFTER,
    WINDOW,
    give_plan,
    nurse_review,
    organisation,
    rate,
    say,
    signed_review,
    tell,
    user,
)
from tests.world import World, appoint, nip

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><b>tebal</b>"


def at(name: str, review: Review, *more: object) -> str:
    return reverse(f"assessment:{name}", args=[review.pk, *more])


def draft(**facts: str) -> dict[str, str]:
    return {"result_rating": "sesuai", "behaviour_rating": "diatas", **facts}


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def read_to_sign(client: Client, review: Review) -> dict[str, str]:
    """What the page of the signature says was read."""
    seen = re.search(r'name="seen" value="([^"]+)"', text_of(client, at("sign", review)))
    assert seen is not None
    return {"seen": seen[1]}


def test_autosave_keeps_the_draft_and_says_204(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    answer = world.client(world.section_head).post(at("review", review), {**draft(), "autosave": "1"})
    assert answer.status_code == 204
    review.refresh_from_db()
    assert (review.predicate, review.status) == ("BAIK", "rated")


def test_a_refused_draft_keeps_what_was_typed_and_says_why(world: World) -> None:
    review = nurse_review(world)
    client = world.client(world.section_head)
    answer = client.post(at("review", review), draft(result_reason="Antrean tertib."))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "belum ditetapkan" in page and "Antrean tertib." in page
    assert client.post(at("review", review), {**draft(), "autosave": "1"}).status_code == 422


def test_save_and_next_goes_through_the_queue(world: World) -> None:
    organisation(world)
    plan = give_plan(world, world.pppk, world.posts["ADMIN-PKM1"])
    tell(plan, world.q3, "85%", "88%")
    second = nurse_review(world)
    first = Review.objects.get(plan=plan)
    client = world.client(world.section_head)
    answer = client.post(at("review", first), {**draft(), "next": "1"})
    assert answer["Location"] == at("review", second)
    answer = client.post(at("review", second), {**draft(), "next": "1"})
    assert answer["Location"] == reverse("assessment:queue")


def test_signing_signs_what_was_read(world: World) -> None:
    organisation(world)
    review = rate(world, nurse_review(world))
    client = world.client(world.section_head)
    stale = client.post(at("sign", review), {"seen": "diatas:diatas"}, follow=True)
    assert "baru saja diubah" in stale.content.decode()
    client.post(at("sign", review), read_to_sign(client, review))
    review.refresh_from_db()
    assert review.status == "signed"


def test_the_employee_sees_the_judgement_from_receipt_on(world: World) -> None:
    organisation(world)
    review = rate(world, nurse_review(world), result_reason="Rahasia draf")
    nurse = world.client(world.nurse)
    assert "Rahasia draf" not in text_of(nurse, at("why", review)) + text_of(nurse, at("my_review", review))
    assert json.loads(text_of(nurse, at("why", review) + "?format=json"))["predicate"] == ""
    head = world.client(world.section_head)
    head.post(at("sign", review), read_to_sign(head, review))
    assert "Rahasia draf" not in text_of(nurse, at("why", review)) + text_of(nurse, at("my_review", review))
    assert nurse.get(at("pdf", review, "D.1.1")).status_code == 403
    nurse.post(at("receive", review))
    assert "Rahasia draf" in text_of(nurse, at("why", review))
    facts = json.loads(text_of(nurse, at("why", review) + "?format=json"))
    assert facts["predicate"] == "BAIK"


def test_a_draft_is_the_evaluators_own(world: World) -> None:
    organisation(world)
    review = rate(world, nurse_review(world), result_reason="Rahasia draf")
    for who in ("puskesmas_head", "office_head", "hr", "auditor"):
        page = text_of(world.client(world.people[who]), at("why", review))
        assert "Rahasia draf" not in page
    assert "Rahasia draf" in text_of(world.client(world.section_head), at("why", review))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nurse", 200), ("section_head", 200), ("puskesmas_head", 200), ("office_head", 200), ("hr", 200),
        ("auditor", 200), ("admin", 200), ("midwife", 403), ("outsider", 403), ("education_head", 403),
    ],
)  # fmt: skip
def test_who_reads_why(world: World, who: str, status: int) -> None:
    review = signed_review(world)
    client = world.client(world.people[who])
    assert client.get(at("why", review)).status_code == status
    assert client.get(at("my_review", review)).status_code == status
    judging = 302 if who == "section_head" else 403
    assert client.get(at("review", review)).status_code == judging


def test_why_names_rule_value_and_source_of_every_step(world: World) -> None:
    organisation(world)
    review = nurse_review(world, "50%", "88%")
    say(review.plan, world.q3, "Antrean tertib.")
    review = rate(world, review, result_reason="Alat rusak sebulan.")
    client = world.client(world.section_head)
    facts = json.loads(text_of(client, at("why", review) + "?format=json"))
    keys = [step["key"] for step in facts["steps"]]
    assert keys == [
        "evidence", "realisation", "feedback", "self", "sources", "organisation", "pattern", "result_rating",
        "behaviour_rating", "matrix", "predicate", "document",
    ]  # fmt: skip
    assert all(step["source"] and step["rule"] and step["says"] for step in facts["steps"])
    by_key = {step["key"]: step for step in facts["steps"]}
    assert by_key["realisation"]["value"]["dibawah"] == 1
    assert by_key["matrix"]["value"] == "BAIK" and by_key["matrix"]["in_force_since"] == "2022-02-07"
    assert "Alat rusak sebulan." in by_key["result_rating"]["says"]
    assert "tidak otomatis menurunkan" in by_key["result_rating"]["details"][0]["says"]
    page = text_of(client, at("why", review))
    assert all(step["question"] in page for step in facts["steps"])
    assert page.count("is-here") == 1


def test_why_of_a_signed_review_is_frozen(world: World) -> None:
    review = signed_review(world)
    client = world.client(world.section_head)
    before = json.loads(text_of(client, at("why", review) + "?format=json"))["steps"][:-1]
    Report.objects.all().delete()
    OrganisationPredicate.objects.update(basis="lain")
    assert json.loads(text_of(client, at("why", review) + "?format=json"))["steps"][:-1] == before


def test_text_stays_text(world: World) -> None:
    organisation(world)
    review = nurse_review(world, HOSTILE, "88%")
    review.plan.versions.get().results.update(statement=HOSTILE)
    say(review.plan, world.q3, HOSTILE)
    say(review.plan, world.q3, HOSTILE, value_code="BP")
    Review.objects.filter(pk=review.pk).update(self_results=HOSTILE, self_behaviour=HOSTILE)
    review = rate(world, review, result_reason=HOSTILE, behaviour_reason=HOSTILE, recommendation=HOSTILE)
    head = world.client(world.section_head)
    pages = [text_of(head, at(name, review)) for name in ("review", "sign", "why", "my_review")]
    head.post(at("sign", review), read_to_sign(head, review))
    nurse = world.client(world.nurse)
    nurse.post(at("receive", review))
    nurse.post(at("answer", review), {"decline": "1", "reason": HOSTILE})
    pages += [text_of(nurse, at(name, review)) for name in ("why", "my_review")]
    review.refresh_from_db()
    pages.append(text_of(Client(), reverse("assessment:verify", args=[review.token])))
    for page in pages:
        assert "<script>alert" not in page and "<b>tebal</b>" not in page
    assert all("&lt;script&gt;" in page for page in pages[:-1])


def test_self_assessment_by_form_and_autosave(world: World) -> None:
    review = nurse_review(world)
    nurse = world.client(world.nurse)
    words = {"results": "Semua tepat waktu.", "behaviour": "Ramah."}
    assert nurse.post(at("self_assessment", review), {**words, "autosave": "1"}).status_code == 204
    assert "Semua tepat waktu." in text_of(nurse, at("my_review", review))
    assert world.client(world.section_head).post(at("self_assessment", review), words).status_code == 403


def test_receive_sign_or_decline(world: World) -> None:
    review = signed_review(world)
    nurse = world.client(world.nurse)
    assert "Terima dokumen" in text_of(nurse, at("my_review", review))
    nurse.post(at("receive", review))
    empty = nurse.post(at("answer", review), {"decline": "1", "reason": ""})
    assert empty.status_code == 422
    nurse.post(at("answer", review))
    review.refresh_from_db()
    assert review.status == "acknowledged"


def test_take_over_page(world: World, settings: object) -> None:
    organisation(world)
    review = nurse_review(world)
    head = world.client(world.puskesmas_head)
    assert head.get(at("take_over", review)).status_code == 403
    settings.FIXED_NOW = AFTER.isoformat()  # type: ignore[attr-defined]
    assert "Ambil alih" in text_of(head, reverse("assessment:queue"))
    assert head.post(at("take_over", review), {"note": ""}).status_code == 422
    answer = head.post(at("take_over", review), {"note": "Penilai cuti."})
    assert answer["Location"] == at("review", review)
    assert "Anda mengambil alih" in text_of(head, at("review", review))


def test_organisation_grid_saves_all_or_nothing(world: World) -> None:
    hr = world.client(world.hr)
    url = reverse("assessment:organisation") + f"?periode={world.q3.pk}"
    one, two = world.units["PKM1"].pk, world.units["PKM2"].pk
    rows = {f"u{one}-predicate": "BAIK", f"u{one}-basis": "BA 1", f"u{two}-predicate": "ISTIMEWA"}
    wrong = hr.post(url, {**rows, f"u{two}-basis": "", "periode": str(world.q3.pk)})
    assert wrong.status_code == 422 and OrganisationPredicate.objects.count() == 0
    hr.post(url, {**rows, f"u{two}-basis": "BA 2", "periode": str(world.q3.pk)})
    assert OrganisationPredicate.objects.count() == 2
    head = text_of(world.client(world.office_head), url)
    assert "Puskesmas Melati" in head and "SD Negeri 1" not in head
    assert world.client(world.nurse).get(url).status_code == 403
    auditor = world.client(world.auditor)
    assert f'name="u{one}-basis"' not in text_of(auditor, url)
    assert auditor.post(url, rows).status_code == 403


def test_pdf_is_kept_and_can_be_verified(world: World) -> None:
    review = signed_review(world)
    receive(review=review, actor=user(world.nurse), at=WINDOW)
    nurse = world.client(world.nurse)
    first = b"".join(nurse.get(at("pdf", review, "D.1.1")).streaming_content)  # type: ignore[attr-defined]
    again = b"".join(nurse.get(at("pdf", review, "D.1.1")).streaming_content)  # type: ignore[attr-defined]
    assert first == again and first.startswith(b"%PDF")
    assert nurse.get(at("pdf", review, "C.1.3")).status_code == 200
    assert nurse.get(at("pdf", review, "C.1.1")).status_code == 404
    acknowledge(
        review=Review.objects.get(pk=review.pk), actor=user(world.nurse), at=WINDOW + timedelta(days=1)
    )
    nurse.get(at("pdf", review, "D.1.1"))
    kept = SignedFile.objects.filter(form="D.1.1").order_by("id")
    assert [row.stage for row in kept] == ["signed", "acknowledged"]
    assert kept[0].sha256 != kept[1].sha256
    page = text_of(Client(), reverse("assessment:verify", args=[review.token]))
    assert kept[0].sha256 in page and kept[1].sha256 in page


def test_verification_shows_no_name_and_only_signed_documents(world: World) -> None:
    open_one = nurse_review(world)
    assert Client().get(reverse("assessment:verify", args=[open_one.token])).status_code == 404
    organisation(world)
    review = rate(world, open_one)
    head = world.client(world.section_head)
    head.post(at("sign", review), read_to_sign(head, review))
    review.refresh_from_db()
    answer = Client().get(reverse("assessment:verify", args=[review.token]))
    page = answer.content.decode()
    assert "D*** L***" in page and review.document_number in page
    for secret in (world.nurse.name, world.nurse.nip, world.section_head.name, "Sesuai Ekspektasi"):
        assert secret not in page
    assert not answer.cookies


def test_the_same_address_verifies_a_plan(world: World) -> None:
    plan = give_plan(world, world.nurse, world.posts["PERAWAT"])
    draft = give_plan(world, world.midwife, world.posts["BIDAN"], status="draft")
    page = text_of(Client(), reverse("assessment:verify", args=[plan.versions.get().token]))
    assert "Sasaran Kinerja Pegawai" in page and plan.versions.get().document_number in page
    assert world.nurse.name not in page
    assert Client().get(reverse("assessment:verify", args=[draft.versions.get().token])).status_code == 404


def test_hr_reports_what_was_signed_later(world: World) -> None:
    review = signed_review(world)
    hr = world.client(world.hr)
    url = reverse("assessment:report_up") + f"?periode={world.q3.pk}"
    assert "Laporkan 1 dokumen" in text_of(hr, url)
    hr.post(url)
    review.refresh_from_db()
    assert review.reported_at is not None and review.status == "signed"
    assert "Tidak ada yang menunggu" in text_of(hr, url)


def team(world: World, size: int) -> None:
    """`size` people under the section head, each with a report sent and a review to rate."""
    for number in range(size):
        person = Employee.objects.create(nip=nip(300 + number), name=f"Pegawai {number:03d}")
        person.user = user(world.nurse).__class__.objects.create(username=person.nip, full_name=person.name)
        person.save()
        appoint(person, world.posts["PERAWAT"])
        tell(give_plan(world, person, world.posts["PERAWAT"]), world.q3, "85%", "88%")
    open_reviews(period=world.q3, actor=None, at=WINDOW)


@pytest.mark.parametrize("name", ["queue", "team", "organisation"])
def test_queries_of_a_list_do_not_grow(world: World, name: str) -> None:
    """With 10 and with 200 rows."""
    who = world.hr if name == "organisation" else world.section_head

    def cost() -> int:
        client = world.client(who)
        client.get(reverse(f"assessment:{name}"))
        with CaptureQueriesContext(connection) as queries:
            page = text_of(client, reverse(f"assessment:{name}"))
        assert name == "organisation" or "Pegawai 000" in page
        return len(queries)

    organisation(world)
    team(world, 10)
    few = cost()
    for number in range(10, 200):
        person = Employee.objects.create(nip=nip(300 + number), name=f"Pegawai {number:03d}")
        appoint(person, world.posts["PERAWAT"])
        plan = give_plan(world, person, world.posts["PERAWAT"])
        Report.objects.create(plan=plan, period=world.q3, status="submitted", submitted_at=WINDOW)
    open_reviews(period=world.q3, actor=None, at=WINDOW)
    assert Review.objects.count() == 200
    assert cost() == few <= 40


def test_one_review_screen_costs_the_same_in_a_long_queue(world: World) -> None:
    organisation(world)
    team(world, 3)
    client = world.client(world.section_head)
    review = Review.objects.earliest("pk")

    def cost() -> int:
        client.get(at("review", review))
        with CaptureQueriesContext(connection) as queries:
            text_of(client, at("review", review))
        return len(queries)

    few = cost()
    for number in range(50, 70):
        person = Employee.objects.create(nip=nip(300 + number), name=f"Pegawai {number:03d}")
        appoint(person, world.posts["PERAWAT"])
        give_plan(world, person, world.posts["PERAWAT"])
    open_reviews(period=world.q3, actor=None, at=WINDOW)
    assert cost() == few


def test_the_queue_teaches_when_empty_and_filters(world: World) -> None:
    empty = text_of(world.client(world.midwife), reverse("assessment:queue"))
    assert "Antrean Anda kosong" in empty
    nurse_review(world)
    client = world.client(world.section_head)
    assert "Nilai" in text_of(client, reverse("assessment:queue") + "?jenis=rate")
    assert "Antrean Anda kosong" in text_of(client, reverse("assessment:queue") + "?jenis=plan")


def test_taken_over_review_leaves_the_late_raters_queue(world: World) -> None:
    review = nurse_review(world)
    take_over(review=review, note="Terlambat.", actor=user(world.puskesmas_head), at=AFTER)
    assert world.nurse.name not in text_of(
        world.client(world.section_head), reverse("assessment:queue") + "?jenis=rate"
    )
