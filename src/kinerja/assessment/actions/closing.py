"""The end of a period for the whole agency, in two statements however many employees there are.

What closing does, and what it does not:
- Reviews that no rater has signed are marked late (`late_at`). From then on only the rater's superior may
  evaluate them, finally (PermenPANRB 6/2022 Lampiran hlm 90 no 11); they enter his queue. A clock never signs
  and never rates. Where nobody stands above the rater he keeps the task.
- Signed reviews are reported to the authorised official (PyB). Those that the employee has answered are
  finished; the others keep waiting for his receipt and signature, because the 30 days of the report may end
  before the 14 and 14 days of the document do. Neither clock blocks the other.
- A version that an objection has replaced is not reported any more; the newer one is.
- The closing is kept with its figures, once a period. What is signed later goes up with `report_up`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.plans.models import Period

from ..access import may_manage
from ..errors import PeriodClosed, TooEarly
from ..models import Closing, Review

RULE = "PermenPANRB 6/2022 Lampiran hlm 90 no 11, 115 no 7"

LOG = """
INSERT INTO audit_event (at, actor_id, actor_name, acting_for, action, object_type, object_id, why, rule)
SELECT %(at)s, %(actor)s, %(name)s, '', %(action)s, 'assessment.review', moved.id::text, '', %(rule)s
FROM moved
"""

MARK = """
WITH moved AS (
    UPDATE assessment_review SET late_at = %(at)s
    WHERE period_id = %(period)s AND signed_at IS NULL AND late_at IS NULL RETURNING id
)
"""

SEND = """
WITH moved AS (
    UPDATE assessment_review SET reported_at = %(at)s,
        status = CASE WHEN status IN ('acknowledged', 'declined') THEN 'reported' ELSE status END
    WHERE period_id = %(period)s AND signed_at IS NOT NULL AND reported_at IS NULL
      AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s))
      AND NOT EXISTS (
          SELECT 1 FROM assessment_review newer
          WHERE newer.plan_id = assessment_review.plan_id AND newer.period_id = assessment_review.period_id
            AND newer.version > assessment_review.version
      ) RETURNING id
)
"""


LATE = "".join((MARK, LOG))
REPORT = "".join((SEND, LOG))


@transaction.atomic
def close_period(*, period: Period, actor: User | None, at: datetime) -> Closing:
    """Marks what is late and reports what is signed (see the module); `actor` None is the scheduler.

    Raises PermissionDenied without HR, TooEarly while the window is open, PeriodClosed the second time.
    """
    on = timezone.localdate(at)
    if actor is not None:
        may_manage(actor, on).require()
    if on <= period.closes:
        raise TooEarly(
            _("Masa penilaian %(period)s masih berjalan sampai %(day)s.")
            % {"period": period, "day": date_format(period.closes, "j F Y")}
        )
    try:
        with transaction.atomic():
            closing = Closing.objects.create(period=period, closed_at=at, closed_by=actor, late=0, reported=0)
    except IntegrityError as error:
        raise PeriodClosed(_("%(period)s sudah ditutup.") % {"period": period}) from error
    closing.late = _run(LATE, "assessment.late", period, actor, at)
    closing.reported = _run(REPORT, "assessment.report", period, actor, at)
    closing.save(update_fields=["late", "reported"])
    after = {"late": closing.late, "reported": closing.reported}
    record(actor=actor, at=at, action="assessment.close", target=period, after=after, rule=RULE)
    return closing


@transaction.atomic
def report_up(*, period: Period, actor: User, at: datetime, reviews: Iterable[Review] | None = None) -> int:
    """HR marks signed reviews of `period` as reported to the PyB, all of them or only `reviews`.

    Returns how many were newly reported. Raises PermissionDenied without HR.
    """
    may_manage(actor, timezone.localdate(at)).require()
    ids = None if reviews is None else [review.pk for review in reviews]
    return _run(REPORT, "assessment.report", period, actor, at, ids)


def _run(
    statement: str,
    action: str,
    period: Period,
    actor: User | None,
    at: datetime,
    ids: list[int] | None = None,
) -> int:
    facts = {
        "at": at,
        "actor": actor.pk if actor else None,
        "name": actor.get_full_name() if actor else "sistem",
        "action": action,
        "rule": RULE,
        "period": period.pk,
        "ids": ids,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return int(cursor.rowcount)
