"""The employee's side: the own review, the document to receive and answer, and why the predicate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinerja.accounts.errors import ActionError
from kinerja.accounts.request import Request
from kinerja.documents import evaluation_form

from .. import actions
from ..access import may_receive, may_write_self, sees_judgement
from ..clocks import clocks, days_of, days_to_return
from ..explain import as_json, chapters, quadrant
from ..forms import DeclineForm, SelfForm
from ..models import Review, SourceChoice
from ..queries.source_choices import sources_shown
from ..queries.sources import words_about
from ..snapshots import document_form
from .common import attempt, load
from .objection_box import objection_box


@require_safe
def my_review(request: Request, review_id: int) -> HttpResponse:
    """Where the evaluation of one plan in one period stands, and what its reader can do now."""
    found = load(request, review_id)
    return render(request, "assessment/my_review.html", _page(request, found))


def _page(request: Request, found: Review, **forms: Any) -> dict[str, Any]:
    mine = bool(may_receive(request.user, found, request.on))
    initial = {"results": found.self_results, "behaviour": found.self_behaviour}
    box = objection_box(request, found, mine)
    return {
        "review": found,
        "mine": mine,
        "sees": sees_judgement(request.user, found),
        "stages": _stages(found, mine, box.get("newer")),
        "clocks": clocks(found, request.on),
        "days_to_return": days_to_return(found, request.on),
        "self_on": SourceChoice.Source.SELF in sources_shown(found, request.on),
        "self_form": forms.get("self_form") or SelfForm(initial=initial),
        "decline_form": forms.get("decline_form") or DeclineForm(),
        "form_codes": [evaluation_form(found.plan.form, found.plan.approach), document_form(found)],
        "on": request.on,
        **box,
    }


def _stages(found: Review, mine: bool, newer: Review | None) -> list[dict[str, str]]:
    """The path of a review for `web/parts/steps.html`; a replaced version went no further."""
    rater = _("Atasan penilai menilai") if found.taken_over else _("Penilai menilai")
    if found.version > 1:
        rater = _("Keberatan diputus")
    answered = found.acknowledged_at or found.declined_reason
    done = [
        (_("Penilaian diri"), bool(found.self_at), bool(found.signed_at)),
        (rater, bool(found.signed_at), False),
        (
            _("Anda menerima dokumen") if mine else _("Pegawai menerima dokumen"),
            bool(found.delivered_at),
            False,
        ),
        (_("Anda menandatangani") if mine else _("Pegawai menandatangani"), bool(answered), False),
        (_("Dilaporkan kepada PyB"), bool(found.reported_at), False),
    ]
    if newer is not None:
        over = [{"state": "done", "title": title, "note": ""} for title, reached, _skipped in done if reached]
        replaced = _("Diganti versi %(number)s") % {"number": newer.version}
        return [*over, {"state": "stopped", "title": replaced, "note": ""}]
    now = next((index for index, (_title, over, skipped) in enumerate(done) if not over and not skipped), -1)
    return [
        {
            "state": "done" if over else "now" if index == now else "next",
            "title": title,
            "note": _("dilewati") if skipped and not over else "",
        }
        for index, (title, over, skipped) in enumerate(done)
    ]


@require_POST
def self_assessment(request: Request, review_id: int) -> HttpResponse:
    """Saves the own view. Autosave answers 204."""
    found = load(request, review_id)
    may_write_self(request.user, found, request.on).require()
    form = SelfForm(request.POST)
    if form.is_valid():
        try:
            actions.write_self_assessment(
                review=found,
                actor=request.user,
                at=request.at,
                going_on="autosave" in request.POST,
                **form.cleaned_data,
            )
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            if request.POST.get("autosave"):
                return HttpResponse(status=204)
            messages.success(request, _("Penilaian diri tersimpan."))
            return redirect("assessment:my_review", found.pk)
    return render(request, "assessment/my_review.html", _page(request, found, self_form=form), status=422)


@require_POST
def receive(request: Request, review_id: int) -> HttpResponse:
    """Terima dokumen: the clock of the return starts."""
    found = load(request, review_id)
    may_receive(request.user, found, request.on).require()
    return attempt(
        request,
        lambda: actions.receive(review=found, actor=request.user, at=request.at),
        _("Dokumen diterima. Bacalah, lalu tanda tangani. Tidak setuju? Ajukan keberatan di halaman ini."),
        "assessment:my_review",
        found.pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, review_id: int) -> HttpResponse:
    """The employee signs, or does not and says why."""
    found = load(request, review_id)
    may_receive(request.user, found, request.on).require()
    if request.method != "POST":
        days = days_of("objection", timezone.localdate(found.delivered_at or request.at))
        return render(request, "assessment/acknowledge.html", {"review": found, "days_to_object": days})
    if "decline" not in request.POST:
        return attempt(
            request,
            lambda: actions.acknowledge(review=found, actor=request.user, at=request.at),
            _("Terima kasih. Dokumen evaluasi sudah Anda tanda tangani."),
            "assessment:my_review",
            found.pk,
        )
    form = DeclineForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return attempt(
            request,
            lambda: actions.decline(review=found, reason=reason, actor=request.user, at=request.at),
            _("Alasan Anda dicatat pada dokumen evaluasi."),
            "assessment:my_review",
            found.pk,
        )
    page = _page(request, found, decline_form=form)
    return render(request, "assessment/my_review.html", page, status=422)


@require_safe
def why(request: Request, review_id: int) -> HttpResponse:
    """Mengapa predikat ini? Page, or the same facts as JSON with `?format=json`."""
    found = load(request, review_id)
    sees = sees_judgement(request.user, found)
    if request.GET.get("format") == "json":
        return JsonResponse(
            as_json(found, request.on, judged=sees), json_dumps_params={"ensure_ascii": False}
        )
    shown = found.result_rating if sees else "", found.behaviour_rating if sees else ""
    rows = quadrant(*shown, request.on)
    mine = bool(may_receive(request.user, found, request.on))
    context = {
        "review": found,
        "sees": sees,
        "chapters": chapters(found, request.on, judged=sees),
        "quadrant": rows,
        "columns": [cell["behaviour"] for cell in rows[0]["cells"]],
        "clocks": clocks(found, request.on),
        "mine": mine,
        # Only the employee reads on this page what colleagues wrote; it is in no document.
        "words": words_about(found, request.on) if mine and sees else [],
        "on": request.on,
    }
    return render(request, "assessment/why.html", context)
