"""How a round ends: by itself after its last day, later than planned, or before anybody was asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.assessment.actions.rounds import (
    add_ask,
    cancel_due_drafts,
    cancel_round,
    close_due_rounds,
    close_round,
    extend_round,
    open_round,
)
from kinerja.assessment.actions.tickets import answer, take_ticket
from kinerja.assessment.errors import Incomplete, NotOpen
from kinerja.assessment.models import FeedbackAnswer, FeedbackRound, FeedbackTicket, Notice
from kinerja.assessment.queries.round_results import round_reading
from kinerja.assessment.reminding import reminder_round
from kinerja.audit.models import Event
from kinerja.jobs.upkeep import ROUNDS, feedback_rounds
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import WINDOW, ZONE, user
from tests.apps.assessment.round_office import CODES, ENDS, LATER, colleagues, draft, running, speak
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
LAST_EVENING = datetime(2026, 10, 12, 23, 50, tzinfo=ZONE)


def told(person: Employee, made: FeedbackRound, what: str) -> list[Notice]:
    return list(Notice.objects.filter(user=user(person), key=f"round:{made.pk}:{what}"))


def test_a_round_closes_by_itself_after_its_last_day_and_shows_what_was_said(world: World) -> None:
    colleagues(world, 5)
    made, going = running(world), draft(world, ends=ENDS + timedelta(days=1))
    open_round(round=going, actor=user(world.hr), at=WINDOW)
    for ask in made.asks.filter(subject=world.nurse, relation="peer")[:3]:
        speak(ask, 4, keep="Sabar")
    assert close_due_rounds(at=LAST_EVENING) == 0
    assert round_reading(world.nurse, world.q3, ENDS) is None
    assert close_due_rounds(at=LATER) == 1
    assert close_due_rounds(at=LATER) == 0, "once is enough"
    found = round_reading(world.nurse, world.q3, LATER.date())
    assert found is not None and found.keep == ("Sabar",) * 3
    assert not FeedbackTicket.objects.filter(round=made).exists()
    assert FeedbackTicket.objects.filter(round=going).exists()
    event = Event.objects.get(action="assessment.close_round")
    assert (event.actor_id, event.actor_name, event.after) == (None, "sistem", {"answers": 3})
    (notice,) = told(world.hr, made, "closed")
    assert notice.url == reverse("assessment:round", args=[made.pk])
    assert feedback_rounds in ROUNDS


def test_a_draft_whose_days_are_over_is_cancelled_with_a_reason_and_its_maker_told(world: World) -> None:
    over, running_on = draft(world, who=world.section_head), running(world)
    later = draft(world, ends=ENDS + timedelta(days=1))
    assert close_due_rounds(at=LAST_EVENING) == cancel_due_drafts(at=LAST_EVENING) == 0
    assert (cancel_due_drafts(at=LATER), cancel_due_drafts(at=LATER)) == (1, 0)
    states = dict(FeedbackRound.objects.values_list("pk", "status"))
    assert states == {over.pk: "cancelled", running_on.pk: "open", later.pk: "draft"}
    event = Event.objects.get(action="assessment.cancel_round")
    assert (event.actor_id, event.actor_name, event.object_id) == (None, "sistem", str(over.pk))
    assert event.why == "Hari terakhirnya lewat dan putaran belum dibuka."
    (notice,) = told(world.section_head, over, "cancelled")
    assert over.name in notice.title and world.client(world.section_head).get(notice.url).status_code == 200


def test_the_worker_cancels_drafts_as_it_closes_rounds(world: World) -> None:
    made, ran = draft(world), running(world)
    FeedbackRound.objects.update(starts=date(2020, 1, 1), ends=date(2020, 1, 2))
    assert feedback_rounds.call() == 2
    states = dict(FeedbackRound.objects.values_list("pk", "status"))
    assert states == {made.pk: "cancelled", ran.pk: "closed"}


def test_the_maker_of_a_draft_is_told_once_before_its_last_day(world: World) -> None:
    made, opened = draft(world), running(world)
    reminder_round(WINDOW + timedelta(days=2))
    assert not told(world.hr, made, "unopened"), "three working days before it is early"
    for days in (3, 4, 7):
        reminder_round(WINDOW + timedelta(days=days))
    (notice,) = told(world.hr, made, "unopened")
    assert (notice.due, notice.url) == (ENDS, reverse("assessment:round", args=[made.pk]))
    assert "hari terakhirnya 12 Oktober 2026" in notice.title
    assert not told(world.hr, opened, "unopened")
    assert "dibatalkan sendiri" in world.client(world.hr).get(notice.url).content.decode()


def test_the_maker_hears_of_it_when_somebody_else_closes(world: World) -> None:
    first, second = running(world), running(world)
    close_round(round=first, actor=user(world.hr), at=WINDOW)
    close_round(round=second, actor=user(world.section_head), at=WINDOW)
    assert not told(world.hr, first, "closed") and len(told(world.hr, second, "closed")) == 1


def test_appraisers_learn_once_that_they_may_adjust_a_draft(world: World) -> None:
    made = draft(world)
    (notice,) = told(world.section_head, made, "draft")
    assert notice.url == reverse("assessment:round", args=[made.pk]) and made.name in notice.title
    assert len(told(world.puskesmas_head, made, "draft")) == 1, "he appraises the section head"
    for person in (world.nurse, world.hr, world.midwife):
        assert not told(person, made, "draft"), person
    own = draft(world, who=world.section_head)
    assert not told(world.section_head, own, "draft"), "who made it knows"
    assert world.client(world.section_head).get(notice.url).status_code == 200


def test_a_draft_is_cancelled_with_a_reason_and_never_opened(world: World) -> None:
    made = draft(world)
    with pytest.raises(PermissionDenied):
        cancel_round(round=made, reason="Salah unit", actor=user(world.nurse), at=WINDOW)
    with pytest.raises(Incomplete, match="mengapa"):
        cancel_round(round=made, reason=" ", actor=user(world.hr), at=WINDOW)
    cancel_round(round=made, reason="Salah unit", actor=user(world.hr), at=WINDOW)
    assert FeedbackRound.objects.get().status == "cancelled"
    assert Event.objects.get(action="assessment.cancel_round").why == "Salah unit"
    for act in (open_round, close_round):
        with pytest.raises(NotPossible):
            act(round=made, actor=user(world.hr), at=WINDOW)
    with pytest.raises(NotOpen, match="dibatalkan"):
        add_ask(round=made, subject=world.nurse, asked=world.midwife, reason="x", actor=user(world.hr),
                at=WINDOW)  # fmt: skip
    going = running(world)
    with pytest.raises(NotPossible):
        cancel_round(round=going, reason="Terlambat", actor=user(world.hr), at=WINDOW)


def test_a_running_round_is_extended_and_tickets_stay(world: World) -> None:
    made = running(world)
    ask = made.asks.filter(subject=world.pppk, asked=world.nurse).get()
    code = take_ticket(ask=ask, actor=user(world.nurse), at=WINDOW)
    tickets = FeedbackTicket.objects.count()
    with pytest.raises(PermissionDenied):
        extend_round(round=made, ends=date(2026, 10, 19), actor=user(world.nurse), at=LATER)
    extend_round(round=made, ends=date(2026, 10, 19), actor=user(world.hr), at=LATER)
    assert FeedbackTicket.objects.count() == tickets
    answer(code=code, asked=world.nurse, values=dict.fromkeys(CODES, 3), keep="", change="", at=LATER)
    assert FeedbackAnswer.objects.count() == 1
    assert close_due_rounds(at=LATER) == 0
    event = Event.objects.get(action="assessment.extend_round")
    assert (event.before, event.after) == ({"ends": "2026-10-12"}, {"ends": "2026-10-19"})


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (ENDS, "sesudah hari terakhir"),
        (date(2026, 10, 8), "sesudah hari terakhir"),
        (TODAY - timedelta(days=1), "hari ini atau sesudahnya"),
        (date(2026, 11, 5), "paling lama 31 hari"),
    ],
    ids=["same", "earlier", "over", "too-long"],
)
def test_days_that_are_no_extension(world: World, ends: date, words: str) -> None:
    made = running(world)
    with pytest.raises(Incomplete, match=words):
        extend_round(round=made, ends=ends, actor=user(world.hr), at=WINDOW)
    assert FeedbackRound.objects.get().ends == ENDS


def test_never_to_a_day_that_has_passed(world: World) -> None:
    made = running(world)
    with pytest.raises(Incomplete, match="hari ini atau sesudahnya"):
        extend_round(round=made, ends=date(2026, 10, 13), actor=user(world.hr), at=LATER + timedelta(days=1))


def test_only_a_running_round_is_extended(world: World) -> None:
    made, over = draft(world), running(world)
    close_round(round=over, actor=user(world.hr), at=WINDOW)
    for one in (made, over):
        with pytest.raises(NotOpen, match="sedang berjalan"):
            extend_round(round=one, ends=date(2026, 10, 19), actor=user(world.hr), at=WINDOW)


def test_cancelled_rounds_stand_on_their_own_tab(world: World) -> None:
    head = world.client(world.section_head)
    gone, kept = draft(world), running(world)
    page = reverse("assessment:round", args=[gone.pk])
    where = reverse("assessment:round_cancel", args=[gone.pk])
    assert where in head.get(page).content.decode()
    assert head.post(where, {"reason": ""}).status_code == 422
    after = head.post(where, {"reason": "Salah unit"}, follow=True).content.decode()
    assert "Draf putaran dibatalkan." in after and page not in after
    assert reverse("assessment:round", args=[kept.pk]) in after
    tab = head.get(reverse("assessment:rounds"), {"lihat": "dibatalkan"}).content.decode()
    assert page in tab and "Dibatalkan" in tab and reverse("assessment:round", args=[kept.pk]) not in tab
    shown = head.get(page).content.decode()
    assert "Dibatalkan" in shown and where not in shown
    subject = reverse("assessment:round_subject", args=[gone.pk, world.nurse.pk])
    assert "Putaran ini dibatalkan" in head.get(subject).content.decode()


def test_extending_by_page(world: World) -> None:
    head, made = world.client(world.section_head), running(world)
    where = reverse("assessment:round_extend", args=[made.pk])
    assert where in head.get(reverse("assessment:round", args=[made.pk])).content.decode()
    early = head.post(where, {"ends": "2026-10-12"})
    assert early.status_code == 422 and "sesudah hari terakhir" in early.content.decode()
    page = head.post(where, {"ends": "2026-10-20"}, follow=True).content.decode()
    assert "Putaran diperpanjang." in page and "20 Oktober 2026" in page
