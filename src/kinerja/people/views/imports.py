"""Import of the staff register: upload, preview with a message per row, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import posted
from kinerja.accounts.request import Request, guarded

from ..access import may_manage_people
from ..forms import UploadForm
from ..imports import uploads
from ..imports.template import COLUMNS, csv_template, xlsx_template
from ..models import ImportRun

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"xlsx": (xlsx_template, XLSX), "csv": (csv_template, "text/csv; charset=utf-8")}
S = ImportRun.Status
MOVING = frozenset({S.CHECKING.value, S.APPLYING.value})


@guarded(may_manage_people)
def import_start(request: Request) -> HttpResponse:
    """The template, the upload, and what was imported before."""
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = uploads.upload(content=file.read(), name=file.name, actor=request.user, at=request.at)
        return redirect("people:import_run", run_id=run.pk)
    runs = ImportRun.objects.defer("content", "problems").select_related("by")[:10]
    context = {"form": form, "columns": COLUMNS, "runs": runs}
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


@guarded(may_manage_people)
def import_template(request: Request, kind: str) -> HttpResponse:
    """The published template as XLSX or CSV."""
    if kind not in TEMPLATES:
        raise Http404
    make, content_type = TEMPLATES[kind]
    name = f'attachment; filename="templat-pegawai.{kind}"'
    return HttpResponse(make(), content_type=content_type, headers={"Content-Disposition": name})


@guarded(may_manage_people)
def import_run(request: Request, run_id: int) -> HttpResponse:
    """Progress, then the preview, then what was written."""
    run = get_object_or_404(ImportRun.objects.defer("content").select_related("by"), pk=run_id)
    words = {
        "units": _("Unit"),
        "posts": _("Jabatan"),
        "people": _("Pegawai"),
        "appointments": _("Pengangkatan"),
    }
    context = {
        "run": run,
        "moving": run.status in MOVING,
        "parts": [(words[name], part) for name, part in run.counts.items()],
        "nothing_new": not any(part["new"] or part["changed"] for part in run.counts.values()),
        "more": run.problem_count - len(run.problems),
    }
    return render(request, "people/import_run.html", context)


@require_POST
@guarded(may_manage_people)
def import_confirm(request: Request, run_id: int) -> HttpResponse:
    """Applies a checked file."""
    run = get_object_or_404(ImportRun, pk=run_id)
    try:
        uploads.confirm(run=run, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
    return redirect("people:import_run", run_id=run.pk)


@require_POST
@guarded(may_manage_people)
def import_drop(request: Request, run_id: int) -> HttpResponse:
    """Lets go of a checked file."""
    run = get_object_or_404(ImportRun, pk=run_id)
    try:
        uploads.drop(run=run, actor=request.user, at=request.at)
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("people:import_run", run_id=run.pk)
    messages.success(request, _("Impor dibatalkan. Tidak ada yang ditulis."))
    return redirect("people:import")
