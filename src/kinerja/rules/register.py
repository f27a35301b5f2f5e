"""The register of `law/` checked as a whole: what a jurist must be able to rely on.

Every value has a source and a day of checking, stretches of time do not overlap, a file is named
after its rule, and the files are exactly the rules that `law/INDEX` lists by hand.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from .loader import META, files, index

REQUIRED = {"from": date, "source": str, "checked_on": date}
CONFIDENCE = ("sure", "likely", "ours")


def problems() -> tuple[str, ...]:
    """Every fault of the register in one plain line; none when it holds."""
    texts = dict(files())
    found = [fault for name, text in sorted(texts.items()) for fault in file_problems(name, text)]
    return (*found, *index_problems(list(index()), [name.removesuffix(".toml") for name in texts]))


def index_problems(listed: list[str], present: list[str]) -> tuple[str, ...]:
    """Differences between the index kept by hand and the files there are."""
    twice = [name for name, times in Counter(listed).items() if times > 1]
    found = [f"law/INDEX: {name} tercantum dua kali" for name in sorted(twice)]
    found += [f"law/INDEX: {name} tidak tercantum" for name in sorted(set(present) - set(listed))]
    found += [
        f"law/INDEX: {name} tercantum, tetapi berkasnya tidak ada"
        for name in sorted(set(listed) - set(present))
    ]
    return tuple(found)


def file_problems(name: str, text: str) -> tuple[str, ...]:
    """The faults of one law file."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (f"law/{name}: bukan TOML yang sah ({error})",)
    found = [
        f"law/{name}: {key} kosong" for key in ("id", "title", "unit") if not str(raw.get(key, "")).strip()
    ]
    if raw.get("id") != name.removesuffix(".toml"):
        found.append(f"law/{name}: id di dalam berkas {raw.get('id')!r} berbeda dengan nama berkas")
    values = raw.get("value")
    if not isinstance(values, list) or not values:
        return (*found, f"law/{name}: tidak ada [[value]]")
    for number, value in enumerate(values, start=1):
        found += [f"law/{name}, nilai ke-{number}: {fault}" for fault in _value_problems(value)]
    whole = [value for value in values if _is_day(value.get("from"))]
    return (*found, *(f"law/{name}: {fault}" for fault in _overlaps(whole)))


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _value_problems(value: Mapping[str, Any]) -> Iterator[str]:
    for key, kind in REQUIRED.items():
        item = value.get(key)
        if kind is date and not _is_day(item):
            yield f"{key} harus tanggal"
        elif kind is str and not (isinstance(item, str) and item.strip()):
            yield f"{key} kosong"
    if value.get("confidence", "sure") not in CONFIDENCE:
        yield f"confidence harus salah satu dari {', '.join(CONFIDENCE)}"
    end = value.get("until")
    if end is not None and not _is_day(end):
        yield "until harus tanggal"
    elif end is not None and _is_day(value.get("from")) and end < value["from"]:
        yield "until lebih awal daripada from"
    if not set(value) - META:
        yield "tidak memuat isi aturan"


def _overlaps(values: list[Mapping[str, Any]]) -> Iterator[str]:
    """Two values that both claim a day. A value without `until` ends when the next one begins."""
    ordered = sorted(values, key=lambda value: value["from"])
    for earlier, later in pairwise(ordered):
        end = earlier.get("until")
        if earlier["from"] == later["from"] or (_is_day(end) and end >= later["from"]):
            yield f"nilai sejak {earlier['from']} dan sejak {later['from']} bertumpang tindih"
