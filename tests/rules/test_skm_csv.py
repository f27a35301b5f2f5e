"""A survey file as people make it: what is understood, and what is refused with row and column."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from kinerja.rules import skm
from kinerja.rules.errors import RuleError
from kinerja.rules.skm import rows as rows_module

ON = date(2026, 11, 22)
CODES = skm.codes(ON)
HEADER = ",".join(CODES)
GOOD = "3,3,3,3,3,3,3,3,3\n"


def count(text: str, group_by: str | None = None) -> skm.Table:
    return skm.tally_csv(text.splitlines(keepends=True), codes=CODES, group_by=group_by)


def test_the_published_survey_row_by_row() -> None:
    sums = dict(zip(CODES, [198, 203, 196, 226, 190, 196, 202, 190, 214], strict=True))
    columns = []
    for total in sums.values():
        extra = total - 57 * 3
        columns.append([4] * extra + [3] * (57 - extra) if extra >= 0 else [2] * -extra + [3] * (57 + extra))
    lines = [",".join(map(str, row)) for row in zip(*columns, strict=True)]
    table = count("\n".join([HEADER, *lines]))
    assert dict(zip(CODES, table.total.sums, strict=True)) == sums
    result = skm.compute(table.total, on=ON)
    assert (result.n, result.ikm, result.grade) == (57, Decimal("88.45"), "A")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER.replace(',', ';')}\n4,0;3;3;3;3;3;3;3;3\n",
        f'{HEADER}\n"4,0",3,3,3,3,3,3,3,3\n',
        f"{HEADER}\n4.0, 3 ,3,3,3,3,3,3,3\n",
        f"sep=;\n{HEADER.replace(',', ';')}\n4;3;3;3;3;3;3;3;3\n",
        f"{HEADER}\t\n4\t3\t3\t3\t3\t3\t3\t3\t3\t\n".replace(",", "\t"),
        f"  {HEADER.upper()}\r\n4,3,3,3,3,3,3,3,3\r\n\r\n",
        f'nama,{HEADER},saran\n"Budi, S.E.",4,3,3,3,3,3,3,3,3,"bagus,\ncepat"\n',
    ],
)
def test_forms_of_the_same_answers(text: str) -> None:
    assert count(text).total == skm.Tally(CODES, 1, (4, *[3] * 8), (1,) * 9)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "berkas kosong"),
        (" \n\n", "berkas kosong"),
        (f"{HEADER}\n", "tidak memuat satu pun jawaban"),
        (f"{HEADER}\n,,,,,,,,\n", "tidak memuat satu pun jawaban"),
        (
            f"{HEADER}\n3,3,3,3,3,3,3,3,3\n3,3,5,3,3,3,3,3,3\n",
            'baris 3, kolom waktu: jawaban "5" di luar 1..4',
        ),
        (f"{HEADER}\n3,3,3.5,3,3,3,3,3,3\n", 'baris 2, kolom waktu: jawaban "3.5" bukan salah satu'),
        (f"{HEADER}\n3,3,baik,3,3,3,3,3,3\n", 'jawaban "baik" bukan salah satu'),
        (f"{HEADER}\n4,0,3,3,3,3,3,3,3,3\n", "baris 2: 10 kolom, judul hanya 9; beri tanda kutip"),
        (f"{HEADER}\n3,3,3,3,3,3,3,3\n", "baris 2: hanya 8 dari 9 kolom, tanpa 'sarana'"),
        (f"{HEADER}\n\n3,3,3,3,3,3,3,3,3\n9,3,3,3,3,3,3,3,3\n", "baris 4, kolom persyaratan"),
        ("persyaratan,prosedur\n3,3\n", "baris 1: kolom 'waktu' tidak ada; tambahkan kolom itu"),
        (HEADER.replace("waktu", "wakttu"), "ubah judul 'wakttu' menjadi 'waktu'"),
        ("U1,U2,U3,U4,U5,U6,U7,U8,U9\n", "ganti U1..U9 dengan nama unsur"),
        (f"{HEADER},waktu\n", "kolom 'waktu' muncul 2 kali"),
        (f'{HEADER},saran\n3,3,3,3,3,3,3,3,3,"bagus\n', "CSV tidak dapat dibaca"),
        (f'"{HEADER}\n', "CSV tidak dapat dibaca"),
        (f"{HEADER}\n{'9' * 60},3,3,3,3,3,3,3,3\n", "9999..."),
    ],
)
def test_refusals_name_the_place_and_the_mend(text: str, says: str) -> None:
    with pytest.raises(RuleError) as refusal:
        count(text)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_first_odd_cell_in_reading_order_is_named() -> None:
    with pytest.raises(RuleError, match="baris 2, kolom sarana"):
        count(f"{HEADER}\n3,3,3,3,3,3,3,3,7\n8,3,3,3,3,3,3,3,3\n")


def test_rows_are_numbered_beyond_the_first_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "BATCH", 2)
    with pytest.raises(RuleError, match="baris 7, kolom biaya"):
        count(f"{HEADER}\n{GOOD * 5}3,3,3,6,3,3,3,3,3\n")
    assert count(f"{HEADER}\n{GOOD * 5}").total.n == 5


def test_a_row_without_any_answer_is_not_a_respondent() -> None:
    table = count(f"loket,{HEADER}\na,3,3,3,3,3,3,3,3,3\na,,,,,,,,,\nb,,,,,,,,,\n", group_by="Loket")
    assert table.total.n == 1
    assert {name: tally.n for name, tally in table.groups.items()} == {"a": 1, "b": 0}


def test_groups_are_trimmed_sorted_and_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "BATCH", 2)
    rows = [f"{name},{value}{',3' * 8}\n" for name, value in zip("ba a", "1234", strict=True)]
    text = f"loket,{HEADER}\n{''.join(rows)}"
    table = count(text + f" b ,4{',3' * 8}\n", group_by="loket")
    assert list(table.groups) == ["(kosong)", "a", "b"]
    assert [tally.sums[0] for tally in table.groups.values()] == [3, 6, 5]
    assert table.total.n == 5 and table.total.sums[0] == 14


def test_an_unknown_group_column_gets_the_near_match() -> None:
    with pytest.raises(RuleError, match="maksud Anda 'loket'"):
        count(f"loket,{HEADER}\n", group_by="lokket")


def test_a_column_with_a_value_a_person_is_no_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "MAX_GROUPS", 3)
    people = "".join(f"p{i}{',3' * 9}\n" for i in range(4))
    with pytest.raises(RuleError, match="lebih dari 3 nilai"):
        count(f"nama,{HEADER}\n{people}", group_by="nama")


def test_on_batch_is_called_for_every_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "BATCH", 2)
    calls: list[int] = []
    lines = [HEADER + "\n", *[GOOD] * 5]
    skm.tally_csv(lines, codes=CODES, on_batch=lambda: calls.append(1))
    assert len(calls) == 3


def test_memory_does_not_grow_with_the_file() -> None:
    def lines(rows: int) -> Iterator[str]:
        yield HEADER + "\n"
        for i in range(rows):
            yield f"{i % 4 + 1},{i % 3 + 1},3,4,3,3,2,3,{'' if i % 7 else 4}\n"

    def peak(rows: int) -> int:
        tracemalloc.start()
        skm.tally_csv(lines(rows), codes=CODES)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(60_000) < peak(20_000) * 1.2


def test_two_spellings_of_a_group_in_one_batch_are_one_group() -> None:
    table = count(f"loket,{HEADER}\nb,{GOOD} b ,{GOOD}b,,,,,,,,,\n", group_by="loket")
    assert {name: tally.n for name, tally in table.groups.items()} == {"b": 2}
    assert table.total.n == 2


def test_no_groups_unless_asked_for() -> None:
    assert count(f"loket,{HEADER}\nb,{GOOD}").groups == {}


def test_as_many_groups_as_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "MAX_GROUPS", 3)
    people = "".join(f"p{i},{GOOD}" for i in range(3))
    assert len(count(f"nama,{HEADER}\n{people}", group_by="nama").groups) == 3
