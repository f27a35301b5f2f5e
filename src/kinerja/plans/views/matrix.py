"""The role matrix: the leader's grid, offers from others, decisions by appraisers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.people.models import Employee
from kinerja.people.queries import appraiser_of, employee_of, team_of

from ..access import may_read_matrix, may_volunteer, may_write_matrix
from ..actions import decide_role, save_matrix, take_role, volunteer_role
from ..content import read_key
from ..formdata import read_cells
from ..matrix import grid
from ..models import RoleAssignment
from ..queries import active_plan
from .common import PLANS


def index(request: Request) -> HttpResponse:
    """`/matriks/`: one's own matrix, the appraiser's, one's roles, and what waits for a decision."""
    me = employee_of(request.user)
    if me is None:
        return render(request, "plans/nobody.html")
    line = appraiser_of(me, request.on)
    roles = me.role_assignments.select_related("leader_plan__employee", "leader_plan__post")
    waiting = RoleAssignment.objects.filter(
        status=RoleAssignment.Status.PROPOSED, employee__in=team_of(me, request.on)
    ).select_related("employee", "leader_plan__employee")
    facts = {
        "own": active_plan(me, request.on),
        "has_team": team_of(me, request.on).exists(),
        "appraiser": line,
        "above": active_plan(line.employee, request.on) if line else None,
        "roles": roles.order_by("status", "id"),
        "waiting": waiting.order_by("id"),
    }
    return render(request, "plans/matrix_index.html", facts)


def matrix(request: Request, plan_id: int) -> HttpResponse:
    """`/matriks/<id>/`: the grid; its owner writes it in one post, others read it and may offer a role."""
    plan = get_object_or_404(PLANS, pk=plan_id)
    may_read_matrix(request.user, plan, request.on).require()
    writes = may_write_matrix(request.user, plan, request.on)
    if request.method == "POST":
        return _volunteer(request, plan_id) if "column" in request.POST else _save(request, plan_id)
    guests = Employee.objects.filter(nip__in=request.GET.getlist("orang")[:20]) if writes else []
    facts = {
        "plan": plan,
        "grid": grid(plan, request.on, guests),
        "writes": bool(writes),
        "volunteers": not writes and bool(may_volunteer(request.user, plan, request.on)),
    }
    return render(request, "plans/matrix.html", facts)


def _save(request: Request, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(PLANS, pk=plan_id)
    try:
        cells = read_cells(request.POST.dict())
        changed = save_matrix(leader_plan=plan, cells=cells, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("plans:matrix", plan.pk)
    nip = request.POST.get("nip", "").strip()
    if nip and not Employee.objects.filter(nip=nip).exists():
        messages.error(request, _("Tidak ada pegawai dengan NIP %(nip)s.") % {"nip": nip})
        nip = ""
    elif changed:
        messages.success(request, _("Matriks tersimpan: %(n)s perubahan.") % {"n": changed})
    elif not nip:
        messages.info(request, _("Tidak ada yang berubah."))
    target = reverse("plans:matrix", args=[plan.pk])
    return redirect(f"{target}?orang={nip}" if nip else target)


def _volunteer(request: Request, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(PLANS, pk=plan_id)
    try:
        column = read_key(request.POST.get("column"))
        if column:
            statement = request.POST.get("statement", "")
            volunteer_role(
                leader_plan=plan, column=column, statement=statement, actor=request.user, at=request.at
            )
            messages.success(request, _("Pengajuan terkirim. Penilai Anda memutuskannya."))
    except ActionError as error:
        messages.error(request, str(error))
    return redirect("plans:matrix", plan.pk)


@require_POST
def decide(request: Request, role_id: int) -> HttpResponse:
    """`/matriks/peran/<id>/putuskan/`: approve or refuse a proposed role."""
    role = get_object_or_404(RoleAssignment.objects.select_related("employee"), pk=role_id)
    approve = request.POST.get("op") == "approve"
    reason = request.POST.get("reason", "")
    try:
        decide_role(role=role, approve=approve, reason=reason, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Peran disetujui.") if approve else _("Peran ditolak dengan alasan Anda.")
        )
    return redirect("plans:matrix")


@require_POST
def take(request: Request, role_id: int) -> HttpResponse:
    """`/matriks/peran/<id>/ambil/`: puts a role into one's own draft."""
    rows = RoleAssignment.objects.select_related("employee", "leader_plan__cycle")
    role = get_object_or_404(rows, pk=role_id)
    try:
        version = take_role(role=role, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("plans:matrix")
    messages.success(request, _("Peran masuk draf SKP Anda. Lengkapi indikatornya."))
    return redirect("plans:edit", version.plan_id)
