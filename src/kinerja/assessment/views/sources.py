"""Sumber bahan penilaian: which sources appraisers see, by level of posts and from when."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Post

from ..access_rounds import may_choose_sources
from ..actions.source_choices import choose_source
from ..forms_rounds import SourceForm
from ..models import SourceChoice
from ..queries.source_choices import table

HISTORY = 20


@guarded(may_choose_sources)
def sources(request: Request) -> HttpResponse:
    """What is in force today for each level, and a new choice."""

    def act(values: dict[str, Any]) -> None:
        choose_source(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        SourceForm(posted(request), initial={"starts": request.on, "on": "1"}),
        act,
        done=_("Pilihan sumber disimpan."),
        back_url=reverse("assessment:sources"),
        template="assessment/rounds/sources.html",
        levels=Post.Level.labels,
        rows=table(request.on),
        history=[
            (row, dict(Post.Level.choices).get(row.level, ""))
            for row in SourceChoice.objects.select_related("by").order_by("-starts", "-pk")[:HISTORY]
        ],
        on=request.on,
    )
