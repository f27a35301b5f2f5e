"""Templates of goals: the list, writing one, a new version, taking one out of use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Post, Unit

from .. import formdata
from ..access_templates import (
    may_keep_templates,
    may_read_templates,
    may_send_template,
    may_write_template,
    reach,
)
from ..actions import copy_template, create_template, retire_template, save_template
from ..content import PlanContent, from_dict
from ..models import GoalTemplate, Indicator, Plan, Result
from ..template_queries import templates
from .common import posted
from .drafts import edit_rows

ON_A_PAGE = 50


class HeadForm(forms.Form):
    """Title, the group it is meant for, and the kind of plan it fits."""

    title = forms.CharField(
        label=gettext_lazy("Judul templat"),
        max_length=160,
        help_text=gettext_lazy("Misalnya: Sasaran perawat pelaksana."),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Untuk tingkat jabatan"),
        choices=[("", gettext_lazy("Semua tingkat")), *Post.Level.choices],
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("Kata dalam nama jabatan"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Misalnya: perawat. Kosongkan bila untuk semua jabatan."),
    )
    form = forms.ChoiceField(label=gettext_lazy("Bentuk SKP"), choices=Plan.Form.choices, initial="ja_jf")
    approach = forms.ChoiceField(
        label=gettext_lazy("Pendekatan"), choices=Plan.Approach.choices, initial="kuantitatif"
    )


class NewForm(HeadForm):
    """As `HeadForm`, with the unit for whose people it is kept."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("Seluruh instansi"),
        help_text=gettext_lazy("Berlaku juga bagi unit di bawahnya."),
    )

    def __init__(self, *args: Any, units: set[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)
        if units is not None:
            field.required, field.empty_label = True, gettext_lazy("Pilih unit")


@dataclass(frozen=True, slots=True)
class EditTemplate:
    """The goals on the page; `at` is the anchor of the row that was just added or moved."""

    template: GoalTemplate
    content: PlanContent
    at: str

    def as_context(self) -> dict[str, Any]:
        return {
            "edit": {"rows": edit_rows(self.content, []), "at": self.at},
            "view": {
                "leader": self.template.form == Plan.Form.LEADER,
                "quantitative": self.template.approach == Plan.Approach.QUANTITATIVE,
            },
            "template_rows": True,
            "kinds": Result.Kind.choices,
            "cascades": Result.Cascade.choices,
            "controls": Result.Control.choices,
            "aspects": Indicator.Aspect.choices,
            "perspectives": Indicator.Perspective.choices,
            "directions": Indicator.Direction.choices,
        }


@guarded(may_read_templates)
def index(request: Request) -> HttpResponse:
    """`/templat-sasaran/`: those in use first, older versions after them."""
    page = Paginator(templates(), ON_A_PAGE).get_page(request.GET.get("page"))
    may_add = bool(may_keep_templates(request.user, request.on))
    return render(request, "plans/templates.html", {"page": page, "may_add": may_add})


@guarded(may_keep_templates)
def new(request: Request) -> HttpResponse:
    """`/templat-sasaran/baru/`: title and group first, the goals on the next page."""
    form = NewForm(posted(request), units=reach(request.user, request.on))
    if request.method == "POST" and form.is_valid():
        try:
            made = create_template(**form.cleaned_data, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            return redirect("plans:template", made.pk)
    return render(request, "plans/template_new.html", {"form": form}, status=422 if form.errors else 200)


def detail(request: Request, template_id: int) -> HttpResponse:
    """`/templat-sasaran/<id>/`: to write while nobody has got it, afterwards to read."""
    template = _template(request, template_id)
    sent = template.sent.values("plan").distinct().count()
    writes = bool(may_write_template(request.user, template, request.on)) and template.retired_at is None
    facts: dict[str, Any] = {
        "template": template,
        "sent": sent,
        "writes": writes,
        "sends": bool(may_send_template(request.user, template, request.on)),
        "rhk": from_dict(template.content).results if template.content else (),
    }
    if not writes or sent:
        return render(request, "plans/template.html", facts)
    if request.method == "POST":
        return _save(request, template, facts)
    return _edit_page(request, template, facts, _head_form(template, None), facts["rhk"])


def _head_form(template: GoalTemplate, data: Any) -> HeadForm:
    initial = {name: getattr(template, name) for name in HeadForm.base_fields}
    return HeadForm(data, initial=initial)


def _edit_page(
    request: Request,
    template: GoalTemplate,
    facts: dict[str, Any],
    form: HeadForm,
    rows: Any,
    problem: str = "",
) -> HttpResponse:
    page = EditTemplate(template, PlanContent(tuple(rows)), request.GET.get("di", ""))
    status = 422 if form.errors or problem else 200
    context = {**facts, **page.as_context(), "form": form, "problem": problem}
    return render(request, "plans/template_edit.html", context, status=status)


def _save(request: Request, template: GoalTemplate, facts: dict[str, Any]) -> HttpResponse:
    """Every button saves first, as on the page of a plan."""
    form, op = _head_form(template, request.POST), request.POST.get("op", "save")
    target = reverse("plans:template", args=[template.pk])
    try:
        changed = formdata.apply(formdata.read(request.POST), op)
    except ActionError as error:
        messages.error(request, str(error))
        return redirect(target)
    if not form.is_valid():
        return _edit_page(request, template, facts, form, changed.content.results)
    seen = request.POST.get("revision", "")
    try:
        save_template(
            template=template,
            **form.cleaned_data,
            content=changed.content,
            revision=int(seen) if seen.isdigit() else -1,
            actor=request.user,
            at=request.at,
        )
    except ActionError as error:
        return _edit_page(request, template, facts, form, changed.content.results, str(error))
    if op == "send":
        return redirect("plans:template_send", template.pk)
    if op == "save":
        messages.success(request, _("Templat tersimpan."))
    return redirect(f"{target}?di={changed.anchor}#{changed.anchor}" if changed.anchor else target)


def copy(request: Request, template_id: int) -> HttpResponse:
    """`/templat-sasaran/<id>/salin/`"""
    effects = [
        _("Versi ini tidak dipakai lagi dan tetap dapat dibaca."),
        _("Hasil kerja yang sudah diterima pegawai tidak berubah dan tidak dikirim dua kali."),
    ]
    facts = {"question": _("Buat versi baru?"), "effects": effects, "action": _("Buat versi baru")}
    return _confirm(request, template_id, copy_template, facts, _("Versi baru dibuat. Ubah isinya di sini."))


def retire(request: Request, template_id: int) -> HttpResponse:
    """`/templat-sasaran/<id>/hentikan/`"""
    effects = [
        _("Templat ini tidak dapat dikirim lagi."),
        _("SKP yang sudah memuat isinya tidak berubah."),
    ]
    facts = {"question": _("Hentikan templat?"), "effects": effects, "action": _("Hentikan templat")}
    return _confirm(
        request, template_id, retire_template, {**facts, "danger": True}, _("Templat dihentikan.")
    )


def _confirm(
    request: Request,
    template_id: int,
    act: Callable[..., GoalTemplate],
    facts: dict[str, Any],
    done: str,
) -> HttpResponse:
    template = _template(request, template_id)
    may_write_template(request.user, template, request.on).require()
    if request.method == "POST":
        try:
            made = act(template=template, actor=request.user, at=request.at)
        except ActionError as error:
            messages.error(request, str(error))
            return redirect("plans:template", template.pk)
        messages.success(request, done)
        return redirect("plans:template", made.pk)
    back = reverse("plans:template", args=[template.pk])
    return render(request, "web/confirm.html", {**facts, "text": str(template), "back_url": back})


def _template(request: Request, template_id: int) -> GoalTemplate:
    may_read_templates(request.user, request.on).require()
    return get_object_or_404(GoalTemplate.objects.select_related("unit"), pk=template_id)
