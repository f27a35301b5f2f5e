"""Texts without signs that no font of ours can draw: PDF/A refuses a whole file because of one emoji."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import font_lato
import typst

FONTS = Path(font_lato.__file__).parent / "files"
FOLDER = Path(__file__).parent / "typst"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
INSTEAD = "□"


def drawn(value: Any) -> Any:
    """`value` (what JSON can hold) with a box for each sign that cannot be drawn, a space for controls."""
    if isinstance(value, str):
        return "".join(sign if sign in " \n" or _drawable(sign) else _other(sign) for sign in value)
    if isinstance(value, dict):
        return {key: drawn(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [drawn(item) for item in value]
    return value


def _other(sign: str) -> str:
    return INSTEAD if sign.isprintable() else " "


@lru_cache(maxsize=4096)
def _drawable(sign: str) -> bool:
    """Asks typst, which knows its own fonts; Latin letters need no asking."""
    if sign.isascii():
        return sign.isprintable()
    try:
        typst.compile(
            str(FOLDER / "sign.typ"),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"sign": f"x{sign}"},
            pdf_standards=STANDARDS,
        )
    except typst.TypstError:
        return False
    return True
