"""Which topic a report is probably about, which reports speak of the same thing, and the words that say so.

Pure. Words are compared by their Indonesian stem (snowball), so that "berlubang" meets "lubang". It is a
suggestion with its reasons, never a decision: 23 % of reports to SP4N-LAPOR! land under "other topics", so
people classify, and may do so again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Generic, TypeVar

import snowballstemmer

Key = TypeVar("Key", bound=Hashable)
WORD = re.compile(r"[^\W\d_]{2,}|\d+")
NEAR_FROM = Fraction(1, 4)  # ours: a quarter of all words in common ...
SHARED_FROM = 3  # ... and at least three
REMEMBERED = 50_000
# Words that every report has; they make two reports alike without saying anything.
COMMON_WORDS = """
ada adalah agar akan aku anda apa apakah atas atau bagi bahwa baik banyak bapak belum beliau berapa bila
bisa bu buat bukan cara dalam dan dapat dari datang demi dengan di dia diri dong dulu hal hanya harap hari
harus hingga ibu ini itu jadi jangan jika juga kalau kami kamu karena ke kembali kepada ketika kita lagi lah
lain lalu lebih mana masih mau memang mereka minta mohon mungkin namun nya oleh orang pada pagi pak para
pernah per perlu pun saat saja salah salam sama sampai sangat satu saya sebagai sebelum sedang sejak sekali
sekarang selamat selalu selama semua seperti serta setelah siang sore sudah supaya tadi tahu tanpa tapi
telah tentang terima kasih terjadi tersebut tetap tetapi tiap tidak tolong untuk yaitu yang
"""
COMMON = frozenset(COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic with the plain words or phrases that point to it."""

    code: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic, how strongly it is meant (comparable within one answer), and the matched words as written."""

    code: str
    score: Fraction
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near(Generic[Key]):
    """Another report: the share of all words that both have (0..1), and those words as written here."""

    key: Key
    share: Fraction
    words: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def _stem(word: str) -> str:
    stemmed: str = snowballstemmer.stemmer("indonesian").stemWord(word)
    return stemmed


def _words(text: str) -> list[tuple[str, str]]:
    """Every word of a text in order: its stem and how it stands there."""
    return [(_stem(found.lower()), found) for found in WORD.findall(text)]


def suggest(text: str, subjects: Iterable[Subject], *, most: int = 3) -> list[Suggestion]:
    """The likeliest topics of `text`, best first, none when nothing matches.

    A phrase counts as many times as it has words; a keyword that several topics have is divided among them.
    """
    known = list(subjects)
    phrases = {
        subject.code: {tuple(stem for stem, _word in _words(key)) for key in subject.keywords} - {()}
        for subject in known
    }
    shared_by = Counter(phrase for of_one in phrases.values() for phrase in of_one)
    words = _words(text)
    found = []
    for subject in known:
        score, matched = Fraction(0), []
        for phrase in sorted(phrases[subject.code]):
            if as_written := _find(phrase, words):
                score += Fraction(len(phrase), shared_by[phrase])
                matched.append((words.index(as_written[0]), " ".join(word for _stem, word in as_written)))
        if matched:
            named = tuple(dict.fromkeys(word for _place, word in sorted(matched)))
            found.append(Suggestion(subject.code, score, named))
    return sorted(found, key=lambda item: (-item.score, item.code))[:most]


def _find(phrase: tuple[str, ...], words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first place where the stems of `phrase` stand one after the other, as written; [] for none."""
    size = len(phrase)
    for place in range(len(words) - size + 1):
        if all(words[place + step][0] == phrase[step] for step in range(size)):
            return words[place : place + size]
    return []


def near(text: str, others: Mapping[Key, str], *, most: int = 3) -> list[Near[Key]]:
    """Reports that share at least a quarter of all words (Jaccard) and at least three, nearest first."""
    mine = _meaning(text)
    found = []
    for key, other in others.items():
        theirs = _meaning(other)
        both = mine.keys() & theirs.keys()
        if len(both) < SHARED_FROM:
            continue
        share = Fraction(len(both), len(mine.keys() | theirs.keys()))
        if share >= NEAR_FROM:
            found.append(Near(key, share, tuple(word for stem, word in mine.items() if stem in both)))
    return sorted(found, key=lambda item: -item.share)[:most]


def _meaning(text: str) -> dict[str, str]:
    """The stems of a text without the common words, each with its first way of writing."""
    found: dict[str, str] = {}
    for stem, word in _words(text):
        if word.lower() not in COMMON and stem not in COMMON:
            found.setdefault(stem, word.lower())
    return found
