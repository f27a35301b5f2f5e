"""A paid month whose facts change: what differs and why, paid or taken back once, by another person."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.accounts.errors import ActionError
from kinerja.accounts.models import User
from kinerja.assessment.actions import receive
from kinerja.assessment.actions.objections import Decision, decide
from kinerja.assessment.models import Review
from kinerja.audit.models import Event
from kinerja.growth.actions.pay import add_cut, approve_run, cancel_run, drop_cut, make_run
from kinerja.growth.actions.pay_differences import make_difference_run
from kinerja.growth.actions.pay_files import export_run
from kinerja.growth.allowance_differences import gaps
from kinerja.growth.models import AllowanceLine, AllowanceRun
from kinerja.growth.queries.pay import touched
from kinerja.people.models import Appointment, Employee
from kinerja.rules.allowance import difference
from kinerja.rules.errors import RuleError
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import BETTER, KEPT, LATER, asked, user
from tests.apps.growth.make_pay import cut, run, second, table
from tests.apps.growth.make_talent import predicate
from tests.apps.insight.test_today_growth import tasks
from tests.world import NOW, World, appoint, nip

WORSE = Decision("changed", "Target September tidak tercapai.", "dibawah", "sesuai")
NEXT = LATER + timedelta(days=1)


def paid(world: World, decision: Decision) -> AllowanceRun:
    """October is paid on the nurse's "Baik" (1,880,000); then her objection is decided."""
    found = asked(world)
    first = run(world, approved=True)
    decide(objection=found, decision=decision, actor=user(world.puskesmas_head), at=LATER)
    return first


def draft(first: AllowanceRun, world: World, at: datetime = NEXT) -> AllowanceRun:
    return make_difference_run(run=first, actor=user(world.hr), at=at)


def read_by(nurse: Employee) -> None:
    """She receives what the objection made of her evaluation: before, her pages hold back what it pays."""
    receive(review=Review.objects.get(version=2), actor=user(nurse), at=NEXT)


def url(name: str, *args: object) -> str:
    return reverse(f"growth:{name}", args=args)


@pytest.mark.django_db
def test_without_a_change_there_is_nothing_to_draft(world: World) -> None:
    first = paid(world, KEPT)
    with pytest.raises(NotPossible, match="Tidak ada selisih"):
        draft(first, world)
    assert AllowanceRun.objects.count() == 1 and not touched()
    assert (
        "Tidak ada selisih"
        in world.client(world.hr).get(url("allowance_differences", first.pk)).content.decode()
    )


@pytest.mark.django_db
def test_a_raised_predicate_pays_what_is_left_with_its_why(world: World) -> None:
    made = draft(paid(world, BETTER), world)
    only = made.lines.get()
    assert (only.employee, only.paid, only.should, only.amount) == (
        world.nurse, 1_880_000, 2_000_000, 120_000,
    )  # fmt: skip
    said = "predikat Triwulan III 2026 dari Baik (versi 1) menjadi Sangat Baik (versi 2)."
    assert only.explanation["reasons"] == [f"Putusan keberatan mengubah {said}"]
    steps = [step["says"] for step in only.explanation["steps"]]
    assert any("Perwali 12/2026" in text for text in steps)
    assert steps[-1] == "Seharusnya 2000000 rupiah, sudah dibayar 1880000 rupiah: kurang bayar 120000 rupiah."
    after = Event.objects.get(action="growth.make_difference_run").after
    assert (after["lines"], Decimal(after["amount"])) == (1, 120_000)


@pytest.mark.django_db
def test_a_lowered_predicate_is_below_zero_and_says_so_in_words(world: World) -> None:
    first = paid(world, WORSE)
    made = draft(first, world)
    assert made.lines.get().amount == -180_000
    with pytest.raises(NotPossible):
        export_run(run=made, kind="csv", actor=user(world.hr), at=NEXT)
    approve_run(run=made, actor=second(world), at=NEXT)
    file = export_run(run=made, kind="csv", actor=user(world.hr), at=NEXT)
    heads, row = file.content.decode("utf-8-sig").splitlines()
    assert heads.split(";")[6:] == ["SUDAH DIBAYAR", "SEHARUSNYA", "SELISIH", "KETERANGAN", "SEBAB"]
    assert row.split(";")[6:10] == ["1880000.00", "1700000.00", "-180000.00", "Lebih bayar"]
    assert file.name == f"selisih-insentif-2026-10-{made.pk}.csv"
    assert first.lines.get(employee=world.nurse).amount == 1_880_000, "what was approved stays"
    read_by(world.nurse)
    assert "Lebih bayar" in world.client(world.nurse).get(url("allowances")).content.decode()


@pytest.mark.django_db
def test_the_same_difference_is_never_paid_twice(world: World) -> None:
    first = paid(world, BETTER)
    made = draft(first, world)
    with pytest.raises(NotPossible, match="Setujui atau batalkan"):
        draft(first, world)
    approve_run(run=made, actor=second(world), at=NEXT)
    for approved in (first, made):
        with pytest.raises(NotPossible, match="Tidak ada selisih"):
            draft(approved, world)
    # A cut that is found later: only what it takes, counted from both runs before.
    facts: dict[str, Any] = {"employee": world.nurse, "year": 2026, "month": 10, "reason": "Terlambat"}
    row = add_cut(**facts, percent=Decimal(10), actor=user(world.hr), at=NEXT)
    other = draft(first, world)
    line = other.lines.get()
    assert (other.follows, line.paid, line.amount) == (made, 2_000_000, -80_000)
    assert line.explanation["reasons"] == ["Potongan kehadiran berubah dari 0% menjadi 10%."]
    with pytest.raises(NotPossible, match="Batalkan drafnya"):
        drop_cut(cut=row, actor=user(world.hr), at=NEXT)
    cancel_run(run=other, why="Salah orang", actor=user(world.hr), at=NEXT)
    drop_cut(cut=row, actor=user(world.hr), at=NEXT)
    assert gaps(first) == []


@pytest.mark.django_db
def test_the_database_lets_one_living_difference_run_follow_and_no_empty_or_wrong_line(world: World) -> None:
    first = paid(world, BETTER)
    made = draft(first, world)
    facts = {"table": first.table, "year": 2026, "month": 10, "made_by": first.made_by, "made_at": NEXT}
    with pytest.raises(IntegrityError, match="one_difference_run_after_a_run"), transaction.atomic():
        AllowanceRun.objects.create(**facts, follows=first)
    wrong: list[dict[str, Any]] = [
        {"amount": 0}, {"amount": 3_000_000}, {"should": -1}, {"should": None, "amount": -1},
    ]  # fmt: skip
    for other in wrong:
        with pytest.raises(IntegrityError, match="allowance_not_negative"), transaction.atomic():
            made.lines.update(**other)
    cancel_run(run=made, why="Hitung lagi", actor=user(world.hr), at=NEXT)
    assert draft(first, world).follows == first


@pytest.mark.django_db(transaction=True)
def test_two_analysts_at_once_make_one_difference_run(world: World) -> None:
    first = paid(world, BETTER)
    start, said = threading.Barrier(2), []

    def act(who: User) -> None:
        close_old_connections()
        start.wait(timeout=120)
        try:
            make_difference_run(run=first, actor=who, at=NEXT)
            said.append("ok")
        except ActionError as error:
            said.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(who,)) for who in (user(world.hr), second(world))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=180)
    assert sorted(text == "ok" for text in said) == [False, True]
    assert "Setujui atau batalkan" in next(text for text in said if text != "ok")
    assert AllowanceLine.objects.filter(should__isnull=False).count() == 1


@pytest.mark.django_db
def test_another_person_approves_and_nobody_who_is_in_it(world: World) -> None:
    other = second(world)
    table(world, bases={"terampil": "2000000", "jpt": "9000000"})
    first = run(world, approved=True)
    facts: dict[str, Any] = {"year": 2026, "month": 10, "reason": "Terlambat", "at": NEXT}
    predicate(world, world.agency_hr_head, post="KABADAN")
    made = draft(first, world)
    assert made.lines.get().employee == world.agency_hr_head
    with pytest.raises(PermissionDenied, match="bukan yang membuatnya"):
        approve_run(run=made, actor=user(world.hr), at=NEXT)
    with pytest.raises(PermissionDenied, match="Selisih Anda sendiri"):
        approve_run(run=made, actor=other, at=NEXT)
    assert "pay_run" not in tasks(world.agency_hr_head)
    page = world.client(world.agency_hr_head).get(url("allowance_run", made.pk)).content.decode()
    assert "Selisih Anda sendiri" in page and url("allowance_run_approve", made.pk) not in page
    cancel_run(run=made, why="Dihitung lagi", actor=user(world.hr), at=NEXT)
    add_cut(employee=world.nurse, percent=Decimal(5), actor=user(world.hr), **facts)
    with pytest.raises(PermissionDenied):
        make_difference_run(run=first, actor=user(world.auditor), at=NEXT)


@pytest.mark.django_db
def test_a_draft_month_has_no_difference_yet(world: World) -> None:
    made = run(world)
    with pytest.raises(NotPossible, match="setelah perhitungan bulan ini disetujui"):
        draft(made, world)
    assert world.client(world.hr).get(url("allowance_differences", made.pk)).status_code == 404


def _signed(world: World) -> None:
    predicate(world, world.nurse)


def _gone(world: World) -> None:
    Appointment.objects.filter(employee=world.nurse).update(ends=datetime(2026, 9, 30).date())


def _raised(world: World) -> None:
    Appointment.objects.filter(employee=world.nurse).update(post=world.posts["ADMIN-PKM1"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "change", "amount", "says"),
    [
        (None, _signed, 1_880_000, "Semula belum dapat dihitung: Belum ada predikat"),
        (_signed, _gone, -1_880_000, "Tidak lagi tercatat menduduki jabatan"),
        (_signed, _raised, -470_000, "Dasar berubah dari Rp 2.000.000 (JF Terampil) menjadi Rp 1.500.000"),
    ],
)
def test_other_reasons_in_words(
    world: World,
    before: Callable[[World], None] | None,
    change: Callable[[World], None],
    amount: int,
    says: str,
) -> None:
    if before is not None:
        before(world)
    first = run(world, approved=True)
    change(world)
    line = draft(first, world).lines.get()
    assert line.amount == amount and says in line.explanation["reasons"][0]


@pytest.mark.django_db
def test_a_month_computed_after_the_decision_stands_on_the_new_version(world: World) -> None:
    """The decision came after the month: the first version, signed in time, would have been lost with it."""
    first = predicate(world, world.nurse, code="BAIK")
    late = datetime(2026, 11, 9, 9, 0, tzinfo=NOW.tzinfo)
    keep = {"plan": first.plan, "period": first.period, "appraiser": first.appraiser, "snapshot": {}}
    keep |= {"organisation_unit": first.organisation_unit, "status": "signed", "predicate": "SANGAT_BAIK"}
    Review.objects.create(
        **keep, result_rating="diatas", behaviour_rating="diatas", version=2, signed_at=late
    )
    table(world)
    line = make_run(year=2026, month=10, actor=user(world.hr), at=late).lines.get(employee=world.nurse)
    assert (line.predicate, line.explanation["version"]) == ("SANGAT_BAIK", 2)


@pytest.mark.django_db
def test_hr_hears_of_a_paid_month_until_the_difference_is_drafted(world: World) -> None:
    found = asked(world)
    first = run(world, approved=True)
    assert "pay_difference" not in tasks(world.hr)
    decide(objection=found, decision=BETTER, actor=user(world.puskesmas_head), at=LATER)
    assert tasks(world.hr)["pay_difference"].url == url("allowance_differences", first.pk)
    assert "pay_difference" not in tasks(world.nurse)
    made = draft(first, world)
    assert "pay_difference" not in tasks(world.hr)
    cancel_run(run=made, why="Belum lengkap", actor=user(world.hr), at=NEXT)
    assert "pay_difference" in tasks(world.hr)


@pytest.mark.django_db
def test_nobody_hears_of_a_decision_that_pays_the_same(world: World) -> None:
    same = {
        "SANGAT_BAIK": "100",
        "BAIK": "100.0",
        "BUTUH_PERBAIKAN": "75",
        "KURANG": "50",
        "SANGAT_KURANG": "25",
    }
    table(world, percent=same)
    first = paid(world, BETTER)
    assert not touched() and gaps(first) == []


@pytest.mark.django_db
def test_the_pages_from_the_difference_to_the_employee(world: World) -> None:
    hr, other, nurse = (world.client(who) for who in (world.hr, world.agency_hr_head, world.nurse))
    first = paid(world, BETTER)
    page = hr.get(url("allowance_differences", first.pk)).content.decode()
    assert "120.000" in page and "versi 2" in page and "Kurang bayar" in page
    assert "Periksa selisih" in hr.get(url("allowance_run", first.pk)).content.decode()
    assert (
        "Buat draf selisih"
        not in world.client(world.auditor).get(url("allowance_differences", first.pk)).content.decode()
    )
    made_at = hr.post(url("allowance_difference_make", first.pk))["Location"]
    made = AllowanceRun.objects.get(follows=first)
    assert made_at == url("allowance_run", made.pk)
    assert "versi 2" in hr.get(made_at).content.decode()
    waiting = hr.get(url("allowance_differences", first.pk)).content.decode()
    assert "Buka draf selisih" in waiting and "Buat draf selisih" not in waiting
    line = made.lines.get()
    assert nurse.get(url("allowance_line", line.pk)).status_code == 403
    assert "versi 2" not in nurse.get(url("allowances")).content.decode(), "a draft is not hers yet"
    assert other.post(url("allowance_run_approve", made.pk)).status_code == 302
    own = nurse.get(url("allowances")).content.decode()
    assert "Terima dokumen evaluasinya dahulu" in own and "120.000" not in own and "versi 2" not in own
    read_by(world.nurse)
    own = nurse.get(url("allowances")).content.decode()
    assert "Selisih Oktober 2026" in own and "120.000" in own and "versi 2" in own
    told = nurse.get(url("allowance_line", line.pk)).content.decode()
    assert "1.880.000" in told and "2.000.000" in told and "Perwali 12/2026" in told
    assert "Selisih Oktober 2026" in hr.get(url("allowances")).content.decode()
    cuts = hr.get(url("attendance_cuts") + "?year=2026&month=10").content.decode()
    assert url("allowance_differences", first.pk) in cuts


@pytest.mark.django_db
def test_the_page_and_the_run_ask_as_much_for_many_as_for_few(world: World) -> None:
    predicate(world, world.nurse)
    cut(world)
    first = run(world, approved=True)
    hr, counts = world.client(world.hr), []
    for start, more in ((400, 1), (500, 30)):
        for number in range(start, start + more):
            person = Employee.objects.create(nip=nip(number), name=f"Perawat {number}")
            appoint(person, world.posts["PERAWAT"])
            predicate(world, person)
        hr.get(url("allowance_differences", first.pk))
        with CaptureQueriesContext(connection) as page:
            assert hr.get(url("allowance_differences", first.pk)).status_code == 200
        with CaptureQueriesContext(connection) as act:
            made = draft(first, world)
        assert made.lines.count() == (1 if start == 400 else 31)
        cancel_run(run=made, why="Hitung lagi", actor=user(world.hr), at=NEXT)
        counts.append((len(page), len(act)))
    assert counts[1][0] <= counts[0][0] and counts[1][1] <= counts[0][1]


def test_the_rule_of_a_difference() -> None:
    assert difference(should=Decimal(5), paid=Decimal("3.00"))[0] == 2
    left, step = difference(should=Decimal(0), paid=Decimal("1500000.00"))
    assert left == -1_500_000 and step.says.endswith("lebih bayar 1500000 rupiah.")
    assert "tidak ada selisih" in difference(should=Decimal(1), paid=Decimal(1))[1].says
    with pytest.raises(RuleError):
        difference(should=Decimal(-1), paid=Decimal(0))
