"""Evaluations of behaviour: told once when they open, once before they close, to who still has to answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.accounts.models import User
from kinerja.assessment.models import Notice
from kinerja.assessment.notice_mails import mail_round
from kinerja.growth.actions.enrolments import enrol
from kinerja.growth.actions.evaluations import evaluate
from kinerja.growth.actions.sessions import begin_session, hold_session
from kinerja.growth.evaluation_notices import evaluation_round
from kinerja.growth.models import Session, TrainingEvaluation
from kinerja.growth.queries.training import to_evaluate
from kinerja.growth.queries.training_results import four_levels
from kinerja.growth.training import statements
from kinerja.jobs.upkeep import ROUNDS, training_evaluations
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_training import ENDS, STARTS, present, session
from tests.world import NOW, World, appoint, nip

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Jakarta")
OPENS, CLOSES = date(2027, 4, 12), date(2027, 5, 12)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def held(world: World, *people: Employee) -> Session:
    """A session in which they were; behaviour is asked about six months later."""
    made = session(world, seats=40, needs_approval=False)
    for person in people:
        enrol(session=made, employee=person, actor=user(world.hr), at=NOW)
    begin_session(session=made, actor=user(world.hr), at=STARTS)
    present(made, *people)
    return hold_session(session=made, actor=user(world.hr), at=ENDS)


def told(person: Employee) -> list[str]:
    rows = Notice.objects.filter(user=user(person), key__startswith="growth.behaviour:")
    return list(rows.order_by("pk").values_list("title", flat=True))


def answer(row: TrainingEvaluation, when: datetime) -> None:
    scores = dict.fromkeys(statements(row.level, row.opens), 3)
    evaluate(evaluation=row, scores=scores, text="", actor=user(row.by), at=when)


def test_it_opens_and_closes_on_days_of_the_law(world: World) -> None:
    held(world, world.nurse)
    rows = TrainingEvaluation.objects.filter(level="behaviour")
    assert set(rows.values_list("opens", "closes")) == {(OPENS, CLOSES)}
    assert TrainingEvaluation.objects.get(level="reaction").closes is None


def test_told_once_when_it_opens_and_once_before_it_closes(world: World) -> None:
    made = held(world, world.nurse)
    asked = list(TrainingEvaluation.objects.filter(level="behaviour").select_related("by"))
    assert evaluation_round(at(OPENS - timedelta(days=3))) == 0
    assert evaluation_round(at(OPENS)) == len(asked)
    for day in range(22):
        assert evaluation_round(at(OPENS + timedelta(days=day), 15)) == 0
    opened = "Isi evaluasi perilaku sampai 12 Mei 2027: Komunikasi pelayanan"
    assert told(world.section_head) == [opened]
    notice = Notice.objects.get(user=user(world.section_head), key=f"growth.behaviour:{made.pk}:buka")
    mine = next(row for row in asked if row.by_id == world.section_head.pk)
    assert (notice.url, notice.due) == (reverse("growth:evaluation", args=[mine.pk]), CLOSES)
    for day in range(22, 40):
        evaluation_round(at(OPENS + timedelta(days=day)))
    closing = "Evaluasi perilaku ditutup 12 Mei 2027: Komunikasi pelayanan"
    for row in asked:
        assert told(row.by) == [opened, closing]
    assert not told(world.nurse), "nobody is asked about himself"


def test_who_answered_is_not_reminded(world: World) -> None:
    held(world, world.nurse)
    evaluation_round(at(OPENS))
    rows = list(TrainingEvaluation.objects.filter(level="behaviour").order_by("side"))
    for row in rows[1:]:
        answer(row, at(OPENS))
    assert evaluation_round(at(CLOSES)) == 1
    assert len(told(rows[0].by)) == 2 and len(told(rows[1].by)) == 1


def test_one_notice_for_many_participants(world: World) -> None:
    held(world, world.nurse, world.pppk)
    both = TrainingEvaluation.objects.filter(side="superior", by=world.section_head)
    assert both.count() == 2
    evaluation_round(at(OPENS))
    notice = Notice.objects.get(user=user(world.section_head), key__startswith="growth.behaviour:")
    assert notice.url == reverse("growth:development"), "the list, because two wait"
    answer(both[0], at(OPENS))
    assert evaluation_round(at(OPENS)) == 0
    evaluation_round(at(CLOSES))
    assert len(told(world.section_head)) == 2, "one is still open"


def test_a_worker_that_slept_tells_the_end_alone_and_days_off_are_left_in_peace(world: World) -> None:
    held(world, world.nurse)
    saturday = date(2027, 4, 17)
    assert evaluation_round(at(saturday)) == 0
    evaluation_round(at(CLOSES))
    evaluation_round(at(CLOSES, 15))
    assert len(told(world.section_head)) == 1
    assert evaluation_round(at(CLOSES + timedelta(days=1))) == 0


def test_who_cannot_sign_in_is_not_told(world: World) -> None:
    held(world, world.nurse)
    head = user(world.section_head)
    head.is_active = False
    head.save(update_fields=["is_active"])
    evaluation_round(at(OPENS))
    assert not told(world.section_head)


def test_the_mail_counts_and_names_nobody(world: World) -> None:
    held(world, world.nurse)
    head = user(world.section_head)
    head.email = "kepala@contoh.test"
    head.save(update_fields=["email"])
    Notice.objects.all().delete()
    evaluation_round(at(OPENS, 5))
    assert mail_round(at(OPENS, 9)) >= 1
    sent = next(item for item in mail.outbox if item.to == ["kepala@contoh.test"])
    assert "1 hal menunggu" in sent.subject
    assert world.nurse.name not in sent.body and "Komunikasi" not in sent.body


def test_closed_it_takes_no_answer_and_waits_no_longer(world: World) -> None:
    held(world, world.nurse)
    row = TrainingEvaluation.objects.get(side="superior")
    after = CLOSES + timedelta(days=1)
    assert row in to_evaluate(world.section_head, CLOSES)
    assert row not in to_evaluate(world.section_head, after)
    with pytest.raises(NotPossible, match="ditutup"):
        answer(row, at(after))
    answer(row, at(CLOSES, 23))


def test_the_page_says_until_when(world: World) -> None:
    held(world, world.nurse)
    row = TrainingEvaluation.objects.get(side="superior")
    today = NOW.date()
    TrainingEvaluation.objects.update(opens=today, closes=today)
    head, url = world.client(world.section_head), reverse("growth:evaluation", args=[row.pk])
    assert "Dapat diisi sampai 5 Oktober 2026" in head.get(url).content.decode()
    assert "sampai 5 Oktober 2026" in head.get(reverse("growth:development")).content.decode()
    TrainingEvaluation.objects.update(opens=today - timedelta(days=2), closes=today - timedelta(days=1))
    assert head.get(url)["Location"] == reverse("growth:development")
    full = dict.fromkeys(statements("behaviour", today), "3")
    closed = head.post(url, full)
    assert closed.status_code == 422 and "sudah ditutup" in closed.content.decode()


def test_the_end_shows_nothing_below_the_floor(world: World) -> None:
    """Two of a side answered, then it closes: what was hidden stays hidden."""
    made = held(world, world.section_head)
    for row in TrainingEvaluation.objects.filter(side="subordinate"):
        answer(row, at(OPENS))
    for day in (OPENS, CLOSES, CLOSES + timedelta(days=30)):
        evaluation_round(at(day))
        assert [side.mean for side in four_levels(made, day).behaviour if side.label != "Atasan"] == [None]
    titles = Notice.objects.filter(key__startswith="growth.behaviour:").values_list("title", flat=True)
    assert not any(world.section_head.name in title for title in titles)


def test_the_worker_does_it_at_one_price(world: World) -> None:
    assert training_evaluations in ROUNDS
    held(world, world.nurse)
    with CaptureQueriesContext(connection) as few:
        evaluation_round(at(OPENS))
    people = []
    for number in range(12):
        own, name = nip(400 + number), f"Perawat {number}"
        login = User.objects.create(username=own, full_name=name)
        person = Employee.objects.create(nip=own, name=name, user=login)
        appoint(person, world.posts["PERAWAT"])
        people.append(person)
    Notice.objects.all().delete()
    held(world, *people)
    with CaptureQueriesContext(connection) as many:
        evaluation_round(at(OPENS))
    assert len(many) == len(few)
