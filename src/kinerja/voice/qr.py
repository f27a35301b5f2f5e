"""An address as a picture that a phone reads."""

from __future__ import annotations

import segno


def qr(address: str) -> str:
    """The address as an image for `src`: black on white in any theme, as large as its place."""
    made: str = segno.make(address, error="m", micro=False).svg_data_uri(
        omitsize=True, border=4, dark="black", light="white"
    )
    return made
