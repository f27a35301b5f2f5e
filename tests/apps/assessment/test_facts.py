"""What a judgement rests on: the year as a whole, the head of an organisation, the spread of a team."""

from __future__ import annotations

from datetime import datetime

import pytest

from kinerja.assessment.actions import open_reviews, sign
from kinerja.assessment.distribution import distribution_of, team_distribution
from kinerja.assessment.explain import HEAD_NOTE, chapters, explain
from kinerja.assessment.facts import feedback_counts, gather
from kinerja.assessment.models import Review
from kinerja.people.models import Employee
from kinerja.plans.models import PlanVersion
from tests.apps.assessment.office import (
    WINDOW,
    ZONE,
    give_plan,
    nurse_review,
    organisation,
    rate,
    say,
    tell,
    user,
)
from tests.world import World, appoint, nip

pytestmark = pytest.mark.django_db
YEAR_END = datetime(2026, 12, 28, 9, 0, tzinfo=ZONE)


def test_the_year_reads_the_last_realisation_and_all_feedback(world: World) -> None:
    """PermenPANRB 6/2022 Lampiran hlm 100: final realisation; no sum of the periods."""
    plan = give_plan(world, world.nurse, world.posts["PERAWAT"])
    tell(plan, world.q1, "60%", "70%")
    tell(plan, world.q3, "85%", "")
    say(plan, world.q1, "Awal tahun baik.")
    say(plan, world.q3, "Tetap baik.")
    open_reviews(period=world.year, actor=user(world.hr), at=YEAR_END)
    review = Review.objects.get(plan=plan, period=world.year)
    data = gather(review, YEAR_END.date())
    told = [item["realisation"] for row in data["results"] for item in row["indicators"]]
    assert told == ["85%", "70%"]
    assert data["results"][0]["indicators"][0]["told_in"] == "Triwulan III 2026"
    assert feedback_counts(data)["all"] == 2
    assert data["missing"] == []


def test_a_quarter_reads_its_own_words_only(world: World) -> None:
    review = nurse_review(world)
    tell(review.plan, world.q2, "10%", "10%")
    say(review.plan, world.q2, "Dari triwulan lalu.")
    data = gather(review, WINDOW.date())
    assert data["results"][0]["indicators"][0]["realisation"] == "85%"
    assert feedback_counts(data)["all"] == 0


def test_a_version_set_after_the_window_is_not_what_was_evaluated(world: World) -> None:
    review = nurse_review(world)
    late = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
    version = PlanVersion.objects.create(
        plan=review.plan, number=2, status="set", set_at=late, snapshot={}, document_number="x"
    )
    version.results.create(statement="Hasil baru")
    assert gather(review, late.date())["version"] == 1


def test_the_head_of_an_organisation_is_told_of_the_circular(world: World) -> None:
    """SE MenPANRB 3/2023: the organisation's achievement becomes the head's own result rating."""
    plan = give_plan(world, world.puskesmas_head, world.posts["KA-PKM1"])
    tell(plan, world.q3, "85%", "88%")
    organisation(world, "DINKES")
    nurse = nurse_review(world)
    head = Review.objects.get(plan=plan)
    head = rate(world, head, "sesuai", "sesuai")
    said = [step.says for chapter in chapters(head, WINDOW.date()) for step in chapter.details]
    assert HEAD_NOTE in said
    client = world.client(world.office_head)
    assert HEAD_NOTE in client.get(f"/tinjauan/{head.pk}/").content.decode()
    others = [step.says for chapter in chapters(nurse, WINDOW.date()) for step in chapter.details]
    assert HEAD_NOTE not in others


def test_the_spread_counts_one_raters_people_and_only_advises(world: World) -> None:
    organisation(world)
    for number in range(6):
        person = Employee.objects.create(nip=nip(300 + number), name=f"Pegawai {number}")
        appoint(person, world.posts["PERAWAT"])
        tell(give_plan(world, person, world.posts["PERAWAT"]), world.q3, "85%", "88%")
    other = give_plan(world, world.midwife, world.posts["BIDAN"])
    open_reviews(period=world.q3, actor=user(world.hr), at=WINDOW)
    for review in Review.objects.exclude(plan=other).select_related("appraiser"):
        last = rate(world, review, "diatas", "diatas")
    spread = team_distribution(last, "BAIK", WINDOW.date())
    assert spread is not None
    assert (spread.people, spread.counts["SANGAT_BAIK"], spread.complies) == (6, 6, False)
    assert spread.advice
    signed = sign(review=last, actor=user(world.section_head), at=WINDOW)
    assert signed.predicate == "SANGAT_BAIK"
    assert signed.snapshot is not None and ["Sangat Baik", 6] in signed.snapshot["distribution"]["counts"]


def test_a_small_team_is_not_judged_by_percentages() -> None:
    assert distribution_of("BAIK", {"SANGAT_BAIK": 4}, WINDOW.date()).complies is None


def test_the_chain_is_also_plain_steps(world: World) -> None:
    steps = explain(nurse_review(world), WINDOW.date())
    assert len(steps) == 12 and all(step.says and step.source for step in steps)
