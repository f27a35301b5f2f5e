"""Certificates: archivable, numbered, verifiable byte by byte, revocable, taken by few."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from kinerja.assessment.models import Notice
from kinerja.growth.actions.certificates import issue, issue_training, revoke
from kinerja.growth.actions.recognition import decide, give_consent, publish
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Certificate, Enrolment
from kinerja.growth.queries import recognition as rows
from kinerja.people.models import Agency
from kinerja.voice.errors import NotPossible
from kinerja.voice.mails import site
from tests.apps.assessment.make_teams import make
from tests.apps.assessment.office import user
from tests.apps.growth.make_awards import WHY, attended, awarded, certified, proposed, published, scheme
from tests.web.codes import code_in_pdf, path_of
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_file_is_archivable_says_what_it_is_and_leads_to_its_page(world: World) -> None:
    made = certified(world)
    kept = Certificate.objects.get(pk=made.pk)
    reader = PdfReader(BytesIO(bytes(kept.pdf)))
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert "pdfaid:part>2<" in xmp and "pdfaid:conformance>A<" in xmp and "pdfuaid:part>1<" in xmp
    assert len(reader.pages) == 1 and kept.number in reader.metadata.title
    text = words(bytes(kept.pdf))
    for said in (
        "PEMERINTAH KOTA CONTOH", "PIAGAM PENGHARGAAN", "Dewi Lestari", "Seksi Pelayanan Puskesmas Melati",
        "Pegawai pelayanan terbaik", "1 Juli 2026 s.d. 30 September 2026", WHY, kept.number, "5 Oktober 2026",
    ):  # fmt: skip
        assert said in text
    assert kept.facts["verify_url"] == site() + reverse("growth:certificate", args=[kept.code])
    assert kept.facts["verify_url"] in text.replace(" ", "")
    assert kept.sha256 == hashlib.sha256(bytes(kept.pdf)).hexdigest()
    assert len(kept.code) >= 20 and "DATA CONTOH" not in text


@pytest.mark.parametrize("kind", ["award", "training"])
def test_the_code_on_the_paper_opens_the_page_that_knows_these_bytes(world: World, kind: str) -> None:
    if kind == "award":
        made = certified(world)
    else:
        made = issue_training(enrolment=attended(world), actor=user(world.hr), at=NOW)
    content = bytes(Certificate.objects.get(pk=made.pk).pdf)
    address = code_in_pdf(content)
    assert address == made.facts["verify_url"] and address.startswith(site())
    page = world.client(None).get(path_of(address)).content.decode()
    assert "Piagam ini tercatat" in page and made.number in page and "Berlaku" in page
    changed = content[:-20] + bytes([content[-20] ^ 1]) + content[-19:]
    assert hashlib.sha256(content).hexdigest() in page
    assert hashlib.sha256(changed).hexdigest() not in page
    revoke(certificate=made, why="Keliru", actor=user(world.hr), at=NOW)
    assert "Piagam ini sudah dicabut" in world.client(None).get(path_of(address)).content.decode()


def test_the_sample_city_says_so_and_long_words_stay_on_one_page(world: World) -> None:
    Agency.objects.update(is_sample=True)
    given = awarded(world)
    type(given).objects.filter(pk=given.pk).update(why="Melayani #semua *warga* $tanpa$ kecuali. " * 60)
    made = issue(proposal=given, actor=user(world.hr), at=NOW)
    assert "DATA CONTOH" in words(made.pdf) and "#semua *warga* $tanpa$" in words(made.pdf)
    assert len(PdfReader(BytesIO(made.pdf)).pages) == 1


def test_issued_once_for_an_award_by_who_keeps_the_scheme(world: World) -> None:
    found = proposed(world)
    with pytest.raises(NotPossible, match="setelah penghargaan"):
        issue(proposal=found, actor=user(world.hr), at=NOW)
    decide(proposal=found, award=False, why="Belum.", actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible):
        issue(proposal=found, actor=user(world.hr), at=NOW)
    given = awarded(world, scheme(world, name="Lain", quota=5), employee=world.pppk)
    for name in ("nurse", "pppk", "section_head", "auditor", "admin"):
        with pytest.raises(PermissionDenied):
            issue(proposal=given, actor=user(getattr(world, name)), at=NOW)
    first = issue(proposal=given, actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible, match="sudah diterbitkan"):
        issue(proposal=given, actor=user(world.hr), at=NOW)
    second = issue(proposal=awarded(world, given.scheme), actor=user(world.hr), at=NOW)
    start = f"PG/2026/{given.scheme_id:03d}/"
    assert [first.number, second.number] == [f"{start}0001", f"{start}0002"]
    assert Notice.objects.filter(user=world.pppk.user, title__contains="sudah terbit").exists()


def test_a_team_and_its_members_hold_one(world: World) -> None:
    row = scheme(world, given_to="team", unit=world.units["PKM1"], jurors=[world.office_head, world.auditor])
    given = awarded(world, row, team=make(world), actor=user(world.puskesmas_head))
    made = issue(proposal=given, actor=user(world.hr), at=NOW)
    assert made.holder == "Percepatan penurunan stunting" and made.employee is None
    assert made.facts["signer"] == "Hendra Gunawan"
    for person in (world.nurse, world.midwife):
        assert list(rows.certificates_of(person, NOW.date())) == [made]
    assert not rows.certificates_of(world.outsider, NOW.date()).exists()


def test_of_a_training_for_who_attended(world: World) -> None:
    came, hr = attended(world), user(world.hr)
    Enrolment.objects.update(status="absent")
    with pytest.raises(NotPossible, match="hadir"):
        issue_training(enrolment=came, actor=hr, at=NOW)
    Enrolment.objects.update(status="attended")
    for name in ("nurse", "section_head", "auditor"):
        with pytest.raises(PermissionDenied):
            issue_training(enrolment=came, actor=user(getattr(world, name)), at=NOW)
    made = issue_training(enrolment=came, actor=hr, at=NOW)
    text = words(made.pdf)
    assert made.kind == "training" and made.number.startswith("SP/2026/")
    assert "SERTIFIKAT PELATIHAN" in text and "8 jam pelajaran" in text and "Komunikasi melayani" in text
    with pytest.raises(NotPossible):
        issue_training(enrolment=came, actor=hr, at=NOW)
    revoke(certificate=made, why="Salah judul", actor=hr, at=NOW)
    assert issue_training(enrolment=came, actor=hr, at=NOW).number.endswith("/0002")


def test_revoked_stays_with_its_reason_and_leaves_the_pages(world: World) -> None:
    given = published(world)
    made = issue(proposal=given, actor=user(world.hr), at=NOW)
    for name in ("nurse", "section_head", "auditor", "admin"):
        with pytest.raises(PermissionDenied):
            revoke(certificate=made, why="Keliru", actor=user(getattr(world, name)), at=NOW)
    with pytest.raises(Incomplete):
        revoke(certificate=made, why=" ", actor=user(world.hr), at=NOW)
    revoke(certificate=made, why="Berkasnya ternyata milik orang lain.", actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible):
        revoke(certificate=made, why="Lagi", actor=user(world.hr), at=NOW)
    assert not rows.published().exists()
    with pytest.raises(NotPossible, match="dicabut"):
        publish(proposal=given, actor=user(world.hr), at=NOW)
    assert not rows.published().exists(), "a revoked certificate is never shown as an award"
    assert Notice.objects.filter(user=world.nurse.user, title__contains="dicabut").exists()
    page = world.client(None).get(reverse("growth:certificate", args=[made.code])).content.decode()
    assert "Dicabut pada 5 Oktober 2026" in page and "milik orang lain" not in page
    mine = world.client(world.nurse).get(reverse("growth:my_certificates")).content.decode()
    assert "milik orang lain" in mine


def test_the_database_keeps_what_was_handed_out(world: World) -> None:
    made = certified(world)
    rows_ = Certificate.objects.filter(pk=made.pk)
    others: dict[str, Any] = {"pdf": b"%PDF", "holder": "Orang lain", "sha256": "0" * 64, "facts": {}}
    for name, value in others.items():
        with pytest.raises(DatabaseError, match="hanya dicabut"), transaction.atomic():
            rows_.update(**{name: value})
    with pytest.raises(DatabaseError, match="hanya dicabut"), transaction.atomic():
        rows_.delete()
    revoke(certificate=made, why="Keliru", actor=user(world.hr), at=NOW)
    with pytest.raises(DatabaseError, match="hanya dicabut"), transaction.atomic():
        rows_.update(status=Certificate.Status.VALID)


def test_the_public_page_names_a_person_only_with_his_yes(world: World) -> None:
    given = awarded(world)
    made = issue(proposal=given, actor=user(world.hr), at=NOW)
    client, url = world.client(None), reverse("growth:certificate", args=[made.code])
    page = client.get(url).content.decode()
    assert "D. L." in page and "Lestari" not in page
    for said in (
        made.number,
        made.sha256,
        "Piagam penghargaan",
        "Seksi Pelayanan Puskesmas Melati",
        "Berlaku",
    ):
        assert said in page
    give_consent(proposal=given, yes=True, actor=user(world.nurse), at=NOW)
    assert "Dewi Lestari" in client.get(url).content.decode()
    give_consent(proposal=given, yes=False, actor=user(world.nurse), at=NOW)
    assert "Lestari" not in client.get(url).content.decode()
    assert client.get(reverse("growth:certificate", args=["tidak-ada"])).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("nurse", 200), ("section_head", 200), ("puskesmas_head", 200), ("hr", 200), ("auditor", 200),
     ("midwife", 403), ("outsider", 403), ("admin", 403)],
)  # fmt: skip
def test_who_takes_the_file(world: World, name: str, status: int) -> None:
    made = certified(world)
    answer: Any = world.client(getattr(world, name)).get(reverse("growth:certificate_file", args=[made.code]))
    assert answer.status_code == status
    if status == 200:
        assert hashlib.sha256(answer.content).hexdigest() == made.sha256
        assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
