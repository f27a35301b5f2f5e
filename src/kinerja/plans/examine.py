"""The checks of a plan as plain functions of its content and a few facts: no database, no clock.

Hard: PermenPANRB 6/2022 says must. Soft: it says should, or the words look like a slip; the reader decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kinerja.rules.loader import in_force

from .content import ATTACHMENT_KINDS, IndicatorContent, PlanContent, ResultContent
from .findings import Finding
from .models import Attachment, Indicator, Plan, Result

LAW = "PermenPANRB 6/2022"
STUDY_WORDS = (
    "ipk",
    "indeks prestasi",
    "akademik",
    "studi",
    "kuliah",
    "lulus",
    "kelulusan",
    "tesis",
    "skripsi",
)
ACTING_WORDS = ("plt", "plh", "pelaksana tugas", "pelaksana harian")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks need to know beside the content.

    `level` is the post's level code; `day` the first day of the plan, whose law applies; `acting` and
    `study` tell of Plt/Plh posts and a study assignment inside the span; `uncovered` are matrix columns
    without a role; `role_expected` is whether the leader has a matrix in which this employee has no role;
    `provisional` are statements of served results whose plan is not yet set.
    """

    form: str
    approach: str
    level: str
    day: date
    employee_id: int
    appraiser_id: int | None
    acting: tuple[str, ...] = ()
    study: bool = False
    uncovered: tuple[str, ...] = ()
    role_expected: bool = False
    provisional: tuple[str, ...] = ()

    @property
    def leader(self) -> bool:
        return self.form == Plan.Form.LEADER

    @property
    def quantitative(self) -> bool:
        return self.approach == Plan.Approach.QUANTITATIVE


def examine(content: PlanContent, facts: Facts) -> list[Finding]:
    """Every finding, hard ones first, else in the order of the page."""
    found = [
        *_parties(facts),
        *_whole(content, facts),
        *_results(content, facts),
        *_cascade(content, facts),
        *_special(content, facts),
        *_attachments(content),
    ]
    return sorted(found, key=lambda finding: finding.level != "hard")


def _parties(facts: Facts) -> Iterator[Finding]:
    if facts.appraiser_id == facts.employee_id:
        yield _hard(
            _("Penilai"),
            _("Pegawai tidak boleh menilai dirinya sendiri."),
            f"{LAW} Ps 1 angka 9",
            "penilai",
        )


def _whole(content: PlanContent, facts: Facts) -> Iterator[Finding]:
    if not any(result.kind == Result.Kind.MAIN for result in content.results):
        yield _hard(
            _("Hasil kerja"),
            _("Isi paling sedikit satu hasil kerja utama."),
            f"{LAW} Lampiran hlm 27",
            "hasil",
        )
    if not facts.leader:
        return
    used = {indicator.perspective for result in content.results for indicator in result.indicators}
    budget = Indicator.Perspective.BUDGET
    if budget.value not in used:
        yield _hard(
            _("Perspektif"),
            _("SKP pimpinan harus memuat paling sedikit satu indikator berperspektif Anggaran."),
            f"{LAW} Lampiran hlm 29",
            "hasil",
        )
    missing = [str(item.label) for item in Indicator.Perspective if item.value not in used and item != budget]
    if missing:
        yield _soft(
            _("Perspektif"),
            _("Keempat perspektif sebaiknya ada. Belum ada: %(names)s.") % {"names": ", ".join(missing)},
            f"{LAW} Lampiran hlm 29",
            "hasil",
        )


def _results(content: PlanContent, facts: Facts) -> Iterator[Finding]:
    for number, result in enumerate(content.results, 1):
        yield from _result(_("Hasil kerja %(n)s") % {"n": number}, result, facts)
        for order, indicator in enumerate(result.indicators, 1):
            where = _("Hasil kerja %(n)s, indikator %(m)s") % {"n": number, "m": order}
            yield from _indicator(where, indicator, facts)


def _result(where: str, result: ResultContent, facts: Facts) -> Iterator[Finding]:
    anchor = f"hasil-{result.key}"
    if not result.statement:
        yield _hard(
            where,
            _("Tulis rencana hasil kerjanya, atau hapus baris ini."),
            f"{LAW} Ps 9 ayat (1)",
            anchor,
        )
    if not result.indicators:
        yield _hard(where, _("Tambahkan paling sedikit satu indikator."), f"{LAW} Ps 9 ayat (2)", anchor)
    lint = in_force("plan.lint", facts.day)
    first = result.statement.split()[0].casefold().strip(".,:;") if result.statement else ""
    if first in lint["activity_verbs"]:
        yield _soft(
            where,
            _("Dimulai dengan kegiatan (%(word)s). Sebut hasilnya: apa yang sudah ada atau berubah?")
            % {"word": first},
            lint.source,
            anchor,
        )
    accepted = _control_levels(facts)
    if result.control and accepted and result.control not in accepted:
        yield _soft(
            where,
            _("Tingkat kendali %(level)s tidak lazim untuk jabatan ini.")
            % {"level": Result.Control(result.control).label},
            in_force("plan.control_level", facts.day).source,
            anchor,
        )


def _indicator(where: str, indicator: IndicatorContent, facts: Facts) -> Iterator[Finding]:
    anchor = f"indikator-{indicator.key}"
    if not indicator.statement:
        yield _hard(where, _("Tulis indikatornya, atau hapus baris ini."), f"{LAW} Ps 9 ayat (2)", anchor)
    if facts.quantitative and not indicator.target:
        yield _hard(
            where,
            _("Tulis targetnya. Pada pendekatan kuantitatif target terpisah dari indikator."),
            f"{LAW} Lampiran hlm 50",
            anchor,
        )
    if facts.leader and not indicator.perspective:
        yield _soft(where, _("Pilih perspektifnya."), f"{LAW} Lampiran hlm 29", anchor)
    if not facts.leader:
        yield from _staff_indicator(where, anchor, indicator, facts)


def _staff_indicator(where: str, anchor: str, item: IndicatorContent, facts: Facts) -> Iterator[Finding]:
    if facts.quantitative and not item.aspect:
        message = _("Pilih aspeknya: kuantitas, kualitas, waktu, atau biaya.")
        yield _soft(where, message, f"{LAW} Ps 9 ayat (2)", anchor)
    lint = in_force("plan.lint", facts.day)
    text = item.target if facts.quantitative else f"{item.statement} {item.target}"
    words = [word for word in lint["absolute_words"] if _has(text, (word,))]
    if words:
        yield _soft(
            where,
            _(
                "Target memakai kata mutlak (%(words)s). Pakai ukuran yang dapat dicapai, kecuali untuk "
                "hasil utama tentang nyawa, cedera, keamanan negara, atau kerugian besar."
            )
            % {"words": ", ".join(words)},
            lint.source,
            anchor,
        )


def _cascade(content: PlanContent, facts: Facts) -> Iterator[Finding]:
    for number, result in enumerate(content.results, 1):
        if result.kind == Result.Kind.MAIN and result.serves is None:
            yield _soft(
                _("Hasil kerja %(n)s") % {"n": number},
                _("Belum disebut hasil pimpinan atau sasaran instansi yang didukung."),
                f"{LAW} Lampiran hlm 39-43, 57",
                f"hasil-{result.key}",
            )
    if facts.provisional:
        yield _soft(
            _("Hasil pimpinan"),
            _("Sebagian hasil pimpinan yang didukung masih sementara karena SKP-nya belum ditetapkan."),
            f"{LAW} Lampiran hlm 26",
            "hasil",
        )
    for column in facts.uncovered:
        message = _("Belum ada pegawai yang berperan pada: %(column)s") % {"column": column}
        yield _soft(_("Matriks peran hasil"), message, f"{LAW} Lampiran hlm 46-47", "")
    if facts.role_expected:
        yield _soft(
            _("Matriks peran hasil"),
            _("Pegawai ini belum mendapat peran pada matriks pimpinan."),
            f"{LAW} Lampiran hlm 46",
            "",
        )


def _special(content: PlanContent, facts: Facts) -> Iterator[Finding]:
    main = [item for item in content.results if item.kind == Result.Kind.MAIN]
    if facts.acting and not any(_has(f"{item.statement} {item.assigned_by}", ACTING_WORDS) for item in main):
        yield _soft(
            _("Hasil kerja"),
            _("Pegawai ini bertugas sebagai %(posts)s. Tugas itu dimuat sebagai hasil kerja utama.")
            % {"posts": ", ".join(facts.acting)},
            f"{LAW} Lampiran hlm 50",
            "hasil",
        )
    texts = (
        f"{item.statement} {' '.join(indicator.statement for indicator in item.indicators)}"
        for item in content.results
    )
    if facts.study and not any(_has(text, STUDY_WORDS) for text in texts):
        yield _soft(
            _("Hasil kerja"),
            _("Selama tugas belajar, muat hasil akademik (IPK) dan kelulusan tepat waktu."),
            f"{LAW} Lampiran hlm 62-65",
            "hasil",
        )


def _attachments(content: PlanContent) -> Iterator[Finding]:
    missing = [
        str(Attachment.Kind(kind).label) for kind in ATTACHMENT_KINDS if not content.attachments.get(kind)
    ]
    if missing:
        yield _soft(
            _("Lampiran"),
            _("Belum diisi: %(parts)s.") % {"parts": ", ".join(missing)},
            f"{LAW} Ps 11-13, hlm 60-61",
            "lampiran",
        )


def _control_levels(facts: Facts) -> Iterable[str]:
    """Levels that the law advises; nothing for functional posts, which follow their grade."""
    value = in_force("plan.control_level", facts.day)
    name = "jpt" if facts.leader else facts.level
    return tuple(value.data.get(name, ()))


def _hard(where: str, message: str, rule: str, anchor: str) -> Finding:
    return Finding("hard", where, message, rule, anchor)


def _soft(where: str, message: str, rule: str, anchor: str) -> Finding:
    return Finding("soft", where, message, rule, anchor)


def _has(text: str, words: Iterable[str]) -> bool:
    pattern = "|".join(re.escape(word) for word in words)
    return re.search(rf"\b(?:{pattern})\b", text.casefold()) is not None
