"""Looking at a page as people do: both themes, a desk and a phone, and axe's opinion of it."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = ((1280, 900), (390, 844))
THEMES = ("light", "dark")
CONTRAST = ("color-contrast",)
AXE = Axe().axe_script


def violations(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """What axe holds against the page as it stands: rule, element and reason; `only` these rules if named."""
    if not page.evaluate("'axe' in window"):  # half a megabyte of script, once a page
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
    found = []
    for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
        for node in violation["nodes"]:
            reasons = [*node["any"], *node["all"], *node["none"]]
            said = reasons[0]["message"] if reasons else violation["help"]
            found.append(f"{violation['id']} {node['target']}: {said}")
    return found


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window; 0 when one never scrolls sideways."""
    return int(page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"))


def assert_accessible(page: Page) -> None:
    """axe finds nothing and nothing sticks out, in both themes, at 1280 and at 390 pixels.

    A theme changes colours and nothing else, so the dark one is asked for contrast only. Leaves the page in
    its first size and light.
    """
    wrong = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
            where = f"{page.url} {width} {theme}"
            only = CONTRAST if theme == "dark" else ()
            wrong += [f"{where}: {violation}" for violation in violations(page, only=only)]
            if sticks_out := overflow(page):
                wrong.append(f"{where}: {sticks_out} px too wide")
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert not wrong, "\n".join(wrong)


def take_pictures(page: Page, name: str, folder: Path) -> list[Path]:
    """One picture a size and theme, the whole page: `name-390-dark.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
            taken.append(folder / f"{name}-{width}-{theme}.png")
            page.screenshot(path=taken[-1], full_page=True)
    return taken
