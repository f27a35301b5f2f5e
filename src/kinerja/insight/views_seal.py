"""How the seal of the audit log stands, and asking for a verification."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kinerja.accounts.access import may_read_log
from kinerja.accounts.request import Request, guarded
from kinerja.audit.queries import log_standing

from .jobs import verify_log


@guarded(may_read_log)
def seal(request: Request) -> HttpResponse:
    """Last seal, how many events, what the last check found; a post asks the worker for a new one."""
    if request.method == "POST":
        verify_log.enqueue(user=request.user.pk)
        messages.success(
            request, _("Pemeriksaan berjalan di latar belakang; hasilnya muncul di halaman ini.")
        )
        return redirect("insight:seal")
    return render(request, "insight/supervision/seal.html", {"standing": log_standing()})
