"""Pictures made by hand for tests of the crest."""

from __future__ import annotations

import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

START = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def chunks(data: bytes) -> list[bytes]:
    """The kinds of the chunks of a PNG, in their order."""
    found, place = [], len(START)
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        found.append(kind)
        place += 12 + size
    return found


def crest_png(
    width: int = 240, height: int = 300, *, colour: bytes = b"\x10\x80\x30\xc0", extra: bytes = b""
) -> bytes:
    """A see-through picture in one colour (RGBA); `extra` are chunks before its pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress((b"\x00" + colour * width) * height)
    return START + chunk(b"IHDR", head) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def uploaded(data: bytes, name: str = "lambang.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")
