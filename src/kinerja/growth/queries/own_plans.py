"""Individual development plans: proposals of goals, ways to reach them, who has to do what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kinerja.assessment.models import Review
from kinerja.people.models import Employee
from kinerja.people.queries import own_post, team_of
from kinerja.rules.loader import in_force

from ..models import Course, DevelopmentGoal, DevelopmentPlan
from .competence import competences_of, profile

COURSE = "course:"
COACHING = "coaching"
# The last day of a goal that was proposed, when its year is not yet over by then.
USUAL_MONTH, USUAL_DAY = 11, 30


@dataclass(frozen=True, slots=True)
class Proposal:
    """A goal that the papers suggest; `key` is "gap:<code>" or "review"."""

    key: str
    competence: str
    aim: str
    way: str
    reason: str


def ways(on: date) -> list[tuple[str, str]]:
    """How a goal may be reached: courses of the catalogue first, then the kinds of the law. One query."""
    courses = [(f"{COURSE}{row.pk}", row.title) for row in Course.objects.filter(retired=False)]
    return courses + [(code, row["name"]) for code, row in in_force("hours.kind", on)["kind"].items()]


def way_codes(on: date) -> set[str]:
    """The codes of `ways`."""
    return {code for code, _name in ways(on)}


def way_names(on: date) -> dict[str, str]:
    """Code to name, retired courses included. One query."""
    names = {f"{COURSE}{row.pk}": row.title for row in Course.objects.all()}
    return names | {code: row["name"] for code, row in in_force("hours.kind", on)["kind"].items()}


def competence_choices(employee: Employee, on: date) -> list[tuple[str, str]]:
    """The competences that the employee's post asks for."""
    held = own_post(employee, on)
    return [(item.code, item.name) for item in competences_of(held.post, on)] if held else []


def proposals(plan: DevelopmentPlan, on: date) -> list[Proposal]:
    """Goals from gaps of competence (largest first) and from the last evaluation that the employee holds in
    hand, without those the plan has."""
    taken = set(plan.goals.values_list("competence", flat=True))
    aims = set(plan.goals.values_list("aim", flat=True))
    courses = {row.competence: f"{COURSE}{row.pk}" for row in Course.objects.filter(retired=False)}
    found = []
    held = own_post(plan.employee, on)
    levels = {item.code: item.levels for item in competences_of(held.post, on)} if held else {}
    rows = [row for row in profile(plan.employee, on).rows if row.gap is not None and row.gap < 0]
    for row in sorted(rows, key=lambda row: row.gap or 0):
        if row.code in taken:
            continue
        assert row.achieved is not None
        target = levels[row.code][row.achieved]  # levels count from 1: this is the next one
        aim = _("%(name)s: dari level %(now)d ke level %(next)d. %(text)s") % {
            "name": row.name,
            "now": row.achieved,
            "next": row.achieved + 1,
            "text": target.descriptor,
        }
        reason = _("Jabatan meminta level %(asked)d, yang terlihat level %(now)d.") % {
            "asked": row.required,
            "now": row.achieved,
        }
        found.append(Proposal(f"gap:{row.code}", row.code, aim, courses.get(row.code, COACHING), reason))
    review = _last_review(plan.employee)
    if review is not None and review.recommendation not in aims:
        reason = _("Rekomendasi evaluasi %(period)s.") % {"period": review.period}
        found.append(Proposal("review", "", review.recommendation, COACHING, reason))
    return found


def usual_due(plan: DevelopmentPlan, on: date) -> date:
    """30 November of the plan's year, or its last day when that is over."""
    usual = date(plan.year, USUAL_MONTH, USUAL_DAY)
    return usual if usual >= on else date(plan.year, 12, 31)


def _last_review(employee: Employee) -> Review | None:
    rows = Review.objects.filter(plan__employee=employee, delivered_at__isnull=False)
    rows = rows.exclude(recommendation="").select_related("period__cycle")
    return rows.order_by("-period__ends", "-version").first()


def plans() -> QuerySet[DevelopmentPlan]:
    """With their people; `goals_n` and `done_n`: goals, and goals reached."""
    counted = DevelopmentPlan.objects.select_related("employee__user", "agreed_by")
    return counted.annotate(
        goals_n=Count("goals"), done_n=Count("goals", filter=Q(goals__done_on__isnull=False))
    )


def plans_to_agree(
    appraiser: Employee, on: date, team: QuerySet[Employee] | None = None
) -> QuerySet[DevelopmentPlan]:
    """What the team sent and waits for its appraiser, by name; `team` if at hand."""
    people = team_of(appraiser, on) if team is None else team
    rows = plans().filter(employee__in=people.values("pk"), status=DevelopmentPlan.Status.SUBMITTED)
    return rows.order_by("employee__name", "year")


def goals_due(employee: Employee, until: date) -> QuerySet[DevelopmentGoal]:
    """Open goals of agreed plans that end on or before the day, first what is late."""
    rows = DevelopmentGoal.objects.filter(
        plan__employee=employee,
        plan__status=DevelopmentPlan.Status.AGREED,
        done_on__isnull=True,
        due__lte=until,
    )
    return rows.select_related("plan").order_by("due", "pk")


def plans_of(employees: Iterable[Employee], year: int) -> list[tuple[Employee, DevelopmentPlan | None]]:
    """Each with the plan of that year, None where none was begun. One query."""
    people = list(employees)
    found = {row.employee_id: row for row in plans().filter(employee__in=people, year=year)}
    return [(person, found.get(person.pk)) for person in people]
