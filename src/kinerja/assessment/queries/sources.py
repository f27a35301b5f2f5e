"""The sources beside a review: count, spread, agreement, and what each reads like, with reasons in words.

Nothing here is a formula and nothing is added up: the appraiser decides. A source that is switched off for
the post (`SourceChoice`) is not there; one that must stay hidden says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kinerja.rules.agreement import Concord, Spread, concord, sides_differ, spread, steps_apart, suggest
from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.codes import Rating, Reading
from kinerja.rules.loader import in_force
from kinerja.voice.queries.signals import (
    Quarter,
    Signal,
    key,
    last_quarters,
    seen_by_employee,
    shown_to_appraiser_from,
    signals,
)

from ..facts import Data, gather
from ..models import Review, SourceChoice
from .declarations import handled_declarations
from .round_results import RoundReading, Side, round_reading
from .source_choices import sources_on, sources_shown
from .teams import team_material

S = SourceChoice.Source
RESULTS, BEHAVIOUR, BOTH = "results", "behaviour", "both"
PROVEN = "Terbukti sesudah pemeriksaan"
APART = "Fakta integritas hanya untuk pegawai itu, penilai langsungnya, analis kepegawaian, dan auditor."
WORDS = ("Perlu dipertahankan", "Perlu diubah", "Atasan: perlu dipertahankan", "Atasan: perlu diubah")
AGREEMENT = {
    Concord.AGREED: "sepakat",
    Concord.MIXED: "cukup beragam",
    Concord.DIVIDED: "terbelah",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source: `counts` are the answers from 1 to 4, when it has such."""

    title: str
    text: str
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source. `about` is "results", "behaviour" or "both"; `reading` a rating code or "" when the source
    suggests none; `hidden_reason` says why nothing of it is shown."""

    source: str
    label: str
    about: str
    count: int = 0
    lines: tuple[Line, ...] = ()
    spread: str = ""
    agreement: str = ""
    reading: str = ""
    reasons: tuple[str, ...] = ()
    hidden_reason: str = ""

    def as_data(self) -> Data:
        """Plain data for snapshot and page."""
        return asdict(self)


def sources_of(
    review: Review,
    on: date,
    facts: Data | None = None,
    *,
    with_signals: bool = True,
    with_integrity: bool = False,
    with_words: bool = False,
) -> list[SourceView]:
    """The sources that are on for the post of the review, in a fixed order; a constant number of queries.

    `facts` is the answer of `facts.gather` when it is at hand; `with_signals` False leaves citizens' signals
    out, for readers who are not the direct appraiser (`voice.access.signals`). What few may read is left out
    unless asked for, so that no signature freezes it: `with_integrity` the facts of integrity
    (`access_declarations.may_read_facts`), `with_words` what was written in a round. Competence is no source
    of a rating and has no view here: `growth` shows it beside them, where it is on.
    """
    shown = sources_on(review.plan.post, on)
    data = facts if facts is not None else gather(review, on)
    found: list[SourceView] = []
    if S.SELF in shown:
        found.append(_self(data))
    if S.ROUND in shown:
        found.append(_round(review, on, with_words))
    if S.CITIZENS in shown:
        found.append(_citizens(review, data, on, with_signals))
    if S.MEASURES in shown:
        found.append(_measures(data))
    if S.TEAMS in shown:
        found.append(_teams(review))
    if S.INTEGRITY in shown:
        found.append(
            _integrity(review) if with_integrity else _view(S.INTEGRITY, BEHAVIOUR, hidden_reason=APART)
        )
    return found


def words_about(review: Review, on: date) -> list[Line]:
    """What was written in the round of the period, for the employee himself; nothing while rounds are off."""
    found = round_reading(review.plan.employee, review.period, on)
    if found is None or not found.sides or S.ROUND not in sources_shown(review, on):
        return []
    return _words(found)


def far_from(views: Iterable[SourceView], about: str, rating: str) -> list[SourceView]:
    """The sources that suggest, for results or behaviour, a rating two steps away from `rating`."""
    if not rating:
        return []
    return [
        view
        for view in views
        if view.about == about and view.reading and steps_apart(view.reading, rating) == 2
    ]


def frozen(views: Iterable[SourceView]) -> list[Data]:
    """The sources as a signature keeps them. Citizens' signals leave no figure in a document."""
    kept = []
    for view in views:
        data = view.as_data()
        if view.source == S.CITIZENS:
            data["lines"] = [line for line in data["lines"] if line["title"] == PROVEN]
            data["count"] = len(data["lines"])
        kept.append(data)
    return kept


def _view(source: SourceChoice.Source, about: str, **facts: Any) -> SourceView:
    return SourceView(source.value, str(source.label), about, **facts)


def _self(data: Data) -> SourceView:
    own = data["self"]
    told = (("Hasil kerja", own["results"]), ("Perilaku kerja", own["behaviour"]))
    lines = tuple(Line(title, text) for title, text in told if text)
    hidden = "" if lines else "Pegawai belum menulis penilaian diri."
    reasons = ("Dibaca berdampingan dengan alasan Anda; tidak dibaca menjadi rating.",) if lines else ()
    return _view(S.SELF, BOTH, count=len(lines), lines=lines, reasons=reasons, hidden_reason=hidden)


def _round(review: Review, on: date, with_words: bool) -> SourceView:
    found = round_reading(review.plan.employee, review.period, on)
    if found is None:
        why = "Belum ada putaran yang ditutup dengan jawaban tentang pegawai ini pada periode ini."
        return _view(S.ROUND, BEHAVIOUR, hidden_reason=why)
    if not found.sides:
        return _too_few(found)
    names = {value.code: value.name for value in behaviour_values(on)}
    by_value = {names[code]: found.by_value[code] for code in names if code in found.by_value}
    lines = [Line(name, _told(row, on), row.counts) for name, row in by_value.items()]
    lines += [Line(_side_title(side), _side_told(side, names, on)) for side in _every_side(found)]
    lines += _words(found) if with_words else []
    reasons: tuple[str, ...] = ()
    reading = overall = ""
    if by_value:
        read = suggest(by_value, on)
        reading, reasons = read.reading, read.reasons
        whole = spread([step for row in by_value.values() for step in _answers(row)])
        overall = AGREEMENT[concord(whole, on)]
    reasons += _differences(found, names, on)
    if found.dropped:
        reasons += (f"Sebagian jawaban tidak ditampilkan: sisinya kurang dari {found.floor} orang.",)
    if with_words and not (found.keep and found.change):
        # The same sentence whether nobody wrote or too few did.
        reasons += (
            f"Tulisan hanya tampil bila paling sedikit {found.floor} orang dari satu sisi menulisnya.",
        )
    return _view(
        S.ROUND,
        BEHAVIOUR,
        count=found.n,
        lines=tuple(lines),
        spread="; ".join(f"{side.label} {side.n}" for side in _every_side(found)),
        agreement=overall,
        reading=reading,
        reasons=reasons,
    )


def _too_few(found: RoundReading) -> SourceView:
    """Nobody but the superior may be shown; his own words wait for the rating that is his anyway."""
    why = f"Jawaban rekan dan bawahan kurang dari {found.floor}, jadi tidak ditampilkan agar tetap anonim."
    return _view(S.ROUND, BEHAVIOUR, hidden_reason=why)


def _every_side(found: RoundReading) -> list[Side]:
    return [*([found.superior] if found.superior else []), *found.sides]


def _answers(row: Spread) -> list[int]:
    return [step for step, count in enumerate(row.counts, start=1) for _time in range(count)]


def _told(row: Spread, on: date) -> str:
    """4 sering, 2 selalu; sepakat."""
    words = in_force("feedback.scale", on)["labels"]
    said = ", ".join(f"{count} {word}" for word, count in zip(words, row.counts, strict=True) if count)
    return f"{said}; {AGREEMENT[concord(row, on)]}" if row.n > 1 else said


def _side_title(side: Side) -> str:
    return f"Sisi {side.label}"


def _side_told(side: Side, names: dict[str, str], on: date) -> str:
    """Where this side saw the person lowest."""
    people = f"{side.n} jawaban" + (", digabung agar tidak ada yang dikenali" if side.merged else "")
    low = Decimal(in_force("feedback.reading", on)["low_median"])
    seen = side.by_value
    behind = [name for code, name in names.items() if code in seen and seen[code].median <= low]
    tail = f"; yang jarang terlihat: {', '.join(behind)}" if behind else ""
    return people + tail


def _differences(found: RoundReading, names: dict[str, str], on: date) -> tuple[str, ...]:
    """Values that two sides saw very differently."""
    told = []
    for code, name in names.items():
        seen = {side.label: side.by_value[code] for side in _every_side(found) if code in side.by_value}
        apart = sides_differ(seen, on)
        if apart:
            told.append(f"{name}: {apart[0]} jauh lebih jarang melihatnya daripada {apart[1]}.")
    return tuple(told)


def _words(found: RoundReading) -> list[Line]:
    keep, change = found.superior_words
    parts = zip(WORDS, (found.keep, found.change, keep, change), strict=True)
    return [Line(title, text) for title, texts in parts for text in texts]


def _citizens(review: Review, data: Data, on: date, with_signals: bool) -> SourceView:
    """Proven findings and the signals that the employee has had before; no reading: no weight of its own."""
    proven = data.get("proven", [])
    shown, waiting = _signals(review, on) if with_signals else ([], False)
    lines = [Line(PROVEN, row["allegation"]) for row in proven]
    lines += [
        Line(
            share.element,
            f"{share.satisfied} dari {share.n} warga puas (rentang {share.low} s.d. {share.high}%)",
        )
        for found in shown
        for share in found.shares
    ]
    hidden = ""
    if not lines:
        hidden = "Belum ada isyarat warga yang cukup atau temuan yang terbukti pada periode ini."
        if waiting:
            hidden = "Isyarat warga dibaca pegawai lebih dahulu; sesudah itu tampil di sini."
    reasons = ("Tanpa bobot tersendiri dan tanpa bacaan; yang belum terbukti tidak tampil.",) if lines else ()
    count = len(proven) + sum(found.n for found in shown if found.shares)
    return _view(
        S.CITIZENS, BEHAVIOUR, count=count, lines=tuple(lines), reasons=reasons, hidden_reason=hidden
    )


def _signals(review: Review, on: date) -> tuple[list[Signal], bool]:
    """Signals of closed quarters in the period that may be shown, and whether one still waits."""
    period = review.period
    quarters = [
        quarter
        for quarter in last_quarters(on, 8)
        if period.starts <= quarter.starts <= quarter.ends <= period.ends
    ]
    employee = review.plan.employee
    found, seen = signals(employee, quarters), seen_by_employee(employee)
    ready = {quarter for quarter in found if _ready(quarter, seen, on)}
    return [found[quarter] for quarter in quarters if quarter in ready], len(ready) < len(found)


def _ready(quarter: Quarter, seen: set[str], on: date) -> bool:
    return key(quarter) in seen or on >= shown_to_appraiser_from(quarter)


def _measures(data: Data) -> SourceView:
    """Realisations that service data filled in, beside their targets."""
    fed = [
        item
        for row in data["results"]
        for item in row["indicators"]
        if item["source"] and item["source"].get("value") and item["realisation"]
    ]
    if not fed:
        return _view(S.MEASURES, RESULTS, hidden_reason="Tidak ada indikator yang terisi dari data layanan.")
    lines = tuple(
        Line(
            item["statement"],
            f"{item['realisation']}, target {item['target'] or 'naratif'}; n = {item['source'].get('n', 0)}; "
            f"{item['reading']['label'].lower()}",
        )
        for item in fed
    )
    count = Counter(item["reading"]["code"] for item in fed)
    reading, reasons = _measured(count)
    words = {Reading.ABOVE: "di atas", Reading.MEETS: "sesuai", Reading.BELOW: "di bawah target"}
    told = ", ".join(f"{count[code]} {word}" for code, word in words.items() if count[code])
    return _view(
        S.MEASURES,
        RESULTS,
        count=len(fed),
        lines=lines,
        spread=told,
        agreement=("sepakat" if len(count) == 1 else "cukup beragam") if told else "",
        reading=reading,
        reasons=reasons,
    )


def _measured(count: Counter[str]) -> tuple[str, tuple[str, ...]]:
    """What most measures read like."""
    read = sum(count[code] for code in (Reading.ABOVE, Reading.MEETS, Reading.BELOW))
    if not read:
        return "", ("Ukuran ini tidak dapat dibandingkan dengan target.",)
    if count[Reading.ABOVE] == read:
        return Rating.ABOVE, (f"Semua ({read}) ukuran di atas target.",)
    if count[Reading.BELOW] * 2 > read:
        return Rating.BELOW, (f"{count[Reading.BELOW]} dari {read} ukuran di bawah target.",)
    return Rating.MEETS, (f"{read - count[Reading.BELOW]} dari {read} ukuran mencapai target.",)


def _teams(review: Review) -> SourceView:
    """What the lead and the member told of each team; material without a reading."""
    found = team_material(review.plan.employee, review.period)
    if not found:
        return _view(S.TEAMS, BOTH, hidden_reason="Tidak ada peran dalam tim kerja pada periode ini.")
    lines = []
    for team in found:
        goals = f"{team['reached']} dari {team['goals']} sasaran tim tercapai"
        lines.append(Line(f"{team['team']}, {team['role']}", goals))
        for told in team["told"]:
            extent = f" ({told['extent_label'].lower()})" if told["extent_label"] else ""
            parts = (
                ("Ketua tim" + extent, told["lead"]),
                ("Prakarsa menurut ketua tim", told["lead_initiative"]),
                ("Saran ketua tim", told["advice"]),
                ("Pegawai sendiri", told["own"]),
                ("Prakarsa menurut pegawai", told["own_initiative"]),
            )
            lines += [Line(who, text) for who, text in parts if text]
    reasons = ("Bahan tanpa bacaan: kontribusi ditimbang bersama sasaran dalam SKP.",)
    return _view(S.TEAMS, BOTH, count=len(found), lines=tuple(lines), reasons=reasons)


def _integrity(review: Review) -> SourceView:
    """Facts with their source: declarations that were handled. Proven findings stand with the citizens'."""
    facts = handled_declarations(review.plan.employee_id, review.period.starts, review.period.ends)
    lines = tuple(Line(f"{row['title']} ({row['source']})", row["text"]) for row in facts)
    hidden = "" if lines else "Tidak ada laporan mandiri yang selesai ditangani pada periode ini."
    reasons = ("Melapor sendiri adalah kewajiban; ini fakta, bukan nilai.",) if lines else ()
    return _view(S.INTEGRITY, BEHAVIOUR, count=len(lines), lines=lines, reasons=reasons, hidden_reason=hidden)
