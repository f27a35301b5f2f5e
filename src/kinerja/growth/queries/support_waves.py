"""Waves of coaching: plans of several people that began for one reason. Counted, never named.

Nothing is stored: a wave is what the plans of one survey follow-up, or of the decisions of one meeting, have
in common. What measures it points to that reason (`Programme.coached_for`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.assessment.models import Meeting
from kinerja.rules.loader import in_force
from kinerja.voice.models import FollowUp
from kinerja.voice.queries.cells import floor

from ..models import Programme, SupportPlan

Reason = FollowUp | Meeting
SEVERAL = 2  # people; one person's plan is no wave
BEGUN = (SupportPlan.Status.RUNNING, SupportPlan.Status.CLOSED)
KINDS = (SupportPlan.Kind.COACHING, SupportPlan.Kind.GUIDANCE)
# Employee, first day, status.
Row = tuple[int, date, str]


@dataclass(frozen=True, slots=True)
class Wave:
    """Coaching and guidance of `people` (ids, for no page) begun for one reason, from `starts` to `last`.

    `begun`: plans that the employee agreed to and nobody stopped; `closed`: those that ended with a result.
    Both are None for fewer than `least` people (`survey.k_floor`).
    """

    reason: Reason
    starts: date
    last: date
    people: frozenset[int]
    begun: int | None
    closed: int | None
    least: int

    @property
    def key(self) -> str:
        return wave_key(self.reason)

    @property
    def title(self) -> str:
        """For those who keep programmes: a follow-up's own words are not for everybody."""
        if isinstance(self.reason, FollowUp):
            return self.reason.programme
        return _("Rapat evaluasi %(unit)s, %(day)s") % {
            "unit": self.reason.unit.name,
            "day": date_format(localdate(self.reason.starts_at), "j F Y"),
        }

    @property
    def source(self) -> str:
        """For everybody: what kind of reason, and of which unit."""
        survey = isinstance(self.reason, FollowUp)
        words = _("Tindak lanjut survei, %(unit)s") if survey else _("Rapat evaluasi, %(unit)s")
        return words % {"unit": self.reason.unit.name}


def wave_key(reason: Reason) -> str:
    """How an address and a form name a wave: "survei-12" or "rapat-5"."""
    return f"survei-{reason.pk}" if isinstance(reason, FollowUp) else f"rapat-{reason.pk}"


def waves(on: date) -> list[Wave]:
    """All of them, newest first. Three queries."""
    return _waves(Q(follow_up__isnull=False) | Q(decision__isnull=False), on)


def wave_of(reason: Reason, on: date) -> Wave | None:
    """The wave that began for this reason; None while fewer than two people's plans have. Three queries."""
    mine = Q(follow_up=reason) if isinstance(reason, FollowUp) else Q(decision__meeting=reason)
    return next((wave for wave in _waves(mine, on) if wave.reason == reason), None)


def measured(found: Iterable[Wave]) -> dict[str, list[Programme]]:
    """The programmes of each wave, by its key. One query."""
    reasons = [wave.reason for wave in found]
    surveys = [row.pk for row in reasons if isinstance(row, FollowUp)]
    meetings = [row.pk for row in reasons if isinstance(row, Meeting)]
    programmes: dict[str, list[Programme]] = defaultdict(list)
    rows = Programme.objects.filter(Q(follow_up__in=surveys) | Q(meeting__in=meetings))
    for programme in rows.select_related("follow_up", "meeting"):
        if programme.coached_for is not None:
            programmes[wave_key(programme.coached_for)].append(programme)
    return programmes


def _waves(which: Q, on: date) -> list[Wave]:
    plans = SupportPlan.objects.filter(which, kind__in=KINDS, status__in=BEGUN).order_by("starts", "pk")
    surveys, meetings = _by_reason(plans)
    found = [
        *_built(FollowUp.objects.select_related("unit").in_bulk(surveys), surveys, on),
        *_built(Meeting.objects.select_related("unit").in_bulk(meetings), meetings, on),
    ]
    return sorted(found, key=lambda wave: (wave.starts, wave.key), reverse=True)


def _by_reason(plans: QuerySet[SupportPlan]) -> tuple[dict[int, list[Row]], dict[int, list[Row]]]:
    """By follow-up and by meeting; a plan with both reasons stands under both."""
    surveys: dict[int, list[Row]] = defaultdict(list)
    meetings: dict[int, list[Row]] = defaultdict(list)
    names = ("follow_up_id", "decision__meeting_id", "employee_id", "starts", "status")
    for survey, meeting, employee, starts, status in plans.values_list(*names):
        row = (employee, starts, status)
        if survey is not None:
            surveys[survey].append(row)
        if meeting is not None:
            meetings[meeting].append(row)
    return surveys, meetings


def _built(reasons: Mapping[int, Reason], rows: Mapping[int, list[Row]], on: date) -> list[Wave]:
    """A wave a reason with several people within the days of `support.wave`."""
    days, least = timedelta(days=int(in_force("support.wave", on)["days"])), floor(on)
    found = []
    for pk, reason in reasons.items():
        mine = [row for row in rows[pk] if row[1] <= rows[pk][0][1] + days]
        people = frozenset(employee for employee, _starts, _status in mine)
        if len(people) < SEVERAL:
            continue
        told = len(people) >= least
        closed = sum(status == SupportPlan.Status.CLOSED for _employee, _starts, status in mine)
        found.append(
            Wave(
                reason=reason,
                starts=mine[0][1],
                last=mine[-1][1],
                people=people,
                begun=len(mine) if told else None,
                closed=closed if told else None,
                least=least,
            )
        )
    return found
