"""Sending a template: who gets what, then to all of them or to the ticked ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.people.models import Post, Unit
from kinerja.people.queries import unit_tree_ids

from ..access_templates import may_send_template, reach
from ..actions import send_template
from ..delivery import MOST_PEOPLE, Delivery, day_in, plan_delivery
from ..models import Cycle, GoalTemplate
from ..template_queries import template_people

ON_A_PAGE = 100


class ChooseForm(forms.Form):
    """The group: year, unit with those below it, level, words in the title of the post."""

    cycle = forms.ModelChoiceField(
        label=gettext_lazy("Tahun"), queryset=Cycle.objects.none(), empty_label=None
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("Semua unit"),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Tingkat jabatan"),
        choices=[("", gettext_lazy("Semua tingkat")), *Post.Level.choices],
        required=False,
    )
    words = forms.CharField(label=gettext_lazy("Nama jabatan"), max_length=80, required=False)

    def __init__(self, *args: Any, units: set[int] | None, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycle, unit = self.fields["cycle"], self.fields["unit"]
        assert isinstance(cycle, forms.ModelChoiceField)
        assert isinstance(unit, forms.ModelChoiceField)
        cycle.queryset = Cycle.objects.filter(year__gte=year).order_by("year")
        unit.queryset = Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)


def send(request: Request, template_id: int) -> HttpResponse:
    """`/templat-sasaran/<id>/kirim/`: the preview; posted, what was done for everybody."""
    template = get_object_or_404(GoalTemplate.objects.select_related("unit"), pk=template_id)
    may_send_template(request.user, template, request.on).require()
    units = _units(request, template)
    form = ChooseForm(_asked(request, template, units), units=units, year=request.on.year)
    facts: dict[str, Any] = {"template": template, "form": form, "goals": _count(template)}
    if not form.is_valid():
        return render(request, "plans/template_send.html", facts, status=422)
    chosen = form.cleaned_data
    people = template_people(
        unit_id=chosen["unit"].pk if chosen["unit"] else None,
        level=chosen["level"],
        words=chosen["words"],
        on=day_in(chosen["cycle"], request.on),
        allowed=units,
    )
    ids = list(people.values_list("pk", flat=True)[: MOST_PEOPLE + 1])
    try:
        if request.method == "POST":
            facts |= {"delivery": _send(request, template, chosen["cycle"], ids)}
            return render(request, "plans/template_sent.html", facts)
        facts["delivery"] = plan_delivery(
            template=template, employees=ids, cycle=chosen["cycle"], actor=request.user, on=request.on
        )
    except ActionError as error:
        facts["problem"] = str(error)
        return render(request, "plans/template_send.html", facts, status=422)
    facts["page"] = Paginator(facts["delivery"].receiving, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "plans/template_send.html", facts)


def _units(request: Request, template: GoalTemplate) -> set[int] | None:
    """Units whose people this person may send this template to."""
    units = reach(request.user, request.on)
    if template.unit_id is None:
        return units
    meant = unit_tree_ids([template.unit_id])
    return meant if units is None else units & meant


def _asked(request: Request, template: GoalTemplate, units: set[int] | None) -> dict[str, Any]:
    """The group as chosen in the address; at first the one the template is meant for, this year."""
    names = ("cycle", "unit", "level", "words")
    if any(name in request.GET for name in names):
        asked: dict[str, Any] = {name: request.GET.get(name, "") for name in names}
    else:
        unit = template.unit_id if units is None or template.unit_id in units else None
        asked = {"unit": unit or "", "level": template.level, "words": template.words}
    if not asked.get("cycle"):
        coming = Cycle.objects.filter(year__gte=request.on.year).order_by("year")
        asked["cycle"] = coming.values_list("pk", flat=True).first() or ""
    return asked


def _send(request: Request, template: GoalTemplate, cycle: Cycle, ids: list[int]) -> Delivery:
    """To the ticked ones of the group, or with `all` to the whole group."""
    if request.POST.get("op") != "all":
        ticked = {int(text) for text in request.POST.getlist("people") if text.isdigit()}
        ids = [pk for pk in ids if pk in ticked]
    return send_template(template=template, employees=ids, cycle=cycle, actor=request.user, at=request.at)


def _count(template: GoalTemplate) -> str:
    return _("%(n)s hasil kerja") % {"n": len(template.content.get("results", []))}
