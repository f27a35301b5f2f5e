"""The agency's crest on its way onto paper: a PNG, judged by its content and by drawing it once.

Only what makes the picture is kept. Text, times and colour profiles inside the file go: a broken profile
would spoil PDF/A. No SVG: a drawing can hold links, fonts and programs.
"""

from __future__ import annotations

import json
import struct
import zlib
from datetime import UTC, datetime

import typst
from django.utils.translation import gettext as _

from .signs import FOLDER, FONTS, STANDARDS
from .uploads import RefusedFile, inspect

LARGEST = 500 * 1024  # bytes; every certificate carries the crest
SMALLEST = 200  # pixels, the shorter side: about 300 dots an inch on a certificate
WIDEST = 2_000  # pixels, the longer side; a small file can hold a huge picture
PICTURE = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def checked_crest(name: str, data: bytes) -> bytes:
    """The PNG `data` (bytes), called `name` by whoever sent it, without all that is not the picture.

    Raises RefusedFile for another kind, a file over LARGEST, a picture smaller or larger than the limits,
    and one that cannot be drawn.
    """
    if len(data) > LARGEST:
        raise RefusedFile(
            _("Lambang ini lebih besar dari %(limit)s KB. Kecilkan gambarnya, lalu unggah lagi.")
            % {"limit": LARGEST // 1024}
        )
    if not data.startswith(SIGNATURE) or _kind(name, data) != "image/png":
        raise RefusedFile(
            _(
                "Isi berkas ini bukan gambar PNG yang utuh. Mengganti nama berkas tidak mengubah isinya. "
                "Simpan lambang sebagai PNG, lalu unggah lagi."
            )
        )
    kept = _picture(data)
    width, height = struct.unpack(">II", kept[16:24])
    if min(width, height) < SMALLEST or max(width, height) > WIDEST:
        raise RefusedFile(
            _(
                "Lambang ini %(width)s × %(height)s piksel. Setiap sisi harus %(smallest)s sampai "
                "%(widest)s piksel. Ubah ukurannya, lalu unggah lagi."
            )
            % {"width": width, "height": height, "smallest": SMALLEST, "widest": WIDEST}
        )
    _draw(kept)
    return kept


def _kind(name: str, data: bytes) -> str:
    try:
        return inspect(name, data, limit=LARGEST).content_type
    except RefusedFile:
        return ""


def _picture(data: bytes) -> bytes:
    """The chunks that make the picture. Raises RefusedFile when one is cut short or wrong."""
    kept, place = [SIGNATURE], len(SIGNATURE)
    while place + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        chunk = data[place : place + 12 + size]
        if len(chunk) < 12 + size or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            break
        if kind in PICTURE:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
        place += 12 + size
    raise RefusedFile(_broken())


def _draw(data: bytes) -> None:
    """Draws it once as it will be printed, so that no certificate fails later. Raises RefusedFile."""
    try:
        typst.compile(
            str(FOLDER / "crest.typ"),
            root=str(FOLDER),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps({"agency": "", "crest": list(data)})},
            pdf_standards=STANDARDS,
            timestamp=datetime(2026, 1, 1, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise RefusedFile(_broken()) from error


def _broken() -> str:
    return _("Gambar ini rusak dan tidak dapat dicetak. Simpan ulang sebagai PNG, lalu unggah lagi.")
