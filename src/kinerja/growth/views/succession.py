"""Succession for a post: the computed picture beside what the committee notes. Nothing is automatic."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded, searched
from kinerja.people.models import Employee, Post
from kinerja.people.queries import employee_of
from kinerja.people.queries.register import find_posts, post_rows

from .. import access_talent as access
from ..actions import talent as acts
from ..forms_common import WhyForm
from ..forms_talent import NoteForm
from ..models import SuccessionNote
from ..queries.succession import open_notes, succession

PAGE = 25


@guarded(access.may_read_succession)
def successions(request: Request) -> HttpResponse:
    """Posts that lead a unit, to choose one."""
    words = searched(request)
    posts = find_posts(words).filter(leads_unit=True).order_by("unit__name", "title")
    page = Paginator(posts, PAGE).get_page(request.GET.get("page"))
    noted = SuccessionNote.objects.filter(post__in=list(page), ended_on__isnull=True)
    counts: dict[int, int] = {}
    for post in noted.values_list("post_id", flat=True):
        counts[post] = counts.get(post, 0) + 1
    rows = [(row, counts.get(row.post.pk, 0)) for row in post_rows(page, request.on)]
    facts = {"page": page, "rows": rows, "words": words}
    return render(request, "growth/talent/successions.html", facts)


@guarded(access.may_read_succession)
def succession_of(request: Request, post_id: int) -> HttpResponse:
    """The candidates of one post."""
    post = get_object_or_404(Post.objects.select_related("unit"), pk=post_id)
    page = Paginator(succession(post, request.on), PAGE).get_page(request.GET.get("page"))
    facts = {
        "post": post,
        "page": page,
        "keeps": bool(access.may_keep_talent(request.user, request.on)),
        "me": employee_of(request.user),
        "noted": open_notes(post).count(),
    }
    return render(request, "growth/talent/succession.html", facts)


@guarded(access.may_keep_talent)
def succession_note(request: Request, post_id: int, employee_id: int) -> HttpResponse:
    """What the committee says of one candidate."""
    post = get_object_or_404(Post, pk=post_id)
    employee = get_object_or_404(Employee, pk=employee_id)
    access.may_keep_talent_of(request.user, employee.pk, request.on).require()
    held = open_notes(post).filter(employee=employee).first()

    def act(values: dict[str, Any]) -> None:
        acts.note_succession(post=post, employee=employee, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        NoteForm(
            posted(request),
            initial={"ready": held.ready, "lacks": held.lacks, "reason": held.reason} if held else {},
        ),
        act,
        done=_("Catatan komite disimpan."),
        back_url=reverse("growth:succession", args=[post.pk]),
        question=_("Catat kesiapan %(name)s") % {"name": employee.name},
        text=_("Untuk jabatan %(post)s. Keputusan tetap pada komite dan pejabat pembina.")
        % {"post": post.title},
        action=_("Simpan catatan"),
    )


@guarded(access.may_keep_talent)
def succession_end(request: Request, note_id: int) -> HttpResponse:
    """Takes a candidate out."""
    notes = SuccessionNote.objects.select_related("employee", "post")
    note = get_object_or_404(notes, pk=note_id)
    access.may_keep_talent_of(request.user, note.employee_id, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.end_succession(note=note, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Calon dikeluarkan."),
        back_url=reverse("growth:succession", args=[note.post_id]),
        question=_("Keluarkan %(name)s?") % {"name": note.employee.name},
        text=_("Dari calon untuk %(post)s.") % {"post": note.post.title},
        action=_("Keluarkan calon"),
        danger=True,
    )
