"""Who is told about a project team: those asked to take a role, and at a period's end those who have not yet
told what they contributed. In the language of the office, because a notice is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kinerja.plans.models import Period

from .models import Contribution, Membership, Team
from .notices import Told, tell_each
from .reminder_leads import Lead


def tell_invited(team: Team, members: Iterable[Membership], at: datetime) -> None:
    """Each is told of his role; asked anew on another day, he is told anew."""
    with translation.override("id"):
        title = _("Anda diundang ke tim kerja %(name)s") % {"name": team.name}
    day = f"{localtime(at):%Y%m%d}"
    rows = [
        Told(user, f"tim.undang:{row.pk}:{day}", title, reverse("assessment:team_role", args=[row.pk]), None)
        for row in members
        if (user := row.employee.user_id)
    ]
    tell_each(rows, at=at)


def contributions(lead: Lead) -> Iterator[Told]:
    """A period's report is due and a member has not told what he contributed to his team.

    A member counts who took the role, was in the team in the period and has a sign-in.
    """
    near = (lead.on, lead.horizon("report"))
    for period in Period.objects.filter(report_due__range=near).exclude(kind=Period.Kind.ANNUAL):
        stage = lead.stage("report", period.report_due)
        if stage is None:
            continue
        told = Contribution.objects.filter(member=OuterRef("pk"), period=period, by_lead=False)
        rows = Membership.objects.filter(
            ~Exists(told),
            Q(left_on=None) | Q(left_on__gte=period.starts),
            Q(team__closed_at=None) | Q(team__closed_at__date__gte=period.starts),
            confirmed_at__isnull=False,
            declined_reason="",
            team__starts__lte=period.ends,
            team__ends__gte=period.starts,
            employee__user__is_active=True,
        )
        for pk, user, name in rows.order_by().values_list("pk", "employee__user_id", "team__name"):
            title = _("Ceritakan kontribusi Anda di tim %(name)s") % {"name": name}
            url = reverse("assessment:contribution", args=[pk, period.pk])
            key = f"contribution:{pk}:{period.pk}:{stage}"
            yield Told(user, key, title, url, period.report_due)
