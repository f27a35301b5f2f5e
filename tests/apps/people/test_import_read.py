"""Files as people make them: what is read, and what is refused with its row, column and mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kinerja.people.imports.parse import Entry, parse
from kinerja.people.imports.problem import Problem
from kinerja.people.imports.read import PEOPLE, read
from kinerja.people.imports.template import COLUMNS, NAMES, csv_template, xlsx_template

GOOD: dict[str, Any] = {
    "NIP": "198502202010022002",
    "NAMA": "Dewi Lestari",
    "JENIS": "PNS",
    "PANGKAT/GOLONGAN": "Pengatur, II/c",
    "SUREL": "Dewi@Contoh.test",
    "KODE UNIT": "PKM1",
    "NAMA UNIT": "Puskesmas Melati",
    "KODE UNIT INDUK": "",
    "JENIS UNIT": "PUSKESMAS",
    "KODE JABATAN": "PERAWAT",
    "NAMA JABATAN": "Perawat Terampil",
    "TINGKAT": "JF",
    "JENJANG": "TERAMPIL",
    "MEMIMPIN UNIT": "TIDAK",
    "KODE JABATAN ATASAN": "",
    "JENIS PENGANGKATAN": "",
    "MULAI": "2024-01-02",
    "SAMPAI": "",
    "NOMOR KEPUTUSAN": "800/1",
}


def csv_file(*rows: dict[str, Any], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    lines = [delimiter.join(NAMES)]
    lines += [delimiter.join(f'"{row.get(name, "")}"' for name in NAMES) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def xlsx_file(*rows: dict[str, Any], above: int = 0, sheet: str = "Data") -> bytes:
    """A workbook; a value that starts with "=" is written as a formula, a date as an Excel date."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet("Lain").write_formula(0, 0, "=1+1")
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(above, 0, NAMES)
        for number, row in enumerate(rows, start=above + 1):
            for column, name in enumerate(NAMES):
                value = row.get(name, "")
                if isinstance(value, date):
                    page.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
                elif isinstance(value, int | float):
                    page.write_number(number, column, value)
                elif value.startswith("="):
                    page.write_formula(number, column, value, None, "Perawat")
                else:
                    page.write_string(number, column, value)
    return target.getvalue()


def entries(content: bytes, name: str) -> tuple[list[Entry], list[Problem]]:
    table = read(content, name)
    found, problems = parse(table.rows)
    return found, [*table.problems, *problems]


def the_problem(content: bytes, name: str) -> Problem:
    _, problems = entries(content, name)
    assert len(problems) == 1, [str(one) for one in problems]
    assert problems[0].mend
    return problems[0]


def test_the_template_reads_back_as_its_two_examples() -> None:
    for content, name in ((csv_template(), "a.csv"), (xlsx_template(), "a.xlsx")):
        found, problems = entries(content, name)
        assert not problems
        assert [one.row for one in found] == [2, 3]
        assert found[0].post is not None and found[0].post.leads_unit
        assert found[1].unit is None and found[1].unit_code == "PKM1"


def test_the_template_explains_every_column() -> None:
    assert all(column.explanation and len(column.examples) == 2 for column in COLUMNS)
    assert len(NAMES) == len(set(NAMES)) == 19


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_csv_as_spreadsheets_write_it(delimiter: str, encoding: str) -> None:
    found, problems = entries(
        csv_file(GOOD | {"NAMA": "Désirée"}, delimiter=delimiter, encoding=encoding), "x.CSV"
    )
    assert not problems
    assert found[0].person is not None
    assert (found[0].person.name, found[0].person.email) == ("Désirée", "dewi@contoh.test")


def test_xlsx_with_a_title_above_and_real_dates() -> None:
    rows = GOOD | {"MULAI": date(2024, 1, 2), "SAMPAI": date(2026, 12, 31)}, {}, GOOD
    found, problems = entries(xlsx_file(*rows, above=3), "x.xlsx")
    assert not problems
    assert [one.row for one in found] == [5, 7]
    assert found[0].appointment is not None
    assert (found[0].appointment.starts, found[0].appointment.ends) == (date(2024, 1, 2), date(2026, 12, 31))


@pytest.mark.parametrize("text", ["2024-01-02", "02/01/2024", "2-1-2024", "2.1.2024"])
def test_days_as_people_write_them(text: str) -> None:
    found, _ = entries(csv_file(GOOD | {"MULAI": text}), "x.csv")
    assert found[0].appointment is not None
    assert found[0].appointment.starts == date(2024, 1, 2)


@pytest.mark.parametrize(
    ("content", "name", "column", "says"),
    [
        (xlsx_file(GOOD | {"NIP": 198502202010022002.0}), "x.xlsx", "NIP", "tersimpan sebagai angka"),
        (csv_file(GOOD | {"NIP": "1,98502E+17"}), "x.csv", "NIP", "tersimpan sebagai angka"),
        (csv_file(GOOD | {"NIP": "1.98502E17"}), "x.csv", "NIP", "tersimpan sebagai angka"),
        (csv_file(GOOD | {"NIP": "19850220201002200"}), "x.csv", "NIP", "18 angka"),
        (csv_file(GOOD | {"NIP": "198502302010022002"}), "x.csv", "NIP", "tanggal lahir"),
        (csv_file(GOOD | {"JENIS": "PPPK"}), "x.csv", "JENIS", "tidak cocok"),
        (csv_file(GOOD | {"JENIS": "CPNS"}), "x.csv", "JENIS", "tidak dikenal"),
        (xlsx_file(GOOD | {"NAMA JABATAN": '=CONCAT("a","b")'}), "x.xlsx", "NAMA JABATAN", "rumus"),
        (csv_file(GOOD | {"NAMA": "=HYPERLINK(1)"}), "x.csv", "NAMA", "rumus"),
        (csv_file(GOOD | {"NAMA": "@SUM(A1)"}), "x.csv", "NAMA", "rumus"),
        (csv_file(GOOD | {"NAMA": "  +1+1"}), "x.csv", "NAMA", "rumus"),
        (csv_file(GOOD | {"MULAI": "31/02/2026"}), "x.csv", "MULAI", "bukan tanggal"),
        (csv_file(GOOD | {"MULAI": "45000"}), "x.csv", "MULAI", "bukan tanggal"),
        (csv_file(GOOD | {"SAMPAI": "2023-12-31"}), "x.csv", "SAMPAI", "mendahului"),
        (csv_file(GOOD | {"JENJANG": ""}), "x.csv", "JENJANG", "kosong"),
        (csv_file(GOOD | {"TINGKAT": "PENGAWAS"}), "x.csv", "JENJANG", "hanya untuk JF"),
        (csv_file(GOOD | {"TINGKAT": "ESELON II"}), "x.csv", "TINGKAT", "tidak dikenal"),
        (csv_file(GOOD | {"SUREL": "dewi"}), "x.csv", "SUREL", "bukan alamat surel"),
        (csv_file(GOOD | {"NAMA": "A" * 201}), "x.csv", "NAMA", "Lebih dari 200 huruf"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_row_and_column(content: bytes, name: str, column: str, says: str) -> None:
    problem = the_problem(content, name)
    assert (problem.row, problem.column) == (2, column)
    assert says in problem.message


def test_every_wrong_cell_of_a_row_is_told_at_once() -> None:
    _, problems = entries(csv_file(GOOD | {"NIP": "1,98E+17", "JENIS": "CPNS", "MULAI": "kemarin"}), "x.csv")
    assert {one.column for one in problems} == {"NIP", "JENIS", "MULAI"}


@pytest.mark.parametrize("column", ["NAMA", "JENIS", "KODE UNIT", "KODE JABATAN", "TINGKAT", "MULAI"])
def test_an_empty_cell_that_is_needed_is_told(column: str) -> None:
    _, problems = entries(csv_file(GOOD | {column: ""}), "x.csv")
    assert (2, column) in {(one.row, one.column) for one in problems}


@pytest.mark.parametrize("word", ["-", "  -  ", ""])
def test_a_dash_is_an_empty_cell(word: str) -> None:
    found, problems = entries(csv_file(GOOD | {"PANGKAT/GOLONGAN": word}), "x.csv")
    assert not problems
    assert found[0].person is not None and found[0].person.rank == ""


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "x.csv", "judul kolom"),
        (b"a;b\n1;2", "x.csv", "judul kolom"),
        (csv_file(), "x.csv", "Tidak ada baris"),
        (b"PK\x03\x04 rusak", "x.xlsx", "rusak"),
        (csv_file(GOOD), "x.xlsx", "rusak"),
        (b"%PDF", "x.pdf", "Hanya berkas"),
        (b"", "tanpa-akhiran", "Hanya berkas"),
        (csv_file(GOOD).replace(b"MULAI", b"TMT"), "x.csv", "Kolom ini tidak ada"),
        (csv_file(GOOD).replace(b"SAMPAI", b"MULAI"), "x.csv", "dua kali"),
    ],
)
def test_a_file_that_is_none_is_told(content: bytes, name: str, says: str) -> None:
    assert says in the_problem(content, name).message


def test_empty_rows_at_the_end_do_not_count_and_too_many_full_ones_are_refused() -> None:
    small = replace(PEOPLE, max_rows=2)
    assert not read(csv_file(GOOD, GOOD, {}, {}, {}), "x.csv", small).problems
    (problem,) = read(csv_file(GOOD, GOOD, GOOD), "x.csv", small).problems
    assert "Lebih dari 2 baris" in problem.message


def test_a_formula_elsewhere_in_the_workbook_does_no_harm() -> None:
    _, problems = entries(xlsx_file(GOOD), "x.xlsx")
    assert not problems


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx"]))
def test_no_bytes_break_the_reader(content: bytes, name: str) -> None:
    table = read(content, name)
    assert table.rows or table.problems
    parse(table.rows)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_no_text_breaks_the_parser(cells: dict[str, str]) -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, NAMES)
        for column, name in enumerate(NAMES):
            page.write_string(1, column, cells.get(name, ""))
    found, problems = entries(target.getvalue(), "x.xlsx")
    assert found or problems
