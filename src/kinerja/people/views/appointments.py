"""Moving people: to a post, out of it, and the mandate to appraise."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded

from ..access import may_manage_people
from ..actions import appoint, end_appointment, end_mandate, mandate, transfer
from ..forms import TRANSFER, AppointForm, EndForm, MandateForm
from ..models import Appointment, AppraisalMandate, Employee, Post
from ..queries import own_post
from ..queries.register import find_posts, post_rows
from .common import page_of


@guarded(may_manage_people)
def appoint_choose(request: Request, employee_id: int) -> HttpResponse:
    """First step: find the post."""
    person = get_object_or_404(Employee, pk=employee_id)
    words = request.GET.get("q", "").strip()
    page, found = page_of(request, find_posts(words))
    context = {
        "person": person,
        "own": own_post(person, request.on),
        "words": words,
        "page": page,
        "rows": post_rows(found, request.on),
    }
    return render(request, "people/appoint_choose.html", context)


@guarded(may_manage_people)
def appoint_to(request: Request, employee_id: int, post_id: int) -> HttpResponse:
    """Second step: as what, and since when."""
    person = get_object_or_404(Employee, pk=employee_id)
    post = get_object_or_404(Post.objects.select_related("unit"), pk=post_id)
    own = own_post(person, request.on)

    def act(values: dict[str, Any]) -> None:
        common: dict[str, Any] = {"employee": person, "post": post, "actor": request.user, "at": request.at}
        common |= {"starts": values["starts"], "decree": values["decree"]}
        if values["kind"] == TRANSFER:
            transfer(**common)
        elif values["kind"] == Appointment.Kind.STUDY:
            transfer(kind=values["kind"], **common)
        else:
            appoint(kind=values["kind"], ends=values["ends"], **common)

    effects = [_("Jabatan: %(post)s, %(unit)s.") % {"post": post.title, "unit": post.unit.name}]
    if own:
        effects.append(_("Jabatan sekarang: %(post)s.") % {"post": own.post.title})
    return form_page(
        request,
        AppointForm(posted(request), initial={"kind": TRANSFER, "starts": request.on}),
        act,
        done=_("Pengangkatan disimpan."),
        back_url=reverse("people:appoint", args=[person.pk]),
        next_url=reverse("people:employee", args=[person.pk]),
        question=_("Angkat %(name)s") % {"name": person.name},
        effects=effects,
        action=_("Simpan pengangkatan"),
    )


@guarded(may_manage_people)
def appointment_end(request: Request, appointment_id: int) -> HttpResponse:
    """Sets the last day in a post."""
    row = get_object_or_404(Appointment.objects.select_related("employee", "post"), pk=appointment_id)

    def act(values: dict[str, Any]) -> None:
        end_appointment(appointment=row, **values, actor=request.user, at=request.at)

    names = {"name": row.employee.name, "post": row.post.title}
    return form_page(
        request,
        EndForm(posted(request), initial={"ends": row.ends or request.on}),
        act,
        done=_("Hari terakhir disimpan."),
        back_url=reverse("people:employee", args=[row.employee_id]),
        question=_("Akhiri jabatan %(name)s sebagai %(post)s?") % names,
        action=_("Akhiri jabatan"),
        danger=True,
    )


@guarded(may_manage_people)
def mandate_new(request: Request, post_id: int) -> HttpResponse:
    """Delegates the appraisal to a functional post that leads a unit."""
    post = get_object_or_404(Post, pk=post_id)

    def act(values: dict[str, Any]) -> None:
        mandate(post=post, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        MandateForm(posted(request), initial={"starts": request.on}),
        act,
        done=_("Pelimpahan disimpan."),
        back_url=reverse("people:post", args=[post.pk]),
        question=_("Limpahkan penilaian kepada %(post)s?") % {"post": post.title},
        text=_(
            "Penilai paling rendah pejabat pengawas. Pejabat fungsional yang memimpin unit, misalnya sekolah "
            "atau instalasi, dapat diberi pelimpahan (PermenPANRB 6/2022 Lampiran hlm 89)."
        ),
        action=_("Limpahkan penilaian"),
    )


@guarded(may_manage_people)
def mandate_end(request: Request, mandate_id: int) -> HttpResponse:
    """Sets the last day of a mandate."""
    row = get_object_or_404(AppraisalMandate.objects.select_related("post"), pk=mandate_id)

    def act(values: dict[str, Any]) -> None:
        end_mandate(mandate=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        EndForm(posted(request), initial={"ends": row.ends or request.on}),
        act,
        done=_("Hari terakhir pelimpahan disimpan."),
        back_url=reverse("people:post", args=[row.post_id]),
        question=_("Akhiri pelimpahan kepada %(post)s?") % {"post": row.post.title},
        action=_("Akhiri pelimpahan"),
        danger=True,
    )
