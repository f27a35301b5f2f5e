"""Objecting: every refusal, the clocks over holidays, and what both sides say and lay before the decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kinerja.accounts.errors import ActionError
from kinerja.assessment.access_objections import may_object, may_read_objection
from kinerja.assessment.actions import acknowledge, receive, save_ratings, sign, take_over
from kinerja.assessment.actions.objection_evidence import AT_MOST, add_evidence
from kinerja.assessment.actions.objections import ask_statements, decide, state
from kinerja.assessment.actions.rating import Ratings
from kinerja.assessment.errors import BadFile, Incomplete
from kinerja.assessment.models import Notice, Objection, Review
from kinerja.assessment.queries.objections import asked_of, objection_due, waiting_for
from kinerja.audit.models import Event
from kinerja.people.models import Employee, Holiday
from tests.apps.assessment.office import (
    AFTER,
    KEPT,
    LATER,
    WINDOW,
    ZONE,
    asked,
    filed,
    fresh,
    nurse_review,
    organisation,
    rate,
    received,
    user,
)
from tests.world import World

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


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


# Who may read


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
    assert told(world.section_head) == ["objection::filed", "statement::asked", "objection::decided"]
    assert told(world.nurse) == ["statement::asked", "objection::decided"]
    due = Notice.objects.get(user=user(world.puskesmas_head), key=f"objection:{found.pk}:filed").due
    assert due == found.due_decision
