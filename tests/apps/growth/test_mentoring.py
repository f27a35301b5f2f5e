"""Mentoring by state and refusal: matched with reasons, agreed by both, journal, midpoint, two views."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kinerja.assessment.models import Notice
from kinerja.growth.actions.mentor_meetings import (
    cancel_meeting,
    finish_action,
    plan_meeting,
    write_journal,
)
from kinerja.growth.actions.mentoring import (
    agree_mentorship,
    close_mentorship,
    close_offer,
    close_wish,
    decline_mentorship,
    midpoint,
    set_change,
)
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import (
    CompetenceAssessment,
    CompetenceScore,
    DevelopmentActivity,
    MentorMeeting,
    Mentorship,
    MentorWish,
)
from kinerja.growth.queries.mentoring import matches, midpoints_due, to_answer, to_close, unwritten
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_mentoring import (
    ENDS,
    STARTS,
    measured,
    met,
    offered,
    proposed,
    running,
    wished,
)
from tests.world import NOW, TODAY, World, appoint, nip


def level(world: World, person: Employee, value: int) -> None:
    """A final assessment of the person with this level of communication."""
    held = person.appointments.get()
    facts = {"post": held.post, "assessor": world.hr, "held_on": TODAY, "method": "interview"}
    row = CompetenceAssessment.objects.create(employee=person, **facts)
    CompetenceScore.objects.create(
        assessment=row, code="komunikasi", required=2, achieved=value, evidence="Terlihat di loket."
    )
    CompetenceAssessment.objects.filter(pk=row.pk).update(status="final", finalised_at=NOW)


def test_matches_say_why_and_keep_their_order(world: World) -> None:
    level(world, world.nurse, 1)
    level(world, world.nurse2, 3)
    level(world, world.midwife, 2)
    level(world, world.pppk, 1)
    for person in (world.outsider, world.section_head, world.midwife, world.nurse2, world.pppk):
        offered(world, person)
    offered(world, world.lab_analyst, skill="Mengolah data", competence="")
    wish = wished(world)
    found = matches(wish, TODAY)
    # Well above first, then one level, then unknown, the appraiser last, and nobody on the same level.
    wanted = [world.nurse2, world.midwife, world.outsider, world.section_head]
    assert [row.employee for row in found] == wanted
    first, second, far, judge = found
    assert first.reasons[0] == "Komunikasi level 3, 2 level di atas yang mencari."
    assert "1 level di bawah syarat jabatannya (2)" in first.reasons[1]
    assert second.reasons[0].endswith("satu level di atas yang mencari.")
    assert "Unit dekat: Puskesmas Melati." in second.reasons
    assert "Unit lain: SD Negeri 1." in far.reasons and far.cautions == (
        "Belum ada penilaian kompetensi untuk dibandingkan.",
    )
    assert judge.appraises and "menilai kinerja" in judge.cautions[-1]
    assert [row.employee for row in matches(wish, TODAY)] == [row.employee for row in found]


def test_a_full_mentor_and_an_open_pair_are_left_out(world: World) -> None:
    offered(world, world.nurse2, most=1)
    offered(world, world.midwife)
    wish = wished(world)
    assert {row.employee for row in matches(wish, TODAY)} == {world.nurse2, world.midwife}
    running(world, mentee=world.pppk, actor=user(world.pppk))
    assert {row.employee for row in matches(wish, TODAY)} == {world.midwife}
    with pytest.raises(NotPossible, match="sudah membimbing 1"):
        proposed(world)
    proposed(world, mentor=world.midwife)
    assert matches(wish, TODAY) == []
    with pytest.raises(NotPossible, match="sudah diusulkan"):
        proposed(world, mentor=world.midwife)


def test_reverse_for_digital_skills(world: World) -> None:
    offered(world, world.nurse2, skill="Lembar kerja digital", competence="", reverse=True)
    world.nurse2.nip = "199903102022012001"
    world.nurse2.save()
    wish = wished(world, world.midwife, skill="digital untuk laporan", competence="")
    (found,) = matches(wish, TODAY)
    assert found.reasons[-1].startswith("Mentoring terbalik: yang lebih muda")
    row = proposed(world, mentee=world.midwife, actor=user(world.midwife), wish=wish, reverse=True)
    assert row.reverse and row.reasons == list(found.reasons)


def test_matches_cost_the_same_for_few_and_many(world: World) -> None:
    wish, spent = wished(world), []
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            person = Employee.objects.create(nip=nip(500 + number), name=f"Mentor {number}")
            appoint(person, world.posts["BIDAN"])
            world.midwife.mentor_offers.create(skill="Komunikasi", competence="komunikasi", at=NOW)
            person.mentor_offers.create(skill="Komunikasi", competence="komunikasi", at=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert len(matches(wish, TODAY)) == last + 1
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_an_appraiser_only_when_it_is_said_plainly(world: World) -> None:
    head = {"mentor": world.section_head}
    with pytest.raises(NotPossible, match="menilai kinerja"):
        proposed(world, **head)
    with pytest.raises(NotPossible, match="menilai kinerja"):
        proposed(world, mentor=world.nurse, mentee=world.section_head, reverse=True)
    row = proposed(world, **head, knows_appraiser=True)
    assert row.reasons == ["Dinyatakan: salah satu menilai kinerja yang lain."]


def test_what_cannot_be_proposed(world: World) -> None:
    for wrong in ({"skill": " "}, {"expected": ""}, {"measure": "\x00"}, {"ends": STARTS},
                  {"starts": TODAY - timedelta(days=90), "ends": TODAY}, {"mentor": world.nurse},
                  {"wish": wished(world, world.midwife)}):  # fmt: skip
        with pytest.raises(Incomplete):
            proposed(world, **wrong)
    for name in ("pppk", "section_head", "admin", "auditor"):
        with pytest.raises(PermissionDenied):
            proposed(world, actor=user(getattr(world, name)))
    with pytest.raises(Incomplete):
        offered(world, most=11)
    with pytest.raises(Incomplete):
        wished(world, skill=" ")


def test_it_runs_when_both_have_agreed(world: World) -> None:
    wish = wished(world)
    row = proposed(world, actor=user(world.hr), wish=wish)
    assert row.mentor_agreed_at is row.mentee_agreed_at is None
    assert list(to_answer(world.nurse)) == [row] == list(to_answer(world.nurse2))
    assert agree_mentorship(mentorship=row, actor=user(world.nurse), at=NOW).status == "proposed"
    with pytest.raises(NotPossible, match="sudah menjawab"):
        agree_mentorship(mentorship=row, actor=user(world.nurse), at=NOW)
    for name in ("hr", "pppk", "section_head"):
        with pytest.raises(PermissionDenied):
            agree_mentorship(mentorship=row, actor=user(getattr(world, name)), at=NOW)
    assert agree_mentorship(mentorship=row, actor=user(world.nurse2), at=NOW).status == "running"
    assert not MentorWish.objects.get(pk=wish.pk).active and not to_answer(world.nurse2).exists()
    middle = Notice.objects.filter(key=f"mentoring.tengah:{row.pk}")
    assert {notice.due for notice in middle} == {STARTS + (ENDS - STARTS) / 2} and middle.count() == 2
    with pytest.raises(NotPossible):
        agree_mentorship(mentorship=row, actor=user(world.nurse2), at=NOW)


def test_declining_needs_a_reason_and_cancels_what_was_to_come(world: World) -> None:
    row = running(world)
    past, later = met(world, row), met(world, row, TODAY + timedelta(days=3))
    with pytest.raises(Incomplete):
        decline_mentorship(mentorship=row, why=" ", actor=user(world.nurse), at=NOW)
    with pytest.raises(PermissionDenied):
        decline_mentorship(mentorship=row, why="x", actor=user(world.hr), at=NOW)
    done = decline_mentorship(mentorship=row, why="Pindah tugas.", actor=user(world.nurse2), at=NOW)
    assert done.status == "declined"
    cancelled = dict(MentorMeeting.objects.values_list("pk", "cancelled"))
    assert cancelled == {past.pk: False, later.pk: True}
    with pytest.raises(NotPossible):
        met(world, row)
    with pytest.raises(NotPossible):
        decline_mentorship(mentorship=row, why="x", actor=user(world.nurse), at=NOW)


def test_a_journal_counts_one_session_once(world: World) -> None:
    row = running(world)
    meeting, later = met(world, row), met(world, row, TODAY + timedelta(days=3))
    told: dict[str, Any] = {"material": "Menyapa pasien", "action": "Latihan di loket", "at": NOW}
    told |= {"action_due": TODAY + timedelta(days=7), "actor": user(world.nurse2)}
    assert list(unwritten(world.nurse, NOW)) == [meeting]
    with pytest.raises(NotPossible, match="belum berlangsung"):
        write_journal(meeting=later, **told)
    for wrong in ({"material": ""}, {"action_due": None}, {"action_due": TODAY - timedelta(days=9)}):
        with pytest.raises(Incomplete):
            write_journal(meeting=meeting, **told | wrong)
    with pytest.raises(PermissionDenied):
        write_journal(meeting=meeting, **told | {"actor": user(world.hr)})
    assert not DevelopmentActivity.objects.exists()
    write_journal(meeting=meeting, **told)
    write_journal(meeting=meeting, **told | {"material": "Menyapa pasien, diperbaiki"})
    activity = DevelopmentActivity.objects.get()
    assert (activity.employee, activity.kind, activity.amount) == (world.nurse, "mentoring", 1)
    assert activity.confirmed_by == user(world.nurse2) and activity.day == TODAY - timedelta(days=3)
    with pytest.raises(NotPossible):
        cancel_meeting(meeting=meeting, actor=user(world.nurse), at=NOW)
    with pytest.raises(Incomplete):
        finish_action(meeting=meeting, done_on=TODAY + timedelta(days=1), actor=user(world.nurse), at=NOW)
    assert finish_action(meeting=meeting, done_on=TODAY, actor=user(world.nurse), at=NOW).action_done == TODAY
    with pytest.raises(NotPossible):
        finish_action(meeting=meeting, done_on=TODAY, actor=user(world.nurse), at=NOW)


def test_a_journal_of_the_mentee_waits_for_the_superior(world: World) -> None:
    meeting = met(world, running(world))
    told: dict[str, Any] = {"material": "Menyapa pasien", "action": "", "action_due": TODAY, "at": NOW}
    row = write_journal(meeting=meeting, **told, actor=user(world.nurse))
    assert row.action_due is None and DevelopmentActivity.objects.get().confirmed_by is None


def test_meetings_lie_inside_the_span(world: World) -> None:
    row = running(world)
    facts: dict[str, Any] = {"mentorship": row, "place": "Aula", "actor": user(world.nurse), "at": NOW}
    for wrong in ({"starts_at": NOW + timedelta(days=400)}, {"starts_at": NOW, "minutes": 5},
                  {"starts_at": NOW, "place": " "}):  # fmt: skip
        with pytest.raises(Incomplete):
            plan_meeting(**facts | wrong)
    meeting = plan_meeting(**facts, starts_at=NOW + timedelta(days=1))
    assert cancel_meeting(meeting=meeting, actor=user(world.nurse2), at=NOW).cancelled
    with pytest.raises(NotPossible, match="dibatalkan"):
        cancel_meeting(meeting=meeting, actor=user(world.nurse2), at=NOW)


def test_midpoint_once_on_its_day(world: World) -> None:
    row = running(world)
    assert not midpoints_due(world.nurse, row.midpoint_on - timedelta(days=1)).exists()
    assert list(midpoints_due(world.nurse, row.midpoint_on)) == [row]
    for wrong in ("", " "):
        with pytest.raises(Incomplete):
            midpoint(mentorship=row, note=wrong, actor=user(world.nurse), at=NOW)
    midpoint(mentorship=row, note="Keluhan turun.", actor=user(world.nurse), at=NOW)
    assert not midpoints_due(world.nurse, row.midpoint_on).exists()
    with pytest.raises(NotPossible):
        midpoint(mentorship=row, note="Lagi", actor=user(world.nurse2), at=NOW)


def test_two_views_close_it_and_not_before_the_change_is_measured(world: World) -> None:
    row = running(world)
    with pytest.raises(Incomplete, match="angka"):
        close_mentorship(mentorship=row, view="Baik", actor=user(world.nurse), at=NOW)
    with pytest.raises(Incomplete):
        set_change(mentorship=row, actor=user(world.nurse), at=NOW)
    for wrong in ("Infinity", "NaN", "1e9"):
        with pytest.raises(Incomplete):
            set_change(mentorship=row, before=Decimal(wrong), actor=user(world.nurse), at=NOW)
    set_change(mentorship=row, before=Decimal(6), actor=user(world.nurse), at=NOW)
    set_change(mentorship=row, after=Decimal("2.5"), actor=user(world.nurse2), at=NOW)
    assert list(to_close(world.nurse, ENDS + timedelta(days=1))) == [row]
    assert (
        close_mentorship(mentorship=row, view="Kurang", actor=user(world.nurse), at=NOW).status == "running"
    )
    close_mentorship(mentorship=row, view="Saya terbantu.", actor=user(world.nurse), at=NOW)
    assert not to_close(world.nurse, ENDS + timedelta(days=1)).exists()
    with pytest.raises(PermissionDenied):
        close_mentorship(mentorship=row, view="x", actor=user(world.hr), at=NOW)
    done = close_mentorship(mentorship=row, view="Cepat belajar.", actor=user(world.nurse2), at=NOW)
    assert (done.status, done.mentee_view) == ("closed", "Saya terbantu.")
    with pytest.raises(NotPossible):
        close_mentorship(mentorship=row, view="x", actor=user(world.nurse), at=NOW)
    with pytest.raises(NotPossible):
        set_change(mentorship=row, after=Decimal(1), actor=user(world.nurse), at=NOW)


def test_the_database_keeps_the_rules(world: World) -> None:
    row = measured(world)
    for wrong in ({"mentor": world.nurse}, {"ends": STARTS}, {"status": "closed"}, {"status": "declined"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mentorship.objects.filter(pk=row.pk).update(**wrong)


def test_offers_and_wishes_end_by_their_owner(world: World) -> None:
    made, wish = offered(world), wished(world)
    for person in (world.nurse, world.hr):
        with pytest.raises(PermissionDenied):
            close_offer(offer=made, actor=user(person), at=NOW)
    assert not close_offer(offer=made, actor=user(world.nurse2), at=NOW).active
    assert matches(wish, TODAY) == []
    with pytest.raises(NotPossible):
        close_offer(offer=made, actor=user(world.nurse2), at=NOW)
    with pytest.raises(PermissionDenied):
        close_wish(wish=wish, actor=user(world.nurse2), at=NOW)
    assert not close_wish(wish=wish, actor=user(world.nurse), at=NOW).active
    with pytest.raises(NotPossible):
        close_wish(wish=wish, actor=user(world.nurse), at=NOW)
