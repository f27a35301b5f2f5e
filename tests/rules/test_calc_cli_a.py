"""The contract of the command line: one JSON object, or one plain line on standard error and exit 2."""

import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner

from kinerja.cli import main
from kinerja.cli.calc import MODULES

COUNTS = "SANGAT_BAIK=3,BAIK=9,BUTUH_PERBAIKAN=0,KURANG=0,SANGAT_KURANG=0"


def run(*args: str) -> Any:
    return CliRunner().invoke(main, args)


def answer(*args: str) -> dict[str, Any]:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    data: dict[str, Any] = json.loads(result.stdout)
    assert data["explanation"]
    for step in data["explanation"]:
        assert set(step) == {"rule", "value", "source", "says"} and step["rule"] and step["source"]
    return data


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("predicate --result sesuai --behaviour diatas", {"predicate": "BAIK", "final": False}),
        ("predicate --result diatas --behaviour diatas --drop-out", {"predicate": "KURANG"}),
        ("predicate --result sesuai --behaviour sesuai --taken-over", {"final": True}),
        (f"distribution --organisation BAIK --counts {COUNTS}", {"complies": False, "people": 12}),
        ("distribution --organisation BAIK --counts BAIK=4", {"complies": None, "warnings": []}),
        ("deadline --from 2026-03-13 --working-days 14", {"due": "2026-04-10", "certain": True}),
        ("deadline --from 2026-11-20 --working-days 1 --week 6", {"due": "2026-11-21"}),
        ("deadline --from 2026-11-23 --working-days 1 --off 2026-11-24", {"due": "2026-11-25"}),
        ("deadline --from 2026-12-22 --working-days 2 --work 2026-12-24", {"due": "2026-12-24"}),
        ("deadline --from 2026-03-13 --event objection", {"due": "2026-04-10", "event": "objection"}),
        ("improvement --predicate KURANG --from 2026-02-02", {"applies": True, "discipline_case": False}),
    ],
)
def test_an_answer_is_one_json_object(line: str, expected: dict[str, Any]) -> None:
    data = answer("calc", *line.split())
    assert {key: data[key] for key in expected} == expected


def test_a_target_with_spaces() -> None:
    data = answer("calc", "target", "--direction", "lower", "--target", "7-8 bulan", "--actual", "9 bulan")
    assert data["reading"] == "dibawah"


def test_the_distribution_says_how_many_would_comply() -> None:
    data = answer("calc", "distribution", "--organisation", "BAIK", "--counts", COUNTS)
    assert "kurangi BAIK dari 9 menjadi paling banyak 8" in data["warnings"][0]["text"]
    assert [warning["limit"] for warning in data["warnings"]] == [8, 1]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("calc predicate --result sesuai", "'--behaviour' wajib diisi"),
        ("calc predicate --result sesui --behaviour diatas", "maksud Anda 'sesuai'?"),
        (
            "calc predicate --result sesuai --behaviour diatas --on 2001-01-01",
            "no rule in force on 2001-01-01; earliest is 2022-02-07",
        ),
        (
            "calc predicate --result sesuai --behaviour diatas --on 2026-02-30",
            "tanggal '2026-02-30' tidak sah",
        ),
        ("calc predicate --result sesuai --behaviour diatas --on 20260230", "tanggal '20260230' tidak sah"),
        ("calc predicate --result sesuai --behaviour diatas --on 9999-12-31", "di luar jangkauan"),
        ("calc predicate --result sesuai --behaviour diatas --evaluator raja", "pengevaluasi 'raja'"),
        ("calc predicate --reslt sesuai", "--reslt tidak dikenal; maksud Anda --result"),
        ("calc predicate --result sesuai --behaviour diatas extra", "extra"),
        ("calc predicates", "predicates tidak dikenal"),
        ("calc --bogus", "--bogus tidak dikenal"),
        ("calc distribution --organisation BAIK --counts BAIK", "PREDIKAT=JUMLAH"),
        ("calc distribution --organisation BAIK --counts BAIK=-1", "PREDIKAT=JUMLAH"),
        ("calc distribution --organisation BAIK --counts BAIK=1,BAIK=2", "disebut dua kali"),
        ("calc distribution --organisation BAK --counts BAIK=1", "maksud Anda 'BAIK'?"),
        ("calc target --direction up --target 1 --actual 2", "arah target 'up'"),
        ("calc deadline --from 2026-03-13", "salah satu"),
        ("calc deadline --from 2026-03-13 --working-days 1 --event objection", "salah satu"),
        ("calc deadline --from 2026-03-13 --working-days 0", "paling sedikit 1"),
        ("calc deadline --from 2026-03-13 --working-days x", "--working-days"),
        ("calc deadline --from 2026-03-13 --working-days 99999999", "tahun 2028"),
        ("calc deadline --from 2199-12-31 --working-days 1", "tahun 2200"),
        ("calc improvement --predicate KURANG --from 2026-02-02 --post raja", "jenis jabatan 'raja'"),
        ("law show skm.grad", "maksud Anda 'skm.grade'?"),
        ("law show skm.grade --on 2001-01-01", "no rule in force on 2001-01-01; earliest is 2004-02-24"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_bad_input_is_one_plain_line(line: str, says: str, as_json: bool) -> None:
    result = run(*line.split(), *(["--json"] if as_json and "bogus" not in line else []))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1 and says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "predicate --result sesuai --behaviour diatas",
        f"distribution --organisation BAIK --counts {COUNTS}",
        "target --direction lower --target 8 --actual 9",
        "deadline --from 2027-03-08 --working-days 5",
        "improvement --predicate KURANG --from 2026-02-02",
    ],
)
def test_without_json_a_readable_table_with_the_explanation(line: str) -> None:
    result = run("calc", *line.split())
    assert result.exit_code == 0 and result.stderr == ""
    assert "Penjelasan" in result.stdout and "1. " in result.stdout
    assert "{" not in result.stdout


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_command_has_help_and_takes_on_and_json(name: str) -> None:
    result = run("calc", name, "--help")
    assert result.exit_code == 0
    assert "--json" in result.stdout
    assert ("--on" in result.stdout) is (name != "effect")  # statistics hang on no law and no day


def test_law_list_show_and_check() -> None:
    listed = answer("law", "list")
    assert listed["count"] == len(listed["rules"]) > 60
    shown = answer("law", "show", "skm.grade", "--on", "2016-05-01")
    assert (shown["from"], shown["until"], shown["value"]["A"]) == ("2004-02-24", "2017-05-08", "81.26")
    checked = answer("law", "check")
    assert checked["holds"] is True and checked["problems"] == []
    assert "predicate.matrix" in run("law", "list").stdout


def test_calc_never_starts_django() -> None:
    code = (
        "import sys\nfrom kinerja.cli import main\n"
        "main(['calc', 'deadline', '--from', '2026-03-13', '--working-days', '14', '--json'], "
        "standalone_mode=False)\n"
        "print(sorted({'django', 'rich', 'holidays'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert json.loads(done.stdout)["due"] == "2026-04-10"
