"""What a plan says, apart from how it is stored or typed: plain values between form, JSON and rows.

`from_dict` reads JSON (imports, the API), `formdata.read` reads a posted page, `storage` reads and writes
rows; all of them meet here and nowhere else. Keys of results and indicators stay the same from version to
version, so that realisation, feedback and the cascade keep pointing at the same promise.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from .errors import ContentError
from .models import Attachment, Indicator, Result

BEHAVIOUR_CODES = ("BP", "AK", "KP", "HR", "LY", "AD", "KL")
ATTACHMENT_KINDS: tuple[str, ...] = tuple(Attachment.Kind.values)
TARGET_LENGTH = 300
SHORT_LENGTH = 200
TEXT_LENGTH = 4_000
MOST_RESULTS = 60
MOST_INDICATORS = 30


@dataclass(frozen=True, slots=True)
class IndicatorContent:
    """IKI with its target as written; `aspect` for staff forms, `perspective` for leaders' forms."""

    statement: str = ""
    target: str = ""
    aspect: str = ""
    perspective: str = ""
    direction: str = Indicator.Direction.HIGHER.value
    definition: str = ""
    formula: str = ""
    data_source: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class ResultContent:
    """RHK; `serves` is the key of a leader's result, a leader's indicator or a goal of the agency."""

    statement: str = ""
    kind: str = Result.Kind.MAIN.value
    serves: uuid.UUID | None = None
    cascade: str = ""
    assigned_by: str = ""
    control: str = ""
    indicators: tuple[IndicatorContent, ...] = ()
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A whole plan: results in order (main ones first), special expectations by value code, attachments.

    `behaviours` holds only values with an expectation; `attachments` every kind, each a tuple of lines.
    """

    results: tuple[ResultContent, ...] = ()
    behaviours: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keys(self) -> set[uuid.UUID]:
        """Keys of all results and indicators."""
        own = {result.key for result in self.results}
        return own | {indicator.key for result in self.results for indicator in result.indicators}

    def served(self) -> set[uuid.UUID]:
        """Keys that the results serve."""
        return {result.serves for result in self.results if result.serves}


def tidy(content: PlanContent) -> PlanContent:
    """The one normal form: main results first, no blank lines, no empty expectations.

    Raises ContentError for unknown codes, texts that are too long, or a key used twice.
    """
    results = tuple(sorted((_tidy_result(item) for item in content.results), key=_main_first))
    if len(results) > MOST_RESULTS:
        raise ContentError(_("Paling banyak %(most)s hasil kerja dalam satu SKP.") % {"most": MOST_RESULTS})
    keys = [item.key for item in results] + [i.key for item in results for i in item.indicators]
    if len(keys) != len(set(keys)):
        raise ContentError(_("Dua baris SKP memakai kunci yang sama. Muat ulang halaman, lalu ulangi."))
    if unknown := set(content.behaviours) - set(BEHAVIOUR_CODES):
        raise ContentError(_("Kode nilai %(codes)s tidak dikenal.") % {"codes": ", ".join(sorted(unknown))})
    if unknown := set(content.attachments) - set(ATTACHMENT_KINDS):
        raise ContentError(
            _("Bagian lampiran %(codes)s tidak dikenal.") % {"codes": ", ".join(sorted(unknown))}
        )
    given = {code: content.behaviours.get(code, "").strip() for code in BEHAVIOUR_CODES}
    behaviours = {
        code: _short(text, TEXT_LENGTH, _("Ekspektasi khusus")) for code, text in given.items() if text
    }
    lines = {kind: _lines(content.attachments.get(kind, ())) for kind in ATTACHMENT_KINDS}
    return PlanContent(results, behaviours, lines)


def to_dict(content: PlanContent) -> dict[str, Any]:
    """JSON-able; `from_dict` gives the same content back."""
    return {
        "results": [
            {
                "key": str(result.key),
                "kind": result.kind,
                "statement": result.statement,
                "serves": str(result.serves) if result.serves else None,
                "cascade": result.cascade,
                "assigned_by": result.assigned_by,
                "control": result.control,
                "indicators": [_indicator_dict(indicator) for indicator in result.indicators],
            }
            for result in content.results
        ],
        "behaviours": dict(content.behaviours),
        "attachments": {kind: list(lines) for kind, lines in content.attachments.items()},
    }


def from_dict(data: Mapping[str, Any]) -> PlanContent:
    """Content from JSON. Only `statement` is needed in a result or indicator; keys are made when missing.

    Raises ContentError for fields that do not exist, codes that are unknown and keys that are no UUID.
    """
    _known(data, {"results", "behaviours", "attachments"}, _("SKP"))
    results = tuple(_result(item) for item in data.get("results", []))
    attachments = {kind: tuple(lines) for kind, lines in data.get("attachments", {}).items()}
    return tidy(PlanContent(results, dict(data.get("behaviours", {})), attachments))


def read_key(text: str | uuid.UUID | None) -> uuid.UUID | None:
    """A key from text; None from nothing. Raises ContentError when it is no UUID."""
    if not text:
        return None
    try:
        return uuid.UUID(str(text))
    except ValueError as error:
        raise ContentError(_("Kunci baris tidak dapat dibaca. Muat ulang halaman, lalu ulangi.")) from error


def _indicator_dict(indicator: IndicatorContent) -> dict[str, str]:
    names = ("statement", "target", "aspect", "perspective", "direction", "definition", "formula")
    facts = {name: getattr(indicator, name) for name in (*names, "data_source")}
    return {"key": str(indicator.key), **facts}


RESULT_TEXTS = ("kind", "statement", "cascade", "assigned_by", "control")
RESULT_FIELDS = {"key", "serves", "indicators", *RESULT_TEXTS}
INDICATOR_FIELDS = {
    *("key", "statement", "target", "aspect", "perspective"),
    *("direction", "definition", "formula", "data_source"),
}


def _result(data: Mapping[str, Any]) -> ResultContent:
    _known(data, RESULT_FIELDS, _("hasil kerja"))
    texts: dict[str, Any] = {name: data[name] for name in RESULT_TEXTS if data.get(name)}
    return ResultContent(
        **texts,
        serves=read_key(data.get("serves")),
        indicators=tuple(_indicator(item) for item in data.get("indicators", [])),
        key=read_key(data.get("key")) or uuid.uuid4(),
    )


def _indicator(data: Mapping[str, Any]) -> IndicatorContent:
    _known(data, INDICATOR_FIELDS, _("indikator"))
    facts: dict[str, Any] = {name: data[name] for name in INDICATOR_FIELDS - {"key"} if data.get(name)}
    return IndicatorContent(**facts, key=read_key(data.get("key")) or uuid.uuid4())


def _known(data: Mapping[str, Any], fields: set[str], what: str) -> None:
    if unknown := set(data) - fields:
        message = _("Kolom %(names)s tidak dikenal pada %(what)s.")
        raise ContentError(message % {"names": ", ".join(sorted(unknown)), "what": what})


def _main_first(result: ResultContent) -> bool:
    return result.kind != Result.Kind.MAIN.value


def _tidy_result(item: ResultContent) -> ResultContent:
    if len(item.indicators) > MOST_INDICATORS:
        raise ContentError(
            _("Paling banyak %(most)s indikator pada satu hasil kerja.") % {"most": MOST_INDICATORS}
        )
    return replace(
        item,
        statement=_short(item.statement, TEXT_LENGTH, _("Rencana hasil kerja")),
        kind=_code(item.kind, Result.Kind.values, _("Jenis hasil kerja"), blank=False),
        cascade=_code(item.cascade, Result.Cascade.values, _("Cara penurunan")),
        control=_code(item.control, Result.Control.values, _("Tingkat kendali")),
        assigned_by=_short(item.assigned_by, SHORT_LENGTH, _("Penugasan dari")),
        indicators=tuple(_tidy_indicator(indicator) for indicator in item.indicators),
    )


def _tidy_indicator(item: IndicatorContent) -> IndicatorContent:
    return replace(
        item,
        statement=_short(item.statement, TEXT_LENGTH, _("Indikator")),
        target=_short(item.target, TARGET_LENGTH, _("Target")),
        aspect=_code(item.aspect, Indicator.Aspect.values, _("Aspek")),
        perspective=_code(item.perspective, Indicator.Perspective.values, _("Perspektif")),
        direction=_code(item.direction, Indicator.Direction.values, _("Arah target"), blank=False),
        definition=_short(item.definition, TEXT_LENGTH, _("Definisi")),
        formula=_short(item.formula, TEXT_LENGTH, _("Formula")),
        data_source=_short(item.data_source, SHORT_LENGTH, _("Sumber data")),
    )


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    kept = (" ".join(line.split()) for line in lines)
    return tuple(_short(line, TEXT_LENGTH, _("Lampiran")) for line in kept if line)


def _code(value: str, known: Iterable[str], what: str, *, blank: bool = True) -> str:
    if value in set(known) or (blank and not value):
        return str(value)
    raise ContentError(_("%(what)s %(value)s tidak dikenal.") % {"what": what, "value": repr(value[:40])})


def _short(text: str, length: int, what: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if len(text) > length:
        message = _("%(what)s paling panjang %(most)s huruf; sekarang %(now)s.")
        raise ContentError(message % {"what": what, "most": length, "now": len(text)})
    return text
