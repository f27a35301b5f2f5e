"""Keeping, serving and removing evidence."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from kinerja.audit.models import Event
from kinerja.progress.actions.decisions import submit_report
from kinerja.progress.actions.drafts import save_report
from kinerja.progress.actions.evidence import add_evidence_file, add_evidence_link, remove_evidence
from kinerja.progress.errors import Closed, NotGiven, UnknownItem
from kinerja.progress.models import Evidence
from tests.world import NOW, World

from . import files
from .conftest import Skp


def add_file(skp: Skp, world: World, name: str = "register.pdf", data: bytes = files.pdf()) -> Evidence:
    return add_evidence_file(
        plan=skp.plan,
        period=world.q3,
        indicator_key=skp.patients,
        upload=SimpleUploadedFile(name, data, "application/pdf"),
        actor=world.nurse.user,
        at=NOW,
    )


def test_a_file_is_kept_under_a_random_name_with_its_digest(skp: Skp, world: World) -> None:
    piece = add_file(skp, world, name="..\\..\\Register Ibu Hamil.pdf")
    assert piece.title == "Register Ibu Hamil.pdf"
    assert "Register" not in piece.file.name and piece.file.name.startswith("evidence/")
    assert piece.sha256 == hashlib.sha256(files.pdf()).hexdigest()
    assert default_storage.open(piece.file.name).read() == files.pdf()
    assert Event.objects.get(action="progress.add_evidence").after["sha256"] == piece.sha256


def test_refused_files_leave_nothing_behind(skp: Skp, world: World) -> None:
    with pytest.raises(NotGiven, match=r"laporan\.pdf"):
        add_file(skp, world, "laporan.pdf", files.EXE)
    assert not Evidence.objects.exists()


def test_size_is_limited(skp: Skp, world: World, settings: object) -> None:
    settings.UPLOAD_LIMIT_BYTES = 20
    with pytest.raises(NotGiven, match="lebih besar"):
        add_file(skp, world)


def test_only_while_the_report_is_a_draft(skp: Skp, world: World) -> None:
    nurse = world.nurse.user
    piece = add_file(skp, world)
    rows = {skp.patients: ("45 pasien", "")}
    report = save_report(plan=skp.plan, period=world.q3, rows=rows, actor=nurse, at=NOW)
    submit_report(report=report, actor=nurse, at=NOW)
    with pytest.raises(Closed):
        add_file(skp, world)
    with pytest.raises(Closed):
        remove_evidence(piece=piece, actor=nurse, at=NOW)
    assert default_storage.exists(piece.file.name)


@pytest.mark.django_db(transaction=False)
def test_removing_takes_the_file_when_the_act_is_kept(
    skp: Skp, world: World, django_capture_on_commit_callbacks: object
) -> None:
    piece = add_file(skp, world)
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(piece=piece, actor=world.nurse.user, at=NOW)
    assert not default_storage.exists(piece.file.name)
    assert Event.objects.get(action="progress.remove_evidence").before["title"] == "register.pdf"


def test_links_carry_advice_and_a_name(skp: Skp, world: World) -> None:
    facts = {"plan": skp.plan, "period": world.q3, "actor": world.nurse.user, "at": NOW}
    piece, verdict = add_evidence_link(
        indicator_key=skp.patients, url="https://drive.google.com/x", title="", **facts
    )
    assert piece.title == "drive.google.com/x" and "izin" in verdict.warning
    with pytest.raises(NotGiven):
        add_evidence_link(indicator_key=skp.patients, url="javascript:alert(1)", title="", **facts)
    with pytest.raises(UnknownItem):
        add_evidence_link(indicator_key=skp.result, url="https://a.id", title="", **facts)


def test_at_most_ten_pieces(skp: Skp, world: World) -> None:
    for number in range(10):
        add_file(skp, world, f"{number}.pdf")
    with pytest.raises(NotGiven, match="10 bukti"):
        add_file(skp, world, "sebelas.pdf")
    assert Evidence.objects.count() == 10
