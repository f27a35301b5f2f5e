"""Takes out of a photo what the camera wrote beside the picture: place, time, device, owner, thumbnails.

Pure: bytes in, bytes out. Only the orientation stays, or a photo would lie on its side.
"""

from __future__ import annotations

import struct
import zlib

# Segments of a JPEG that only describe: APP1 to APP15 without APP14 (colour transform), and comments.
APP1, APP14, COMMENT, SCAN, END = 0xE1, 0xEE, 0xFE, 0xDA, 0xD9
DESCRIBING = frozenset(range(APP1, 0xF0)) - {APP14} | {COMMENT}
WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
ORIENTATION, SHORT = 0x0112, 3
SIGNATURE = b"\x89PNG\r\n\x1a\n"
DESCRIBING_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


def without_traces(data: bytes, content_type: str) -> bytes:
    """The same picture without its traces; any other file, and a picture that ends early, as it is."""
    if content_type == "image/jpeg":
        return _jpeg(data)
    if content_type == "image/png":
        return _png(data)
    return data


def _jpeg(data: bytes) -> bytes:
    kept, place, turned = [data[:2]], 2, 1
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker in (SCAN, END):
            break
        if marker == 0xFF or marker in WITHOUT_LENGTH:  # padding
            place += 1 if marker == 0xFF else 2
            continue
        size = 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
        segment = data[place : place + size]
        if marker == APP1 and segment[4:10] == b"Exif\x00\x00":
            turned = _orientation(segment[10:])
        elif marker not in DESCRIBING:
            kept.append(segment)
        place += size
    if turned != 1:
        kept.insert(1, _exif(turned))
    end = data.rfind(b"\xff\xd9") + 2  # what hangs behind the picture goes too
    return b"".join([*kept, data[place:end]])


def _orientation(tiff: bytes) -> int:
    """1 to 8 by the Exif standard; 1 (upright) when it is not told."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    count = struct.unpack(f"{order}H", tiff[start : start + 2])[0] if start + 2 <= len(tiff) else 0
    for number in range(count):
        entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == ORIENTATION:
            found: int = struct.unpack(f"{order}H", entry[8:10])[0]
            return found if 1 <= found <= 8 else 1
    return 1


def _exif(turned: int) -> bytes:
    """An Exif segment that says nothing but how the photo is turned."""
    entry = struct.pack(">HHIHH", ORIENTATION, SHORT, 1, turned, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    kept, place = [SIGNATURE], len(SIGNATURE)
    while place + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[place : place + 8])
        chunk = data[place : place + 12 + size]
        if len(chunk) < 12 + size or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            return data
        if kind not in DESCRIBING_CHUNKS:
            kept.append(chunk)
        place += 12 + size
        if kind == b"IEND":
            return b"".join(kept)
    return data
