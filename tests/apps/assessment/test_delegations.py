"""Preparing reviews is delegated for dated days; signing never is. Tried the other way round."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.access import may_prepare, may_rate, may_read, may_take_over
from kinerja.assessment.actions import Ratings, save_ratings, sign, take_over
from kinerja.assessment.actions.delegations import delegate, end_delegation
from kinerja.assessment.errors import Incomplete, NotOpen
from kinerja.assessment.models import Delegation, Notice, Review
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.plans.models import Period
from tests.apps.assessment.office import (
    AFTER,
    WINDOW,
    give_plan,
    nurse_review,
    organisation,
    rate,
    user,
)
from tests.world import NOW, TODAY, World, appoint

UNTIL = TODAY + timedelta(days=7)
RATINGS = Ratings(result_rating="sesuai", behaviour_rating="sesuai")


def give(world: World, taker: Employee | None = None, starts: date = TODAY, ends: date = UNTIL) -> Delegation:
    """The section head lets the clerk prepare."""
    return delegate(
        taker=taker or world.pppk,
        starts=starts,
        ends=ends,
        reason="Dinas luar",
        actor=user(world.section_head),
        at=NOW,
    )


def test_the_taker_saves_a_draft_in_the_name_of_the_giver(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    give(world)
    saved = save_ratings(review=review, ratings=RATINGS, actor=user(world.pppk), at=WINDOW).review
    assert saved.predicate == "BAIK"
    entry = Event.objects.filter(action="assessment.rate").get()
    assert (entry.actor_name, entry.acting_for) == (world.pppk.name, world.section_head.name)
    rate(world, saved, behaviour="diatas")
    assert Event.objects.filter(action="assessment.rate").latest("pk").acting_for == ""


def test_the_taker_never_signs_nor_takes_over(world: World) -> None:
    organisation(world)
    review = rate(world, nurse_review(world))
    give(world)
    with pytest.raises(PermissionDenied):
        sign(review=review, actor=user(world.pppk), at=WINDOW)
    Period.objects.filter(pk=world.q3.pk).update(closes=TODAY - timedelta(days=1))
    review = Review.objects.select_related("period").get(pk=review.pk)
    with pytest.raises(PermissionDenied):
        take_over(review=review, note="Saya ambil", actor=user(world.pppk), at=WINDOW)
    client = world.client(world.pppk)
    assert client.get(reverse("assessment:sign", args=[review.pk])).status_code == 403
    assert client.post(reverse("assessment:sign", args=[review.pk])).status_code == 403


def test_nobody_prepares_his_own_review(world: World) -> None:
    review = nurse_review(world)
    give(world, taker=world.nurse)
    assert not may_prepare(user(world.nurse), review, TODAY)
    with pytest.raises(PermissionDenied):
        save_ratings(review=review, ratings=RATINGS, actor=user(world.nurse), at=WINDOW)


def test_it_holds_only_on_its_days_and_only_for_reviews_of_the_giver(world: World) -> None:
    review, clerk = nurse_review(world), user(world.pppk)
    assert not may_prepare(clerk, review, TODAY)
    given = give(world, starts=TODAY + timedelta(days=1))
    assert not may_prepare(clerk, review, TODAY)
    assert may_prepare(clerk, review, UNTIL)
    assert not may_prepare(clerk, review, UNTIL + timedelta(days=1))
    assert not may_prepare(user(world.midwife), review, UNTIL)
    end_delegation(delegation=given, actor=clerk, at=NOW)
    assert not may_prepare(clerk, review, UNTIL)


def test_the_taker_reads_only_while_he_prepares(world: World) -> None:
    organisation(world)
    review, clerk = rate(world, nurse_review(world)), user(world.pppk)
    assert not may_read(clerk, review, TODAY)
    give(world)
    assert may_read(clerk, review, TODAY)
    signed = sign(review=review, actor=user(world.section_head), at=WINDOW)
    assert not may_read(clerk, signed, TODAY)


def test_after_closing_the_taker_can_no_more_than_the_giver(world: World) -> None:
    review = nurse_review(world)
    give(world)
    review.late_at = NOW
    assert not may_rate(user(world.section_head), review, TODAY)
    assert not may_prepare(user(world.pppk), review, TODAY)


@pytest.mark.parametrize(
    ("taker", "starts", "ends", "says"),
    [
        ("section_head", 0, 7, "diri sendiri"),
        ("midwife", 0, 7, "anggota tim"),
        ("pppk", -1, 7, "hari ini"),
        ("pppk", 3, 2, "mendahuluinya"),
        ("nurse", 7, 9, "sudah melimpahkan"),
        ("pppk", 0, 0, "sudah melimpahkan"),
    ],
)
def test_what_is_refused(world: World, taker: str, starts: int, ends: int, says: str) -> None:
    give(world)
    days = {"starts": TODAY + timedelta(days=starts), "ends": TODAY + timedelta(days=ends)}
    with pytest.raises(Incomplete, match=says):
        give(world, taker=getattr(world, taker), **days)
    assert Delegation.objects.count() == 1


def test_a_reason_is_asked_for_and_who_appraises_nobody_delegates_nothing(world: World) -> None:
    facts = {"taker": world.pppk, "starts": TODAY, "ends": UNTIL, "at": NOW}
    with pytest.raises(Incomplete):
        delegate(**facts, reason=" ", actor=user(world.section_head))
    with pytest.raises(PermissionDenied):
        delegate(**facts, reason="Cuti", actor=user(world.nurse))


def test_days_after_an_early_end_are_free_again(world: World) -> None:
    given = give(world)
    end_delegation(delegation=given, actor=user(world.section_head), at=NOW)
    with pytest.raises(NotOpen):
        end_delegation(delegation=given, actor=user(world.section_head), at=NOW)
    give(world, taker=world.nurse)
    with pytest.raises(PermissionDenied):
        end_delegation(delegation=Delegation.objects.latest("pk"), actor=user(world.midwife), at=NOW)


def test_the_queue_says_for_whom_and_the_screen_has_no_signature(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    give(world)
    client = world.client(world.pppk)
    queue = client.get(reverse("assessment:queue")).content.decode()
    assert f"Anda menyiapkan untuk {world.section_head.name}" in queue
    url = reverse("assessment:review", args=[review.pk])
    screen = client.get(url).content.decode()
    assert f"Anda menyiapkan untuk {world.section_head.name}." in screen
    assert 'name="sign"' not in screen
    sent = {"result_rating": "sesuai", "behaviour_rating": "sesuai", "autosave": "1"}
    assert client.post(url, sent).status_code == 204
    assert 'name="sign"' in world.client(world.section_head).get(url).content.decode()


def test_the_page_gives_tells_and_ends(world: World) -> None:
    client, url = world.client(world.section_head), reverse("assessment:delegations")
    sent = {"taker": world.pppk.pk, "starts": TODAY, "ends": UNTIL, "reason": "Dinas luar"}
    assert client.post(url, sent | {"taker": world.midwife.pk}).status_code == 422
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 422
    assert Notice.objects.get().user == world.pppk.user
    assert world.section_head.name in world.client(world.pppk).get(url).content.decode()
    end = reverse("assessment:delegation_end", args=[Delegation.objects.get().pk])
    assert world.client(world.midwife).post(end).status_code == 403
    assert client.get(end).status_code == 200
    assert client.post(end).status_code == 302
    assert Delegation.objects.get().ended_at == NOW


def test_the_list_costs_the_same_with_three_and_with_thirty(world: World) -> None:
    client, url = world.client(world.section_head), reverse("assessment:delegations")
    client.get(url)
    counts = []
    for upto in (3, 30):
        for number in range(upto):
            day = date(2025, 1, 1) + timedelta(days=number)
            Delegation.objects.create(
                giver=world.section_head, taker=world.nurse, starts=day, ends=day, reason="Cuti"
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_queue_costs_the_same_with_one_and_with_three_to_prepare(world: World) -> None:
    nurse_review(world)
    give(world)
    client, url = world.client(world.pppk), reverse("assessment:queue")
    client.get(url)
    counts = []
    for person in (None, world.student):
        if person is not None:
            plan = give_plan(world, person, world.posts["PERAWAT"])
            Review.objects.create(
                plan=plan,
                period=world.q3,
                appraiser=world.section_head,
                superior=world.puskesmas_head,
                organisation_unit=world.units["PKM1-YAN"],
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_whoever_holds_the_superiors_post_now_may_take_over(world: World) -> None:
    review = nurse_review(world)
    appoint(world.acting, world.posts["KA-PKM1"], "plh", TODAY)
    review = Review.objects.select_related("plan", "period").get(pk=review.pk)
    assert not may_take_over(user(world.acting), review, world.q3.closes), "the window is open"
    assert may_take_over(user(world.acting), review, AFTER.date())
    assert not may_take_over(user(world.nurse2), review, AFTER.date())
    taken = take_over(review=review, note="Penilai cuti panjang", actor=user(world.acting), at=AFTER)
    assert (taken.evaluator_id, taken.superior_id) == (world.acting.pk, world.acting.pk)
    assert may_rate(user(world.acting), taken, AFTER.date())
