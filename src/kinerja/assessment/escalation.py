"""The window has closed and a review is not signed: the superior of the appraiser may take it over and is
told; HR hears how many there are (PermenPANRB 6/2022 Lampiran hlm 90 no 11). Nothing is signed by the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.people.models import Employee
from kinerja.plans.models import Period

from .notices import Told
from .queries.notices import users_with
from .queries.reviews import OPEN, current
from .queries.superiors import superiors_on
from .reminder_leads import Lead
from .reminders_cycle import day


def late_reviews(lead: Lead) -> Iterator[Told]:
    """One notice a superior and period; whoever stands in for the superior is led to each review, because
    his own queue does not hold them."""
    rows = current().filter(status__in=OPEN, taken_over=False, period__closes__lt=lead.on)
    read = ("period", "appraiser", "superior", "plan__employee")
    late = list(rows.select_related("plan").only(*read).order_by("pk"))
    periods = Period.objects.select_related("cycle").in_bulk({row.period_id for row in late})
    above = superiors_on(late, lead.on)
    users = dict(
        Employee.objects.filter(pk__in=set(above.values()), user__is_active=True).values_list("pk", "user_id")
    )
    counts: Counter[tuple[int, int]] = Counter()
    for row in late:
        user = users.get(above.get(row.pk, 0))
        if user is None:
            continue
        if above[row.pk] == row.superior_id:
            counts[user, row.period_id] += 1
        else:
            title = _("Satu penilaian %(period)s di bawah Anda lewat batas; Anda dapat mengambil alih")
            url = reverse("assessment:take_over", args=[row.pk])
            yield Told(user, f"take_over:{row.pk}", title % {"period": periods[row.period_id]}, url, None)
    for (user, period_id), count in counts.items():
        period = periods[period_id]
        words = ngettext(
            "%(count)d penilaian %(period)s di bawah Anda lewat batas; Anda dapat mengambil alih",
            "%(count)d penilaian %(period)s di bawah Anda lewat batas; Anda dapat mengambil alih",
            count,
        )
        title = words % {"count": count, "period": period}
        yield Told(user, f"late:{period_id}:{period.closes}", title, reverse("assessment:queue"), None)
    yield from _to_hr(Counter(row.period_id for row in late), periods, lead)


def _to_hr(late: Counter[int], periods: dict[int, Period], lead: Lead) -> Iterator[Told]:
    hr = users_with("hr", lead.on) if late else []
    for period_id, count in late.items():
        period = periods[period_id]
        words = ngettext(
            "%(count)d penilaian %(period)s belum ditandatangani setelah %(day)s",
            "%(count)d penilaian %(period)s belum ditandatangani setelah %(day)s",
            count,
        )
        title = words % {"count": count, "period": period, "day": day(period.closes)}
        for user in hr:
            key = f"late_hr:{period_id}:{period.closes}"
            yield Told(user, key, title, reverse("assessment:report_up"), None)
