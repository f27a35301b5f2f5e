"""Who is told at each step of an objection. The step itself is done by whoever acts, never by a clock."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.people.models import Employee

from .models import Objection
from .notices import tell
from .reminder_leads import lead


def tell_filed(objection: Objection, at: datetime) -> None:
    """The decider, with his last day; the appraiser, so that he is not surprised."""
    name = objection.review.plan.employee.name
    title = _("Keberatan %(name)s menunggu Anda periksa") % {"name": name}
    _tell(
        objection, f"objection:{objection.pk}:filed", title, [objection.decider], objection.due_decision, at
    )
    title = _("%(name)s mengajukan keberatan atas hasil evaluasi") % {"name": name}
    _tell(objection, f"objection:{objection.pk}:filed", title, [objection.review.appraiser], None, at)


def statement_key(objection: UUID, stage: int | None) -> str:
    """Names the notice that an explanation is asked for, at a stage of the daily round; None: earlier."""
    return f"statement:{objection}:{'asked' if stage is None else stage}"


def tell_asked(objection: Objection, at: datetime) -> None:
    """Both sides: their explanation is asked for. Late, under the daily round's key: nobody hears twice."""
    title = _("Penjelasan Anda diminta atas keberatan %(name)s") % {
        "name": objection.review.plan.employee.name
    }
    stage = lead(localdate(at)).stage("objection", objection.due_decision)
    key = statement_key(objection.pk, stage)
    _tell(objection, key, title, _sides(objection), objection.due_decision, at)


def tell_explained(objection: Objection, at: datetime) -> None:
    """The decider, once both explanations are there."""
    if objection.employee_stated_at and objection.appraiser_stated_at:
        title = _("Kedua penjelasan atas keberatan %(name)s sudah ada") % {
            "name": objection.review.plan.employee.name
        }
        _tell(
            objection,
            f"objection:{objection.pk}:explained",
            title,
            [objection.decider],
            objection.due_decision,
            at,
        )


def tell_decided(objection: Objection, at: datetime) -> None:
    """Both sides: there is a decision to read."""
    title = _("Keberatan %(name)s sudah diputus") % {"name": objection.review.plan.employee.name}
    _tell(objection, f"objection:{objection.pk}:decided", title, _sides(objection), None, at)


def _sides(objection: Objection) -> list[Employee]:
    return [objection.review.plan.employee, objection.review.appraiser]


def _tell(
    objection: Objection, key: str, title: str, people: list[Employee], due: date | None, at: datetime
) -> None:
    url = reverse("assessment:objection", args=[objection.pk])
    users = [person.user_id for person in people if person.user_id is not None]
    tell(users, key=key, title=title[:200], url=url, due=due, at=at)
