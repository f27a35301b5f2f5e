"""Competence by state and refusal; required levels, gap and JPM; nothing of it in the judgement."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.actions.delegations import delegate
from kinerja.assessment.actions.source_choices import choose_source
from kinerja.assessment.explain import as_json
from kinerja.assessment.facts import gather
from kinerja.assessment.models import Notice
from kinerja.assessment.queries.sources import sources_of
from kinerja.growth.actions.competence import Answer, begin_assessment, finalise, save_draft
from kinerja.growth.actions.standards import put_technical, require_level
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import CompetenceAssessment, CompetenceScore
from kinerja.growth.queries.competence import class_of, profile, profiles
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import WINDOW, nurse_review, signed_review, user
from tests.apps.growth.make import EVIDENCE, HELD, assessed, begin, fill, technical
from tests.world import NOW, TODAY, World


def facts(world: World, **other: Any) -> dict[str, Any]:
    told = {"employee": world.nurse, "assessor": world.section_head, "method": "interview", "held_on": HELD}
    return told | {"actor": user(world.section_head), "at": NOW} | other


@pytest.mark.parametrize("name", ["nurse", "pppk", "puskesmas_head", "outsider", "auditor", "admin"])
def test_only_the_appraiser_and_hr_begin(world: World, name: str) -> None:
    person = getattr(world, name)
    with pytest.raises(PermissionDenied):
        begin_assessment(**facts(world, assessor=person, actor=user(person)))


def test_hr_names_the_appraiser_or_himself_and_nobody_else(world: World) -> None:
    hr = user(world.hr)
    assert begin_assessment(**facts(world, actor=hr)).assessor == world.section_head
    assert Notice.objects.get(user=user(world.section_head)).title.startswith("Anda ditunjuk menilai")
    assert begin_assessment(**facts(world, actor=hr, assessor=world.hr)).assessor == world.hr
    assert not Notice.objects.filter(user=hr).exists()  # he named himself
    for wrong in (world.outsider, world.nurse):
        with pytest.raises(NotPossible):
            begin_assessment(**facts(world, actor=hr, assessor=wrong))
    with pytest.raises(PermissionDenied):
        begin_assessment(**facts(world, employee=world.hr, assessor=world.hr, actor=hr))


def test_a_draft_keeps_half_of_it_and_a_second_one_is_refused(world: World) -> None:
    row = begin(world)
    with pytest.raises(NotPossible):
        begin(world)
    with pytest.raises(Incomplete):
        begin_assessment(**facts(world, held_on=TODAY + timedelta(days=1)))
    kept = fill(world, row, kerja_sama=None)
    assert kept.draft["kerja_sama"] == {"level": None, "evidence": EVIDENCE}
    assert not CompetenceScore.objects.exists()
    with pytest.raises(Incomplete, match="Kerja sama"):
        finalise(assessment=kept, actor=user(world.section_head), at=NOW)
    for other in (world.nurse, world.hr, world.puskesmas_head):
        with pytest.raises(PermissionDenied):
            finalise(assessment=kept, actor=user(other), at=NOW)


def test_a_final_one_never_changes(world: World) -> None:
    row = assessed(world)
    assert row.status == "final" and row.draft == {} and row.scores.count() == 9
    for act in (lambda: fill(world, row), lambda: finalise(assessment=row, actor=user(row.assessor), at=NOW)):
        with pytest.raises(NotPossible):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        CompetenceScore.objects.update(evidence="")
    with pytest.raises(IntegrityError), transaction.atomic():
        CompetenceAssessment.objects.update(assessor=world.nurse)


def test_profile_with_gap_and_match(world: World) -> None:
    before = profile(world.nurse, TODAY)
    assert before.jpm is None and {row.required for row in before.rows} == {2}
    assessed(world, mengelola_perubahan=1, kerja_sama=3)
    seen = profile(world.nurse, TODAY)
    assert [(row.code, row.gap) for row in seen.first] == [("mengelola_perubahan", -1), ("kerja_sama", 1)]
    assert seen.jpm is not None and str(seen.jpm.jpm) == "100.00" and seen.jpm.purpose == "pemetaan"
    assert seen.jpm.explanation and seen.gaps == 1
    assert profile(world.nurse, HELD - timedelta(days=1)).jpm is None


def test_the_post_overrides_the_rule_from_a_day_on(world: World) -> None:
    post, hr = world.posts["PERAWAT"], user(world.hr)
    level = {"post": post, "code": "kerja_sama", "level": 4, "basis": "SK 12/2026", "at": NOW}
    for wrong in ({"code": "tidak_ada"}, {"level": 6}, {"basis": " "}):
        with pytest.raises(Incomplete):
            require_level(**level | wrong, starts=TODAY, actor=hr)
    with pytest.raises(PermissionDenied):
        require_level(**level, starts=TODAY, actor=user(world.section_head))
    require_level(**level, starts=date(2026, 10, 1), actor=hr)
    require_level(**level | {"level": 3}, starts=date(2027, 1, 1), actor=hr)
    needs = {
        on: next(row.required for row in profile(world.nurse, on).rows if row.code == "kerja_sama")
        for on in (date(2026, 9, 30), TODAY, date(2027, 1, 1))
    }
    assert list(needs.values()) == [2, 4, 3]


def test_technical_ones_follow_the_job_family(world: World) -> None:
    row = technical()
    technical("loket", "Petugas Loket")
    technical("awal", "Pera")
    assert [item.code for item in profile(world.nurse, TODAY).rows if item.kind == "teknis"] == ["asuhan"]
    put = {"job_family": "Perawat", "code": "asuhan", "name": "Asuhan keperawatan", "retired": True}
    levels = ["a", "b", "c", "d", "e"]
    with pytest.raises(NotPossible):
        put_technical(competence=None, **put, levels=levels, actor=user(world.hr), at=NOW)
    with pytest.raises(Incomplete):
        put_technical(competence=row, **put, levels=levels[:4], actor=user(world.hr), at=NOW)
    with pytest.raises(PermissionDenied):
        put_technical(competence=row, **put, levels=levels, actor=user(world.section_head), at=NOW)
    put_technical(competence=row, **put, levels=levels, actor=user(world.hr), at=NOW)
    assert len(profile(world.nurse, TODAY).rows) == 9


def test_technical_ones_may_stay_empty_but_not_half(world: World) -> None:
    technical()
    done = assessed(world)
    assert done.scores.count() == 9
    row = fill(world, begin(world, world.pppk))
    assert row.status == "draft"
    again = fill(world, begin(world), asuhan=None)
    with pytest.raises(Incomplete, match="Asuhan"):
        finalise(assessment=again, actor=user(world.section_head), at=NOW)


def test_classes_of_posts(world: World) -> None:
    codes = ("SEKDA", "KABID-P2P", "KA-PKM1", "PERAWAT", "LOKET", "KASEK")
    assert [class_of(world.posts[code]) for code in codes] == [
        "jpt_pratama", "administrator", "pengawas", "terampil", "pelaksana", "ahli_madya"
    ]  # fmt: skip


def test_profiles_cost_the_same_for_few_and_many(world: World) -> None:
    assessed(world)
    people = list(Employee.objects.all())
    with CaptureQueriesContext(connection) as few:
        profiles([world.nurse], TODAY)
    with CaptureQueriesContext(connection) as many:
        assert len(profiles(people, TODAY)) == len(people)
    assert len(few) == len(many)
    assert profiles([world.nurse], TODAY)[0].rows == profile(world.nurse, TODAY).rows


def test_nothing_of_it_enters_the_judgement(world: World) -> None:
    """Facts, explanation, sources and snapshot are the same with and without an assessment."""
    review = nurse_review(world)
    on = WINDOW.date()

    def told() -> str:
        seen = [gather(review, on), [view.as_data() for view in sources_of(review, on)], as_json(review, on)]
        return json.dumps(seen, default=str, sort_keys=True)

    before = told()
    assessed(world, kerja_sama=1)
    after = told()
    assert before == after and EVIDENCE not in after and "mengelola_perubahan" not in after


def test_an_agency_may_show_it_beside_a_review(world: World) -> None:
    """Off by law; where it is on the appraiser reads levels and gaps, whoever only prepares does not."""
    review = nurse_review(world)
    assessed(world, kerja_sama=1)
    where, told = reverse("assessment:review", args=[review.pk]), "di bawah level syarat"
    head = world.client(world.section_head)
    assert told not in head.get(where).content.decode()
    choose_source(
        source="competence", level="", on=True, starts=TODAY, reason="SK 7/2026", actor=user(world.hr), at=NOW
    )
    page = head.get(where).content.decode()
    assert told in page and "tidak masuk predikat dan tidak ikut ditandatangani" in page
    assert EVIDENCE not in page
    delegate(
        taker=world.pppk, starts=TODAY, ends=TODAY, reason="Dinas luar",
        actor=user(world.section_head), at=NOW,
    )  # fmt: skip
    helped = world.client(world.pppk).get(where).content.decode()
    assert "Anda menyiapkan untuk" in helped and told not in helped


def test_nothing_of_it_is_signed(world: World) -> None:
    assessed(world, kerja_sama=1)
    kept = json.dumps(signed_review(world).snapshot)
    assert kept != "{}" and EVIDENCE not in kept and "mengelola_perubahan" not in kept and "jpm" not in kept


def test_save_draft_drops_unknown_codes(world: World) -> None:
    row = begin(world)
    said = {"note": "", "method": "test", "held_on": HELD, "actor": user(world.section_head), "at": NOW}
    kept = save_draft(
        assessment=row, answers={"lain": Answer(5, "x"), "kerja_sama": Answer(9, " y ")}, **said
    )
    assert kept.draft == {"kerja_sama": {"level": None, "evidence": "y"}}
