"""Certificates of everybody at once: one job each, nobody twice, a failing one alone, access asked again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from kinerja.accounts.models import RoleGrant, User
from kinerja.assessment.models import Notice
from kinerja.audit.models import Event
from kinerja.growth.access_recognition import concerned
from kinerja.growth.actions import certificates as single
from kinerja.growth.actions.certificates import issue, issue_training, revoke
from kinerja.growth.actions.certificates_many import issue_scheme, issue_session, training_certificate
from kinerja.growth.models import AwardProposal, AwardScheme, Certificate, Enrolment, Session
from kinerja.growth.queries.certificates_due import due_of_scheme, due_of_session, standing
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.make_teams import make
from tests.apps.assessment.office import user
from tests.apps.assessment.test_look import enter
from tests.apps.growth.make_awards import ENDS, REASON, STARTS, WHY, attended, awarded, certified, scheme
from tests.jobs.test_upkeep import work
from tests.web.going import go
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
READY, FAILED, SUCCESSFUL = TaskResultStatus.READY, TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL


def held(world: World, *people: Employee) -> Session:
    """A session that HR held and that these attended."""
    first, *others = people
    made = attended(world, first).session
    for person in others:
        Enrolment.objects.create(
            session=made, employee=person, status="attended", asked_by=user(world.hr), asked_at=NOW,
            attended_at=NOW,
        )  # fmt: skip
    return made


def given_to(world: World, row: AwardScheme, **receiver: Any) -> AwardProposal:
    """An award as the database has it once it was given."""
    return AwardProposal.objects.create(
        scheme=row, starts=STARTS, ends=ENDS, reason=REASON, why=WHY, status="awarded", decided_at=NOW,
        decided_by=user(world.hr), proposed_by=user(world.section_head), proposed_at=NOW, **receiver,
    )  # fmt: skip


def jobs(status: str) -> int:
    return DBTaskResult.objects.filter(status=status).count()


def holders() -> list[str]:
    return list(Certificate.objects.order_by("number").values_list("holder", flat=True))


def test_everybody_who_attended_and_has_none_gets_one_by_a_job_of_his_own(world: World) -> None:
    session = held(world, world.nurse, world.midwife, world.pppk, world.outsider)
    rows = {row.employee_id: row for row in session.enrolments.all()}
    Enrolment.objects.filter(employee=world.outsider).update(status="absent")
    issue_training(enrolment=rows[world.nurse.pk], actor=user(world.hr), at=NOW)
    assert issue_session(session=session, actor=user(world.hr), at=NOW) == 2
    assert holders() == [world.nurse.name] and jobs(READY) == 2, "the page does not wait for the files"
    work()
    assert jobs(SUCCESSFUL) == 2
    in_order = [world.nurse.name, world.midwife.name, world.pppk.name]
    assert holders() == in_order, "numbered in the order of asking"
    made = Certificate.objects.get(employee=world.midwife)
    assert made.issued_by == user(world.hr) and made.issued_on == NOW.date()
    logged = Event.objects.filter(action="growth.issue_certificate")
    assert logged.count() == 3 and set(logged.values_list("actor_name", flat=True)) == {world.hr.name}
    for person in (world.midwife, world.pppk):
        assert Notice.objects.filter(user=person.user, title__contains="sudah terbit").exists()


def test_pressed_twice_gives_none_twice(world: World) -> None:
    session, hr = held(world, world.nurse, world.midwife), user(world.hr)
    assert issue_session(session=session, actor=hr, at=NOW) == 2
    with pytest.raises(NotPossible, match="sedang dibuat"):
        issue_session(session=session, actor=hr, at=NOW)
    asked = DBTaskResult.objects.get(args_kwargs__kwargs__row=session.enrolments.get(employee=world.nurse).pk)
    issue_training(enrolment=session.enrolments.get(employee=world.midwife), actor=hr, at=NOW)
    work()
    assert sorted(holders()) == sorted([world.nurse.name, world.midwife.name]), "one came by hand meanwhile"
    assert training_certificate.call(**asked.args_kwargs["kwargs"]) == 0, "the same job a second time"
    assert Certificate.objects.count() == 2 and jobs(FAILED) == 0
    with pytest.raises(NotPossible, match="sudah terbit"):
        issue_session(session=session, actor=hr, at=NOW)


def test_one_that_fails_leaves_the_others_whole_and_is_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, hr = held(world, world.nurse, world.midwife, world.pppk), user(world.hr)
    draw = single.draw

    def broken(printed: dict[str, Any], crest: bytes | None) -> bytes:
        if printed["holder"] == world.midwife.name:
            raise OSError("tidak ada cakram")
        return draw(printed, crest)

    monkeypatch.setattr(single, "draw", broken)
    issue_session(session=session, actor=hr, at=NOW)
    here, client = reverse("growth:session", args=[session.pk]), world.client(world.hr)
    page = client.get(here).content.decode()
    assert "3 lembar menunggu" in page and "Terbitkan semua" not in page
    work()
    assert sorted(holders()) == sorted([world.nurse.name, world.pppk.name])
    assert (jobs(SUCCESSFUL), jobs(FAILED)) == (2, 1)
    assert Event.objects.filter(action="growth.issue_certificate").count() == 2
    page = client.get(here).content.decode()
    assert "1 lembar gagal dibuat" in page and "Terbitkan semua sertifikat (1)" in page
    monkeypatch.setattr(single, "draw", draw)
    assert issue_session(session=session, actor=hr, at=NOW) == 1
    page = client.get(here).content.decode()
    assert "1 lembar menunggu" in page and "gagal dibuat" not in page
    work()
    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"], "no number was lost"
    page = client.get(here).content.decode()
    assert "gagal dibuat" not in page and "menunggu dibuat" not in page and "Terbitkan semua" not in page


def test_whose_was_revoked_is_left_to_a_decision_about_him_alone(world: World) -> None:
    session, hr = held(world, world.nurse, world.midwife), user(world.hr)
    came = session.enrolments.get(employee=world.nurse)
    made = issue_training(enrolment=came, actor=hr, at=NOW)
    revoke(certificate=made, why="Tidak hadir penuh", actor=hr, at=NOW)
    assert issue_session(session=session, actor=hr, at=NOW) == 1
    work()
    assert Certificate.objects.filter(status="valid").get().employee == world.midwife
    given = certified(world).proposal
    assert given is not None
    revoke(certificate=given.certificate, why="Keliru", actor=hr, at=NOW)
    with pytest.raises(NotPossible):
        issue_scheme(scheme=given.scheme, actor=hr, at=NOW)


@pytest.mark.parametrize("name", ["nurse", "section_head", "puskesmas_head", "auditor", "admin"])
def test_refused_to_who_issues_none(world: World, name: str) -> None:
    session, given = held(world, world.nurse, world.midwife), awarded(world)
    who = user(getattr(world, name))
    with pytest.raises(PermissionDenied):
        issue_session(session=session, actor=who, at=NOW)
    with pytest.raises(PermissionDenied):
        issue_scheme(scheme=given.scheme, actor=who, at=NOW)
    assert not DBTaskResult.objects.exists()
    client = world.client(getattr(world, name))
    for page, pk in (("session", session.pk), ("scheme", given.scheme_id)):
        url = reverse(f"growth:{page}", args=[pk])
        assert "Terbitkan semua" not in client.get(url).content.decode()


def test_who_held_the_session_presses_and_gives_himself_none(world: World) -> None:
    session = held(world, world.section_head, world.nurse)
    Session.objects.update(made_by=user(world.section_head))
    session.refresh_from_db()
    assert issue_session(session=session, actor=user(world.section_head), at=NOW) == 1
    work()
    assert holders() == [world.nurse.name]


def test_nothing_before_the_session_is_over(world: World) -> None:
    session = held(world, world.nurse)
    Session.objects.update(status="running")
    with pytest.raises(NotPossible):
        issue_session(session=session, actor=user(world.hr), at=NOW)
    assert not due_of_session(session, user(world.hr)).exists()


@pytest.mark.parametrize("lost", ["duty", "account"])
def test_the_job_asks_again_who_may(world: World, lost: str) -> None:
    session, given = held(world, world.nurse, world.midwife), awarded(world)
    issue_session(session=session, actor=user(world.hr), at=NOW)
    issue_scheme(scheme=given.scheme, actor=user(world.hr), at=NOW)
    if lost == "duty":
        RoleGrant.objects.filter(user=world.hr.user).delete()
        Session.objects.update(made_by=user(world.section_head))
    else:
        User.objects.filter(pk=world.hr.user_id).update(is_active=False)
    work()
    assert jobs(FAILED) == 3 and not Certificate.objects.exists()


def test_every_award_of_a_scheme(world: World) -> None:
    row = scheme(world, quota=5)
    for person in (world.nurse, world.pppk):
        given_to(world, row, employee=person)
    issue(proposal=given_to(world, row, employee=world.midwife), actor=user(world.hr), at=NOW)
    other = given_to(world, scheme(world, name="Lain"), employee=world.outsider)
    assert issue_scheme(scheme=row, actor=user(world.hr), at=NOW) == 2
    with pytest.raises(NotPossible):
        issue_scheme(scheme=row, actor=user(world.hr), at=NOW)
    work()
    assert Certificate.objects.filter(proposal__scheme=row).count() == 3
    assert not Certificate.objects.filter(proposal=other).exists()


def test_what_concerns_oneself_is_left_out_as_the_single_act_refuses_it(world: World) -> None:
    unit, place = world.units["PKM1"], world.units["PKM1-YAN"]
    people = scheme(world, quota=9)
    teams = scheme(world, name="Tim", given_to="team", quota=9)
    units = scheme(world, name="Unit", given_to="unit", quota=9)
    given = [
        given_to(world, people, employee=world.nurse),
        given_to(world, people, employee=world.pppk),
        given_to(world, teams, team=make(world)),
        given_to(world, units, unit=unit),
        given_to(world, units, unit=place),
        given_to(world, units, unit=world.units["DUKCAPIL"]),
    ]
    for name in ("nurse", "midwife", "pppk", "section_head", "puskesmas_head", "hr"):
        person = getattr(world, name)
        due = {
            row.pk for kind in (people, teams, units) for row in due_of_scheme(kind, user(person), NOW.date())
        }
        assert due == {row.pk for row in given if not concerned(person, row, NOW.date())}, name


def test_by_the_button_on_the_pages(world: World) -> None:
    session, row = held(world, world.nurse, world.midwife), scheme(world, quota=5)
    given = awarded(world, row)
    hr = world.client(world.hr)
    for name, where, pk, button in (
        ("training_certificates", "session", session.pk, "Terbitkan semua sertifikat (2)"),
        ("award_certificates", "scheme", row.pk, "Terbitkan semua piagam (1)"),
    ):
        url, back = reverse(f"growth:{name}", args=[pk]), reverse(f"growth:{where}", args=[pk])
        page = hr.get(back).content.decode()
        assert button in page and url in page
        assert "satu per satu" in hr.get(url).content.decode()
        assert hr.post(url)["Location"] == back
        told = hr.get(back).content.decode()
        assert "sedang dibuat. Muat ulang" in told and url not in told
        again = hr.post(url)
        assert again.status_code == 422 and "Tidak ada yang perlu diterbitkan" in again.content.decode()
    work()
    assert Certificate.objects.count() == 3 and jobs(FAILED) == 0
    single_page = reverse("growth:proposal", args=[given.pk])
    assert reverse("growth:award_certificates", args=[row.pk]) not in hr.get(single_page).content.decode()
    for person in (world.pppk, world.section_head):
        awarded(world, row, employee=person, actor=user(world.hr))
    one = AwardProposal.objects.filter(employee=world.pppk).get()
    page = hr.get(reverse("growth:proposal", args=[one.pk])).content.decode()
    assert "Terbitkan piagam" in page and "Terbitkan semua piagam (2)" in page


def test_the_button_costs_the_same_for_few_and_many(world: World) -> None:
    session, client = held(world, world.nurse), world.client(world.hr)
    here = reverse("growth:session", args=[session.pk])
    client.get(here)
    with CaptureQueriesContext(connection) as few:
        client.get(here)
    for number in range(30):
        person = Employee.objects.create(nip=f"19800101201001{number:04d}", name=f"Pegawai {number}")
        Enrolment.objects.create(
            session=session, employee=person, status="attended", asked_by=user(world.hr), asked_at=NOW,
            attended_at=NOW,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as lots:
        page = client.get(here).content.decode()
    assert "Terbitkan semua sertifikat (31)" in page and len(few) == len(lots)
    assert standing(training_certificate, []).open == ()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pressed_seen_waiting_and_seen_done(
    page: Page, live_server: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(name: str) -> None:
        if folder := os.environ.get("KINERJA_GAMBAR"):
            take_pictures(page, name, Path(folder))
        assert_accessible(page)

    session, row = held(world, world.nurse, world.midwife, world.pppk), scheme(world, quota=5)
    for person in (world.nurse, world.pppk):
        given_to(world, row, employee=person)
    enter(page, live_server, world, world.hr)
    for name, where, button in (
        ("sertifikat", reverse("growth:session", args=[session.pk]), "Terbitkan semua sertifikat"),
        ("piagam", reverse("growth:scheme", args=[row.pk]), "Terbitkan semua piagam"),
    ):
        page.goto(live_server.url + where)
        look(f"{name}-semua")
        go(page.get_by_role("link", name=button))
        look(f"{name}-semua-tanya")
        go(page.get_by_role("button", name=button))
        expect(page.get_by_text("lembar menunggu dibuat")).to_be_visible()
        expect(page.get_by_role("link", name=button)).to_have_count(0)
        look(f"{name}-semua-menunggu")
        with monkeypatch.context() as broken:
            broken.setattr(single, "secrets", None)
            work()
        go(page.get_by_role("link", name="Muat ulang"))
        expect(page.get_by_text("gagal dibuat")).to_be_visible()
        look(f"{name}-semua-gagal")
        go(page.get_by_role("link", name=button))
        go(page.get_by_role("button", name=button))
        work()
        go(page.get_by_role("link", name="Muat ulang"))
        expect(page.get_by_text("gagal dibuat")).to_have_count(0)
        expect(page.get_by_role("link", name=button)).to_have_count(0)
        look(f"{name}-semua-jadi")
    assert Certificate.objects.count() == 5
