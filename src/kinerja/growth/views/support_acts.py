"""What is done to a support plan: each act on a page of its own, or a button that posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.access import Verdict
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.assessment.views.common import attempt

from .. import access_support as access
from ..actions import improvement as paths
from ..actions import support as acts
from ..forms_common import WhyForm
from ..forms_support import CloseForm, ContentForm, PathStepForm, StepDoneForm, StepForm, TalkForm
from ..models import PathStep, SupportPlan, SupportStep
from ..queries.support import plans
from .support import here

STEPS = SupportStep.objects.select_related("plan__employee__user", "plan__guide__user")


def _guarded(
    request: Request, plan_id: int, rule: Callable[[SupportPlan], Verdict]
) -> SupportPlan:  # fmt: skip
    """The plan, if `rule` says yes. Raises Http404, PermissionDenied."""
    found = get_object_or_404(plans(), pk=plan_id)
    rule(found).require()
    return found


def _led(request: Request, plan_id: int) -> SupportPlan:
    return _guarded(request, plan_id, lambda plan: access.may_lead(request.user, plan, request.on))


def _offered(request: Request, plan_id: int) -> SupportPlan:
    return _guarded(request, plan_id, lambda plan: access.may_answer(request.user, plan))


def change(request: Request, plan_id: int) -> HttpResponse:
    """Words and dates of a draft."""
    found = _led(request, plan_id)
    names = ("goal", "facts", "options", "adjusts_target", "starts", "due")
    initial = {name: getattr(found, name) for name in names}

    def act(values: dict[str, Any]) -> None:
        acts.change_plan(plan=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        ContentForm(posted(request), initial=initial),
        act,
        done=_("Rencana disimpan."),
        back_url=here(found),
        question=_("Ubah rencana %(name)s") % {"name": found.employee.name},
        action=_("Simpan rencana"),
    )


@require_POST
def offer(request: Request, plan_id: int) -> HttpResponse:
    found = _led(request, plan_id)
    return attempt(
        request,
        lambda: acts.offer(plan=found, actor=request.user, at=request.at),
        _("Rencana ditawarkan. Rencana berjalan setelah pegawai menyetujuinya."),
        "growth:support_plan",
        found.pk,
    )


@require_POST
def agree(request: Request, plan_id: int) -> HttpResponse:
    found = _offered(request, plan_id)
    return attempt(
        request,
        lambda: acts.agree(plan=found, actor=request.user, at=request.at),
        _("Anda menyetujui rencana ini. Rencana berjalan mulai sekarang."),
        "growth:support_plan",
        found.pk,
    )


def give_back(request: Request, plan_id: int) -> HttpResponse:
    """Sent back with a wish."""
    found = _offered(request, plan_id)
    form = WhyForm(posted(request))
    form.fields["why"].label = _("Yang Anda inginkan")
    told = _("Pembimbing menyesuaikan rencana, lalu menawarkannya lagi. Menolak tidak merugikan Anda.")
    if found.kind == SupportPlan.Kind.IMPROVEMENT:
        told = _(
            "Pembimbing menyesuaikan rencana, lalu menawarkannya lagi. Waktu untuk menjawab terus berjalan."
        )

    def act(values: dict[str, Any]) -> None:
        acts.return_plan(plan=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Rencana dikembalikan kepada pembimbing dengan keinginan Anda."),
        back_url=here(found),
        question=_("Kembalikan rencana ini?"),
        text=told,
        action=_("Kembalikan rencana"),
    )


def step_new(request: Request, plan_id: int) -> HttpResponse:
    found = _guarded(
        request, plan_id, lambda plan: access.may_plan_steps(request.user, plan, request.on)
    )  # fmt: skip

    def act(values: dict[str, Any]) -> None:
        acts.add_step(plan=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        StepForm(posted(request), initial={"by": SupportStep.By.EMPLOYEE, "due": found.due}),
        act,
        done=_("Langkah ditambahkan."),
        back_url=here(found),
        question=_("Tambah langkah"),
        text=found.goal,
        action=_("Tambah langkah"),
    )


def step_done(request: Request, step_id: int) -> HttpResponse:
    step = get_object_or_404(STEPS, pk=step_id)
    access.may_finish_step(request.user, step, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.finish_step(step=step, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        StepDoneForm(posted(request), initial={"done_on": request.on}),
        act,
        done=_("Langkah dicatat selesai."),
        back_url=here(step.plan),
        question=_("Catat langkah selesai"),
        text=step.text,
        action=_("Catat selesai"),
    )


@require_POST
def step_remove(request: Request, step_id: int) -> HttpResponse:
    step = get_object_or_404(STEPS, pk=step_id)
    access.may_lead(request.user, step.plan, request.on).require()
    return attempt(
        request,
        lambda: acts.remove_step(step=step, actor=request.user, at=request.at),
        _("Langkah dihapus."),
        "growth:support_plan",
        step.plan_id,
    )


def talk_new(request: Request, plan_id: int) -> HttpResponse:
    found = _led(request, plan_id)
    counted = _("Sesi coaching menambah jam pengembangan pegawai menurut ketentuan jam pelajaran.")

    def act(values: dict[str, Any]) -> None:
        acts.log_talk(plan=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        TalkForm(posted(request), initial={"held_on": request.on}),
        act,
        done=_("Sesi dicatat."),
        back_url=here(found),
        question=_("Catat sesi bersama %(name)s") % {"name": found.employee.name},
        text=counted if found.kind == SupportPlan.Kind.COACHING else "",
        action=_("Simpan sesi"),
    )


def close(request: Request, plan_id: int) -> HttpResponse:
    found = _led(request, plan_id)

    def act(values: dict[str, Any]) -> None:
        acts.close_plan(plan=found, **values, actor=request.user, at=request.at)

    told = _("Keputusan rapat asalnya ikut ditutup dengan hasil ini, tanpa uraiannya.")
    return form_page(
        request,
        CloseForm(posted(request)),
        act,
        done=_("Rencana ditutup dengan hasilnya."),
        back_url=here(found),
        question=_("Tutup rencana %(name)s") % {"name": found.employee.name},
        text=found.goal,
        effects=[told] if found.decision_id else [],
        action=_("Tutup rencana"),
    )


def drop(request: Request, plan_id: int) -> HttpResponse:
    found = _led(request, plan_id)

    def act(values: dict[str, Any]) -> None:
        acts.drop_plan(plan=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Rencana dihentikan."),
        back_url=here(found),
        question=_("Hentikan rencana ini?"),
        text=_("Rencana yang dihentikan tidak dapat dilanjutkan. Catatannya tetap ada."),
        action=_("Hentikan rencana"),
        danger=True,
    )


def start_unanswered(request: Request, plan_id: int) -> HttpResponse:
    """The six months begin though the employee did not answer."""
    found = _led(request, plan_id)

    def act(values: dict[str, Any]) -> None:
        paths.start_unanswered(plan=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        WhyForm(posted(request)),
        act,
        done=_("Jalur perbaikan dimulai. Pegawai diberi tahu dan membaca alasannya."),
        back_url=here(found),
        question=_("Mulai jalur perbaikan tanpa jawaban pegawai?"),
        text=_("Tulis bagaimana Anda menanyakan jawabannya. Pegawai membaca alasan ini."),
        action=_("Mulai tanpa jawaban"),
    )


def path_step(request: Request, step_id: int) -> HttpResponse:
    """Notes that somebody did a step of the six months; the system itself does none."""
    rows = PathStep.objects.select_related("plan__employee__user", "plan__guide__user")
    step = get_object_or_404(rows, pk=step_id)
    access.may_do_path_step(request.user, step.plan, request.on).require()

    def act(values: dict[str, Any]) -> None:
        paths.do_path_step(step=step, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        PathStepForm(posted(request), initial={"on": request.on}),
        act,
        done=_("Langkah jalur perbaikan dicatat."),
        back_url=here(step.plan),
        question=_("Catat langkah jalur perbaikan"),
        text=_("Kinerja hanya mencatat. Keputusannya diambil pejabat berwenang dengan surat tersendiri."),
        action=_("Catat langkah"),
    )
