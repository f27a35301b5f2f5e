"""Files are judged by content and links by form."""

from __future__ import annotations

import pytest

from kinerja.documents.uploads import RefusedFile, inspect
from kinerja.progress.evidence import RefusedLink, check_link

from . import files

LIMIT = 1_000_000


def as_words(value: object) -> str:
    """Names of cases: never the bytes of a file."""
    return value if isinstance(value, str) else "isi"


@pytest.mark.parametrize(
    ("name", "data", "suffix"),
    [
        ("a.pdf", files.pdf(), ".pdf"),
        ("a.png", files.png(), ".png"),
        ("a.jpg", files.jpeg(), ".jpg"),
        ("a.webp", files.webp(), ".webp"),
        ("a.docx", files.docx(), ".docx"),
        ("a.xlsx", files.xlsx(), ".xlsx"),
        ("a.odt", files.odt(), ".odt"),
        ("a.txt", b"Catatan rapat\r\n", ".txt"),
        ("a.csv", "nama;jumlah\nSiti;3\n".encode("cp1252"), ".csv"),
        ("foto.jpg", files.png(), ".png"),  # a wrong name of a right file is mended, not refused
    ],
    ids=as_words,
)
def test_kept_kinds(name: str, data: bytes, suffix: str) -> None:
    assert inspect(name, data, limit=LIMIT).suffix == suffix


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("laporan.pdf", files.EXE, "bukan PDF"),
        ("laporan.txt", files.EXE, "bukan PDF"),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan PDF"),
        ("catatan.txt", b"<html><script>alert(1)</script>", "kode halaman"),
        ("catatan.csv", b"#!/bin/sh\nrm -rf /", "kode halaman"),
        ("kosong.pdf", b"", "kosong"),
        ("potong.pdf", b"%PDF-1.7\nterpotong", "bukan PDF"),
        ("gambar.png", files.png()[:-4], "bukan PDF"),
        ("program.pdf", files.pdf(b"/OpenAction<</S/JavaScript/JS(app.alert)>>"), "membawa program"),
        ("ganda.png", files.png() + files.docx() + files.png()[-12:], "arsip ZIP"),
        ("ganda.pdf", files.pdf() + files.package({"a": b"b"}) + b"%%EOF", "arsip ZIP"),
        ("ganda.webp", files.webp() + b"tambahan", "bukan PDF"),
        ("arsip.docx", files.package({"a.txt": b"a"}), "arsip ZIP"),
        ("makro.docx", files.docx(**{"word/vbaProject.bin": b"x"}), "makro"),
        ("jar.docx", files.docx(**{"META-INF/MANIFEST.MF": b"x"}), "arsip ZIP"),
        ("naik.docx", files.docx(**{"../../etc/passwd": b"x"}), "tidak wajar"),
        ("program.docx", files.docx(**{"word/a.exe": b"x"}), "makro atau program"),
        ("bom.docx", files.docx(**{"word/media/a": b"\x00" * 20_000_000}), "jauh lebih besar"),
        ("rusak.docx", files.docx()[:60], "rusak"),
    ],
    ids=as_words,
)
def test_refused_files_say_what_to_do(name: str, data: bytes, says: str) -> None:
    with pytest.raises(RefusedFile, match=says):
        inspect(name, data, limit=LIMIT)


def test_the_limit_is_the_last_byte_allowed() -> None:
    data = files.pdf()
    assert inspect("a.pdf", data, limit=len(data))
    with pytest.raises(RefusedFile, match="lebih besar dari"):
        inspect("a.pdf", data, limit=len(data) - 1)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://contoh.go.id/laporan?a=1", "https://contoh.go.id/laporan?a=1"),
        (" www.contoh.go.id ", "https://www.contoh.go.id"),
    ],
)
def test_links_kept(url: str, kept: str) -> None:
    assert check_link(url).url == kept
    assert check_link(url).warning == ""


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://contoh.go.id/%0aalert(1)",
        "data:text/html,<script>",
        "ftp://contoh.go.id",
        "https://",
        "https://nama:sandi@contoh.go.id",
        "https://contoh.go.id/a b",
        "https://contoh.go.id/\u202etxt.exe",
        "https://[::1",
        "https://contoh.go.id/" + "a" * 1_000,
    ],
)
def test_links_refused(url: str) -> None:
    with pytest.raises(RefusedLink):
        check_link(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://drive.google.com/file/d/1", "izin"),
        ("https://pemkot.sharepoint.com/x", "izin"),
        ("http://10.1.2.3/berkas", "jaringan kantor"),
        ("http://server-berkas/laporan", "jaringan kantor"),
    ],
)
def test_links_that_deserve_a_look(url: str, says: str) -> None:
    assert says in check_link(url).warning


def test_a_name_that_only_contains_the_drive_is_no_drive() -> None:
    assert check_link("https://drive.google.com.contoh.test/a").warning == ""
