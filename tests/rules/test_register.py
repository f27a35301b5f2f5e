"""The register of law: what `kinerja law check` would catch, fault by fault, and that it catches none now."""

import subprocess
import sys
from datetime import date

import pytest

from kinerja.cli.law import other_readers, unread
from kinerja.rules.errors import NoRuleInForce, RuleError
from kinerja.rules.loader import in_force, index, register
from kinerja.rules.register import file_problems, index_problems, problems

GOOD = """id = "a.rule"
title = "Judul"
unit = "hari"
[[value]]
from = 2020-01-01
source = "Peraturan"
checked_on = 2026-11-22
days = 3
"""
SECOND = '[[value]]\nfrom = {start}\nsource = "B"\nchecked_on = 2026-11-22\ndays = 4\n'


def test_the_register_holds() -> None:
    assert (*problems(), *unread(), *other_readers()) == ()
    assert tuple(register()) == tuple(sorted(index()))


def test_a_good_file_has_no_problem() -> None:
    assert file_problems("a.rule.toml", GOOD) == ()
    assert file_problems("a.rule.toml", GOOD + SECOND.format(start="2021-01-01")) == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('source = "Peraturan"\n', "", "source kosong"),
        ('source = "Peraturan"', 'source = " "', "source kosong"),
        ("checked_on = 2026-11-22\n", "", "checked_on harus tanggal"),
        ("from = 2020-01-01", 'from = "2020-01-01"', "from harus tanggal"),
        ("from = 2020-01-01", "from = 2020-01-01\nuntil = 2019-01-01", "until lebih awal"),
        ("from = 2020-01-01", 'from = 2020-01-01\nconfidence = "maybe"', "confidence harus"),
        ("days = 3\n", "", "tidak memuat isi"),
        ('id = "a.rule"', 'id = "b.rule"', "berbeda dengan nama berkas"),
        ('title = "Judul"\n', "", "title kosong"),
        ("[[value]]", "[other]", "tidak ada [[value]]"),
        ('title = "Judul"', "title = Judul", "bukan TOML"),
    ],
)
def test_every_fault_of_a_file_is_found(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    assert any(fault in line for line in file_problems("a.rule.toml", GOOD.replace(old, new)))


@pytest.mark.parametrize(("until", "start"), [("", "2020-01-01"), ("until = 2021-01-01\n", "2021-01-01")])
def test_overlapping_values_are_found(until: str, start: str) -> None:
    text = GOOD.replace("source", f"{until}source", 1) + SECOND.format(start=start)
    assert any("bertumpang tindih" in line for line in file_problems("a.rule.toml", text))


def test_the_index_is_compared_both_ways() -> None:
    assert index_problems(["a", "b"], ["b", "a"]) == ()
    faults = index_problems(["a", "a", "gone"], ["a", "new"])
    assert [word in " ".join(faults) for word in ("a tercantum dua kali", "new tidak", "gone tercantum")] == [
        True,
        True,
        True,
    ]


def test_a_value_holds_from_its_first_to_its_last_day() -> None:
    old, new = in_force("skm.grade", date(2017, 5, 8)), in_force("skm.grade", date(2017, 5, 9))
    assert old["A"] != new["A"]
    with pytest.raises(NoRuleInForce, match="no rule in force on 2004-02-23; earliest is 2004-02-24"):
        in_force("skm.grade", date(2004, 2, 23))
    with pytest.raises(RuleError, match="no rule named"):
        in_force("no.such", date(2026, 1, 1))


RULES_ALONE = """
import sys, time
start = time.process_time()
import kinerja.rules.predicate, kinerja.rules.distribution, kinerja.rules.targets
import kinerja.rules.deadlines, kinerja.rules.improvement, kinerja.rules.states, kinerja.rules.behaviour
took = time.process_time() - start
heavy = {"django", "click", "rich", "holidays", "numpy", "psycopg"} & set(sys.modules)
print(took, *heavy)
"""


def test_the_rules_import_in_under_a_tenth_of_a_second_and_alone() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", RULES_ALONE], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(3)
    ]
    assert [len(run) for run in runs] == [1, 1, 1], "a rule pulled in a library"
    assert min(float(run[0]) for run in runs) < 0.1
