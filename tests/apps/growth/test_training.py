"""Sessions: seats, queue, approval, attendance, tests, hours; by state and by refusal."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection

from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.actions.courses import add_question
from kinerja.growth.actions.enrolments import (
    approve_enrolment,
    enrol,
    refuse_enrolment,
    take_test,
    withdraw_enrolment,
)
from kinerja.growth.actions.needs import add_need
from kinerja.growth.actions.sessions import (
    begin_session,
    cancel_session,
    change_session,
    check_in,
    hold_session,
    plan_session,
)
from kinerja.growth.actions.training_evaluations import around
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import DevelopmentActivity, Enrolment, Session, TrainingEvaluation
from kinerja.growth.queries.training import open_tests, to_approve
from kinerja.growth.training import amount_of
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_training import (
    DURING,
    ENDS,
    STARTS,
    course,
    present,
    running,
    seat,
    session,
)
from tests.world import NOW, TODAY, World, appoint, nip

pytestmark = pytest.mark.django_db


def fresh(row: Any) -> Any:
    return type(row)._default_manager.get(pk=row.pk)


def test_the_appraiser_approves_and_the_last_seat_makes_a_queue(world: World) -> None:
    held = session(world, seats=1)
    first, second = seat(held, world.nurse), seat(held, world.pppk)
    assert first.status == second.status == "requested"
    assert list(to_approve(world.section_head, TODAY)) == [first, second]
    for other in (world.nurse, world.midwife, world.hr, world.puskesmas_head):
        with pytest.raises(PermissionDenied):
            approve_enrolment(enrolment=first, actor=user(other), at=NOW)
    head = user(world.section_head)
    assert approve_enrolment(enrolment=first, actor=head, at=NOW).status == "approved"
    assert approve_enrolment(enrolment=second, actor=head, at=NOW).status == "waiting"
    with pytest.raises(NotPossible):
        approve_enrolment(enrolment=first, actor=head, at=NOW)
    withdraw_enrolment(enrolment=first, actor=user(world.nurse), at=NOW)
    assert fresh(second).status == "approved"
    assert Notice.objects.filter(user=user(world.pppk), title__contains="mendapat kursi").count() == 1
    with pytest.raises(NotPossible):
        seat(held, world.pppk)


def test_the_queue_goes_by_the_time_of_asking(world: World) -> None:
    held = session(world, seats=1, needs_approval=False)
    rows = [
        seat(held, person, NOW + timedelta(minutes=number))
        for number, person in enumerate((world.nurse, world.midwife, world.pppk, world.nurse2))
    ]
    assert [row.status for row in rows] == ["approved", "waiting", "waiting", "waiting"]
    withdraw_enrolment(enrolment=rows[1], actor=user(world.midwife), at=NOW)
    withdraw_enrolment(enrolment=rows[0], actor=user(world.hr), at=NOW)
    assert [fresh(row).status for row in rows] == ["withdrawn", "withdrawn", "approved", "waiting"]
    facts: dict[str, Any] = {"starts_at": STARTS, "ends_at": ENDS, "place": "Aula", "trainer": "W"}
    change_session(session=held, **facts, seats=2, actor=user(world.hr), at=NOW)
    assert fresh(rows[3]).status == "approved"
    with pytest.raises(NotPossible):
        change_session(session=held, **facts, seats=1, actor=user(world.hr), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_for_the_last_seat_at_once(world: World) -> None:
    held = session(world, seats=1, needs_approval=False)
    gate, said = threading.Barrier(2), dict[str, str]()

    def ask(person: Employee) -> None:
        close_old_connections()
        try:
            gate.wait(timeout=20)
            said[person.nip] = seat(held, person).status
        finally:
            connection.close()

    both = [threading.Thread(target=ask, args=(person,)) for person in (world.nurse, world.midwife)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=60)
    assert sorted(said.values()) == ["approved", "waiting"]


def test_who_may_enrol_whom(world: World) -> None:
    held = session(world, seats=5)
    assert (
        enrol(session=held, employee=world.nurse, actor=user(world.section_head), at=NOW).status == "approved"
    )
    assert enrol(session=held, employee=world.pppk, actor=user(world.hr), at=NOW).status == "requested"
    by_head = enrol(session=held, employee=world.midwife, actor=user(world.office_head), at=NOW)
    assert by_head.status == "requested"
    for other in (world.outsider, world.nurse, world.auditor):
        with pytest.raises(PermissionDenied):
            enrol(session=held, employee=world.nurse2, actor=user(other), at=NOW)
    # Nobody in the register appraises the secretary: HR approves.
    alone = seat(held, world.secretary)
    assert approve_enrolment(enrolment=alone, actor=user(world.hr), at=NOW).status == "approved"


def test_a_refusal_says_why(world: World) -> None:
    row = seat(session(world), world.nurse)
    with pytest.raises(Incomplete):
        refuse_enrolment(enrolment=row, why=" ", actor=user(world.section_head), at=NOW)
    refuse_enrolment(enrolment=row, why="Jadwal jaga penuh.", actor=user(world.section_head), at=NOW)
    assert (fresh(row).status, fresh(row).why) == ("refused", "Jadwal jaga penuh.")
    with pytest.raises(NotPossible):
        withdraw_enrolment(enrolment=row, actor=user(world.nurse), at=NOW)


def test_attendance_only_while_it_runs_and_only_who_has_a_seat(world: World) -> None:
    held = session(world, needs_approval=False)
    seat(held, world.nurse)
    seat(held, world.pppk)
    with pytest.raises(NotPossible):
        present(held, world.nurse)
    with pytest.raises(NotPossible):
        begin_session(session=held, actor=user(world.hr), at=STARTS - timedelta(minutes=31))
    with pytest.raises(PermissionDenied):
        begin_session(session=held, actor=user(world.nurse), at=STARTS)
    begin_session(session=held, actor=user(world.hr), at=STARTS - timedelta(minutes=30))
    with pytest.raises(NotPossible):
        present(held, world.midwife)
    nurse = user(world.nurse)
    with pytest.raises(NotPossible):
        check_in(session=held, employee=world.nurse, actor=nurse, at=ENDS + timedelta(seconds=1))
    check_in(session=held, employee=world.nurse, actor=nurse, at=STARTS - timedelta(minutes=30))
    again = check_in(session=held, employee=world.nurse, actor=nurse, at=DURING)
    assert again.attended_at == STARTS - timedelta(minutes=30)
    by_hand: dict[str, Any] = {"session": held, "employee": world.pppk, "at": DURING}
    with pytest.raises(PermissionDenied):
        check_in(**by_hand, actor=nurse, why="Teman saya.")
    with pytest.raises(Incomplete):
        check_in(**by_hand, actor=user(world.hr))
    assert check_in(**by_hand, actor=user(world.hr), why="Ponsel mati.").status == "attended"
    with pytest.raises(NotPossible):
        withdraw_enrolment(enrolment=again, actor=nurse, at=DURING)


def test_the_test_before_and_after(world: World) -> None:
    held = session(world, needs_approval=False)
    row = seat(held, world.nurse)
    asked = list(held.course.questions.all())
    right = {question.pk: question.right for question in asked}
    wrong = right | {asked[0].pk: 0}
    nurse = user(world.nurse)
    assert list(open_tests(world.nurse)) == [row]
    take: dict[str, Any] = {"enrolment": row, "actor": nurse, "at": NOW}
    with pytest.raises(NotPossible):
        take_test(**take, moment="after", answers=right)
    for half in ({asked[0].pk: 0}, right | {asked[0].pk: 9}, right | {asked[0].pk: -1}):
        with pytest.raises(Incomplete):
            take_test(**take, moment="before", answers=half)
    with pytest.raises(PermissionDenied):
        take_test(enrolment=row, actor=user(world.midwife), at=NOW, moment="before", answers=right)
    assert take_test(**take, moment="before", answers=wrong).score == Decimal("66.67")
    with pytest.raises(NotPossible):
        take_test(**take, moment="before", answers=right)
    with pytest.raises(NotPossible):
        add_question(
            course=held.course, text="Baru?", options=["a", "b"], right=0, actor=user(world.hr), at=NOW
        )
    assert list(open_tests(world.nurse)) == []
    begin_session(session=held, actor=user(world.hr), at=STARTS)
    with pytest.raises(NotPossible):
        take_test(**take, moment="after", answers=right)
    present(held, world.nurse)
    assert list(open_tests(world.nurse)) == [row]
    assert take_test(**take, moment="after", answers=right).score == Decimal("100.00")
    assert row.tests.count() == 2


def test_before_closes_when_it_begins(world: World) -> None:
    held = running(world, world.nurse)
    row = held.enrolments.get()
    right = {question.pk: question.right for question in held.course.questions.all()}
    with pytest.raises(NotPossible):
        take_test(enrolment=row, moment="before", answers=right, actor=user(world.nurse), at=DURING)


def test_holding_writes_hours_opens_evaluations_and_meets_needs(world: World) -> None:
    hr = user(world.hr)
    unit = world.units["PKM1-YAN"]
    gap: dict[str, Any] = {"unit": unit, "source": "gap", "topic": "Komunikasi", "reason": "Level 1."}
    need = add_need(**gap, employee=world.nurse, competence="komunikasi", actor=hr, at=NOW)
    other = add_need(**gap, employee=world.pppk, competence="komunikasi", actor=hr, at=NOW)
    held = running(world, world.nurse, world.pppk, world.section_head)
    present(held, world.nurse, world.section_head)
    with pytest.raises(PermissionDenied):
        hold_session(session=held, actor=user(world.nurse), at=ENDS)
    hold_session(session=held, actor=hr, at=ENDS)
    statuses = dict(held.enrolments.values_list("employee__name", "status"))
    assert statuses == {
        world.nurse.name: "attended",
        world.pppk.name: "absent",
        world.section_head.name: "attended",
    }
    activity = DevelopmentActivity.objects.get(employee=world.nurse)
    assert (activity.kind, activity.amount, activity.day) == ("pelatihan_teknis", 8, ENDS.date())
    assert activity.confirmed_by == hr and activity.enrolment is not None
    assert not DevelopmentActivity.objects.filter(employee=world.pppk).exists()
    assert (fresh(need).status, fresh(other).status) == ("met", "open")
    rows = TrainingEvaluation.objects.filter(enrolment__employee=world.nurse)
    assert rows.get(level="reaction").by == world.nurse
    behaviour = rows.filter(level="behaviour")
    assert {row.opens.isoformat() for row in behaviour} == {"2027-04-12"}
    assert behaviour.get(side="superior").by == world.section_head
    assert world.nurse.pk not in behaviour.values_list("by", flat=True)
    assert 1 <= behaviour.filter(side="peer").count() <= 2
    below = TrainingEvaluation.objects.filter(enrolment__employee=world.section_head, side="subordinate")
    assert below.count() == 2
    with pytest.raises(NotPossible):
        hold_session(session=held, actor=hr, at=ENDS)
    assert Event.objects.filter(action="growth.hold_session").count() == 1


def test_who_waited_in_vain_is_told(world: World) -> None:
    held = session(world, seats=1, needs_approval=False)
    seat(held, world.nurse)
    waiting = seat(held, world.pppk)
    begin_session(session=held, actor=user(world.hr), at=STARTS)
    hold_session(session=held, actor=user(world.hr), at=ENDS)
    assert fresh(waiting).status == "withdrawn" and fresh(waiting).why == "Sesi selesai sebelum ada kursi."
    assert Enrolment.objects.get(employee=world.nurse).status == "absent"


def test_cancelling_withdraws_everybody(world: World) -> None:
    held = session(world)
    row = seat(held, world.nurse)
    with pytest.raises(Incomplete):
        cancel_session(session=held, why="", actor=user(world.hr), at=NOW)
    cancel_session(session=held, why="Pengajar sakit.", actor=user(world.hr), at=NOW)
    assert (fresh(row).status, fresh(row).why) == ("withdrawn", "Pengajar sakit.")
    assert Notice.objects.filter(user=user(world.nurse), title__contains="Dibatalkan").exists()
    with pytest.raises(NotPossible):
        seat(held, world.pppk)


def test_only_hr_plans_and_only_what_makes_sense(world: World) -> None:
    with pytest.raises(PermissionDenied):
        plan_session(
            course=course(world),
            starts_at=STARTS,
            ends_at=ENDS,
            place="Aula",
            trainer="W",
            seats=1,
            actor=user(world.section_head),
            at=NOW,
        )
    wrong: list[dict[str, Any]] = [
        {"ends_at": STARTS},
        {"place": " "},
        {"trainer": ""},
        {"seats": 0},
        {"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1)},
    ]
    for facts in wrong:
        with pytest.raises(Incomplete):
            session(world, **facts)
    for facts in (
        {"title": " "},
        {"kind": "sulap"},
        {"form": "x"},
        {"hours": 0},
        {"price": -1},
        {"questions": [("Apa?", ["satu"], 0)]},
        {"questions": [("Apa?", ["satu", "dua"], 2)]},
        {"questions": [("Apa?", ["satu", "satu"], 0)]},
        {"materials": [("Judul", "", "")]},
        {"materials": [("Judul", "", "javascript:alert(1)")]},
    ):
        with pytest.raises(Incomplete):
            course(world, **facts)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("kind", "hours", "amount"),
    [
        ("pelatihan_teknis", 8, 8),
        ("coaching", 5, 2),
        ("mentoring", 1, 1),
        ("magang", 40, 1),
        ("komunitas_belajar", 2, 2),
    ],
)
def test_what_a_course_counts(kind: str, hours: int, amount: int) -> None:
    assert amount_of(kind, hours, TODAY) == amount


def test_hundreds_cost_the_same_to_ask_around(world: World, django_assert_max_num_queries: Any) -> None:
    held = session(world, seats=40, needs_approval=False)
    for number in range(20):
        person = Employee.objects.create(nip=nip(400 + number), name=f"Perawat {number}")
        appoint(person, world.posts["PERAWAT"])
        enrol(session=held, employee=person, actor=user(world.hr), at=NOW)
    rows = list(held.enrolments.select_related("employee"))
    with django_assert_max_num_queries(6):
        first = list(around(rows, TODAY))
    assert first == list(around(rows, TODAY)), "chosen the same every time"
