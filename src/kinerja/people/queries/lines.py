"""Who is whose appraiser, and the appraiser's superior, on day D.

The head of the agency (mayor, regent, governor) is a state official without NIP and therefore no employee
here: whoever reports to nobody (in practice the regional secretary) is appraised by `Agency.head_title`
outside the system, and that appraisal is final (PermenPANRB 6/2022 Lampiran hlm 65, 90 no 12).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..chart import Chart
from ..models import Agency, Appointment, Employee, Post
from .in_force import OWN_KINDS, chart, in_force, posts_up_from


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in a line of authority, seen from `ratee_id`.

    `acting` is "plt", "plh" or ""; `why` tells in the language of the reader which posts were passed over.
    """

    employee: Employee
    post: Post
    acting: str
    why: tuple[str, ...]
    ratee_id: int


@dataclass(frozen=True, slots=True)
class Search:
    """The answer with its reasons, also when nobody was found."""

    line: Line | None
    why: tuple[str, ...]


class Row(NamedTuple):
    """One employee of the bulk answer; `unit_id` is the unit of the post from which he is appraised."""

    appraiser_id: int | None
    superior_id: int | None
    unit_id: int | None


NOBODY = Row(None, None, None)


def holder(post_id: int, on: date) -> Employee | None:
    """The acting holder (Plt, Plh) of the post on the day, else the definitive one."""
    seat = chart(on, [post_id]).seats.get(post_id)
    return Employee.objects.select_related("user").get(pk=seat.employee_id) if seat else None


def own_post(employee: Employee, on: date) -> Appointment | None:
    """The appointment in which somebody is appraised on the day: as Plt where he is Plt, else at home.

    A study assignment keeps the home post (PermenPANRB 6/2022 Lampiran hlm 92); a Plh does not move.
    """
    rows = employee.appointments.filter(in_force(on)).exclude(kind=Appointment.Kind.PLH)
    rows = rows.select_related("post__unit", "post__reports_to", "employee")
    return min(rows.order_by("-starts", "-id"), key=lambda row: row.kind in OWN_KINDS, default=None)


def find_appraiser(employee: Employee, on: date) -> Search:
    """The appraiser on the day with every reason, also when there is none."""
    return _search(employee, own_post(employee, on), on)


def appraiser_of(employee: Employee, on: date) -> Line | None:
    """The appraiser on the day, None when nobody in the register may appraise him."""
    return find_appraiser(employee, on).line


def superior_of(line: Line, on: date) -> Line | None:
    """The appraiser's superior: the next able holder above the appraiser's post."""
    never = frozenset({line.employee.pk, line.ratee_id})
    return _climb(line.post.pk, never, line.ratee_id, on).line


def appraiser_for_period(
    employee: Employee, starts: date, ends: date, opens: date
) -> tuple[Line | None, Appointment | None]:
    """Who evaluates a period, and the appointment of the employee that is evaluated.

    The post is the employee's last one in the period (somebody moved is evaluated by the new rater,
    PermenPANRB 6/2022 Lampiran hlm 91 no 13). The rater is who holds the post above on the day the window
    opens: one who left before does not evaluate, one who leaves inside the window does (no 14).
    """
    appointment = own_post(employee, ends) or _last_post(employee, starts, ends)
    return _search(employee, appointment, opens).line, appointment


def lines(on: date, employees: Iterable[int] | None = None, *, own_on: date | None = None) -> dict[int, Row]:
    """Appraiser, superior and unit of every employee with a post on the day; four queries in all.

    `own_on` takes the employees' own posts from another day than the holders: for a period give its last
    day, and as `on` the day its window opens (see `appraiser_for_period`).
    """
    return lines_in(chart(on), own_posts(own_on or on, employees))


def lines_in(whole: Chart, own: Mapping[int, int]) -> dict[int, Row]:
    """`lines` for employees with their own post (`own`: employee id to post id) in a chart at hand."""
    answer: dict[int, Row] = {}
    for employee_id, post_id in own.items():
        first = whole.able_above(post_id, frozenset({employee_id}))
        if first.place is None or first.seat is None:
            answer[employee_id] = NOBODY
            continue
        appraiser = first.seat.employee_id
        second = whole.able_above(first.place.id, frozenset({employee_id, appraiser}))
        superior = second.seat.employee_id if second.seat else None
        answer[employee_id] = Row(appraiser, superior, first.place.unit_id)
    return answer


def own_posts(on: date, employees: Iterable[int] | None = None) -> dict[int, int]:
    """Employee id to the id of the post in which he is appraised on the day (see `own_post`)."""
    rows = Appointment.objects.filter(in_force(on)).exclude(kind=Appointment.Kind.PLH)
    if employees is not None:
        rows = rows.filter(employee_id__in=list(employees))
    home: dict[int, int] = {}
    acting: dict[int, int] = {}
    newest_first = rows.order_by("-starts", "-id").values_list("employee_id", "post_id", "kind")
    for employee_id, post_id, kind in newest_first:
        (home if kind in OWN_KINDS else acting).setdefault(employee_id, post_id)
    return home | acting


def _last_post(employee: Employee, starts: date, ends: date) -> Appointment | None:
    rows = employee.appointments.filter(kind__in=OWN_KINDS, starts__lte=ends, ends__gte=starts)
    return rows.select_related("post__unit", "post__reports_to", "employee").order_by("-ends").first()


def _search(employee: Employee, appointment: Appointment | None, on: date) -> Search:
    if appointment is None:
        return Search(None, (_("Pegawai tidak menduduki jabatan pada hari itu."),))
    return _climb(appointment.post_id, frozenset({employee.pk}), employee.pk, on)


def _climb(post_id: int, never: frozenset[int], ratee_id: int, on: date) -> Search:
    found = chart(on, posts_up_from([post_id])).able_above(post_id, never)
    if found.place is None or found.seat is None:
        return Search(None, (*found.passed, _("Dinilai oleh %(head)s; hasilnya final.") % {"head": _head()}))
    person = Employee.objects.select_related("user").get(pk=found.seat.employee_id)
    post = Post.objects.select_related("unit", "reports_to").get(pk=found.place.id)
    why = found.passed
    if found.seat.acting:
        facts = {"post": post.title, "acting": found.seat.acting.title(), "name": person.name}
        why = (*why, _("%(post)s dijabat oleh %(acting)s %(name)s.") % facts)
    return Search(Line(person, post, found.seat.acting, why, ratee_id), why)


def _head() -> str:
    return Agency.objects.values_list("head_title", flat=True).first() or _("pimpinan instansi")
