"""Opening a period: one review for every employee with a set plan, in one INSERT .. SELECT.

Who evaluates whom is computed once for the whole agency (`people.queries.lines`) and sent by COPY into a
temporary table, so that the work of the database does not grow with the number of appraisers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import Row, appraiser_for_period, lines, superior_of
from kinerja.plans.models import Period

from ..access import may_manage
from ..errors import PeriodClosed, TooEarly
from ..models import Closing, Review

RULE = "PermenPANRB 6/2022 Ps 24-25, Lampiran hlm 91 no 13-14"

LINE_TABLE = """
CREATE TEMP TABLE review_line (
    employee_id bigint PRIMARY KEY, appraiser_id bigint, superior_id bigint, unit_id bigint
) ON COMMIT DROP
"""

# One plan an employee: the last one that runs in the period, because somebody who moved is evaluated in the
# new post by the new rater. A plan nobody set is no promise and cannot be evaluated.
CHOSEN = """
WITH chosen AS MATERIALIZED (
    SELECT DISTINCT ON (plan.employee_id) plan.id, plan.employee_id, post.unit_id
    FROM plans_plan plan JOIN people_post post ON post.id = plan.post_id
    WHERE plan.cycle_id = %(cycle)s AND plan.starts <= %(ends)s AND plan.ends >= %(starts)s
      AND (%(only)s::bigint[] IS NULL OR plan.employee_id = ANY(%(only)s))
      AND EXISTS (SELECT 1 FROM plans_planversion v WHERE v.plan_id = plan.id AND v.status = 'set')
    ORDER BY plan.employee_id, plan.starts DESC, plan.id DESC
), missing AS MATERIALIZED (
    SELECT chosen.* FROM chosen WHERE NOT EXISTS (
        SELECT 1 FROM assessment_review r JOIN plans_plan p ON p.id = r.plan_id
        WHERE r.period_id = %(period)s AND p.employee_id = chosen.employee_id)
)
"""

INSERT = """
INSERT INTO assessment_review (
    plan_id, period_id, version, appraiser_id, superior_id, organisation_unit_id, status,
    study_dropout, taken_over, final, token, revision, writer,
    self_results, self_behaviour, result_rating, result_reason, behaviour_rating, behaviour_reason,
    missing_reason, recommendation, predicate, organisation_predicate, take_over_note, declined_reason,
    calendar_version, document_number, snapshot_sha256
)
"""
SELECT = """
SELECT missing.id, %(period)s, 1, line.appraiser_id, line.superior_id,
       coalesce(line.unit_id, missing.unit_id), 'open', false, false, false, gen_random_uuid(), 0, '',
       '', '', '', '', '', '', '', '', '', '', '', '', '', '', ''
FROM missing JOIN review_line line USING (employee_id)
WHERE line.appraiser_id IS NOT NULL
ON CONFLICT DO NOTHING
"""
WANTED = "\n".join((CHOSEN, "SELECT employee_id FROM missing"))
OPEN = "\n".join((INSERT, CHOSEN, SELECT))


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening did: new reviews, reviews that were there before, employees whom nobody here can rate."""

    opened: int
    before: int
    without_appraiser: int


@transaction.atomic
def open_reviews(
    *, period: Period, actor: User | None, at: datetime, employees: Iterable[int] | None = None
) -> Opened:
    """One open review for every employee with a set plan in the period; calling it again adds what is new.

    The post is the employee's on the period's last day, the appraiser whoever holds the post above on the
    day the window opens: a rater who left before does not evaluate, one who leaves inside the window does
    (PermenPANRB 6/2022 Lampiran hlm 91 no 13-14). Reviews that exist keep their appraiser.
    `employees` (ids) narrows it to some; `actor` None is the scheduler.
    Raises TooEarly before the window opens, PeriodClosed once the period is closed, because nobody would mark
    such a review late or report it, PermissionDenied without HR.
    """
    on = timezone.localdate(at)
    if actor is not None:
        may_manage(actor, on).require()
    if on < period.opens:
        raise TooEarly(
            _("Masa penilaian %(period)s dibuka %(day)s.")
            % {"period": period, "day": date_format(period.opens, "j F Y")}
        )
    if Closing.objects.filter(period=period).exists():
        raise PeriodClosed(
            _(
                "%(period)s sudah ditutup, jadi penilaian baru tidak dapat dibuka. "
                "Pegawai yang SKP-nya baru ditetapkan dinilai pada periode berikutnya."
            )
            % {"period": period}
        )
    before = Review.objects.filter(period=period).count()
    facts: dict[str, int | date | list[int] | None] = {
        "cycle": period.cycle_id,
        "period": period.pk,
        "starts": period.starts,
        "ends": period.ends,
        "only": None if employees is None else list(employees),
    }
    with connection.cursor() as cursor:
        cursor.execute(WANTED, facts)
        wanted = [row[0] for row in cursor.fetchall()]
        rows = _rows(period, wanted)
        cursor.execute(LINE_TABLE)
        with cursor.copy("COPY review_line FROM STDIN") as copy:
            for employee_id, row in rows.items():
                copy.write_row((employee_id, *row))
        cursor.execute(OPEN, facts)
        opened = cursor.rowcount
        cursor.execute("DROP TABLE review_line")
    result = Opened(opened, before, len(wanted) - opened)
    if opened or not before:
        after = {"opened": opened, "without_appraiser": result.without_appraiser}
        record(actor=actor, at=at, action="assessment.open", target=period, after=after, rule=RULE)
    return result


def _rows(period: Period, wanted: list[int]) -> dict[int, Row]:
    """Lines of all employees wanted; those without a post on the last day (retired, moved out) one by one."""
    rows = lines(period.opens, wanted, own_on=period.ends)
    rows.update(_left(period, [pk for pk in wanted if pk not in rows]))
    return rows


def _left(period: Period, ids: Iterable[int]) -> Iterator[tuple[int, Row]]:
    for employee in Employee.objects.filter(pk__in=list(ids)):
        line, _held = appraiser_for_period(employee, period.starts, period.ends, period.opens)
        above = superior_of(line, period.opens) if line else None
        yield (
            employee.pk,
            Row(
                line.employee.pk if line else None,
                above.employee.pk if above else None,
                line.post.unit_id if line else None,
            ),
        )
