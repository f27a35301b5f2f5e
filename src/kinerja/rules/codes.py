"""The closed vocabularies of the law as enumerations; the labels are in `law/label.*.toml`."""

from __future__ import annotations

from enum import StrEnum


class Rating(StrEnum):
    """Rating hasil kerja / perilaku kerja, worst first. PermenPANRB 6/2022 Lampiran hlm 97-102."""

    BELOW = "dibawah"
    MEETS = "sesuai"
    ABOVE = "diatas"


class Predicate(StrEnum):
    """Predikat kinerja pegawai, worst first. PermenPANRB 6/2022 Lampiran hlm 99-103."""

    SANGAT_KURANG = "SANGAT_KURANG"
    KURANG = "KURANG"
    BUTUH_PERBAIKAN = "BUTUH_PERBAIKAN"
    BAIK = "BAIK"
    SANGAT_BAIK = "SANGAT_BAIK"


class OrganisationPredicate(StrEnum):
    """Predikat kinerja organisasi, worst first. PermenPANRB 6/2022 Lampiran hlm 92."""

    SANGAT_KURANG = "SANGAT_KURANG"
    KURANG = "KURANG"
    BUTUH_PERBAIKAN = "BUTUH_PERBAIKAN"
    BAIK = "BAIK"
    ISTIMEWA = "ISTIMEWA"


class Direction(StrEnum):
    """Which way a target is better."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class Reading(StrEnum):
    """What a realisation says beside its target. Never a rating."""

    ABOVE = "diatas"
    MEETS = "sesuai"
    BELOW = "dibawah"
    UNKNOWN = "tidak_dapat_dibaca"
