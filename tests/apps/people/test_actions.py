"""Acts on the register: what they refuse, what they leave in the log."""

from __future__ import annotations

from datetime import date

import pytest

from kinerja.accounts.errors import Stale
from kinerja.accounts.models import User
from kinerja.audit.models import Event
from kinerja.people import actions
from kinerja.people.errors import NotPossible, PostTaken
from kinerja.people.models import Agency, Appointment, Employee, Holiday, Post, Unit
from kinerja.people.queries import appraiser_of, calendar, own_post
from kinerja.rules.errors import RuleError
from tests.world import NOW, TODAY, World, nip


def user(world: World) -> User:
    assert world.hr.user is not None
    return world.hr.user


def acts(target: object, action: str) -> Event:
    return Event.objects.get(action=action, object_id=str(target.pk))  # type: ignore[attr-defined]


def test_transfer_ends_the_old_post_the_day_before(world: World) -> None:
    new = actions.transfer(
        employee=world.nurse,
        post=world.posts["PERAWAT2"],
        starts=date(2026, 8, 1),
        decree="800/7",
        actor=user(world),
        at=NOW,
    )
    old = world.nurse.appointments.get(post=world.posts["PERAWAT"])
    assert (old.ends, new.starts, new.ends) == (date(2026, 7, 31), date(2026, 8, 1), None)
    line = appraiser_of(world.nurse, TODAY)
    assert line is not None and line.employee == world.acting
    assert acts(old, "people.end_appointment").after == {"ends": "2026-07-31"}
    assert acts(new, "people.appoint").actor_name == "Wulan Sari"


def test_transfer_to_a_taken_post_changes_nothing(world: World) -> None:
    with pytest.raises(PostTaken, match="sudah diduduki"):
        actions.transfer(
            employee=world.nurse, post=world.posts["KASI-YAN"], starts=TODAY, actor=user(world), at=NOW
        )
    assert world.nurse.appointments.get().ends is None
    assert not Event.objects.filter(action__startswith="people.").exists()


def test_transfer_on_the_day_of_the_own_start_is_refused(world: World) -> None:
    with pytest.raises(NotPossible, match="hari itu juga"):
        actions.transfer(
            employee=world.nurse,
            post=world.posts["PERAWAT2"],
            starts=date(2024, 1, 2),
            actor=user(world),
            at=NOW,
        )


def test_a_study_assignment_keeps_the_home_post(world: World) -> None:
    actions.transfer(
        employee=world.midwife,
        post=world.posts["BIDAN"],
        kind="tugas_belajar",
        starts=TODAY,
        actor=user(world),
        at=NOW,
    )
    own = own_post(world.midwife, TODAY)
    assert own is not None
    assert (own.kind, own.post.code) == ("tugas_belajar", "BIDAN")


def test_two_own_posts_on_one_day_are_refused(world: World) -> None:
    with pytest.raises(NotPossible, match="jabatan lain"):
        actions.appoint(
            employee=world.nurse,
            post=world.posts["PERAWAT2"],
            kind="definitif",
            starts=TODAY,
            actor=user(world),
            at=NOW,
        )


def test_two_acting_heads_on_one_day_are_refused(world: World) -> None:
    with pytest.raises(PostTaken, match="punya Plt atau Plh"):
        actions.appoint(
            employee=world.midwife,
            post=world.posts["KA-PKM2"],
            kind="plt",
            starts=TODAY,
            actor=user(world),
            at=NOW,
        )


def test_nobody_acts_for_himself(world: World) -> None:
    with pytest.raises(NotPossible, match="definitif"):
        actions.appoint(
            employee=world.section_head,
            post=world.posts["KASI-YAN"],
            kind="plh",
            starts=TODAY,
            actor=user(world),
            at=NOW,
        )


def test_several_hold_a_staff_post(world: World) -> None:
    assert world.posts["PERAWAT"].appointments.filter(ends=None).count() == 2


def test_ending_needs_a_reason_and_an_unchanged_row(world: World) -> None:
    row = world.nurse.appointments.get()
    with pytest.raises(NotPossible, match="alasan"):
        actions.end_appointment(appointment=row, ends=TODAY, reason=" ", actor=user(world), at=NOW)
    Appointment.objects.filter(pk=row.pk).update(ends=date(2026, 12, 31))
    with pytest.raises(Stale):
        actions.end_appointment(appointment=row, ends=TODAY, reason="Pensiun", actor=user(world), at=NOW)
    row.refresh_from_db()
    with pytest.raises(NotPossible, match="mendahului"):
        actions.end_appointment(
            appointment=row, ends=date(2020, 1, 1), reason="Pensiun", actor=user(world), at=NOW
        )
    row.refresh_from_db()
    assert row.ends == date(2026, 12, 31)


@pytest.mark.parametrize("code", ["KA-PKM1", "APOTEKER", "ADMIN-PKM1"])
def test_a_mandate_is_only_for_functional_heads(world: World, code: str) -> None:
    with pytest.raises(NotPossible, match="fungsional yang memimpin"):
        actions.mandate(post=world.posts[code], starts=TODAY, basis="SK", actor=user(world), at=NOW)


def test_a_mandate_ends(world: World) -> None:
    row = world.posts["KASEK"].mandates.get()
    actions.end_mandate(mandate=row, ends=date(2026, 10, 4), reason="SK dicabut", actor=user(world), at=NOW)
    line = appraiser_of(world.outsider, TODAY)
    assert line is not None and line.employee == world.education_head
    assert acts(row, "people.end_mandate").why == "SK dicabut"


def unit_facts(unit: Unit, **changed: object) -> dict[str, object]:
    return {"code": unit.code, "name": unit.name, "kind": unit.kind, "parent": unit.parent} | changed


def post_facts(post: Post, **changed: object) -> dict[str, object]:
    names = ("code", "title", "unit", "level", "grade", "leads_unit", "reports_to")
    return {name: getattr(post, name) for name in names} | changed


def test_a_unit_cannot_stand_below_itself(world: World) -> None:
    office = world.units["DINKES"]
    with pytest.raises(NotPossible, match="di bawah dirinya"):
        actions.update_unit(
            unit=office,
            actor=user(world),
            at=NOW,
            **unit_facts(office, parent=world.units["PKM1-YAN"]),  # type: ignore[arg-type]
        )


def test_a_line_cannot_come_back_to_itself(world: World) -> None:
    head = world.posts["KADINKES"]
    with pytest.raises(NotPossible, match="Garis pelaporan"):
        actions.update_post(
            post=head,
            actor=user(world),
            at=NOW,
            **post_facts(head, reports_to=world.posts["KASI-YAN"]),  # type: ignore[arg-type]
        )


def test_a_second_head_of_a_unit_is_refused(world: World) -> None:
    with pytest.raises(NotPossible, match="sudah mempunyai jabatan pemimpin"):
        actions.update_post(
            post=world.posts["BIDAN"],
            actor=user(world),
            at=NOW,
            **post_facts(world.posts["BIDAN"], leads_unit=True),  # type: ignore[arg-type]
        )


def test_a_post_with_two_holders_cannot_become_a_sole_one(world: World) -> None:
    Appointment.objects.filter(employee=world.student, kind="tugas_belajar").update(kind="definitif")
    nurses = world.posts["PERAWAT"]
    with pytest.raises(PostTaken):
        actions.update_post(
            post=nurses,
            actor=user(world),
            at=NOW,
            **post_facts(nurses, level="pengawas", grade=""),  # type: ignore[arg-type]
        )
    assert Post.objects.get(pk=nurses.pk).level == "jf"


def test_a_new_employee_can_be_invited_but_has_no_password(world: World) -> None:
    person = actions.create_employee(
        nip="19900101 201503 2 999",
        name="Baru Sekali",
        kind="pns",
        rank="",
        email="Baru@Contoh.Test",
        actor=user(world),
        at=NOW,
    )
    assert person.user is not None
    assert (person.user.username, person.user.email) == ("199001012015032999", "baru@contoh.test")
    assert not person.user.has_usable_password()


@pytest.mark.parametrize(
    ("number", "what"),
    [("19900101201503299", "18 angka"), ("199013012015032999", "tanggal lahir"), (nip(8), "sudah")],
)
def test_wrong_and_known_nips_are_refused(world: World, number: str, what: str) -> None:
    with pytest.raises(NotPossible, match=what):
        actions.create_employee(nip=number, name="X", kind="pns", rank="", actor=user(world), at=NOW)
    assert Employee.objects.count() == len(world.people)


def test_changing_a_person_changes_the_sign_in(world: World) -> None:
    actions.update_employee(
        employee=world.nurse,
        nip=world.nurse.nip,
        name="Dewi Lestari, A.Md.Kep.",
        kind="pns",
        rank="Penata, III/c",
        email="dewi@contoh.test",
        actor=user(world),
        at=NOW,
    )
    account = User.objects.get(pk=world.nurse.user_id)
    assert (account.full_name, account.email) == ("Dewi Lestari, A.Md.Kep.", "dewi@contoh.test")
    with pytest.raises(NotPossible, match="Surel"):
        actions.update_employee(
            employee=world.midwife,
            nip=world.midwife.nip,
            name="Siti",
            kind="pns",
            rank="",
            email="dewi@contoh.test",
            actor=user(world),
            at=NOW,
        )


def test_only_an_administrator_changes_the_address_of_somebody_with_a_duty(world: World) -> None:
    """Whoever reads the mail can reset the password, and would hold the duty."""
    facts = {"nip": world.admin.nip, "name": world.admin.name, "kind": "pns", "rank": "", "at": NOW}
    with pytest.raises(NotPossible, match="administrator"):
        actions.update_employee(
            employee=world.admin, email="milik.hr@contoh.test", actor=user(world), **facts
        )
    world.admin.refresh_from_db()
    assert world.admin.rank != "", "nothing is half done"
    actions.update_employee(employee=world.admin, email="baru@contoh.test", actor=world.admin.user, **facts)
    assert User.objects.get(pk=world.admin.user_id).email == "baru@contoh.test"


class TestDaysOff:
    def test_seeding_keeps_what_the_agency_changed(self, world: World) -> None:
        actions.put_holiday(
            day=date(2026, 12, 25),
            name="Natal",
            kind="national",
            works=True,
            source="Instruksi 1",
            actor=user(world),
            at=NOW,
        )
        added = actions.seed_holidays(years=[2026], actor=user(world), at=NOW)
        assert added == Holiday.objects.count() - 1
        assert Holiday.objects.get(day=date(2026, 12, 25)).source == "Instruksi 1"
        assert actions.seed_holidays(years=[2026], actor=user(world), at=NOW) == 0
        assert Event.objects.filter(action="people.seed_holiday").count() == added

    def test_a_year_that_the_law_does_not_hold_is_refused(self, world: World) -> None:
        with pytest.raises(NotPossible, match="2099"):
            actions.seed_holidays(years=[2099], actor=user(world), at=NOW)

    def test_the_calendar_comes_from_the_table_and_else_from_the_law(self, world: World) -> None:
        assert not calendar([2026]).is_working_day(date(2026, 12, 25))  # law
        actions.seed_holidays(years=[2026], actor=user(world), at=NOW)
        actions.put_holiday(
            day=date(2026, 10, 6),
            name="Hari jadi kota",
            kind="regional",
            works=False,
            source="Perwal 3/2026",
            actor=user(world),
            at=NOW,
        )
        days = calendar([2026])
        assert not days.is_working_day(date(2026, 10, 6))
        assert days.is_working_day(date(2026, 10, 7))
        with pytest.raises(RuleError):
            days.is_working_day(date(2025, 10, 6))
        with pytest.raises(RuleError):
            calendar([2099]).is_working_day(date(2099, 1, 2))

    def test_a_six_day_week_works_on_saturday(self, world: World) -> None:
        saturday = date(2026, 10, 10)
        assert not calendar([2026]).is_working_day(saturday)
        Agency.objects.update(workweek=6)
        assert calendar([2026]).is_working_day(saturday)

    def test_a_removed_day_is_kept_in_the_log(self, world: World) -> None:
        day = Holiday.objects.create(day=TODAY, name="Keliru", kind="agency", source="-")
        actions.remove_holiday(holiday=day, reason="Salah ketik", actor=user(world), at=NOW)
        assert not Holiday.objects.exists()
        entry = Event.objects.get(action="people.remove_holiday")
        assert entry.before["name"] == "Keliru" and entry.why == "Salah ketik"  # type: ignore[index]


def test_the_agency_is_one_and_its_changes_are_logged(world: World) -> None:
    values = {
        "name": "Kota Baru",
        "short_name": "Kota",
        "place": "Sana",
        "head_title": "Bupati",
        "head_name": "",
        "workweek": 6,
        "daily_log": "required",
    }
    actions.set_agency(actor=user(world), at=NOW, **values)  # type: ignore[arg-type]
    assert Agency.objects.get().name == "Kota Baru"
    entry = Event.objects.get(action="people.set_agency")
    assert entry.before is not None and entry.before["name"] == "Pemerintah Kota Contoh"
