"""Import of service cases: the template, the upload, and what came of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kinerja.accounts.pages import posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.forms import UploadForm
from kinerja.people.imports.template import csv_template, xlsx_template

from ..access.case_bulk import may_import_cases, may_read_import, units_to_import
from ..access.common import may_manage_services
from ..actions.case_imports import upload_cases
from ..imports.template import COLUMNS, MAX_ROWS
from ..models import CaseImport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"xlsx": (xlsx_template, XLSX), "csv": (csv_template, "text/csv; charset=utf-8")}
SHOWN_RUNS = 10


@guarded(may_import_cases)
def case_import(request: Request) -> HttpResponse:
    """The template, the upload, and the last imports."""
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        units = units_to_import(request.user, request.on)
        run = upload_cases(
            content=file.read(), name=file.name, actor=request.user, at=request.at, units=units
        )
        return redirect("voice:case_import_run", run_id=run.pk)
    runs = CaseImport.objects.defer("content", "problems").select_related("by")
    if not may_manage_services(request.user, request.on):
        runs = runs.filter(by=request.user)
    context = {"form": form, "columns": COLUMNS, "runs": runs[:SHOWN_RUNS], "max_rows": MAX_ROWS}
    return render(request, "voice/cases/import.html", context, status=422 if form.errors else 200)


@guarded(may_import_cases)
def case_import_template(request: Request, kind: str) -> HttpResponse:
    """The published template as XLSX or CSV."""
    if kind not in TEMPLATES:
        raise Http404
    make, content_type = TEMPLATES[kind]
    name = f'attachment; filename="templat-berkas-layanan.{kind}"'
    return HttpResponse(make(COLUMNS), content_type=content_type, headers={"Content-Disposition": name})


def case_import_run(request: Request, run_id: int) -> HttpResponse:
    """Progress, then what was written or what is to be mended."""
    run = get_object_or_404(CaseImport.objects.defer("content").select_related("by"), pk=run_id)
    may_read_import(request.user, run, request.on).require()
    context = {
        "run": run,
        "moving": run.status == CaseImport.Status.CHECKING,
        "more": run.problem_count - len(run.problems),
    }
    return render(request, "voice/cases/import_run.html", context)
