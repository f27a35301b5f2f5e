"""Held answers: what made them suspicious, and a person's decision about them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.pages import posted
from kinerja.accounts.request import Request

from ..access.surveys import may_decide_answers
from ..actions.survey_decisions import decide_answers
from ..errors import ActionError, NotPossible
from ..forms.surveys import DecisionForm
from ..queries.held import held_answers, held_by_flag
from ..queries.results import results
from ..queries.surveys import periods
from ..survey_signs import signs

PAGE = 50


def survey_held(request: Request, period_id: int) -> HttpResponse:
    """Held answers by sign; counting them or taking them out, singly or a whole group."""
    period = get_object_or_404(periods(), pk=period_id)
    may_decide_answers(request.user, period, request.on).require()
    groups, known = held_by_flag(period), signs(request.on)
    shown = [known[code] for code in known if groups[code]]
    wanted = request.GET.get("tanda", "")
    flag = next((sign for sign in shown if sign.code == wanted), next(iter(shown), None))
    code = flag.code if flag else ""
    form = DecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            chosen, whole = _chosen(request.POST)
            done = decide_answers(
                period=period,
                counts=request.POST.get("do") == "count",
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=request.at,
                answers=chosen,
                flag=code if whole else "",
            )
        except ActionError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext("%(count)d jawaban diputuskan.", "%(count)d jawaban diputuskan.", done)
            messages.success(request, words % {"count": done})
            return redirect("voice:survey_held", period.pk)
    page = Paginator(held_answers(period, code), PAGE).get_page(request.GET.get("page"))
    address = reverse("voice:survey_held", args=[period.pk])
    facts = {
        "period": period,
        "form": form,
        "found": results(period),
        "flag": flag,
        "count": groups[code],
        "page": page,
        "rows": [(row, [known[name].name for name in row.flags if name in known]) for row in page],
        "tabs": [
            {
                "url": f"{address}?tanda={sign.code}",
                "title": sign.name,
                "current": sign == flag,
                "count": groups[sign.code],
            }
            for sign in shown
        ],
        "picked": request.POST.getlist("jawaban"),
    }
    return render(request, "voice/surveys/held.html", facts, status=422 if form.errors else 200)


def _chosen(data: QueryDict) -> tuple[set[UUID], bool]:
    """The ticked answers, or that the whole group is meant. Raises NotPossible when nothing is."""
    whole = data.get("cakupan") == "semua"
    try:
        ticked = {UUID(text) for text in data.getlist("jawaban")}
    except ValueError as broken:
        raise NotPossible(_("Pilihan jawaban tidak terbaca. Muat ulang halaman, lalu ulangi.")) from broken
    if not whole and not ticked:
        raise NotPossible(_("Centang dahulu jawabannya, atau pilih semua jawaban bertanda ini."))
    return ticked, whole
