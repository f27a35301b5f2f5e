"""Who is asked about behaviour after a training is told when the evaluation opens, and once before it closes.

One notice for each evaluator and session, however many of its participants he is asked about. Who has
answered for all of them is left in peace. In the language of the office, because a notice is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.assessment.notices import Told, tell_each
from kinerja.assessment.reminder_leads import Lead, lead

from .queries.training import Waiting, behaviour_to_tell


@transaction.atomic
def evaluation_round(at: datetime) -> int:
    """Tells whom an open evaluation of behaviour waits for; returns how many notices are new.

    A round on a day off tells nothing; the next one makes up for it.
    """
    today = lead(localdate(at))
    if not today.days.is_working_day(today.on):
        return 0
    with translation.override("id"):
        return tell_each(behaviour(today), at=at)


def behaviour(lead: Lead) -> Iterator[Told]:
    """That it is open, or, near its last day (`reminder.days`), that it closes: never both on one day."""
    for row in behaviour_to_tell(lead.on):
        stage = lead.stage("behaviour", row.closes)
        facts = {"course": row.course, "day": format_date(row.closes, "j F Y")}
        if stage is None:
            title = _("Isi evaluasi perilaku sampai %(day)s: %(course)s") % facts
        else:
            title = _("Evaluasi perilaku ditutup %(day)s: %(course)s") % facts
        key = f"growth.behaviour:{row.session}:{'buka' if stage is None else stage}"
        yield Told(row.user, key, title, _page(row), row.closes)


def _page(row: Waiting) -> str:
    """The form when it is the only one, else the list."""
    if row.left == 1:
        return reverse("growth:evaluation", args=[row.one])
    return reverse("growth:development")
