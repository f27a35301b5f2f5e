"""Talent: the box by the rule or the list of what is missing, succession, assignments that fit a strength."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.access_talent import may_see_box, may_see_boxes
from kinerja.growth.actions.talent import (
    accept_assignment,
    decline_assignment,
    end_assignment,
    end_succession,
    note_succession,
    put_input,
)
from kinerja.growth.actions.talent_imports import import_inputs
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import PotentialInput, SuccessionNote
from kinerja.growth.queries.strengths import offered_to, strength_of
from kinerja.growth.queries.succession import succession
from kinerja.growth.queries.talent import box_of, boxes, components, nine
from kinerja.people.actions import set_override
from kinerja.rules import talent as rule
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make import assessed
from tests.apps.growth.make_pay import second
from tests.apps.growth.make_talent import give_inputs, note, offer, predicate
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db


def one(world: World, **other: Any) -> PotentialInput:
    facts: dict[str, Any] = {
        "employee": world.nurse, "component": "potensi", "score": Decimal(80), "held_on": TODAY,
        "source": "LHA/1", "actor": user(world.hr),
    }  # fmt: skip
    return put_input(**facts | other, at=NOW)


def test_the_box_is_the_rules_box_with_its_words_and_why(world: World) -> None:
    predicate(world, world.nurse, code="SANGAT_BAIK")
    give_inputs(world, world.nurse, potensi="70")
    view = box_of(world.nurse, TODAY)
    scores = {part.code: part.score for part in view.parts if part.score is not None}
    performance, potential = rule.components(TODAY)
    expected = rule.weighted(
        performance={code: scores[code] for code in performance},
        potential={code: scores[code] for code in potential},
        on=TODAY,
    )
    assert scores["kinerja"] == 100 and view.weighted == expected and view.box == 9
    assert view.missing == () and len(view.years) == 1 and view.years_asked == 2
    says = " ".join(step.says for step in view.explanation)
    assert "Triwulan III 2026 Sangat Baik = 100" in says and "kotak 9" in says
    assert sum(len(cell.people) for line in nine([view], TODAY) for cell in line.cells) == 1


def test_without_inputs_there_is_no_box_but_the_reasons(world: World) -> None:
    view = box_of(world.nurse, TODAY)
    assert view.box is None and view.weighted is None
    assert len(view.missing) == len(components(TODAY)) + 1
    give_inputs(world, world.nurse, potensi="")
    predicate(world, world.nurse)
    assert box_of(world.nurse, TODAY).missing == ("Penilaian potensi: belum ada masukan.",)


def test_old_inputs_expire_but_education_lasts_and_the_agency_may_change_that(world: World) -> None:
    predicate(world, world.nurse)
    give_inputs(world, world.nurse, held_on=date(2023, 6, 1))
    view = box_of(world.nurse, TODAY)
    expired = {part.code for part in view.parts if part.expired}
    assert view.box is None and expired == set(components(TODAY)) - {"tingkat_pendidikan", "bidang_ilmu"}
    assert all("kedaluwarsa sejak 1 Juni 2026" in text for text in view.missing)
    facts = {"starts": TODAY, "basis": "SK 1", "reason": "Kebijakan", "actor": world.admin.user, "at": NOW}
    set_override(rule="talent.input_years", key="years", value=4, **facts)
    assert box_of(world.nurse, TODAY).box is not None


def test_only_signed_predicates_of_the_day_count_and_the_annual_one_first(world: World) -> None:
    predicate(world, world.nurse, code="KURANG", period=world.q1)
    predicate(world, world.nurse, code="SANGAT_BAIK", period=world.q2)
    assert box_of(world.nurse, TODAY).parts[0].score == 100
    assert box_of(world.nurse, date(2026, 10, 4)).parts[0].score is None, "signed on the 5th"
    predicate(world, world.nurse, code="BAIK", period=world.year)
    assert box_of(world.nurse, TODAY).parts[0].score == 100, "the year has not ended"
    assert box_of(world.nurse, date(2027, 1, 5)).parts[0].score == 80


def test_inputs_are_refused_when_they_cannot_be(world: World) -> None:
    wrong = [
        {"component": "kinerja"}, {"component": "lain"}, {"score": Decimal(101)}, {"score": Decimal(-1)},
        {"held_on": date(2026, 10, 6)}, {"source": " "},
    ]  # fmt: skip
    for other in wrong:
        with pytest.raises(Incomplete):
            one(world, **other)
    for other in ({"employee": world.hr}, {"actor": user(world.section_head)}, {"actor": user(world.admin)}):
        with pytest.raises(PermissionDenied):
            one(world, **other)
    one(world)
    one(world, score=Decimal(60))
    assert PotentialInput.objects.get().score == 60
    assert "60" not in str(Event.objects.latest("pk").after), "administrators read the log, not scores"


def test_who_sees_a_box(world: World) -> None:
    sees = {world.nurse, world.hr, world.auditor, world.office_head}
    for person in (*sees, world.section_head, world.puskesmas_head, world.admin, world.education_head):
        assert bool(may_see_box(user(person), world.nurse, TODAY)) == (person in sees), person
    assert may_see_boxes(user(world.office_head), TODAY)
    assert not may_see_boxes(user(world.section_head), TODAY)


HEAD = "NIP;KOMPONEN;NILAI;TANGGAL;SUMBER\n"


def imported(world: World, *lines: str) -> Any:
    text = HEAD + "\n".join(lines)
    return import_inputs(content=text.encode(), name="masukan.csv", actor=user(world.hr), at=NOW)


def test_the_spreadsheet_is_written_whole_or_not_at_all(world: World) -> None:
    nip, own = world.nurse.nip, world.hr.nip
    got = imported(
        world,
        f"{nip};potensi;78,5;2026-03-12;LHA/1",
        f"{nip};potensi;70;2026-03-12;LHA/2",
        f"{nip};kinerja;70;2026-03-12;LHA/2",
        "198001152010011999;potensi;70;12/03/2026;LHA/2",
        f"{own};potensi;70;2026-03-12;LHA/2",
        f"{nip};potensi;101;2027-03-12;",
    )
    assert got.written == 0 and not PotentialInput.objects.exists()
    assert {problem.row for problem in got.problems} == {3, 4, 5, 6, 7}
    assert len([problem for problem in got.problems if problem.row == 7]) == 3
    good = f"{nip};potensi;78,5;12/03/2026;LHA/1"
    assert imported(world, good).written == imported(world, good).written == 1
    assert PotentialInput.objects.get().score == Decimal("78.5")


def test_the_same_queries_for_many(world: World, django_assert_num_queries: Any) -> None:
    people = [world.nurse, world.pppk, world.midwife]
    for person in people:
        give_inputs(world, person)
    for some in (people[:1], people):
        with django_assert_num_queries(6):
            boxes(some, TODAY)


def test_succession_shows_boxes_lacks_and_notes_but_decides_nothing(world: World) -> None:
    post = world.posts["KA-PKM1"]
    assert succession(post, TODAY) == []
    predicate(world, world.pppk, "ADMIN-PKM1", "SANGAT_BAIK")
    give_inputs(world, world.pppk)
    give_inputs(world, world.nurse)
    assessed(world, world.pppk, komunikasi=5, integritas=1)
    found = succession(post, TODAY)
    assert [item.view.employee for item in found] == [world.pppk], "the nurse's post does not feed this one"
    lacks = {lack.name for lack in found[0].lacks}
    assert "Komunikasi" not in lacks and lacks and found[0].note is None
    made = note(world, world.nurse, post, "now")
    first = succession(post, TODAY)[0]
    assert first.view.employee == world.nurse and first.note == made
    assert all(lack.achieved is None for lack in first.lacks)
    newer = note(world, world.nurse, post, "three")
    made.refresh_from_db()
    assert made.ended_on == TODAY and SuccessionNote.objects.filter(ended_on=None).get() == newer
    end_succession(note=newer, why="Pindah instansi", actor=user(world.hr), at=NOW)
    assert len(succession(post, TODAY)) == 1
    with pytest.raises(NotPossible):
        end_succession(note=newer, why="Lagi", actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible):
        note(world, world.puskesmas_head, post)
    with pytest.raises(PermissionDenied):
        end_succession(note=newer, why="x", actor=user(world.office_head), at=NOW)


def test_an_analyst_notes_nothing_about_his_own_succession(world: World, client: Client) -> None:
    post, other = world.posts["KA-PKM1"], second(world)
    with pytest.raises(PermissionDenied, match="tentang Anda sendiri"):
        note(world, world.hr, post)
    facts: dict[str, Any] = {"ready": "now", "reason": "Sidang komite", "actor": other, "at": NOW}
    made = note_succession(post=post, employee=world.hr, **facts)
    with pytest.raises(PermissionDenied, match="tentang Anda sendiri"):
        end_succession(note=made, why="x", actor=user(world.hr), at=NOW)
    client.force_login(user(world.hr))
    page = client.get(f"/talenta/suksesi/{post.pk}/").content.decode()
    assert "dicatat analis lain" in page and "Catat kesiapan" not in page
    end_succession(note=made, why="Menolak", actor=other, at=NOW)


def test_what_counts_as_a_strength_is_the_agencys_to_set(world: World) -> None:
    assessed(world, world.nurse, komunikasi=4)
    score = strength_of(world.nurse, "komunikasi", TODAY)
    assert score is not None
    above = score.achieved - score.required
    facts: dict[str, Any] = {"starts": TODAY, "basis": "Perwali 3/2026", "reason": "Selektif"}
    facts |= {"actor": user(world.hr), "at": NOW}
    set_override(rule="talent.strength", key="above", value=above + 1, **facts)
    assert strength_of(world.nurse, "komunikasi", TODAY) is None
    with pytest.raises(NotPossible, match="belum terlihat"):
        offer(world)


def test_an_offer_needs_a_strength_that_was_seen(world: World) -> None:
    assessed(world, world.nurse, komunikasi=2)
    with pytest.raises(NotPossible, match="belum terlihat"):
        offer(world)
    with pytest.raises(PermissionDenied):
        offer(world, world.outsider)


def test_the_way_of_an_assignment(world: World) -> None:
    row = offer(world)
    nurse, head = user(world.nurse), user(world.section_head)
    assert list(offered_to(world.nurse)) == [row]
    assert Notice.objects.filter(user=nurse, title__icontains="penugasan").exists()
    with pytest.raises(NotPossible):
        offer(world)
    with pytest.raises(PermissionDenied):
        accept_assignment(assignment=row, actor=head, at=NOW)
    with pytest.raises(Incomplete):
        decline_assignment(assignment=row, why=" ", actor=nurse, at=NOW)
    with pytest.raises(NotPossible):
        end_assignment(assignment=row, outcome="Baik", actor=head, at=NOW)
    accept_assignment(assignment=row, actor=nurse, at=NOW)
    with pytest.raises(NotPossible):
        decline_assignment(assignment=row, why="Tidak jadi", actor=nurse, at=NOW)
    with pytest.raises(PermissionDenied):
        end_assignment(assignment=row, outcome="Baik", actor=nurse, at=NOW)
    with pytest.raises(Incomplete):
        end_assignment(assignment=row, outcome="Baik", ends=date(2026, 10, 4), actor=head, at=NOW)
    end_assignment(assignment=row, outcome="Antrean tertib", actor=head, at=NOW)
    row.refresh_from_db()
    assert (row.status, row.outcome, row.ends) == ("ended", "Antrean tertib", TODAY)
    again = offer(world)
    decline_assignment(assignment=again, why="Sedang tugas lain", actor=nurse, at=NOW)
    assert again.status == "declined"
