"""The file as a whole: cycles, unknown codes, two holders, and what it would change."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kinerja.people.imports.parse import AppointmentEntry, PersonEntry, PostEntry, UnitEntry, parse
from kinerja.people.imports.problem import Problem
from kinerja.people.imports.read import RawRow
from kinerja.people.imports.validate import Changes, Register, key_of, validate
from tests.world import nip

HELD = AppointmentEntry(nip(1), "KA", "definitif", date(2024, 1, 2), None, "")
REGISTER = Register(
    units={"KOTA": UnitEntry("KOTA", "Kota", "agency", "")},
    posts={"KA": PostEntry("KA", "Kepala", "KOTA", "jpt", "", True, "")},
    people={nip(1): PersonEntry(nip(1), "Satu", "pns", "IV/a", "satu@contoh.test")},
    appointments={key_of(HELD): HELD},
    emails={"satu@contoh.test": nip(1)},
)


def run(*rows: dict[str, Any], register: Register = Register()) -> tuple[Changes, list[Problem]]:  # noqa: B008
    entries, problems = parse([RawRow(number, row) for number, row in enumerate(rows, start=2)])
    assert not problems, [str(one) for one in problems]
    return validate(entries, register)


def unit(code: str, parent: str = "") -> dict[str, Any]:
    return {"KODE UNIT": code, "NAMA UNIT": f"Unit {code}", "KODE UNIT INDUK": parent}


def post(code: str, above: str = "", unit_code: str = "KOTA", **more: str) -> dict[str, Any]:
    row = {"KODE UNIT": unit_code, "KODE JABATAN": code, "NAMA JABATAN": f"Jabatan {code}"}
    return row | {"TINGKAT": "PENGAWAS", "KODE JABATAN ATASAN": above} | more


def person(number: int, code: str, **more: str) -> dict[str, Any]:
    row = {"NIP": nip(number), "NAMA": f"Orang {number}", "JENIS": "PNS"}
    return row | {"KODE UNIT": "KOTA", "KODE JABATAN": code, "MULAI": "2024-01-02"} | more


def told(problems: list[Problem]) -> list[tuple[int, str]]:
    assert all(one.mend for one in problems)
    return [(one.row, one.column) for one in problems]


def test_a_cycle_in_the_reporting_line() -> None:
    _, problems = run(unit("KOTA"), post("A", "B"), post("B", "C"), post("C", "A"))
    assert told(problems) == [(3, "KODE JABATAN ATASAN")]
    assert "A - B - C - A" in problems[0].message


def test_a_cycle_through_the_register() -> None:
    _, problems = run(post("A", "KA"), post("KA", "A") | {"TINGKAT": "JPT"}, register=REGISTER)
    assert told(problems) == [(2, "KODE JABATAN ATASAN")]


def test_a_cycle_in_the_tree_of_units() -> None:
    _, problems = run(unit("X", "Y"), unit("Y", "X"))
    assert told(problems) == [(2, "KODE UNIT INDUK")]


def test_a_post_above_itself() -> None:
    _, problems = run(unit("KOTA"), post("A", "A"))
    assert told(problems) == [(3, "KODE JABATAN ATASAN")]


def test_unknown_codes() -> None:
    _, problems = run(unit("KOTA", "TIADA"), post("A", "TIADA"), person(1, "TIADA"), {"KODE UNIT": "TIADA"})
    assert told(problems) == [
        (2, "KODE UNIT INDUK"),
        (3, "KODE JABATAN ATASAN"),
        (4, "KODE JABATAN"),
        (5, "KODE UNIT"),
    ]


def test_two_holders_of_a_sole_post_on_one_day() -> None:
    _, problems = run(
        unit("KOTA"),
        post("A"),
        person(1, "A", SAMPAI="2026-06-30"),
        person(2, "A", MULAI="2026-06-30"),
    )
    assert told(problems) == [(5, "KODE JABATAN")]
    assert "dua pejabat sehari" in problems[0].message


def test_one_after_the_other_is_fine() -> None:
    _, problems = run(
        unit("KOTA"), post("A"), person(1, "A", SAMPAI="2026-06-30"), person(2, "A", MULAI="2026-07-01")
    )
    assert not problems


def test_a_holder_in_the_register_counts() -> None:
    _, problems = run(person(2, "KA", MULAI="2026-01-02"), register=REGISTER)
    assert told(problems) == [(2, "KODE JABATAN")]
    ended = {"NAMA": "Satu", "PANGKAT/GOLONGAN": "IV/a", "SAMPAI": "2026-01-01"}
    _, problems = run(person(1, "KA", **ended), person(2, "KA", MULAI="2026-01-02"), register=REGISTER)
    assert not problems


def test_several_may_hold_a_staff_post() -> None:
    _, problems = run(unit("KOTA"), post("A") | {"TINGKAT": "PELAKSANA"}, person(1, "A"), person(2, "A"))
    assert not problems


def test_two_own_posts_of_one_person_but_a_plt_beside() -> None:
    rows = unit("KOTA"), post("A"), post("B"), person(1, "A")
    _, problems = run(*rows, person(1, "B"))
    assert told(problems) == [(6, "MULAI")]
    _, problems = run(*rows, person(1, "B", **{"JENIS PENGANGKATAN": "PLT"}))
    assert not problems


def test_two_acting_holders_on_one_day() -> None:
    plt = {"JENIS PENGANGKATAN": "PLT"}
    plh = {"JENIS PENGANGKATAN": "PLH", "MULAI": "2025-01-01"}
    _, problems = run(unit("KOTA"), post("A"), person(1, "A", **plt), person(2, "A", **plh))
    assert told(problems) == [(5, "KODE JABATAN")]


def test_rows_that_contradict_each_other() -> None:
    _, problems = run(
        unit("KOTA"),
        unit("KOTA") | {"NAMA UNIT": "Kota lain"},
        post("A") | {"TINGKAT": "PELAKSANA"},
        person(1, "A"),
        person(1, "A", NAMA="Bukan dia", MULAI="2020-01-01", SAMPAI="2020-02-01"),
        person(1, "A"),
    )
    assert told(problems) == [(3, "NAMA UNIT"), (6, "NAMA"), (7, "NIP")]


def test_a_post_of_another_unit() -> None:
    _, problems = run(unit("KOTA"), unit("X"), post("A"), person(1, "A", **{"KODE UNIT": "X"}))
    assert told(problems) == [(5, "KODE UNIT")]


def test_two_heads_of_a_unit() -> None:
    head = {"MEMIMPIN UNIT": "YA"}
    _, problems = run(unit("KOTA"), post("A", **head), post("B", "A", **head))
    assert told(problems) == [(4, "MEMIMPIN UNIT")]


def test_an_address_belongs_to_one() -> None:
    rows = unit("KOTA"), post("A") | {"TINGKAT": "PELAKSANA"}
    same = {"SUREL": "a@b.test"}
    _, problems = run(*rows, person(1, "A", **same), person(2, "A", **same))
    assert told(problems) == [(5, "SUREL")]
    _, problems = run(
        person(2, "KA", SUREL="satu@contoh.test", **{"JENIS PENGANGKATAN": "PLH"}), register=REGISTER
    )
    assert told(problems) == [(2, "SUREL")]


def test_the_same_file_again_changes_nothing() -> None:
    rows = (
        unit("KOTA") | {"NAMA UNIT": "Kota", "JENIS UNIT": "INSTANSI"},
        post("KA") | {"NAMA JABATAN": "Kepala", "TINGKAT": "JPT", "MEMIMPIN UNIT": "YA"},
        person(1, "KA", NAMA="Satu"),  # rank and e-mail left empty are kept
    )
    changes, problems = run(*rows, register=REGISTER)
    assert not problems
    assert {tuple(part.values()) for part in changes.counts().values()} == {(0, 0, 1)}


def test_counts_of_new_and_changed() -> None:
    changes, problems = run(
        unit("BARU", "KOTA"),
        person(1, "KA", NAMA="Satu, S.H.", SAMPAI="2027-01-01"),
        register=REGISTER,
    )
    assert not problems
    assert changes.counts() == {
        "units": {"new": 1, "changed": 0, "same": 0},
        "posts": {"new": 0, "changed": 0, "same": 0},
        "people": {"new": 0, "changed": 1, "same": 0},
        "appointments": {"new": 0, "changed": 1, "same": 0},
    }


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_circles_are_found_exactly_when_walking_up_never_ends(above: list[int]) -> None:
    """Post n reports to above[n]; 0 reports to nobody."""

    def ends(number: int) -> bool:
        for _ in range(11):
            if number == 0:
                return True
            number = above[number]
        return False

    rows = [post("P0"), *(post(f"P{n}", f"P{above[n]}") for n in range(1, 10))]
    _, problems = run(unit("KOTA"), *rows)
    assert bool(problems) is not all(ends(number) for number in range(10))


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5) | st.none()), max_size=6))
def test_overlaps_are_found_exactly_when_two_share_a_day(spans: list[tuple[int, int | None]]) -> None:
    first = date(2026, 1, 1).toordinal()
    days = [
        (first + start, first + start + length if length is not None else first + 999)
        for start, length in spans
    ]
    rows = [
        person(
            number,
            "A",
            MULAI=date.fromordinal(start).isoformat(),
            SAMPAI=date.fromordinal(last).isoformat(),
        )
        for number, (start, last) in enumerate(days, start=1)
    ]
    _, problems = run(unit("KOTA"), post("A"), *rows)
    shared = any(a[0] <= b[1] and b[0] <= a[1] for i, a in enumerate(days) for b in days[:i])
    assert bool(problems) is shared
