"""Units and posts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded

from ..access import may_manage_people, may_read_all
from ..actions import create_post, create_unit, update_post, update_unit
from ..forms import PostForm, UnitForm
from ..models import Post, Unit
from ..queries.register import find_posts, post_rows, unit_forest
from .common import page_of


@guarded(may_read_all)
def units(request: Request) -> HttpResponse:
    """The tree of units."""
    context = {
        "forest": unit_forest(request.on),
        "may_manage": bool(may_manage_people(request.user, request.on)),
    }
    return render(request, "people/units.html", context)


@guarded(may_read_all)
def unit(request: Request, unit_id: int) -> HttpResponse:
    """One unit with its posts and sub-units."""
    place = get_object_or_404(Unit.objects.select_related("parent"), pk=unit_id)
    posts = place.posts.select_related("unit", "reports_to")
    context = {
        "unit": place,
        "children": place.children.all(),
        "rows": post_rows(posts, request.on),
        "may_manage": bool(may_manage_people(request.user, request.on)),
    }
    return render(request, "people/unit.html", context)


@guarded(may_manage_people)
def unit_new(request: Request) -> HttpResponse:
    """Adds a unit."""

    def act(values: dict[str, Any]) -> None:
        create_unit(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        UnitForm(posted(request)),
        act,
        done=_("Unit ditambahkan."),
        back_url=reverse("people:units"),
        question=_("Tambah unit"),
        action=_("Tambah unit"),
    )


@guarded(may_manage_people)
def unit_edit(request: Request, unit_id: int) -> HttpResponse:
    """Changes a unit."""
    place = get_object_or_404(Unit, pk=unit_id)

    def act(values: dict[str, Any]) -> None:
        update_unit(unit=place, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        UnitForm(posted(request), instance=Unit.objects.get(pk=unit_id)),
        act,
        done=_("Unit disimpan."),
        back_url=reverse("people:unit", args=[place.pk]),
        question=_("Ubah %(unit)s") % {"unit": place.name},
        action=_("Simpan unit"),
    )


@guarded(may_read_all)
def posts(request: Request) -> HttpResponse:
    """All posts with their holders, found by words."""
    words = request.GET.get("q", "").strip()
    page, found = page_of(request, find_posts(words))
    context = {
        "page": page,
        "rows": post_rows(found, request.on),
        "words": words,
        "may_manage": bool(may_manage_people(request.user, request.on)),
    }
    return render(request, "people/posts.html", context)


@guarded(may_read_all)
def post(request: Request, post_id: int) -> HttpResponse:
    """One post: its place in the line, everybody who held it, and mandates to appraise."""
    place = get_object_or_404(Post.objects.select_related("unit", "reports_to"), pk=post_id)
    context = {
        "post": place,
        "appointments": place.appointments.select_related("employee"),
        "mandates": place.mandates.order_by("-starts"),
        "below": place.subordinates.select_related("unit"),
        "may_manage": bool(may_manage_people(request.user, request.on)),
        "may_be_mandated": place.level == Post.Level.FUNCTIONAL and place.leads_unit,
    }
    return render(request, "people/post.html", context)


@guarded(may_manage_people)
def post_new(request: Request) -> HttpResponse:
    """Adds a post."""

    def act(values: dict[str, Any]) -> None:
        values["reports_to"] = values.pop("superior_code")
        create_post(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        PostForm(posted(request)),
        act,
        done=_("Jabatan ditambahkan."),
        back_url=reverse("people:posts"),
        question=_("Tambah jabatan"),
        action=_("Tambah jabatan"),
    )


@guarded(may_manage_people)
def post_edit(request: Request, post_id: int) -> HttpResponse:
    """Changes a post."""
    place = get_object_or_404(Post.objects.select_related("reports_to"), pk=post_id)

    def act(values: dict[str, Any]) -> None:
        values["reports_to"] = values.pop("superior_code")
        update_post(post=place, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        PostForm(posted(request), instance=Post.objects.get(pk=post_id)),
        act,
        done=_("Jabatan disimpan."),
        back_url=reverse("people:post", args=[place.pk]),
        question=_("Ubah %(post)s") % {"post": place.title},
        action=_("Simpan jabatan"),
    )
