"""Minutes say what stands: nothing taken back, drawn up anew when a decision or the attendance changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.assessment.actions.decisions import change_decision, drop_decision, finish_decision
from kinerja.assessment.actions.meetings import take_attendance
from kinerja.assessment.actions.minutes import correct_minutes, draft_minutes, redraft_minutes
from kinerja.assessment.models import Meeting, MinutesVersion
from kinerja.assessment.queries.meetings import newer_than_minutes
from kinerja.audit.models import Event
from tests.apps.assessment.make_meetings import decision, drafted, head, running
from tests.apps.assessment.office import user
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
HINT = "Ada yang berubah sejak notula disusun."


def by(world: World, meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "actor": head(world), "at": NOW}


def test_what_was_dropped_in_the_room_is_not_in_the_minutes_nor_on_the_screen(world: World) -> None:
    meeting = running(world)
    wrong = decision(world, meeting, text="Tambah seratus loket")
    praise = decision(world, meeting, kind="recognition", about=world.midwife, text="Teladan")
    done = decision(world, meeting, text="Buka pintu timur")
    for row in (wrong, praise):
        drop_decision(decision=row, outcome="Salah ketik", actor=head(world), at=NOW)
    finish_decision(decision=done, outcome="Sudah", actor=head(world), at=NOW)
    screen = world.client(world.section_head).get(reverse("assessment:projector", args=[meeting.pk]))
    text = draft_minutes(**by(world, meeting)).minutes
    for shown in (screen.content.decode(), text):
        assert "seratus" not in shown and "Buka pintu timur" in shown
    assert "Penghargaan" not in text


def test_minutes_are_drawn_up_anew_and_the_text_before_is_kept(world: World) -> None:
    meeting = drafted(world)
    correct_minutes(**by(world, meeting), text="Notula HR")
    decision(world, meeting, text="Latih petugas loket")
    again = redraft_minutes(meeting=meeting, actor=user(world.hr), at=NOW)
    assert "Latih petugas loket" in again.minutes and "Notula HR" not in again.minutes
    assert MinutesVersion.objects.order_by("-pk")[0].text == "Notula HR"
    event = Event.objects.get(action="assessment.redraft_minutes")
    assert (event.before, event.after) == ({"length": 9}, {"length": len(again.minutes)})
    redraft_minutes(meeting=again, actor=user(world.hr), at=NOW)
    assert MinutesVersion.objects.count() == 2, "the same text is kept once"
    with pytest.raises(PermissionDenied):
        redraft_minutes(meeting=meeting, actor=user(world.midwife), at=NOW)


def test_who_was_forgotten_is_counted_while_the_minutes_are_corrected(world: World) -> None:
    meeting = drafted(world)
    assert f"- {world.midwife.name}: tanpa keterangan" in meeting.minutes
    take_attendance(**by(world, meeting), present={world.midwife.pk: True}, reasons={})
    text = redraft_minutes(**by(world, meeting)).minutes
    assert f"- {world.midwife.name}\n" in text and f"- {world.midwife.name}: " not in text


@pytest.mark.parametrize("what", ["decide", "change", "drop", "attend"])
def test_the_page_says_that_something_is_newer_than_the_draft(what: str, world: World) -> None:
    meeting = running(world)
    row = decision(world, meeting)
    draft_minutes(**by(world, meeting))
    where = reverse("assessment:minutes", args=[meeting.pk])
    client = world.client(world.puskesmas_head)
    assert HINT not in client.get(where).content.decode()
    correct_minutes(**by(world, meeting), text="Notula pimpinan")
    assert not newer_than_minutes(meeting)
    if what == "decide":
        decision(world, meeting, text="Latih petugas")
    elif what == "change":
        change_decision(decision=row, owner=world.midwife, due=row.due, text=row.text, reason="Cuti",
                        actor=head(world), at=NOW)  # fmt: skip
    elif what == "drop":
        drop_decision(decision=row, outcome="Salah ketik", actor=head(world), at=NOW)
    else:
        take_attendance(**by(world, meeting), present={world.midwife.pk: True}, reasons={})
    assert HINT in client.get(where).content.decode()
    again = reverse("assessment:minutes_redraft", args=[meeting.pk])
    asked = client.get(again).content.decode()
    assert "Koreksi yang Anda tulis sendiri diganti." in asked
    page = client.post(again, follow=True).content.decode()
    assert "Notula disusun ulang." in page and HINT not in page and "Notula pimpinan" in page


def test_attendance_is_corrected_by_page_while_drafted(world: World) -> None:
    meeting, client = drafted(world), world.client(world.puskesmas_head)
    where = reverse("assessment:meeting_attendance", args=[meeting.pk])
    assert (
        "Perbaiki daftar hadir"
        in client.get(reverse("assessment:meeting", args=[meeting.pk])).content.decode()
    )
    sent = {f"hadir-{world.midwife.pk}": "ya"}
    assert client.post(where, sent).status_code == 302
    assert meeting.attendance.get(employee=world.midwife).present
