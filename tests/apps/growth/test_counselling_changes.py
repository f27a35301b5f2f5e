"""Another counsellor, another appraiser: the matter goes on, and old notes stay with the old two."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from kinerja.accounts.models import RoleGrant
from kinerja.audit.models import Event
from kinerja.growth.actions.behaviour import decline, mark_improved, report_behaviour
from kinerja.growth.actions.counselling import (
    appoint,
    close_counselling,
    read_notes,
    replace_counsellor,
    write_note,
)
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Counselling
from kinerja.growth.queries.counselling import to_follow
from kinerja.people.models import Appointment
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_counselling import SECRET, noted, report, tell
from tests.apps.growth.test_counselling import NOSY
from tests.world import NOW, TODAY, World
from tests.world import appoint as seat


def test_hr_replaces_a_counsellor_and_the_old_notes_stay_with_the_old_two(world: World) -> None:
    old = noted(world)
    matter = old.report
    assert matter is not None
    given: dict[str, Any] = {"report": matter, "counsellor": world.pppk, "why": "Konselor pindah."}
    for name in ("nurse", "headteacher", "section_head", "puskesmas_head", "admin", "auditor", "pppk"):
        with pytest.raises(PermissionDenied):
            replace_counsellor(**given, actor=user(getattr(world, name)), at=NOW)
    for wrong in (world.nurse, world.section_head, world.puskesmas_head, world.hr, world.headteacher):
        with pytest.raises(NotPossible):
            replace_counsellor(**given | {"counsellor": wrong}, actor=user(world.hr), at=NOW)
    with pytest.raises(Incomplete):
        replace_counsellor(**given | {"why": " "}, actor=user(world.hr), at=NOW)
    given["counsellor"] = world.outsider
    new = replace_counsellor(**given, actor=user(world.hr), at=NOW)
    old.refresh_from_db()
    assert (old.status, new.status, new.report_id) == ("replaced", "open", matter.pk)
    for person in (world.nurse, world.headteacher):
        assert [note.text for note in read_notes(counselling=old, reader=user(person), at=NOW)] == [SECRET]
        page = world.client(person).get(reverse("growth:counselling_notes", args=[old.pk])).content.decode()
        assert SECRET in page and "Konselor pindah." in page
    for name in ("outsider", *NOSY):
        with pytest.raises(PermissionDenied):
            read_notes(counselling=old, reader=user(getattr(world, name)), at=NOW)
    assert read_notes(counselling=new, reader=user(world.outsider), at=NOW) == []
    with pytest.raises(PermissionDenied):
        read_notes(counselling=new, reader=user(world.headteacher), at=NOW)
    for act in (write_note, close_counselling):
        more = {"held_on": TODAY, "text": "x"} if act is write_note else {"route": "improved"}
        with pytest.raises(NotPossible):
            act(counselling=old, **more, actor=user(world.headteacher), at=NOW)
    assert "Konselor pindah." not in json.dumps(list(Event.objects.values("after", "why")), default=str)
    write_note(counselling=new, held_on=TODAY, text="x", actor=user(world.outsider), at=NOW)
    close_counselling(counselling=new, route="improved", actor=user(world.outsider), at=NOW)
    with pytest.raises(NotPossible, match="Tidak ada konseling"):
        replace_counsellor(**given, actor=user(world.hr), at=NOW)
    listed = world.client(world.hr).get(reverse("growth:counselling"), {"lihat": "kelola"}).content.decode()
    assert "Masalah selesai" in listed and "Konselor diganti" not in listed
    with pytest.raises(IntegrityError), transaction.atomic():
        Counselling.objects.filter(pk=old.pk).update(status="open")


def test_who_counsels_does_not_choose_his_successor(world: World) -> None:
    held = appoint(report=report(world), counsellor=world.outsider, actor=user(world.hr), at=NOW)
    RoleGrant.objects.create(user=user(world.outsider), role="hr", starts=TODAY)
    facts = {"report": held.report, "counsellor": world.headteacher, "why": "Saya pindah."}
    with pytest.raises(PermissionDenied, match="analis kepegawaian lain"):
        replace_counsellor(**facts, actor=user(world.outsider), at=NOW)
    page = world.client(world.hr).get(reverse("growth:behaviour", args=[held.report_id])).content.decode()
    assert "Ganti konselor" in page
    here = reverse("growth:behaviour_replace", args=[held.report_id])
    said = {"counsellor": world.headteacher.nip, "why": "Pindah"}
    assert world.client(world.hr).post(here, said).status_code == 302
    assert Counselling.objects.get(status="open").counsellor == world.headteacher


def test_the_appraiser_of_today_goes_on_with_what_another_told(world: World) -> None:
    row, over = tell(world), tell(world, value="KP")
    mark_improved(report=over, actor=user(world.section_head), at=NOW)
    Appointment.objects.filter(employee=world.section_head).update(ends=TODAY - timedelta(days=1))
    Appointment.objects.filter(employee=world.midwife).delete()
    seat(world.midwife, world.posts["KASI-YAN"], starts=TODAY)
    here, there = (reverse("growth:behaviour", args=[found.pk]) for found in (row, over))
    client = world.client(world.midwife)
    assert "Kirim laporan" in client.get(here).content.decode()
    assert client.get(there).status_code == 403, "what is over is not his to read"
    listed = client.get(reverse("growth:counselling"), {"lihat": "tim"}).content.decode()
    assert here in listed and there not in listed
    assert (
        list(to_follow(world.midwife, TODAY)) == [row] and not to_follow(world.section_head, TODAY).exists()
    )
    facts = {"report": row, "efforts": "Bicara lagi.", "evidence": "Catatan.", "at": NOW}
    with pytest.raises(PermissionDenied):
        report_behaviour(**facts, actor=user(world.section_head))
    assert report_behaviour(**facts, actor=user(world.midwife)).status == "reported"
    RoleGrant.objects.create(user=user(world.midwife), role="hr", starts=TODAY)
    with pytest.raises(PermissionDenied):  # nobody decides about his own people
        decline(report=row, why="Cukup", actor=user(world.midwife), at=NOW)
