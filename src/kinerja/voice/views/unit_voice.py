"""Suara warga untuk unit: what citizens said, for everybody who works there."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kinerja.accounts.request import Request
from kinerja.people.models import Unit

from ..access.common import may_read_measures
from ..queries.unit_voice import answers_with_words, heard, words_of

PAGE = 20


def unit(request: Request, unit_id: int) -> HttpResponse:
    """One page a unit; the words are paged, the rest stands above them."""
    found = get_object_or_404(Unit, pk=unit_id)
    may_read_measures(request.user, found, request.on).require()
    page = Paginator(answers_with_words(found, request.on), PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": found,
        "heard": heard(found, request.on),
        "page": page,
        "words": words_of(list(page.object_list), request.on),
        "on": request.on,
    }
    return render(request, "voice/people/unit.html", context)
