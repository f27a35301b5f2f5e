"""Who came before his superior answered: the organiser ticks him on a free seat, and the superior is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.actions.enrolments import approve_enrolment, enrol, refuse_enrolment
from kinerja.growth.actions.sessions import begin_session, check_in, hold_session
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import DevelopmentActivity, Enrolment, Session, TrainingEvaluation
from kinerja.growth.queries.training import to_approve
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_training import DURING, ENDS, STARTS, seat, session
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


def asked(world: World, *, seats: int = 2, begun: bool = True) -> tuple[Session, Enrolment]:
    """The nurse asked, her superior says nothing, the session begins."""
    held = session(world, seats=seats)
    row = seat(held, world.nurse)
    return (begin_session(session=held, actor=user(world.hr), at=STARTS) if begun else held), row


def tick(world: World, held: Session, by: Employee | None = None, why: str = "Ada di ruangan.") -> Enrolment:
    """The organiser ticks the nurse."""
    return check_in(session=held, employee=world.nurse, actor=user(by or world.hr), at=DURING, why=why)


def test_the_organiser_ticks_him_and_the_superior_is_told_once(world: World) -> None:
    held, row = asked(world)
    made = tick(world, held)
    assert (made.status, made.unanswered, made.why) == ("attended", True, "Ada di ruangan.")
    assert made.attended_at == DURING
    tick(world, held)
    told = Notice.objects.get(user=user(world.section_head), title__contains="sebelum Anda menjawab")
    assert world.nurse.name in told.title and told.url == reverse("growth:session", args=[held.pk])
    event = Event.objects.get(action="growth.check_in_unanswered")
    assert (event.object_id, event.why) == (str(row.pk), "Ada di ruangan.")
    assert not to_approve(world.section_head, TODAY).exists()
    head: dict[str, Any] = {"enrolment": row, "actor": user(world.section_head), "at": DURING}
    with pytest.raises(NotPossible):
        approve_enrolment(**head)
    with pytest.raises(NotPossible):
        refuse_enrolment(**head, why="Terlambat.")


def test_it_counts_like_any_attendance(world: World) -> None:
    held, row = asked(world)
    tick(world, held)
    hold_session(session=held, actor=user(world.hr), at=ENDS)
    row.refresh_from_db()
    assert (row.status, row.unanswered) == ("attended", True)
    assert DevelopmentActivity.objects.get(employee=world.nurse).amount == 8
    assert TrainingEvaluation.objects.filter(enrolment=row, level="reaction").count() == 1


def test_who_was_approved_bears_no_note(world: World) -> None:
    held, row = asked(world)
    approve_enrolment(enrolment=row, actor=user(world.section_head), at=DURING)
    assert tick(world, held).unanswered is False
    assert Event.objects.filter(action="growth.check_in_by_hand").count() == 1
    assert not Notice.objects.filter(title__contains="sebelum Anda menjawab").exists()


def test_nobody_ticks_himself_and_no_stranger_does(world: World) -> None:
    held, row = asked(world)
    with pytest.raises(NotPossible, match="Atasan Anda belum menjawab"):
        check_in(session=held, employee=world.nurse, actor=user(world.nurse), at=DURING)
    for stranger in (world.midwife, world.section_head, world.auditor, world.outsider):
        with pytest.raises(PermissionDenied):
            tick(world, held, stranger)
    with pytest.raises(Incomplete):
        tick(world, held, why=" ")
    own = session(world, held.course)
    enrol(session=own, employee=world.hr, actor=user(world.hr), at=NOW)
    begin_session(session=own, actor=user(world.hr), at=STARTS)
    if own.enrolments.get().status == "requested":
        with pytest.raises(NotPossible):
            check_in(session=own, employee=world.hr, actor=user(world.hr), at=DURING, why="Saya hadir.")
    row.refresh_from_db()
    assert row.status == "requested"


def test_only_while_it_runs(world: World) -> None:
    held, row = asked(world, begun=False)
    with pytest.raises(NotPossible, match="selama sesi berlangsung"):
        tick(world, held)
    begin_session(session=held, actor=user(world.hr), at=STARTS)
    hold_session(session=held, actor=user(world.hr), at=ENDS)
    with pytest.raises(NotPossible):
        tick(world, held)
    row.refresh_from_db()
    assert row.status == "refused"


def test_a_no_stays_a_no(world: World) -> None:
    held, row = asked(world)
    refuse_enrolment(enrolment=row, why="Jadwal jaga.", actor=user(world.section_head), at=DURING)
    with pytest.raises(NotPossible):
        tick(world, held)


def test_never_more_participants_than_seats(world: World) -> None:
    """The seat of who was approved is his, whether he has come or not; so is that of who was ticked."""
    held = session(world, seats=2)
    rows = [seat(held, person) for person in (world.nurse, world.pppk, world.nurse2)]
    head = user(world.section_head)
    approve_enrolment(enrolment=rows[1], actor=head, at=NOW)
    begin_session(session=held, actor=user(world.hr), at=STARTS)
    tick(world, held)
    late: dict[str, Any] = {"session": held, "employee": world.nurse2, "at": DURING, "why": "Ada di ruangan."}
    with pytest.raises(NotPossible, match="kursi sudah terisi"):
        check_in(**late, actor=user(world.hr))
    here = reverse("growth:session", args=[held.pk])
    page = world.client(world.hr).get(here).content.decode()
    assert "Kursi penuh" in page
    assert reverse("growth:enrolment_attend", args=[rows[2].pk]) not in page
    above = appraiser_of(world.nurse2, TODAY)
    assert above is not None
    late_yes = approve_enrolment(enrolment=rows[2], actor=user(above.employee), at=DURING)
    assert late_yes.status == "waiting"
    check_in(session=held, employee=world.pppk, actor=user(world.pppk), at=DURING)
    assert held.enrolments.filter(status="attended").count() == held.seats == 2


def test_the_pages_say_why(world: World, settings: Any) -> None:
    held, row = asked(world)
    settings.FIXED_NOW = DURING.isoformat()
    hr, nurse = world.client(world.hr), world.client(world.nurse)
    here = reverse("growth:session", args=[held.pk])
    room = reverse("growth:attend", args=[held.attend_key])
    assert "Minta penyelenggara mencatat kehadiran Anda" in nurse.get(room).content.decode()
    refused = nurse.post(room)
    assert refused.status_code == 422 and "Atasan Anda belum menjawab" in refused.content.decode()
    assert "Minta penyelenggara" in nurse.get(here).content.decode()
    url = reverse("growth:enrolment_attend", args=[row.pk])
    assert url in hr.get(here).content.decode()
    assert "Atasannya belum menjawab" in hr.get(url).content.decode()
    assert nurse.get(url).status_code == nurse.post(url).status_code == 403
    assert hr.post(url, {"why": "Ada di ruangan."}).status_code == 302
    page = hr.get(here).content.decode()
    assert "Atasan belum menjawab saat ia hadir" in page and "Ada di ruangan." in page
    assert "Atasan belum menjawab saat Anda hadir" in nurse.get(here).content.decode()
