"""Signs of abuse: what holds an answer back and what does not, alone and through the citizen's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinerja.rules.loader import in_force
from kinerja.rules.survey_abuse import Facts, flags, proves_work, signs
from kinerja.voice import sources
from kinerja.voice.models import SourceCount, SourceSalt, SurveyAnswer, SurveyPeriod
from kinerja.voice.queries.answering import forget_sheets
from tests.apps.voice.make_filled import VARIED, Survey, phone, proven
from tests.apps.voice.make_surveys import make_case
from tests.world import NOW, TODAY, World

LAW = in_force("survey.abuse", TODAY)
LINE = (4,) * 9
SLOW = 60
Signs = tuple[str, ...]


@pytest.fixture
def survey(world: World) -> Survey:
    forget_sheets()
    sources._salt.cache_clear()
    return Survey(world)


def held(**facts: Any) -> tuple[str, ...]:
    return flags(Facts(**({"values": VARIED, "poster": False, "seconds": SLOW} | facts)), on=TODAY)


def seen(**facts: Any) -> tuple[str, ...]:
    return signs(Facts(**({"values": VARIED, "poster": False, "seconds": SLOW} | facts)), on=TODAY)


def test_an_ordinary_answer_shows_no_sign() -> None:
    assert seen() == seen(poster=True) == ()


@pytest.mark.parametrize("value", [1, 2, 3, 4])
def test_an_honest_straight_line_counts(value: int) -> None:
    assert seen(values=(value,) * 9) == ("straight_line",)
    assert held(values=(value,) * 9) == held(values=(value,) * 9, poster=True) == ()


@pytest.mark.parametrize(
    ("second", "facts"),
    [
        ("too_fast", {"seconds": 5}),
        ("same_text", {"same_text": 2}),
        ("many_from_source", {"from_source": 41}),
        ("burst", {"poster": True, "in_hour": 31}),
    ],
)
def test_a_straight_line_with_a_second_sign_is_held(second: str, facts: dict[str, Any]) -> None:
    assert set(held(values=LINE, **facts)) == {"straight_line", second}


@pytest.mark.parametrize(
    ("facts", "token", "poster"),
    [
        ({"seconds": 11}, ("too_fast",), ("too_fast",)),
        ({"seconds": 12}, (), ()),
        ({"seconds": None}, (), ()),
        ({"from_source": 41}, (), ("many_from_source",)),
        ({"from_source": 40}, (), ()),
        ({"from_source": 6, "proven": False}, (), ("many_from_source",)),
        ({"from_source": 5, "proven": False}, (), ()),
        ({"in_hour": 31}, (), ("burst",)),
        ({"in_hour": 30}, (), ()),
        ({"in_hour": 120, "visitors": 120}, (), ()),
        ({"in_hour": 121, "visitors": 120}, (), ("burst",)),
        ({"same_text": 5}, (), ()),
        ({"same_text": 2, "from_source": 41}, ("same_text", "many_from_source"), None),
    ],
)
def test_what_holds_alone(
    facts: dict[str, Any], token: tuple[str, ...], poster: tuple[str, ...] | None
) -> None:
    assert held(**facts) == token
    if poster is not None:
        assert held(**facts, poster=True) == poster


@pytest.mark.parametrize(
    "values", [(4,) * 8, (4,) * 8 + (None,), (None,) * 9, (4, 4, 4, 4, 4, 4, 4, 4, 3)], ids=str
)
def test_what_is_no_straight_line(values: Sequence[int | None]) -> None:
    assert "straight_line" not in seen(values=values)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    values=st.lists(st.sampled_from([1, 2, 3, 4, None]), min_size=1, max_size=15),
    poster=st.booleans(),
    seconds=st.none() | st.integers(0, 4000),
    from_source=st.integers(1, 400),
    in_hour=st.integers(1, 400),
    same_text=st.integers(0, 9),
)
def test_more_signs_never_let_an_answer_through(**facts: Any) -> None:
    """Held means shown signs; what is held stays held when it also comes too fast."""
    found = flags(Facts(**facts), on=TODAY)
    assert set(found) <= set(signs(Facts(**facts), on=TODAY))
    faster = flags(Facts(**{**facts, "seconds": 0}), on=TODAY)
    assert "too_fast" in faster and set(found) <= set(faster)


def test_work_is_proven_for_one_answer_only() -> None:
    done = proven({"opened": "1:a", "id": "x"})["proof"]
    assert proves_work("1:a|x", done, on=TODAY)
    assert not proves_work("1:a|y", done, on=TODAY)
    assert not proves_work("1:a|x", "", on=TODAY)


def states() -> list[str]:
    return list(SurveyAnswer.objects.values_list("state", flat=True))


@pytest.mark.django_db
def test_too_fast_is_held_and_the_sender_is_not_told(survey: Survey) -> None:
    slow = phone().post(f"/survei/{survey.code()}/", survey.filled())
    fast = phone().post(f"/survei/{survey.code()}/", survey.filled(seconds=4))
    assert (slow.status_code, slow.headers["Location"]) == (fast.status_code, fast.headers["Location"])
    assert slow.content == fast.content
    row = SurveyAnswer.objects.get(state="held")
    assert row.flags == ["too_fast"] and row.seconds == 4


@pytest.mark.django_db
@pytest.mark.parametrize("lie", [{"seconds": "900"}, {"opened": "1:falsch"}, {"opened": ""}])
def test_nobody_can_claim_to_have_read_longer(survey: Survey, lie: dict[str, str]) -> None:
    """The page's opening is signed by the server."""
    phone().post(f"/survei/{survey.code()}/", survey.filled(seconds=3) | lie)
    assert states() == ["held"]


@pytest.mark.django_db
def test_a_poster_without_proof_has_a_tighter_limit(survey: Survey) -> None:
    most = LAW["many_without_proof"]
    for _time in range(most + 2):
        phone().post(survey.poster, survey.filled())
    assert states() == ["counted"] * most + ["held"] * 2
    for _time in range(3):  # counted apart: the phone that worked is not held for those that did not
        phone().post(survey.poster, proven(survey.filled()))
    assert states().count("counted") == most + 3
    phone("36.68.1.2").post(survey.poster, survey.filled())
    assert states().count("counted") == most + 4


@pytest.mark.django_db
def test_a_proof_of_another_answer_or_of_last_week_is_none(survey: Survey) -> None:
    first = proven(survey.filled())
    old = survey.filled(seconds=8 * 86_400)
    for sent in (*(survey.filled(proof=first["proof"]) for _time in range(5)), proven(old)):
        phone().post(survey.poster, sent)
    assert states() == ["counted"] * 5 + ["held"]


@pytest.mark.django_db
def test_a_burst_at_a_poster_is_held_beyond_what_the_queue_could_send(survey: Survey) -> None:
    SurveyPeriod.objects.update(population=1)
    most = LAW["burst_least"]

    def send(number: int) -> None:
        phone(f"36.68.{number}.1").post(survey.poster, proven(survey.filled()))

    for number in range(most + 1):
        send(number)
    assert states() == ["counted"] * most + ["held"]
    service = survey.service
    service.unit = survey.period.unit
    service.save()
    for number in range(most + 5):  # the counter was that busy today
        make_case(service, f"B-{number}")
    send(200)
    assert states().count("held") == 1


@pytest.mark.django_db
def test_the_same_words_are_a_sign_within_a_period_only(survey: Survey) -> None:
    words = "Pelayanan cepat sekali, petugas ramah."
    for shown in (words, words.upper(), words):
        phone().post(f"/survei/{survey.code()}/", survey.filled(LINE, words=shown))
    assert states() == ["counted", "counted", "held"]
    assert SurveyAnswer.objects.get(state="held").flags == ["straight_line", "same_text"]
    for _time in range(4):
        phone().post(f"/survei/{survey.code()}/", survey.filled(LINE, words="Sudah baik"))
    assert states().count("held") == 1


@pytest.mark.django_db
def test_no_waiting_room_sends_that_much(survey: Survey) -> None:
    sent = survey.filled()
    phone().post(survey.poster, sent)
    SourceCount.objects.update(count=LAW["refused_from_source"])
    refused = phone().post(survey.poster, survey.filled())
    assert refused.status_code == 429 and "Isian Anda aman" in refused.content.decode()
    assert phone().post(survey.poster, sent).status_code == 303, "what was taken stays taken"
    assert phone().post(f"/survei/{survey.code()}/", survey.filled()).status_code == 303
    assert SurveyAnswer.objects.count() == 2


def count(address: str, at: datetime = NOW, what: str = "survey-code") -> int:
    request = phone(address).get("/robots.txt").wsgi_request
    return sources.hits(request, what=what, at=at)


@pytest.mark.django_db
def test_a_source_is_counted_by_the_hour_and_by_what_it_does() -> None:
    sources._salt.cache_clear()
    assert [count("36.68.1.1") for _time in range(3)] == [1, 2, 3]
    assert count("36.68.1.2") == 1
    assert count("36.68.1.1", what="other") == 1
    assert count("36.68.1.1", NOW + timedelta(hours=1)) == 1
    assert count("2001:db8:1:2::7") + count("2001:db8:1:2:ffff::9") == 3  # one household
    assert count("2001:db8:1:3::7") == 1
    assert count("::ffff:36.68.1.2") == 2


@pytest.mark.django_db
def test_the_limit_is_the_last_that_passes() -> None:
    sources._salt.cache_clear()
    request = phone().get("/robots.txt").wsgi_request
    over = [sources.limit(request, what="try", at=NOW, most=2) for _time in range(4)]
    assert over == [False, False, True, True]


@pytest.mark.django_db
def test_yesterday_is_forgotten() -> None:
    """The secret goes, and with it what the counts were of; the counts go too."""
    sources._salt.cache_clear()
    count("36.68.1.1")
    salt, name = bytes(SourceSalt.objects.get().salt), SourceCount.objects.get().digest
    count("36.68.1.1", NOW + timedelta(days=1))
    assert bytes(SourceSalt.objects.get().salt) != salt
    assert SourceCount.objects.get().digest != name
    assert sources.forget(TODAY + timedelta(days=2)) == 1
    assert not SourceSalt.objects.exists() and not SourceCount.objects.exists()
