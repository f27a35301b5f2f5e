"""Whatever anybody sends to a page that is open to everybody: an answer, never a crash, nothing half done."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinerja.voice.models import Citizen, Complaint, DataRequest, SurveyAnswer
from tests.apps.voice.make_filled import Survey
from tests.world import World

# Names of real fields, so that the noise gets past the first check; words of every kind of trouble.
FIELDS = (
    *("kind", "title", "text", "do", "unit", "service", "location", "happened_on", "email", "anonymous"),
    *("secret", "open_to_public", "category", "ticket", "number", "key", "rating", "code", "note", "id"),
    *("q1", "q2", "q9", "open-1", "sex", "age_band", "seconds", "opened", "nonce", "nickname", "digest"),
)
TROUBLE = (
    *("", "complaint", "send", "check", "on", "-1", "0", "5", "99999999999999999999", "2026-02-30", "null"),
    *("\x00", "ADU-2026-000001", "a@b.c", "'; DROP TABLE voice_complaint; --", "<script>alert(1)</script>"),
    *("\N{ARABIC-INDIC DIGIT ONE}", "\N{GRINNING FACE}", "a" * 5_000),
)
WORDS = st.one_of(st.text(max_size=60), st.sampled_from(TROUBLE))
POSTS = st.dictionaries(st.sampled_from(FIELDS), WORDS, max_size=12)
PLACES = (
    ("voice:complain", ()),
    ("voice:track", ()),
    ("voice:my_data", ()),
    ("voice:forum_enter", ()),
    ("voice:tracked", ("ADU-2026-000001", "0000-0000-0000-0000")),
    ("voice:survey", ("AAAABBBBCCCCDDDD",)),
)
READS = ("voice:public", "voice:public_complaints", "voice:forum", "voice:public_changes", "voice:open_data")
noise = settings(
    max_examples=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def kept() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Complaint, SurveyAnswer, DataRequest, Citizen))


@pytest.mark.parametrize(("name", "args"), PLACES, ids=[name for name, _args in PLACES])
@noise
@given(posted=POSTS)
def test_no_post_breaks_a_public_page(
    name: str, args: tuple[str, ...], posted: dict[str, Any], world: World
) -> None:
    before = kept()
    answer = Client().post(reverse(name, args=args), posted)
    assert answer.status_code < 500, (answer.status_code, posted)
    assert kept() == before, "noise leaves nothing behind"


@pytest.fixture
def survey(world: World) -> Survey:
    return Survey(world, poster_open=True)


@noise
@given(changed=st.dictionaries(st.integers(0, 14), WORDS, max_size=6))
def test_no_answer_breaks_an_open_survey(changed: dict[int, str], survey: Survey) -> None:
    sent = survey.filled()
    names = sorted(sent)
    sent |= {names[place % len(names)]: word for place, word in changed.items()}
    answer = Client().post(survey.poster, sent)
    assert answer.status_code < 500, (answer.status_code, sent)
    for row in SurveyAnswer.objects.all():
        assert set(row.values) <= {None, 1, 2, 3, 4}


@pytest.mark.parametrize("name", READS)
@noise
@given(asked=st.dictionaries(st.text(max_size=12), WORDS, max_size=5))
def test_no_question_breaks_a_public_list(name: str, asked: dict[str, Any], world: World) -> None:
    known = {"hal": "x", "cari": asked.get("", ""), "unit": "x", "layanan": "-1", "urut": "?"}
    assert Client().get(reverse(name), {**known, **asked}).status_code < 500
