"""The tree of topics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded

from ..access.common import may_manage_complaints
from ..actions.categories import (
    change_category,
    create_category,
    restore_category,
    retire_category,
    words_of,
)
from ..actions.topics import seed_categories
from ..forms.handling import CategoryForm
from ..models import Category, Complaint
from ..queries.queues import tree


@guarded(may_manage_complaints)
def categories(request: Request) -> HttpResponse:
    """All topics from the top, with how many complaints stand in each."""
    retired = request.GET.get("semua") == "1"
    counts = dict(
        Complaint.objects.order_by().values_list("category_id").annotate(Count("pk")).exclude(category=None)
    )
    rows = [(row, range(depth), counts.get(row.pk, 0)) for row, depth in tree(retired=retired)]
    return render(request, "voice/office/categories.html", {"rows": rows, "retired": retired})


@require_POST
@guarded(may_manage_complaints)
def category_seed(request: Request) -> HttpResponse:
    """Adds the topics that come with the product and are not there yet."""
    added = seed_categories(actor=request.user, at=request.at)
    words = ngettext("%(count)d kategori ditambahkan.", "%(count)d kategori ditambahkan.", added)
    messages.success(request, words % {"count": added})
    return redirect("voice:categories")


@guarded(may_manage_complaints)
def category_new(request: Request) -> HttpResponse:
    """Adds a topic."""

    def act(values: dict[str, Any]) -> None:
        values["keywords"] = words_of(values["keywords"])
        create_category(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        CategoryForm(posted(request), tree=tree()),
        act,
        done=_("Kategori ditambahkan."),
        back_url=reverse("voice:categories"),
        question=_("Tambah kategori"),
        action=_("Tambah kategori"),
    )


@guarded(may_manage_complaints)
def category_edit(request: Request, category_id: int) -> HttpResponse:
    """Renames, moves, sets keywords and unit."""
    row = get_object_or_404(Category, pk=category_id)

    def act(values: dict[str, Any]) -> None:
        values["keywords"] = words_of(values["keywords"])
        change_category(category=row, **values, actor=request.user, at=request.at)

    now = {
        "name": row.name,
        "parent": row.parent_id,
        "unit": row.unit_id,
        "keywords": ", ".join(row.keywords),
    }
    return form_page(
        request,
        CategoryForm(posted(request), tree=tree(), initial=now),
        act,
        done=_("Kategori disimpan."),
        back_url=reverse("voice:categories"),
        question=_("Ubah kategori %(name)s") % {"name": row.name},
        action=_("Simpan kategori"),
    )


@require_POST
@guarded(may_manage_complaints)
def category_retire(request: Request, category_id: int) -> HttpResponse:
    """No longer offered, or offered again."""
    row = get_object_or_404(Category, pk=category_id)
    act = restore_category if row.retired else retire_category
    try:
        act(category=row, actor=request.user, at=request.at)
    except ActionError as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Kategori dipakai lagi.") if row.retired else _("Kategori tidak ditawarkan lagi.")
        messages.success(request, done)
    return redirect("voice:categories")
