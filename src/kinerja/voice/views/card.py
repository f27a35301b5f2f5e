"""The card of a service, for citizens: what it asks, how it goes, how long it takes and what it costs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from kinerja.accounts.request import Request

from ..components import public_components
from ..promises import fee_words, promise_words
from ..queries.services import pledge_in_force, services, standard_in_force


@login_not_required
def card(request: Request, code: str) -> HttpResponse:
    """The six public components of the version in force today; 404 without one."""
    row = get_object_or_404(services(request.on), code=code)
    standard = standard_in_force(row, request.on)
    if standard is None:
        raise Http404
    facts = {
        "service": row,
        "standard": standard,
        "time": promise_words(standard.promise, standard.promise_unit),
        "fee": fee_words(standard),
        "components": public_components(standard),
        "pledge": pledge_in_force(row.unit, request.on),
    }
    return render(request, "voice/services/card.html", facts)
