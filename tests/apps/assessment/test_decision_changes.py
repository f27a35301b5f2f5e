"""A decision gets another owner, day or wording; what nobody sees to goes back to the chair."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.accounts.models import User
from kinerja.assessment.actions.decisions import change_decision, finish_decision
from kinerja.assessment.actions.minutes import approve_minutes, draft_minutes
from kinerja.assessment.errors import Incomplete
from kinerja.assessment.models import Decision, Meeting, Notice
from kinerja.assessment.reminding import reminder_round
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.make_meetings import decision, head, running
from tests.apps.assessment.office import ZONE, user
from tests.world import NOW, TODAY, World, appoint

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 19)  # a Monday
NEW = "Keputusan rapat evaluasi menjadi tanggung jawab Anda"
OLD = "Keputusan rapat evaluasi tidak lagi menjadi tanggung jawab Anda"


def change(world: World, row: Decision, *, at: datetime = NOW, actor: Any = None, **facts: Any) -> Decision:
    """By the chair; what is not named stays."""
    given = {"owner": row.owner, "due": row.due, "text": row.text, "reason": "Cuti panjang"} | facts
    return change_decision(decision=row, actor=actor or head(world), at=at, **given)


def over(world: World, meeting: Meeting) -> None:
    draft_minutes(meeting=meeting, actor=head(world), at=NOW)
    approve_minutes(meeting=meeting, actor=head(world), at=NOW)


def titles(person: Employee) -> list[str]:
    return list(Notice.objects.filter(user=user(person)).order_by("pk").values_list("title", flat=True))


def keys(person: Employee, prefix: str) -> int:
    return Notice.objects.filter(user=user(person), key__startswith=f"{prefix}:").count()


def evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=ZONE)


@pytest.mark.parametrize("late", [False, True], ids=["running", "approved"])
def test_owner_and_day_change_also_after_the_minutes_were_approved(late: bool, world: World) -> None:
    meeting = running(world)
    row = decision(world, meeting)
    if late:
        over(world, meeting)
    changed = change(world, row, owner=world.midwife, due=date(2026, 10, 26))
    assert (changed.owner, changed.due, changed.text) == (world.midwife, date(2026, 10, 26), row.text)
    assert titles(world.midwife).count(NEW) == 1 and titles(world.section_head).count(OLD) == 1
    event = Event.objects.get(action="assessment.change_decision")
    assert event.before == {"owner": world.section_head.pk, "due": "2026-10-19", "text": row.text}
    assert event.after == {"owner": world.midwife.pk, "due": "2026-10-26", "text": row.text}
    assert event.why == "Cuti panjang"
    back = change(world, changed, owner=world.section_head, at=NOW + timedelta(hours=1))
    assert back.owner == world.section_head and titles(world.section_head).count(NEW) == 2


def test_words_change_until_the_minutes_are_approved(world: World) -> None:
    meeting = running(world)
    row = decision(world, meeting)
    changed = change(world, row, text="Tambah dua loket")
    assert changed.text == "Tambah dua loket"
    assert titles(world.section_head)[-1] == "Keputusan rapat evaluasi Anda diubah; batasnya 19 Oktober 2026"
    over(world, meeting)
    with pytest.raises(NotPossible, match="bunyi keputusan tetap"):
        change(world, changed, text="Tambah tiga loket")
    assert Decision.objects.get().text == "Tambah dua loket"


def test_what_is_about_somebody_stays_out_of_the_log(world: World) -> None:
    row = decision(world, running(world), kind="support", about=world.nurse, text="Dampingi sebulan")
    change(world, row, text="Dampingi dua bulan")
    event = Event.objects.get(action="assessment.change_decision")
    assert "Dampingi" not in f"{event.before} {event.after}"
    assert event.after is not None and event.after["words_changed"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " ", "text": "Lain"}, "mengapa"),
        ({"text": " "}, "diputuskan"),
        ({}, "Belum ada yang diubah"),
        ({"due": TODAY - timedelta(days=1)}, "sudah lewat"),
    ],
    ids=["no-reason", "no-words", "nothing", "past"],
)
def test_a_change_is_whole(facts: dict[str, Any], words: str, world: World) -> None:
    row = decision(world, running(world))
    with pytest.raises(Incomplete, match=words):
        change(world, row, **facts)
    assert not Event.objects.filter(action="assessment.change_decision").exists()


def test_who_may_not_decide_changes_nothing_and_a_closed_one_stays(world: World) -> None:
    row = decision(world, running(world))
    for person in (world.section_head, world.midwife, world.hr):
        with pytest.raises(PermissionDenied):
            change(world, row, actor=user(person), due=date(2026, 10, 26))
    finish_decision(decision=row, outcome="Dibuka", actor=head(world), at=NOW)
    with pytest.raises(NotPossible, match="sudah ditutup"):
        change(world, row, due=date(2026, 10, 26))


def test_the_new_owner_has_an_account_and_is_not_the_one_recognised(world: World) -> None:
    meeting = running(world)
    praise = decision(world, meeting, kind="recognition", about=world.midwife)
    with pytest.raises(Incomplete, match="orang lain"):
        change(world, praise, owner=world.midwife)
    User.objects.filter(pk=user(world.lab_coordinator).pk).update(is_active=False)
    with pytest.raises(Incomplete, match="akun aktif"):
        change(world, praise, owner=Employee.objects.get(pk=world.lab_coordinator.pk))


def test_the_chair_hears_once_on_the_working_day_after_the_day(world: World) -> None:
    meeting = running(world)
    friday = decision(world, meeting, due=date(2026, 10, 16))
    done = decision(world, meeting, due=date(2026, 10, 16))
    finish_decision(decision=done, outcome="Dibuka", actor=head(world), at=NOW)
    for day in (16, 17, 18):
        reminder_round(evening(date(2026, 10, day)))
    assert not keys(world.puskesmas_head, "decision_late")
    reminder_round(evening(date(2026, 10, 19)))
    reminder_round(evening(date(2026, 10, 20)))
    assert keys(world.puskesmas_head, "decision_late") == 1
    notice = Notice.objects.get(key__startswith="decision_late:")
    assert notice.url == reverse("assessment:meeting", args=[meeting.pk])
    change(world, friday, due=date(2026, 10, 21), at=evening(date(2026, 10, 20)))
    reminder_round(evening(date(2026, 10, 22)))
    assert keys(world.puskesmas_head, "decision_late") == 2, "another day, another word"


def test_a_closed_account_of_the_owner_goes_to_the_chair(world: World) -> None:
    decision(world, running(world))
    reminder_round(NOW)
    assert not keys(world.puskesmas_head, "decision_owner")
    User.objects.filter(pk=user(world.section_head).pk).update(is_active=False)
    reminder_round(evening(date(2026, 10, 6)))
    reminder_round(evening(date(2026, 10, 7)))
    assert keys(world.puskesmas_head, "decision_owner") == 1


def test_a_closed_account_of_the_chair_goes_to_who_leads_the_unit(world: World) -> None:
    decision(world, running(world))
    User.objects.filter(pk=user(world.puskesmas_head).pk).update(is_active=False)
    appoint(world.acting, world.posts["KA-PKM1"], "plh", date(2026, 10, 6))
    reminder_round(evening(date(2026, 10, 20)))
    assert keys(world.acting, "decision_late") == 1
    assert not keys(world.puskesmas_head, "decision_late")


def test_late_decisions_cost_the_same_for_two_and_for_twenty(world: World) -> None:
    meeting, at = running(world), evening(date(2026, 10, 20))

    def cost() -> int:
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            reminder_round(at)
        return len(seen)

    for _number in range(2):
        decision(world, meeting)
    few = cost()
    for _number in range(18):
        decision(world, meeting)
    assert cost() == few


def test_changing_by_page(world: World) -> None:
    client, meeting = world.client(world.puskesmas_head), running(world)
    row = decision(world, meeting)
    where = reverse("assessment:decision_change", args=[row.pk])
    page = reverse("assessment:meeting", args=[meeting.pk])
    assert where in client.get(page).content.decode()
    assert where not in world.client(world.section_head).get(page).content.decode()
    sent = {"text": "Tambah dua loket", "owner": world.midwife.pk, "due": "2026-10-26", "reason": "Mutasi"}
    assert client.post(where, sent | {"reason": ""}).status_code == 422
    assert client.post(where, sent | {"owner": world.outsider.pk}).status_code == 422
    after = client.post(where, sent, follow=True).content.decode()
    assert "Keputusan diubah." in after and "Tambah dua loket" in after
    over(world, meeting)
    form = client.get(where)
    assert "text" not in form.context["form"].fields and "bunyi keputusan tetap" in form.content.decode()
    client.post(where, sent | {"owner": world.section_head.pk, "text": "Lain"})
    kept = Decision.objects.get()
    assert (kept.owner, kept.text) == (world.section_head, "Tambah dua loket")
