"""No browser test may read a page that is about to go: after a click it goes, or says what must come."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ACT = re.compile(r"\w.*\.(?:click|dblclick|tap|press)\([^()]*\)$")


def rushed(source: str) -> Iterator[int]:
    """The lines of clicks and keys after which nothing is waited for.

    What a `with page.expect_...()` holds is waited for by it; one key may follow another.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.With) and ".expect_" in ast.unparse(node.items[0]):
            continue
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            said = [ast.unparse(statement) for statement in block] if isinstance(block, list) else []
            for number, words in enumerate(said):
                then = said[number + 1] if number + 1 < len(said) else ""
                if ACT.match(words) and not then.startswith("expect(") and ".keyboard.press(" not in then:
                    yield block[number].lineno


def test_every_click_is_waited_for() -> None:
    files = [path for path in sorted(TESTS.rglob("*.py")) if "playwright" in path.read_text()]
    assert len(files) > 15
    found = [
        f"{path.relative_to(TESTS)}:{line}: use go(), or expect() what it brings"
        for path in files
        for line in rushed(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("page.locator('a').first.click()\nlook(page)", [1]),
        ("page.locator('a').click()", [1]),
        ("for one in rows:\n    one.click()\nexpect(page)", [2]),
        ("page.keyboard.press('t')\nassert page.url", [1]),
        ("page.locator('a').click()\nexpect(page.locator('b')).to_be_visible()", []),
        ("page.locator('h1').click()\npage.keyboard.press('j')\nexpect(row).to_be_focused()", []),
        ("with page.expect_response('/x/'):\n    page.locator('a').click()\nlook(page)", []),
        ("go(page.locator('a'))\npress(page, 'Kirim')\nlook(page)", []),
    ],
)
def test_what_is_rushed(source: str, lines: list[int]) -> None:
    assert list(rushed(source)) == lines
