"""Incentives: nothing without the agency's approved table; two people; the rule's amount with its why."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from kinerja.audit.models import Event
from kinerja.growth.actions.pay import (
    add_cut,
    approve_run,
    approve_table,
    cancel_run,
    drop_cut,
    make_run,
)
from kinerja.growth.actions.pay_files import export_run, import_cuts
from kinerja.growth.errors import Incomplete
from kinerja.growth.forms_pay import TableForm
from kinerja.growth.models import AllowanceRun, AttendanceCut
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_pay import BASES, PERCENT, WEIGHTS, cut, run, second, table
from tests.apps.growth.make_talent import predicate
from tests.world import NOW, World, appoint, nip

pytestmark = pytest.mark.django_db


def test_nothing_is_paid_without_an_approved_table_of_the_agency(world: World) -> None:
    month: dict[str, Any] = {"year": 2026, "month": 10, "actor": user(world.hr), "at": NOW}
    with pytest.raises(NotPossible, match="tabel"):
        make_run(**month)
    made = table(world, approved=False)
    with pytest.raises(NotPossible):
        make_run(**month)
    with pytest.raises(PermissionDenied, match="orang lain"):
        approve_table(table=made, actor=user(world.hr), at=NOW)
    approve_table(table=made, actor=second(world), at=NOW)
    with pytest.raises(NotPossible):
        approve_table(table=made, actor=second(world), at=NOW)
    with pytest.raises(NotPossible):
        make_run(**month | {"year": 2025})
    assert make_run(**month).table == made


def test_a_month_that_has_not_begun_is_not_computed(world: World) -> None:
    table(world)
    with pytest.raises(NotPossible, match="belum mulai"):
        make_run(year=2026, month=11, actor=user(world.hr), at=NOW)
    assert not AllowanceRun.objects.exists()


def test_a_paid_month_points_to_its_difference(world: World) -> None:
    run(world, approved=True)
    with pytest.raises(NotPossible, match="periksa selisihnya"):
        make_run(year=2026, month=10, actor=user(world.hr), at=NOW)


def test_a_table_must_be_whole(world: World) -> None:
    wrong: list[dict[str, Any]] = [
        {"percent": {**PERCENT, "BAIK": "x"}}, {"percent": {"BAIK": "90"}},
        {"percent": {**PERCENT, "BAIK": "-1"}}, {"weights": {"kinerja": "60", "disiplin": "30"}},
        {"weights": {"kinerja": "100"}}, {"weights": {"kinerja": "120", "disiplin": "-20"}},
        {"bases": {}}, {"bases": {"raja": "5"}}, {"bases": {"jpt": "-5"}}, {"ends": date(2025, 1, 1)},
    ]  # fmt: skip
    for other in wrong:
        with pytest.raises(Incomplete):
            table(world, approved=False, **other)


def test_a_line_is_the_rules_amount_with_its_why_or_the_problem_in_words(world: World) -> None:
    predicate(world, world.nurse, code="SANGAT_BAIK", period=world.q2)
    predicate(world, world.nurse, code="BAIK", period=world.q3)
    cut(world, "10")
    cut(world, "2.5")
    made = run(world)
    got = made.lines.get(employee=world.nurse)
    # 2,000,000 x (60 % x 90 % + 40 % x 87.5 %)
    assert (got.amount, got.performance, got.attendance) == (1_780_000, 90, Decimal("87.5"))
    assert got.explanation["period"] == "Triwulan III 2026"
    assert any("Perwali 12/2026" in step["says"] for step in got.explanation["steps"])
    without = made.lines.get(employee=world.pppk)
    assert without.amount == 0 and "predikat" in without.problem
    classless = made.lines.get(employee=world.office_head)
    assert "Dasar untuk" in classless.problem
    assert made.lines.count() == Employee.objects.filter(appointments__isnull=False).distinct().count()


def test_a_predicate_of_long_ago_pays_nothing(world: World) -> None:
    predicate(world, world.nurse, period=world.q3)
    table(world)
    after = NOW.replace(year=2027)
    late = make_run(year=2027, month=10, actor=user(world.hr), at=after)
    assert "predikat" in late.lines.get(employee=world.nurse).problem
    early = make_run(year=2026, month=9, actor=user(world.hr), at=NOW)
    assert early.lines.get(employee=world.nurse).problem, "signed in October"
    edge = make_run(year=2027, month=9, actor=user(world.hr), at=after)
    assert edge.lines.get(employee=world.nurse).amount > 0


def test_two_people_one_run_a_month_and_nothing_after_approval(world: World) -> None:
    made = run(world)
    with pytest.raises(NotPossible, match="sudah dihitung"):
        make_run(year=2026, month=10, actor=user(world.hr), at=NOW)
    with pytest.raises(PermissionDenied, match="orang lain"):
        approve_run(run=made, actor=user(world.hr), at=NOW)
    with pytest.raises(PermissionDenied):
        approve_run(run=made, actor=user(world.auditor), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AllowanceRun.objects.filter(pk=made.pk).update(approved_by=made.made_by)
    with pytest.raises(Incomplete):
        cancel_run(run=made, why="", actor=user(world.hr), at=NOW)
    cancel_run(run=made, why="Potongan belum lengkap", actor=user(world.hr), at=NOW)
    again = run(world, approved=True)
    assert again.status == "approved"
    with pytest.raises(NotPossible):
        cancel_run(run=again, why="x", actor=user(world.hr), at=NOW)
    facts: dict[str, Any] = {"employee": world.nurse, "year": 2026, "month": 10, "reason": "Terlambat"}
    before = list(again.lines.order_by("pk").values())
    add_cut(**facts, percent=Decimal(1), actor=user(world.hr), at=NOW)
    assert list(again.lines.order_by("pk").values()) == before, "a later cut is for a difference run"


def test_cuts_typed_and_taken_away(world: World) -> None:
    facts: dict[str, Any] = {"employee": world.nurse, "year": 2026, "month": 10, "actor": user(world.hr)}
    for percent, reason, month in ((0, "x", 10), (101, "x", 10), (5, " ", 10), (5, "x", 13)):
        with pytest.raises(Incomplete):
            add_cut(**facts | {"month": month}, percent=Decimal(percent), reason=reason, at=NOW)
    row = add_cut(**facts, percent=Decimal(5), reason="Terlambat", at=NOW)
    with pytest.raises(PermissionDenied):
        drop_cut(cut=row, actor=user(world.auditor), at=NOW)
    drop_cut(cut=row, actor=user(world.hr), at=NOW)
    assert not AttendanceCut.objects.exists()


def test_a_cut_waits_until_the_draft_of_its_month_is_cancelled(world: World) -> None:
    """It would be missing from the draft that somebody else approves."""
    row, made = cut(world), run(world)
    facts: dict[str, Any] = {"employee": world.nurse, "year": 2026, "month": 10, "reason": "Terlambat"}
    with pytest.raises(NotPossible, match="Batalkan drafnya"):
        add_cut(**facts, percent=Decimal(1), actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible, match="Batalkan drafnya"):
        drop_cut(cut=row, actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible, match="Batalkan drafnya"):
        imported(world, f"{world.nurse.nip};5;Terlambat")
    cancel_run(run=made, why="Ada potongan baru", actor=user(world.hr), at=NOW)
    drop_cut(cut=row, actor=user(world.hr), at=NOW)


def imported(world: World, *lines: str) -> Any:
    content = "\n".join(("NIP;PERSEN;ALASAN", *lines)).encode()
    facts: dict[str, Any] = {"name": "potongan.csv", "year": 2026, "month": 10, "at": NOW}
    return import_cuts(content=content, **facts, actor=user(world.hr))


def test_the_spreadsheet_of_cuts_replaces_the_month_or_nothing(world: World) -> None:
    cut(world)
    bad = imported(world, f"{world.nurse.nip};5;Terlambat", f"{nip(900)};5;x", f"{world.nurse.nip};200;")
    assert bad.written == 0 and {problem.row for problem in bad.problems} == {3, 4}
    assert AttendanceCut.objects.get().percent == 10
    assert imported(world, f"{world.nurse.nip};2,5%;Terlambat").written == 1
    assert AttendanceCut.objects.get().percent == Decimal("2.5")


def test_an_analyst_neither_cuts_himself_nor_lets_himself_off(world: World, client: Client) -> None:
    facts: dict[str, Any] = {
        "year": 2026,
        "month": 10,
        "percent": Decimal(5),
        "reason": "Terlambat",
        "at": NOW,
    }
    with pytest.raises(PermissionDenied, match="tentang Anda sendiri"):
        add_cut(employee=world.hr, actor=user(world.hr), **facts)
    own = add_cut(employee=world.hr, actor=second(world), **facts)
    with pytest.raises(PermissionDenied, match="tentang Anda sendiri"):
        drop_cut(cut=own, actor=user(world.hr), at=NOW)
    client.force_login(user(world.hr))
    page = client.get("/insentif/potongan/?year=2026&month=10").content.decode()
    assert "dicatat analis lain" in page and f"/{own.pk}/hapus/" not in page


def test_an_import_leaves_the_importers_own_cuts_as_they_are(world: World) -> None:
    mine, other = world.hr.nip, f"{world.nurse.nip};2;Terlambat"
    added = imported(world, other, f"{mine};1;Pulang cepat").problems
    assert [problem.row for problem in added] == [3] and "analis kepegawaian lain" in added[0].mend
    facts: dict[str, Any] = {
        "year": 2026,
        "month": 10,
        "percent": Decimal(5),
        "reason": "Terlambat",
        "at": NOW,
    }
    own = add_cut(employee=world.hr, actor=second(world), **facts)
    assert [problem.row for problem in imported(world, other).problems] == [0], "it would drop his own"
    changed = imported(world, other, f"{mine};1;Terlambat").problems
    assert [problem.row for problem in changed] == [0, 3]
    assert AttendanceCut.objects.get() == own, "a refused file writes nothing"
    assert imported(world, f"{mine};5;Terlambat", other).written == 1
    assert AttendanceCut.objects.get(employee=world.hr) == own
    assert AttendanceCut.objects.get(employee=world.nurse).percent == 2


def test_the_export_is_of_an_approved_run_holds_no_formula_and_leaves_its_hash(world: World) -> None:
    Employee.objects.filter(pk=world.nurse.pk).update(name='=HYPERLINK("x")')
    predicate(world, world.nurse)
    made = run(world)
    with pytest.raises(NotPossible):
        export_run(run=made, kind="xlsx", actor=user(world.hr), at=NOW)
    approve_run(run=made, actor=second(world), at=NOW)
    file = export_run(run=made, kind="xlsx", actor=user(world.hr), at=NOW)
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "NIP" and len(rows) == made.lines.count() + 1
    mine = next(row for row in rows if row[0] == world.nurse.nip)
    assert mine[1] == '=HYPERLINK("x")' and mine[6] == 1_880_000
    after = Event.objects.latest("pk").after
    assert after["sha256"] == hashlib.sha256(file.content).hexdigest()
    assert "'=HYPERLINK" in export_run(run=made, kind="csv", actor=user(world.hr), at=NOW).content.decode(
        "utf-8-sig"
    )
    with pytest.raises(PermissionDenied):
        export_run(run=made, kind="csv", actor=user(world.auditor), at=NOW)


def test_the_same_statements_for_few_and_many(world: World, django_assert_max_num_queries: Any) -> None:
    table(world)
    for month, more in ((8, 0), (9, 40)):
        for number in range(more):
            person = Employee.objects.create(nip=nip(400 + number), name=f"Perawat {number}")
            appoint(person, world.posts["PERAWAT"])
        with django_assert_max_num_queries(18):
            make_run(year=2026, month=month, actor=user(world.hr), at=NOW)


def test_bases_and_weights_are_kept_as_typed(world: World) -> None:
    made = table(world, approved=False)
    assert made.weights == WEIGHTS and made.bases == BASES and made.percent == PERCENT


def test_a_wrong_figure_is_said_at_its_own_field() -> None:
    data = {"title": "TPP", "basis": "Perwali 1", "starts": "2026-01-01", "base_terampil": "Rp 2.000.000"}
    data |= {f"percent_{code}": "75" for code in PERCENT} | {"weight_performance": "60"}
    good = TableForm(data | {"weight_discipline": "40"}, on=NOW.date())
    assert good.is_valid() and good.facts()["bases"] == {"terampil": "2000000"}
    for wrong, field in (
        ({"percent_BAIK": "abc"}, "percent_BAIK"),
        ({"base_pelaksana": "dua juta"}, "base_pelaksana"),
        ({"weight_discipline": "50"}, "weight_discipline"),
        ({"base_terampil": ""}, "__all__"),
    ):
        form = TableForm(data | {"weight_discipline": "40"} | wrong, on=NOW.date())
        assert list(form.errors) == [field]


def test_the_page_says_which_table_waits_and_that_another_person_approves(world: World) -> None:
    made = table(world, approved=False)
    hr = world.client(world.hr)
    page = hr.get("/insentif/").content.decode()
    assert made.title in page and "menunggu persetujuan" in page
    assert "analis kepegawaian lain" in hr.get(f"/insentif/tabel/{made.pk}/").content.decode()


def test_a_typed_cut_leads_to_the_month_that_it_cuts(world: World) -> None:
    data = {"nip": world.nurse.nip, "year": 2026, "month": 10, "percent": "5", "reason": "Terlambat"}
    answer = world.client(world.hr).post("/insentif/potongan/baru/", data)
    assert answer["Location"].endswith("?year=2026&month=10")


def test_who_approves_reads_how_many_are_left_unpaid(world: World) -> None:
    made = run(world)
    left = made.lines.exclude(problem="").count()
    page = world.client(world.agency_hr_head).get(f"/insentif/{made.pk}/setujui/").content.decode()
    assert left and f"{left} dari {made.lines.count()} pegawai belum dapat dihitung" in page
