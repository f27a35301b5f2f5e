"""Plans from a JSON document: the predicates come from the rule, faults name place and mend."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate

from kinerja.accounts.models import User
from kinerja.assessment.errors import BadFile
from kinerja.assessment.imports import import_plans
from kinerja.assessment.models import Review
from kinerja.audit.models import Event
from kinerja.people.models import Agency, Employee, Post
from kinerja.progress.models import Feedback
from tests.apps.assessment.office import WINDOW
from tests.world import World

pytestmark = pytest.mark.django_db


def document(**facts: Any) -> dict[str, Any]:
    """One document in the words of this test."""
    return {
        "id": "A",
        "jabatan": "Perawat Terampil",
        "unit": "Puskesmas",
        "penilai": "Kepala Puskesmas",
        "pendekatan": "kualitatif",
        "items": [
            {
                "rhk": "Pasien terlayani (Penugasan dari Kepala Puskesmas)",
                "iki": ["Antrean tertib", "Keluhan berkurang"],
                "target": None,
                "realisasi": "Antrean tertib sejak Mei",
                "umpan_balik": "Pimpinan: tingkatkan keramahan",
            },
            {"rhk": "[TAMBAHAN] Data tercatat", "iki": ["Data lengkap"], "realisasi": None},
        ],
        "perilaku": [["Akuntabel", "Pasien", "teliti"], ["Loyal", "Pimpinan", "selalu siap"]],
        "organisation_predicate": "BAIK",
        "rating_hasil_kerja": "SESUAI",
        "rating_perilaku": "SESUAI",
        "predikat": "BAIK",
        **facts,
    }


HEAD = document(
    id="H", jabatan="Kepala Puskesmas", penilai="Kepala Dinas", rating_perilaku="DIATAS",
    items=[{"rhk": "Layanan membaik", "iki": ["Puas"], "realisasi": "Sebagian puas"}],
)  # fmt: skip
OFFICE = document(
    id="K", jabatan="Kepala Dinas", unit="Dinas Kesehatan", penilai="Kepala Daerah",
    items=[{"rhk": "Anggaran baik", "iki": ["Tanpa temuan (Perspektif Anggaran)"], "realisasi": "Bebas"}],
)  # fmt: skip


def write(folder: Path, content: Any) -> Path:
    path = folder / "skp.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_every_document_reaches_its_predicate_through_the_ordinary_acts(tmp_path: Path) -> None:
    path = write(tmp_path, [OFFICE, HEAD, document()])
    assert import_plans(path, at=WINDOW) == [
        {"id": "K", "predicate": "BAIK"},
        {"id": "H", "predicate": "BAIK"},
        {"id": "A", "predicate": "BAIK"},
    ]
    assert Agency.objects.get().is_sample
    nurse = Review.objects.get(plan__post__title="Perawat Terampil")
    assert nurse.snapshot is not None and nurse.appraiser.name == "Contoh impor: Kepala Puskesmas"
    assert nurse.superior is not None and nurse.superior.name == "Contoh impor: Kepala Dinas"
    assert [row["kind"] for row in nurse.snapshot["results"]] == ["utama", "tambahan"]
    assert nurse.snapshot["results"][0]["assigned_by"] == "Kepala Puskesmas"
    assert nurse.missing_reason
    office = Review.objects.get(plan__post__title="Kepala Dinas")
    assert office.final and office.plan.form == "jpt" and office.period.cycle.year == 2025
    assert Post.objects.get(title="Kepala Puskesmas").level == "pengawas"
    assert {row.relation for row in Feedback.objects.filter(plan=nurse.plan)} == {"pimpinan", "lain"}
    assert Event.objects.filter(action="assessment.sign").count() == 3


def test_the_predicate_is_computed_not_taken_from_the_file(tmp_path: Path) -> None:
    """The printed predicate of one worked example departs from the quadrant; the quadrant holds."""
    wrong = document(rating_perilaku="DIBAWAH", predikat="BUTUH_PERBAIKAN")
    assert import_plans(write(tmp_path, [wrong]), at=WINDOW) == [{"id": "A", "predicate": "KURANG"}]


def test_importing_again_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, [OFFICE, HEAD, document()])
    first = import_plans(path, at=WINDOW)
    counted = Review.objects.count(), Employee.objects.count(), Event.objects.count()
    assert import_plans(path, at=WINDOW) == first
    assert (Review.objects.count(), Employee.objects.count(), Event.objects.count()) == counted


def test_it_leaves_an_existing_office_alone(world: World, tmp_path: Path) -> None:
    before = set(Employee.objects.values_list("pk", flat=True))
    import_plans(write(tmp_path, [OFFICE, HEAD, document()]), at=WINDOW)
    assert Agency.objects.get().name == world.agency.name
    added = Employee.objects.exclude(pk__in=before)
    assert all(person.name.startswith("Contoh impor: ") for person in added)


def test_the_clerk_of_the_import_cannot_sign_in(tmp_path: Path) -> None:
    import_plans(write(tmp_path, [document()]), at=WINDOW)
    clerk = User.objects.get(username="impor-contoh")
    assert not clerk.has_usable_password() and authenticate(username=clerk.username, password="") is None
    assert not clerk.grants.filter(ends__gte=WINDOW.date()).exists()


def changed(**facts: Any) -> list[dict[str, Any]]:
    return [{**deepcopy(document()), **facts}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "bukan JSON yang sah: baris 1"),
        ("[]", "daftar 1 sampai"),
        ('{"id": "A"}', "daftar 1 sampai"),
        ("[3]", "Dokumen 1: harus berupa objek"),
        (changed(id=" "), "isi 'id' dengan teks"),
        (changed(pendekatan="campuran"), "pilihan: kualitatif, kuantitatif"),
        (changed(rating_perilaku="BAGUS"), "Dokumen A: 'rating_perilaku' berisi 'BAGUS'"),
        (changed(organisation_predicate=None), "organisation_predicate"),
        (changed(items=[]), "isi 'items' dengan daftar"),
        (changed(items=[{"rhk": "Hasil", "iki": [1]}]), "hasil kerja 1: setiap IKI harus teks"),
        (changed(perilaku=[["Ramah", "Pasien", "baik"]]), "nilai 'Ramah' tidak dikenal"),
        (changed(perilaku=[["Akuntabel", "Pasien"]]), "perilaku 1: tulis sebagai"),
        (changed(penilai="Perawat Terampil"), "Penilai berputar"),
        ([document(), document(jabatan="Bidan")], "id 'A' muncul dua kali"),
        ([document(), document(id="B")], "jabatan 'Perawat Terampil' muncul dua kali"),
    ],
)
def test_faults_name_the_place_and_nothing_is_written(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        import_plans(write(tmp_path, content), at=WINDOW)
    assert not Review.objects.exists() and not Employee.objects.exists()


def test_not_utf8_and_too_deep(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match="UTF-8"):
        import_plans(path, at=WINDOW)
    with pytest.raises(BadFile, match="bersarang"):
        import_plans(write(tmp_path, "[" * 100_000), at=WINDOW)
