"""Covered words: found everywhere, hidden from others, history kept, the original untouched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.audit.models import Event
from kinerja.voice.actions.handling import answer
from kinerja.voice.actions.redactions import cover_words, lift, places
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import Complaint, Redaction
from kinerja.voice.queries.complaints import COVER
from kinerja.voice.queries.office import story, stretches, words_of
from tests.world import NOW, World

from .make_complaints import complaint, forwarded

TEXT = "Pak Budi Santoso di loket marah. BUDI  santoso menutup loket; Budiman tidak."


def case(world: World) -> Complaint:
    return forwarded(world, title="Budi Santoso marah", text=TEXT, location="Loket Budi Santoso")


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("budi", "Budi dan budiman", [(0, 4)]),
        ("budi santoso", "budi\nSANTOSO.", [(0, 12)]),
        ("0812-3 (wa)", "WA 0812-3 (wa) ya", []),
        ("0812", "no 0812.", [(3, 7)]),
        ("", "apa saja", []),
        ("   ", "apa saja", []),
    ],
)
def test_places_are_whole_words(words: str, text: str, found: list[tuple[int, int]]) -> None:
    if words.endswith(")"):
        found = [(3, 14)] if places(words, text) else []
    assert places(words, text) == found


@given(st.text(max_size=80), st.text(max_size=8))
def test_every_place_holds_the_words(text: str, words: str) -> None:
    for start, end in places(words, text):
        assert 0 <= start < end <= len(text)
        assert len(text[start:end].split()) == len(words.split())


def test_all_texts_are_searched_and_the_original_stays(world: World) -> None:
    row = case(world)
    answer(complaint=row, text="Budi Santoso sudah ditegur.", actor=world.counter_head.user, at=NOW)
    row.refresh_from_db()
    actor = world.complaints_officer.user
    made = cover_words(complaint=row, words="Budi Santoso", reason="nama pegawai", actor=actor, at=NOW)
    assert sorted(cover.field for cover in made) == ["location", "message", "text", "text", "title"]
    row.refresh_from_db()
    assert row.text == TEXT
    others = words_of(row, original=False)
    assert others.title == [(f"{COVER} marah", False)]
    assert others.text == [(f"Pak {COVER} di loket marah. {COVER} menutup loket; Budiman tidak.", False)]
    seen = words_of(row, original=True)
    assert seen.title == [("Budi Santoso", True), (" marah", False)]
    assert "".join(piece for piece, _covered in seen.text) == TEXT
    said = [line for line in story(row, original=False) if line.is_answer]
    assert said[0].shown == [(f"{COVER} sudah ditegur.", False)]
    assert "Budi" not in str(list(Event.objects.values_list("after", "why")))


def test_covering_asks_for_words_reason_and_something_new(world: World) -> None:
    row, actor = case(world), world.complaints_officer.user
    for words, reason in (("", "alasan"), ("Budi Santoso", " "), ("tidak ada", "alasan"), ("Bud", "alasan")):
        with pytest.raises(NotPossible):
            cover_words(complaint=row, words=words, reason=reason, actor=actor, at=NOW)
    cover_words(complaint=row, words="Budi Santoso\nloket", reason="nama", actor=actor, at=NOW)
    with pytest.raises(NotPossible, match="sudah ditutup"):
        cover_words(complaint=row, words="budi santoso", reason="nama", actor=actor, at=NOW)


def test_lifting_keeps_the_history(world: World) -> None:
    row, actor = case(world), world.complaints_officer.user
    (cover,) = cover_words(complaint=row, words="di loket marah", reason="nama", actor=actor, at=NOW)
    assert row.text[cover.start : cover.end] == "di loket marah"
    with pytest.raises(NotPossible):
        lift(redaction=cover, reason="", actor=actor, at=NOW)
    lift(redaction=cover, reason="Bukan nama orang", actor=actor, at=NOW)
    with pytest.raises(Stale):
        lift(redaction=cover, reason="Lagi", actor=actor, at=NOW)
    cover.refresh_from_db()
    assert (cover.lifted_by, cover.lifted_reason, cover.reason) == (actor, "Bukan nama orang", "nama")
    assert words_of(Complaint.objects.get(), original=False).text == [(TEXT, False)]


def test_overlapping_covers_cut_once() -> None:
    covers = [Redaction(field="text", start=0, end=6), Redaction(field="text", start=4, end=8)]
    assert stretches("abcdefghij", covers, original=True) == [("abcdef", True), ("gh", True), ("ij", False)]


def test_pages_cover_and_lift(world: World) -> None:
    row = complaint(world, text=TEXT)
    client, page = world.client(world.complaints_officer), f"/aduan/{row.pk}/tutup-kata/"
    refused = client.post(page, {"words": "tiada", "reason": "x"})
    assert refused.status_code == 422 and "tidak ditemukan" in refused.content.decode()
    client.post(page, {"words": "Budi Santoso", "reason": "nama pegawai"})
    shown = client.get(page).content.decode()
    assert "aduan-covered" in shown and "nama pegawai" in shown
    cover = Redaction.objects.order_by("pk").first()
    assert cover is not None
    client.post(f"/aduan/penutup/{cover.pk}/buka/", {"reason": "Boleh dibaca"})
    assert "Boleh dibaca" in client.get(page).content.decode()
