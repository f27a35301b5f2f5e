"""Moving a review from state to state: one winner, and a clear word for whoever came second."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kinerja.rows import lock_row
from kinerja.rules.states import next_state

from ..errors import NotOpen, Stale
from ..models import Review
from ..queries import newer_version


def lock(review: Review) -> Review:
    """The row as it is now, locked to the end of the transaction.

    Raises Stale when its status is not the one that the caller saw, NotOpen for a version that an
    objection has replaced: it stays as it is for good.
    """
    rows = Review.objects.select_related(
        *("plan__employee__user", "plan__post__unit", "period__cycle"),
        *("appraiser", "superior", "organisation_unit"),
    )
    fresh = lock_row(rows, review.pk)
    if _settled(fresh.status) != _settled(review.status) or fresh.taken_over != review.taken_over:
        raise Stale
    newer = newer_version(fresh)
    if newer is not None:
        raise NotOpen(_("Dokumen ini sudah diganti oleh versi %(number)s.") % {"number": newer.version})
    return fresh


def _settled(status: str) -> str:
    """Open and rated are both drafts of one rater: an autosave in between is no conflict."""
    return "draft" if status in {Review.Status.OPEN, Review.Status.RATED} else status


def move(review: Review, event: str, **fields: Any) -> None:
    """Applies `event` of the review machine with `fields`, on exactly one row still in its old state.

    Raises RuleError for an event that the state does not allow, Stale when somebody was faster.
    """
    new = next_state("review", review.status, event)
    changed = Review.objects.filter(pk=review.pk, status=review.status).update(status=new, **fields)
    if changed != 1:
        raise Stale
    review.status = new
    for name, value in fields.items():
        setattr(review, name, value)
