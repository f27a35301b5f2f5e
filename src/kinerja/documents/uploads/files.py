"""Judges an uploaded file by its bytes. Its name and the type that the browser claims prove nothing.

Accepted: PDF, PNG, JPEG, WebP, DOCX, XLSX, ODT, plain text and CSV. Everything else is refused with a
sentence that says what to do. This is a check of kind, not a virus scanner: files are also served as a
download, under a sandbox policy and never from the web root.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from .packages import RefusedPackage, package_kind

ZIP_END = b"PK\x05\x06"
ZIP_TAIL = 65_557  # the longest end record of a zip, comment included
PDF_PROGRAM = re.compile(rb"/(?:JavaScript|Launch)\b")
MARKUP = re.compile(r"<\s*(?:!doctype|html|svg|script|\?xml|\?php|iframe|body)", re.IGNORECASE)
TEXT_NAMES = {".txt": "text/plain", ".csv": "text/csv"}
ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".webp", ".docx", ".xlsx", ".odt", *TEXT_NAMES)


class RefusedFile(ValueError):
    """The file is of no kind that may be kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is: media type, the ending it is served under, the word people use for it."""

    content_type: str
    suffix: str
    word: str


PDF = FileKind("application/pdf", ".pdf", "PDF")
PNG = FileKind("image/png", ".png", "PNG")
JPEG = FileKind("image/jpeg", ".jpg", "JPEG")
WEBP = FileKind("image/webp", ".webp", "WebP")
OFFICE = {
    "docx": FileKind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", "Word"
    ),
    "xlsx": FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "Excel"),
    "odt": FileKind("application/vnd.oasis.opendocument.text", ".odt", "OpenDocument"),
}


ENDING_OF = {kind.content_type: kind.suffix for kind in (PDF, PNG, JPEG, WEBP, *OFFICE.values())}
ENDING_OF |= {content_type: ending for ending, content_type in TEXT_NAMES.items()}


def shown_name(name: str) -> str:
    """The name a file came with, fit to be shown: without folders and unprintable letters."""
    shown = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable())
    return shown.strip()[-200:] or _("berkas")


def inspect(name: str, data: bytes, *, limit: int) -> FileKind:
    """The kind of the file `data` (bytes), called `name` by whoever sent it; `limit` in bytes.

    Raises RefusedFile.
    """
    if not data:
        raise RefusedFile(_("Berkas ini kosong. Pilih berkas lain."))
    if len(data) > limit:
        raise RefusedFile(
            _("Berkas ini lebih besar dari %(limit)s MB. Perkecil dahulu, atau tempel tautannya.")
            % {"limit": limit // 1_048_576}
        )
    if data.startswith(b"PK\x03\x04"):
        try:
            return OFFICE[package_kind(data)]
        except RefusedPackage as refusal:
            raise RefusedFile(str(refusal)) from refusal
    kind = _by_signature(data) or _text(name, data)
    if kind is None:
        raise RefusedFile(
            _(
                "Isi berkas ini bukan PDF, gambar (PNG, JPEG, WebP), Word, Excel, ODT, teks, atau CSV. "
                "Mengganti nama berkas tidak mengubah isinya. Simpan sebagai PDF, lalu unggah lagi."
            )
        )
    if ZIP_END in data[-ZIP_TAIL:]:
        raise RefusedFile(
            _("Di dalam berkas ini tersembunyi arsip ZIP. Simpan ulang sebagai PDF, lalu unggah lagi.")
        )
    return kind


def _by_signature(data: bytes) -> FileKind | None:
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2_048:]:
        if PDF_PROGRAM.search(data):
            raise RefusedFile(_("PDF ini membawa program. Cetak ulang menjadi PDF biasa, lalu unggah lagi."))
        return PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and data.endswith(b"IEND\xaeB`\x82"):
        return PNG
    if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in data[4:]:
        return JPEG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        told = int.from_bytes(data[4:8], "little") + 8
        return WEBP if told == len(data) else None
    return None


def _text(name: str, data: bytes) -> FileKind | None:
    """Plain words under a text name: no control characters, nothing that a browser would run."""
    suffix = next((ending for ending in TEXT_NAMES if name.lower().endswith(ending)), "")
    if not suffix:
        return None
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            words = data.decode("cp1252")
        except UnicodeDecodeError:
            return None
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in words) or "\x7f" in words:
        return None
    if words.startswith(("#!", "MZ")) or MARKUP.search(words):
        raise RefusedFile(_("Berkas teks ini berisi kode halaman atau program. Unggah teks biasa atau PDF."))
    return FileKind(TEXT_NAMES[suffix], suffix, "CSV" if suffix == ".csv" else _("Teks"))
