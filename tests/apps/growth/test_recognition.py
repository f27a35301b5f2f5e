"""Awards by state and refusal: frozen evidence, votes, quota, consent, the meeting's decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from kinerja.accounts.errors import ActionError
from kinerja.assessment.models import Decision, Notice, Team
from kinerja.growth.actions.recognition import decide, give_consent, propose, publish, vote, withdraw
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import AwardProposal, AwardScheme
from kinerja.growth.queries import recognition as rows
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import Examination
from tests.apps.assessment.make_meetings import decision as decide_in
from tests.apps.assessment.make_meetings import running
from tests.apps.assessment.make_teams import make
from tests.apps.assessment.office import signed_review, user
from tests.apps.growth.make_awards import (
    ENDS,
    REASON,
    STARTS,
    WHY,
    awarded,
    proposed,
    published,
    scheme,
    voted,
)
from tests.apps.voice.make_examinations import final
from tests.apps.voice.make_public import make_published
from tests.apps.voice.make_services import make_case, make_service, moment
from tests.world import NOW, TODAY, World

LIMITS = [
    ("predicate", "BAIK", ""),
    ("within", "90", ""),
    ("cases", "2", ""),
    ("satisfaction", "80,5", ""),
    ("praise", "1", ""),
    ("team", "1", ""),
]


def by_rule(world: World, *criteria: tuple[str, str, str], **facts: Any) -> AwardScheme:
    return scheme(world, decides="rule", criteria=criteria or LIMITS, **facts)


def test_evidence_is_read_once_with_figure_and_source(world: World) -> None:
    review = signed_review(world)
    service = make_service(world, unit_code="PKM1-YAN")
    for number, days in enumerate((1, 1, 3)):
        make_case(
            service, f"B-{number}", received=moment(2026, 8, 3 + number), done=moment(2026, 8, 10 + number),
            days=days, officer=world.nurse,
        )  # fmt: skip
    make(world)
    row = proposed(world, by_rule(world))
    told = {item["code"]: item for item in row.evidence}
    assert told["predicate"]["met"] is True and told["predicate"]["figure"] == "Baik"
    assert review.document_number in told["predicate"]["source"]
    assert told["within"]["met"] is False and told["within"]["figure"] == "66,67% dari 3 berkas"
    assert told["cases"]["met"] is True and told["cases"]["figure"] == "3"
    assert told["satisfaction"]["met"] is None and told["satisfaction"]["figure"] == ""
    assert told["praise"] == {
        "code": "praise", "text": "Apresiasi warga yang terverifikasi, paling sedikit: 1", "figure": "0",
        "source": "Apresiasi warga yang terbukti setelah pemeriksaan, 1 Juli 2026 s.d. 30 September 2026",
        "met": False,
    }  # fmt: skip
    assert told["team"]["met"] is True and "stunting" in told["team"]["source"]
    make_case(service, "B-9", received=moment(2026, 9, 1), done=moment(2026, 9, 2), officer=world.nurse)
    row.refresh_from_db()
    assert {item["code"]: item for item in row.evidence} == told, "frozen when proposed"


def test_praise_counts_when_it_is_final_and_a_review_when_it_is_signed(world: World) -> None:
    final(world)
    row = proposed(world, by_rule(world, ("praise", "1", ""), ("predicate", "BAIK", "")))
    assert [item["met"] for item in row.evidence] == [False, None], "a complaint is no praise"
    Examination.objects.update(nature="praise")
    row = proposed(world, by_rule(world, ("praise", "1", ""), name="Dipuji warga"))
    assert row.evidence[0]["met"] is True and row.evidence[0]["figure"] == "1"


def test_evidence_of_a_unit(world: World) -> None:
    unit = world.units["PKM1"]
    make_published(world, unit, value=4)
    limits = [("satisfaction", "90", ""), ("cases", "1", ""), ("predicate", "ISTIMEWA", "")]
    row = by_rule(world, *limits, given_to="unit", every="year")
    whole = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31), "unit": unit}
    found = proposed(world, row, **whole, actor=user(world.office_head))
    assert [item["met"] for item in found.evidence] == [True, False, None]
    assert found.evidence[0]["figure"] == "100" and "12 responden" in found.evidence[0]["source"]
    with pytest.raises(PermissionDenied):
        proposed(world, row, **whole, actor=user(world.puskesmas_head))


@pytest.mark.parametrize("name", ["nurse", "midwife", "outsider", "auditor", "admin"])
def test_only_those_above_and_hr_propose(world: World, name: str) -> None:
    row = scheme(world)
    with pytest.raises(PermissionDenied):
        proposed(world, row, actor=user(getattr(world, name)))


def test_nobody_proposes_himself_also_not_hr(world: World) -> None:
    row = scheme(world)
    for person in (world.hr, world.section_head):
        with pytest.raises(PermissionDenied, match="sendiri"):
            proposed(world, row, employee=person, actor=user(person))
    assert proposed(world, row, actor=user(world.puskesmas_head)).employee == world.nurse


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"reason": " "}, Incomplete),
        ({"starts": date(2026, 7, 2)}, Incomplete),
        ({"ends": date(2026, 8, 31)}, Incomplete),
        ({"starts": date(2027, 1, 1), "ends": date(2027, 3, 31)}, Incomplete),
        ({"starts": date(2025, 1, 1), "ends": date(2025, 3, 31)}, NotPossible),
    ],
)
def test_a_proposal_needs_reason_and_a_whole_span(world: World, wrong: dict[str, Any], error: type) -> None:
    row = scheme(world)
    with pytest.raises(error):
        proposed(world, row, **wrong)


def test_one_subject_of_the_right_kind_once_a_span_within_the_unit(world: World) -> None:
    row = scheme(world, unit=world.units["PKM1-YAN"], actor=user(world.puskesmas_head))
    with pytest.raises(Incomplete):
        proposed(world, row, employee=world.nurse, unit=world.units["PKM1"])
    with pytest.raises(NotPossible, match="hanya untuk"):
        proposed(world, row, employee=world.midwife, actor=user(world.puskesmas_head))
    first = proposed(world, row)
    with pytest.raises(NotPossible, match="Sudah ada"):
        proposed(world, row)
    with pytest.raises(PermissionDenied):
        withdraw(proposal=first, why="Salah masa", actor=user(world.midwife), at=NOW)
    withdraw(proposal=first, why="Salah masa", actor=user(world.section_head), at=NOW)
    assert proposed(world, row).status == "proposed"


def test_a_juror_votes_with_a_reason_and_never_with_a_conflict(world: World) -> None:
    row = scheme(world, jurors=[world.nurse, world.section_head, world.puskesmas_head, world.auditor])
    found = proposed(world, row, actor=user(world.puskesmas_head))
    for person in (world.nurse, world.section_head, world.puskesmas_head, world.midwife, world.hr):
        with pytest.raises(PermissionDenied):  # himself, his appraiser, who proposed, no juror
            vote(proposal=found, yes=True, reason="Baik", actor=user(person), at=NOW)
        assert not rows.votes_waiting(person, TODAY).exists()
    juror = user(world.auditor)
    told = Notice.objects.filter(title__contains="suara Anda").values_list("user", flat=True)
    assert list(told) == [juror.pk] and list(rows.votes_waiting(world.auditor, TODAY)) == [found]
    with pytest.raises(Incomplete):
        vote(proposal=found, yes=True, reason=" ", actor=juror, at=NOW)
    vote(proposal=found, yes=True, reason="Baik", actor=juror, at=NOW)
    vote(proposal=found, yes=False, reason="Setelah dibaca lagi, belum.", actor=juror, at=NOW)
    assert [cast.yes for cast in found.votes.all()] == [False]
    decide(proposal=found, award=False, why="Belum cukup bukti.", actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible):
        vote(proposal=found, yes=True, reason="Baik", actor=juror, at=NOW)


def test_team_and_unit_members_do_not_vote_about_their_own(world: World) -> None:
    team = make(world)
    row = scheme(world, given_to="team", jurors=[world.nurse, world.midwife, world.auditor])
    found = proposed(world, row, team=team, actor=user(world.office_head))
    for person in (world.nurse, world.midwife):
        with pytest.raises(PermissionDenied):
            vote(proposal=found, yes=True, reason="Baik", actor=user(person), at=NOW)


def test_the_jury_decides_by_its_votes(world: World) -> None:
    found, hr = proposed(world), user(world.hr)
    with pytest.raises(NotPossible, match="0 suara setuju"):
        decide(proposal=found, award=True, why=WHY, actor=hr, at=NOW)
    with pytest.raises(Incomplete):
        decide(proposal=found, award=False, why=" ", actor=hr, at=NOW)
    for person in (world.nurse, world.section_head, world.auditor, world.office_head):
        with pytest.raises(PermissionDenied):
            decide(proposal=found, award=True, why=WHY, actor=user(person), at=NOW)
    voted(world, found)
    given = decide(proposal=found, award=True, why=WHY, actor=hr, at=NOW)
    assert (given.status, given.why, given.decided_by) == ("awarded", WHY, hr)
    assert Notice.objects.filter(user=world.nurse.user, title__contains="Bolehkah diumumkan").count() == 1
    with pytest.raises(NotPossible):
        decide(proposal=found, award=False, why=WHY, actor=hr, at=NOW)


def test_a_juror_who_stands_aside_stops_nothing(world: World) -> None:
    """The section head appraises the nurse: of two votes that the scheme asks only one can come."""
    row = scheme(world, jurors=[world.section_head, world.auditor], needed_votes=2)
    found, hr = proposed(world, row), user(world.hr)
    with pytest.raises(NotPossible, match="0 suara setuju; diperlukan 1"):
        decide(proposal=found, award=True, why=WHY, actor=hr, at=NOW)
    vote(proposal=found, yes=True, reason="Baik", actor=user(world.auditor), at=NOW)
    assert decide(proposal=found, award=True, why=WHY, actor=hr, at=NOW).status == "awarded"


def test_nobody_decides_about_himself(world: World) -> None:
    found = proposed(world, employee=world.hr, actor=user(world.agency_hr_head))
    voted(world, found)
    with pytest.raises(PermissionDenied, match="Anda sendiri"):
        decide(proposal=found, award=True, why=WHY, actor=user(world.hr), at=NOW)


def test_without_a_jury_every_condition_must_be_met(world: World) -> None:
    hr = user(world.hr)
    for met in (False, None):
        row = proposed(world, by_rule(world, ("cases", "1", ""), name=f"Cepat {met}"))
        AwardProposal.objects.filter(pk=row.pk).update(evidence=[{"code": "cases", "met": met}])
        with pytest.raises(NotPossible, match="syarat"):
            decide(proposal=row, award=True, why=WHY, actor=hr, at=NOW)
    AwardProposal.objects.filter(pk=row.pk).update(evidence=[{"code": "cases", "met": True}])
    assert decide(proposal=row, award=True, why=WHY, actor=hr, at=NOW).status == "awarded"


def test_who_decides_reads_first_which_condition_is_not_met(world: World) -> None:
    hr = world.client(world.hr)
    row = proposed(world, by_rule(world, ("cases", "1", "")))
    page = hr.get(reverse("growth:award_decide", args=[row.pk])).content.decode()
    assert "Syarat belum terpenuhi: Jumlah berkas yang dilayani" in page
    other = proposed(world, scheme(world, name="Dinilai juri"))
    assert "Syarat belum" not in hr.get(reverse("growth:award_decide", args=[other.pk])).content.decode()


def test_the_quota_holds_for_the_span(world: World) -> None:
    row = scheme(world)
    awarded(world, row)
    second = voted(world, proposed(world, row, employee=world.pppk))
    with pytest.raises(NotPossible, match="Kuota"):
        decide(proposal=second, award=True, why=WHY, actor=user(world.hr), at=NOW)
    other = {"starts": date(2026, 4, 1), "ends": date(2026, 6, 30), "employee": world.pppk}
    assert awarded(world, row, **other).status == "awarded", "another quarter"
    decide(proposal=second, award=False, why="Kuota penuh.", actor=user(world.hr), at=NOW)
    notice = Notice.objects.filter(user=world.pppk.user, title__contains="tidak diberikan").get()
    assert notice.url.endswith(f"/penghargaan/{second.pk}/")


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs the acts in threads of their own; what each came to, sorted."""
    gate, told = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
            told.append("done")
        except ActionError as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_one_winner_and_the_quota_kept(world: World) -> None:
    row = scheme(world)
    first = voted(world, proposed(world, row))
    second = voted(world, proposed(world, row, employee=world.pppk))
    facts = {"why": WHY, "actor": user(world.hr), "at": NOW}
    assert at_once(
        lambda: decide(proposal=first, award=True, **facts),
        lambda: decide(proposal=second, award=True, **facts),
    ) == ["NotPossible", "done"]
    assert row.proposals.filter(status="awarded").count() == 1
    left = row.proposals.get(status="proposed")
    assert at_once(
        lambda: decide(proposal=left, award=False, **facts),
        lambda: decide(proposal=left, award=False, **facts),
    ) == ["NotPossible", "done"]


def recognition_of(world: World, about: Employee | None = None) -> Decision:
    facts = {"kind": "recognition", "text": "Hargai perawat", "about": about or world.nurse}
    return decide_in(world, running(world), **facts)


def test_a_meetings_decision_becomes_a_proposal_and_closes_with_it(world: World) -> None:
    taken, owner = recognition_of(world), user(world.section_head)
    assert (
        list(rows.handovers_for(owner, TODAY)) == [taken] == list(rows.handovers_for(user(world.hr), TODAY))
    )
    assert not rows.handovers_for(user(world.nurse), TODAY).exists()
    row = scheme(world)
    with pytest.raises(Incomplete):
        proposed(world, row, employee=world.pppk, decision=taken)
    found = proposed(world, row, decision=taken)
    assert found.employee == world.nurse and not rows.handovers_for(owner, TODAY).exists()
    with pytest.raises(NotPossible):
        proposed(world, scheme(world, name="Lain"), decision=taken)
    decide(proposal=voted(world, found), award=True, why=WHY, actor=user(world.hr), at=NOW)
    taken.refresh_from_db()
    assert taken.status == "done" and WHY in taken.outcome and "diberikan" in taken.outcome


def test_a_withdrawn_proposal_gives_the_decision_back(world: World) -> None:
    taken = recognition_of(world)
    found = proposed(world, decision=taken)
    withdraw(proposal=found, why="Salah skema", actor=user(world.section_head), at=NOW)
    assert list(rows.handovers_for(user(world.section_head), TODAY)) == [taken]


def test_published_only_with_the_persons_yes_and_gone_with_his_no(world: World) -> None:
    given, hr = awarded(world), user(world.hr)
    assert list(rows.consents_waiting(world.nurse, TODAY)) == [given]
    with pytest.raises(NotPossible):
        publish(proposal=given, actor=hr, at=NOW)
    for person in (world.hr, world.section_head):
        with pytest.raises(PermissionDenied):
            give_consent(proposal=given, yes=True, actor=user(person), at=NOW)
    give_consent(proposal=given, yes=False, actor=user(world.nurse), at=NOW)
    with pytest.raises(NotPossible):
        publish(proposal=given, actor=hr, at=NOW)
    give_consent(proposal=given, yes=True, actor=user(world.nurse), at=NOW)
    publish(proposal=given, actor=hr, at=NOW)
    assert list(rows.published()) == [given] and not rows.consents_waiting(world.nurse, TODAY).exists()
    give_consent(proposal=given, yes=False, actor=user(world.nurse), at=NOW)
    assert not rows.published().exists()


def test_consent_of_a_team_is_its_leads_and_of_a_unit_its_heads(world: World) -> None:
    team: Team = make(world)
    row = scheme(world, given_to="team")
    facts = {"reason": REASON, "starts": STARTS, "ends": ENDS, "at": NOW}
    found = propose(scheme=row, team=team, actor=user(world.office_head), **facts)
    for juror in (world.auditor, world.office_head):
        if juror != world.office_head:
            vote(proposal=found, yes=True, reason="Baik", actor=user(juror), at=NOW)
    AwardScheme.objects.filter(pk=row.pk).update(needed_votes=1)
    given = decide(proposal=found, award=True, why=WHY, actor=user(world.hr), at=NOW)
    with pytest.raises(PermissionDenied):
        give_consent(proposal=given, yes=True, actor=user(world.nurse), at=NOW)
    assert give_consent(proposal=given, yes=True, actor=user(world.midwife), at=NOW).consent is True


def test_consent_before_the_award_is_refused(world: World) -> None:
    with pytest.raises(NotPossible):
        give_consent(proposal=proposed(world), yes=True, actor=user(world.nurse), at=NOW)


def test_hr_hears_of_it_when_all_jurors_who_may_have_voted(world: World) -> None:
    """One of the two is about himself: nobody waits for his vote."""
    row = scheme(world, jurors=[world.midwife, world.auditor])
    found = proposed(world, row, employee=world.midwife, actor=user(world.hr))
    assert not rows.decisions_waiting(user(world.hr), TODAY).exists()
    vote(proposal=found, yes=True, reason="Baik", actor=user(world.auditor), at=NOW)
    assert list(rows.decisions_waiting(user(world.hr), TODAY)) == [found]
    assert decide(proposal=found, award=True, why=WHY, actor=user(world.hr), at=NOW).status == "awarded"


def test_what_waits_for_whom(world: World) -> None:
    found = proposed(world)
    assert list(rows.votes_waiting(world.auditor, TODAY)) == [found]
    assert not rows.votes_waiting(world.nurse, TODAY).exists()
    assert not rows.decisions_waiting(user(world.hr), TODAY).exists()
    voted(world, found)
    assert not rows.votes_waiting(world.auditor, TODAY).exists()
    assert list(rows.votes_waiting(world.midwife, TODAY)) == [found]
    assert list(rows.decisions_waiting(user(world.hr), TODAY)) == [found]
    assert not rows.decisions_waiting(user(world.section_head), TODAY).exists()
    published(world, scheme(world, name="Lain"))
    assert Notice.objects.filter(user=world.auditor.user, title__contains="suara Anda").count() == 2
