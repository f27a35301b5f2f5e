"""Pages of the evaluation meeting through the client: what they show, refuse and cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from kinerja.assessment.actions.meetings import add_item, cancel_meeting
from kinerja.assessment.ics import calendar_token
from kinerja.assessment.models import Decision, Meeting
from tests.apps.assessment.make_meetings import (
    approved,
    decision,
    drafted,
    head,
    judged,
    many,
    planned,
    running,
)
from tests.apps.assessment.office import give_plan, user
from tests.world import NOW, World


def url(name: str, *args: object) -> str:
    return reverse(f"assessment:{name}", args=args)


PLAN = {"day": "2026-10-06", "begins": "09:00", "ends": "11:00", "place": "Aula"}


def test_planning_proposes_and_makes_a_meeting(world: World) -> None:
    client = world.client(world.puskesmas_head)
    form = client.get(url("meeting_new")).context["form"]
    assert form.initial["period"] == world.q3
    assert form.initial["day"] == date(2026, 10, 5)  # the proposed day has passed
    answer = client.post(
        url("meeting_new"), PLAN | {"unit": world.units["PKM1"].pk, "period": world.q3.pk}, follow=True
    )
    meeting = Meeting.objects.get()
    assert (meeting.chair, meeting.place) == (world.puskesmas_head, "Aula")
    assert "Rapat direncanakan." in answer.content.decode()
    again = client.post(url("meeting_new"), PLAN | {"unit": meeting.unit_id, "period": world.q3.pk})
    assert again.status_code == 422
    assert "sudah ada" in again.content.decode()


def test_the_head_of_a_unit_below_chairs_it(world: World) -> None:
    client = world.client(world.puskesmas_head)
    client.post(url("meeting_new"), PLAN | {"unit": world.units["PKM1-YAN"].pk, "period": world.q3.pk})
    assert Meeting.objects.get().chair == world.section_head


def test_a_unit_of_others_is_no_choice(world: World) -> None:
    client = world.client(world.puskesmas_head)
    answer = client.post(url("meeting_new"), PLAN | {"unit": world.units["PKM2"].pk, "period": world.q3.pk})
    assert answer.status_code == 422
    assert not Meeting.objects.exists()


def test_odd_addresses_are_answered(world: World) -> None:
    client = world.client(world.puskesmas_head)
    meeting = running(world)
    for address in (
        url("meeting_new") + "?periode=abc",
        url("meetings") + "?page=x",
        url("projector", meeting.pk) + "?butir=99999999999",
        url("projector", meeting.pk) + "?butir=-1",
        url("meeting_decide", meeting.pk) + "?butir=99999999999999&layar=x",
    ):
        assert client.get(address).status_code == 200
    assert client.get(url("meeting", 999_999)).status_code == 404
    assert client.get(url("calendar", "1:abc")).status_code == 404


@pytest.mark.parametrize("name", ["meetings", "decisions"])
@pytest.mark.parametrize("tab", ["", "?lihat=selesai"], ids=["open", "over"])
def test_a_list_costs_the_same_with_many_rows(name: str, tab: str, world: World) -> None:
    def cost() -> int:
        client = world.client(world.puskesmas_head)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(name) + tab).status_code == 200
        return len(queries)

    many(world, 3, world.puskesmas_head)
    first = cost()
    Decision.objects.all().delete()
    Meeting.objects.all().delete()
    many(world, 30, world.puskesmas_head)
    assert cost() == first


def test_the_page_of_a_meeting_costs_the_same_with_many_people(world: World) -> None:
    meeting = running(world)
    decision(world, meeting)

    def cost() -> int:
        client = world.client(world.midwife)
        with CaptureQueriesContext(connection) as queries:
            client.get(url("meeting", meeting.pk))
        return len(queries)

    first = cost()
    for name in ("nurse", "pppk", "surveillance", "nurse2"):
        meeting.attendance.create(employee=world.people[name])
        decision(world, meeting, owner=world.people[name])
    assert cost() == first


def test_names_stay_with_the_chair_and_off_the_screen(world: World) -> None:
    judged(world)
    meeting = running(world)
    page, screen = url("meeting", meeting.pk), url("projector", meeting.pk)
    assert world.nurse.name in world.client(world.puskesmas_head).get(page).content.decode()
    assert world.nurse.name not in world.client(world.lab_coordinator).get(page).content.decode()
    told = world.client(world.puskesmas_head).get(screen).content.decode()
    assert world.nurse.name not in told
    assert "1 pegawai perlu dukungan" in told


def test_support_for_somebody_is_read_by_owner_and_chair_only(world: World) -> None:
    meeting = running(world)
    decision(world, meeting, kind="support", about=world.lab_coordinator, text="Dampingi sebulan")
    page = url("meeting", meeting.pk)
    for name, sees in (("section_head", True), ("puskesmas_head", True), ("midwife", False)):
        told = world.client(world.people[name]).get(page).content.decode()
        assert ("Dampingi sebulan" in told) is sees, name
    screen = world.client(world.puskesmas_head).get(url("projector", meeting.pk)).content.decode()
    assert "Dampingi sebulan" not in screen


def test_before_everybody_only_tasks_are_decided(world: World) -> None:
    meeting = running(world)
    client = world.client(world.puskesmas_head)
    facts = {"kind": "support", "text": "X", "owner": world.midwife.pk, "due": "2026-11-01"}
    facts["about"] = world.lab_coordinator.pk
    in_room = url("meeting_decide", meeting.pk) + "?layar=0"
    assert client.post(in_room, facts).status_code == 422
    answer = client.post(in_room, facts | {"kind": "task"})
    assert answer.headers["Location"] == url("projector", meeting.pk) + "?butir=0"
    assert client.post(url("meeting_decide", meeting.pk), facts).status_code == 302
    assert [row.kind for row in Decision.objects.order_by("pk")] == ["task", "support"]


def test_the_screen_opens_when_the_meeting_begins(world: World) -> None:
    meeting = planned(world)
    answer = world.client(world.puskesmas_head).get(url("projector", meeting.pk), follow=True)
    assert "terbuka setelah rapat dimulai" in answer.content.decode()


def test_attendance_in_one_form(world: World) -> None:
    meeting = running(world)
    client = world.client(world.puskesmas_head)
    page = url("meeting_attendance", meeting.pk)
    assert "belum dicatat" in client.get(url("meeting", meeting.pk)).content.decode()
    answer = client.post(page, {f"hadir-{world.midwife.pk}": "tidak", f"hadir-{world.section_head.pk}": "ya"})
    assert answer.status_code == 422
    assert f"Tulis alasan {world.midwife.name} tidak hadir." in answer.content.decode()
    facts = {f"hadir-{world.midwife.pk}": "tidak", f"alasan-{world.midwife.pk}": "Cuti"}
    assert "Daftar hadir tersimpan." in client.post(page, facts, follow=True).content.decode()
    assert meeting.attendance.get(employee=world.midwife).reason == "Cuti"


def test_notes_are_kept_while_typing(world: World) -> None:
    meeting = planned(world)
    item = add_item(meeting=meeting, title="Akreditasi", actor=head(world), at=NOW)
    client = world.client(world.puskesmas_head)
    page = url("meeting_notes", meeting.pk)
    facts = {f"bahas-{item.pk}": "Tim dibentuk.", "autosave": "1", "bahas-abc": "x"}
    assert client.post(page, facts).status_code == 422  # it has not begun
    client.post(url("meeting_begin", meeting.pk))
    assert client.post(page, facts).status_code == 204
    item.refresh_from_db()
    assert item.discussed == "Tim dibentuk."
    del facts["autosave"]
    assert "Pembahasan tersimpan." in client.post(page, facts, follow=True).content.decode()


def test_invited_by_nip(world: World) -> None:
    meeting = planned(world)
    client = world.client(world.puskesmas_head)
    page = url("meeting_invite", meeting.pk)
    wrong = client.post(page, {"numbers": "123"})
    assert wrong.status_code == 422
    assert "123" in wrong.content.decode()
    keep = [str(world.section_head.pk)]
    client.post(page, {"numbers": f" {world.nurse.nip} \n", "keep": keep})
    left = set(meeting.attendance.values_list("employee__name", flat=True))
    assert left == {world.puskesmas_head.name, world.section_head.name, world.nurse.name}


def test_minutes_are_corrected_approved_and_printed(world: World) -> None:
    meeting = drafted(world)
    client = world.client(world.puskesmas_head)
    assert "NOTULA RAPAT" in client.get(url("minutes", meeting.pk)).content.decode()
    assert world.client(world.midwife).get(url("minutes_print", meeting.pk)).status_code == 404
    client.post(url("minutes", meeting.pk), {"text": "Koreksi pertama"})
    client.post(url("minutes_approve", meeting.pk), {"text": "Yang disetujui"})
    told = world.client(world.midwife).get(url("minutes_print", meeting.pk)).content.decode()
    assert "Yang disetujui" in told
    assert meeting.minutes_versions.count() == 2
    assert client.get(url("minutes", meeting.pk)).status_code == 302


def test_my_decisions_are_closed_from_the_list(world: World) -> None:
    row = decision(world, running(world), due=date(2026, 10, 5))
    client = world.client(world.section_head)
    assert row.text in client.get(url("decisions")).content.decode()
    facts = {"end": "finish", "outcome": "Loket kelima dibuka"}
    assert client.post(url("decision_close", row.pk), facts).status_code == 302
    assert row.text not in client.get(url("decisions")).content.decode()
    assert "Loket kelima dibuka" in client.get(url("decisions") + "?lihat=selesai").content.decode()
    assert client.post(url("decision_close", row.pk), facts).status_code == 422


def test_a_forgotten_decision_is_marked(world: World, settings: Any) -> None:
    decision(world, running(world))
    settings.FIXED_NOW = (NOW + timedelta(days=60)).isoformat()
    assert "Lewat batas" in world.client(world.section_head).get(url("decisions")).content.decode()


def test_the_calendar_is_private_and_needs_no_sign_in(world: World) -> None:
    meeting = planned(world)
    gone = cancel_meeting(
        meeting=planned(world, unit="PKM1-YAN"), reason="Ditunda", actor=head(world), at=NOW
    )
    answer = world.client(None).get(url("calendar", calendar_token(world.puskesmas_head)))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    events = {str(event["uid"]): str(event["status"]) for event in Calendar.from_ical(answer.content).events}
    assert events == {f"{meeting.key}@kinerja": "CONFIRMED", f"{gone.key}@kinerja": "CANCELLED"}
    others = world.client(None).get(url("calendar", calendar_token(world.nurse)))
    assert Calendar.from_ical(others.content).events == []
    one = world.client(world.midwife).get(url("meeting_ics", meeting.pk))
    assert len(Calendar.from_ical(one.content).events) == 1


def test_every_page_speaks_without_an_employee(world: World) -> None:
    """An administrator need not be an employee."""
    admin = user(world.admin)
    world.admin.user = None
    world.admin.save()
    meeting = approved(world)
    client = world.client(None)
    client.force_login(admin)
    assert client.get(url("meetings")).status_code == 200
    assert client.get(url("meeting", meeting.pk)).status_code == 200
    assert client.get(url("decisions")).status_code == 403


def test_goals_stand_on_the_page(world: World) -> None:
    give_plan(world, world.midwife, world.posts["BIDAN"], results=1)
    told = world.client(world.puskesmas_head).get(url("meeting", planned(world).pk)).content.decode()
    assert "1 hasil kerja belum punya realisasi" in told


def test_the_screen_counts_what_it_does_not_name(world: World) -> None:
    """A meeting that decided to support somebody has decided something: the room hears how many, not whom."""
    meeting = running(world)
    client = world.client(world.puskesmas_head)
    last = url("projector", meeting.pk) + "?butir=99"
    assert "Belum ada keputusan" in client.get(last).content.decode()
    secret = decision(world, meeting, kind="support", about=world.nurse, text="Bimbingan menjelaskan obat")
    page = client.get(last).content.decode()
    assert "Dukungan: 1 keputusan, dicatat tersendiri." in page
    assert secret.text not in page
    assert "Belum ada keputusan" not in page


def test_a_long_agenda_shows_the_first_and_folds_the_rest(world: World) -> None:
    meeting = running(world)
    for number in range(6):
        add_item(meeting=meeting, title=f"Butir {number}", actor=user(world.puskesmas_head), at=NOW)
    page = world.client(world.puskesmas_head).get(url("meeting", meeting.pk)).content.decode()
    first, rest = page.split("<summary>1 butir lagi</summary>")
    assert "Butir 4" in first
    assert "Butir 5" in rest
    assert page.count("<textarea") == 6  # what is folded is written on as well
