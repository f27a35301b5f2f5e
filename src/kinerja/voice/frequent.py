"""Which words people use most: counted by texts, not by repetitions, so that nobody can shout louder.

Pure. Stems by the Indonesian snowball stemmer; the commonest form of a stem is what is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

STEMMER = snowballstemmer.stemmer("indonesian")
SHORTEST, COUNT = 3, 3
SAY_NOTHING = (
    "ada adalah agar akan aku anda antara apa apakah atau bagi bahwa baik banget banyak begitu belum bisa "
    "bukan buat dalam dan dapat dari datang dengan ini itu jadi jangan jika juga kalau kami karena kata "
    "kepada kita kurang lagi lah lain lebih maka masih mau mereka mohon namun nya oleh pada para paling "
    "perlu pun saat saja sama sampai sangat saya sebagai sekali semoga semua seperti serta setelah sih "
    "sudah supaya tapi tanpa telah terima kasih tetapi tidak tolong untuk yang"
)
LEFT_OUT = frozenset(SAY_NOTHING.split())


def frequent(
    texts: Iterable[str], *, names: Iterable[str] = (), least: int, count: int = COUNT
) -> tuple[tuple[str, int], ...]:
    """The `count` words that most texts hold, in at least `least` texts: (word, number of texts), most first.

    Words that say nothing by themselves and parts of `names` do not count.
    """
    left_out = LEFT_OUT | {part for name in names for part in name.casefold().split()}
    in_texts: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        stems = set()
        for word in _plain(text):
            if len(word) >= SHORTEST and word not in left_out:
                stems.add(_stem(word))
                forms[_stem(word)][word] += 1
        in_texts.update(stems)
    common = sorted(in_texts.items(), key=lambda row: (-row[1], row[0]))
    return tuple((forms[stem].most_common(1)[0][0], n) for stem, n in common[:count] if n >= least)


def _plain(text: str) -> list[str]:
    return "".join(letter if letter.isalpha() else " " for letter in text.casefold()).split()


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(STEMMER.stemWord(word))
