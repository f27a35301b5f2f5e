"""Files beside a proposal: who adds, who opens, what is refused, and that nothing stays of a refused one."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.actions import award_attachments
from kinerja.growth.actions.recognition import decide, withdraw
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import AwardAttachment
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_awards import LETTER, WHY, attached, proposed, voted
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def upload(data: bytes = b"Terima kasih.", name: str = "surat.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_who_proposed_attaches_and_who_judges_opens(world: World) -> None:
    row = proposed(world)
    page, add = (reverse(f"growth:{name}", args=[row.pk]) for name in ("proposal", "award_attach"))
    head, auditor = world.client(world.section_head), world.client(world.auditor)
    assert add in head.get(page).content.decode() and add not in auditor.get(page).content.decode()
    assert 'enctype="multipart/form-data"' in head.get(add).content.decode()
    assert head.post(add, {"text": LETTER, "file": upload()}).status_code == 302
    piece = AwardAttachment.objects.get()
    file = reverse("growth:award_file", args=[piece.token])
    shown = auditor.get(page).content.decode()
    assert LETTER in shown and file in shown and world.section_head.name in shown
    answer = auditor.get(file)
    assert b"".join(answer.streaming_content) == b"Terima kasih."
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and "sandbox" in answer["Content-Security-Policy"]
    )
    event = Event.objects.filter(action="growth.attach_award").get()
    assert (event.actor_id, event.after["sha256"]) == (user(world.section_head).pk, piece.sha256)
    assert LETTER not in str(event.after)


def test_who_voted_before_hears_of_a_file(world: World) -> None:
    row = voted(world, proposed(world))
    told = Notice.objects.filter(title__startswith="Berkas baru")
    jurors = {vote.juror.user_id for vote in row.votes.all()}
    attached(world, row)
    assert jurors and {notice.user_id for notice in told} == jurors
    assert {notice.url for notice in told} == {reverse("growth:proposal", args=[row.pk])}


def test_nobody_hears_of_a_file_before_the_first_vote(world: World) -> None:
    attached(world, proposed(world))
    assert not Notice.objects.filter(title__startswith="Berkas baru").exists()


def test_whom_it_is_about_reads_the_decision_and_no_file(world: World) -> None:
    row = voted(world, proposed(world))
    piece = attached(world, row)
    decide(proposal=row, award=True, why=WHY, actor=user(world.hr), at=NOW)
    nurse = world.client(world.nurse)
    page = nurse.get(reverse("growth:proposal", args=[row.pk]))
    assert page.status_code == 200 and LETTER not in page.content.decode()
    refused = nurse.get(reverse("growth:award_file", args=[piece.token]))
    assert refused.status_code == 403 and "hanya dibuka yang menilainya" in refused.content.decode()


@pytest.mark.parametrize("who", ["nurse", "midwife", "auditor", "pppk"])
def test_nobody_else_attaches(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        attached(world, actor=user(getattr(world, who)))
    assert not AwardAttachment.objects.exists()


def test_what_the_form_refuses(world: World) -> None:
    row = proposed(world)
    add = reverse("growth:award_attach", args=[row.pk])
    head = world.client(world.section_head)
    for told, says in (
        ({"text": LETTER}, "Berkas"),
        ({"text": "", "file": upload()}, "Yang ditunjukkan"),
        ({"text": LETTER, "file": upload(b"MZ\x90\x00\x03", "surat.pdf")}, "surat.pdf: "),
    ):
        answer = head.post(add, told)
        assert answer.status_code == 422 and says in answer.content.decode()
    assert not AwardAttachment.objects.exists()


def test_refused_acts_keep_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = proposed(world)
    attached(world, row)
    _folders, before = default_storage.listdir("awards")
    with pytest.raises(Incomplete):
        attached(world, row, text=" \x00 ")
    monkeypatch.setattr(award_attachments, "AT_MOST", 1)
    with pytest.raises(NotPossible, match="Paling banyak 1 berkas"):
        attached(world, row)
    withdraw(proposal=row, why="Salah orang.", actor=user(world.section_head), at=NOW)
    with pytest.raises(NotPossible, match="sudah selesai"):
        attached(world, row)
    monkeypatch.setattr(award_attachments, "record", None)
    with pytest.raises(TypeError):
        attached(world, proposed(world))
    assert AwardAttachment.objects.count() == 1
    assert sorted(default_storage.listdir("awards")[1]) == sorted(before)
