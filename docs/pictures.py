"""Pictures of the running sample city: `python docs/pictures.py http://127.0.0.1:8000 [--all FOLDER]`.

Without `--all` it writes the pictures of the READMEs; with it every page in the menu of every role, and those
that PAGES adds, at 1280 and 390 pixels, light and dark, for looking at. `--role` takes one role alone.
"""

from __future__ import annotations

import argparse
import os
import re
from datetime import date
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

from kinerja.runtime.chromium import chromium, launch_flags

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.settings")
django.setup()

from kinerja.demo.city import build  # noqa: E402 - needs Django
from kinerja.demo.places import PASSWORD  # noqa: E402

HERE = Path(__file__).parent / "pictures"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
README = (
    ("why", "nurse", "Mengapa predikat ini?", "desktop", "light"),
    ("today", "section_head", "/", "desktop", "light"),
    ("plan", "nurse", "/skp/", "phone", "dark"),
    ("control", "hr", "/kendali/", "desktop", "light"),
    ("queue", "section_head", "/tinjauan/", "desktop", "light"),
    ("effect", "registry_head", "/dampak/ > Tanjungbalai", "desktop", "light"),
)
# Beyond the menu of each role: addresses, with words of links to follow from there.
PAGES = {
    "nurse": (
        "Mengapa predikat ini?",
        "/rapat/kalender/",
        "/pengembangan/katalog/ > Bicara yang menenangkan",
        "/pengembangan/kebutuhan/",
        "/pengawasan/saya/",
        "/dampak/ > Tanjungbalai",
    ),
    "section_head": ("/tinjauan/?jenis=rate", "/pengembangan/pendaftaran/"),
    "puskesmas_head": ("/rapat/keputusan/",),
    "office_head": ("/predikat-organisasi/", "/rapat/baru/", "/putaran/baru/"),
    "hr": (
        "/siklus/",
        "/sasaran/",
        "/unit/",
        "/lapor-evaluasi/",
        "/pengaturan/sumber/",
        "/pengembangan/kebutuhan/kelompok/",
        "/penghargaan/skema/",
        "/piagam/ > PG/",
    ),
    "auditor": ("/catatan/", "/pengawasan/segel/"),
    "services_officer": ("/layanan/",),
    "complaints_officer": (),
    "privacy_officer": (),
    "admin": ("/peran/",),
}


def sign_in(browser: Browser, base: str, login: str, size: str, theme: str) -> Page:
    """A page of somebody who has signed in."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, locale="id-ID"
    )
    page = context.new_page()
    page.goto(f"{base}/akun/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit], form button.button-strong")
    page.wait_for_url(f"{base}/")
    return page


def menu(page: Page) -> list[str]:
    """The addresses in the menu of whoever has signed in; "/" is Hari ini."""
    links = page.locator("nav.side a")
    return [address for link in links.all() if (address := link.get_attribute("href"))]


def visit(page: Page, base: str, where: str) -> None:
    """An address with words of links to follow from it, or the words of a link on Hari ini."""
    address, *words = where.split(" > ") if where.startswith("/") else ("/", where)
    page.goto(base + address)
    for link in words:
        page.get_by_role("main").get_by_role("link", name=link).first.click()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("--all", type=Path)
    parser.add_argument("--role")
    wanted = parser.parse_args()
    base = wanted.base.rstrip("/")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=launch_flags())
        cast = build_cast()
        if wanted.all:
            every(browser, base, cast, wanted.all, wanted.role)
            return
        HERE.mkdir(exist_ok=True)
        for name, role, where, size, theme in README:
            page = sign_in(browser, base, cast[role], size, theme)
            visit(page, base, where)
            page.screenshot(path=HERE / f"{name}-{size}-{theme}.png")


def build_cast() -> dict[str, str]:
    return {**build(date.today().year).cast, "admin": "admin"}  # noqa: DTZ011 - the city's own year


def every(browser: Browser, base: str, cast: dict[str, str], folder: Path, only: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for role, places in PAGES.items():
        if only and role != only:
            continue
        for size in SIZES:
            for theme in ("light", "dark"):
                page = sign_in(browser, base, cast[role], size, theme)
                for where in dict.fromkeys((*menu(page), *places)):
                    visit(page, base, where)
                    slug = "-".join(re.findall(r"[\w-]+", where)) or "hari-ini"
                    page.screenshot(path=folder / f"{role}-{slug}-{size}-{theme}.png", full_page=True)
                page.context.close()


if __name__ == "__main__":
    main()
