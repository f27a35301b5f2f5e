"""`kinerja calc effect`: whether a programme helped, from a CSV file."""

from __future__ import annotations

import json
import subprocess
import sys
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kinerja.cli.calc import calc_command

HEADER = "nilai,ikut,sesudah,unit"
COLUMNS = ("--outcome", "nilai", "--treated", "ikut", "--after", "sesudah")
# (4 answers a cell, thrice): comparison 2 -> 2.5, treated 2 -> 3.5
CELLS = {
    ("0", "0"): (1, 2, 2, 3),
    ("0", "1"): (2, 2, 3, 3),
    ("1", "0"): (1, 2, 2, 3),
    ("1", "1"): (3, 3, 4, 4),
}


def table(times: int = 3, units: int = 6, marks: tuple[str, str] = ("0", "1")) -> str:
    lines = [HEADER]
    for (treated, after), values in CELLS.items():
        for place, value in enumerate(values * times):
            unit = f"{'ab'[int(treated)]}{place % units}"
            lines.append(f"{value},{marks[int(treated)]},{marks[int(after)]},{unit}")
    return "\n".join(lines) + "\n"


def call(tmp_path: Path, content: str | bytes, *words: str) -> Result:
    path = tmp_path / "program.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(calc_command, ["effect", str(path), *(words or COLUMNS)])


def answer(tmp_path: Path, content: str, *words: str) -> dict[str, Any]:
    result = call(tmp_path, content, *COLUMNS, *words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def refusal(tmp_path: Path, content: str | bytes, *words: str) -> str:
    result = call(tmp_path, content, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def test_the_answer_as_json(tmp_path: Path) -> None:
    data = answer(tmp_path, table())
    assert data["estimate"] == pytest.approx(1.0)
    # HC1: squares within the cells 3 x (2, 1, 2, 1), each over 12 squared, times 48/44
    assert data["standard_error"] == pytest.approx(sqrt((6 + 3 + 6 + 3) / 144 * 48 / 44))
    assert data["interval"]["low"] < 1 < data["interval"]["high"] and data["interval"]["level"] == 0.95
    assert (data["n"], data["method"], data["verdict"]) == (48, "did_hc1", "effect")
    assert data["cells"] == {
        "comparison_before": {"n": 12, "mean": 2.0},
        "comparison_after": {"n": 12, "mean": 2.5},
        "treated_before": {"n": 12, "mean": 2.0},
        "treated_after": {"n": 12, "mean": 3.5},
    }
    assert data["cautions"] == [] and all(step["rule"] and step["source"] for step in data["explanation"])


def test_the_answer_as_a_table(tmp_path: Path) -> None:
    result = call(tmp_path, table())
    assert result.exit_code == 0
    for words in ("Pengaruh program", "Selisih perubahan", "tidak memuat", "(3.5 - 2) - (2.5 - 2)"):
        assert words in result.stdout


@pytest.mark.parametrize(
    "content",
    [
        table(marks=("tidak", "ya")),
        table(marks=("FALSE", "True")),
        table().replace(",", ";"),
        table().replace("\n", "\n\n") + ",,,\n",
        "\ufeff" + table().replace(HEADER, "Nilai,IKUT,Sesudah,unit"),
    ],
    ids=["ya", "true", "semicolon", "blank lines", "bom and capitals"],
)
def test_other_ways_to_write_the_same(tmp_path: Path, content: str) -> None:
    assert answer(tmp_path, content)["estimate"] == pytest.approx(1.0)


def test_clusters(tmp_path: Path) -> None:
    many = answer(tmp_path, table(), "--cluster", "unit")
    assert (many["method"], many["cautions"]) == ("did_cr1", [])
    few = answer(tmp_path, table(units=2), "--cluster", "unit")
    assert (few["method"], few["cautions"]) == ("did_hc1", ["few_clusters"])
    assert any("bukan perbedaan antarkelompok" in step["says"] for step in few["explanation"])


def test_classic_errors_and_few_data(tmp_path: Path) -> None:
    assert answer(tmp_path, table(), "--errors", "classic")["method"] == "did_classic"
    assert answer(tmp_path, table(times=1))["verdict"] == "not_enough_data"
    flat = f"{HEADER}\n" + "2,0,0,a\n2,0,1,a\n2,1,0,a\n2,1,1,a\n" * 12
    silent = answer(tmp_path, flat)
    assert (silent["estimate"], silent["standard_error"], silent["interval"]) == (0.0, None, None)
    assert silent["verdict"] == "not_enough_data"


BAD: dict[str, tuple[str | bytes, str]] = {
    "no number": (f"{HEADER}\n3,0,0,a\ntiga,0,1,a\n", "baris 3, kolom 'nilai': 'tiga' bukan angka"),
    "nan": (f"{HEADER}\nnan,0,0,a\n", "baris 2, kolom 'nilai': 'nan' bukan angka"),
    "infinite": (f"{HEADER}\ninf,0,0,a\n", "bukan angka"),
    "empty": (f"{HEADER}\n3,0,0,a\n,0,1,a\n", "baris 3, kolom 'nilai': kosong"),
    "short row": (f"{HEADER}\n3,0\n", "baris 2, kolom 'sesudah': kosong"),
    "flag of two": (f"{HEADER}\n3,2,0,a\n", "baris 2, kolom 'ikut': '2' harus 0 atau 1"),
    "no rows": (f"{HEADER}\n", "tidak memuat satu pun baris"),
    "nothing": ("", "berkas kosong"),
    "constant": (f"{HEADER}\n3,1,0,a\n2,1,1,a\n", "kolom 'ikut': semua baris 1"),
    "empty cell": (f"{HEADER}\n3,1,0,a\n2,0,1,a\n", "tidak ada pengamatan untuk pembanding sebelum"),
    "double column": ("nilai,nilai,ikut,sesudah\n1,1,0,0\n", "kolom 'nilai' ada 2 kali"),
    "workbook": (b"PK\x03\x04", "buku kerja Excel"),
    "not UTF-8": (HEADER.encode() + b"\n3,0,0,\xe9\n", "baris 2, kolom 'unit': bukan UTF-8"),
}


@pytest.mark.parametrize("case", BAD, ids=str)
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, case: str) -> None:
    content, says = BAD[case]
    assert says in refusal(tmp_path, content)


def test_a_bad_command_line_is_refused(tmp_path: Path) -> None:
    same = ("--outcome", "nilai", "--treated", "nilai", "--after", "sesudah")
    assert "satu kolom" in refusal(tmp_path, table(), *same)
    slip = ("--outcome", "nila", "--treated", "ikut", "--after", "sesudah")
    assert "maksud Anda 'nilai'?" in refusal(tmp_path, table(), *slip)
    assert "--after" in refusal(tmp_path, table(), "--outcome", "nilai", "--treated", "ikut")
    missing = CliRunner().invoke(calc_command, ["effect", str(tmp_path / "x.csv"), *COLUMNS])
    assert missing.exit_code == 2 and "No such file" in missing.stderr


def test_numpy_stays_out_of_the_rules_and_of_the_start() -> None:
    code = (
        "import sys, pkgutil, importlib, kinerja.rules as rules, kinerja.cli, kinerja.cli.calc\n"
        "names = [found.name for found in pkgutil.iter_modules(rules.__path__)]\n"
        "[importlib.import_module(f'kinerja.rules.{name}') for name in names]\n"
        "assert not {'numpy', 'scipy'} & set(sys.modules), 'loaded'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
