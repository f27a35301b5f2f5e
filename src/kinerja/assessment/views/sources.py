"""Sumber bahan penilaian: which sources appraisers see, by group of posts and from when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Post

from ..access_rounds import may_choose_sources
from ..actions.source_choices import choose_source, weigh_choice
from ..forms_rounds import SourceForm
from ..models import SourceChoice
from ..queries.source_choices import Reach, choices_on, group_name

HISTORY = 20


@guarded(may_choose_sources)
def sources(request: Request) -> HttpResponse:
    """What is in force today for each group, and a new choice: first whom it is about, then the act."""
    form = SourceForm(posted(request), initial={"starts": request.on, "on": "1"})
    if form.is_valid():
        asked = form.choice()
        try:
            found = weigh_choice(asked, actor=request.user, at=request.at)
            if form.cleaned_data["seen"] != found.mark:
                return _ask(request, asked, found)
            choose_source(**form.facts(), actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Pilihan sumber disimpan."))
            return redirect("assessment:sources")
    held = choices_on(request.on)
    rows = SourceChoice.objects.select_related("by").order_by("-starts", "-pk")[:HISTORY]
    context = {
        "form": form,
        "levels": Post.Level.labels,
        "rows": held.table(),
        "families": [(row, group_name(row)) for row in held.of_families],
        "history": [(row, group_name(row)) for row in rows],
        "on": request.on,
    }
    return render(request, "assessment/rounds/sources.html", context, status=422 if form.is_bound else 200)


def _ask(request: Request, asked: SourceChoice, found: Reach) -> HttpResponse:
    """The question before the act: the choice in words, and how many posts and people it is about."""
    data = request.POST.copy()
    data["seen"] = found.mark
    form = SourceForm(data)
    form.hide()
    shown = _("ditampilkan") if asked.on else _("tidak ditampilkan")
    effects = [
        _("Kelompok: %(group)s.") % {"group": group_name(asked)},
        _("Mulai: %(day)s.") % {"day": date_format(asked.starts, "j F Y")},
        _("Jumlah jabatan: %(posts)s. Pegawai yang mendudukinya: %(people)s.")
        % {"posts": found.posts, "people": found.people},
    ]
    if found.apart:
        words = _("Yang tetap mengikuti pilihan untuk kelompok yang lebih khusus: %(people)s pegawai.")
        effects.append(words % {"people": found.apart})
    effects.append(_("Penilaian yang sudah ditandatangani tidak berubah."))
    context = {
        "form": form,
        "question": _("Simpan pilihan sumber?"),
        "text": f"{_(asked.get_source_display())}: {shown}.",
        "effects": effects,
        "action": _("Simpan pilihan"),
        "back_url": reverse("assessment:sources"),
    }
    return render(request, "web/confirm.html", context)
