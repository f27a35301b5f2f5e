"""Ratings: what comes first, what is refused and why, what only advises, and what is never set by itself."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from kinerja.assessment.actions import (
    Ratings,
    save_ratings,
    set_organisation_predicate,
    sign,
    write_self_assessment,
)
from kinerja.assessment.errors import (
    Incomplete,
    NotOpen,
    OrganisationInUse,
    OrganisationUnknown,
    RealisationMissing,
)
from kinerja.assessment.models import OrganisationPredicate, Review
from kinerja.assessment.queries import organisation_predicate
from kinerja.audit.models import Event
from kinerja.people.models import Unit
from kinerja.plans.models import Cycle, Period
from tests.apps.assessment.office import (
    WINDOW,
    ZONE,
    give_plan,
    nurse_review,
    organisation,
    rate,
    signed_review,
    tell,
    user,
)
from tests.world import World

pytestmark = pytest.mark.django_db

MEETS = Ratings(result_rating="sesuai", behaviour_rating="sesuai")


def save(world: World, review: Review, ratings: Ratings = MEETS, who: str = "section_head") -> Review:
    actor = user(world.people[who])
    return save_ratings(review=review, ratings=ratings, actor=actor, at=WINDOW).review


QUADRANT = {
    ("diatas", "dibawah"): "KURANG",
    ("diatas", "sesuai"): "BAIK",
    ("diatas", "diatas"): "SANGAT_BAIK",
    ("sesuai", "dibawah"): "KURANG",
    ("sesuai", "sesuai"): "BAIK",
    ("sesuai", "diatas"): "BAIK",
    ("dibawah", "dibawah"): "SANGAT_KURANG",
    ("dibawah", "sesuai"): "BUTUH_PERBAIKAN",
    ("dibawah", "diatas"): "BUTUH_PERBAIKAN",
}


def test_the_predicate_follows_the_quadrant_in_all_nine_cells(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    for (result, behaviour), expected in QUADRANT.items():
        review = rate(world, review, result, behaviour)
        assert review.predicate == expected
        assert review.status == "rated"


def test_one_rating_is_a_draft_without_predicate_and_may_be_taken_back(world: World) -> None:
    organisation(world)
    review = rate(world, nurse_review(world), "sesuai", "")
    assert (review.result_rating, review.predicate) == ("sesuai", "")
    review = rate(world, rate(world, review), "", "")
    assert (review.result_rating, review.behaviour_rating, review.predicate) == ("", "", "")


def test_organisation_comes_first(world: World) -> None:
    review = nurse_review(world)
    with pytest.raises(OrganisationUnknown, match="Predikat organisasi ditetapkan lebih dahulu"):
        save(world, review)
    notes = Ratings(recommendation="Ikut pelatihan komunikasi.")
    assert save(world, review, notes).recommendation == "Ikut pelatihan komunikasi."
    organisation(world)
    assert save(world, review).predicate == "BAIK"


def test_every_result_needs_realisation_or_a_written_reason(world: World) -> None:
    organisation(world)
    review = nurse_review(world, "85%", "")
    with pytest.raises(RealisationMissing, match="1 hasil kerja belum memiliki realisasi"):
        save(world, review)
    reasoned = Ratings(result_rating="sesuai", missing_reason="Alat baru datang bulan Oktober.")
    assert save(world, review, reasoned).result_rating == "sesuai"


@pytest.mark.parametrize("rating", ["dibawah", "sesuai", "diatas"])
def test_realisation_below_target_forces_nothing_and_asks_for_a_reason(world: World, rating: str) -> None:
    """PermenPANRB 6/2022 Lampiran hlm 194 catatan ****."""
    organisation(world)
    review = nurse_review(world, "50%", "88%")
    ratings = Ratings(result_rating=rating, behaviour_rating="sesuai")
    saved = save_ratings(review=review, ratings=ratings, actor=user(world.section_head), at=WINDOW)
    assert saved.review.result_rating == rating
    assert any("1 realisasi terbaca di bawah target" in text for text in saved.advice) == (
        rating != "dibawah"
    )
    told = Ratings(result_rating=rating, behaviour_rating="sesuai", result_reason="Pandemi.")
    again = save_ratings(review=saved.review, ratings=told, actor=user(world.section_head), at=WINDOW)
    assert again.advice == ()


def test_drop_out_is_kurang_or_sangat_kurang_by_behaviour(world: World) -> None:
    organisation(world)
    plan = give_plan(world, world.student, world.posts["PERAWAT"])
    tell(plan, world.q3, "85%", "88%")
    nurse = nurse_review(world)
    review = Review.objects.get(plan=plan)
    for behaviour, expected in (("dibawah", "SANGAT_KURANG"), ("sesuai", "KURANG"), ("diatas", "KURANG")):
        review = rate(world, review, "diatas", behaviour, study_dropout=True)
        assert review.predicate == expected
    with pytest.raises(Incomplete, match="tidak sedang tugas belajar"):
        rate(world, nurse, "diatas", "diatas", study_dropout=True)


def test_only_the_evaluator_rates_and_never_himself(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    for who in ("nurse", "puskesmas_head", "hr", "admin", "outsider"):
        with pytest.raises(PermissionDenied):
            save(world, review, who=who)
    assert Review.objects.get(pk=review.pk).result_rating == ""


def test_unknown_ratings_are_refused(world: World) -> None:
    organisation(world)
    with pytest.raises(Incomplete):
        save(world, nurse_review(world), Ratings(result_rating="sangat_baik"))


def test_changes_of_ratings_are_logged_words_alone_are_not(world: World) -> None:
    organisation(world)
    review = save(world, nurse_review(world))
    save(world, review, Ratings(result_rating="sesuai", behaviour_rating="sesuai", result_reason="Cukup."))
    save(world, review, Ratings(result_rating="diatas", behaviour_rating="sesuai"))
    events = Event.objects.filter(action="assessment.rate", object_id=str(review.pk))
    assert [event.after["result"] for event in events if event.after] == ["sesuai", "diatas"]


def test_self_assessment_until_the_rater_signs(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    facts = {"results": "Semua tepat waktu.", "behaviour": "Ramah.", "at": WINDOW}
    written = write_self_assessment(review=review, actor=user(world.nurse), **facts)  # type: ignore[arg-type]
    assert written.self_results == "Semua tepat waktu."
    with pytest.raises(PermissionDenied):
        write_self_assessment(review=review, actor=user(world.section_head), **facts)  # type: ignore[arg-type]
    signed = sign(review=save(world, review), actor=user(world.section_head), at=WINDOW)
    assert signed.snapshot is not None and signed.snapshot["self"]["results"] == "Semua tepat waktu."
    with pytest.raises(NotOpen, match="sudah menandatangani"):
        write_self_assessment(review=signed, actor=user(world.nurse), **facts)  # type: ignore[arg-type]


def decide(world: World, who: str, unit: str, code: str = "BAIK", basis: str = "Berita acara") -> None:
    set_organisation_predicate(
        unit=world.units[unit], period=world.q3, predicate=code, basis=basis,
        actor=user(world.people[who]), at=WINDOW,
    )  # fmt: skip


def test_the_leader_one_level_above_decides_or_hr_records(world: World) -> None:
    decide(world, "puskesmas_head", "PKM1-YAN")
    decide(world, "office_head", "PKM1")
    decide(world, "hr", "PKM2")
    for who, unit in (("section_head", "PKM1-YAN"), ("nurse", "PKM1-YAN"), ("office_head", "PKM1-YAN"),
                      ("auditor", "PKM1"), ("admin", "PKM1"), ("education_head", "PKM1")):  # fmt: skip
        with pytest.raises(PermissionDenied, match="satu tingkat di atas"):
            decide(world, who, unit)
    assert OrganisationPredicate.objects.count() == 3


def test_predicate_of_an_organisation_needs_its_basis_and_a_known_code(world: World) -> None:
    with pytest.raises(Incomplete):
        decide(world, "hr", "PKM1", basis="  ")
    with pytest.raises(Incomplete):
        decide(world, "hr", "PKM1", code="SANGAT_BAIK")


def test_predicate_in_a_signed_document_stays(world: World) -> None:
    signed_review(world)
    with pytest.raises(OrganisationInUse, match="1 dokumen"):
        decide(world, "hr", "PKM1-YAN", "ISTIMEWA")
    decide(world, "hr", "PKM1-YAN", "BAIK", "Dasar diperbaiki: BA 7/2026")
    assert OrganisationPredicate.objects.get(unit=world.units["PKM1-YAN"]).basis.startswith(
        "Dasar diperbaiki"
    )


def last_year(world: World, unit: Unit, code: str) -> None:
    cycle = Cycle.objects.create(year=2025, plan_due=datetime(2025, 1, 31, tzinfo=ZONE).date())
    days = {"starts": "2025-01-01", "ends": "2025-12-31", "report_due": "2025-12-31"}
    period = Period.objects.create(
        cycle=cycle, kind="annual", number=1, label="Tahunan", opens="2025-12-20", closes="2026-01-31", **days
    )
    OrganisationPredicate.objects.create(
        unit=unit, period=period, predicate=code, basis="SAKIP 2025", decided_at=WINDOW
    )


@pytest.mark.parametrize(("day", "code"), [((2027, 1, 31), ""), ((2027, 2, 1), "ISTIMEWA")])
def test_annual_predicate_missing_after_31_january_is_last_years(
    world: World, day: tuple[int, int, int], code: str
) -> None:
    """PermenPANRB 6/2022 Lampiran hlm 94 f."""
    unit = world.units["PKM1-YAN"]
    last_year(world, unit, "ISTIMEWA")
    on = datetime(*day, 9, 0, tzinfo=ZONE).date()
    found = organisation_predicate(unit, world.year, on)
    assert (found.code, found.borrowed) == (code, bool(code))
    if code:
        assert "predikat tahun 2025 yang dipakai: Istimewa" in found.step.says
        assert found.step.rule == "deadline.organisation_annual"
    assert organisation_predicate(unit, world.q3, on).code == ""


def test_a_predicate_set_late_is_used_at_once(world: World) -> None:
    unit = world.units["PKM1-YAN"]
    last_year(world, unit, "ISTIMEWA")
    organisation(world, "PKM1-YAN", world.year, "BUTUH_PERBAIKAN")
    found = organisation_predicate(unit, world.year, datetime(2027, 2, 1, tzinfo=ZONE).date())
    assert (found.code, found.borrowed) == ("BUTUH_PERBAIKAN", False)
