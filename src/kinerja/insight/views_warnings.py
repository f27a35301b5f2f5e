"""Early warnings: the list, one of them, closing with a note, and those about oneself."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.assessment.models import EarlyWarning
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of

from .access import may_close_warning, may_reply_warning, may_see_own_warnings, may_supervise
from .actions import close_warnings, reply_warning
from .forms import NoteForm, ReplyForm
from .numbers import number
from .queries.warnings import about, in_words, named, open_by_kind, warnings

A_PAGE = 25
STATUS = {"terbuka": EarlyWarning.Status.OPEN.value, "ditutup": EarlyWarning.Status.CLOSED.value}


@guarded(may_supervise)
def early_warnings(request: Request) -> HttpResponse:
    """Warnings by status, kind and unit."""
    status = request.GET.get("keadaan", "terbuka")
    status = status if status in STATUS else "terbuka"
    kind = request.GET.get("jenis", "")
    kind = kind if kind in EarlyWarning.Kind.values else ""
    unit = Unit.objects.filter(pk=number(request.GET.get("unit", ""))).first()
    found = warnings(status=STATUS[status], kind=kind, unit=unit)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    counts = open_by_kind()
    context = {
        "page": page,
        "shown": in_words(list(page.object_list)),
        "status": status,
        "kind": kind,
        "unit": unit,
        "kinds": [(code, _(title), counts.get(code, 0)) for code, title in EarlyWarning.Kind.choices],
        "tabs": [
            {
                "url": f"?keadaan={code}",
                "title": title,
                "current": code == status,
                "count": sum(counts.values()) if code == "terbuka" else 0,
            }
            for code, title in (("terbuka", _("Terbuka")), ("ditutup", _("Ditutup")))
        ],
    }
    return render(request, "insight/supervision/warnings.html", context)


@guarded(may_supervise)
def early_warning(request: Request, warning_id: int) -> HttpResponse:
    """One warning with its facts, its rule, the people it counts; the form that closes it."""
    rows = EarlyWarning.objects.select_related("employee", "unit", "period__cycle", "closed_by")
    warning = get_object_or_404(rows, pk=warning_id)
    may_close = may_close_warning(request.user, warning, request.on)
    people = named(warning)

    def act(values: dict[str, Any]) -> None:
        close_warnings(warnings=[warning], **values, actor=request.user, at=request.at)

    return form_page(
        request,
        NoteForm(posted(request)),
        act,
        done=_("Peringatan ditutup; catatan Anda tersimpan."),
        back_url=reverse("insight:warnings"),
        template="insight/supervision/warning.html",
        shown=in_words([warning])[0],
        people=people,
        more=max(warning.facts.get("missing", warning.facts.get("people", 0)) - len(people), 0),
        may_close=may_close,
    )


@guarded(may_see_own_warnings)
def early_warnings_mine(request: Request) -> HttpResponse:
    """What was raised about the one who reads."""
    me = employee_of(request.user)
    assert me is not None  # the guard has asked
    page = Paginator(about(me), A_PAGE).get_page(request.GET.get("page"))
    shown = in_words(list(page.object_list))
    return render(request, "insight/supervision/mine.html", {"page": page, "shown": shown})


def reply(request: Request, warning_id: int) -> HttpResponse:
    """What the one says whom the warning is about."""
    warning = get_object_or_404(EarlyWarning.objects.select_related("period__cycle", "unit"), pk=warning_id)
    may_reply_warning(request.user, warning, request.on).require()

    def act(values: dict[str, Any]) -> None:
        reply_warning(warning=warning, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        ReplyForm(posted(request)),
        act,
        done=_("Jawaban Anda tersimpan."),
        back_url=reverse("insight:warnings_mine"),
        question=_("Jawab peringatan"),
        text=in_words([warning])[0].words.seen,
        action=_("Kirim jawaban"),
    )
