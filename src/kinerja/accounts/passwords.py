"""Passwords that everybody here would guess first."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What offices build passwords from; years and digits around it add nothing. Longest first, so that no part
# of a word is left over.
WORDS = sorted(
    (
        "kinerja", "skp", "asn", "pns", "pppk", "pegawai", "pemerintah", "kabupaten", "kota", "provinsi",
        "dinas", "kesehatan", "pendidikan", "puskesmas", "sekolah", "badan", "kantor", "kepegawaian",
        "bkpsdm", "indonesia", "merdeka", "pancasila", "bismillah", "sayang", "rahasia", "katasandi", "sandi",
        "password", "passwd", "admin", "administrator", "selamat", "datang", "qwerty", "asdfgh", "abc",
    ),
    key=len,
    reverse=True,
)  # fmt: skip
FEWEST = 6  # letters beside those words


class EverydayWordsValidator:
    """Refuses a password that is little more than everyday words of an office and digits."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError when it holds such a word and fewer than FEWEST other letters."""
        letters = "".join(letter for letter in password.lower() if letter.isalpha())
        left = re.sub("|".join(WORDS), "", letters)
        if left != letters and len(left) < FEWEST:
            raise ValidationError(
                _("Kata sandi ini mudah ditebak. Rangkai beberapa kata yang tidak berkaitan."),
                code="everyday_words",
            )

    def get_help_text(self) -> str:
        return _("Jangan hanya memakai kata kantor sehari-hari dan angka, misalnya puskesmas2026.")
