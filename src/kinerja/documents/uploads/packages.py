"""Office documents are zip packages. Opens one without unpacking and says which document it is.

Refused: bombs, encrypted entries, paths that climb, macros and programs, and a zip that is no document.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

ENTRIES = 3_000
UNPACKED = 200 * 1_048_576
RATIO = 300
SMALL = 1_048_576  # bytes; a small part may compress well without being a bomb
PROGRAMS = (".exe", ".dll", ".js", ".vbs", ".jar", ".class", ".bat", ".cmd", ".ps1", ".sh", ".scr", ".com")
ODT_TYPE = b"application/vnd.oasis.opendocument.text"


class RefusedPackage(ValueError):
    """The zip is no acceptable document; the message says why and what to do."""


def package_kind(data: bytes) -> str:
    """ "docx", "xlsx" or "odt". Raises RefusedPackage."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _refuse_unsafe(entries)
            return _document(package, {entry.filename for entry in entries})
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, UnicodeDecodeError) as error:
        raise RefusedPackage(
            _("Dokumen ini rusak dan tidak dapat dibuka. Simpan ulang, lalu unggah lagi.")
        ) from error


def _refuse_unsafe(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    climbing = any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    if len(names) > ENTRIES or len(set(names)) != len(names) or climbing:
        raise RefusedPackage(
            _("Susunan dokumen ini tidak wajar. Simpan ulang dari Word atau Excel, lalu unggah lagi.")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedPackage(_("Dokumen ini dikunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."))
    if sum(entry.file_size for entry in entries) > UNPACKED or any(
        entry.file_size > SMALL and entry.file_size > RATIO * max(entry.compress_size, 1) for entry in entries
    ):
        raise RefusedPackage(_("Isi dokumen ini jauh lebih besar daripada berkasnya. Unggah sebagai PDF."))
    lowered = [name.lower() for name in names]
    if any("vbaproject" in name or "/activex/" in name or name.endswith(PROGRAMS) for name in lowered):
        raise RefusedPackage(
            _("Dokumen ini membawa makro atau program. Simpan sebagai dokumen tanpa makro atau PDF.")
        )


def _document(package: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names and "META-INF/MANIFEST.MF" not in names:
        if b"macroEnabled" in package.read("[Content_Types].xml"):
            raise RefusedPackage(_("Dokumen ini bermakro. Simpan sebagai dokumen tanpa makro atau PDF."))
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
    first = package.infolist()[0] if names else None
    if first is not None and first.filename == "mimetype" and "content.xml" in names:
        macro = any(name.startswith(("Basic/", "Scripts/")) for name in names)
        if macro:
            raise RefusedPackage(_("Dokumen ini bermakro. Simpan sebagai dokumen tanpa makro atau PDF."))
        if first.file_size <= len(ODT_TYPE) and package.read(first) == ODT_TYPE:
            return "odt"
    raise RefusedPackage(
        _("Berkas ini arsip ZIP, bukan dokumen Word, Excel, atau ODT. Unggah isinya satu per satu.")
    )
