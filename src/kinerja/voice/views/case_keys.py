"""Keys of other systems: make one (shown once), see which there are, revoke."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.models import Unit

from ..access.case_bulk import may_import_cases, may_make_key, may_revoke_key, units_to_import
from ..actions.case_keys import make_key, revoke_key
from ..errors import ActionError
from ..forms.case_bulk import KeyForm
from ..models import CaseKey

A_PAGE = 25


@guarded(may_import_cases)
def case_keys(request: Request) -> HttpResponse:
    """The keys of the units one answers for, and a form for a new one."""
    allowed = units_to_import(request.user, request.on)
    units, keys = Unit.objects.order_by("name"), CaseKey.objects.select_related("unit", "made_by")
    if allowed is not None:
        units, keys = units.filter(pk__in=allowed), keys.filter(unit__in=allowed)
    form = KeyForm(posted(request), units=units)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        may_make_key(request.user, given["unit"], request.on).require()
        try:
            key, secret = make_key(**given, actor=request.user, at=request.at)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            return render(request, "voice/cases/key_made.html", {"key": key, "secret": secret})
    page = Paginator(keys, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "on": request.on}
    return render(request, "voice/cases/keys.html", context, status=422 if form.errors else 200)


def case_key_revoke(request: Request, key_id: int) -> HttpResponse:
    """Asks once more, then revokes."""
    key = get_object_or_404(CaseKey.objects.select_related("unit"), pk=key_id)
    may_revoke_key(request.user, key, request.on).require()
    back = reverse("voice:case_keys")
    if key.revoked_at:
        messages.info(request, _("Kunci ini sudah dicabut."))
        return redirect(back)
    return form_page(
        request,
        forms.Form(posted(request)),
        lambda _given: revoke_key(key=key, actor=request.user, at=request.at),
        done=_("Kunci dicabut. Sistem itu tidak dapat mengirim lagi."),
        back_url=back,
        question=_("Cabut kunci %(label)s?") % {"label": key.label},
        text=_(
            "Sistem yang memakainya langsung berhenti mengirim berkas. Berkas yang sudah masuk tetap ada."
        ),
        action=_("Cabut kunci"),
        danger=True,
    )
