"""Mutation testing of the rules, in a folder of its own so that the checkout stays clean.

    python benchmarks/mutation.py [FOLDER]

Copies the rules, the law and their tests to FOLDER (a temporary one by default), runs mutmut there
with one process a core and prints the score and the survivors. No Django and no database: the rules
need neither. docs/mutation.md holds the last result and what each survivor means.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MUTATED = (
    *("predicate", "distribution", "targets", "quantities", "calendar"),
    *("exact", "skm/tally", "skm/index", "skm/rows", "skm/long", "skm/sample"),
    *("credit/levels", "credit/conversion", "credit/thresholds", "credit/entry"),
)
TESTS = (
    "exact",
    "explanations",
    "reasons",
    "predicate",
    "distribution",
    "targets",
    "calendar",
    "skm_bugs",
    "skm_csv",
    "skm_properties",
    "credit",
)
CONFTEST = """
from hypothesis import Phase, settings
few = {"max_examples": 6, "phases": [Phase.explicit, Phase.generate], "derandomize": True}
settings.register_profile("mutation", deadline=None, database=None, **few)
settings.load_profile("mutation")
"""


def prepare(folder: Path) -> None:
    """Lay out a project that has only the rules, the law, the command frame and their tests."""
    for part in ("rules", "law", "cli"):
        shutil.copytree(
            ROOT / "src/kinerja" / part,
            folder / "src/kinerja" / part,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    shutil.copy(ROOT / "src/kinerja/__init__.py", folder / "src/kinerja")
    shutil.copytree(ROOT / "tests/law", folder / "tests/law", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests/rules").mkdir()
    for name in TESTS:
        shutil.copy(ROOT / f"tests/rules/test_{name}.py", folder / "tests/rules")
    (folder / "tests/conftest.py").write_text(CONFTEST)
    only = ", ".join(f'"src/kinerja/rules/{name}.py"' for name in MUTATED)
    (folder / "pyproject.toml").write_text(
        f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = [{only}]
also_copy = ["tests", "pyproject.toml"]
pytest_add_cli_args = [
    "-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider", "-k", "not memory and not printed_row",
]
pytest_add_cli_args_test_selection = ["tests"]
mutate_only_covered_lines = true
timeout_multiplier = 5.0
[tool.pytest.ini_options]
pythonpath = ["src", "."]
addopts = "-q --import-mode=importlib"
"""
    )


def run(folder: Path) -> None:
    """Run mutmut in `folder` and print how many mutants each module killed and kept alive."""
    mutmut = [sys.executable, "-m", "mutmut"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([*mutmut, "run"], cwd=folder, check=False, env=environment)
    listed = subprocess.run(
        [*mutmut, "results", "--all", "true"],
        cwd=folder,
        check=True,
        env=environment,
        capture_output=True,
        text=True,
    ).stdout
    outcomes = [line.strip().rsplit(": ", 1) for line in listed.splitlines() if ": " in line]
    print(Counter(outcome for _, outcome in outcomes))
    for name, outcome in outcomes:
        if outcome != "killed":
            print(f"{outcome:<12} {name}")


def main() -> None:
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True)
    else:
        folder = Path(tempfile.mkdtemp(prefix="kinerja-mutation-"))
    prepare(folder)
    print(f"mutants in {folder}")
    run(folder)


if __name__ == "__main__":
    main()
