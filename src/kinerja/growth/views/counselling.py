"""Pages of behaviour reports and of counselling, each only for whom it concerns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kinerja.accounts.access import HR, roles
from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.people.queries import employee_of, is_appraiser, team_of
from kinerja.rules.behaviour import behaviour_values

from .. import access_counselling as access
from ..actions import behaviour as acts
from ..actions import counselling as talks
from ..forms_counselling import AppointForm, CloseForm, NoteForm, ReplaceForm, ReportForm, TellForm, WhyForm
from ..models import BehaviourReport, Counselling
from ..queries import counselling as rows_of
from .common import tabs_of

PAGE = 25
R = BehaviourReport.Status


def counselling(request: Request) -> HttpResponse:
    """One's own matters; as counsellor, as appraiser and as HR on tabs of their own."""
    me = employee_of(request.user)
    kinds = {"saya": _("Tentang saya")}
    counsels = me is not None and rows_of.counsels(me).exists()
    leads = me is not None and is_appraiser(request.user, request.on)
    if counsels:
        kinds["konselor"] = _("Sebagai konselor")
    if leads:
        kinds["tim"] = _("Tim saya")
    if HR in roles(request.user, request.on):
        kinds["kelola"] = _("Laporan masuk")
    shown = request.GET.get("lihat", "")
    shown = shown if shown in kinds else "kelola" if "kelola" in kinds else "saya"
    facts: dict[str, Any] = {
        "tabs": tabs_of(reverse("growth:counselling"), kinds, shown),
        "shown": shown,
        "leads": leads,
        "values": _values(request),
    }
    number = request.GET.get("page")
    if shown == "kelola":
        facts["page"] = Paginator(rows_of.reported(), PAGE).get_page(number)
    elif me is not None and shown == "konselor":
        facts["page"] = Paginator(rows_of.counsels(me), PAGE).get_page(number)
    elif me is not None:
        team = shown == "tim"
        reports = rows_of.followed_by(me, team_of(me, request.on)) if team else rows_of.about(me)
        facts["page"] = Paginator(reports, PAGE).get_page(number)
        if shown == "saya":
            facts["own"] = list(rows_of.counselled(me)[:PAGE])
    return render(request, "growth/counselling/list.html", facts)


def _values(request: Request) -> dict[str, str]:
    return {item.code: item.name for item in behaviour_values(request.on)}


def _report(request: Request, report_id: int) -> BehaviourReport:
    found = get_object_or_404(rows_of.reports(), pk=report_id)
    access.may_read_report(request.user, found, request.on).require()
    return found


def _here(report: BehaviourReport) -> str:
    return reverse("growth:behaviour", args=[report.pk])


def behaviour_new(request: Request) -> HttpResponse:
    """The appraiser keeps that he has told one of his people."""
    me = employee_of(request.user)
    if me is None or not is_appraiser(request.user, request.on):
        raise PermissionDenied(_("Masalah perilaku dicatat pejabat penilai pegawai itu."))
    team = team_of(me, request.on).order_by("name", "nip")
    initial = {"told_on": request.on, "employee": request.GET.get("pegawai", "")}
    made: list[BehaviourReport] = []

    def act(values: dict[str, Any]) -> None:
        made.append(acts.tell_behaviour(**values, actor=request.user, at=request.at))

    answer = form_page(
        request,
        TellForm(posted(request), team=team, on=request.on, initial=initial),
        act,
        done=_("Tersimpan. Pegawai dapat membacanya."),
        back_url=reverse("growth:counselling"),
        question=_("Catat masalah perilaku yang sudah Anda sampaikan"),
        text=_("Bicarakan dulu berdua. Pegawai membaca semua yang Anda tulis di sini."),
        action=_("Simpan catatan"),
    )
    return redirect(_here(made[0])) if made else answer


def behaviour(request: Request, report_id: int) -> HttpResponse:
    """One report with what can be done about it."""
    found = _report(request, report_id)
    held = rows_of.running_of(found) if found.status == R.APPOINTED else None
    can_report = found.status == R.TOLD and bool(access.may_report(request.user, found, request.on))
    facts = {
        "report": found,
        "own": found.employee == employee_of(request.user),
        "value": _values(request).get(found.value, found.value),
        "reports": can_report,
        "first": acts.reportable_from(found),
        "early": acts.reportable_from(found) > request.on,
        "improves": found.status == R.TOLD and bool(access.may_see_change(request.user, found, request.on)),
        "decides": found.status == R.REPORTED and bool(access.may_decide(request.user, found, request.on)),
        "replaces": held is not None and bool(access.may_replace(request.user, held, found, request.on)),
    }
    return render(request, "growth/counselling/report.html", facts)


def behaviour_report(request: Request, report_id: int) -> HttpResponse:
    found = _report(request, report_id)
    access.may_report(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.report_behaviour(report=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        ReportForm(posted(request), initial={"evidence": found.evidence}),
        act,
        done=_("Laporan terkirim kepada unit kepegawaian. Pegawai diberi tahu."),
        back_url=_here(found),
        question=_("Laporkan kepada unit kepegawaian?"),
        text=_("Hanya bila perilakunya tidak berubah setelah Anda sampaikan."),
        action=_("Kirim laporan"),
    )


def behaviour_improved(request: Request, report_id: int) -> HttpResponse:
    found = _report(request, report_id)
    access.may_see_change(request.user, found, request.on).require()

    def act(_values: dict[str, Any]) -> None:
        acts.mark_improved(report=found, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.Form(posted(request)),
        act,
        done=_("Perbaikan dicatat. Pegawai diberi tahu."),
        back_url=_here(found),
        question=_("Perilakunya sudah membaik?"),
        text=_("Catatan ini selesai dan tidak dilaporkan."),
        action=_("Catat perbaikan"),
    )


def behaviour_appoint(request: Request, report_id: int) -> HttpResponse:
    """HR names the counsellor."""
    found = _report(request, report_id)
    access.may_decide(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        talks.appoint(report=found, counsellor=values["counsellor"], actor=request.user, at=request.at)

    return form_page(
        request,
        AppointForm(posted(request)),
        act,
        done=_("Konselor ditunjuk. Isi konseling hanya dibaca berdua."),
        back_url=reverse("growth:counselling") + "?lihat=kelola",
        question=_("Tunjuk konselor untuk %(name)s") % {"name": found.employee.name},
        text=_("Pilih orang di luar garis pimpinannya. Setelah ini Anda hanya melihat hasil akhirnya."),
        action=_("Tunjuk konselor"),
    )


def behaviour_replace(request: Request, report_id: int) -> HttpResponse:
    """HR names another counsellor."""
    found = _report(request, report_id)
    access.may_decide(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        talks.replace_counsellor(report=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        ReplaceForm(posted(request)),
        act,
        done=_("Konselor diganti. Catatan sebelumnya tetap hanya untuk konselor lama dan pegawai."),
        back_url=reverse("growth:counselling") + "?lihat=kelola",
        question=_("Ganti konselor untuk %(name)s") % {"name": found.employee.name},
        text=_("Konseling dimulai lagi tanpa catatan lama. Catatan itu tidak terbuka bagi konselor baru."),
        action=_("Ganti konselor"),
    )


def behaviour_decline(request: Request, report_id: int) -> HttpResponse:
    found = _report(request, report_id)
    access.may_decide(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.decline(report=found, why=values["why"], actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Laporan tidak dilanjutkan. Pegawai dan pimpinannya diberi tahu."),
        back_url=reverse("growth:counselling") + "?lihat=kelola",
        question=_("Tidak melanjutkan laporan ini?"),
        action=_("Tutup laporan"),
        danger=True,
    )


def _two(request: Request, counselling_id: int) -> Counselling:
    """The counselling, if this person is one of the two. Raises Http404, PermissionDenied."""
    found = get_object_or_404(rows_of.counsellings(), pk=counselling_id)
    access.may_read_notes(request.user, found).require()
    return found


@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def counselling_notes(request: Request, counselling_id: int) -> HttpResponse:
    """The notes, and a form for one more; only for the two."""
    found = _two(request, counselling_id)
    form = NoteForm(posted(request), initial={"held_on": request.on})
    if request.method == "POST" and form.is_valid():
        try:
            talks.write_note(counselling=found, **form.cleaned_data, actor=request.user, at=request.at)
            messages.success(request, _("Catatan tersimpan dan tersegel."))
            return redirect("growth:counselling_notes", found.pk)
        except ActionError as refusal:
            form.add_error(None, str(refusal))
    try:
        notes, locked = talks.read_notes(counselling=found, reader=request.user, at=request.at), ""
    except ActionError as refusal:
        notes, locked = [], str(refusal)
    facts = {
        "counselling": found,
        "notes": notes,
        "locked": locked,
        "form": form,
        "writes": found.status == Counselling.Status.OPEN,
        "closes": bool(access.may_close(request.user, found)),
    }
    return render(request, "growth/counselling/notes.html", facts, status=422 if form.errors else 200)


def counselling_close(request: Request, counselling_id: int) -> HttpResponse:
    found = _two(request, counselling_id)
    access.may_close(request.user, found).require()

    def act(values: dict[str, Any]) -> None:
        talks.close_counselling(counselling=found, route=values["route"], actor=request.user, at=request.at)

    return form_page(
        request,
        CloseForm(posted(request)),
        act,
        done=_("Konseling selesai. Unit kepegawaian hanya melihat hasilnya."),
        back_url=reverse("growth:counselling_notes", args=[found.pk]),
        question=_("Tutup konseling ini?"),
        text=_("Unit kepegawaian melihat hasil yang Anda pilih, bukan catatannya."),
        action=_("Tutup konseling"),
    )
