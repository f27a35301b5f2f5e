"""Nothing leads to the person who wrote: who may read a report, who may know its reporter, logs, photos."""

from __future__ import annotations

import struct
import zlib

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from kinerja.audit.models import Event
from kinerja.voice.access.complaints import may_read_complaint, may_see_reporter
from kinerja.voice.actions.complaints import reply, reveal_reporter, withdraw
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import Complaint, Reporter
from kinerja.voice.photos import without_traces
from tests.apps.voice import make_complaints as make
from tests.world import NOW, World

# What is kept


def test_who_he_is_stands_apart_and_only_when_he_told(world: World) -> None:
    make.complaint(world)
    assert not Reporter.objects.exists()
    row = make.complaint(world, name="Budi", email="budi@contoh.test", phone="0812")
    assert row.reporter.name == "Budi"


def test_the_log_holds_no_word_of_the_citizen(world: World) -> None:
    row, _key = make.handed_in(world, name="Budi Warga", email="budi@contoh.test", phone="08123456789")
    reply(complaint=row, text="Mohon dipercepat", at=NOW)
    withdraw(complaint=row, reason="Sudah selesai sendiri", at=NOW)
    log = str(list(Event.objects.values()))
    for words in ("Budi", "budi@", "0812", row.title, row.text, "dipercepat", "sendiri"):
        assert words not in log
    assert {event.action for event in Event.objects.all()} == {
        "voice.submit_complaint",
        "voice.reply_complaint",
        "voice.withdraw_complaint",
    }


# Who may know


def may(world: World, who: str, row: Complaint) -> tuple[bool, bool]:
    """May read the report; may know the reporter."""
    user = getattr(world, who).user
    user.__dict__.pop("_units_worked_in", None)
    row = Complaint.objects.select_related("service", "unit", "officer").get(pk=row.pk)
    return (
        bool(may_read_complaint(user, row, NOW.date())),
        bool(may_see_reporter(user, row, NOW.date())),
    )


@pytest.mark.parametrize(
    ("who", "anonymous", "told"),
    [
        ("complaints_officer", (True, True), (True, True)),
        ("office_head", (True, False), (True, True)),  # leads the unit that answers
        ("midwife", (True, False), (True, True)),  # the officer it was given to
        ("nurse", (False, False), (False, False)),  # works there, but did not get it
        ("auditor", (True, False), (True, False)),
        ("admin", (False, False), (False, False)),  # a role over the system opens nobody's words
        ("hr", (False, False), (False, False)),
        ("counter_head", (False, False), (False, False)),  # leads the reported unit
        ("counter_officer", (False, False), (False, False)),
        ("registry_head", (False, False), (False, False)),  # leads the office above it
        ("outsider", (False, False), (False, False)),
        ("services_officer", (False, False), (False, False)),
    ],
)
def test_a_report_answered_elsewhere(
    who: str, anonymous: tuple[bool, bool], told: tuple[bool, bool], world: World
) -> None:
    """The counter is reported, the health office answers, and gave it to the midwife."""
    for hidden, expected in ((True, anonymous), (False, told)):
        row = make.forwarded(world, unit=world.units["DINKES"], anonymous=hidden, name="Budi")
        Complaint.objects.filter(pk=row.pk).update(officer=world.midwife)
        assert may(world, who, row) == expected


@pytest.mark.parametrize(("who", "reads"), [("counter_head", True), ("counter_officer", False)])
def test_the_reported_unit_answers_but_never_learns_who_wrote(who: str, reads: bool, world: World) -> None:
    row = make.forwarded(world, anonymous=False, name="Budi")
    assert may(world, who, row) == (reads, False)


@pytest.mark.parametrize("who", ["counter_head", "registry_head", "counter_officer"])
def test_a_secret_report_is_hidden_from_the_reported_unit(who: str, world: World) -> None:
    row = make.forwarded(world, secret=True)
    Complaint.objects.filter(pk=row.pk).update(officer=world.counter_officer)
    assert may(world, who, row) == (False, False)


def test_the_unit_of_the_service_counts_as_reported(world: World) -> None:
    row = make.forwarded(world, secret=True, service=make.service(world))
    Complaint.objects.filter(pk=row.pk).update(reported_unit=None)
    assert may(world, "counter_head", row) == (False, False)


def test_a_complaints_officer_of_the_reported_unit_reads_but_does_not_know(world: World) -> None:
    row = make.complaint(world, unit=world.units["KOMINFO"], name="Budi")
    assert may(world, "complaints_officer", row) == (True, False)


def test_a_look_at_the_reporter_has_a_reason_and_is_logged(world: World) -> None:
    row = make.complaint(world, name="Budi", email="budi@contoh.test")
    actor = world.complaints_officer.user
    with pytest.raises(NotPossible, match="untuk apa"):
        reveal_reporter(complaint=row, why=" ", actor=actor, at=NOW)
    with pytest.raises(PermissionDenied):
        reveal_reporter(complaint=row, why="ingin tahu", actor=world.admin.user, at=NOW)
    assert not Event.objects.filter(action="voice.see_reporter").exists()
    who = reveal_reporter(complaint=row, why="Menanyakan tanggal", actor=actor, at=NOW)
    assert who is not None and who.name == "Budi"
    event = Event.objects.get(action="voice.see_reporter")
    assert (event.actor_id, event.why, event.object_id) == (actor.pk, "Menanyakan tanggal", str(row.pk))
    assert "Budi" not in str(event.__dict__)


def test_nobody_told_is_nobody_seen(world: World) -> None:
    row = make.complaint(world)
    actor = world.complaints_officer.user
    assert reveal_reporter(complaint=row, why="Menanyakan tanggal", actor=actor, at=NOW) is None


# Photos


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int) -> bytes:
    tiff = b"II\x2a\x00" + struct.pack("<IH", 8, 2)
    tiff += struct.pack("<HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack("<HHII", 0x8825, 4, 1, 99)
    return b"Exif\x00\x00" + tiff + struct.pack("<I", 0) + b"GPS -6.2 106.8 Telepon Budi"


PICTURE = (
    segment(0xDB, b"\x00" + bytes(64)) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"scan" + b"\xff\xd9"
)
JFIF = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")


@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_photo_keeps_its_picture_and_loses_where_it_was_taken(turned: int) -> None:
    told = segment(0xE1, exif(turned)) + segment(0xED, b"Photoshop Budi") + segment(0xFE, b"Budi")
    clean = without_traces(b"\xff\xd8" + JFIF + told + PICTURE + b"Budi behind the end", "image/jpeg")
    assert b"GPS" not in clean and b"Budi" not in clean
    assert clean.startswith(b"\xff\xd8") and clean.endswith(PICTURE) and JFIF in clean
    assert (b"Exif" in clean) == (turned != 1), "an upright photo needs no word about it"
    assert without_traces(clean, "image/jpeg") == clean
    if turned != 1:
        assert struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0) in clean


@given(st.binary(max_size=300))
def test_no_bytes_break_the_cleaning(data: bytes) -> None:
    without_traces(b"\xff\xd8\xff" + data, "image/jpeg")
    without_traces(b"\xff\xd8" + segment(0xE1, b"Exif\x00\x00" + data) + PICTURE, "image/jpeg")
    without_traces(b"\x89PNG\r\n\x1a\n" + data, "image/png")
    assert without_traces(data, "application/pdf") == data


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_a_png_loses_its_notes() -> None:
    head, end = chunk(b"IHDR", bytes(13)), chunk(b"IEND", b"")
    start = b"\x89PNG\r\n\x1a\n"
    told = start + head + chunk(b"tEXt", b"Author\x00Budi") + chunk(b"eXIf", b"GPS") + end
    assert without_traces(told + b"Budi", "image/png") == start + head + end
