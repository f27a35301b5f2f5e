"""Signatures, receipt, answers, clocks and the take-over: every path, every refusal."""

from __future__ import annotations

import json
import threading
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection

from kinerja.accounts.errors import ActionError
from kinerja.assessment.actions import (
    acknowledge,
    close_period,
    decline,
    receive,
    report_up,
    save_ratings,
    sign,
    take_over,
)
from kinerja.assessment.actions.rating import Ratings
from kinerja.assessment.clocks import clocks
from kinerja.assessment.errors import Incomplete, NotOpen, OrganisationUnknown, Stale
from kinerja.assessment.models import Review
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.plans.snapshots import digest
from kinerja.progress.models import Realisation
from tests.apps.assessment.office import (
    AFTER,
    WINDOW,
    ZONE,
    nurse_review,
    organisation,
    rate,
    say,
    signed_review,
    user,
)
from tests.world import World

pytestmark = pytest.mark.django_db


def fresh(review: Review) -> Review:
    return Review.objects.select_related("plan__employee", "period__cycle").get(pk=review.pk)


def test_signing_freezes_everything(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    say(review.plan, world.q3, "Antrean sudah tertib.")
    say(review.plan, world.q3, "Kurang ramah.", value_code="BP", relation="lain", tone="perlu_ditingkatkan")
    review = sign(review=rate(world, review), actor=user(world.section_head), at=WINDOW)
    frozen = review.snapshot
    assert frozen is not None
    assert frozen["employee"]["name"] == world.nurse.name
    assert frozen["appraiser"]["post"] == "Kepala Seksi Pelayanan"
    assert frozen["superior"]["name"] == world.puskesmas_head.name
    assert frozen["evaluation_form"] == "C.1.3" and frozen["document_form"] == "D.1.1"
    assert frozen["period"]["label"] == "TRIWULAN III"
    assert frozen["results"][0]["indicators"][0]["realisation"] == "85%"
    assert frozen["results"][0]["feedback"][0]["from"] == "Pimpinan"
    assert review.snapshot_sha256 == digest(json.loads(json.dumps(frozen)))
    Employee.objects.filter(pk=world.nurse.pk).update(name="Nama Baru")
    Realisation.objects.update(text="10%")
    assert digest(fresh(review).snapshot or {}) == review.snapshot_sha256
    event = Event.objects.get(action="assessment.sign")
    assert event.after is not None and event.after["sha256"] == review.snapshot_sha256


def test_clocks_are_working_days_and_frozen_with_their_calendar(world: World) -> None:
    review = signed_review(world)
    assert review.due_delivery == date(2026, 10, 23)  # 14 working days after 5 October
    assert review.due_report == date(2026, 11, 25)  # 30 working days after the window closed on 14 October
    assert len(review.calendar_version) == 12
    got = receive(review=review, actor=user(world.nurse), at=datetime(2026, 10, 9, 8, 0, tzinfo=ZONE))
    assert got.due_return == date(2026, 10, 29)
    shown = {clock.name: clock for clock in clocks(got, date(2026, 11, 30))}
    assert shown["delivery"].met is True
    assert shown["return"].met is False and shown["return"].done is None
    assert {clock.name: clock.met for clock in clocks(got, date(2026, 10, 10))}["return"] is None


def test_the_whole_way_to_reported(world: World) -> None:
    review = signed_review(world)
    got = receive(review=review, actor=user(world.nurse), at=WINDOW)
    assert (got.status, got.delivered_at) == ("delivered", WINDOW)
    done = acknowledge(review=got, actor=user(world.nurse), at=WINDOW)
    assert (done.status, done.acknowledged_at) == ("acknowledged", WINDOW)
    assert report_up(period=world.q3, actor=user(world.hr), at=AFTER) == 1
    assert fresh(review).status == "reported"
    log = Event.objects.filter(object_type="assessment.review", object_id=str(review.pk))
    assert list(log.values_list("action", flat=True)) == [
        "assessment.rate",
        "assessment.sign",
        "assessment.receive",
        "assessment.acknowledge",
        "assessment.report",
    ]


def test_signing_receives_by_itself_and_receiving_twice_is_once(world: World) -> None:
    review = signed_review(world)
    later = WINDOW + timedelta(days=3)
    receive(review=review, actor=user(world.nurse), at=WINDOW)
    assert receive(review=fresh(review), actor=user(world.nurse), at=later).delivered_at == WINDOW
    assert acknowledge(review=fresh(review), actor=user(world.nurse), at=later).status == "acknowledged"


def test_declining_needs_a_reason_and_answers_once(world: World) -> None:
    review = signed_review(world)
    with pytest.raises(Incomplete):
        decline(review=review, reason=" ", actor=user(world.nurse), at=WINDOW)
    done = decline(review=review, reason="Realisasi saya belum dibaca.", actor=user(world.nurse), at=WINDOW)
    assert (done.status, done.declined_reason) == ("declined", "Realisasi saya belum dibaca.")
    with pytest.raises(NotOpen, match="sudah menjawab"):
        acknowledge(review=fresh(review), actor=user(world.nurse), at=WINDOW)


def test_reported_before_the_answer_is_finished_by_the_answer(world: World) -> None:
    review = signed_review(world)
    close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    assert fresh(review).status == "signed"
    done = acknowledge(review=fresh(review), actor=user(world.nurse), at=AFTER)
    assert (done.status, done.reported_at) == ("reported", AFTER)


def test_nobody_else_answers_for_the_employee(world: World) -> None:
    review = signed_review(world)
    for who in ("section_head", "hr", "admin", "student"):
        for act in (receive, acknowledge):
            with pytest.raises(PermissionDenied):
                act(review=review, actor=user(world.people[who]), at=WINDOW)
    assert fresh(review).status == "signed"


def test_signing_needs_both_ratings_and_the_organisation(world: World) -> None:
    review = nurse_review(world)
    with pytest.raises(Incomplete, match="rating perilaku kerja"):
        sign(review=review, actor=user(world.section_head), at=WINDOW)
    organisation(world)
    review = rate(world, review)
    world.units["PKM1-YAN"].predicates.all().delete()
    with pytest.raises(OrganisationUnknown):
        sign(review=review, actor=user(world.section_head), at=WINDOW)
    assert fresh(review).signed_at is None


def test_what_is_signed_is_closed_to_change(world: World) -> None:
    before = rate_ready(world)
    signed = sign(review=before, actor=user(world.section_head), at=WINDOW)
    ratings = Ratings(result_rating="diatas", behaviour_rating="diatas")
    with pytest.raises(Stale, match="baru saja diubah"):
        save_ratings(review=before, ratings=ratings, actor=user(world.section_head), at=WINDOW)
    with pytest.raises(NotOpen, match="sudah ditandatangani"):
        save_ratings(review=signed, ratings=ratings, actor=user(world.section_head), at=WINDOW)
    with pytest.raises(NotOpen):
        sign(review=signed, actor=user(world.section_head), at=WINDOW)
    assert fresh(signed).predicate == "BAIK"


def rate_ready(world: World) -> Review:
    organisation(world)
    return fresh(rate(world, nurse_review(world)))


def test_take_over_only_by_the_superior_and_only_after_the_window(world: World) -> None:
    review = rate_ready(world)
    with pytest.raises(PermissionDenied, match="Masa penilaian belum berakhir"):
        take_over(review=review, note="Terlambat.", actor=user(world.puskesmas_head), at=WINDOW)
    for who in ("section_head", "office_head", "hr"):
        with pytest.raises(PermissionDenied):
            take_over(review=review, note="Terlambat.", actor=user(world.people[who]), at=AFTER)
    with pytest.raises(Incomplete):
        take_over(review=review, note="", actor=user(world.puskesmas_head), at=AFTER)


def test_take_over_is_final_on_d12_and_judged_afresh(world: World) -> None:
    review = rate_ready(world)
    taken = take_over(review=review, note="Penilai cuti panjang.", actor=user(world.puskesmas_head), at=AFTER)
    assert (taken.status, taken.result_rating, taken.predicate, taken.final) == ("open", "", "", True)
    ratings = Ratings(result_rating="diatas", behaviour_rating="diatas")
    with pytest.raises(PermissionDenied, match="diambil alih"):
        save_ratings(review=fresh(taken), ratings=ratings, actor=user(world.section_head), at=AFTER)
    done = save_ratings(
        review=fresh(taken), ratings=ratings, actor=user(world.puskesmas_head), at=AFTER
    ).review
    done = sign(review=done, actor=user(world.puskesmas_head), at=AFTER)
    assert done.snapshot is not None
    assert done.snapshot["document_form"] == "D.1.2"
    assert done.snapshot["signed"] == {"appraiser_at": "", "superior_at": "2026-10-15", "employee_at": ""}
    assert done.final and "Keberatan tidak dapat diajukan" in done.snapshot["final_reason"]
    assert done.due_delivery == date(2026, 10, 26)  # 7 working days
    got = receive(review=done, actor=user(world.nurse), at=AFTER)
    assert got.due_return == date(2026, 10, 26)


def test_taking_over_twice_or_after_the_signature_is_refused(world: World) -> None:
    review = rate_ready(world)
    head = user(world.puskesmas_head)
    taken = take_over(review=review, note="Terlambat.", actor=head, at=AFTER)
    with pytest.raises(NotOpen):
        take_over(review=fresh(taken), note="Lagi.", actor=head, at=AFTER)
    with pytest.raises(Stale):
        take_over(review=review, note="Lagi.", actor=head, at=AFTER)


def test_after_closing_only_the_superior_rates(world: World) -> None:
    review = rate_ready(world)
    close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    with pytest.raises(PermissionDenied, match="menjadi tugas atasan penilai"):
        sign(review=fresh(review), actor=user(world.section_head), at=AFTER)
    take_over(review=fresh(review), note="Lewat waktu.", actor=user(world.puskesmas_head), at=AFTER)


def test_the_head_of_an_office_without_a_superior_here_keeps_a_late_review(world: World) -> None:
    """Where nobody stands above the rater, closing takes nothing away."""
    organisation(world)
    review = rate(world, nurse_review(world))
    Review.objects.filter(pk=review.pk).update(superior=None)
    close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    assert sign(review=fresh(review), actor=user(world.section_head), at=AFTER).status == "signed"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_have_one_winner_and_one_clear_message(world: World) -> None:
    review = rate_ready(world)
    close_after = {"start": threading.Barrier(2)}
    said: list[str] = []

    def act() -> None:
        close_old_connections()
        mine = fresh(review)
        close_after["start"].wait(timeout=20)
        try:
            sign(review=mine, actor=user(world.section_head), at=WINDOW)
            said.append("ok")
        except ActionError as error:
            said.append(str(error))
        finally:
            connection.close()

    both = [threading.Thread(target=act) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=60)
    assert sorted(text == "ok" for text in said) == [False, True]
    refused = next(text for text in said if text != "ok")
    assert "Muat ulang halaman" in refused
    assert Event.objects.filter(action="assessment.sign").count() == 1
