"""Goals to many people at once: who gets them, who is left out, nobody twice."""

from __future__ import annotations

import threading
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from kinerja.accounts.errors import ActionError, Stale
from kinerja.audit.models import Event
from kinerja.people.models import Appointment, Employee
from kinerja.plans.actions import (
    copy_template,
    create_template,
    retire_template,
    save_draft,
    save_template,
    send_template,
    submit,
)
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.delivery import Outcome, plan_delivery
from kinerja.plans.errors import NotNow, PlanError
from kinerja.plans.models import GoalTemplate, Plan, PlanVersion, TemplateGoal
from kinerja.plans.storage import read_content
from tests.world import World, appoint, build

from .conftest import JANUARY, OCTOBER, Maker, user


def goals(*statements: str) -> PlanContent:
    """One main result a statement, each with an indicator."""
    indicators = (IndicatorContent(statement="Pasien terlayani", target="90%", aspect="kuantitas"),)
    return PlanContent(
        tuple(
            ResultContent(statement=text, indicators=indicators if not number else ())
            for number, text in enumerate(statements or ("Pasien terlayani sesuai standar",))
        )
    )


def a_template(world: World, unit: str = "PKM1", **more: Any) -> GoalTemplate:
    facts: dict[str, Any] = {"title": "Sasaran perawat", "content": goals(), **more}
    place = world.units[unit] if unit else None
    return create_template(unit=place, actor=user(world.hr), at=JANUARY, **facts)


def send(world: World, template: GoalTemplate, *people: Employee, by: Employee | None = None) -> Any:
    return send_template(
        template=template,
        employees=[person.pk for person in people],
        cycle=world.cycle,
        actor=user(by or world.puskesmas_head),
        at=JANUARY,
    )


def statements(person: Employee) -> list[str]:
    version = PlanVersion.objects.get(plan__employee=person)
    return [result.statement for result in read_content(version).results]


def test_it_joins_a_draft_and_opens_one_where_there_is_none(make: Maker) -> None:
    world = make.world
    mine = make.draft(world.nurse)
    template = a_template(world)
    done = send(world, template, world.nurse, world.midwife)
    assert {item.employee: item.outcome for item in done.receipts} == {
        world.nurse: Outcome.ADDED,
        world.midwife: Outcome.OPENED,
    }
    assert statements(world.nurse) == [
        "Ibu hamil terlayani sesuai standar",
        "Pasien terlayani sesuai standar",
    ]
    assert statements(world.midwife) == ["Pasien terlayani sesuai standar"]
    opened = Plan.objects.get(employee=world.midwife)
    by_hand = make.draft(world.lab_analyst).plan
    same = ("cycle_id", "form", "approach", "starts", "ends")
    assert [getattr(opened, name) for name in same] == [getattr(by_hand, name) for name in same]
    assert (opened.post, opened.appraiser) == (world.posts["BIDAN"], world.puskesmas_head)
    keys = [read_content(plan.versions.get()).keys() for plan in (mine.plan, opened)]
    assert not keys[0] & keys[1]
    acts = Event.objects.filter(action__contains="template").values_list("action", flat=True)
    assert sorted(acts) == [
        "plans.create_template",
        "plans.receive_template",
        "plans.receive_template",
        "plans.send_template",
    ]
    assert Event.objects.filter(action="plans.open", object_id=str(opened.pk)).exists()


def test_twice_is_once_also_when_the_owner_took_it_out(make: Maker) -> None:
    world = make.world
    mine, template = make.draft(world.nurse), a_template(world)
    send(world, template, world.nurse)
    again = send(world, template, world.nurse)
    assert [item.outcome for item in again.receipts] == [Outcome.ALREADY]
    mine.refresh_from_db()
    kept = PlanContent(read_content(mine).results[:1])
    save_draft(version=mine, content=kept, actor=user(world.nurse), at=JANUARY)
    send(world, template, world.nurse)
    assert statements(world.nurse) == ["Ibu hamil terlayani sesuai standar"]


def test_an_open_page_learns_that_its_draft_changed(make: Maker) -> None:
    world = make.world
    version = make.draft(world.nurse)
    facts: dict[str, Any] = {"actor": user(world.nurse), "at": JANUARY, "page": "tab-1"}
    seen = save_draft(version=version, content=goals("Satu"), revision=version.revision, **facts)
    send(world, a_template(world), world.nurse)
    with pytest.raises(Stale):
        save_draft(version=version, content=goals("Dua"), revision=seen.revision, **facts)
    assert statements(world.nurse) == ["Satu", "Pasien terlayani sesuai standar"]


def test_what_is_with_the_appraiser_or_set_stays(make: Maker) -> None:
    world = make.world
    sent, done = make.submitted(world.nurse), make.set(world.midwife)
    before = [(row.revision, row.status) for row in (sent, done)]
    given = send(world, a_template(world), world.nurse, world.midwife)
    assert [item.why for item in given.left_out] == [
        "SKP sudah terkirim kepada penilai.",
        "SKP sudah disetujui. Usulkan perubahan SKP kepada pegawai.",
    ]
    for row in (sent, done):
        row.refresh_from_db()
    assert [(row.revision, row.status) for row in (sent, done)] == before
    assert not TemplateGoal.objects.exists()


def reasons(world: World, template: GoalTemplate, *people: Employee, by: Employee, on: date) -> list[str]:
    planned = plan_delivery(
        template=template, employees=[one.pk for one in people], cycle=world.cycle, actor=user(by), on=on
    )
    assert not planned.receiving
    return [item.why for item in planned.left_out]


def test_who_is_left_out_and_why(make: Maker) -> None:
    world = make.world
    template, on = a_template(world, ""), OCTOBER.date()
    head = world.puskesmas_head
    far = "Bukan pegawai unit yang boleh Anda kirimi templat ini."
    assert reasons(world, template, world.outsider, world.office_head, by=head, on=on) == [far, far]
    local = a_template(world, "PKM2")
    assert reasons(world, local, world.nurse, by=world.hr, on=on) == [far]
    assert reasons(world, template, world.student, by=head, on=on) == ["Sedang tugas belajar."]
    shape = "Bentuk SKP jabatannya lain dari bentuk templat."
    assert reasons(world, template, world.office_head, by=world.hr, on=on) == [shape]
    make.draft(world.nurse, approach="kualitatif")
    way = "Pendekatan SKP-nya lain dari pendekatan templat."
    assert reasons(world, template, world.nurse, by=head, on=on) == [way]
    make.draft(world.lab_analyst)
    Appointment.objects.filter(employee=world.lab_analyst).update(ends=date(2026, 6, 30))
    assert reasons(world, template, world.lab_analyst, by=head, on=on) == ["Tidak menduduki jabatan."]
    appoint(world.lab_analyst, world.posts["ADMIN-PKM1"], starts=date(2026, 7, 1))
    assert reasons(world, template, world.lab_analyst, by=head, on=on) == [
        "SKP-nya masih untuk jabatan lama; pegawai memulai SKP barunya dahulu."
    ]


def test_acting_work_is_there_to_fill_in(world: World) -> None:
    Appointment.objects.filter(employee=world.acting, post=world.posts["KA-PKM2"]).delete()
    appoint(world.acting, world.posts["KA-PKM2"], "plh", date(2026, 3, 1))
    send(world, a_template(world, ""), world.acting, by=world.hr)
    version = PlanVersion.objects.get(plan__employee=world.acting)
    assert [(row.statement, row.assigned_by) for row in read_content(version).results] == [
        ("", "Plh Kepala Puskesmas Kenanga"),
        ("Pasien terlayani sesuai standar", ""),
    ]


def test_a_new_version_brings_only_what_is_new(make: Maker) -> None:
    world = make.world
    template = a_template(world)
    send(world, template, world.nurse)
    facts: dict[str, Any] = {"actor": user(world.puskesmas_head), "at": JANUARY}
    head: dict[str, Any] = {"title": "Sasaran", "level": "", "words": ""}
    head |= {"form": "ja_jf", "approach": "kuantitatif"}
    with pytest.raises(NotNow):
        save_template(template=template, content=goals("Lain"), revision=0, **head, **facts)
    newer = copy_template(template=template, **facts)
    assert (newer.version, newer.family) == (2, template.family)
    with pytest.raises(NotNow):
        copy_template(template=template, **facts)
    kept = [ResultContent(statement="Kini lain", key=uuid.UUID(newer.content["results"][0]["key"]))]
    content = PlanContent((*kept, *goals("Arsip lengkap").results))
    save_template(template=newer, content=content, revision=0, **head, **facts)
    with pytest.raises(Stale):
        save_template(template=newer, content=goals(), revision=0, **head, **facts)
    send(world, newer, world.nurse)
    assert statements(world.nurse) == ["Pasien terlayani sesuai standar", "Arsip lengkap"]
    with pytest.raises(PermissionDenied, match="tidak dipakai lagi"):
        send(world, template, world.midwife)
    retire_template(template=newer, **facts)
    with pytest.raises(NotNow):
        retire_template(template=newer, **facts)
    assert Event.objects.filter(action="plans.copy_template", object_id=str(newer.pk)).exists()


def test_refusals(world: World) -> None:
    head, nurse = user(world.puskesmas_head), user(world.nurse)
    for unit, actor in ((None, head), (world.units["PKM2"], head), (world.units["PKM1"], nurse)):
        with pytest.raises(PermissionDenied):
            create_template(title="Sasaran", unit=unit, actor=actor, at=JANUARY)
    with pytest.raises(PlanError, match="judul"):
        create_template(title=" ", unit=world.units["PKM1"], actor=head, at=JANUARY)
    served = PlanContent((ResultContent(statement="Hasil", serves=uuid.uuid4()),))
    with pytest.raises(PlanError, match="hasil pimpinan"):
        a_template(world, content=served)
    with pytest.raises(PlanError, match="belum berisi"):
        send(world, a_template(world, content=PlanContent()), world.nurse)
    template = a_template(world)
    with pytest.raises(PlanError, match="satu pegawai"):
        send(world, template)
    with pytest.raises(PermissionDenied):
        send(world, template, world.nurse, by=world.nurse)
    with pytest.raises(PlanError, match="sudah berakhir"):
        late = JANUARY.replace(year=2027)
        send_template(
            template=template, employees=[world.nurse.pk], cycle=world.cycle, actor=user(world.hr), at=late
        )
    assert not Plan.objects.exists()


def test_the_database_refuses_the_same_goal_twice(world: World) -> None:
    template = a_template(world)
    send(world, template, world.nurse)
    row = TemplateGoal.objects.get()
    with pytest.raises(IntegrityError):
        TemplateGoal.objects.create(
            template=template, plan=row.plan, source=row.source, result_key=uuid.uuid4(), by=row.by, at=row.at
        )


def hire(world: World, first: int, count: int) -> list[Employee]:
    """People `first` to `count` as nurses of the section."""
    people = Employee.objects.bulk_create(
        Employee(nip=f"19900101201501{2 if n % 2 else 1}{n:03d}", name=f"Perawat {n:03d}")
        for n in range(first, count)
    )
    post = world.posts["PERAWAT"]
    Appointment.objects.bulk_create(
        Appointment(employee=one, post=post, starts=date(2025, 1, 1)) for one in people
    )
    return people


def test_the_number_of_queries_does_not_grow(make: Maker) -> None:
    world = make.world
    template = a_template(world)
    counts = []
    for first, last in ((1, 6), (6, 206)):
        people = hire(world, first, last)
        half = people[: len(people) // 2]
        send(world, template, *half)
        newer = a_template(world, content=goals("Lain"))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            done = send(world, newer, *people)
        assert (len(done.added), len(done.opened)) == (len(half), len(people) - len(half))
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert TemplateGoal.objects.filter(template=newer).count() == 200


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_double_nothing() -> None:
    """Two heads send at one moment: the same template, and another one to the same people."""
    world: World = build()
    Maker(world).draft(world.nurse)
    one, other = a_template(world), a_template(world, content=goals("Arsip lengkap"))
    ready = threading.Barrier(3)
    outcomes: list[str] = []

    def act(template: GoalTemplate, by: Employee) -> None:
        try:
            ready.wait(10)
            send(world, template, world.midwife, world.nurse, world.pppk, by=by)
            outcomes.append("done")
        except ActionError as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    senders = ((one, world.puskesmas_head), (one, world.office_head), (other, world.hr))
    threads = [threading.Thread(target=act, args=sender) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes == ["done"] * 3
    for person in (world.midwife, world.pppk):
        assert sorted(statements(person)) == ["Arsip lengkap", "Pasien terlayani sesuai standar"]
    assert len(statements(world.nurse)) == 3


def test_a_draft_sent_just_now_is_not_touched(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner sends his plan between the reading and the writing."""
    world = make.world
    version, template = make.draft(world.nurse), a_template(world)

    def slow(**facts: Any) -> Any:
        found = plan_delivery(**facts)
        submit(version=version, actor=user(world.nurse), at=JANUARY)
        return found

    monkeypatch.setattr("kinerja.plans.actions.sending.plan_delivery", slow)
    with pytest.raises(Stale):
        send(world, template, world.nurse)
    assert statements(world.nurse) == ["Ibu hamil terlayani sesuai standar"]
