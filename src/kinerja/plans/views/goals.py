"""Goals of the agency and its units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.accounts.access import may_manage_people
from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, led_units, unit_tree_ids

from ..access import may_read_goals, may_write_goals
from ..actions import delete_goal, save_goal
from ..cascade import goals_of
from ..models import Cycle, Goal
from ..queries import current_cycle
from .common import posted


class GoalForm(forms.Form):
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.none(), empty_label=gettext_lazy("Pilih unit")
    )
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Mendukung sasaran"),
        queryset=Goal.objects.none(),
        required=False,
        empty_label=gettext_lazy("Tidak ada"),
    )
    statement = forms.CharField(
        label=gettext_lazy("Sasaran"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    indicator = forms.CharField(
        label=gettext_lazy("Indikator"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    target = forms.CharField(label=gettext_lazy("Target"), max_length=120)
    source = forms.CharField(
        label=gettext_lazy("Dokumen sumber"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Misalnya: Renstra 2025-2029 atau Perjanjian Kinerja 2026."),
    )

    def __init__(self, *args: Any, units: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("unit", units), ("parent", cycle.goals.all())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


@guarded(may_read_goals)
def index(request: Request) -> HttpResponse:
    """`/sasaran/`: the goals of the year by unit."""
    cycle = current_cycle(request.on)
    facts = {
        "cycle": cycle,
        "goals": goals_of(cycle) if cycle else [],
        "may_add": bool(cycle) and _units(request).exists(),
        "writable": set(_units(request).values_list("pk", flat=True)),
    }
    return render(request, "plans/goals.html", facts)


def new(request: Request) -> HttpResponse:
    """`/sasaran/baru/`"""
    cycle = current_cycle(request.on)
    units = _units(request)
    if cycle is None or not units.exists():
        raise PermissionDenied(_("Sasaran ditulis oleh kepala unit atau analis kepegawaian."))
    return _write(request, cycle, None)


def edit(request: Request, goal_id: int) -> HttpResponse:
    """`/sasaran/<id>/ubah/`"""
    goal = get_object_or_404(Goal.objects.select_related("unit", "cycle", "parent"), pk=goal_id)
    may_write_goals(request.user, goal.unit, request.on).require()
    return _write(request, goal.cycle, goal)


def delete(request: Request, goal_id: int) -> HttpResponse:
    """`/sasaran/<id>/hapus/`"""
    goal = get_object_or_404(Goal.objects.select_related("unit"), pk=goal_id)
    may_write_goals(request.user, goal.unit, request.on).require()
    if request.method == "POST":
        try:
            delete_goal(goal=goal, actor=request.user, at=request.at)
        except ActionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Sasaran dihapus."))
        return redirect("plans:goals")
    facts = {
        "question": _("Hapus sasaran ini?"),
        "text": goal.statement,
        "effects": [_("Sasaran yang sudah didukung hasil kerja pegawai tidak dapat dihapus.")],
        "action": _("Hapus sasaran"),
        "danger": True,
        "back_url": reverse("plans:goals"),
    }
    return render(request, "web/confirm.html", facts)


def _units(request: Request) -> Any:
    """Units whose goals this person may write."""
    if may_manage_people(request.user, request.on):
        return Unit.objects.all()
    me = employee_of(request.user)
    led = led_units(me, request.on).values_list("pk", flat=True) if me else []
    return Unit.objects.filter(pk__in=unit_tree_ids(led) if led else [])


def _write(request: Request, cycle: Cycle, goal: Goal | None) -> HttpResponse:
    fields = ("unit", "parent", "statement", "indicator", "target", "source")
    initial = {name: getattr(goal, name) for name in fields} if goal else None
    form = GoalForm(posted(request), initial=initial, units=_units(request), cycle=cycle)
    if request.method == "POST" and form.is_valid():
        try:
            save_goal(cycle=cycle, goal=goal, **form.cleaned_data, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Sasaran tersimpan."))
            return redirect("plans:goals")
    facts = {"form": form, "goal": goal, "cycle": cycle}
    return render(request, "plans/goal.html", facts, status=422 if form.errors else 200)
