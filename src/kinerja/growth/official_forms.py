"""What the printable forms of guidance show: one JSON-able dict a form, as `documents.render` takes it.

PermenPANRB 6/2022 Lampiran hlm 80-86: coaching (B.1.6), mentoring (B.1.7), feedback on guidance (B.1.8),
evaluation of competence (B.1.9), report on behaviour (B.1.10).

Keys that all share (dates as ISO text, empty text for what is missing): agency, sample, period, number (the
line at the foot), employee and other (name, nip, rank, post, unit), roles (what the two are called), signed
(employee_at, other_at). Papers are Indonesian, whatever language the reader uses.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate, localtime

from kinerja.people.models import Appointment, Employee, Post
from kinerja.people.queries import agency, appraiser_of, own_post
from kinerja.plans.models import Plan
from kinerja.plans.snapshots import party
from kinerja.rules.behaviour import behaviour_values
from kinerja.rules.competence import dictionary, form_scale
from kinerja.rules.loader import in_force

from .models import (
    BehaviourReport,
    CoachFeedback,
    CompetenceAssessment,
    MentorMeeting,
    Mentorship,
    SupportPlan,
    SupportStep,
    TechnicalCompetence,
)
from .queries.coach_feedback import statements
from .queries.competence import TECHNICAL

Data = dict[str, Any]
EMPLOYEE, APPRAISER, GUIDE = "Pegawai yang Dinilai", "Pejabat Penilai Kinerja", "Pembimbing"
MEETINGS = 200
KINDS = {
    "manajerial": "A. KOMPETENSI MANAJERIAL",
    "sosial kultural": "B. KOMPETENSI SOSIO KULTURAL",
    TECHNICAL: "C. KOMPETENSI TEKNIS",
}
ABOUT = {"self": "TENTANG SAYA", "leader": "TENTANG PIMPINAN", "both": "TENTANG KAMI BERDUA"}


def support_data(plan: SupportPlan) -> Data:
    """Form B.1.6 of a support plan."""
    agreed = _day(plan.agreed_at)
    return {
        **_common(plan.employee, plan.guide, plan.starts),
        "number": f"Format B.1.6, {plan.get_status_display().lower()}",
        "title": SupportPlan.Kind(plan.kind).label,
        "signed": {"employee_at": agreed, "other_at": agreed},
        "goal": plan.goal,
        "facts": plan.facts,
        "options": plan.options,
        "adjusts_target": plan.adjusts_target,
        "steps": [
            {
                "text": step.text,
                "by": _by(plan, step),
                "due": step.due.isoformat(),
                "done_on": step.done_on.isoformat() if step.done_on else "",
                "evidence": step.evidence,
            }
            for step in plan.steps.all()
        ],
    }


def _by(plan: SupportPlan, step: SupportStep) -> str:
    return plan.employee.name if step.by == SupportStep.By.EMPLOYEE else plan.guide.name


def mentorship_data(pair: Mentorship) -> Data:
    """Form B.1.7 with the journal, oldest meeting first; the views of the two are not on it."""
    return {
        **_common(pair.mentee, pair.mentor, pair.starts, ("Mentee", "Mentor")),
        "number": f"Format B.1.7, {pair.get_status_display().lower()}",
        "signed": {"employee_at": _day(pair.mentee_agreed_at), "other_at": _day(pair.mentor_agreed_at)},
        "skill": pair.skill,
        "starts": pair.starts.isoformat(),
        "ends": pair.ends.isoformat(),
        "expected": pair.expected,
        "measure": pair.measure,
        "journal": [
            _meeting(row)
            for row in pair.meetings.filter(cancelled=False).order_by("starts_at", "pk")[:MEETINGS]
        ],
    }


def _meeting(row: MentorMeeting) -> Data:
    begins = localtime(row.starts_at)
    return {
        "at": begins.date().isoformat(),
        "time": f"{begins:%H.%M}",
        "place": row.place,
        "material": row.material,
        "action": row.action,
        "due": row.action_due.isoformat() if row.action_due else "",
    }


def feedback_data(feedback: CoachFeedback) -> Data:
    """Form B.1.8: the statements of the day on which they were answered."""
    plan, given = feedback.plan, localdate(feedback.at)
    asked, scale = statements(given)
    rows = [
        (item.about, {"no": number, "text": item.text, "answer": scale[feedback.answers[item.code] - 1]})
        for number, item in enumerate(asked, start=1)
    ]
    return {
        **_common(plan.employee, plan.guide, given),
        "number": "Format B.1.8, rahasia, hanya untuk atasan pembimbing",
        "signed": {"employee_at": given.isoformat(), "other_at": ""},
        "to": feedback.to.name,
        "groups": _grouped(ABOUT, rows),
        "note": feedback.note,
    }


def assessment_data(row: CompetenceAssessment) -> Data:
    """Form B.1.9 of a final assessment; the mark is read from the gap (`rules.competence.form_scale`)."""
    scores = list(row.scores.all())
    nine = {item.code: (item.kind, item.name) for item in dictionary(row.held_on)}
    own = TechnicalCompetence.objects.in_bulk(
        [score.code for score in scores if score.code not in nine], field_name="code"
    )
    named = nine | {code: (TECHNICAL, item.name) for code, item in own.items()}
    rows = []
    for score in scores:
        kind, name = named.get(score.code, (TECHNICAL, score.code))
        mark, words = form_scale(score.achieved - score.required, row.held_on)
        told = {"name": name, "required": score.required, "achieved": score.achieved}
        rows.append((kind, {**told, "mark": mark, "words": words, "reason": score.evidence}))
    return {
        **_common(row.employee, row.assessor, row.held_on, post=row.post, other_role="Penilai Kompetensi"),
        "number": "Format B.1.9",
        "signed": {"employee_at": "", "other_at": _day(row.finalised_at)},
        "held_on": row.held_on.isoformat(),
        "method": row.get_method_display(),
        "groups": _grouped(KINDS, rows),
        "scale": in_force("competence.form_scale", row.held_on)["words"],
        "recommendation": row.note,
    }


def behaviour_data(report: BehaviourReport) -> Data:
    """Form B.1.10; what was decided afterwards and counselling are not on it."""
    names = {value.code: value.name for value in behaviour_values(report.told_on)}
    return {
        **_common(report.employee, report.appraiser, report.told_on, (EMPLOYEE, APPRAISER)),
        "number": "Format B.1.10" + ("" if report.reported_at else ", belum dilaporkan"),
        "signed": {"employee_at": "", "other_at": _day(report.reported_at)},
        "value": names.get(report.value, report.value),
        "problem": report.problem,
        "expectation": report.expectation,
        "detail": report.detail,
        "others_too": report.others_too,
        "told_on": report.told_on.isoformat(),
        "efforts": report.efforts,
        "evidence": report.evidence,
    }


def _common(
    employee: Employee,
    other: Employee,
    day: date,
    roles: tuple[str, str] | None = None,
    *,
    post: Post | None = None,
    other_role: str = GUIDE,
) -> Data:
    """What all forms share, with posts as of `day`; without `roles` the other is appraiser if he is."""
    if roles is None:
        line = appraiser_of(employee, day)
        appraises = line is not None and line.employee.pk == other.pk
        roles = (EMPLOYEE, APPRAISER if appraises else other_role)
    here = agency()
    return {
        "agency": {"name": here.name, "short_name": here.short_name, "place": here.place},
        "sample": here.is_sample,
        "period": _period(employee, day),
        "employee": party(employee, post, "") if post else _party(employee, day),
        "other": _party(other, day),
        "roles": list(roles),
    }


def _party(employee: Employee, day: date) -> dict[str, str]:
    held = own_post(employee, day)
    if held is None:
        return party(employee, None, "")
    return party(employee, held.post, "plt" if held.kind == Appointment.Kind.PLT else "")


def _period(employee: Employee, day: date) -> dict[str, str]:
    """The days of the employee's SKP on the day, else the whole year."""
    plan = Plan.objects.filter(employee=employee, starts__lte=day, ends__gte=day).order_by("-starts").first()
    starts, ends = (plan.starts, plan.ends) if plan else (date(day.year, 1, 1), date(day.year, 12, 31))
    return {"label": "", "starts": starts.isoformat(), "ends": ends.isoformat()}


def _grouped(titles: dict[str, str], rows: list[tuple[str, Data]]) -> list[Data]:
    """The rows under their titles, in the order of `titles`; a title without rows is left out."""
    groups: dict[str, list[Data]] = {key: [] for key in titles}
    for key, row in rows:
        groups[key].append(row)
    return [{"title": titles[key], "rows": found} for key, found in groups.items() if found]


def _day(moment: datetime | None) -> str:
    return localdate(moment).isoformat() if moment else ""
