"""Pages of needs: what was written down, what data propose, wishes, groups with their price."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.assessment.models import Decision
from kinerja.assessment.views.common import attempt, me
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, own_post

from .. import access_development as access
from ..actions import needs as acts
from ..development_tabs import tabs
from ..forms_common import WhyForm
from ..forms_development import GroupChangeForm, GroupForm, NeedForm, WishForm
from ..models import Need, NeedGroup
from ..queries import needs as queries

PAGE = 20
AT_ONCE = 200
NEEDS = Need.objects.select_related("unit", "employee", "group")


def needs(request: Request) -> HttpResponse:
    """One's own needs; heads and HR those of their units, open ones first by choice."""
    units = access.units_planned(request.user, request.on)
    own = employee_of(request.user)
    plans = bool(access.may_group_needs(request.user, request.on))
    wide = units is None or bool(units)
    rows = queries.needs(units) if wide else NEEDS.filter(employee=own) if own else NEEDS.none()
    shown = request.GET.get("keadaan", "")
    if shown in Need.Status.values:
        rows = rows.filter(status=shown)
    facts = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "tabs": tabs(request, "needs"),
        "statuses": [(value, _(label), value == shown) for value, label in Need.Status.choices],
        "plans": plans,
        "wide": wide,
        "wishes": own is not None,
        "own": own,
    }
    return render(request, "growth/development/needs.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def need_proposals(request: Request) -> HttpResponse:
    """What data propose; one click turns a proposal into a need."""
    units = access.units_planned(request.user, request.on)
    if units is not None and not units:
        raise PermissionDenied(_("Usulan dari data dibaca pimpinan unit dan analis kepegawaian."))
    if request.method == "POST":
        return _take(request, units)
    rows = queries.proposed_needs(units, request.on)
    facts = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "takes": bool(access.may_group_needs(request.user, request.on)),
    }
    return render(request, "growth/development/proposals.html", facts)


def _take(request: Request, units: frozenset[int] | None) -> HttpResponse:
    access.may_group_needs(request.user, request.on).require()
    found = queries.proposal(request.POST.get("key", ""), units, request.on)
    if found is None:
        messages.error(request, _("Usulan ini sudah dicatat atau datanya berubah."))
        return redirect("growth:need_proposals")
    return attempt(
        request,
        lambda: acts.add_need(
            unit=found.unit,
            source=found.source,
            topic=found.topic,
            reason=found.reason,
            employee=found.employee,
            competence=found.competence,
            follow_up=found.follow_up,
            actor=request.user,
            at=request.at,
        ),
        _("Dicatat sebagai kebutuhan."),
        "growth:need_proposals",
    )


def need_wish(request: Request) -> HttpResponse:
    """One's own wish to learn."""
    own = me(request)
    held = own_post(own, request.on)
    if held is None:
        raise PermissionDenied(_("Anda belum menduduki jabatan, jadi keinginan belum dapat dicatat."))

    def act(values: dict[str, Any]) -> None:
        facts = {"unit": held.post.unit, "employee": own, "source": Need.Source.WISH.value, **values}
        acts.add_need(**facts, actor=request.user, at=request.at)

    return form_page(
        request,
        WishForm(posted(request), on=request.on),
        act,
        done=_("Keinginan Anda tercatat. Pimpinan unit dan analis kepegawaian membacanya."),
        back_url=reverse("growth:needs"),
        question=_("Apa yang ingin Anda pelajari?"),
        text=_("Pilih yang berguna untuk pekerjaan Anda."),
        action=_("Kirim keinginan"),
    )


@guarded(access.may_group_needs)
def need_new(request: Request) -> HttpResponse:
    """A need that a head or HR writes down."""
    return _need_form(request, None)


@guarded(access.may_group_needs)
def need_from_decision(request: Request, decision_id: int) -> HttpResponse:
    """A need that a meeting decided."""
    found = get_object_or_404(Decision.objects.select_related("meeting__unit", "about"), pk=decision_id)
    access.may_keep_needs(request.user, found.meeting.unit, request.on).require()
    return _need_form(request, found)


def _need_form(request: Request, decision: Decision | None) -> HttpResponse:
    units = access.units_planned(request.user, request.on)
    rows = Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)
    initial: dict[str, Any] = {}
    if decision is not None:
        initial = {
            "unit": decision.meeting.unit,
            "nip": decision.about.nip if decision.about else "",
            "source": Need.Source.MEETING.value,
            "topic": decision.text[:200],
        }

    def act(values: dict[str, Any]) -> None:
        facts = {key: value for key, value in values.items() if key != "nip"}
        facts |= {"employee": values["nip"], "decision": decision}
        acts.add_need(**facts, actor=request.user, at=request.at)

    return form_page(
        request,
        NeedForm(posted(request), units=rows.order_by("name"), on=request.on, initial=initial),
        act,
        done=_("Kebutuhan tercatat."),
        back_url=reverse("growth:needs"),
        question=_("Catat kebutuhan"),
        action=_("Catat kebutuhan"),
    )


def need_drop(request: Request, need_id: int) -> HttpResponse:
    """Not pursued, with the reason."""
    found = get_object_or_404(NEEDS, pk=need_id)
    access.may_drop_need(request.user, found, request.on).require()
    return form_page(
        request,
        WhyForm(posted(request)),
        lambda values: acts.drop_need(need=found, **values, actor=request.user, at=request.at),
        done=_("Kebutuhan tidak dilanjutkan. Alasannya tersimpan."),
        back_url=reverse("growth:needs"),
        question=_("Tidak melanjutkan “%(topic)s”?") % {"topic": found.topic},
        action=_("Tutup kebutuhan"),
        danger=True,
    )


@require_POST
def need_ungroup(request: Request, need_id: int) -> HttpResponse:
    """Takes a need out of its group."""
    found = get_object_or_404(NEEDS, pk=need_id)
    access.may_keep_needs(request.user, found.unit, request.on).require()
    group = found.group_id
    to = ("growth:need_group", group) if group else ("growth:needs",)
    return attempt(
        request,
        lambda: acts.ungroup_need(need=found, actor=request.user, at=request.at),
        _("Kebutuhan dilepas dari kelompok dan terbuka lagi."),
        *to,
    )


@guarded(access.may_group_needs)
def need_groups(request: Request) -> HttpResponse:
    """Groups with their price, newest year first."""
    rows = queries.groups(access.units_planned(request.user, request.on))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "growth/development/groups.html", {"page": page})


@guarded(access.may_group_needs)
def need_group_new(request: Request) -> HttpResponse:
    """Chooses open needs and gives them a title, a year and a price."""
    units = access.units_planned(request.user, request.on)
    rows = queries.needs(units).filter(status=Need.Status.OPEN)
    form = GroupForm(posted(request), rows=rows[:AT_ONCE], initial={"year": request.on.year + 1, "price": 0})
    return form_page(
        request,
        form,
        lambda values: acts.group_needs(**values, actor=request.user, at=request.at),
        done=_("Kelompok tersimpan. Kebutuhannya sekarang direncanakan."),
        back_url=reverse("growth:needs"),
        next_url=reverse("growth:need_groups"),
        question=_("Kelompokkan kebutuhan"),
        text=_("Pilih kebutuhan yang dijawab satu pelatihan."),
        action=_("Simpan kelompok"),
    )


@guarded(access.may_group_needs)
def need_group(request: Request, group_id: int) -> HttpResponse:
    """One group: who it is for, what it costs, what was decided."""
    found = get_object_or_404(NeedGroup, pk=group_id)
    units = access.units_planned(request.user, request.on)
    rows = list(queries.needs(None).filter(group=found))
    if units is not None and not any(row.unit_id in units for row in rows):
        raise PermissionDenied(_("Kelompok ini dibaca pimpinan unitnya dan analis kepegawaian."))
    form, status = GroupChangeForm.of(found, posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                acts.change_group(group=found, **form.cleaned_data, actor=request.user, at=request.at)
            except ActionError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Kelompok tersimpan."))
                return redirect("growth:need_group", found.pk)
    people = queries.people_of(found, request.on)
    facts = {
        "group": found, "rows": rows, "people": people, "total": queries.total_of(found, people), "form": form
    }  # fmt: skip
    return render(request, "growth/development/group.html", facts, status=status)
