"""Parameters of rules that the agency sets for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.rules import loader

from ..access import may_manage_people
from ..actions import end_override, set_override
from ..forms import OverrideForm, ReasonForm
from ..models import LawOverride
from ..queries.law import OVERRIDABLE, says


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what comes with the product, and the agency's own values, newest first."""

    rule: str
    title: str
    unit: str
    given: int
    source: str
    own: list[LawOverride]
    now: LawOverride | None


@guarded(may_manage_people)
def overrides(request: Request) -> HttpResponse:
    """Every parameter that the law leaves to agencies, and a form for an own value."""
    rows = LawOverride.objects.order_by("-starts")
    parameters = []
    for rule, keys in OVERRIDABLE.items():
        value = loader.in_force(rule, request.on)
        for key in keys:
            own = [row for row in rows if (row.rule, row.key) == (rule, key)]
            now = next((row for row in own if row.in_force(request.on)), None)
            parameters.append(
                Parameter(rule, says(value, key), value.unit, value[key], value.source, own, now)
            )

    def act(values: dict[str, Any]) -> None:
        rule, key = values.pop("parameter").split(":")
        set_override(rule=rule, key=key, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        OverrideForm(posted(request), on=request.on, initial={"starts": request.on}),
        act,
        done=_("Ketetapan instansi disimpan."),
        back_url=reverse("people:overrides"),
        template="people/overrides.html",
        parameters=parameters,
        on=request.on,
    )


@guarded(may_manage_people)
def override_end(request: Request, override_id: int) -> HttpResponse:
    """Back to the value that comes with the product."""
    row = get_object_or_404(LawOverride, pk=override_id)
    title = says(loader.in_force(row.rule, request.on), row.key)

    def act(values: dict[str, Any]) -> None:
        end_override(override=row, reason=values["reason"], actor=request.user, at=request.at)

    return form_page(
        request,
        ReasonForm(posted(request)),
        act,
        done=_("Ketetapan diakhiri."),
        back_url=reverse("people:overrides"),
        question=_("Akhiri ketetapan untuk “%(title)s”?") % {"title": title},
        effects=[_("Batas waktu yang sudah dihitung tidak berubah."), _("Mulai besok berlaku angka bawaan.")],
        action=_("Akhiri ketetapan"),
    )
