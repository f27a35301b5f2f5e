"""An address as a picture that a phone reads."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(address: str) -> SafeString:
    """An SVG for the page, as large as its place. It draws paths only: the address is not in it."""
    made = segno.make(address, error="m", micro=False)
    return mark_safe(made.svg_inline(omitsize=True, border=4, dark="#000", light="#fff"))
