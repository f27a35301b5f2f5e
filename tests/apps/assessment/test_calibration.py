"""Calibration by state and refusal: the head remarks, the appraiser decides, the employee reads both."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.accounts.errors import ActionError, Stale
from kinerja.assessment.actions import (
    Ratings,
    answer_remark,
    open_reviews,
    receive,
    remark,
    save_ratings,
    sign,
    take_over,
)
from kinerja.assessment.distribution import distribution_of
from kinerja.assessment.errors import Incomplete, NotOpen
from kinerja.assessment.explain import chapters
from kinerja.assessment.hints import Hint, hint, hints
from kinerja.assessment.models import CalibrationRemark, Notice, Review
from kinerja.assessment.queries.calibration import teams_below
from kinerja.assessment.spread_bar import bar
from kinerja.audit.models import Event
from kinerja.people.models import AppraisalMandate, Employee
from kinerja.rules.distribution import check
from tests.apps.assessment.office import (
    AFTER,
    WINDOW,
    give_plan,
    nurse_review,
    organisation,
    rate,
    tell,
    user,
)
from tests.world import START, TODAY, World, appoint, nip

pytestmark = pytest.mark.django_db
TEXT = "Dua realisasi di bawah target; apa dasar rating ini?"
WHY = "Alat rusak selama Agustus, sudah saya periksa."


def rated(world: World, result: str = "diatas", behaviour: str = "sesuai") -> Review:
    organisation(world)
    return rate(world, nurse_review(world), result, behaviour)


def remarked(world: World, review: Review) -> CalibrationRemark:
    return remark(review=review, text=TEXT, actor=user(world.puskesmas_head), at=WINDOW)


def answered(world: World, row: CalibrationRemark, answer: str = WHY) -> CalibrationRemark:
    fresh = CalibrationRemark.objects.select_related("review__appraiser", "review__period").get(pk=row.pk)
    return answer_remark(remark=fresh, answer=answer, actor=user(world.section_head), at=WINDOW)


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def why_text(review: Review) -> str:
    found = {chapter.key: chapter for chapter in chapters(fresh(review), TODAY)}
    if "calibration" not in found:
        return ""
    chapter = found["calibration"]
    return " ".join([chapter.answer, *(step.says for step in chapter.details)])


# -- the head remarks -------------------------------------------------------------------------------------


def test_a_remark_changes_no_rating_and_is_logged(world: World) -> None:
    review = rated(world)
    row = remarked(world, review)
    assert (fresh(review).result_rating, fresh(review).predicate) == ("diatas", "BAIK")
    assert row.before == {"result": "diatas", "behaviour": "sesuai", "predicate": "BAIK"}
    event = Event.objects.get(action="assessment.remark")
    assert event.before is not None
    head = user(world.puskesmas_head)
    assert (event.why, event.before["result"], event.actor_id) == (TEXT, "diatas", head.pk)
    told = Notice.objects.get(user=user(world.section_head))
    assert told.url == reverse("assessment:review", args=[review.pk])


@pytest.mark.parametrize("who", ["nurse", "section_head", "office_head", "outsider", "hr", "auditor"])
def test_only_the_direct_superior_of_the_appraiser_remarks(world: World, who: str) -> None:
    review = rated(world)
    with pytest.raises(PermissionDenied):
        remark(review=review, text=TEXT, actor=user(getattr(world, who)), at=WINDOW)
    assert not CalibrationRemark.objects.exists()


def test_no_remark_without_words_before_a_rating_or_while_one_waits(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    with pytest.raises(Incomplete, match="belum memberi rating"):
        remarked(world, review)
    review = rate(world, review)
    with pytest.raises(Incomplete, match="Tulis catatan"):
        remark(review=review, text="  ", actor=user(world.puskesmas_head), at=WINDOW)
    row = remarked(world, review)
    with pytest.raises(NotOpen, match="belum dijawab"):
        remarked(world, review)
    answered(world, row)
    assert remarked(world, review).pk != row.pk


def test_no_remark_after_the_signature(world: World) -> None:
    review = rated(world)
    sign(review=review, actor=user(world.section_head), at=WINDOW)
    with pytest.raises(NotOpen, match="sudah ditandatangani"):
        remarked(world, fresh(review))
    # ... nor by somebody whose page still shows the draft
    with pytest.raises(Stale):
        remarked(world, review)


def test_no_remark_on_what_the_head_has_taken_over_himself(world: World) -> None:
    review = rated(world)
    row = remarked(world, review)
    mine = take_over(review=review, note="Penilai terlambat.", actor=user(world.puskesmas_head), at=AFTER)
    with pytest.raises(PermissionDenied):
        remarked(world, fresh(mine))
    # the unanswered remark does not hold up the head, and the employee reads how it ended
    ratings = Ratings(result_rating="sesuai", behaviour_rating="sesuai")
    save_ratings(review=fresh(mine), ratings=ratings, actor=user(world.puskesmas_head), at=AFTER)
    sign(review=fresh(mine), actor=user(world.puskesmas_head), at=AFTER)
    assert "belum dijawab" in why_text(review)
    assert row.text in why_text(review)


# -- the appraiser answers --------------------------------------------------------------------------------


def test_signing_waits_for_the_answer(world: World) -> None:
    review = rated(world)
    row = remarked(world, review)
    with pytest.raises(Incomplete, match="Catatan kalibrasi"):
        sign(review=review, actor=user(world.section_head), at=WINDOW)
    answered(world, row)
    assert sign(review=fresh(review), actor=user(world.section_head), at=WINDOW).signed_at


def test_keeping_is_logged_with_its_reason_and_told_to_the_employee(world: World) -> None:
    review = rated(world)
    row = answered(world, remarked(world, review))
    assert row.changed is False
    event = Event.objects.get(action="assessment.answer_remark")
    assert event.after is not None
    assert event.before is not None
    assert (event.why, event.after["changed"], event.before["result"]) == (WHY, False, "diatas")
    sign(review=fresh(review), actor=user(world.section_head), at=WINDOW)
    text = why_text(review)
    assert TEXT in text
    assert WHY in text
    assert "mempertahankan hasil kerja diatas ekspektasi" in text
    assert world.puskesmas_head.name not in text
    assert world.section_head.name not in text


def test_changing_is_the_appraisers_and_is_told_with_before_and_after(world: World) -> None:
    review = rated(world)
    row = remarked(world, review)
    rate(world, fresh(review), "sesuai", "sesuai")
    done = answered(world, row, "Benar, saya keliru membaca target.")
    assert (done.changed, done.after["result"]) == (True, "sesuai")
    sign(review=fresh(review), actor=user(world.section_head), at=WINDOW)
    text = why_text(review)
    assert "mengubah hasil kerja diatas ekspektasi" in text
    assert "menjadi hasil kerja sesuai ekspektasi" in text


def test_an_answer_counts_only_for_the_rating_it_was_given_for(world: World) -> None:
    review = rated(world)
    row = answered(world, remarked(world, review))
    rate(world, fresh(review), "dibawah", "sesuai")
    with pytest.raises(Incomplete, match="untuk rating yang sekarang"):
        sign(review=fresh(review), actor=user(world.section_head), at=WINDOW)
    assert answered(world, row, "Saya ubah setelah membaca bukti.").changed is True
    assert sign(review=fresh(review), actor=user(world.section_head), at=WINDOW).signed_at
    assert Event.objects.filter(action="assessment.answer_remark").count() == 2


@pytest.mark.parametrize("who", ["nurse", "puskesmas_head", "outsider", "hr"])
def test_only_the_appraiser_answers(world: World, who: str) -> None:
    row = remarked(world, rated(world))
    with pytest.raises(PermissionDenied):
        answer_remark(remark=row, answer=WHY, actor=user(getattr(world, who)), at=WINDOW)


def test_no_answer_without_words_without_ratings_or_after_the_signature(world: World) -> None:
    review = rated(world)
    row = remarked(world, review)
    with pytest.raises(Incomplete, match="Tulis alasan"):
        answered(world, row, " ")
    rate(world, fresh(review), "", "sesuai")
    with pytest.raises(Incomplete, match="kedua rating"):
        answered(world, row)
    rate(world, fresh(review), "diatas", "sesuai")
    answered(world, row)
    sign(review=fresh(review), actor=user(world.section_head), at=WINDOW)
    with pytest.raises(NotOpen):
        answered(world, row)


def test_the_employee_reads_nothing_before_the_signature(world: World) -> None:
    review = rated(world)
    remarked(world, review)
    client, url = world.client(world.nurse), reverse("assessment:why", args=[review.pk])
    assert TEXT not in client.get(url).content.decode()
    assert TEXT not in client.get(url, {"format": "json"}).content.decode()
    answered(world, review.remarks.get())
    sign(review=fresh(review), actor=user(world.section_head), at=WINDOW)
    assert TEXT not in client.get(url).content.decode()
    receive(review=fresh(review), actor=user(world.nurse), at=WINDOW)
    page = client.get(url).content.decode()
    assert TEXT in page
    assert "Catatan kalibrasi" in page


@pytest.mark.django_db(transaction=True)
def test_a_remark_and_a_signature_at_once_have_one_winner(world: World) -> None:
    review = rated(world)
    gate, said = threading.Barrier(2), dict[str, str]()

    def act(name: str, deed: Callable[[Review], object]) -> None:
        close_old_connections()
        mine = fresh(review)
        gate.wait(timeout=20)
        try:
            deed(mine)
            said[name] = "ok"
        except ActionError as error:
            said[name] = str(error)
        finally:
            connection.close()

    head, rater = user(world.puskesmas_head), user(world.section_head)
    deeds: dict[str, Callable[[Review], object]] = {
        "remark": lambda mine: remark(review=mine, text=TEXT, actor=head, at=WINDOW),
        "sign": lambda mine: sign(review=mine, actor=rater, at=WINDOW),
    }
    both = [threading.Thread(target=act, args=pair) for pair in deeds.items()]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=60)
    assert sorted(text == "ok" for text in said.values()) == [False, True], said
    assert bool(fresh(review).signed_at) == (said["sign"] == "ok")
    assert CalibrationRemark.objects.exists() == (said["remark"] == "ok")


# -- the pages --------------------------------------------------------------------------------------------


def city(world: World, people: int) -> None:
    """Two teams below the head of the puskesmas, `people` in each; the second all rated the same."""
    AppraisalMandate.objects.create(post=world.posts["KOOR-LAB"], starts=START, basis="SK 1/2024")
    organisation(world)
    organisation(world, "PKM1")
    for team, post in enumerate(("PERAWAT", "PRANATA-LAB")):
        for number in range(people):
            person = Employee.objects.create(
                nip=nip(200 + team * 300 + number), name=f"Orang {team} {number:03d}"
            )
            appoint(person, world.posts[post])
            tell(give_plan(world, person, world.posts[post]), world.q3, "85%", "88%")
    open_reviews(period=world.q3, actor=None, at=WINDOW)
    for number, review in enumerate(Review.objects.order_by("plan__employee__name")):
        if review.appraiser == world.section_head:
            rate(world, review, "diatas" if number % 2 else "sesuai", "diatas")
        else:
            rate(world, review, "dibawah", "sesuai")


def test_the_head_sees_every_team_in_the_same_picture(world: World) -> None:
    city(world, 6)
    rows = teams_below(world.puskesmas_head, world.q3, TODAY)
    assert {row.name: (row.people, row.undecided) for row in rows} == {
        world.section_head.name: (6, 0), world.lab_coordinator.name: (6, 0),
    }  # fmt: skip
    assert all(row.organisation == "BAIK" for row in rows if row.unit == world.units["PKM1-YAN"].name)
    page = world.client(world.puskesmas_head).get(reverse("assessment:calibration")).content.decode()
    assert "Lebih ketat daripada tim lain?" in page
    assert "Lebih longgar daripada tim lain?" in page
    assert teams_below(world.section_head, world.q3, TODAY) == []


def test_from_a_team_to_a_remark_to_the_appraisers_screen(world: World) -> None:
    review = rated(world)
    head = world.client(world.puskesmas_head)
    team = reverse("assessment:calibration_team", args=[world.section_head.pk])
    assert world.nurse.name in head.get(team).content.decode()
    url = reverse("assessment:remark", args=[review.pk])
    assert "Beri catatan" in head.get(url).content.decode()
    assert head.post(url, {"text": ""}).status_code == 422
    assert head.post(url, {"text": "<b>Mengapa?</b>"}).status_code == 302
    assert "&lt;b&gt;Mengapa?" in head.get(url).content.decode()
    assert head.post(url, {"text": "lagi"}).status_code == 422
    rater = world.client(world.section_head)
    assert "Jawab catatan" in rater.get(reverse("assessment:queue")).content.decode()
    screen = reverse("assessment:review", args=[review.pk])
    assert "&lt;b&gt;Mengapa?" in rater.get(screen).content.decode()
    row = review.remarks.get()
    answer = reverse("assessment:answer_remark", args=[review.pk, row.pk])
    assert rater.post(answer, {"answer": ""}, follow=True).redirect_chain[-1][0] == screen
    assert "rating dipertahankan" in rater.post(answer, {"answer": WHY}, follow=True).content.decode()
    assert "Jawab catatan" not in rater.get(reverse("assessment:queue")).content.decode()
    other = reverse("assessment:answer_remark", args=[review.pk + 1, row.pk])
    assert rater.post(other, {"answer": WHY}).status_code == 404


def test_another_heads_team_stays_closed(world: World) -> None:
    rated(world)
    url = reverse("assessment:calibration_team", args=[world.section_head.pk])
    assert world.client(world.office_head).get(url).status_code == 403
    assert world.client(world.nurse).get(reverse("assessment:calibration")).status_code == 403


@pytest.mark.parametrize("name", ["calibration", "calibration_team"])
def test_queries_do_not_grow(world: World, name: str) -> None:
    args = [world.section_head.pk] if name == "calibration_team" else []
    url = reverse(f"assessment:{name}", args=args)

    def cost() -> int:
        client = world.client(world.puskesmas_head)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    city(world, 3)
    few = cost()
    for number in range(30):
        person = Employee.objects.create(nip=nip(800 + number), name=f"Baru {number:03d}")
        appoint(person, world.posts["PERAWAT"])
        give_plan(world, person, world.posts["PERAWAT"])
    open_reviews(period=world.q3, actor=None, at=WINDOW)
    assert cost() == few <= 30


# -- comparing shares -------------------------------------------------------------------------------------


def test_hints_compare_shares_and_say_nothing_about_few_people() -> None:
    plain = {"BAIK": 8, "BUTUH_PERBAIKAN": 2}
    lenient, severe, alike = {"SANGAT_BAIK": 6, "BAIK": 2}, {"BUTUH_PERBAIKAN": 4, "BAIK": 2}, {"BAIK": 7}
    found = hints([plain, lenient, severe, alike], TODAY)
    assert [item and item.kind for item in found] == [None, "lenient", "severe", "alike"]
    assert "6 dari 8 orang di tim ini, 0 dari 23" in (found[1] or Hint("", "")).text
    assert hint({"SANGAT_BAIK": 4}, plain, TODAY) is None
    assert hint(lenient, {"BAIK": 4}, TODAY) is None
    assert hint({"BAIK": 6}, {"BAIK": 6}, TODAY) is None


def test_a_bar_fills_its_width_and_keeps_its_order() -> None:
    parts = bar({"BAIK": 2, "SANGAT_BAIK": 1}, undecided=4)
    assert [part.code for part in parts] == ["SANGAT_BAIK", "BAIK", "none"]
    assert sum(int(part.width) for part in parts) == 900
    assert bar({}) == ()


@pytest.mark.parametrize("counts", [{"BAIK": 10}, {"SANGAT_BAIK": 8, "KURANG": 2}, {"KURANG": 5, "BAIK": 1}])
@pytest.mark.parametrize("code", ["ISTIMEWA", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG"])
def test_what_would_comply_names_predicates_as_people_know_them(code: str, counts: dict[str, int]) -> None:
    found = distribution_of(code, counts, TODAY)
    assert len(found.needed) == len(check(code, counts, on=TODAY).warnings)
    assert not any("_" in line for line in found.needed)
