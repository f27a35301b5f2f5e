"""Due process: who may examine, what follows what, clocks, and that only what is proven leaves a trace."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from kinerja.assessment.actions import sign
from kinerja.assessment.explain import as_json, chapters
from kinerja.assessment.facts import gather
from kinerja.assessment.models import Review
from kinerja.audit.models import Event
from kinerja.people.models import LawOverride
from kinerja.voice.access.examinations import STEPS, may_examine, parts, steps_now
from kinerja.voice.actions import examinations as acts
from kinerja.voice.actions.examination_evidence import add_evidence
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import Complaint, Examination
from kinerja.voice.notices import send_notice
from kinerja.voice.queries.examination_story import report_of
from kinerja.voice.queries.examinations import proven
from tests.apps.assessment.office import WINDOW, nurse_review, organisation, rate
from tests.apps.voice import make_examinations as make
from tests.apps.voice.make_examinations import ALLEGATION, BEGUN, GROUNDS, REPLY, REPORTER, user
from tests.world import World, appoint

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TRACES = (ALLEGATION, GROUNDS, REPLY, REPORTER, make.WORDS, "membentak", "terbukti")


# Who may examine


@pytest.mark.parametrize(
    ("who", "rule"),
    [
        ("nurse", "dirinya sendiri"),
        ("section_head", "Penilai langsung"),
        ("auditor", ""),
        ("puskesmas_head", ""),
        ("midwife", ""),
        ("outsider", ""),
    ],
)
def test_who_may_examine_the_nurse(world: World, who: str, rule: str) -> None:
    given = {"complaint": make.report(world), "employee": world.nurse, "on": BEGUN.date()}
    verdict = may_examine(getattr(world, who), **given)
    assert bool(verdict) is not bool(rule) and rule in verdict.reason


@pytest.mark.parametrize("who", ["section_head", "nurse", "pppk", "midwife"])
def test_nobody_examines_his_own_leader(world: World, who: str) -> None:
    given = {"complaint": make.report(world), "employee": world.puskesmas_head, "on": BEGUN.date()}
    assert "Bawahan" in may_examine(getattr(world, who), **given).reason


def test_the_reporter_cannot_examine_his_own_report_however_he_wrote_his_address(world: World) -> None:
    row = make.report(world, email="AUDITOR@contoh.test")
    with pytest.raises(NotPossible, match="Pelapor tidak dapat"):
        make.opened(world, row)


def test_the_appraiser_of_another_day_may_and_who_became_appraiser_may_not_decide(world: World) -> None:
    row = make.replied(world)
    world.section_head.appointments.update(ends=date(2026, 7, 7))
    appoint(world.auditor, world.posts["KASI-YAN"], "plt", date(2026, 7, 8))
    given = {"finding": "proven", "grounds": GROUNDS, "actor": user(world.auditor)}
    with pytest.raises(NotPossible, match="Penilai langsung"):
        acts.find(examination=row, **given, at=BEGUN + 3 * DAY)
    acts.change_examiner(
        examination=row, examiner=world.inspector, actor=user(world.complaints_officer), at=BEGUN + 3 * DAY
    )
    acts.find(examination=row, **given, at=BEGUN + 3 * DAY)
    assert row.examiner == world.inspector and row.finding == "proven"


def test_an_appeal_goes_to_another(world: World) -> None:
    row = make.contested(world)
    officer = user(world.complaints_officer)
    at = BEGUN + 4 * DAY
    with pytest.raises(NotPossible, match="pemeriksa pertama"):
        acts.name_appeal_examiner(examination=row, examiner=world.auditor, actor=officer, at=at)
    with pytest.raises(NotPossible, match="Penilai langsung"):
        acts.name_appeal_examiner(examination=row, examiner=world.section_head, actor=officer, at=at)
    given = {"finding": "not_proven", "grounds": "Saksi tidak ada", "actor": user(world.inspector)}
    with pytest.raises(NotPossible, match="belum ditunjuk"):
        acts.decide_appeal(examination=row, **given, at=at)
    acts.name_appeal_examiner(examination=row, examiner=world.inspector, actor=officer, at=at)
    acts.decide_appeal(examination=row, **given, at=at)
    row.refresh_from_db()
    assert (row.status, row.first_finding, row.finding) == ("final", "proven", "not_proven")
    assert (row.grounds, row.appeal_grounds) == (GROUNDS, "Saksi tidak ada")


# Opening


def test_opening_refuses_the_reporter_in_the_words(world: World) -> None:
    for words in (f"Laporan {REPORTER.upper()} tentang loket", "Kata kusnadi@warga.test ia dibentak"):
        with pytest.raises(NotPossible, match="menyebut pelapor"):
            make.opened(world, make.report(world), allegation=words)


def test_opening_twice_and_opening_what_was_rejected_is_refused(world: World) -> None:
    row = make.report(world)
    make.opened(world, row)
    with pytest.raises(NotPossible, match="sudah diperiksa"):
        make.opened(world, row)
    Complaint.objects.filter(pk=row.pk).update(status="rejected")
    row.refresh_from_db()
    with pytest.raises(NotPossible, match="tidak diteruskan"):
        make.opened(world, row, employee=world.midwife)


def test_the_officer_does_not_open_what_is_about_himself(world: World) -> None:
    with pytest.raises(NotPossible, match="menyebut Anda"):
        make.opened(world, employee=world.complaints_officer)


def test_a_named_report_is_marked_so_that_its_words_are_not_public(world: World) -> None:
    row = make.opened(world)
    row.complaint.refresh_from_db()
    assert row.complaint.names_employee and row.nature == "complaint"
    assert make.opened(world, make.report(world, kind="praise")).nature == "praise"


# The clocks


def test_days_are_working_days_and_an_agency_may_set_its_own(world: World) -> None:
    row = make.notified(world)
    assert row.reply_due == date(2026, 7, 13)  # Monday 6 July and five working days
    LawOverride.objects.create(
        rule="deadline.examination_reply",
        key="days",
        value=10,
        starts=date(2026, 7, 1),
        basis="Perwali 9/2026",
    )
    assert make.notified(world).reply_due == date(2026, 7, 20)


def test_silence_lets_the_examiner_go_on_only_after_the_last_day(world: World) -> None:
    row = make.notified(world)
    assert row.reply_due is not None
    given = {"examination": row, "actor": user(world.auditor)}
    with pytest.raises(NotPossible, match="masih dapat menanggapi"):
        acts.no_reply(**given, at=BEGUN + 7 * DAY)
    acts.no_reply(**given, at=BEGUN + 8 * DAY)
    assert row.status == "replied" and row.replied_at is None and not row.reply


def test_an_appeal_is_in_time_or_never_and_settling_waits_for_it(world: World) -> None:
    row = make.decided(world)
    assert row.appeal_due == date(2026, 7, 28)
    last = BEGUN + 22 * DAY
    with pytest.raises(NotPossible, match="masih dapat mengajukan"):
        acts.settle(examination=row, actor=None, at=last)
    assert acts.settle_uncontested(at=last) == 0
    with pytest.raises(NotPossible, match="sudah lewat"):
        acts.appeal(examination=row, text="Terlambat", actor=user(world.nurse), at=last + DAY)
    assert acts.settle_uncontested(at=last + DAY) == 1
    row.refresh_from_db()
    assert row.status == "final" and row.final_at == last + DAY


# The steps


def test_nothing_is_found_before_the_employee_was_heard(world: World) -> None:
    given = {"finding": "proven", "grounds": GROUNDS, "actor": user(world.auditor), "at": BEGUN}
    for row in (make.opened(world), make.notified(world)):
        make.prove(world, row)
        with pytest.raises(NotPossible, match="keadaannya sekarang"):
            acts.find(examination=row, **given)


def test_proven_needs_evidence_and_grounds_and_a_finding_of_the_two(world: World) -> None:
    row = make.replied(world)
    row.evidence.all().delete()
    given = {"actor": user(world.auditor), "at": BEGUN + DAY}
    with pytest.raises(NotPossible, match="Tanpa bukti"):
        acts.find(examination=row, finding="proven", grounds=GROUNDS, **given)
    with pytest.raises(NotPossible, match="pertimbangan"):
        acts.find(examination=row, finding="not_proven", grounds="  ", **given)
    with pytest.raises(NotPossible, match="terbukti atau tidak"):
        acts.find(examination=row, finding="lapsed", grounds=GROUNDS, **given)
    with pytest.raises(NotPossible, match="dicabut atau kedaluwarsa"):
        acts.drop(examination=row, finding="proven", grounds=GROUNDS, **given)


def test_who_is_found_innocent_needs_no_appeal(world: World) -> None:
    given = {"text": "Saya keberatan", "actor": user(world.nurse), "at": BEGUN + 3 * DAY}
    with pytest.raises(NotPossible, match="tidak merugikan"):
        acts.appeal(examination=make.decided(world, finding="not_proven"), **given)
    praise = make.decided(world, make.report(world, kind="praise"), finding="not_proven")
    acts.appeal(examination=praise, **given)
    assert praise.status == "appealed"


def test_two_who_decide_at_once_make_one_decision(world: World) -> None:
    row = make.replied(world)
    same = Examination.objects.get(pk=row.pk)
    given = {"grounds": GROUNDS, "actor": user(world.auditor), "at": BEGUN + 2 * DAY}
    acts.find(examination=row, finding="proven", **given)
    with pytest.raises(Stale):
        acts.find(examination=same, finding="not_proven", **given)
    row.refresh_from_db()
    assert row.finding == "proven"


def test_evidence_of_both_sides_until_it_is_decided(world: World) -> None:
    row = make.notified(world)
    given = {"examination": row, "upload": None, "at": BEGUN}
    add_evidence(**given, text="Rekaman", from_employee=True, actor=user(world.nurse))
    add_evidence(**given, text="Catatan", from_employee=False, actor=user(world.auditor))
    assert [piece.from_employee for piece in row.evidence.all()] == [True, False]
    with pytest.raises(NotPossible, match="apa yang ditunjukkan"):
        add_evidence(**given, text=" ", from_employee=True, actor=user(world.nurse))
    fake = SimpleUploadedFile("foto.png", b"MZ bukan gambar")
    with pytest.raises(NotPossible, match=r"foto\.png"):
        add_evidence(**given | {"upload": fake}, text="Foto", from_employee=True, actor=user(world.nurse))
    with pytest.raises(NotPossible, match="sudah diputus"):
        add_evidence(
            **given | {"examination": make.decided(world)},
            text="Terlambat",
            from_employee=True,
            actor=user(world.nurse),
        )


# Who sees what


def test_parts_and_steps(world: World) -> None:
    row, on = make.opened(world), BEGUN.date()
    held = {name: parts(user(getattr(world, name)), row, on) for name in world.people}
    assert {name: set(part) for name, part in held.items() if part} == {
        "auditor": {"examiner"},
        "complaints_officer": {"officer"},
    }
    assert steps_now(held["auditor"], row, on) == ["notify", "drop"]
    assert steps_now(held["complaints_officer"], row, on) == ["notify", "drop", "examiner"]
    row = make.decided(world)
    nurse = parts(user(world.nurse), row, on)
    assert steps_now(nurse, row, on) == ["appeal"]
    assert steps_now(nurse, row, date(2026, 7, 29)) == []
    assert {step for part in STEPS.values() for step in part} == {
        "employee", "examiner", "appeal_examiner", "officer"
    }  # fmt: skip


def test_an_officer_for_complaints_has_no_part_in_his_own_nor_in_that_of_his_team(world: World) -> None:
    officer = world.complaints_officer
    other = user(world.hr)
    row = acts.open_examination(
        complaint=make.report(world),
        employee=officer,
        allegation=ALLEGATION,
        examiner=world.auditor,
        actor=other,
        at=BEGUN,
    )
    assert not parts(user(officer), row, BEGUN.date())
    acts.notify(examination=row, actor=other, at=BEGUN)
    assert set(parts(user(officer), row, BEGUN.date())) == {"employee"}
    world.section_head.appointments.update(ends=date(2026, 7, 1))
    appoint(officer, world.posts["KASI-YAN"], "plt", date(2026, 7, 2))
    assert not parts(user(officer), make.opened(world), BEGUN.date())


def test_the_employee_reads_the_report_covered_and_a_secret_one_not_at_all(world: World) -> None:
    row = make.report(world)
    row.redactions.create(
        field="text",
        start=21,
        end=29,
        reason="Mengungkap pelapor",
        by=user(world.complaints_officer),
        at=BEGUN,
    )
    told = report_of(row, for_employee=True)
    assert "ibu saya" not in told.text and "0812" not in told.text and "membentak" in told.text
    assert report_of(row, for_employee=False).text == make.WORDS
    secret = report_of(make.report(world, secret=True), for_employee=True)
    assert secret.hidden and not secret.text and not secret.title


def test_the_notice_is_a_mail_without_content(world: World, django_capture_on_commit_callbacks: Any) -> None:
    make.notified(world)
    assert send_notice.call(world.nurse.user_id) == 1
    (letter,) = mail.outbox
    assert letter.to == ["nurse@contoh.test"]
    for word in (*TRACES, "aduan", "puskesmas"):
        assert word.lower() not in f"{letter.subject} {letter.body}".lower(), word


def test_the_log_holds_every_step_and_no_word_of_a_citizen(world: World) -> None:
    make.final(world)
    rows = list(Event.objects.filter(object_type="voice.examination"))
    assert [row.action for row in rows] == [
        "voice.open_examination",
        "voice.examination_notify",
        "voice.examination_reply",
        "voice.examination_evidence",
        "voice.examination_find",
        "voice.examination_settle",
    ]
    said = json.dumps([[row.before, row.after, row.why] for row in rows])
    for word in (*TRACES[:-1], "0812"):
        assert word not in said


# Only what is proven leaves a trace


def everything(review: Review) -> str:
    """All that an evaluation reads, shows and freezes, as one text."""
    on = WINDOW.date()
    parts_of = [
        gather(review, on),
        as_json(review, on),
        [chapter.as_dict() for chapter in chapters(review, on)],
    ]
    return json.dumps(parts_of, default=str, ensure_ascii=False)


UNPROVEN = {
    "opened": make.opened,
    "notified": make.notified,
    "replied": make.replied,
    "proven but contestable": make.decided,
    "proven but contested": make.contested,
    "not proven": lambda world: make.final(world, finding="not_proven"),
    "withdrawn": make.dropped,
    "lapsed": lambda world: make.dropped(world, finding="lapsed"),
}


@pytest.mark.parametrize("state", UNPROVEN)
def test_everything_else_leaves_no_trace(world: World, state: str) -> None:
    organisation(world)
    review = rate(world, nurse_review(world))
    before = everything(review)
    row = UNPROVEN[state](world)
    assert everything(review) == before
    assert proven([world.nurse], date(2026, 1, 1), date(2026, 12, 31)) == []
    signed = sign(review=review, actor=user(world.section_head), at=WINDOW)
    frozen = json.dumps(signed.snapshot, ensure_ascii=False)
    for word in (*TRACES[:-1], row.complaint.number, str(row.pk)):
        assert word not in frozen and word not in before


def test_twenty_unproven_reports_weigh_nothing(world: World) -> None:
    organisation(world)
    review = rate(world, nurse_review(world))
    before = everything(review)
    for number in range(20):
        make.final(world, make.report(world, title=f"Laporan {number}"), finding="not_proven")
    assert everything(review) == before


def test_proven_stands_beside_the_review_without_weight(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    plain = sign(review=rate(world, review), actor=user(world.section_head), at=WINDOW)
    row = make.final(world)
    Review.objects.filter(pk=review.pk).update(status="open", signed_at=None, snapshot=None)
    again = Review.objects.get(pk=review.pk)
    (found,) = gather(again, WINDOW.date())["proven"]
    assert (found["allegation"], found["grounds"], found["final"]) == (ALLEGATION, GROUNDS, "2026-08-15")
    (link,) = [chapter for chapter in chapters(again, WINDOW.date()) if chapter.key == "citizens"]
    assert link.step.says == (
        f"Temuan yang terbukti: {ALLEGATION}. Tanpa bobot tersendiri; penilai menimbangnya sendiri."
    )
    signed = sign(review=rate(world, again), actor=user(world.section_head), at=WINDOW)
    assert signed.snapshot is not None and signed.snapshot["proven"][0]["allegation"] == ALLEGATION
    assert signed.predicate == plain.predicate
    whole = everything(signed)
    for word in (row.complaint.number, REPORTER, make.WORDS):
        assert word not in whole


def test_proven_praise_is_told_as_such_and_counts_in_its_own_period_only(world: World) -> None:
    organisation(world)
    review = nurse_review(world)
    make.final(world, make.report(world, kind="praise"), allegation="Menolong lansia sampai rumah")
    (link,) = [chapter for chapter in chapters(review, WINDOW.date()) if chapter.key == "citizens"]
    assert link.answer == "Apresiasi terverifikasi: Menolong lansia sampai rumah."
    assert len(proven([world.nurse], world.q3.starts, world.q3.ends)) == 1
    assert proven([world.nurse], world.q2.starts, world.q2.ends) == []
    assert proven([world.midwife], world.q3.starts, world.q3.ends) == []
