"""Open data: nobody's data, no small number, none to be worked out; files for machines and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kinerja.voice.models import Category, Complaint
from kinerja.voice.open_data import Column, DataSet, as_csv, as_json
from kinerja.voice.public_cache import PAGES
from kinerja.voice.queries.complaint_cells import Tree, protected
from kinerja.voice.queries.open_data import DATA_SETS
from kinerja.voice.queries.public_index import frozen_index
from kinerja.voice.views.public import PICTURES
from tests.apps.voice.make_complaints import category, forwarded
from tests.apps.voice.make_public import make_change, make_office, make_published, make_reports, make_year
from tests.apps.voice.make_services import make_service, moment
from tests.world import TODAY, World

K = 5
QUARTERS = (date(2026, 1, 1), date(2026, 4, 1))
LEAVES = st.dictionaries(
    st.tuples(st.sampled_from(QUARTERS), st.integers(1, 4), st.integers(1, 4)),
    st.integers(1, 12),
    max_size=24,
)


def rows(client: Client, name: str) -> list[dict[str, str]]:
    """A data file as its reader sees it."""
    answer = client.get(f"/layanan/data/{name}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def equations(counts: dict[Any, int], tree: Tree) -> tuple[list[Any], list[list[Fraction]]]:
    """Everything that the published sums say about hidden numbers: unknowns, and rows of coefficients."""
    cells: dict[Any, int | None] = {**tree.quarters, **tree.units, **tree.leaves}
    unknown = [key for key, shown in cells.items() if shown is None]
    place = {key: number for number, key in enumerate(unknown)}
    found = []
    sums: dict[Any, list[Any]] = defaultdict(list)
    for quarter, unit in tree.units:
        sums[quarter].append((quarter, unit))
    for leaf in tree.leaves:
        sums[leaf[:2]].append(leaf)
    for total, parts in sums.items():
        line = [Fraction(0)] * len(unknown)
        for key, sign in [(total, 1), *((part, -1) for part in parts)]:
            if key in place:
                line[place[key]] += sign
        found.append(line)
    return unknown, found


def solvable(lines: list[list[Fraction]], width: int) -> set[int]:
    """Unknowns that the equations determine: unit vectors in their row space (Gauss, exact)."""
    lines, row = [list(line) for line in lines], 0
    for column in range(width):
        pivot = next((place for place in range(row, len(lines)) if lines[place][column]), None)
        if pivot is None:
            continue
        lines[row], lines[pivot] = lines[pivot], lines[row]
        lead = lines[row][column]
        lines[row] = [value / lead for value in lines[row]]
        for place, line in enumerate(lines):
            if place != row and line[column]:
                times = line[column]
                lines[place] = [a - times * b for a, b in zip(line, lines[row], strict=True)]
        row += 1
    filled = [[place for place, value in enumerate(line) if value] for line in lines]
    return {places[0] for places in filled if len(places) == 1}


@given(LEAVES)
def test_no_hidden_number_can_be_worked_out(counts: dict[Any, int]) -> None:
    tree = protected(counts, K)
    unknown, lines = equations(counts, tree)
    assert solvable(lines, len(unknown)) == set()


@given(LEAVES)
def test_no_shown_number_is_small_or_wrong_and_small_ones_hide_together(counts: dict[Any, int]) -> None:
    tree = protected(counts, K)
    true: Counter[Any] = Counter(counts)
    for key, count in counts.items():
        true[key[:2]] += count
        true[key[0]] += count
    cells: dict[Any, int | None] = {**tree.quarters, **tree.units, **tree.leaves}
    for key, shown in cells.items():
        assert shown is None or (shown == true[key] and shown >= K)
    for quarter, total in tree.quarters.items():
        hidden = sum(true[key] for key, shown in tree.units.items() if key[0] == quarter and shown is None)
        assert total is None or hidden == 0 or hidden >= K


def test_solving_finds_what_a_careless_table_tells() -> None:
    """The opposite: one small number hidden alone is worked out."""
    careless = Tree({QUARTERS[0]: 12}, {(QUARTERS[0], 1): 9, (QUARTERS[0], 2): None}, {})
    unknown, lines = equations({}, careless)
    assert solvable(lines, len(unknown)) == {0}


def test_small_numbers_of_complaints_are_hidden_with_company(world: World, client: Client) -> None:
    make_service(world)
    for code, count in (("antrean", 9), ("biaya", 3), ("sarana", 6)):
        for row in make_reports(world, count):
            Complaint.objects.filter(pk=row.pk).update(category=category(code))
    found = {(row["tingkat"], row["kategori"]): row for row in rows(client, "pengaduan")}
    assert found["instansi", ""]["laporan"] == found["unit", ""]["laporan"] == "18"
    assert found["kategori", "Antrean"]["laporan"] == "9"
    for name in ("Biaya", "Sarana"):
        assert found["kategori", name]["laporan"] == ""
        assert found["kategori", name]["disembunyikan"] == "ya"


def test_categories_count_at_the_top_of_their_branch(world: World, client: Client) -> None:
    top = category("kependudukan")
    below = Category.objects.create(code="ktp", name="KTP", parent=top)
    for row in make_reports(world, 6):
        Complaint.objects.filter(pk=row.pk).update(category=below)
    names = {row["kategori"] for row in rows(client, "pengaduan")}
    assert names == {"", "Kependudukan"}


def test_the_running_quarter_is_not_in_the_data(world: World, client: Client) -> None:
    service = make_service(world)
    make_year(service)
    for number in range(8):
        forwarded(world, at=moment(2026, 10, 1, 8, number))
    assert rows(client, "pengaduan") == []
    assert {row["triwulan"] for row in rows(client, "waktu-layanan")} == {
        "2025-T4",
        "2026-T1",
        "2026-T2",
        "2026-T3",
    }


def test_few_cases_are_hidden(world: World, client: Client) -> None:
    make_year(make_service(world), (4, 5, 6, 7))
    found = rows(client, "waktu-layanan")
    assert [row["jumlah_selesai"] for row in found] == ["", "5", "6", "7"]
    assert [row["disembunyikan"] for row in found] == ["ya", "tidak", "tidak", "tidak"]
    assert found[0]["median_hari_kerja"] == ""
    assert found[1]["sesuai_standar"] == "100.00"


def test_one_element_with_few_answers_hides_another(world: World, client: Client) -> None:
    period = make_published(world, make_service(world).unit)
    period.result["elements"][3]["answers"] = 2
    period.save()
    index = frozen_index(period)
    assert index is not None
    assert len(index.hidden(K)) == 2
    found = rows(client, "survei")
    assert len(found) == 9
    hidden = [row for row in found if row["disembunyikan"] == "ya"]
    assert len(hidden) == 2
    assert {(row["jawaban"], row["nrr"], row["konversi"]) for row in hidden} == {("", "", "")}


def test_no_file_holds_a_person_or_a_small_count(world: World, client: Client) -> None:
    make_office(world)
    names = {person.name for person in world.people.values()}
    for name in DATA_SETS:
        text = client.get(f"/layanan/data/{name}.json").content.decode()
        assert not [person for person in names if person in text]
        assert "Saya menunggu di loket" not in text
        for row in json.loads(text)["baris"]:
            for column in ("jumlah_selesai", "responden", "jawaban", "laporan"):
                assert row.get(column) is None or row[column] >= K


def test_every_column_is_explained_and_keeps_its_name(world: World, client: Client) -> None:
    make_office(world)
    page = client.get("/layanan/data/").content.decode()
    assert "CC BY 4.0" in page
    for name, data in DATA_SETS.items():
        found = rows(client, name)
        columns = [column.name for column in data.columns]
        assert list(found[0]) == columns
        assert len(set(columns)) == len(columns)
        for column in data.columns:
            assert re.fullmatch(r"[a-z0-9_]+", column.name)
            assert column.meaning
            assert f"<code>{column.name}</code>" in page
        whole = json.loads(client.get(f"/layanan/data/{name}.json").content)
        assert [one["nama"] for one in whole["kolom"]] == columns
        assert whole["lisensi"] == "CC BY 4.0"
        assert len(whole["baris"]) == len(found)


def test_the_language_changes_nothing_in_a_file(world: World, client: Client, settings: Any) -> None:
    make_office(world)
    before = {name: client.get(f"/layanan/data/{name}.csv").content for name in DATA_SETS}
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert {name: client.get(f"/layanan/data/{name}.csv").content for name in DATA_SETS} == before


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\r"], ids=list("abcdefg"))
def test_a_spreadsheet_finds_no_formula(world: World, client: Client, start: str) -> None:
    service = make_service(world)
    make_change(service, title=f"{start}1+1")
    row = rows(client, "perubahan")[0]
    assert row["judul"].startswith("'")
    made = json.loads(client.get("/layanan/data/perubahan.json").content)["baris"][0]
    assert made["judul"] == f"{start}1+1"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30))
def test_any_text_comes_back_from_csv_and_json(text: str) -> None:
    data = DataSet("uji", "Uji", "Uji", (Column("a", "a"), Column("b", "b")), lambda on: [(text, on)])
    read = list(csv.reader(io.StringIO(as_csv(data, TODAY), newline="")))
    assert read[1][0] in (text, f"'{text}")
    assert read[1][1] == "2026-10-05"
    assert json.loads(as_json(data, "Kota", TODAY))["baris"] == [{"a": text, "b": "2026-10-05"}]


def test_headers_of_a_file(world: World, client: Client, settings: Any) -> None:
    settings.PUBLIC_SECONDS = 60
    answer = client.get("/layanan/data/layanan.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/layanan/data/layanan.csv", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    PAGES.clear()
    PICTURES.clear()


def test_quarters_are_in_order_and_queries_do_not_grow(world: World, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            for name in DATA_SETS:
                client.get(f"/layanan/data/{name}.csv")
        return len(asked)

    for number in range(3):
        make_year(make_service(world, code=f"a-{number}"), (5, 5, 5, 5))
    make_reports(world, 6)
    few = count()
    for number in range(27):
        make_year(make_service(world, code=f"b-{number}"), (5, 5, 5, 5))
    assert count() == few
    times = [row["mulai"] for row in rows(client, "waktu-layanan") if row["kode_layanan"] == "a-0"]
    assert all(a < b for a, b in pairwise(times))
