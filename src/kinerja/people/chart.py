"""The chart of posts on one day, in memory, and the one walk that finds an appraiser in it.

Both the single question ("who appraises this nurse today?") and the bulk one (20,000 employees at once)
walk here, so that they cannot differ. The law: the direct superior, at lowest a pengawas or an official
with delegated authority (PermenPANRB 6/2022 Ps 1.9); when he is permanently unable, his superior, going
up (Lampiran hlm 89 no 2); Plt and Plh stand in (no 3); a Plt is appraised where he is Plt (no 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Place:
    """A post on the day: `may_appraise` by its level or by a mandate in force."""

    id: int
    title: str
    unit_id: int
    reports_to: int | None
    may_appraise: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """Who holds a post on the day; `acting` is "plt", "plh" or "" for the definitive holder."""

    employee_id: int
    acting: str


@dataclass(frozen=True, slots=True)
class Found:
    """The first able post going up, or `place` None; `passed` tells every post passed over, and why."""

    place: Place | None
    seat: Seat | None
    passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Posts by id and their holders by post id, as they are on one day."""

    places: Mapping[int, Place]
    seats: Mapping[int, Seat]

    def able_above(self, post_id: int, never: frozenset[int]) -> Found:
        """Goes up from `post_id` (which is not asked itself) to a holder who may appraise.

        `never` are the employees who may not be found: the appraised, and for a superior the appraiser.
        A cycle in the data ends the walk.
        """
        passed: list[str] = []
        seen = {post_id}
        place = self._above(self.places.get(post_id))
        while place is not None and place.id not in seen:
            seen.add(place.id)
            seat = self.seats.get(place.id)
            if not place.may_appraise:
                message = _("%(post)s di bawah pengawas dan tidak mendapat pelimpahan untuk menilai.")
                passed.append(message % {"post": place.title})
            elif seat is None:
                passed.append(_("%(post)s sedang kosong.") % {"post": place.title})
            elif seat.employee_id in never:
                passed.append(_("%(post)s dijabat orang yang sama.") % {"post": place.title})
            else:
                return Found(place, seat, tuple(passed))
            place = self._above(place)
        return Found(None, None, tuple(passed))

    def _above(self, place: Place | None) -> Place | None:
        return self.places.get(place.reports_to) if place and place.reports_to else None
