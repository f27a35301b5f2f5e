"""Objections: every state, every refusal, the clocks over holidays, the new version and what counts then."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections, connection

from kinerja.accounts.errors import ActionError
from kinerja.assessment.access_objections import may_decide, may_object, may_read_objection
from kinerja.assessment.actions import (
    acknowledge,
    close_period,
    receive,
    report_up,
    save_ratings,
    sign,
    take_over,
)
from kinerja.assessment.actions.objection_evidence import AT_MOST, add_evidence
from kinerja.assessment.actions.objections import Decision, ask_statements, decide, file_objection, state
from kinerja.assessment.actions.rating import Ratings
from kinerja.assessment.errors import BadFile, Incomplete, NotOpen, Stale
from kinerja.assessment.explain import chapters
from kinerja.assessment.models import Notice, Objection, Review
from kinerja.assessment.queries import current, earlier, reviews, team_counts, to_sign
from kinerja.assessment.queries.objections import (
    asked_of,
    decider_for,
    objection_due,
    open_to_decide,
    waiting_for,
)
from kinerja.assessment.snapshots import document_form
from kinerja.audit.models import Event
from kinerja.insight.queries.standing import standing
from kinerja.people.models import Employee, Holiday
from kinerja.plans.snapshots import digest
from tests.apps.assessment.office import (
    AFTER,
    WINDOW,
    ZONE,
    nurse_review,
    organisation,
    rate,
    signed_review,
    user,
)
from tests.world import World, appoint

pytestmark = pytest.mark.django_db
LATER = WINDOW + timedelta(days=3)
BETTER = Decision("changed", "Rekap September sah dan melewati target.", "diatas", "diatas")
KEPT = Decision("upheld", "Realisasi sudah dibaca dengan benar.")
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def fresh(review: Review) -> Review:
    return reviews().model.objects.select_related("plan__employee", "period__cycle").get(pk=review.pk)


def received(world: World, at: datetime = WINDOW) -> Review:
    return receive(review=signed_review(world), actor=user(world.nurse), at=at)


def filed(world: World, review: Review | None = None, at: datetime = WINDOW, **more: Any) -> Objection:
    given = {"reasons": "Rekap September belum dibaca.", "actor": user(world.nurse), "at": at, **more}
    return file_objection(review=review or received(world), **given)


def asked(world: World) -> Objection:
    return ask_statements(objection=filed(world), actor=user(world.puskesmas_head), at=WINDOW)


def changed(world: World, at: datetime = LATER) -> Objection:
    return decide(objection=asked(world), decision=BETTER, actor=user(world.puskesmas_head), at=at)


# Filing


def test_the_employee_objects_with_reasons_and_evidence(world: World) -> None:
    upload = SimpleUploadedFile("rekap.exe", PDF)
    found = filed(world, evidence=[("Rekap antrean September", upload), ("Saksi: koordinator", None)])
    assert (found.status, found.decider) == ("filed", world.puskesmas_head)
    assert (found.due_decision, len(found.calendar_version)) == (date(2026, 10, 14), 12)
    first, second = found.evidence.all()
    assert (first.content_type, len(first.sha256), bool(second.file)) == ("application/pdf", 64, False)
    actions = list(Event.objects.filter(object_type="assessment.objection").values_list("action", flat=True))
    assert actions == ["assessment.objection_filed", *["assessment.objection_evidence"] * 2]
    first.file.delete()


def test_a_file_that_is_not_what_it_says_takes_the_objection_with_it(world: World) -> None:
    review = received(world)
    for name, data in (("a.pdf", b"MZ\x90\x00"), ("b.pdf", b""), ("c.txt", b"<script>alert(1)</script>")):
        evidence = [("Bukti", SimpleUploadedFile(name, data))]
        with pytest.raises(BadFile, match=name):
            filed(world, review=review, evidence=evidence)
    assert not Objection.objects.exists()


def test_without_reasons_nothing_is_filed(world: World) -> None:
    review = received(world)
    for nothing in ("", "  ", "\x00"):
        with pytest.raises(Incomplete, match="alasan keberatan"):
            filed(world, review=review, reasons=nothing)


def test_nobody_else_objects(world: World) -> None:
    review = received(world)
    for who in ("section_head", "puskesmas_head", "hr", "admin", "auditor", "outsider"):
        with pytest.raises(PermissionDenied, match="pegawai yang dinilai"):
            filed(world, review=review, actor=user(world.people[who]))


def test_before_receipt_there_is_nothing_to_object_to(world: World) -> None:
    for review in (nurse_review(world),):
        with pytest.raises(PermissionDenied, match="Terima dokumen"):
            filed(world, review=review)
    organisation(world)
    signed = sign(review=rate(world, review), actor=user(world.section_head), at=WINDOW)
    with pytest.raises(PermissionDenied, match="Terima dokumen"):
        filed(world, review=signed)


def test_fourteen_working_days_over_holidays_and_then_the_right_lapses(world: World) -> None:
    Holiday.objects.create(day=date(2026, 10, 12), name="Hari jadi kota", kind=Holiday.Kind.REGIONAL)
    for day, name in ((date(2026, 1, 1), "Tahun Baru"), (date(2026, 12, 25), "Natal")):
        Holiday.objects.create(day=day, name=name, kind=Holiday.Kind.NATIONAL)
    review = received(world)
    assert review.due_objection == date(2026, 10, 26)  # without the city's day it would be the 23rd
    last = datetime(2026, 10, 26, 23, 59, tzinfo=ZONE)
    assert may_object(user(world.nurse), fresh(review), last.date())
    with pytest.raises(PermissionDenied, match="26 Oktober 2026"):
        filed(world, review=fresh(review), at=last + timedelta(minutes=1))
    done = filed(world, review=fresh(review), at=last)
    assert done.due_decision == date(2026, 11, 4)


def test_a_later_change_of_the_calendar_moves_no_frozen_day(world: World) -> None:
    found = filed(world)
    Holiday.objects.create(day=date(2026, 10, 9), name="Mendadak libur", kind=Holiday.Kind.AGENCY)
    found.refresh_from_db()
    assert found.due_decision == date(2026, 10, 14)
    assert fresh(found.review).due_objection == date(2026, 10, 23)
    Review.objects.update(due_objection=None)  # documents received before the day was kept
    assert objection_due(fresh(found.review)) is not None


def test_once_only(world: World) -> None:
    found = filed(world)
    with pytest.raises(PermissionDenied, match="satu kali"):
        filed(world, review=fresh(found.review))


def test_a_review_that_was_taken_over_is_final(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    head = user(world.puskesmas_head)
    review = take_over(review=review, note="Penilai cuti panjang.", actor=head, at=AFTER)
    ratings = Ratings(result_rating="sesuai", behaviour_rating="sesuai")
    review = save_ratings(review=review, ratings=ratings, actor=head, at=AFTER).review
    got = receive(review=sign(review=review, actor=head, at=AFTER), actor=user(world.nurse), at=AFTER)
    assert got.due_objection is None
    with pytest.raises(PermissionDenied, match="penilai tidak mengevaluasi pada waktunya"):
        filed(world, review=got, at=AFTER)


def test_without_anybody_above_the_appraiser_there_is_a_way_told(world: World) -> None:
    review = received(world)
    world.posts["KASI-YAN"].__class__.objects.filter(pk=world.posts["KASI-YAN"].pk).update(reports_to=None)
    Review.objects.update(superior=None)
    with pytest.raises(PermissionDenied, match="melalui analis kepegawaian"):
        filed(world, review=fresh(review))


def test_signing_or_refusing_the_document_does_not_end_the_right(world: World) -> None:
    done = acknowledge(review=received(world), actor=user(world.nurse), at=WINDOW)
    assert filed(world, review=done).status == "filed"


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


def test_who_may_read(world: World) -> None:
    found = filed(world)
    readers = {"nurse", "section_head", "puskesmas_head", "hr", "auditor"}
    for who in (*readers, "office_head", "admin", "outsider", "student", "complaints_officer"):
        may = bool(may_read_objection(user(world.people[who]), found, WINDOW.date()))
        assert may == (who in readers), who


# Explanations and evidence


def test_both_sides_explain_once_after_they_were_asked(world: World) -> None:
    found = filed(world)
    with pytest.raises(PermissionDenied, match="belum meminta"):
        state(objection=found, text="Menurut saya", actor=user(world.nurse), at=WINDOW)
    found = ask_statements(objection=found, actor=user(world.puskesmas_head), at=WINDOW)
    assert [row.pk for row in asked_of(world.nurse)] == [row.pk for row in asked_of(world.section_head)]
    with pytest.raises(Incomplete):
        state(objection=found, text=" ", actor=user(world.nurse), at=WINDOW)
    found = state(objection=found, text="Rekap dikirim 2 Oktober.", actor=user(world.nurse), at=WINDOW)
    found = state(objection=found, text="Belum saya terima.", actor=user(world.section_head), at=LATER)
    assert (found.employee_statement, found.appraiser_statement) == (
        "Rekap dikirim 2 Oktober.",
        "Belum saya terima.",
    )
    for who in ("nurse", "section_head"):
        with pytest.raises(PermissionDenied, match="tidak dapat diubah"):
            state(objection=found, text="Lagi", actor=user(world.people[who]), at=LATER)
    for who in ("puskesmas_head", "hr", "outsider"):
        with pytest.raises(PermissionDenied):
            state(objection=found, text="Saya juga", actor=user(world.people[who]), at=LATER)
    assert not asked_of(world.nurse)
    assert [row.pk for row in waiting_for(world.puskesmas_head, LATER.date())] == [found.pk]


def test_asking_twice_is_refused(world: World) -> None:
    found = asked(world)
    with pytest.raises(ActionError, match="tidak dapat dilakukan lagi"):
        ask_statements(objection=found, actor=user(world.puskesmas_head), at=LATER)


def test_evidence_of_both_sides_until_the_decision(world: World) -> None:
    found = asked(world)
    for who in ("nurse", "section_head"):
        add_evidence(objection=found, text="Rekap", upload=None, actor=user(world.people[who]), at=LATER)
    with pytest.raises(PermissionDenied):
        add_evidence(objection=found, text="x", upload=None, actor=user(world.puskesmas_head), at=LATER)
    with pytest.raises(Incomplete):
        add_evidence(objection=found, text=" ", upload=None, actor=user(world.nurse), at=LATER)
    for _ in range(AT_MOST - 2):
        add_evidence(objection=found, text="Rekap", upload=None, actor=user(world.nurse), at=LATER)
    with pytest.raises(Incomplete, match="Paling banyak"):
        add_evidence(objection=found, text="Rekap", upload=None, actor=user(world.nurse), at=LATER)
    decide(objection=found, decision=KEPT, actor=user(world.puskesmas_head), at=LATER)
    with pytest.raises(PermissionDenied, match="sudah diputus"):
        add_evidence(objection=found, text="Terlambat", upload=None, actor=user(world.nurse), at=LATER)


def test_everybody_concerned_is_told_once(world: World) -> None:
    def told(person: Employee) -> list[str]:
        rows = Notice.objects.filter(user=user(person)).order_by("pk")
        return [row.key.replace(str(found.pk), "") for row in rows]

    found = asked(world)
    for who in ("nurse", "section_head"):
        found = state(objection=found, text="Rekap ada.", actor=user(world.people[who]), at=LATER)
    decide(objection=found, decision=KEPT, actor=user(world.puskesmas_head), at=LATER)
    assert told(world.puskesmas_head) == ["objection::filed", "objection::explained"]
    assert told(world.section_head) == ["objection::filed", "statement:", "objection::decided"]
    assert told(world.nurse) == ["statement:", "objection::decided"]
    due = Notice.objects.get(user=user(world.puskesmas_head), key=f"objection:{found.pk}:filed").due
    assert due == found.due_decision


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
