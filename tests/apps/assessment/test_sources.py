"""The sources beside a review: which are on, what each shows or hides and why, and when a reason is owed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.actions import Ratings, save_ratings, sign
from kinerja.assessment.actions.rounds import close_round
from kinerja.assessment.actions.source_choices import choose_source
from kinerja.assessment.errors import Incomplete
from kinerja.assessment.explain import as_json
from kinerja.assessment.models import Review, SourceChoice
from kinerja.assessment.queries.source_choices import sources_on
from kinerja.assessment.queries.sources import SourceView, sources_of
from kinerja.audit.models import Event
from kinerja.people.models import Post
from kinerja.progress.models import Realisation
from kinerja.voice.models import Examination
from tests.apps.assessment.office import WINDOW, ZONE, nurse_review, organisation, rate, user
from tests.apps.assessment.round_office import LATER, closed, colleagues, running, speak
from tests.apps.voice.make_examinations import final
from tests.apps.voice.make_surveys import make_answers, make_period
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


def choose(
    world: World, source: str, shown: bool, level: str = "", starts: date = TODAY, who: str = "hr"
) -> None:
    choose_source(
        source=source, level=level, on=shown, starts=starts, reason="SK Wali Kota 7/2026",
        actor=user(world.people[who]), at=WINDOW,
    )  # fmt: skip


def is_on(source: str, post: Post, on: date) -> bool:
    return source in sources_on(post, on)


def view(review: Review, source: str, on: date = TODAY, **more: Any) -> SourceView:
    return next(row for row in sources_of(review, on, **more) if row.source == source)


def titles(found: SourceView) -> list[str]:
    return [line.title for line in found.lines]


def test_sources_are_on_by_law_until_the_agency_chooses(world: World) -> None:
    nurse, head = world.posts["PERAWAT"], world.posts["KADINKES"]
    assert is_on("round", nurse, TODAY) and not is_on("competence", nurse, TODAY)
    choose(world, "round", False)
    assert not is_on("round", nurse, TODAY) and not is_on("round", head, TODAY)
    choose(world, "round", True, level="jf", starts=TODAY + timedelta(days=3))
    assert not is_on("round", nurse, TODAY + timedelta(days=2))
    assert is_on("round", nurse, TODAY + timedelta(days=3))
    assert not is_on("round", head, TODAY + timedelta(days=3))
    choose(world, "round", False, level="jf", starts=TODAY + timedelta(days=9))
    assert not is_on("round", nurse, TODAY + timedelta(days=9))
    assert is_on("round", nurse, TODAY + timedelta(days=8)), "what held before stays"


def test_only_hr_and_administrators_choose_and_never_backwards(world: World) -> None:
    for who in ("nurse", "section_head", "office_head", "auditor"):
        with pytest.raises(PermissionDenied):
            choose(world, "round", False, who=who)
    with pytest.raises(Incomplete, match="paling cepat hari ini"):
        choose(world, "round", False, starts=TODAY - timedelta(days=1))
    choose(world, "round", False, who="admin")
    choose(world, "round", True)
    assert SourceChoice.objects.get().on
    events = list(Event.objects.filter(action="assessment.choose_source").order_by("pk"))
    assert [event.after and event.after["on"] for event in events] == [False, True]
    assert events[1].before == {"on": False, "reason": "SK Wali Kota 7/2026"}


def test_a_source_that_is_off_is_not_there(world: World) -> None:
    review = nurse_review(world)
    assert {row.source for row in sources_of(review, TODAY)} >= {"self", "round", "citizens", "measures"}
    choose(world, "citizens", False, level="jf")
    assert "citizens" not in {row.source for row in sources_of(review, TODAY)}


def test_what_hides_a_source_is_said(world: World) -> None:
    review = nurse_review(world)
    for row in sources_of(review, TODAY):
        assert row.hidden_reason and not row.lines and not row.reading, row.source
    colleagues(world, 5)
    closed(world, world.nurse, 1, 1)
    found = view(review, "round")
    assert "kurang dari 3" in found.hidden_reason and not found.lines


def test_a_round_is_read_with_count_spread_agreement_and_reasons(world: World) -> None:
    colleagues(world, 5)
    review = nurse_review(world)
    closed(world, world.nurse, 1, 2, 2, 4)
    found = view(review, "round", with_words=True)
    assert (found.count, found.spread, found.reading) == (4, "rekan kerja 4", "dibawah")
    assert found.agreement == "cukup beragam"
    assert "7 nilai terlihat jarang atau kadang" in found.reasons[0]
    line = next(line for line in found.lines if line.title == "Harmonis")
    assert (line.text, line.counts) == ("1 jarang, 2 kadang, 1 selalu; cukup beragam", (1, 2, 0, 1))
    assert titles(found).count("Perlu dipertahankan") == 4


def test_no_name_of_those_who_answered_is_in_a_source(world: World) -> None:
    people = colleagues(world, 5)
    review = nurse_review(world)
    closed(world, world.nurse, 3, 3, 3)
    text = str(view(review, "round").as_data())
    assert not [person.name for person in [*people, world.pppk] if person.name in text]


def test_sides_that_see_differently_are_named(world: World) -> None:
    colleagues(world, 5)
    review = nurse_review(world)
    made = running(world)
    for ask in made.asks.filter(subject=world.nurse, relation="peer")[:3]:
        speak(ask, 4)
    speak(made.asks.get(subject=world.nurse, relation="superior"), 4, HR=1)
    close_round(round=made, actor=user(world.hr), at=WINDOW)
    found = view(review, "round")
    assert "Harmonis: atasan jauh lebih jarang melihatnya daripada rekan kerja." in found.reasons
    assert found.spread == "atasan 1; rekan kerja 3"
    assert found.reading == "diatas"


def test_signals_only_after_the_employee_and_never_for_others(world: World) -> None:
    review = nurse_review(world)
    period = make_period(world.units["PKM1-YAN"])
    make_answers(period, [[4] * 9] * 12, officer=world.nurse, day=date(2026, 8, 3))
    waiting = view(review, "citizens")
    assert "dibaca pegawai lebih dahulu" in waiting.hidden_reason and not waiting.lines
    world.client(world.nurse).get(reverse("voice:my_voice"))
    found = view(review, "citizens")
    assert titles(found) == ["Kompetensi pelaksana", "Perilaku pelaksana", "Waktu penyelesaian"]
    assert (found.count, found.reading) == (12, "")
    assert not view(review, "citizens", with_signals=False).lines


def measured(review: Review) -> None:
    rows = Realisation.objects.filter(report__plan=review.plan)
    rows.update(
        source={"kind": "within", "n": 40, "value": "85", "explanation": "Dari data layanan, n = 40."}
    )


def test_measures_are_read_beside_their_targets(world: World) -> None:
    review = nurse_review(world, "50%", "40%")
    measured(review)
    found = view(review, "measures")
    assert (found.count, found.spread, found.reading) == (2, "2 di bawah target", "dibawah")
    assert "n = 40" in found.lines[0].text
    choose(world, "measures", False)
    assert "measures" not in {row.source for row in sources_of(review, TODAY)}


def test_two_steps_from_a_reading_need_a_written_reason(world: World) -> None:
    colleagues(world, 5)
    organisation(world)
    review = nurse_review(world)
    closed(world, world.nurse, 1, 1, 2)
    with pytest.raises(Incomplete, match="dua langkah dari rating perilaku kerja"):
        rate(world, review, "sesuai", "diatas")
    with pytest.raises(Incomplete):
        rate(world, review, "sesuai", "diatas", behaviour_reason="  ")
    assert rate(world, review, "sesuai", "sesuai").behaviour_rating == "sesuai"
    saved = rate(world, review, "sesuai", "diatas", behaviour_reason="Saya melihat sendiri tiap pagi.")
    assert saved.behaviour_rating == "diatas"


def test_the_other_way_round_too_and_for_results(world: World) -> None:
    colleagues(world, 5)
    organisation(world)
    review = nurse_review(world, "50%", "40%")
    measured(review)
    closed(world, world.nurse, 4, 4, 4)
    with pytest.raises(Incomplete, match="rating hasil kerja"):
        rate(world, review, "diatas", "sesuai")
    with pytest.raises(Incomplete, match="rating perilaku"):
        rate(world, review, "sesuai", "dibawah")
    choose(world, "measures", False)
    assert rate(world, review, "diatas", "sesuai").result_rating == "diatas"


def test_a_reading_that_came_after_the_draft_stops_the_signature(world: World) -> None:
    colleagues(world, 5)
    organisation(world)
    review = rate(world, nurse_review(world), "sesuai", "diatas")
    closed(world, world.nurse, 1, 1, 2)
    with pytest.raises(Incomplete, match="dua langkah"):
        sign(review=review, actor=user(world.section_head), at=LATER)
    ratings = Ratings(result_rating="sesuai", behaviour_rating="diatas", behaviour_reason="Ia memimpin regu.")
    saved = save_ratings(review=review, ratings=ratings, actor=user(world.section_head), at=LATER).review
    assert sign(review=saved, actor=user(world.section_head), at=LATER).signed_at


def test_the_employee_reads_how_each_source_counted_only_after_receipt(world: World) -> None:
    colleagues(world, 5)
    organisation(world)
    review = nurse_review(world)
    Review.objects.filter(pk=review.pk).update(self_results="Antrean lebih pendek.", self_behaviour="Ramah.")
    closed(world, world.nurse, 4, 4, 4)
    client = world.client(world.nurse)
    why = reverse("assessment:why", args=[review.pk])
    assert "Menyapa pasien" not in client.get(why).content.decode()
    drafted = rate(world, Review.objects.get(pk=review.pk), result_reason="Waktu layanan dijaga.")
    assert "Menyapa pasien" not in client.get(why).content.decode()
    signed = sign(review=drafted, actor=user(world.section_head), at=LATER)
    client.post(reverse("assessment:receive", args=[review.pk]))
    page = client.get(why).content.decode()
    assert "Sumber apa yang dibaca penilai" in page
    assert "Terbaca diatas ekspektasi" in page and "1 langkah dari bacaan ini" in page
    assert "Menyapa pasien (4)" in page
    own = client.get(reverse("assessment:my_review", args=[review.pk])).content.decode()
    assert "Antrean lebih pendek." in own and "Waktu layanan dijaga." in own
    assert signed.snapshot is not None
    assert signed.snapshot["self"]["results"] == "Antrean lebih pendek."
    assert signed.snapshot["result_reason"] == "Waktu layanan dijaga."


def test_what_was_signed_stays_when_sources_change_or_were_not_kept(world: World) -> None:
    organisation(world)
    signed = sign(review=rate(world, nurse_review(world)), actor=user(world.section_head), at=WINDOW)
    assert signed.snapshot is not None
    before = [row["source"] for row in signed.snapshot["sources"] if row["source"] != "integrity"]
    choose(world, "self", False)
    steps = as_json(Review.objects.get(pk=signed.pk), TODAY)["steps"]
    assert list(next(step for step in steps if step["key"] == "sources")["value"]) == before
    old = {key: value for key, value in signed.snapshot.items() if key != "sources"}
    Review.objects.filter(pk=signed.pk).update(snapshot=old)
    keys = [step["key"] for step in as_json(Review.objects.get(pk=signed.pk), TODAY)["steps"]]
    assert "sources" not in keys and "predicate" in keys


def test_self_assessment_that_is_off_is_on_no_page_of_the_appraiser(world: World) -> None:
    review, own = nurse_review(world), "Antrean lebih pendek."
    Review.objects.filter(pk=review.pk).update(self_results=own)
    head, nurse = world.client(world.section_head), world.client(world.nurse)
    screen, why, mine = (
        reverse(f"assessment:{name}", args=[review.pk]) for name in ("review", "why", "my_review")
    )
    assert all(own in head.get(url).content.decode() for url in (screen, why, mine))
    choose(world, "self", False)
    pages = [head.get(url).content.decode() for url in (screen, why, mine)]
    assert not [page for page in pages if own in page or "Apa kata pegawai sendiri?" in page]
    told = nurse.get(mine).content.decode()
    assert own in told and "penilai tidak membacanya" in told


def test_service_data_and_signals_that_are_off_leave_the_screen_and_facts_stay(world: World) -> None:
    review = nurse_review(world)
    measured(review)
    screen, signals = (
        reverse("assessment:review", args=[review.pk]),
        reverse("voice:signal", args=[world.nurse.pk]),
    )
    head = world.client(world.section_head)
    page = head.get(screen).content.decode()
    assert "Dari data layanan" in page and signals in page
    choose(world, "measures", False)
    choose(world, "citizens", False)
    page = head.get(screen).content.decode()
    assert "Dari data layanan" not in page and signals not in page and "n = 40" not in page
    assert "85%" in page and "88%" in page, "the report's realisation is weighed by law"


def test_what_was_proven_stays_where_the_citizens_are_off(world: World) -> None:
    review = nurse_review(world)
    final(world)
    Examination.objects.update(final_at=datetime(2026, 9, 20, 9, 0, tzinfo=ZONE))
    choose(world, "citizens", False)
    for name in ("review", "why"):
        page = world.client(world.section_head).get(reverse(f"assessment:{name}", args=[review.pk]))
        assert Examination.objects.get().allegation in page.content.decode()


def test_citizens_leave_no_figure_in_a_signed_document(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    period = make_period(world.units["PKM1-YAN"])
    make_answers(period, [[4] * 9] * 12, officer=world.nurse, day=date(2026, 8, 3))
    world.client(world.nurse).get(reverse("voice:my_voice"))
    signed = sign(review=rate(world, review), actor=user(world.section_head), at=WINDOW)
    assert signed.snapshot is not None
    kept = next(row for row in signed.snapshot["sources"] if row["source"] == "citizens")
    assert (kept["count"], kept["lines"]) == (0, [])


def test_sources_cost_the_same_however_much_there_is(world: World) -> None:
    colleagues(world, 6)
    review = nurse_review(world)
    sources_of(review, TODAY)  # loads what the review points to
    counts = []
    for steps in ((3, 3, 3), (3, 3, 3, 3, 3)):
        closed(world, world.nurse, *steps)
        with CaptureQueriesContext(connection) as seen:
            sources_of(review, TODAY)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_appraiser_sees_the_sources_on_the_one_screen(world: World) -> None:
    colleagues(world, 5)
    organisation(world)
    review = nurse_review(world)
    closed(world, world.nurse, 1, 1, 2)
    where = reverse("assessment:review", args=[review.pk])
    client = world.client(world.section_head)
    page = client.get(where).content.decode()
    assert "Umpan balik banyak pihak" in page and "7 nilai terlihat jarang atau kadang" in page
    refused = client.post(where, {"result_rating": "sesuai", "behaviour_rating": "diatas"})
    assert refused.status_code == 422 and "dua langkah" in refused.content.decode()
