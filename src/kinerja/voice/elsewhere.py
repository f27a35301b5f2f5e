"""What comes with the product about topics: the first list, and what an agency cannot decide itself."""

from __future__ import annotations

import pkgutil
import tomllib
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .suggestions import Subject, suggest

# SP4N-LAPOR! takes neither what a court decides nor crimes (FAQ of LAPOR!); 112 and 110 are national numbers.
SAYS = {
    "court": gettext_noop(
        "Perkara yang sedang atau sudah diputus pengadilan tidak dapat kami putuskan. Tanyakan kepada "
        "pengadilan yang bersangkutan."
    ),
    "corruption": gettext_noop(
        "Dugaan korupsi atau suap sebaiknya Anda laporkan juga kepada KPK (telepon 198) atau Inspektorat; "
        "identitas pelapor dilindungi di sana."
    ),
    "crime": gettext_noop("Tindak pidana ditangani polisi. Laporkan juga kepada polisi (telepon 110)."),
    "emergency": gettext_noop(
        "Dalam keadaan darurat, telepon 112 sekarang. Laporan ini tidak dibaca seketika."
    ),
}


@cache
def shipped() -> dict[str, Any]:
    """The data file: `category` (code, name, keywords) and `elsewhere` (code, keywords)."""
    return tomllib.loads((pkgutil.get_data("kinerja.voice", "categories.toml") or b"").decode())


def elsewhere(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Sentences about who else is in charge, each with the words that gave it away. Never a refusal."""
    places = [Subject(row["code"], tuple(row["keywords"])) for row in shipped()["elsewhere"]]
    return [(_(SAYS[found.code]), found.words) for found in suggest(text, places, most=len(SAYS))]
