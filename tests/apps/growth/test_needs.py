"""Needs: proposed by data, written down, grouped and priced, dropped with the reason."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.assessment.models import Notice
from kinerja.growth.actions.needs import add_need, change_group, drop_need, group_needs, ungroup_need
from kinerja.growth.actions.sessions import hold_session
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Need
from kinerja.growth.queries.needs import Proposal, people_of, proposed_needs, total_of
from kinerja.people.models import Unit
from kinerja.progress.models import Feedback
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import Category, Complaint, FollowUp
from tests.apps.assessment.office import give_plan, user
from tests.apps.growth.make import assessed
from tests.apps.growth.make_training import ENDS, present, running
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {"topic": "Komunikasi", "reason": "Warga bertanya berulang."}


def complaint(unit: Unit, category: Category, number: int, *, late: bool, **other: Any) -> Complaint:
    facts: dict[str, Any] = {
        "number": f"P-{number:04d}",
        "digest": uuid.uuid5(uuid.NAMESPACE_URL, str(number)).hex,
        "kind": "complaint",
        "title": "Antre lama",
        "text": "Kata warga yang tidak dikutip.",
        "category": category,
        "unit": unit,
        "status": "in_progress",
        "received_at": NOW - timedelta(days=60),
        "counted_from": TODAY - timedelta(days=60),
        "verify_due": TODAY - timedelta(days=55),
        "act_due": TODAY - timedelta(days=5) if late else TODAY + timedelta(days=5),
    }
    return Complaint.objects.create(**(facts | other))


def take(row: Proposal, world: World) -> Need:
    return add_need(
        unit=row.unit, source=row.source, topic=row.topic, reason=row.reason, employee=row.employee,
        competence=row.competence, follow_up=row.follow_up, actor=user(world.hr), at=NOW,
    )  # fmt: skip


def test_each_source_proposes_with_its_reason_and_only_once(world: World) -> None:
    unit = world.units["PKM1-YAN"]
    assessed(world, komunikasi=1, kerja_sama=1)
    FollowUp.objects.create(
        unit=unit, programme="Latihan salam loket", year=2026, quarter=4, responsible=world.section_head,
        made_at=NOW,
    )  # fmt: skip
    category = Category.objects.create(code="antrean", name="Antrean")
    for number in range(4):
        complaint(unit, category, number, late=number < 3)
    plan = give_plan(world, world.nurse, world.posts["PERAWAT"])
    for _number in range(3):
        Feedback.objects.create(
            plan=plan, period=world.q3, value_code="BP", author=world.pppk, relation="rekan",
            tone="perlu_ditingkatkan", text="Rahasia rekan", given_at=NOW,
        )  # fmt: skip
    found = proposed_needs({unit.pk}, TODAY)
    by_source: dict[str, list[Proposal]] = {}
    for row in found:
        by_source.setdefault(row.source, []).append(row)
    assert set(by_source) == {"gap", "survey", "complaint", "feedback"}
    gap = next(row for row in by_source["gap"] if row.competence == "komunikasi")
    assert gap.employee == world.nurse and "level 1" in gap.reason
    assert by_source["survey"][0].topic == "Latihan salam loket"
    assert "4 pengaduan sah" in by_source["complaint"][0].reason
    assert "3 lewat" in by_source["complaint"][0].reason
    told = str([(row.topic, row.reason) for row in found])
    assert "Rahasia" not in told and "Kata warga" not in told
    assert not proposed_needs({world.units["PKM2"].pk}, TODAY)
    assert {row.key for row in proposed_needs(None, TODAY)} == {row.key for row in found}
    for row in found:
        take(row, world)
    assert proposed_needs(None, TODAY) == []


def test_few_secret_or_old_complaints_propose_nothing(world: World) -> None:
    unit = world.units["PKM1-YAN"]
    category = Category.objects.create(code="antrean", name="Antrean")
    complaint(unit, category, 1, late=True)
    complaint(unit, category, 2, late=True)
    complaint(unit, category, 3, late=True, secret=True)
    complaint(unit, category, 4, late=True, counted_from=TODAY - timedelta(days=400))
    complaint(unit, category, 5, late=True, status="received")
    complaint(unit, category, 6, late=True, answered_at=NOW - timedelta(days=20))
    assert proposed_needs({unit.pk}, TODAY) == []


def test_a_wish_is_ones_own(world: World) -> None:
    unit = world.units["PKM1-YAN"]
    wish: dict[str, Any] = {"unit": unit, "source": "wish", **FACTS, "at": NOW}
    made = add_need(**wish, employee=world.nurse, actor=user(world.nurse))
    for person in (world.section_head, world.hr):
        with pytest.raises(PermissionDenied):
            add_need(**wish, employee=world.nurse, actor=user(person))
    with pytest.raises(PermissionDenied):
        add_need(unit=unit, source="gap", **FACTS, actor=user(world.nurse), at=NOW)
    with pytest.raises(PermissionDenied):
        drop_need(need=made, why="x", actor=user(world.pppk), at=NOW)
    with pytest.raises(Incomplete):
        drop_need(need=made, why=" ", actor=user(world.nurse), at=NOW)
    assert drop_need(need=made, why="Sudah bisa.", actor=user(world.nurse), at=NOW).status == "dropped"
    with pytest.raises(NotPossible):
        drop_need(need=made, why="Lagi.", actor=user(world.nurse), at=NOW)


def test_heads_keep_their_tree_only(world: World) -> None:
    head = user(world.puskesmas_head)
    for source, topic in (("x", "Apa"), ("gap", " ")):
        with pytest.raises(Incomplete):
            add_need(unit=world.units["PKM1"], source=source, topic=topic, reason="r", actor=head, at=NOW)
    mine = add_need(unit=world.units["PKM1-YAN"], source="complaint", **FACTS, actor=head, at=NOW)
    with pytest.raises(PermissionDenied):
        add_need(unit=world.units["PKM2"], source="complaint", **FACTS, actor=head, at=NOW)
    other = add_need(
        unit=world.units["PKM2"], source="complaint", **FACTS, actor=user(world.office_head), at=NOW
    )
    group: dict[str, Any] = {"title": "Komunikasi", "year": 2027, "price": 500_000, "at": NOW}
    with pytest.raises(PermissionDenied):
        group_needs(needs=[mine, other], **group, actor=head)
    with pytest.raises(PermissionDenied):
        group_needs(needs=[mine], **group, actor=user(world.nurse))
    assert Need.objects.filter(status="open").count() == 2, "nothing was half done"


def test_a_group_is_priced_by_its_people(world: World) -> None:
    hr = user(world.hr)
    unit = world.units["PKM1-YAN"]
    named = add_need(unit=unit, source="gap", employee=world.midwife, **FACTS, actor=hr, at=NOW)
    whole = add_need(unit=unit, source="complaint", **FACTS, actor=hr, at=NOW)
    seated = {world.section_head.pk, world.nurse.pk, world.student.pk, world.pppk.pk}
    group = group_needs(needs=[named, whole], title="Ramah", year=2027, price=250_000, actor=hr, at=NOW)
    people = people_of(group, TODAY)
    assert people == len(seated | {world.midwife.pk})
    assert total_of(group, people) == Decimal(250_000 * people)
    assert set(group.needs.values_list("status", flat=True)) == {"planned"}
    with pytest.raises(NotPossible):
        group_needs(needs=[named], title="Lagi", year=2027, price=0, actor=hr, at=NOW)
    for wrong in ({"title": " "}, {"needs": []}, {"price": -1}, {"year": 1990}):
        facts: dict[str, Any] = {"needs": [named], "title": "T", "year": 2027, "price": 0} | wrong
        with pytest.raises(Incomplete):
            group_needs(**facts, actor=hr, at=NOW)
    change_group(group=group, price=300_000, decided="Disetujui Wali Kota.", actor=hr, at=NOW)
    group.refresh_from_db()
    assert (group.price, group.decided) == (300_000, "Disetujui Wali Kota.")
    whole.refresh_from_db()
    assert ungroup_need(need=whole, actor=hr, at=NOW).status == "open"
    assert people_of(group, TODAY) == 1


def test_a_follow_up_becomes_one_need(world: World) -> None:
    follow_up = FollowUp.objects.create(
        unit=world.units["PKM1"], programme="Latihan", year=2026, quarter=4, responsible=world.section_head,
        made_at=NOW,
    )  # fmt: skip
    facts: dict[str, Any] = {"unit": world.units["PKM1"], "source": "survey", "follow_up": follow_up}
    need = add_need(**facts, **FACTS, actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible):
        add_need(**facts, **FACTS, actor=user(world.hr), at=NOW)
    drop_need(need=need, why="Sudah dilatih", actor=user(world.hr), at=NOW)
    told = Notice.objects.get(user=world.section_head.user, key=f"growth.follow_up:need_dropped:{need.pk}")
    assert "tidak dilanjutkan" in told.title
    assert told.url == reverse("voice:follow_up_close", args=[follow_up.pk])
    assert world.client(world.section_head).get(told.url).status_code == 200


def test_a_held_course_tells_who_answers_for_the_follow_up(world: World) -> None:
    follow_up = FollowUp.objects.create(
        unit=world.units["PKM1"], programme="Latihan", year=2026, quarter=4, responsible=world.section_head,
        made_at=NOW,
    )  # fmt: skip
    held = running(world, world.nurse)
    need = add_need(
        unit=world.units["PKM1"], source="survey", follow_up=follow_up, employee=world.nurse,
        competence=held.course.competence, **FACTS, actor=user(world.hr), at=NOW,
    )  # fmt: skip
    present(held, world.nurse)
    hold_session(session=held, actor=user(world.hr), at=ENDS)
    need.refresh_from_db()
    told = Notice.objects.get(user=world.section_head.user, key=f"growth.follow_up:need:{need.pk}")
    assert need.status == "met" and held.course.title in told.title
    assert not Notice.objects.filter(user=world.nurse.user, key__contains="follow_up").exists()
