"""The daily log: lines, overlaps, CSV, habits and sums."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinerja.people.models import Agency, Holiday
from kinerja.progress.actions.daily import import_daily_csv, save_daily, take_daily
from kinerja.progress.actions.decisions import submit_report
from kinerja.progress.actions.drafts import save_report
from kinerja.progress.daily.csv_file import template
from kinerja.progress.daily.lines import Line, read_line
from kinerja.progress.errors import Closed, Lines, NotGiven, UnknownItem
from kinerja.progress.models import DailyEntry
from kinerja.progress.queries.daily import monday_of, next_line, often, roll_up_daily, unlogged_days
from kinerja.progress.queries.reports import realisations
from tests.world import NOW, TODAY, World

from .conftest import Skp, make_skp

FRIDAY = date(2026, 10, 2)


def deed(
    day: date = FRIDAY, starts: int = 8, ends: int = 9, text: str = "Memeriksa ibu hamil", **more: object
) -> Line:
    return Line(day, time(starts), time(ends), text, **more)


def keep(skp: Skp, world: World, *lines: Line, gone: tuple[UUID, ...] = ()) -> int:
    rows = list(enumerate(lines, start=1))
    return save_daily(plan=skp.plan, lines=rows, gone=gone, actor=world.nurse.user, at=NOW)


def test_the_same_page_sent_twice_keeps_one_deed(skp: Skp, world: World) -> None:
    line = deed(amount=Decimal(3), unit="pasien")
    keep(skp, world, line)
    keep(skp, world, Line(line.day, line.starts, line.ends, "Memeriksa balita", key=line.key))
    entry = DailyEntry.objects.get()
    assert (entry.text, entry.amount) == ("Memeriksa balita", None)
    keep(skp, world, gone=(line.key,))
    assert not DailyEntry.objects.exists()


@pytest.mark.parametrize(
    ("second", "clash"),
    [((9, 10), False), ((7, 8), False), ((8, 9), True), ((7, 10), True), ((8, 10), True)],
)
def test_hours_that_overlap_are_refused(skp: Skp, world: World, second: tuple[int, int], clash: bool) -> None:
    keep(skp, world, deed())
    other = deed(starts=second[0], ends=second[1], text="Rapat")
    if not clash:
        assert keep(skp, world, other) == 1
        return
    with pytest.raises(Lines) as refusal:
        keep(skp, world, other)
    assert "bertumpuk" in refusal.value.problems[0].message
    assert "08.00–09.00" in refusal.value.problems[0].message
    assert DailyEntry.objects.count() == 1


def test_overlap_inside_one_page_names_the_row_and_saves_nothing(skp: Skp, world: World) -> None:
    with pytest.raises(Lines) as refusal:
        keep(skp, world, deed(), deed(starts=10, ends=11), deed(starts=10, ends=12, text="Rapat"))
    problem = refusal.value.problems[0]
    assert (problem.row, "baris 2" in problem.message) == (3, True)
    assert not DailyEntry.objects.exists()


def test_the_hours_of_another_plan_of_the_same_person_count(skp: Skp, world: World) -> None:
    keep(skp, world, deed())
    skp.plan.ends = FRIDAY - timedelta(days=1)
    skp.plan.save()  # moved to another post from Friday on, told afterwards
    second = make_skp(world, world.nurse, "ADMIN-PKM1", world.section_head, starts=FRIDAY)
    with pytest.raises(Lines):
        keep(second, world, deed(text="Rapat"))


def test_nobody_writes_into_the_log_of_another(skp: Skp, world: World) -> None:
    line = deed()
    keep(skp, world, line)
    other = make_skp(world, world.midwife, "BIDAN", world.puskesmas_head)
    with pytest.raises(UnknownItem):
        save_daily(plan=other.plan, lines=[(1, line)], actor=world.midwife.user, at=NOW)
    with pytest.raises(UnknownItem):
        save_daily(plan=other.plan, lines=[], gone=[line.key], actor=world.midwife.user, at=NOW)
    assert DailyEntry.objects.get().plan == skp.plan


def test_the_future_and_days_outside_the_plan_are_refused(skp: Skp, world: World) -> None:
    with pytest.raises(Lines, match="belum tiba"):
        keep(skp, world, deed(TODAY + timedelta(days=1)))
    with pytest.raises(Lines, match="di luar masa SKP"):
        keep(skp, world, deed(date(2025, 12, 31)))
    with pytest.raises(UnknownItem):
        keep(skp, world, deed(indicator_key=uuid4()))


def test_a_sent_report_closes_the_log_of_its_period(skp: Skp, world: World) -> None:
    nurse = world.nurse.user
    line = deed(date(2026, 9, 30))
    keep(skp, world, line)
    rows = {skp.patients: ("45 pasien", "")}
    report = save_report(plan=skp.plan, period=world.q3, rows=rows, actor=nurse, at=NOW)
    submit_report(report=report, actor=nurse, at=NOW)
    with pytest.raises(Closed, match="Triwulan III"):
        keep(skp, world, deed(date(2026, 9, 30), 10, 11))
    with pytest.raises(Closed):
        keep(skp, world, gone=(line.key,))
    with pytest.raises(Closed):
        keep(skp, world, Line(FRIDAY, time(8), time(9), "Dipindah", key=line.key))
    assert keep(skp, world, deed(FRIDAY)) == 1


def test_an_agency_may_do_without(skp: Skp, world: World) -> None:
    Agency.objects.update(daily_log=Agency.DailyLog.OFF)
    with pytest.raises(NotGiven, match="tidak dipakai"):
        keep(skp, world, deed())


def test_the_number_of_queries_does_not_grow_with_the_lines(skp: Skp, world: World) -> None:
    def cost(count: int, first: date) -> int:
        lines = [
            deed(first + timedelta(days=n // 10), 7 + n % 10, 8 + n % 10, indicator_key=skp.patients)
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as seen:
            keep(skp, world, *lines)
        return len(seen)

    assert cost(10, date(2026, 1, 5)) == cost(200, date(2026, 2, 2)) <= 14
    assert DailyEntry.objects.count() == 210


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("day", "5/10/2026", date(2026, 10, 5)),
        ("day", "2026-10-05", date(2026, 10, 5)),
        ("starts", "7.05", time(7, 5)),
        ("starts", "0730", time(7, 30)),
        ("starts", "730", time(7, 30)),
        ("starts", "07:30:00", time(7, 30)),
        ("starts", "7", time(7)),
        ("amount", "1.234,5", Decimal("1234.50")),
        ("text", "  dua   kata ", "dua kata"),
    ],
)
def test_cells_as_people_write_them(cell: str, value: str, expected: object) -> None:
    raw = {"day": "05/10/2026", "starts": "08.00", "ends": "09.00", "text": "Rapat", cell: value}
    line = read_line(raw, 1, {}, {}).line
    assert line is not None and getattr(line, cell) == expected


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("day", "31/02/2026"),
        ("day", "besok"),
        ("starts", "25.00"),
        ("starts", "7.60"),
        ("starts", "12345"),
        ("ends", "07.00"),
        ("amount", "banyak"),
        ("amount", "-1"),
        ("amount", "1,234"),
        ("amount", "9" * 20),
        ("text", " "),
        ("text", "x" * 301),
        ("unit", "x" * 41),
        ("link", "javascript:alert(1)"),
        ("item", "tidak ada"),
    ],
)
def test_cells_that_cannot_be_read_name_their_column(cell: str, value: str) -> None:
    raw = {"day": "05/10/2026", "starts": "08.00", "ends": "09.00", "text": "Rapat", cell: value}
    read = read_line(raw, 7, {}, {})
    assert read.line is None
    assert [(problem.row, problem.column) for problem in read.problems] == [(7, cell)]


def test_csv_comes_in_whole_or_not_at_all(skp: Skp, world: World) -> None:
    def bring(text: str | bytes) -> int:
        data = text.encode() if isinstance(text, str) else text
        return import_daily_csv(plan=skp.plan, data=data, actor=world.nurse.user, at=NOW)

    head = "tanggal;mulai;selesai;kegiatan;jumlah;satuan;indikator;tautan\n"
    with pytest.raises(Lines) as refusal:
        bring(f"{head}02/10/2026;08.00;09.00;Periksa;3;pasien;1.1;\n32/10/2026;08.00;07.00;;x;;9.9;\n")
    found = {(problem.row, problem.column) for problem in refusal.value.problems}
    assert found == {(3, column) for column in ("tanggal", "selesai", "kegiatan", "jumlah", "indikator")}
    assert not DailyEntry.objects.exists()

    assert bring(f"\ufeff{head}02/10/2026;08.00;09.00;Periksa;3;pasien;1.1;\n\n;;;;;;;\n") == 1
    assert DailyEntry.objects.get().indicator_key == skp.patients
    with pytest.raises(Lines, match="bertumpuk"):
        bring(f"{head}02/10/2026;08.30;09.30;Rapat;;;;\n")
    assert bring('kegiatan,tanggal,mulai,selesai\n"Rapat, daring",2026-10-02,10:00,11:00\n') == 1
    assert bring(template()) == 2

    for wrong, says in [
        ("", "kosong"),
        ("nama;umur\nSiti;3\n", "Kolom tanggal, mulai, selesai, kegiatan"),
        (b"PK\x03\x04...", "bukan berkas CSV"),
        (head + "02/10/2026;1;2;x;;;;\n" * 1_001, "1.000 baris"),
        (head + '02/10/2026;"08.00;09.00', "rusak"),
    ]:
        with pytest.raises(NotGiven, match=says):
            bring(wrong)


def test_habits_are_what_came_back_most(skp: Skp, world: World) -> None:
    lines = [deed(date(2026, 9, n), text="Memeriksa ibu hamil", unit="pasien") for n in range(1, 6)]
    lines += [deed(date(2026, 9, n), 10, 11, "Rapat") for n in range(1, 3)]
    lines += [deed(date(2026, 9, 1), 12, 13, "Sekali saja")]
    lines += [deed(date(2026, 1, n), text="Dahulu") for n in range(5, 15)]
    keep(skp, world, *lines)
    assert [(habit.text, habit.times) for habit in often(skp.plan, TODAY)] == [
        ("Memeriksa ibu hamil", 5),
        ("Rapat", 2),
    ]


def test_the_next_line_goes_on_from_the_last(skp: Skp, world: World) -> None:
    at = datetime(2026, 10, 5, 14, 23, tzinfo=ZoneInfo("Asia/Jakarta"))
    first = next_line(skp.plan, at)
    assert (first.day, first.starts, first.ends) == (TODAY, time(7, 30), time(14, 20))
    save_daily(
        plan=skp.plan,
        lines=[(1, deed(TODAY, 8, 11, indicator_key=skp.waiting))],
        actor=world.nurse.user,
        at=at,
    )
    then = next_line(skp.plan, at)
    assert (then.starts, then.ends, then.indicator_key) == (time(11), time(14, 20), skp.waiting)
    early = next_line(skp.plan, at.replace(hour=10))
    assert early.starts < early.ends
    late = next_line(skp.plan, at.replace(hour=23, minute=59))
    assert late.starts < late.ends


def test_the_log_adds_itself_up(skp: Skp, world: World) -> None:
    to = skp.patients
    keep(
        skp,
        world,
        deed(date(2026, 7, 1), amount=Decimal("1200"), unit="Pasien", indicator_key=to),
        deed(date(2026, 9, 30), amount=Decimal("34.5"), unit="pasien", indicator_key=to),
        deed(date(2026, 9, 30), 10, 11, amount=Decimal(80), unit="%", indicator_key=to),
        deed(date(2026, 10, 1), amount=Decimal(9), unit="pasien", indicator_key=to),
        deed(date(2026, 8, 3), text="Rapat", indicator_key=skp.files),
        deed(date(2026, 8, 4), text="Apel", amount=Decimal(1), unit="kali"),
    )
    found = roll_up_daily(skp.plan, world.q3)
    assert set(found) == {skp.patients, skp.files}
    assert found[to].text == "1.234,5 pasien"
    assert found[to].note == "Dijumlahkan dari log harian: 3 kegiatan pada 2 hari."
    assert found[skp.files].text == "1 kegiatan"


def test_taking_the_sums_never_overwrites_what_was_written(skp: Skp, world: World) -> None:
    nurse = world.nurse.user
    many = [
        deed(date(2026, 9, 1), amount=Decimal(45), unit="pasien", indicator_key=skp.patients),
        deed(date(2026, 9, 1), 10, 11, amount=Decimal(20), unit="menit", indicator_key=skp.waiting),
    ]
    keep(skp, world, *many)
    rows = {skp.waiting: ("25 menit", "")}
    save_report(plan=skp.plan, period=world.q3, rows=rows, actor=nurse, at=NOW)
    facts = {"plan": skp.plan, "period": world.q3, "actor": nurse, "at": NOW}
    assert take_daily(**facts) == 1
    kept = realisations(skp.plan, world.q3)
    assert (kept[skp.patients].text, kept[skp.waiting].text) == ("45 pasien", "25 menit")
    assert take_daily(**facts, only=[skp.waiting]) == 1
    assert realisations(skp.plan, world.q3)[skp.waiting].text == "20 menit"
    with pytest.raises(NotGiven):
        take_daily(**facts)


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 10, 5)) == monday_of(date(2026, 10, 11)) == date(2026, 10, 5)


def test_working_days_without_a_line_are_named(skp: Skp, world: World) -> None:
    Holiday.objects.create(day=date(2026, 9, 30), name="Libur daerah", kind="regional", source="SK")
    entries = [DailyEntry(plan=skp.plan, day=date(2026, 9, 28), starts=time(8), ends=time(9), text="Rapat")]
    assert unlogged_days(entries, date(2026, 9, 28), TODAY) == [
        date(2026, 9, 29),
        date(2026, 10, 1),
        date(2026, 10, 2),
    ]
    assert unlogged_days([], date(2026, 9, 28), date(2026, 9, 29)) == [date(2026, 9, 28)]
