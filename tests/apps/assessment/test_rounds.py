"""Rounds: who is proposed, what may be adjusted and by whom, what a closed round shows and hides."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinerja.assessment.actions.rounds import add_ask, close_round, open_round, remove_ask
from kinerja.assessment.errors import Incomplete, NotOpen
from kinerja.assessment.models import (
    FeedbackAsk,
    FeedbackCode,
    FeedbackRound,
    FeedbackTicket,
    Notice,
    Relation,
)
from kinerja.assessment.proposal import Voice, propose
from kinerja.assessment.queries.round_results import merge, round_reading
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.plans.models import RoleAssignment
from kinerja.rules.loader import in_force
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import AFTER, WINDOW, give_plan, user
from tests.apps.assessment.round_office import ENDS, closed, colleagues, draft, running, speak
from tests.world import TODAY, World

LAW = in_force("feedback.round", TODAY)


def about(made: FeedbackRound, subject: Employee) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = {}
    for ask in FeedbackAsk.objects.filter(round=made, subject=subject).select_related("asked"):
        rows.setdefault(ask.relation, set()).add(ask.asked.name)
    return rows


@given(st.integers(1, 40), st.integers(0, 12))
def test_nobody_is_asked_too_often_and_loads_stay_level(team: int, others: int) -> None:
    """A flat team: everybody is everybody's peer."""
    people = range(1, team + 1)
    voices = {
        subject: [Voice(pk, Relation.PEER, "") for pk in people if pk != subject]
        + [Voice(1000 + pk, Relation.OTHER, "") for pk in range(others)]
        + [Voice(999, Relation.SUPERIOR, "")]
        for subject in people
    }
    found = propose(voices, LAW)
    load = Counter(voice.employee_id for _subject, voice in found)
    assert max(load.values()) <= LAW["max_asked"]
    assert all(subject != voice.employee_id for subject, voice in found)
    assert len({(subject, voice.employee_id) for subject, voice in found}) == len(found)
    sides = Counter((subject, voice.relation) for subject, voice in found)
    assert all(count <= LAW["sides"][relation]["most"] for (_subject, relation), count in sides.items())
    peers = [load[pk] for pk in people]
    assert max(peers) - min(peers) <= 1
    if team > 5:
        assert all(sides[subject, Relation.PEER] == 5 for subject in people)
    assert propose(voices, LAW) == found


@given(st.fixed_dictionaries({side: st.integers(0, 9) for side in ("peer", "subordinate", "other")}))
def test_every_group_reaches_the_floor_and_nothing_is_left_to_subtract(counts: dict[str, int]) -> None:
    sides = {Relation(side): count for side, count in counts.items()}
    groups = merge(sides, 3)
    shown = [side for group in groups for side in group]
    assert len(shown) == len(set(shown))
    assert all(sum(sides[side] for side in group) >= 3 for group in groups)
    hidden = sum(count for side, count in sides.items() if side not in shown)
    if shown:
        assert hidden == 0, "with a side to lean on nothing needs to be dropped"
    else:
        assert hidden < 3


@pytest.mark.django_db
def test_sides_follow_from_line_and_matrix(world: World) -> None:
    peers = colleagues(world, 2)
    plan = give_plan(world, world.section_head, world.posts["KASI-YAN"])
    column = plan.versions.get().results.first()
    assert column is not None
    for person in (world.nurse, world.lab_analyst):
        RoleAssignment.objects.create(
            leader_plan=plan, column=column.key, employee=person, statement="Menjaga waktu tunggu"
        )
    made = draft(world)
    nurse = about(made, world.nurse)
    assert nurse["superior"] == {"Sri Wahyuni"}
    assert nurse["peer"] == {"Agus Salim", *(person.name for person in peers)}
    assert nurse["other"] == {"Maya Sari"}
    assert "subordinate" not in nurse
    head = about(made, world.section_head)
    assert "Dewi Lestari" in head["subordinate"]
    assert head["superior"] == {"Hendra Gunawan"}
    assert "Putri Anggraini" not in {ask.asked.name for ask in made.asks.all()}, "she is away for study"
    why = FeedbackAsk.objects.get(round=made, subject=world.nurse, asked=world.lab_analyst).why
    assert "Menjaga waktu tunggu" in why


@pytest.mark.django_db
def test_whoever_has_no_account_is_not_asked(world: World) -> None:
    colleagues(world, 2)
    Employee.objects.filter(pk=world.pppk.pk).update(user=None)
    assert "Agus Salim" not in about(draft(world), world.nurse)["peer"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nurse", "section_head", "auditor", "outsider", "education_head"])
def test_rounds_are_made_by_hr_and_heads_of_the_unit(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        draft(world, "PKM1", world.people[who])
    assert draft(world, "PKM1", world.puskesmas_head).asks.exists()
    assert draft(world, "PKM1", world.office_head).asks.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "ends"),
    [(date(2026, 10, 9), date(2026, 10, 8)), (date(2026, 9, 1), date(2026, 9, 9)), (TODAY, date(2027, 1, 1))],
)
def test_windows_that_cannot_be(world: World, starts: date, ends: date) -> None:
    with pytest.raises(Incomplete):
        draft(world, starts=starts, ends=ends)
    assert not FeedbackRound.objects.exists()


@pytest.mark.django_db
def test_the_appraiser_adds_with_a_reason_and_within_the_load(world: World) -> None:
    made = draft(world)
    facts: dict[str, Any] = {"round": made, "subject": world.nurse, "at": WINDOW}
    with pytest.raises(Incomplete, match="mengapa"):
        add_ask(asked=world.midwife, reason=" ", actor=user(world.section_head), **facts)
    row = add_ask(asked=world.midwife, reason="Satu regu jaga", actor=user(world.section_head), **facts)
    assert (row.relation, row.origin, row.why) == ("other", "added", "Satu regu jaga")
    event = Event.objects.get(action="assessment.add_ask")
    assert event.why == "Satu regu jaga" and event.after and event.after["asked"] == "Siti Aminah"
    for asked, words in ((world.midwife, "sudah diminta"), (world.nurse, "dirinya sendiri")):
        with pytest.raises(Incomplete, match=words):
            add_ask(asked=asked, reason="Teman", actor=user(world.section_head), **facts)
    add_ask(asked=world.lab_analyst, reason="Sampel pasien", actor=user(world.hr), **facts)
    with pytest.raises(Incomplete, match="Paling banyak 2 orang"):
        add_ask(asked=world.lab_coordinator, reason="Teman", actor=user(world.section_head), **facts)


@pytest.mark.django_db
def test_nobody_is_added_above_the_load(world: World) -> None:
    people = colleagues(world, 10)
    made = draft(world)
    busy = people[0]
    rest = [person for person in people[1:] if not made.asks.filter(subject=person, asked=busy).exists()]
    for person in rest[: LAW["max_asked"] - made.asks.filter(asked=busy).count()]:
        FeedbackAsk.objects.create(round=made, subject=person, asked=busy, relation="other")
    free = Employee.objects.filter(asked_about__round=made).exclude(pk=busy.pk)
    subject = free.exclude(asked_about__in=made.asks.filter(asked=busy)).distinct().first()
    assert subject is not None
    made.asks.filter(subject=subject, relation="peer").first().delete()  # type: ignore[union-attr]
    with pytest.raises(Incomplete, match="batas dalam satu putaran"):
        add_ask(round=made, subject=subject, asked=busy, reason="Satu regu", actor=user(world.hr), at=WINDOW)


@pytest.mark.django_db
def test_the_subject_chooses_nobody_not_even_as_hr_or_head(world: World) -> None:
    made = draft(world)
    for who in ("nurse", "puskesmas_head", "auditor", "admin", "midwife"):
        with pytest.raises(PermissionDenied):
            add_ask(round=made, subject=world.nurse, asked=world.midwife, reason="Teman",
                    actor=user(world.people[who]), at=WINDOW)  # fmt: skip
    head = FeedbackAsk.objects.filter(round=made, subject=world.section_head).first()
    assert head is not None
    with pytest.raises(PermissionDenied, match="diri Anda sendiri"):
        remove_ask(ask=head, reason="Ia keras", actor=user(world.section_head), at=WINDOW)
    own = draft(world, "BKPSDM")
    with pytest.raises(PermissionDenied, match="diri Anda sendiri"):
        add_ask(
            round=own, subject=world.hr, asked=world.nurse, reason="Teman", actor=user(world.hr), at=WINDOW
        )


@pytest.mark.django_db
def test_no_side_is_removed_and_none_falls_below_the_least(world: World) -> None:
    colleagues(world, 5)
    made = draft(world)
    side = made.asks.filter(subject=world.nurse, relation="peer")
    removed = 0
    for ask in side:
        try:
            remove_ask(ask=ask, reason="Cuti panjang", actor=user(world.section_head), at=WINDOW)
            removed += 1
        except Incomplete as refused:
            assert "paling sedikit 3 orang" in str(refused)
    assert (removed, side.all().count()) == (2, 3)
    superior = made.asks.get(subject=world.nurse, relation="superior")
    with pytest.raises(Incomplete, match="paling sedikit 1"):
        remove_ask(ask=superior, reason="Tidak perlu", actor=user(world.section_head), at=WINDOW)
    assert Event.objects.filter(action="assessment.remove_ask").count() == 2


@pytest.mark.django_db
def test_opening_makes_one_code_a_request_and_fixes_who_is_asked(world: World) -> None:
    made = running(world)
    asks = made.asks.count()
    assert FeedbackCode.objects.count() == FeedbackTicket.objects.count() == asks
    told = Notice.objects.filter(url=reverse("assessment:asked"))
    assert told.count() == made.asks.values("asked").distinct().count()
    assert all(notice.due == made.ends for notice in told)
    with pytest.raises(NotOpen, match="tidak dapat diubah"):
        remove_ask(ask=made.asks.first(), reason="x", actor=user(world.hr), at=WINDOW)  # type: ignore[arg-type]
    with pytest.raises(NotOpen):
        add_ask(
            round=made, subject=world.nurse, asked=world.midwife, reason="x", actor=user(world.hr), at=WINDOW
        )
    with pytest.raises(NotPossible):
        open_round(round=made, actor=user(world.hr), at=WINDOW)


@pytest.mark.django_db
def test_a_round_whose_days_are_over_is_not_opened(world: World) -> None:
    with pytest.raises(Incomplete, match="sudah lewat"):
        open_round(round=draft(world), actor=user(world.hr), at=AFTER)


@pytest.mark.django_db
def test_a_running_round_shows_nothing_and_a_closed_one_by_groups(world: World) -> None:
    colleagues(world, 5)
    made = running(world)
    for ask in made.asks.filter(subject=world.nurse, relation="peer")[:3]:
        speak(ask, 4, keep="Sabar")
    assert round_reading(world.nurse, world.q3, TODAY) is None
    close_round(round=made, actor=user(world.hr), at=WINDOW)
    found = round_reading(world.nurse, world.q3, ENDS)
    assert found is not None
    assert [(side.label, side.n) for side in found.sides] == [("rekan kerja", 3)]
    assert found.keep == ("Sabar",) * 3
    assert not FeedbackCode.objects.exists() and not FeedbackTicket.objects.exists()
    with pytest.raises(NotPossible):
        close_round(round=made, actor=user(world.hr), at=WINDOW)


@pytest.mark.django_db
def test_two_answers_are_dropped_with_their_words(world: World) -> None:
    colleagues(world, 5)
    closed(world, world.nurse, 1, 1)
    found = round_reading(world.nurse, world.q3, ENDS)
    assert found is not None
    assert (found.sides, found.keep, found.change, found.by_value) == ((), (), (), {})
    assert found.dropped


@pytest.mark.django_db
def test_a_small_side_is_merged_and_the_superior_stands_by_name(world: World) -> None:
    colleagues(world, 5)
    made = running(world)
    for ask in made.asks.filter(subject=world.section_head, relation="subordinate")[:3]:
        speak(ask, 3, keep="Adil")
    peers = made.asks.filter(subject=world.section_head, relation="peer")[:1]
    for ask in [*peers, made.asks.get(subject=world.section_head, relation="superior")]:
        speak(ask, 2, keep="Tegas")
    close_round(round=made, actor=user(world.hr), at=WINDOW)
    found = round_reading(world.section_head, world.q3, ENDS)
    assert found is not None and found.superior is not None
    assert [(side.label, side.n, side.merged) for side in found.sides] == [
        ("rekan kerja dan bawahan", 4, True)
    ]
    assert found.keep == ("Adil", "Adil", "Adil", "Tegas")
    assert found.superior_words[0] == ("Tegas",)
    assert found.n == 5


@pytest.mark.django_db
def test_rounds_are_never_added_up_to_reach_the_floor(world: World) -> None:
    """The same two people twice are still two people."""
    colleagues(world, 5)
    closed(world, world.nurse, 1, 1)
    closed(world, world.nurse, 1, 1)
    found = round_reading(world.nurse, world.year, ENDS)
    assert found is not None and found.sides == ()
