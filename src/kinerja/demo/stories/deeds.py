"""What people do in more than one story: train, coach, recognise. Every line is an act of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from kinerja.assessment.models import Decision
from kinerja.growth.actions.certificates import issue
from kinerja.growth.actions.coach_feedback import give_feedback
from kinerja.growth.actions.competence import Answer, begin_assessment, finalise, save_draft
from kinerja.growth.actions.courses import make_course
from kinerja.growth.actions.enrolments import approve_enrolment, enrol, take_test
from kinerja.growth.actions.evaluations import evaluate
from kinerja.growth.actions.promises import keep_promise
from kinerja.growth.actions.recognition import decide, give_consent, propose, publish, vote
from kinerja.growth.actions.sessions import begin_session, check_in, hold_session, plan_session
from kinerja.growth.actions.support import agree, close_plan, finish_step, log_talk, offer, open_plan
from kinerja.growth.models import (
    AwardProposal,
    AwardScheme,
    Certificate,
    CompetenceAssessment,
    Course,
    Enrolment,
    Need,
    Session,
    SupportPlan,
    TestResult,
    TrainingEvaluation,
)
from kinerja.people.models import Employee
from kinerja.rules.competence import dictionary
from kinerja.rules.loader import in_force

from .stage import Stage

MOMENT = TestResult.Moment


@dataclass(frozen=True, slots=True)
class Lecture:
    """A course as the story tells it. `questions`: text, options (the first is right)."""

    title: str
    purpose: str
    hours: int
    trainer: str
    competence: str = ""
    kind: str = "pelatihan_teknis"
    form: str = Course.Form.WORKSHOP
    price: int = 350_000
    behaviour_after: int = 3
    questions: Sequence[tuple[str, Sequence[str]]] = ()


def train(
    stage: Stage, lecture: Lecture, people: Sequence[Employee], ago: int, needs: dict[int, Need] | None = None
) -> Session:
    """The course announced two weeks before, held `ago` days ago, and judged by those whom it was for."""
    hr, before = stage.user("hr"), stage.at(ago + 14)
    course = make_course(
        title=lecture.title,
        purpose=lecture.purpose,
        kind=lecture.kind,
        form=lecture.form,
        hours=lecture.hours,
        price=lecture.price,
        competence=lecture.competence,
        behaviour_after=lecture.behaviour_after,
        questions=[(text, options, 0) for text, options in lecture.questions],
        actor=hr,
        at=before,
    )
    starts = stage.at(ago, 8)
    session = plan_session(
        course=course,
        starts_at=starts,
        ends_at=starts + timedelta(hours=8),
        place="Aula BKPSDM",
        trainer=lecture.trainer,
        seats=len(people),
        actor=hr,
        at=before,
    )
    rows = [_enrol(stage, session, person, ago, (needs or {}).get(person.pk)) for person in people]
    begin_session(session=session, actor=hr, at=starts)
    for row in rows:
        user = stage.user(row.employee)
        check_in(session=session, employee=row.employee, actor=user, at=starts + timedelta(minutes=5))
    hold_session(session=session, actor=hr, at=starts + timedelta(hours=8))
    for number, row in enumerate(rows):
        _test(stage, row, MOMENT.AFTER, wrong=1 if number % 3 == 0 else 0, ago=ago - 1)
    _judge(stage, session)
    session.refresh_from_db()
    return session


def _enrol(stage: Stage, session: Session, person: Employee, ago: int, need: Need | None) -> Enrolment:
    row = enrol(session=session, employee=person, need=need, actor=stage.user(person), at=stage.at(ago + 12))
    leader = stage.user(stage.appraiser(person))
    row = approve_enrolment(enrolment=row, actor=leader, at=stage.at(ago + 10))
    _test(stage, row, MOMENT.BEFORE, wrong=2 if person.pk % 2 else 1, ago=ago + 3)
    row.employee = person
    return row


def _test(stage: Stage, row: Enrolment, moment: str, *, wrong: int, ago: int) -> None:
    """The first `wrong` answers are wrong."""
    questions = list(row.session.course.questions.order_by("pk"))
    if questions:
        answers = {question.pk: int(number < wrong) for number, question in enumerate(questions)}
        actor = stage.user(row.employee)
        take_test(enrolment=row, moment=moment, answers=answers, actor=actor, at=stage.at(ago))


def _judge(stage: Stage, session: Session) -> None:
    """Everybody who was asked and could answer by today has answered, the day after he could."""
    law = in_force("training.statements", stage.book.today)
    rows = TrainingEvaluation.objects.filter(enrolment__session=session, opens__lte=stage.day(3))
    for number, row in enumerate(rows.select_related("by__user").order_by("pk")):
        scores = {code: 4 - (number + place) % 2 for place, code in enumerate(law[row.level])}
        words = "Sekarang ia menyapa dan menjelaskan lebih dulu." if row.level == "behaviour" else ""
        ago = max(stage.ago(row.opens) - 1, 2)
        evaluate(evaluation=row, scores=scores, text=words, actor=stage.user(row.by), at=stage.at(ago))


@dataclass(frozen=True, slots=True)
class Guidance:
    """A plan of support as the story tells it: steps and promises in words, and what came of it."""

    goal: str
    facts: str
    options: str
    steps: Sequence[str]
    promises: Sequence[str]
    outcome: str
    kind: str = SupportPlan.Kind.COACHING
    competence: str = ""
    talks: Sequence[tuple[str, str]] = field(
        default=(("Langkah pertama dicoba dua minggu.", "Diteruskan, dengan catatan harian singkat."),)
    )


def guide(
    stage: Stage,
    told: Guidance,
    employee: Employee,
    guide: Employee,
    ago: int,
    days: int,
    decision: Decision | None = None,
) -> SupportPlan:
    """Opened `ago` days ago, agreed, talked about, its promises kept, closed as reached after `days`."""
    leader, own = stage.user(guide), stage.user(employee)
    due = stage.day(ago - days)
    plan = open_plan(
        kind=told.kind,
        employee=employee,
        guide=guide,
        goal=told.goal,
        facts=told.facts,
        options=told.options,
        competence=told.competence,
        starts=stage.day(ago),
        due=due,
        steps=[(text, "employee", due) for text in told.steps],
        promises=[(text, guide, due) for text in told.promises],
        actor=leader,
        at=stage.at(ago),
        decision=decision,
    )
    plan = offer(plan=plan, actor=leader, at=stage.at(ago))
    plan = agree(plan=plan, actor=own, at=stage.at(ago - 1))
    span = days // (len(told.talks) + 1)
    for number, (progress, agreed) in enumerate(told.talks, start=1):
        day = ago - number * span
        log_talk(
            plan=plan,
            held_on=stage.day(day),
            progress=progress,
            agreed=agreed,
            actor=leader,
            at=stage.at(day),
        )
    for promise in plan.promises.all():
        note = "Sudah tersedia dan dipakai setiap hari."
        day = ago - days // 2
        keep_promise(promise=promise, on=stage.day(day), note=note, actor=leader, at=stage.at(day))
    for step in plan.steps.all():
        seen = "Terlihat pada pengamatan di loket dan catatan mingguan."
        day = ago - days + 2
        finish_step(step=step, done_on=stage.day(day), evidence=seen, actor=own, at=stage.at(day))
    end = {"result": SupportPlan.Result.REACHED, "outcome": told.outcome}
    plan = close_plan(plan=plan, **end, actor=leader, at=stage.at(ago - days))
    law = in_force("coach.statements", stage.day(ago))
    answers = {row["code"]: 4 - number % 2 for number, row in enumerate(law["statements"])}
    note = "Contohnya jelas, dan saya tidak merasa dihakimi."
    give_feedback(plan=plan, answers=answers, note=note, actor=own, at=stage.at(ago - days - 2))
    return plan


def judge_competence(
    stage: Stage, person: Employee, ago: int, level: int, other: Mapping[str, int]
) -> CompetenceAssessment:
    """All nine at `level` but those in `other`, seen by the appraiser and final on the same day."""
    assessor, day = stage.appraiser(person), stage.day(ago)
    actor, method = stage.user(assessor), CompetenceAssessment.Method.OBSERVATION
    made = begin_assessment(
        employee=person, assessor=assessor, method=method, held_on=day, actor=actor, at=stage.at(ago)
    )
    seen = "Diamati di loket dan ruang kerja pada jam sibuk selama dua minggu."
    save_draft(
        assessment=made,
        answers={item.code: Answer(other.get(item.code, level), seen) for item in dictionary(day)},
        note="Dibahas bersama pegawai.",
        method=method,
        held_on=day,
        actor=actor,
        at=stage.at(ago),
    )
    return finalise(assessment=made, actor=actor, at=stage.at(ago, 11))


def recognise(
    stage: Stage,
    proposal: AwardProposal,
    why: str,
    ago: int,
    *,
    jurors: Sequence[Employee] = (),
) -> Certificate:
    """Voted on where a jury decides, awarded, published with the person's yes, and on paper."""
    hr = stage.user("hr")
    for juror in jurors:
        words = "Buktinya jelas dan warga merasakannya."
        vote(proposal=proposal, yes=True, reason=words, actor=stage.user(juror), at=stage.at(ago))
    proposal = decide(proposal=proposal, award=True, why=why, actor=hr, at=stage.at(ago - 1))
    assert proposal.employee is not None
    own = stage.user(proposal.employee)
    proposal = give_consent(proposal=proposal, yes=True, actor=own, at=stage.at(ago - 2))
    proposal = publish(proposal=proposal, actor=hr, at=stage.at(ago - 3))
    return issue(proposal=proposal, actor=hr, at=stage.at(ago - 3))


def put_forward(
    stage: Stage,
    scheme: AwardScheme,
    employee: Employee,
    reason: str,
    by: Employee,
    ago: int,
    decision: Decision | None = None,
) -> AwardProposal:
    """A proposal for the quarter that had ended when it was made."""
    starts, ends = stage.quarter(ago)
    return propose(
        scheme=scheme,
        starts=starts,
        ends=ends,
        employee=employee,
        reason=reason,
        actor=stage.user(by),
        at=stage.at(ago),
        decision=decision,
    )
