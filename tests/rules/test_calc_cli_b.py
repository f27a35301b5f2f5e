"""`kinerja calc` for surveys, credit points, talent, competence, profile, hours and allowance."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kinerja.cli.calc import calc_command
from kinerja.rules import skm

CODES = skm.codes(date(2026, 11, 22))
HEADER = ",".join(CODES)
GOOD = "3,3,3,3,3,3,3,3,3\n"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(calc_command, [str(word) for word in words])


def answer(*words: str | Path) -> dict[str, Any]:
    result = call(*words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    data: dict[str, Any] = json.loads(result.stdout)
    assert data["explanation"]
    for step in data["explanation"]:
        assert step["rule"] and step["source"] and "value" in step
    return data


def refusal(*words: str | Path) -> str:
    result = call(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def survey(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "survei.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_survey_as_json(tmp_path: Path) -> None:
    data = answer("skm", survey(tmp_path, f"{HEADER}\n{GOOD * 9}2,3,3,3,3,3,3,3,4\n"))
    assert (data["n"], data["ikm"], data["grade"]) == (10, "75.00", "C")
    assert tuple(data["nrr"]) == CODES and data["nrr"]["persyaratan"] == "2.90"
    assert data["lowest"] == ["persyaratan", "prosedur", "waktu"]
    assert data["ties"] == [[code for code in CODES if code not in ("persyaratan", "sarana")]]


def test_a_survey_as_a_table(tmp_path: Path) -> None:
    result = call("skm", survey(tmp_path, f"{HEADER}\n{GOOD * 10}"))
    assert result.exit_code == 0
    for words in ("Indeks Kepuasan Masyarakat", "Mutu pelayanan", "75.00", "Penjelasan", "skm.grade"):
        assert words in result.stdout


def test_groups_and_their_plain_mean_beside_the_pooled_index(tmp_path: Path) -> None:
    rows = f"a,{GOOD}" * 30 + f"b,{GOOD.replace('3', '4')}" * 10 + "c,,,,,,,,,\n"
    data = answer("skm", survey(tmp_path, f"unit,{HEADER}\n{rows}"), "--group-by", "unit")
    assert data["ikm"] == "81.25"
    assert {name: (part["n"], part["ikm"], part["grade"]) for name, part in data["groups"].items()} == {
        "a": (30, "75.00", "C"),
        "b": (10, "100.00", "A"),
    }
    assert data["mean_of_groups"] == "87.50"


def test_weights_and_day_reach_the_rule(tmp_path: Path) -> None:
    path = survey(tmp_path, f"{HEADER}\n{GOOD * 10}")
    assert answer("skm", path, "--weights", "0.11")["ikm"] == "74.25"
    assert answer("skm", path, "--on", "2016-05-01")["grade"] == "B"
    assert refusal("skm", path, "--on", "2001-01-01").endswith(
        "no rule in force on 2001-01-01; earliest is 2004-02-24"
    )
    assert "pilihan: exact, 0.111, 0.11" in refusal("skm", path, "--weights", "0.12")


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    assert answer("skm", survey(tmp_path, b"\xef\xbb\xbf" + f"{HEADER}\n{GOOD}".encode()))["n"] == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "berkas kosong"),
        (b"PK\x03\x04rest", "buku kerja Excel; simpan ulang sebagai CSV UTF-8"),
        (b"\xff\xfep\x00", "teksnya UTF-16"),
        (
            f"nama,{HEADER}\nAni,{GOOD}".encode() + b"Jos\xe9," + GOOD.encode(),
            "baris 3, kolom 'nama': bukan UTF-8",
        ),
        (f"{HEADER}\n".encode() + b"3,3,\xb3,3,3,3,3,3,3\n", "baris 2, kolom 'waktu': bukan UTF-8"),
        (f"{HEADER}\n".encode() + b"3,3,3,3,3,3,3,3,3,\xb3\n", "baris 2, kolom 10: bukan UTF-8"),
        (f"{HEADER}\n3,3,5,3,3,3,3,3,3\n".encode(), "baris 2, kolom waktu"),
    ],
)
def test_bad_files_are_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    assert says in refusal("skm", survey(tmp_path, content))


def test_no_such_file(tmp_path: Path) -> None:
    assert "tidak-ada.csv" in refusal("skm", tmp_path / "tidak-ada.csv")


def test_one_endless_line_is_refused_in_pieces(tmp_path: Path) -> None:
    assert "CSV tidak dapat dibaca" in refusal("skm", survey(tmp_path, f"{HEADER}\n{'3' * 3_000_000}"))


def test_sample_size() -> None:
    data = answer("sample-size", "4384")
    assert (data["table"], data["formula"], data["census"]) == (354, 353, False)
    assert "1 atau lebih" in refusal("sample-size", "0")


def test_credit() -> None:
    words = ("credit", "--level", "ahli_pertama", "--predicate", "BAIK", "--months", "2")
    assert answer(*words)["credit"] == "2.08"
    assert answer(*words[:5])["credit"] == "12.50"
    assert "maksud Anda 'ahli_muda'?" in refusal("credit", "--level", "ahli_mudah", "--predicate", "BAIK")


def test_credit_sum(tmp_path: Path) -> None:
    path = survey(
        tmp_path, "level;predicate;months;ket\nahli_pertama;SANGAT_BAIK;12;x\n\n;;;\nAhli Pertama;baik;2;\n"
    )
    data = answer("credit-sum", path)
    assert [row["credit"] for row in data["rows"]] == ["18.75", "2.08"]
    assert (data["total"], data["level"]) == ("20.83", "ahli_pertama")
    assert data["thresholds"]["rank"] == {
        "needed": "50.00",
        "reached": False,
        "missing": "29.17",
        "surplus": "0.00",
        "carried": "0.00",
    }
    assert answer("credit-sum", path, "--start", "79,17")["thresholds"]["level"]["reached"] is True


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "berkas kosong"),
        ("level,predicate\nmahir,BAIK\n", "kolom 'months' tidak ada"),
        ("level,predicate,months\nmahir,BAIK\n", "baris 2: 2 kolom, judul memuat 3"),
        ("level,predicate,months\nmahir,BAIK,dua\n", "baris 2, kolom months: 'dua' bukan angka"),
        ("level,predicate,months\nmahir,BAIK,2.5\n", "baris 2, kolom months: '2.5' bukan bilangan bulat"),
        (
            "level,predicate,months\nmahir,BAIK,2\nmahr,BAIK,2\n",
            "periode 2: jenjang 'mahr' tidak dikenal; maksud",
        ),
        ('level,predicate,months\nmahir,BAIK,"2\n', "CSV tidak dapat dibaca"),
    ],
)
def test_bad_credit_files_are_one_line(tmp_path: Path, content: str, says: str) -> None:
    assert says in refusal("credit-sum", survey(tmp_path, content))


def test_talent() -> None:
    assert answer("talent", "--performance", "diatas", "--potential", "menengah")["box"] == 7
    assert answer("talent", "--predicate", "BAIK", "--potential", "tinggi")["box"] == 8
    scores = ("--performance-scores", "75,60,70,65", "--potential-scores", "72,68,66,70,85,78,90")
    data = answer("talent", *scores)
    assert (data["box"], data["performance_score"], data["potential_score"]) == (5, "71.00", "75.10")
    assert "3 nilai, diperlukan 4" in refusal("talent", "--performance-scores", "1,2,3", *scores[2:])
    assert "--performance" in refusal("talent", "--potential", "tinggi")


def test_jpm() -> None:
    data = answer("jpm", "--required", "3,3,2", "--actual", "3,2,2")
    assert (data["jpm"], data["category"], data["gaps"]) == ("87.50", "Memenuhi Syarat", [0, -1, 0])
    levels = "3,3,3,3,3,3,3,2,2"
    data = answer("jpm", "--post", "administrator", "--actual", levels, "--purpose", "pemetaan")
    assert (data["jpm"], data["category"]) == ("92.59", "Optimal")
    assert data["explanation"][0]["rule"] == "competence.required_level"
    assert "bukan angka" in refusal("jpm", "--required", "3,x", "--actual", "3,2")
    assert "bukan bilangan bulat" in refusal("jpm", "--required", "3,2.5", "--actual", "3,2")
    assert "--required" in refusal("jpm", "--actual", "3,2")


def test_ip_asn() -> None:
    words = ("ip-asn", "--education", "S1", "--post", "pelaksana", "--predicate", "BAIK")
    data = answer(*words, "--training", "seminar", "--training", "diklat_20_jp")
    assert (data["index"], data["category"]) == ("85.00", "Tinggi")
    assert "pendidikan" in refusal("ip-asn", "--education", "S9x", *words[3:])


def test_hours() -> None:
    data = answer(
        "hours", "--activity", "coaching:3:2026-03-05", "--activity", "seminar:8", "--on", "2026-11-22"
    )
    assert (data["hours"], data["missing"], data["year"]) == (12, 8, 2026)
    assert "JENIS:JUMLAH:TANGGAL" in refusal("hours", "--activity", "coaching")
    assert "satu bilangan bulat" in refusal("hours", "--activity", "coaching:1,2")
    assert "tidak sah" in refusal("hours", "--activity", "coaching:1:kemarin")


def test_allowance(tmp_path: Path) -> None:
    assert "masih kosong" in refusal("allowance", "--base", "5000000", "--predicate", "BAIK")
    path = tmp_path / "peta.toml"
    path.write_text(
        'source = "Perbup contoh"\n[percent]\nSANGAT_BAIK = "100"\nBAIK = 100\nBUTUH_PERBAIKAN = "75"\n'
        'KURANG = "50"\nSANGAT_KURANG = "25"\n'
    )
    words = ("allowance", "--base", "5000000", "--predicate", "CUKUP", "--map", path)
    data = answer(*words, "--weights", "70,30", "--cuts", "1.5,3", "--deduction", "1000")
    assert data["amount"] == "4056500"
    assert data["explanation"][0]["source"] == "Perbup contoh"
    assert answer("allowance", "--base", "100", "--score", "50")["amount"] == "70"
    assert "dua bobot" in refusal(*words, "--weights", "70")
    assert "salah satu" in refusal("allowance", "--base", "100")
    path.write_text("source = ")
    assert "bukan TOML" in refusal(*words)
    path.write_text('source = "x"\n')
    assert "[percent] tidak ada" in refusal(*words)


def test_a_survey_file_is_read_by_the_same_rule_as_a_program(tmp_path: Path) -> None:
    lines = [f"{HEADER}\n", *[GOOD] * 3, ",4,4,4,4,4,4,4,4\n"]
    tally = skm.tally_csv(lines, codes=CODES).total
    data = answer("skm", survey(tmp_path, "".join(lines)))
    assert data["n"] == tally.n
    assert data["answers"] == dict(zip(tally.codes, tally.counts, strict=True))


def test_a_calculation_loads_neither_the_web_nor_a_database() -> None:
    program = (
        "import sys\n"
        "from kinerja.rules import allowance, competence, credit, profile_index, skm, talent\n"
        "from kinerja.cli import main\n"
        "main(['calc', 'sample-size', '4384', '--json'], standalone_mode=False)\n"
        "assert not {'django', 'psycopg', 'numpy'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["table"] == 354
