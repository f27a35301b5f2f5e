"""Form, JSON and rows say the same; what cannot be read is refused."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinerja.plans.content import (
    ATTACHMENT_KINDS,
    BEHAVIOUR_CODES,
    IndicatorContent,
    PlanContent,
    ResultContent,
    from_dict,
    tidy,
    to_dict,
)
from kinerja.plans.errors import ContentError
from kinerja.plans.models import Indicator, Result
from kinerja.plans.storage import read_content, write_content

from .conftest import Maker, staff_content

words = st.text("ab é\n\r<&💡", max_size=8)
indicators = st.builds(
    IndicatorContent,
    statement=words,
    target=words,
    aspect=st.sampled_from(["", *Indicator.Aspect.values]),
    perspective=st.sampled_from(["", *Indicator.Perspective.values]),
    direction=st.sampled_from(Indicator.Direction.values),
    definition=words,
    key=st.uuids(),
)
results = st.builds(
    ResultContent,
    statement=words,
    kind=st.sampled_from(Result.Kind.values),
    serves=st.none() | st.uuids(),
    cascade=st.sampled_from(["", *Result.Cascade.values]),
    control=st.sampled_from(["", *Result.Control.values]),
    indicators=st.lists(indicators, max_size=3).map(tuple),
    key=st.uuids(),
)
contents = st.builds(
    PlanContent,
    results=st.lists(results, max_size=4).map(tuple),
    behaviours=st.dictionaries(st.sampled_from(BEHAVIOUR_CODES), words),
    attachments=st.dictionaries(st.sampled_from(ATTACHMENT_KINDS), st.lists(words, max_size=3).map(tuple)),
)


calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # shared cores


@calm
@given(contents)
def test_json_and_back_is_the_same(content: PlanContent) -> None:
    plain = tidy(content)
    assert from_dict(to_dict(plain)) == plain


@calm
@given(contents)
def test_tidy_is_stable_and_puts_main_results_first(content: PlanContent) -> None:
    plain = tidy(content)
    assert tidy(plain) == plain
    kinds = [result.kind for result in plain.results]
    assert kinds == sorted(kinds, key=["utama", "tambahan"].index)
    assert {result.key for result in plain.results} == {result.key for result in content.results}


def test_rows_and_back_is_the_same_with_keys(make: Maker) -> None:
    content = tidy(
        PlanContent(
            results=(
                replace(staff_content().results[0], kind="tambahan", assigned_by="Kepala Dinas"),
                ResultContent(statement="Tanpa indikator", control="output_kendali_rendah"),
            ),
            behaviours={"HR": "Tenang menghadapi keluhan", "BP": "Ramah"},
            attachments={"konsekuensi": ("Dipuji", "Ditegur"), "sumber_daya": ()},
        )
    )
    version = make.draft(make.world.nurse)
    write_content(version, content)
    assert read_content(version) == content
    assert list(read_content(version).behaviours) == ["BP", "HR"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"results": [{"statement": "X", "kind": "sampingan"}]}, "Jenis hasil kerja"),
        ({"results": [{"statement": "X", "serves": "bukan-kunci"}]}, "Kunci baris"),
        ({"results": [{"statment": "X"}]}, "statment"),
        ({"results": [{"indicators": [{"aspect": "warna"}]}]}, "Aspek"),
        ({"results": [{"indicators": [{"target": "x" * 301}]}]}, "Target paling panjang 300"),
        ({"behaviours": {"XX": "?"}}, "XX"),
        ({"attachments": {"hadiah": ["?"]}}, "hadiah"),
        ({"results": [{}] * 61}, "Paling banyak 60"),
    ],
)
def test_what_cannot_be_read_is_refused(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ContentError, match=says):
        from_dict(data)


def test_a_key_used_twice_is_refused() -> None:
    key = str(uuid.uuid4())
    with pytest.raises(ContentError, match="kunci yang sama"):
        from_dict({"results": [{"key": key, "indicators": [{"key": key}]}]})
