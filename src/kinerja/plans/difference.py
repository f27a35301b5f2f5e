"""What changed from one version to the next, place by place, found by key."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _

from .content import PlanContent, ResultContent
from .models import Attachment, Indicator, Result

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed text: where it stands, what it was and what it is."""

    kind: Kind
    where: str
    old: str
    new: str


def compare(
    old: PlanContent, new: PlanContent, values: Mapping[str, str], served: Mapping[uuid.UUID, str]
) -> list[Difference]:
    """Every difference in the order of the page.

    `values` are names of the seven values by code, `served` the words of served results by key.
    """
    return [
        *_results(old, new, served),
        *_behaviours(old, new, values),
        *_attachments(old, new),
    ]


def _results(old: PlanContent, new: PlanContent, served: Mapping[uuid.UUID, str]) -> Iterator[Difference]:
    before = {item.key: item for item in old.results}
    for number, result in enumerate(new.results, 1):
        where = _("Hasil kerja %(n)s") % {"n": number}
        earlier = before.pop(result.key, None)
        if earlier is None:
            yield Difference("added", where, "", result.statement)
            earlier = replace(result, indicators=())
        yield from _texts(where, _result_texts(earlier, served), _result_texts(result, served))
        yield from _indicators(where, earlier, result)
    for gone in before.values():
        yield Difference("removed", _("Hasil kerja"), gone.statement, "")


def _indicators(where: str, old: ResultContent, new: ResultContent) -> Iterator[Difference]:
    before = {item.key: item for item in old.indicators}
    for number, item in enumerate(new.indicators, 1):
        place = _("%(where)s, indikator %(n)s") % {"where": where, "n": number}
        earlier = before.pop(item.key, None)
        if earlier is None:
            text = f"{item.statement} ({item.target})" if item.target else item.statement
            yield Difference("added", place, "", text)
            continue
        texts = {
            _("Indikator"): ("statement", None),
            _("Target"): ("target", None),
            _("Definisi"): ("definition", None),
            _("Formula"): ("formula", None),
            _("Sumber data"): ("data_source", None),
            _("Aspek"): ("aspect", Indicator.Aspect),
            _("Perspektif"): ("perspective", Indicator.Perspective),
            _("Arah target"): ("direction", Indicator.Direction),
        }
        for label, (name, codes) in texts.items():
            was, now = getattr(earlier, name), getattr(item, name)
            if was != now:
                told = [_(str(codes(text).label)) if codes and text else text for text in (was, now)]
                yield Difference("changed", f"{place}: {label}", *told)
    for gone in before.values():
        yield Difference("removed", _("%(where)s, indikator") % {"where": where}, gone.statement, "")


def _result_texts(item: ResultContent, served: Mapping[uuid.UUID, str]) -> dict[str, str]:
    return {
        _("Rencana hasil kerja"): item.statement,
        _("Jenis"): _(str(Result.Kind(item.kind).label)),
        _("Mendukung"): served.get(item.serves, "") if item.serves else "",
        _("Cara penurunan"): str(Result.Cascade(item.cascade).label) if item.cascade else "",
        _("Tingkat kendali"): str(Result.Control(item.control).label) if item.control else "",
        _("Penugasan dari"): item.assigned_by,
    }


def _texts(where: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for label, text in new.items():
        if text != old[label]:
            yield Difference("changed", f"{where}: {label}", old[label], text)


def _behaviours(old: PlanContent, new: PlanContent, values: Mapping[str, str]) -> Iterator[Difference]:
    for code, name in values.items():
        was, now = old.behaviours.get(code, ""), new.behaviours.get(code, "")
        if was != now:
            where = _("Ekspektasi khusus: %(value)s") % {"value": name}
            yield Difference(_kind(was, now), where, was, now)


def _attachments(old: PlanContent, new: PlanContent) -> Iterator[Difference]:
    for kind in Attachment.Kind:
        was = "\n".join(old.attachments.get(kind.value, ()))
        now = "\n".join(new.attachments.get(kind.value, ()))
        if was != now:
            yield Difference(_kind(was, now), str(kind.label), was, now)


def _kind(was: str, now: str) -> Kind:
    if not was:
        return "added"
    return "changed" if now else "removed"
