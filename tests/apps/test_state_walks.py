"""Things whose state stands in dates or beside the table's own `move`: every path, every refusal, by acts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from kinerja.accounts.errors import Stale
from kinerja.assessment.actions import teams
from kinerja.assessment.actions.contributions import tell_own
from kinerja.assessment.actions.delegations import end_delegation
from kinerja.assessment.errors import NotOpen
from kinerja.assessment.models import Delegation, TeamGoal
from kinerja.growth.actions import honours, mentor_meetings, pay, proof
from kinerja.growth.models import MentorMeeting, Programme
from kinerja.people.imports import uploads
from kinerja.people.imports.run import ImportRefused
from kinerja.people.models import ImportRun
from kinerja.plans import actions as plans
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent
from kinerja.plans.errors import NotNow
from kinerja.plans.models import GoalTemplate
from kinerja.progress.actions import feedback
from kinerja.rules.states import MACHINES
from kinerja.voice.actions import case_imports, changes, forum, moderation, privacy, services
from kinerja.voice.actions.survey_decisions import decide_answers
from kinerja.voice.errors import NotPossible
from kinerja.voice.imports.run import CasesRefused
from kinerja.voice.models import CaseImport, Change, ForumPost, SurveyAnswer, Topic
from tests.apps.assessment.make_teams import MADE, make, member
from tests.apps.assessment.office import WINDOW, user
from tests.apps.growth.make_mentoring import met, running
from tests.apps.growth.make_pay import honour, second, table
from tests.apps.insight.make_effects import programme
from tests.apps.progress.conftest import make_skp
from tests.apps.voice.make_complaints import complaint
from tests.apps.voice.make_forum import key, make_citizen, make_post, make_topic
from tests.apps.voice.make_services import make_service, make_standard
from tests.apps.voice.make_surveys import make_answers, make_period, make_version
from tests.walking import walk
from tests.world import NOW, TODAY, World

REFUSED = (NotPossible, Stale)
DAY = timedelta(days=1)


def states(machine: str) -> set[str]:
    return set(MACHINES[machine])


def test_a_team(world: World) -> None:
    team, midwife = make(world), user(world.midwife)
    for goal in TeamGoal.objects.all():
        teams.realise_goal(goal=goal, realisation="97%", done=True, actor=midwife, at=WINDOW)
    days = {"starts": team.starts, "ends": team.ends, "lead": world.midwife}
    acts = {
        "change": lambda row: teams.change_team(
            team=row, name="Lain", purpose="Tetap", **days, actor=user(world.puskesmas_head), at=WINDOW
        ),
        "close": lambda row: teams.close_team(team=row, result="Panduan", actor=midwife, at=WINDOW),
    }
    assert walk("team", team, acts, REFUSED) == states("team")


def test_a_membership(world: World) -> None:
    head, nurse = user(world.puskesmas_head), user(world.nurse)
    asked = member(make(world, confirmed=False), world, "nurse")
    again = {"people": [world.nurse], "role": "Pendata", "actor": head, "at": MADE}
    told = {"period": world.q3, "text": "Menimbang.", "initiative": "", "actor": nurse, "at": WINDOW}
    acts = {
        "confirm": lambda row: teams.confirm_role(member=row, actor=nurse, at=MADE),
        "decline": lambda row: teams.decline_role(member=row, reason="Cuti", actor=nurse, at=MADE),
        "end": lambda row: teams.end_membership(member=row, actor=head, at=MADE),
        "invite": lambda row: teams.invite(team=row.team, **again),
        "tell": lambda row: tell_own(member=row, **told),
    }
    assert walk("membership", asked, acts, REFUSED) == states("membership")


@pytest.mark.parametrize(
    ("day", "state", "ends"),
    [(-1, "coming", True), (0, "running", True), (7, "running", True), (8, "lapsed", False)],
)
def test_a_delegation(world: World, day: int, state: str, ends: bool) -> None:
    facts = {"giver": world.section_head, "taker": world.pppk, "reason": "Dinas luar"}
    row = Delegation.objects.create(**facts, starts=TODAY, ends=TODAY + 7 * DAY)
    then = {"actor": user(world.section_head), "at": NOW + day * DAY}
    assert row.state_on(TODAY + day * DAY) == state
    if not ends:
        with pytest.raises(NotOpen):
            end_delegation(delegation=row, **then)
        return
    end_delegation(delegation=row, **then)
    assert {row.state_on(TODAY + other * DAY) for other in (-9, day, 99)} == {"ended"}
    with pytest.raises(NotOpen):
        end_delegation(delegation=Delegation.objects.get(), **then)


def test_a_request_for_feedback(world: World) -> None:
    skp, colleague = make_skp(world, world.nurse, "PERAWAT", world.section_head), world.outsider.user
    facts = {"plan": skp.plan, "period": world.q3, "message": "", "result_key": skp.result, "at": NOW}
    row = feedback.ask_feedback(**facts, asked=world.outsider, actor=world.nurse.user)
    said = {"text": "Cepat", "tone": "positif", "actor": colleague, "at": NOW}
    acts = {
        "answer": lambda row: feedback.answer_feedback(request=row, **said),
        "decline": lambda row: feedback.decline_feedback(request=row, actor=colleague, at=NOW),
    }
    assert walk("feedback_request", row, acts, (Stale,)) == states("feedback_request")


def test_a_template_of_goals(world: World) -> None:
    indicator = IndicatorContent(statement="Pasien terlayani", target="90%", aspect="kuantitas")
    goals = PlanContent((ResultContent(statement="Pasien terlayani", indicators=(indicator,)),))
    hr = {"actor": world.hr.user, "at": NOW}
    row = plans.create_template(title="Perawat", unit=world.units["PKM1"], content=goals, **hr)
    head = {"title": "Lain", "level": "", "words": "", "form": row.form, "approach": row.approach}
    sent = {"employees": [world.nurse.pk], "cycle": world.cycle}

    def save(row: GoalTemplate) -> None:
        plans.save_template(template=row, **head, content=goals, revision=row.revision, **hr)

    acts = {
        "save": save,
        "send": lambda row: plans.send_template(template=row, **sent, **hr),
        "copy": lambda row: plans.copy_template(template=row, **hr),
        "retire": lambda row: plans.retire_template(template=row, **hr),
    }
    refusals = (NotNow, PermissionDenied)
    assert walk("goal_template", row, acts, refusals) == states("goal_template")


def test_an_import_of_staff(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = {"actor": world.hr.user, "at": NOW}
    row = ImportRun.objects.create(name="a.csv", content=b"x", by=world.hr.user, at=NOW)
    work, found = uploads.apply_run, SimpleNamespace(what="pass")
    monkeypatch.setattr(uploads, "apply_run", lambda *args: None)

    def checked(*_args: Any) -> Any:
        if found.what == "fail":
            raise MemoryError
        problems = (SimpleNamespace(data=dict),) if found.what == "refuse" else ()
        return SimpleNamespace(rows=1, changes=SimpleNamespace(counts=dict), problems=problems)

    def applied(*_args: Any, **_facts: Any) -> Any:
        if found.what == "fail":
            raise MemoryError
        if found.what == "refuse":
            raise ImportRefused([])
        return {}

    monkeypatch.setattr(uploads, "check", checked)
    monkeypatch.setattr(uploads, "import_people", applied)

    def worker(what: str, row: ImportRun) -> None:
        found.what = what
        try:
            if what == "finish" or (row.status == "applying" and what != "pass"):
                work(row.pk, **actor)
            else:
                uploads.check_run(row.pk)
        except MemoryError:
            return

    acts = {
        "pass": lambda row: worker("pass", row),
        "refuse": lambda row: worker("refuse", row),
        "fail": lambda row: worker("fail", row),
        "finish": lambda row: worker("finish", row),
        "confirm": lambda row: uploads.confirm(run=row, **actor),
        "drop": lambda row: uploads.drop(run=row, **actor),
    }
    refusals = (Stale, ImportRun.DoesNotExist)
    assert walk("staff_import", row, acts, refusals) == states("staff_import")


def test_an_import_of_cases(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row = CaseImport.objects.create(name="a.csv", content=b"x", by=world.hr.user, at=NOW)

    def run(row: CaseImport, ends: Exception | None) -> None:
        def imported(*_args: Any, **_facts: Any) -> dict[str, int]:
            if ends:
                raise ends
            return {"new": 1}

        monkeypatch.setattr(case_imports, "import_cases", imported)
        try:
            case_imports.run_import(row.pk, NOW, None)
        except MemoryError:
            return

    acts = {
        "finish": lambda row: run(row, None),
        "refuse": lambda row: run(row, CasesRefused([])),
        "fail": lambda row: run(row, MemoryError()),
    }
    assert walk("case_import", row, acts, (CaseImport.DoesNotExist,)) == states("case_import")


def test_an_honour(world: World) -> None:
    hr = {"actor": user(world.hr), "at": NOW}
    step = {"employee": world.nurse, "years": 10, **hr}
    acts = {
        "propose": lambda row: honours.propose_honour(**step),
        "set_aside": lambda row: honours.set_aside(**step, reason="Hukuman disiplin"),
        "grant": lambda row: honours.grant_honour(honour=row, number="1/TK/2026", on=TODAY, **hr),
    }
    assert walk("honour", honour(world), acts, REFUSED) == states("honour")


def test_a_table_of_allowances(world: World) -> None:
    acts = {"approve": lambda row: pay.approve_table(table=row, actor=second(world), at=NOW)}
    reached = walk("allowance_table", table(world, approved=False), acts, REFUSED)
    assert reached == states("allowance_table")


def test_a_programme(world: World) -> None:
    hr = {"actor": user(world.hr), "at": NOW}
    names = ("title", "kind", "story", "measure", "before_from", "starts", "settled", "after_to")

    def change(row: Programme) -> None:
        told = {name: getattr(row, name) for name in names}
        proof.change_programme(programme=row, **told, treated=list(row.treated.all()), **hr)

    acts = {
        "change": change,
        "publish": lambda row: proof.publish_programme(programme=row, **hr),
        "withdraw": lambda row: proof.withdraw_programme(programme=row, why="Salah unit", **hr),
    }
    assert walk("programme", programme(world), acts, REFUSED) == states("programme")


def test_a_meeting_of_mentor_and_mentee(world: World) -> None:
    nurse = {"actor": user(world.nurse), "at": NOW}
    told = {"material": "Menyapa", "action": "Latihan", "action_due": TODAY + 7 * DAY}

    def write(row: MentorMeeting) -> None:
        mentor_meetings.write_journal(meeting=row, **told, **nurse)

    acts = {
        "write": write,
        "cancel": lambda row: mentor_meetings.cancel_meeting(meeting=row, **nurse),
        "finish": lambda row: mentor_meetings.finish_action(meeting=row, done_on=TODAY, **nurse),
    }
    meeting = met(world, running(world))
    assert walk("mentor_meeting", meeting, acts, REFUSED) == states("mentor_meeting")


def test_a_standard(world: World) -> None:
    keeper = {"actor": world.services_officer.user, "at": NOW}
    draft = make_standard(make_service(world), published_at=None)
    acts = {
        "change": lambda row: services.draft_standard(
            service=row.service, standard=row, values={"fee": 1}, **keeper
        ),
        "publish": lambda row: services.publish_standard(standard=row, starts=date(2026, 11, 1), **keeper),
    }
    assert walk("standard", draft, acts, REFUSED) == states("standard")


def test_an_answer_that_is_held(world: World) -> None:
    period = make_period(world.units["DUKCAPIL-KTP"], make_version())
    (row,) = make_answers(period, [[3] * 9], state="held", flags=["too_fast"])

    def decide(row: SurveyAnswer, counts: bool) -> None:
        who = {"actor": world.services_officer.user, "at": NOW}
        decide_answers(period=period, counts=counts, reason="Diperiksa", answers=[row.pk], **who)

    acts = {"count": lambda row: decide(row, True), "drop": lambda row: decide(row, False)}
    assert walk("survey_answer", row, acts, (Stale,)) == states("survey_answer")


def test_what_changed_because_of_citizens(world: World) -> None:
    head = {"actor": world.counter_head.user, "at": NOW}
    causes = changes.Causes(complaints=[complaint(world)])
    words = {"title": "Loket kedua", "text": "Dua petugas.", "changed_on": date(2026, 5, 4)}
    unit = world.units["DUKCAPIL-KTP"]

    def write(row: Change | None) -> Change:
        return changes.draft_change(unit=unit, **words, causes=causes, change=row, **head)

    acts = {"rewrite": write, "publish": lambda row: changes.publish_change(change=row, **head)}
    assert walk("change", write(None), acts, (Stale,)) == states("change")


def test_a_topic_of_the_forum(world: World) -> None:
    head, fresh = {"actor": world.counter_head.user, "at": NOW}, count()

    def write(row: Topic) -> None:
        number = next(fresh)
        said = {"text": f"Jawaban {number}", "official": True, "key": key(f"jawaban {number}")}
        forum.answer_topic(topic=row, unit=row.unit, **said, **head)

    acts = {
        "write": write,
        "close": lambda row: moderation.set_closed(topic=row, closed=True, reason="Selesai", **head),
        "open": lambda row: moderation.set_closed(topic=row, closed=False, reason="Lanjut", **head),
    }
    assert walk("topic", make_topic(world, make_citizen()), acts, REFUSED) == states("topic")


def test_a_post_of_the_forum(world: World) -> None:
    author, fresh = make_citizen(), count()
    post = make_post(make_topic(world, author), author, "Antre dua jam")
    why = {"reason": "Alasan", "actor": world.complaints_officer.user, "at": NOW}

    def flag(row: ForumPost) -> None:
        moderation.flag_post(post=row, citizen=make_citizen(f"warga{next(fresh)}"), reason="spam", at=NOW)

    acts = {
        "flag": flag,
        "edit": lambda row: forum.edit_post(post=row, text=f"Antre {next(fresh)} jam", at=NOW),
        "hold": lambda row: moderation.hold(post=row, reason=moderation.REPORTED, at=NOW),
        "hide": lambda row: moderation.hide_post(post=row, **why),
        "show": lambda row: moderation.show_post(post=row, **why),
    }
    assert walk("forum_post", post, acts, REFUSED) == states("forum_post")


def test_a_request_about_data(world: World) -> None:
    officer = {"actor": world.privacy_officer.user, "at": NOW}
    row = privacy.ask_about_data(kind="export", email="warga@contoh.test", note="", at=NOW)
    acts = {
        "fulfil": lambda row: privacy.give_copy(request=row, **officer),
        "refuse": lambda row: privacy.refuse_request(request=row, reason="UU 27/2022 Ps 15", **officer),
    }
    assert walk("data_request", row, acts, (Stale,)) == states("data_request")


def test_a_breach(world: World) -> None:
    officer = {"actor": world.privacy_officer.user, "at": NOW}
    facts = {"happened": "Ponsel hilang", "data": "Nama", "people_count": 4}
    row = privacy.record_breach(discovered_at=NOW, **facts, **officer)
    told = {"handling": "Dikunci", "people_told_at": NOW, "authority_told_at": NOW}
    acts = {
        "update": lambda row: privacy.update_breach(breach=row, close=False, handling="Dikunci", **officer),
        "close": lambda row: privacy.update_breach(breach=row, close=True, **told, **officer),
    }
    assert walk("breach", row, acts, REFUSED) == states("breach")
