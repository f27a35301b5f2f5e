"""Who is told what about a round: appraisers that they may adjust it, its maker that it is over or was never
opened. In the language of the office, because a notice is kept."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kinerja.people.models import Employee
from kinerja.people.queries import lines

from .models import FeedbackRound
from .notices import tell


def tell_appraisers(round: FeedbackRound, *, on: date, at: datetime) -> None:
    """Once, when the draft is made: the appraisers of those it is about; its maker knows."""
    subjects = set(round.asks.order_by().values_list("subject_id", flat=True))
    found = lines(on, subjects).values()
    appraisers = {row.appraiser_id for row in found if row.appraiser_id is not None}
    rows = Employee.objects.filter(pk__in=appraisers, user__is_active=True)
    with translation.override("id"):
        title = _("Periksa siapa yang ditanya sebelum putaran dibuka: %(name)s") % {"name": round.name}
    users = rows.exclude(user=round.made_by_id).values_list("user_id", flat=True)
    tell(users, key=f"round:{round.pk}:draft", title=title, url=_page(round), due=None, at=at)


def tell_closed(round: FeedbackRound, at: datetime) -> None:
    """Whoever made the round: it is closed, and appraisers see what was said."""
    with translation.override("id"):
        title = _("Putaran ditutup, hasilnya tampil kepada penilai: %(name)s") % {"name": round.name}
    key = f"round:{round.pk}:closed"
    tell([round.made_by_id], key=key, title=title, url=_page(round), due=None, at=at)


def tell_cancelled(round: FeedbackRound, at: datetime) -> None:
    """Whoever made the draft: its days passed before it was opened."""
    with translation.override("id"):
        title = _("Draf putaran dibatalkan karena hari terakhirnya lewat: %(name)s") % {"name": round.name}
    key = f"round:{round.pk}:cancelled"
    tell([round.made_by_id], key=key, title=title, url=_page(round), due=None, at=at)


def _page(round: FeedbackRound) -> str:
    return reverse("assessment:round", args=[round.pk])
