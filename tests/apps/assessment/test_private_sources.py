"""What few may read stays with them: facts of integrity and words of a round on screens, `why` and JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from kinerja.assessment.actions import receive, sign
from kinerja.assessment.actions.delegations import delegate
from kinerja.assessment.actions.rounds import close_round
from kinerja.assessment.identifying import bare, has_number, named_in
from kinerja.assessment.models import Declaration, FeedbackAnswer, FeedbackAsk, Review
from kinerja.assessment.queries.round_results import round_reading
from kinerja.assessment.queries.sources import sources_of
from tests.apps.assessment.office import LATER, WINDOW, ZONE, nurse_review, organisation, rate, user
from tests.apps.assessment.round_office import CODES, ENDS, colleagues, running, speak
from tests.apps.assessment.test_declarations import OUTCOME, SOURCE, handled
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
IN_THE_QUARTER = datetime(2026, 9, 20, 9, 0, tzinfo=ZONE)
FORM = dict.fromkeys(CODES, "3")


def fact(world: World) -> Review:
    """The nurse's open review, with a fact of integrity in its quarter."""
    organisation(world)
    handled(world)
    Declaration.objects.update(handled_at=IN_THE_QUARTER)
    return nurse_review(world)


def screen(world: World, review: Review, name: str) -> str:
    where = reverse("assessment:review", args=[review.pk])
    return world.client(world.people[name]).get(where).content.decode()


def why(world: World, review: Review, name: str, **asked: str) -> str:
    answer = world.client(world.people[name]).get(reverse("assessment:why", args=[review.pk]), asked)
    assert answer.status_code == 200, name
    return answer.content.decode()


def lends(world: World) -> None:
    delegate(
        taker=world.pppk, starts=TODAY, ends=TODAY, reason="Dinas luar",
        actor=user(world.section_head), at=WINDOW,
    )  # fmt: skip


def test_the_appraiser_reads_integrity_and_whoever_prepares_does_not(world: World) -> None:
    review = fact(world)
    lends(world)
    assert OUTCOME in screen(world, review, "section_head")
    page = screen(world, review, "pppk")
    assert "Anda menyiapkan untuk" in page and OUTCOME not in page and SOURCE not in page
    Declaration.objects.all().delete()
    without = screen(world, review, "pppk")
    told = page.split('aria-labelledby="h-sumber"')[1].split("</section>")[0]
    assert told in without, "that there is a fact is told neither"


@pytest.mark.parametrize("signed", [False, True])
def test_why_tells_nobody_of_integrity(world: World, signed: bool) -> None:
    review = rate(world, fact(world))
    if signed:
        review = sign(review=review, actor=user(world.section_head), at=WINDOW)
        assert OUTCOME not in str(review.snapshot) and SOURCE not in str(review.snapshot)
        receive(review=review, actor=user(world.nurse), at=WINDOW)
    for name in ("admin", "office_head", "secretary", "puskesmas_head", "section_head", "nurse", "auditor"):
        for page in (why(world, review, name), why(world, review, name, format="json")):
            assert OUTCOME not in page and SOURCE not in page, name
    assert ("ada atau tidak ada faktanya" in why(world, review, "office_head")) is signed


def test_the_same_is_frozen_with_and_without_a_fact(world: World) -> None:
    review = fact(world)
    found = next(row for row in sources_of(review, TODAY) if row.source == "integrity")
    Declaration.objects.all().delete()
    assert found == next(row for row in sources_of(review, TODAY) if row.source == "integrity")
    assert not found.lines and not found.count


def test_documents_of_earlier_versions_do_not_tell_what_they_froze(world: World) -> None:
    review = sign(review=rate(world, fact(world)), actor=user(world.section_head), at=WINDOW)
    assert review.snapshot is not None
    lines = {
        "integrity": [{"title": f"Gratifikasi ({SOURCE})", "text": OUTCOME, "counts": []}],
        "round": [{"title": "Perlu diubah", "text": "Kurang sabar pada sore hari", "counts": []}],
    }
    for row in review.snapshot["sources"]:
        found = lines.get(row["source"], [])
        row.update(lines=found, count=len(found), hidden_reason="")
    Review.objects.filter(pk=review.pk).update(snapshot=review.snapshot)
    for name in ("admin", "office_head", "section_head"):
        for page in (why(world, review, name), why(world, review, name, format="json")):
            assert OUTCOME not in page and SOURCE not in page and "Kurang sabar" not in page
            assert "1 dari 6" not in page and "integritas." not in page, "nor how many there were"


def test_who_declares_is_told_who_reads(world: World) -> None:
    sent = {"kind": "gift", "happened_on": "2026-09-30", "text": "Parsel"}
    page = world.client(world.nurse).post(reverse("assessment:declaration_new"), sent, follow=True)
    assert "dibaca juga oleh penilai langsung Anda" in page.content.decode()


def spoken(world: World, keeps: int, changes: int = 0) -> None:
    """Five peers answer about the nurse; so many of them write."""
    colleagues(world, 6)
    made = running(world)
    asks = FeedbackAsk.objects.filter(round=made, subject=world.nurse, relation="peer")[:5]
    for number, ask in enumerate(asks):
        speak(
            ask, 3, keep=f"Menyapa ({5 - number})" if number < keeps else "",
            change=f"Datang awal ({number})" if number < changes else "",
        )  # fmt: skip
    close_round(round=made, actor=user(world.hr), at=LATER)


def test_words_wait_until_enough_wrote_in_that_field(world: World) -> None:
    spoken(world, keeps=3, changes=2)
    found = round_reading(world.nurse, world.q3, ENDS)
    assert found is not None and found.sides[0].n == 5
    assert found.keep == ("Menyapa (3)", "Menyapa (4)", "Menyapa (5)"), "by the alphabet, not by arrival"
    assert found.change == ()


def test_the_words_of_a_merged_side_count_together(world: World) -> None:
    colleagues(world, 5)
    made = running(world)
    for ask in made.asks.filter(subject=world.section_head, relation="subordinate")[:3]:
        speak(ask, 3, keep="Adil", change="Lebih cepat" if ask.asked == world.nurse else "")
    for ask in made.asks.filter(subject=world.section_head, relation="peer")[:1]:
        speak(ask, 3, keep="Tegas", change="Lebih cepat")
    close_round(round=made, actor=user(world.hr), at=LATER)
    found = round_reading(world.section_head, world.q3, ENDS)
    assert found is not None and found.sides[0].merged
    assert (found.keep, found.change) == (("Adil", "Adil", "Adil", "Tegas"), ())


def test_words_reach_the_appraiser_and_the_employee_only(world: World) -> None:
    organisation(world)
    spoken(world, keeps=3)
    review = nurse_review(world)
    lends(world)
    assert "Menyapa (4)" in screen(world, review, "section_head")
    helped = screen(world, review, "pppk")
    assert "Menyapa (4)" not in helped and "rekan kerja 5" in helped
    signed = sign(review=rate(world, review), actor=user(world.section_head), at=LATER)
    assert "Menyapa" not in str(signed.snapshot) and "rekan kerja 5" in str(signed.snapshot)
    assert "Menyapa" not in why(world, review, "nurse"), "not before receipt"
    receive(review=signed, actor=user(world.nurse), at=LATER)
    assert "Menyapa (4)" in why(world, review, "nurse")
    for name in ("admin", "office_head", "section_head", "hr"):
        for page in (why(world, review, name), why(world, review, name, format="json")):
            assert "Menyapa" not in page and "5 jawaban" in page, name


def test_one_text_beside_many_marks_is_not_shown(world: World) -> None:
    review = nurse_review(world)
    spoken(world, keeps=1)
    page = screen(world, review, "section_head")
    assert "Menyapa" not in page and "paling sedikit 3 orang dari satu sisi" in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tanya saja 19800101 201001 1 002 yang tahu", "seperti NIP atau NIK"),
        ("Berselisih dengan SRI  wahyuni soal jaga", "Sri Wahyuni"),
        ("Sama seperti Agus Salim.", "Agus Salim"),
        ("Sering ditegur Rekan 02", "Rekan 02"),
    ],
)
def test_the_form_refuses_words_that_name_somebody(world: World, text: str, said: str) -> None:
    colleagues(world, 4)
    made = running(world)
    ask = made.asks.get(subject=world.nurse, asked=world.pppk)
    client = world.client(world.pppk)
    where = client.post(reverse("assessment:round_take", args=[ask.pk]))["Location"]
    for field in ("keep", "change"):
        refused = client.post(where, FORM | {field: text})
        page = refused.content.decode()
        assert refused.status_code == 422 and said in page and "Tulisan tampil apa adanya, jadi" in page
    assert not FeedbackAnswer.objects.exists()
    about = "Bu Dewi Lestari sabar; 3 dari 10 kali terlambat, 12 menit."
    assert client.post(where, FORM | {"keep": about}).status_code == 302
    assert FeedbackAnswer.objects.get().keep == about


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Kerja sama dengan hendra gunawan baik", ["dr. Hendra Gunawan, Sp.A"], "Hendra Gunawan"),
        ("Siti Aminahwati tidak dikenal", ["Siti Aminah"], ""),
        ("Ia adil kepada semua", ["Adil"], ""),
        ("Adil kepada semua", ["Adil"], ""),
        ("Ia membantu Adil setiap pagi", ["Adil"], "Adil"),
        ("", ["Siti Aminah", ""], ""),
    ],
)
def test_names_are_found_by_whole_words(text: str, names: list[str], found: str) -> None:
    assert named_in(text, names) == found


def test_numbers_and_bare_names() -> None:
    told: dict[Any, bool] = {"198001012010011002": True, "1980.0101.2010.0110": True, "0812-3456-7890": False}
    assert {text: has_number(text) for text in told} == told
    assert not has_number("1" * 25) and bare("H. M. Yusuf, S.E.") == "Yusuf"
