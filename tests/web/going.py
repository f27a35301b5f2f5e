"""Going from page to page: whoever clicks waits for the page that answers before he looks or reads."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def go(control: Locator) -> None:
    """Clicks a link or a button that leads to a page, and is back when that page stands.

    A bare click comes back while the old page may still be shown: what is read next would be read of it.
    """
    with control.page.expect_navigation():
        control.click()


def press(page: Page, name: str) -> None:
    """Goes by the first button of this name."""
    go(page.get_by_role("button", name=name, exact=True).first)
