"""Whoever reads English is refused, told and asked in English; what is kept stays in Indonesian."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kinerja.accounts.models import User
from kinerja.people.imports import uploads
from kinerja.people.nip import NipError, parse_nip
from kinerja.people.queries import find_appraiser
from kinerja.plans.access import may_submit
from kinerja.plans.content import PlanContent, ResultContent, tidy
from kinerja.plans.errors import ContentError, NotReady
from kinerja.plans.findings import Finding
from kinerja.plans.models import PlanVersion
from tests.apps.assessment.office import give_plan, nurse_review
from tests.apps.people.test_import_read import csv_file
from tests.apps.people.test_import_validate import person
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


def in_english(world: World, who: str) -> Client:
    client = world.client(getattr(world, who))
    client.post("/bahasa/", {"language": "en"})
    return client


def test_a_refusal_is_told_in_the_language_of_the_reader(world: World) -> None:
    version = give_plan(world, world.nurse, world.posts["PERAWAT"]).versions.get()
    assert version.status == PlanVersion.Status.SET
    user = world.nurse.user
    assert isinstance(user, User)
    said = {}
    for language in ("id", "en"):
        with override(language):
            said[language] = may_submit(user, version, TODAY).reason
    assert said == {
        "id": "SKP sudah disetujui. Ajukan perubahan untuk membuat versi baru.",
        "en": "The SKP has been approved. Propose a change to make a new version.",
    }


@pytest.mark.parametrize(
    ("others", "indonesian", "english"),
    [
        (0, "", ""),
        (1, " (dan 1 hal lain)", " (and 1 other point)"),
        (2, " (dan 2 hal lain)", " (and 2 other points)"),
    ],
)
def test_what_stops_a_plan_is_counted_in_both_languages(others: int, indonesian: str, english: str) -> None:
    findings = [Finding("hard", "x", "A.", "y")] * (others + 1)
    assert str(NotReady(findings)) == f"SKP belum dapat diajukan: A.{indonesian}"
    with override("en"):
        assert str(NotReady(findings)) == f"The SKP cannot be submitted yet: A.{english}"


def test_content_that_cannot_be_read_names_its_place(world: World) -> None:
    content = PlanContent((ResultContent(statement="x", kind="lain"),))
    with pytest.raises(ContentError, match=r"^Jenis hasil kerja 'lain' tidak dikenal\.$"):
        tidy(content)
    with override("en"), pytest.raises(ContentError, match=r"^Kind of work result: 'lain' is unknown\.$"):
        tidy(content)


def test_why_somebody_appraises_is_told_in_english_too(world: World) -> None:
    with override("en"):
        why = find_appraiser(world.secretary, TODAY).why
    assert why[-1].startswith("Appraised by ") and why[-1].endswith("; the outcome is final.")
    assert find_appraiser(world.secretary, TODAY).why[-1].endswith("; hasilnya final.")


def test_what_an_import_finds_is_kept_in_indonesian(world: World) -> None:
    """The row is read by everybody who opens it, in whatever language it was uploaded."""
    wrong = "198013012010011001"
    with override("en"):
        with pytest.raises(NipError, match="the date of birth 1980-13-01 is not in the calendar"):
            parse_nip(wrong)
        user = world.hr.user
        assert isinstance(user, User)
        row = person(501, "STAF") | {"NIP": wrong}
        run = uploads.upload(content=csv_file(row), name="a.csv", actor=user, at=NOW)
    run.refresh_from_db()
    assert "NIP tidak sah: tanggal lahir 1980-13-01 tidak ada dalam kalender." in [
        problem["message"] for problem in run.problems
    ]


def test_the_columns_of_the_template_are_explained_in_english(world: World) -> None:
    text = in_english(world, "hr").get(reverse("people:import")).content.decode()
    assert "Full name with titles." in text
    assert "Nama lengkap dengan gelar." not in text


def test_the_chain_asks_in_english_and_its_data_stay(world: World) -> None:
    url = reverse("assessment:why", args=[nurse_review(world).pk])
    client = in_english(world, "section_head")
    page = client.get(url).content.decode()
    assert "So what is the predicate?" in page and "Jadi, predikatnya?" not in page
    steps = client.get(url, {"format": "json"}).json()["steps"]
    assert "Jadi, predikatnya?" in [step["question"] for step in steps]


def test_plain_choices_of_the_editor_are_in_english(world: World) -> None:
    plan = give_plan(world, world.nurse, world.posts["PERAWAT"])
    plan.versions.update(status=PlanVersion.Status.DRAFT)
    text = in_english(world, "nurse").get(reverse("plans:edit", args=[plan.pk])).content.decode()
    assert ">Higher is better<" in text and ">Quantity<" in text and ">Additional<" in text
    assert "Makin tinggi" not in text
