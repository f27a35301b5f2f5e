"""Waves of coaching: for what reason, when, how many, and what came of it for citizens. No name."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kinerja.accounts.request import Request, guarded

from ..access_proof import may_keep_programmes
from ..queries.support_waves import measured
from ..queries.support_waves import waves as all_waves
from .support import PAGE, tabs


@require_safe
@guarded(may_keep_programmes)
def waves(request: Request) -> HttpResponse:
    """Newest first, each with its story or the way to one; `?pilih=` shows one alone."""
    found, chosen = all_waves(request.on), request.GET.get("pilih", "")
    found = [wave for wave in found if wave.key == chosen] or found
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    stories = measured(page)
    rows = [(wave, stories.get(wave.key, [])) for wave in page]
    facts = {"tabs": tabs(request, "gelombang"), "page": page, "rows": rows}
    return render(request, "growth/support/waves.html", facts)
