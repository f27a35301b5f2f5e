"""Submit, return, set, change and end: each act is confirmed on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinerja.accounts.access import Verdict
from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request

from ..access import may_decide, may_end, may_revise, may_submit
from ..actions import end_plan, return_plan, revise, set_plan, submit
from ..checks import check, hard
from ..errors import NotReady, Stale
from ..models import Plan, PlanVersion
from .common import newest, posted, readable_plan


class SeenForm(forms.Form):
    """Which version, in which state, was on the page when the person decided."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ReasonForm(SeenForm):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )


class BasisForm(SeenForm):
    basis = forms.CharField(
        label=gettext_lazy("Nomor dan tanggal dokumen penetapan"),
        help_text=gettext_lazy("Penilai ini tidak memakai aplikasi. Catat dokumen yang ditandatanganinya."),
        max_length=200,
    )


class EndForm(forms.Form):
    ends = forms.DateField(
        label=gettext_lazy("Hari terakhir"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=200,
        help_text=gettext_lazy("Misalnya: mutasi ke Puskesmas Kenanga."),
    )


def _seen(version: PlanVersion) -> str:
    return f"{version.number}.{version.revision}.{version.status}"


def _confirm(
    request: Request, version: PlanVersion, form: forms.Form, act: Callable[[], Any], done: str, **words: Any
) -> HttpResponse:
    """Shows the question, or acts and goes back to the plan. What was seen must still be what is there."""
    plan = version.plan
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.get("seen")
        try:
            if seen and seen != _seen(version):
                raise Stale
            act()
        except ActionError as error:
            form.add_error(None, str(error))
            words["findings"] = error.findings if isinstance(error, NotReady) else []
        else:
            messages.success(request, done)
            return redirect("plans:detail", plan.pk)
    facts = {"form": form, "back_url": reverse("plans:detail", args=[plan.pk]), "plan": plan, **words}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "plans/confirm.html", facts, status=status)


def _decidable(request: Request, version: PlanVersion, verdict: Verdict) -> HttpResponse | None:
    """None when the act is possible; a page back when only the state is in the way; else 403."""
    if verdict:
        return None
    if version.status == PlanVersion.Status.SET or version.plan.employee == getattr(
        request.user, "employee", None
    ):
        messages.info(request, verdict.reason)
        return redirect("plans:detail", version.plan_id)
    verdict.require()
    return None


def submit_page(request: Request, plan_id: int) -> HttpResponse:
    """`/skp/<id>/ajukan/`"""
    plan = readable_plan(request, plan_id)
    version = newest(plan)
    if away := _decidable(request, version, may_submit(request.user, version, request.on)):
        return away
    form = SeenForm(posted(request), initial={"seen": _seen(version)})
    found = check(version)
    name = plan.appraiser.name if plan.appraiser else _("pimpinan instansi")
    return _confirm(
        request,
        version,
        form,
        lambda: submit(version=version, actor=request.user, at=request.at),
        _("SKP terkirim kepada penilai."),
        question=_("Kirim SKP ini kepada penilai?"),
        text=_("%(name)s menerima SKP ini untuk diperiksa dan ditetapkan.") % {"name": name},
        effects=[
            _("Dengan mengirim, Anda menandatangani rencana ini."),
            _("Selama diperiksa, isinya tidak dapat diubah."),
            _("Bila dikembalikan, Anda membaca alasannya di sini."),
        ],
        action=_("Kirim SKP"),
        findings=found,
        blocked=bool(hard(found)),
    )


def return_page(request: Request, plan_id: int) -> HttpResponse:
    """`/skp/<id>/kembalikan/`"""
    version = newest(readable_plan(request, plan_id))
    if away := _decidable(request, version, may_decide(request.user, version, request.on)):
        return away
    form = ReasonForm(posted(request), initial={"seen": _seen(version)})
    form.fields["reason"].label = _("Apa yang perlu diperbaiki?")
    return _confirm(
        request,
        version,
        form,
        lambda: return_plan(
            version=version, reason=form.cleaned_data["reason"], actor=request.user, at=request.at
        ),
        _("SKP dikembalikan dengan catatan Anda."),
        question=_("Kembalikan SKP ini?"),
        text=_("%(name)s membaca catatan ini dan memperbaiki drafnya.")
        % {"name": version.plan.employee.name},
        action=_("Kembalikan SKP"),
    )


def set_page(request: Request, plan_id: int) -> HttpResponse:
    """`/skp/<id>/tetapkan/`"""
    version = newest(readable_plan(request, plan_id))
    if away := _decidable(request, version, may_decide(request.user, version, request.on)):
        return away
    plan = version.plan
    outside = plan.appraiser is None or plan.appraiser.user_id is None
    form_class = BasisForm if outside else SeenForm
    form = form_class(posted(request), initial={"seen": _seen(version)})
    return _confirm(
        request,
        version,
        form,
        lambda: set_plan(
            version=version,
            actor=request.user,
            at=request.at,
            basis=form.cleaned_data.get("basis", ""),
        ),
        _("SKP ditetapkan."),
        question=_("Tetapkan SKP %(name)s?") % {"name": plan.employee.name},
        text=_("Isi versi %(number)s dibekukan, diberi nomor, dan menjadi pegangan penilaian.")
        % {"number": version.number},
        effects=[
            _("Perubahan sesudah ini menjadi versi baru; versi ini tetap tersimpan."),
            _("Pegawai dan Anda dapat mengunduh dokumennya."),
        ],
        action=_("Tetapkan SKP"),
        findings=check(version),
    )


def revise_page(request: Request, plan_id: int) -> HttpResponse:
    """`/skp/<id>/perubahan/`"""
    plan = readable_plan(request, plan_id)
    version = newest(plan)
    may_revise(request.user, plan, request.on).require()
    form = ReasonForm(posted(request), initial={"seen": _seen(version)})
    form.fields["reason"].label = _("Mengapa berubah?")
    return _confirm(
        request,
        version,
        form,
        lambda: revise(plan=plan, reason=form.cleaned_data["reason"], actor=request.user, at=request.at),
        _("Versi baru dibuka sebagai draf. Versi lama tetap berlaku sampai yang baru ditetapkan."),
        question=_("Ajukan perubahan SKP?"),
        text=_(
            "Isi SKP disalin ke versi baru yang dapat diubah, lalu dikirim dan ditetapkan seperti semula."
        ),
        action=_("Buka versi baru"),
    )


def end_page(request: Request, plan_id: int) -> HttpResponse:
    """`/skp/<id>/akhiri/`"""
    plan: Plan = readable_plan(request, plan_id)
    version = newest(plan)
    may_end(request.user, plan, request.on).require()
    form = EndForm(posted(request), initial={"ends": min(request.on, plan.ends).isoformat()})
    return _confirm(
        request,
        version,
        form,
        lambda: end_plan(
            plan=plan,
            ends=form.cleaned_data["ends"],
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=request.at,
        ),
        _("Masa SKP diakhiri."),
        question=_("Akhiri SKP ini lebih awal?"),
        text=_("Sesudah mutasi, pegawai menyusun SKP baru dengan penilai di tempat yang baru."),
        effects=[_("SKP ini tetap dinilai sampai hari terakhirnya.")],
        action=_("Akhiri SKP"),
        danger=True,
    )
