"""Who withdrew from a session asks again: the same door, the end of the queue, never after it began."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.actions.enrolments import (
    approve_enrolment,
    enrol,
    refuse_enrolment,
    take_test,
    withdraw_enrolment,
)
from kinerja.growth.actions.sessions import begin_session, cancel_session, change_session, hold_session
from kinerja.growth.models import Enrolment, Session
from kinerja.growth.queries.training import to_approve
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_training import ENDS, STARTS, seat, session
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=1)
LATER = NOW + timedelta(days=1)


def withdrawn(held: Session, person: Employee) -> Enrolment:
    """Asked, and took it back with a reason."""
    row = seat(held, person)
    return withdraw_enrolment(enrolment=row, actor=user(person), at=SOON, why="Cuti melahirkan.")


def statuses(held: Session) -> dict[str, str]:
    return dict(held.enrolments.values_list("employee__name", "status"))


def test_the_superior_is_asked_anew_and_both_are_told_anew(world: World) -> None:
    held = session(world, seats=1)
    head = user(world.section_head)
    row = seat(held, world.nurse)
    approve_enrolment(enrolment=row, actor=head, at=NOW)
    withdraw_enrolment(enrolment=row, actor=user(world.nurse), at=SOON, why="Cuti.")
    again = seat(held, world.nurse, LATER)
    assert (again.pk, again.status, again.why, again.asked_at) == (row.pk, "requested", "", LATER)
    assert list(to_approve(world.section_head, TODAY)) == [row], "the first yes is not good for the second"
    assert Notice.objects.filter(user=head, title__contains="ingin ikut").count() == 2
    assert approve_enrolment(enrolment=row, actor=head, at=LATER).status == "approved"
    nurse = Notice.objects.filter(user=user(world.nurse), title__startswith="Anda terdaftar")
    assert nurse.count() == 2
    assert held.enrolments.count() == 1


def test_a_no_to_the_second_asking_is_told_and_final(world: World) -> None:
    held = session(world)
    withdrawn(held, world.nurse)
    again = seat(held, world.nurse, LATER)
    refuse_enrolment(enrolment=again, why="Jadwal jaga.", actor=user(world.section_head), at=LATER)
    assert Notice.objects.filter(user=user(world.nurse), title__contains="tidak disetujui").count() == 1
    with pytest.raises(NotPossible):
        seat(held, world.nurse, LATER)
    with pytest.raises(NotPossible):
        withdraw_enrolment(enrolment=again, actor=user(world.nurse), at=LATER)


@pytest.mark.parametrize("asks", [LATER, NOW])
def test_his_old_place_is_gone_also_by_the_same_clock(world: World, asks: datetime) -> None:
    """The nurse asked first, gave her seat to the midwife, and now waits behind the other who waited."""
    held = session(world, seats=1, needs_approval=False)
    nurse, midwife, other = [seat(held, person) for person in (world.nurse, world.midwife, world.pppk)]
    withdraw_enrolment(enrolment=nurse, actor=user(world.nurse), at=NOW)
    assert seat(held, world.nurse, asks).status == "waiting"
    withdraw_enrolment(enrolment=midwife, actor=user(world.midwife), at=LATER)
    assert statuses(held)[world.pppk.name] == "approved", "who waited goes first"
    assert statuses(held)[world.nurse.name] == "waiting"
    withdraw_enrolment(enrolment=other, actor=user(world.pppk), at=LATER)
    assert statuses(held)[world.nurse.name] == "approved"


def test_who_left_the_queue_returns_to_its_end_and_new_seats_keep_the_order(world: World) -> None:
    held = session(world, seats=1, needs_approval=False)
    people = (world.nurse, world.midwife, world.pppk)
    rows = [seat(held, person, NOW + timedelta(minutes=n)) for n, person in enumerate(people)]
    withdraw_enrolment(enrolment=rows[1], actor=user(world.midwife), at=SOON)
    assert seat(held, world.midwife, SOON).status == "waiting"
    change_session(
        session=held, starts_at=STARTS, ends_at=ENDS, place="Aula", trainer="W", seats=2,
        actor=user(world.hr), at=LATER,
    )  # fmt: skip
    assert statuses(held) == {
        world.nurse.name: "approved",
        world.pppk.name: "approved",
        world.midwife.name: "waiting",
    }


def test_each_time_a_seat_is_won_it_is_told(world: World) -> None:
    held = session(world, seats=1, needs_approval=False)
    first = seat(held, world.midwife)
    second = seat(held, world.nurse)
    withdraw_enrolment(enrolment=first, actor=user(world.midwife), at=NOW)
    withdraw_enrolment(enrolment=second, actor=user(world.nurse), at=NOW)
    seat(held, world.midwife, SOON)
    seat(held, world.nurse, SOON)
    withdraw_enrolment(enrolment=first, actor=user(world.midwife), at=LATER)
    assert Notice.objects.filter(user=user(world.nurse), title__contains="mendapat kursi").count() == 2


def test_the_log_says_that_he_asked_again(world: World) -> None:
    row = withdrawn(held := session(world), world.nurse)
    enrol(session=held, employee=world.nurse, actor=user(world.section_head), at=LATER)
    event = Event.objects.get(action="growth.enrol_again")
    assert event.object_id == str(row.pk) and event.before == {"status": "withdrawn"}
    after = {"session": held.pk, "employee": world.nurse.pk, "status": "approved"}
    assert event.after == after, "his superior asked for him"
    assert Event.objects.filter(action="growth.enrol").count() == 1
    assert Event.objects.get(action="growth.withdraw_enrolment").why == "Cuti melahirkan."


def test_refused_once_it_began_and_when_it_was_cancelled(world: World) -> None:
    held = session(world, needs_approval=False)
    row = withdrawn(held, world.nurse)
    begin_session(session=held, actor=user(world.hr), at=STARTS)
    for person in (world.nurse, world.hr):
        with pytest.raises(NotPossible, match="ditutup"):
            enrol(session=held, employee=world.nurse, actor=user(person), at=STARTS)
    hold_session(session=held, actor=user(world.hr), at=ENDS)
    with pytest.raises(NotPossible):
        seat(held, world.nurse, ENDS)
    other = session(world, held.course)
    seat(other, world.nurse)
    cancel_session(session=other, why="Pengajar sakit.", actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible):
        seat(other, world.nurse, LATER)
    row.refresh_from_db()
    assert (row.status, row.asked_at) == ("withdrawn", NOW)


def test_refused_to_strangers_and_while_a_place_is_held(world: World) -> None:
    held = session(world, seats=1, needs_approval=False)
    withdrawn(held, world.nurse)
    for stranger in (world.midwife, world.outsider, world.auditor):
        with pytest.raises(PermissionDenied):
            enrol(session=held, employee=world.nurse, actor=user(stranger), at=LATER)
    assert seat(held, world.nurse, LATER).status == "approved"
    with pytest.raises(NotPossible, match="sudah pernah"):
        seat(held, world.nurse, LATER)


def test_a_test_taken_before_is_kept_and_not_taken_twice(world: World) -> None:
    held = session(world, needs_approval=False)
    row = seat(held, world.nurse)
    right = {question.pk: question.right for question in held.course.questions.all()}
    take_test(enrolment=row, moment="before", answers=right, actor=user(world.nurse), at=NOW)
    withdraw_enrolment(enrolment=row, actor=user(world.nurse), at=NOW)
    seat(held, world.nurse, LATER)
    with pytest.raises(NotPossible):
        take_test(enrolment=row, moment="before", answers=right, actor=user(world.nurse), at=LATER)


def test_by_the_page(world: World) -> None:
    held = session(world, seats=1)
    row = seat(held, world.nurse)
    nurse, here = world.client(world.nurse), reverse("growth:session", args=[held.pk])
    leave = reverse("growth:enrolment_withdraw", args=[row.pk])
    assert "pendaftaran dapat diulang" in nurse.get(leave).content.decode()
    assert "Daftar lagi" not in nurse.get(here).content.decode()
    nurse.post(leave)
    page = nurse.get(here).content.decode()
    assert "Daftar lagi" in page and "di belakang semua yang sudah mendaftar" in page
    nurse.post(reverse("growth:enrol_me", args=[held.pk]))
    page = nurse.get(here).content.decode()
    assert "Menunggu persetujuan atasan" in page and "Daftar lagi" not in page
    withdraw_enrolment(enrolment=row, actor=user(world.nurse), at=NOW)
    begin_session(session=held, actor=user(world.hr), at=STARTS)
    page = nurse.get(here).content.decode()
    assert "Mengundurkan diri" in page and "Daftar lagi" not in page
