"""The agency's crest on its way onto paper: a PNG, judged and written anew by Pillow.

Only the picture is kept. Text, times and colour profiles inside the file go: a broken profile would spoil
PDF/A. No SVG: a drawing can hold links, fonts and programs.
"""

from __future__ import annotations

from io import BytesIO

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image

from .uploads import RefusedFile, inspect

LARGEST = 500 * 1024  # bytes; every certificate carries the crest
SMALLEST = 200  # pixels, the shorter side: about 300 dots an inch on a certificate
WIDEST = 2_000  # pixels, the longer side; a small file can hold a huge picture


def checked_crest(data: bytes) -> bytes:
    """The picture in the PNG `data`, as a new PNG that holds nothing else.

    Raises RefusedFile for another kind, a file over LARGEST, a picture smaller or larger than the limits,
    and one that is broken.
    """
    if len(data) > LARGEST:
        raise RefusedFile(
            _("Lambang ini lebih besar dari %(limit)s KB. Kecilkan gambarnya, lalu unggah lagi.")
            % {"limit": LARGEST // 1024}
        )
    if not _is_png(data):
        raise RefusedFile(
            _(
                "Isi berkas ini bukan gambar PNG yang utuh. Mengganti nama berkas tidak mengubah isinya. "
                "Simpan lambang sebagai PNG, lalu unggah lagi."
            )
        )
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as picture:
            size = picture.size
            kept = _written_anew(picture) if _fits(*size) else b""  # too large: not a pixel is unpacked
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for a broken PNG
        raise RefusedFile(
            _("Gambar ini rusak dan tidak dapat dicetak. Simpan ulang sebagai PNG, lalu unggah lagi.")
        ) from error
    if not kept:
        figures = {"width": size[0], "height": size[1], "smallest": SMALLEST, "widest": WIDEST}
        facts = {name: number_format(value, force_grouping=True) for name, value in figures.items()}
        raise RefusedFile(
            _(
                "Lambang ini %(width)s × %(height)s piksel. Setiap sisi harus %(smallest)s sampai "
                "%(widest)s piksel. Ubah ukurannya, lalu unggah lagi."
            )
            % facts
        )
    return kept


def _is_png(data: bytes) -> bool:
    try:
        return inspect("lambang.png", data, limit=LARGEST).content_type == "image/png"
    except RefusedFile:
        return False


def _fits(width: int, height: int) -> bool:
    return min(width, height) >= SMALLEST and max(width, height) <= WIDEST


def _written_anew(picture: Image.Image) -> bytes:
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True, icc_profile=None)
    return kept.getvalue()
