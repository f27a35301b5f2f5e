"""Deciding an objection: who may, that it is complete or nothing, the new version, and what counts then."""

from __future__ import annotations

import threading
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection

from kinerja.accounts.errors import ActionError
from kinerja.assessment.access_objections import may_decide, may_read_objection
from kinerja.assessment.actions import acknowledge, close_period, receive, report_up
from kinerja.assessment.actions.objections import Decision, ask_statements, decide, state
from kinerja.assessment.errors import Incomplete, NotOpen, Stale
from kinerja.assessment.explain import chapters
from kinerja.assessment.models import Objection, Review
from kinerja.assessment.queries import current, earlier, reviews, team_counts, to_sign
from kinerja.assessment.queries.objections import decider_for, open_to_decide
from kinerja.assessment.snapshots import document_form
from kinerja.audit.models import Event
from kinerja.insight.queries.standing import standing
from kinerja.people.models import Employee
from kinerja.plans.snapshots import digest
from tests.apps.assessment.office import AFTER, BETTER, KEPT, LATER, ZONE, asked, filed, fresh, received, user
from tests.world import World, appoint

pytestmark = pytest.mark.django_db


def changed(world: World, at: datetime = LATER) -> Objection:
    return decide(objection=asked(world), decision=BETTER, actor=user(world.puskesmas_head), at=at)


# Who decides


def test_the_decider_is_who_holds_the_post_above_now(world: World) -> None:
    found = filed(world)
    assert [row.pk for row in open_to_decide(world.puskesmas_head, LATER.date())] == [found.pk]
    appoint(world.acting, world.posts["KA-PKM1"], "plh", LATER.date())
    assert decider_for(found.review, LATER.date()) == world.acting
    assert [row.pk for row in open_to_decide(world.acting, LATER.date())] == [found.pk]
    assert may_read_objection(user(world.acting), found, LATER.date())
    done = ask_statements(objection=found, actor=user(world.acting), at=LATER)
    done = decide(objection=done, decision=KEPT, actor=user(world.acting), at=LATER)
    assert done.decider == world.acting
    event = Event.objects.get(action="assessment.objection_decided")
    assert event.acting_for == world.puskesmas_head.name


def test_neither_side_decides_nor_anybody_else(world: World) -> None:
    found = asked(world)
    for who in ("nurse", "section_head", "office_head", "hr", "admin", "auditor", "outsider"):
        person = user(world.people[who])
        assert not may_decide(person, found, LATER.date())
        with pytest.raises(PermissionDenied):
            ask_statements(objection=found, actor=person, at=LATER)
        with pytest.raises(PermissionDenied):
            decide(objection=found, decision=KEPT, actor=person, at=LATER)
    Objection.objects.update(decider=world.section_head)
    found.refresh_from_db()
    assert "salah satu pihak" in may_decide(user(world.section_head), found, LATER.date()).reason


# The decision


def test_nothing_is_decided_before_both_sides_were_asked(world: World) -> None:
    with pytest.raises(NotOpen, match="penjelasan kedua pihak"):
        decide(objection=filed(world), decision=KEPT, actor=user(world.puskesmas_head), at=LATER)


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (Decision("upheld", " "), "pertimbangan"),
        (Decision("changed", ""), "pertimbangan"),
        (Decision("maybe", "Ya"), "dikuatkan atau diubah"),
        (Decision("changed", "Ya"), "kedua rating"),
        (Decision("changed", "Ya", "diatas"), "kedua rating"),
        (Decision("changed", "Ya", "diatas", "istimewa"), "kedua rating"),
        (Decision("changed", "Ya", "sesuai", "sesuai"), "sama dengan sebelumnya"),
    ],
    ids=["upheld-why", "changed-why", "neither", "no-ratings", "one-rating", "no-such-rating", "same"],
)
def test_a_decision_is_complete_or_nothing(world: World, decision: Decision, says: str) -> None:
    found = asked(world)
    with pytest.raises(Incomplete, match=says):
        decide(objection=found, decision=decision, actor=user(world.puskesmas_head), at=LATER)
    found.refresh_from_db()
    assert (found.status, found.decision, Review.objects.count()) == ("asked", "", 1)


def test_upheld_leaves_the_review_alone_and_ends_the_matter(world: World) -> None:
    found = decide(objection=asked(world), decision=KEPT, actor=user(world.puskesmas_head), at=LATER)
    assert (found.status, found.decided_at, found.changed_review) == ("upheld", LATER, None)
    assert Review.objects.count() == 1
    with pytest.raises(PermissionDenied, match="satu kali"):
        filed(world, review=fresh(found.review))
    with pytest.raises(PermissionDenied, match="sudah diputus"):
        state(objection=found, text="Masih ada", actor=user(world.nurse), at=LATER)


def test_a_late_decision_is_still_a_decision(world: World) -> None:
    late = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
    found = decide(objection=asked(world), decision=KEPT, actor=user(world.puskesmas_head), at=late)
    assert found.status == "upheld" and found.due_decision < late.date()


def test_changed_makes_a_second_version_that_is_final(world: World) -> None:
    found = asked(world)
    state(objection=found, text="Rekap dikirim 2 Oktober.", actor=user(world.nurse), at=LATER)
    state(objection=found, text="Belum saya terima.", actor=user(world.section_head), at=LATER)
    found = decide(objection=found, decision=BETTER, actor=user(world.puskesmas_head), at=LATER)
    first, new = fresh(found.review), found.changed_review
    assert new is not None
    assert (new.version, new.status, new.predicate, new.final) == (2, "signed", "SANGAT_BAIK", True)
    assert (new.plan_id, new.period_id) == (first.plan_id, first.period_id)
    assert (new.superior, new.signed_at, new.taken_over) == (world.puskesmas_head, LATER, False)
    assert new.document_number != first.document_number and new.token != first.token
    assert new.due_report == first.due_report and new.reported_at is None
    assert (new.result_reason, document_form(new)) == (BETTER.reasons, "D.1.3")
    assert new.snapshot is not None and first.snapshot is not None
    assert new.snapshot_sha256 == digest(fresh(new).snapshot or {})
    told = new.snapshot["objection"]
    assert told["reasons"] == "Rekap September belum dibaca."
    assert told["employee_statement"] == "Rekap dikirim 2 Oktober."
    assert told["appraiser_statement"] == "Belum saya terima."
    assert told["decision"] == BETTER.reasons
    assert told["previous"]["predicate_label"] == first.snapshot["predicate_label"]
    assert new.snapshot["superior"]["post"] == "Kepala Puskesmas Melati"
    assert new.snapshot["results"] == first.snapshot["results"]
    # The first stays as it was signed, for good.
    assert (first.predicate, first.version, first.result_rating) == ("BAIK", 1, "sesuai")
    assert first.snapshot_sha256 == digest(first.snapshot)
    actions = set(Event.objects.filter(at=LATER).values_list("action", flat=True))
    assert {"assessment.objection_decided", "assessment.objection_version"} <= actions


def test_what_did_not_change_keeps_the_appraisers_reason(world: World) -> None:
    decision = Decision("changed", "Sikapnya terbukti melampaui.", "sesuai", "diatas", "Teruskan.")
    found = decide(objection=asked(world), decision=decision, actor=user(world.puskesmas_head), at=LATER)
    new = found.changed_review
    assert new is not None
    assert (new.result_reason, new.behaviour_reason) == ("Waktu layanan dijaga.", decision.reasons)
    assert new.recommendation == "Teruskan."


def test_the_new_version_is_received_signed_and_reported_but_not_objected_to(world: World) -> None:
    new = changed(world).changed_review
    assert new is not None
    got = receive(review=fresh(new), actor=user(world.nurse), at=LATER)
    assert got.due_objection is None
    with pytest.raises(PermissionDenied, match="bersifat final"):
        filed(world, review=got, at=LATER)
    assert acknowledge(review=got, actor=user(world.nurse), at=LATER).status == "acknowledged"
    assert report_up(period=world.q3, actor=user(world.hr), at=AFTER) == 1
    assert fresh(new).status == "reported"


def test_the_first_version_can_no_longer_be_answered_reported_or_objected_to(world: World) -> None:
    found = changed(world)
    first = fresh(found.review)
    with pytest.raises(NotOpen, match="diganti oleh versi 2"):
        acknowledge(review=first, actor=user(world.nurse), at=LATER)
    with pytest.raises(PermissionDenied, match="diganti versi baru"):
        filed(world, review=first, at=LATER)
    close_period(period=world.q3, actor=user(world.hr), at=AFTER)
    assert fresh(first).reported_at is None
    assert fresh(found.changed_review).reported_at == AFTER  # type: ignore[arg-type]


def test_only_the_newest_version_counts(world: World) -> None:
    found = changed(world)
    new = found.changed_review
    assert new is not None
    assert list(current()) == [new]
    assert [row.pk for row in reviews()] == [new.pk]
    assert dict(team_counts(world.section_head.pk, world.q3)) == {"SANGAT_BAIK": 1}
    assert [row.pk for row in to_sign(world.nurse)] == [new.pk]
    assert earlier(fresh(new)) == []
    # What the employee has not received yet is not told: his standing is the one that he knows.
    assert [row.pk for row in standing(world.nurse).reviews] == [found.review_id]
    receive(review=fresh(new), actor=user(world.nurse), at=LATER)
    assert [row.pk for row in standing(world.nurse).reviews] == [new.pk]
    assert list(current(received=True)) == [new]


def test_the_explanation_has_the_objection_as_a_link(world: World) -> None:
    review = received(world)

    def links(of: Review, judged: bool = True) -> dict[str, str]:
        shown = chapters(fresh(of), LATER.date(), judged=judged)
        return {chapter.key: chapter.step.says for chapter in shown}

    assert "objection" not in links(review)
    found = filed(world, review=review)
    assert "putusannya belum ada" in links(review)["objection"]
    found = ask_statements(objection=found, actor=user(world.puskesmas_head), at=LATER)
    done = decide(objection=found, decision=BETTER, actor=user(world.puskesmas_head), at=LATER)
    assert "diubah pada versi berikutnya" in links(review)["objection"]
    new = done.changed_review
    assert new is not None
    told = links(new)
    assert "mengubah hasil evaluasi" in told["objection"] and "Sebelumnya Baik" in told["objection"]
    assert world.puskesmas_head.name in told["result_rating"]
    assert "Sebelumnya" not in links(new, judged=False)["objection"]


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_have_one_winner_and_one_clear_message(world: World) -> None:
    found = asked(world)
    appoint(world.acting, world.posts["KA-PKM1"], "plh", date(2026, 10, 5))
    start, said = threading.Barrier(2), []

    def act(person: Employee, decision: Decision) -> None:
        close_old_connections()
        mine = Objection.objects.select_related("review__plan__employee", "review__period").get(pk=found.pk)
        start.wait(timeout=120)
        try:
            decide(objection=mine, decision=decision, actor=user(person), at=LATER)
            said.append("ok")
        except ActionError as error:
            said.append(str(error))
        finally:
            connection.close()

    both = [
        threading.Thread(target=act, args=(world.puskesmas_head, KEPT)),
        threading.Thread(target=act, args=(world.acting, BETTER)),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=180)
    assert sorted(text == "ok" for text in said) == [False, True]
    assert "Muat ulang halaman" in next(text for text in said if text != "ok")
    assert Event.objects.filter(action="assessment.objection_decided").count() == 1
    assert Review.objects.count() == (2 if Objection.objects.get().status == "changed" else 1)


def test_who_comes_second_reads_that_somebody_was_faster(world: World) -> None:
    found = asked(world)
    decide(objection=found, decision=KEPT, actor=user(world.puskesmas_head), at=LATER)
    seen = Objection.objects.get(pk=found.pk)
    seen.status = "asked"
    with pytest.raises(Stale, match="Muat ulang"):
        decide(objection=seen, decision=BETTER, actor=user(world.puskesmas_head), at=LATER)
