"""The 14 components of a service standard, in the order of the law (PermenPANRB 15/2014).

Six of service delivery are published, eight of manufacturing are internal.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .models import Standard
from .promises import fee_words, promise_words

PUBLIC = {
    "requirements": gettext_noop("Persyaratan"),
    "procedure": gettext_noop("Sistem, mekanisme, dan prosedur"),
    "duration": gettext_noop("Jangka waktu"),
    "fee": gettext_noop("Biaya/tarif"),
    "product": gettext_noop("Produk pelayanan"),
    "complaint_channel": gettext_noop("Penanganan pengaduan, saran, dan masukan"),
}
INTERNAL = {
    "legal_basis": gettext_noop("Dasar hukum"),
    "facilities": gettext_noop("Sarana, prasarana, dan/atau fasilitas"),
    "staff_competence": gettext_noop("Kompetensi pelaksana"),
    "oversight": gettext_noop("Pengawasan internal"),
    "staff_count": gettext_noop("Jumlah pelaksana"),
    "service_guarantee": gettext_noop("Jaminan pelayanan"),
    "safety_guarantee": gettext_noop("Jaminan keamanan dan keselamatan pelayanan"),
    "evaluation": gettext_noop("Evaluasi kinerja pelaksana"),
}
# Duration and fee are numbers of the version and always there.
WRITTEN = ("requirements", "procedure", "product", "complaint_channel")


@dataclass(frozen=True, slots=True)
class Component:
    """One component as people read it: its official name, its lines, and whether it is written at all."""

    name: str
    text: str


def missing_public(standard: Standard) -> list[str]:
    """Names of the public components that are still empty."""
    return [_(PUBLIC[field]) for field in WRITTEN if not getattr(standard, field).strip()]


def public_components(standard: Standard) -> list[Component]:
    """The six components of service delivery, in the order of the law."""
    texts = {field: getattr(standard, field) for field in WRITTEN}
    texts["duration"] = _lines(promise_words(standard.promise, standard.promise_unit), standard.duration_note)
    texts["fee"] = _lines(fee_words(standard), standard.fee_note)
    return [Component(_(name), texts[field]) for field, name in PUBLIC.items()]


def internal_components(standard: Standard) -> list[Component]:
    """The eight components of manufacturing; an empty one is shown as such."""
    return [Component(_(name), getattr(standard, field)) for field, name in INTERNAL.items()]


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
