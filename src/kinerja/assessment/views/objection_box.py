"""What the page of a review says about objecting to it."""

from __future__ import annotations

from typing import Any

from kinerja.accounts.request import Request

from ..access_objections import may_object, may_read_objection
from ..models import Review
from ..queries import newer_version, versions_before
from ..queries.objections import objection_due, objection_of


def objection_box(request: Request, review: Review, mine: bool) -> dict[str, Any]:
    """`objection` when there is one that the reader may open; else whether the employee can object, until
    when, or why not; and the versions before and after this one."""
    if not review.delivered_at and review.version == 1:
        return {}
    found = objection_of(review)
    readable = found is not None and bool(may_read_objection(request.user, found, request.on))
    return {
        "objection": found if readable else None,
        "may_object": may_object(request.user, review, request.on) if mine and found is None else None,
        "objection_due": objection_due(review),
        "newer": newer_version(review),
        "earlier": versions_before(review),
    }
