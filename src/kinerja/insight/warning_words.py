"""An early warning in plain words: what was seen, and by which rule it is worth a look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.assessment.models import EarlyWarning
from kinerja.rules.labels import label
from kinerja.rules.loader import Value, in_force

Facts = Mapping[str, Any]
Kind = EarlyWarning.Kind


@dataclass(frozen=True, slots=True)
class Said:
    """`seen` tells the fact with its figures, `rule` why it was raised, `source` the basis, `beware` what the
    fact does not say."""

    seen: str
    rule: str
    source: str
    beware: str


def said(warning: EarlyWarning) -> Said:
    """The words of one warning, under the law of the day on which it was raised; no queries."""
    on = timezone.localdate(warning.raised_at)
    law = in_force(LAWS[warning.kind], on)
    seen = SEEN[warning.kind](warning.facts, on)
    if "closed_before" in warning.facts:
        back = _("Kasus yang sama pernah ditutup pada %(day)s.")
        back %= {"day": _day(warning.facts["closed_before"])}
        seen = f"{seen} {back}"
    return Said(
        seen=seen,
        rule=_rule(warning.kind, law, warning.facts),
        source=law.source,
        beware=_(BEWARE.get(warning.kind, ASK)),
    )


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y")


def _figure(value: str | int) -> str:
    whole = Decimal(value)
    places = 0 if whole == whole.to_integral_value() else 1
    return number_format(whole, decimal_pos=places, use_l10n=True, force_grouping=True)


def _no_plan(facts: Facts, on: date) -> str:
    words = _(
        "%(missing)s dari %(of)s pegawai di unit ini belum memiliki SKP yang ditetapkan sampai %(due)s."
    )
    return words % (_counts(facts) | {"due": _day(facts["due"])})


def _no_feedback(facts: Facts, on: date) -> str:
    words = _(
        "%(missing)s dari %(of)s pegawai belum menerima umpan balik terjadwal dari pimpinan pada periode ini."
    )
    return words % _counts(facts)


def _no_evidence(facts: Facts, on: date) -> str:
    words = _("%(missing)s dari %(of)s laporan di unit ini memuat realisasi tanpa satu pun bukti dukung.")
    return words % _counts(facts)


def _window(facts: Facts, on: date) -> str:
    words = _(
        "%(missing)s dari %(of)s penilaian belum ditandatangani; penilaian ditutup %(closes)s, "
        "%(left)s hari kerja lagi."
    )
    return words % (_counts(facts) | {"closes": _day(facts["closes"]), "left": facts["left"]})


def _same_rating(facts: Facts, on: date) -> str:
    words = _("Semua %(people)s pegawai dinilai sama: hasil kerja %(result)s, perilaku %(behaviour)s.")
    named = {name: label("rating", facts[name], on) for name in ("result", "behaviour")}
    return words % ({"people": _figure(facts["people"])} | named)


def _in_a_minute(facts: Facts, on: date) -> str:
    words = _("%(reviews)s penilaian diisi dalam %(seconds)s detik, mulai %(first)s.")
    first = timezone.localtime(datetime.fromisoformat(facts["first"]))
    told = {
        "reviews": _figure(facts["reviews"]),
        "seconds": facts["seconds"],
        "first": date_format(first, "j F Y H.i"),
    }
    return words % told


def _pasted(facts: Facts, on: date) -> str:
    words = _("Umpan balik yang sama diberikan kepada %(people)s pegawai: “%(text)s”")
    return words % {"people": _figure(facts["people"]), "text": facts["text"]}


def _copied_target(facts: Facts, on: date) -> str:
    words = _("%(equal)s dari %(of)s realisasi berbunyi sama dengan targetnya.")
    return words % {"equal": _figure(facts["equal"]), "of": _figure(facts["of"])}


def _leaning(facts: Facts, on: date) -> str:
    words = _(
        "%(marked)s dari %(people)s pegawai (%(share)s%%) mendapat rating %(rating)s; pada "
        "penilai lain "
        "%(rest_marked)s dari %(rest_people)s (%(rest_share)s%%), dengan predikat organisasi yang"
        " sama: "
        "%(organisation)s."
    )
    named = {
        "rating": facts["rating"],
        "organisation": label("organisation_predicate", facts["organisation"], on),
    }
    figures = "marked", "people", "share", "rest_marked", "rest_people", "rest_share"
    return words % ({name: _figure(facts[name]) for name in figures} | named)


def _lenient(facts: Facts, on: date) -> str:
    return _leaning({**facts, "rating": label("rating", "diatas", on)}, on)


def _severe(facts: Facts, on: date) -> str:
    return _leaning({**facts, "rating": label("rating", "dibawah", on)}, on)


def _late_objection(facts: Facts, on: date) -> str:
    words = _("Keberatan yang diterima %(filed)s belum diputus; batasnya %(due)s.")
    return words % {"filed": _day(facts["filed"]), "due": _day(facts["due"])}


def _counts(facts: Facts) -> dict[str, str]:
    return {"missing": _figure(facts["missing"]), "of": _figure(facts["of"])}


SEEN: dict[str, Callable[[Facts, date], str]] = {
    Kind.NO_PLAN: _no_plan,
    Kind.NO_FEEDBACK: _no_feedback,
    Kind.NO_EVIDENCE: _no_evidence,
    Kind.WINDOW: _window,
    Kind.SAME_RATING: _same_rating,
    Kind.IN_A_MINUTE: _in_a_minute,
    Kind.PASTED: _pasted,
    Kind.COPIED_TARGET: _copied_target,
    Kind.LENIENT: _lenient,
    Kind.SEVERE: _severe,
    Kind.LATE_OBJECTION: _late_objection,
}
LAWS: dict[str, str] = {
    Kind.NO_PLAN: "deadline.plan_set",
    Kind.NO_FEEDBACK: "supervision.feedback",
    Kind.NO_EVIDENCE: "supervision.evidence",
    Kind.WINDOW: "supervision.window",
    Kind.SAME_RATING: "supervision.same_rating",
    Kind.IN_A_MINUTE: "supervision.in_a_minute",
    Kind.PASTED: "supervision.copies",
    Kind.COPIED_TARGET: "supervision.copies",
    Kind.LENIENT: "supervision.leaning",
    Kind.SEVERE: "supervision.leaning",
    Kind.LATE_OBJECTION: "deadline.objection_decision",
}


COMPARED = gettext_noop(
    "Dibandingkan dengan seluruh penilai di bawah predikat organisasi yang sama (%(raters)s "
    "penilai): selisihnya sedikitnya %(gap)s dan secara kebetulan hanya terjadi sekali dari "
    "%(odds)s; batasnya sekali dari %(limit)s. Sedikitnya %(people)s pegawai, dan %(others)s "
    "pada penilai lain."
)
RULES: dict[str, str] = {
    Kind.NO_PLAN: gettext_noop(
        "SKP ditetapkan paling lambat pada hari yang diatur siklus; yang mulai menjabat "
        "sesudahnya tidak dihitung."
    ),
    Kind.NO_FEEDBACK: gettext_noop(
        "Pimpinan memberi umpan balik terjadwal sedikitnya %(times)s kali dalam setiap periode evaluasi."
    ),
    Kind.NO_EVIDENCE: gettext_noop(
        "Realisasi didukung bukti; angka yang mengalir dari ukuran layanan sudah menjadi bukti."
    ),
    Kind.WINDOW: gettext_noop(
        "Diberitahukan bila masa penilaian berakhir dalam %(working_days)s hari kerja."
    ),
    Kind.SAME_RATING: gettext_noop(
        "Diberitahukan bila sedikitnya %(people)s pegawai seorang penilai, semuanya sudah "
        "ditandatangani, mendapat pasangan rating yang sama."
    ),
    Kind.IN_A_MINUTE: gettext_noop(
        "Diberitahukan bila sedikitnya %(reviews)s penilaian seorang penilai diisi dalam %(seconds)s detik."
    ),
    Kind.PASTED: gettext_noop(
        "Diberitahukan bila teks sepanjang sedikitnya %(characters)s huruf sama bagi %(people)s "
        "pegawai atau lebih; spasi dan tanda baca diabaikan."
    ),
    Kind.COPIED_TARGET: gettext_noop(
        "Diberitahukan bila sedikitnya %(indicators)s indikator dilaporkan dan bagian yang sama "
        "dengan target mencapai %(share)s."
    ),
    Kind.LENIENT: COMPARED,
    Kind.SEVERE: COMPARED,
    Kind.LATE_OBJECTION: gettext_noop(
        "Atasan pejabat penilai memutus keberatan dalam %(days)s hari kerja sejak diterima. Peraturan tidak "
        "menyebut akibat bila batasnya lewat: keberatan tetap terbuka sampai diputus."
    ),
}
FIGURES_ONLY = gettext_noop(
    "Ini perbandingan angka, bukan putusan: tim bisa memang lebih baik atau lebih lemah. "
    "Bacalah alasan dan bukti sebelum menyimpulkan."
)
ASK = gettext_noop("Ini keadaan pada saat peringatan dibuat; sebabnya perlu ditanyakan.")
BEWARE: dict[str, str] = {
    Kind.SAME_RATING: gettext_noop("Rating yang sama bisa benar bila pekerjaannya memang setara."),
    Kind.IN_A_MINUTE: gettext_noop(
        "Penilai bisa saja menyiapkan rating lebih dahulu, lalu mengisinya sekaligus."
    ),
    Kind.PASTED: gettext_noop(
        "Umpan balik kepada satu tim bisa memang sama; yang kurang adalah contoh bagi tiap orang."
    ),
    Kind.COPIED_TARGET: gettext_noop(
        "Capaian bisa memang tepat sama dengan target; bukti dukung yang menjelaskannya."
    ),
    Kind.LENIENT: FIGURES_ONLY,
    Kind.SEVERE: FIGURES_ONLY,
}


def _rule(kind: str, law: Value, facts: Facts) -> str:
    told = {**law.data}
    for name in ("gap", "share"):
        if name in told:
            told[name] = f"{_figure(str(Decimal(told[name]) * 100))}%"
    if "odds" in facts:
        told |= {name: _figure(facts[name]) for name in ("odds", "limit", "raters")}
    return _(RULES[kind]) % told
