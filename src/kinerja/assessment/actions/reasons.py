"""When a rating needs its reason in writing: two steps away from what a source reads like."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from ..errors import Incomplete
from ..facts import Data
from ..models import Rating, Review
from ..queries.sources import BEHAVIOUR, RESULTS, far_from, sources_of

FAR = frozenset({Rating.ABOVE.value, Rating.BELOW.value})


class Judged(Protocol):
    """The two ratings with their reasons: a draft (`Ratings`) or the review itself."""

    @property
    def result_rating(self) -> str: ...
    @property
    def result_reason(self) -> str: ...
    @property
    def behaviour_rating(self) -> str: ...
    @property
    def behaviour_reason(self) -> str: ...


def require_reasons(review: Review, judged: Judged, on: date, data: Data | None = None) -> None:
    """Raises Incomplete when a rating without reason lies two steps from a source's reading.

    The reading decides nothing; the reason is what the employee and a later reader are owed. Asks the
    database only when there is such a rating. `data` is the answer of `facts.gather` when it is at hand.
    """
    parts = (
        (RESULTS, judged.result_rating, judged.result_reason, _("rating hasil kerja")),
        (BEHAVIOUR, judged.behaviour_rating, judged.behaviour_reason, _("rating perilaku kerja")),
    )
    bare = [
        (about, rating, name) for about, rating, reason, name in parts if rating in FAR and not reason.strip()
    ]
    if not bare:
        return
    views = sources_of(review, on, data)
    for about, rating, name in bare:
        far = far_from(views, about, rating)
        if far:
            message = _(
                "Sumber “%(source)s” terbaca dua langkah dari %(name)s yang Anda pilih. Rating tetap "
                "keputusan Anda; tulis alasannya agar pegawai memahaminya."
            )
            raise Incomplete(message % {"source": _(far[0].label), "name": name})
