"""The year and its windows, for HR."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request, guarded

from ..access import may_manage_cycles
from ..actions import adjust_period, create_cycle
from ..models import Cycle, Period
from ..queries import periods
from .common import posted


class CycleForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=2022, max_value=2100)
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Evaluasi periodik"), choices=Cycle.Rhythm.choices, widget=forms.RadioSelect
    )


def _picker() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PeriodForm(forms.Form):
    report_due = forms.DateField(label=gettext_lazy("Batas laporan pegawai"), widget=_picker())
    opens = forms.DateField(label=gettext_lazy("Penilaian dibuka"), widget=_picker())
    closes = forms.DateField(
        label=gettext_lazy("Penilaian ditutup"),
        help_text=gettext_lazy("Sesudah hari ini atasan penilai dapat mengambil alih, dan hasilnya final."),
        widget=_picker(),
    )
    reason = forms.CharField(label=gettext_lazy("Alasan pergeseran"), max_length=400)


@guarded(may_manage_cycles)
def index(request: Request) -> HttpResponse:
    """`/siklus/`: all years with their windows, and a form for a new year."""
    newest = Cycle.objects.first()
    initial = {
        "year": newest.year + 1 if newest else request.on.year,
        "rhythm": newest.rhythm if newest else Cycle.Rhythm.QUARTERLY,
    }
    form = CycleForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = create_cycle(**form.cleaned_data, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Siklus %(year)s dibuat.") % {"year": cycle.year})
            return redirect("plans:cycle")
    cycles = [(cycle, periods(cycle)) for cycle in Cycle.objects.all()[:3]]
    facts = {"cycles": cycles, "form": form}
    return render(request, "plans/cycles.html", facts, status=422 if form.errors else 200)


@guarded(may_manage_cycles)
def period(request: Request, period_id: int) -> HttpResponse:
    """`/siklus/periode/<id>/`: moves the windows of one period, with a reason."""
    row = get_object_or_404(Period.objects.select_related("cycle"), pk=period_id)
    initial = {"report_due": row.report_due, "opens": row.opens, "closes": row.closes}
    form = PeriodForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            adjust_period(period=row, **form.cleaned_data, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Jendela %(label)s digeser.") % {"label": row.label})
            return redirect("plans:cycle")
    facts = {"period": row, "form": form, "back_url": reverse("plans:cycle")}
    return render(request, "plans/period.html", facts, status=422 if form.errors else 200)
