"""`kinerja demo --story`: one story in an empty data folder, its facts on standard output, nothing twice."""

from __future__ import annotations

import json

from tests.runtime.process import open_place, run


def test_one_story_in_an_empty_folder() -> None:
    with open_place() as folder:
        unknown = run(folder, "demo", "--no-serve", "--story", "atlantis")
        assert unknown.returncode == 1 and "tebing-tinggi" in unknown.stderr
        played = run(folder, "demo", "--no-serve", "--story", "tebing-tinggi", "--json")
        facts = json.loads(played.stdout)
        assert played.returncode == 0 and facts["story"] == "tebing-tinggi"
        assert facts["after"]["value"] < facts["before"]["value"]
        assert facts["n"] == facts["before"]["n"] + facts["after"]["n"]
        assert facts["recognised"] and facts["closed_plans"]
        again = run(folder, "demo", "--no-serve", "--story", "tebing-tinggi", "--json")
        assert json.loads(again.stdout) == facts
        other = run(folder, "demo", "--no-serve", "--story", "dumai", "--json")
        assert other.returncode == 1 and "--fresh" in other.stderr and not other.stdout
