"""Reports that their reporters opened to everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kinerja.accounts.request import Request

from ..forms.complaints import SearchForm
from ..queries.complaints import public_list, public_words, timeline
from ..tracking import stages

ON_PAGE = 20


@login_not_required
def public_complaints(request: Request) -> HttpResponse:
    """Newest first, with a search in Indonesian."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(public_list(words), ON_PAGE).get_page(request.GET.get("page"))
    rows = [(row, public_words(row)) for row in page]
    facts = {"form": form, "words": words, "page": page, "rows": rows}
    return render(request, "voice/complaints/public_list.html", facts)


@login_not_required
def public_complaint(request: Request, number: str) -> HttpResponse:
    """One of them: its words with names covered, its way, and the official answers."""
    row = get_object_or_404(public_list(), number=number)
    facts = {
        "complaint": row,
        "words": public_words(row),
        "stages": stages(row, public=True),
        "story": timeline(row, public=True),
    }
    return render(request, "voice/complaints/public.html", facts)
