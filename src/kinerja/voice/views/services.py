"""The catalogue: list, one service with its standard, and the acts that keep it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.access import no
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.people.models import Unit

from ..access.common import may_read_measures
from ..access.services import kept_units, may_keep_services
from ..actions.services import create_service, draft_standard, publish_standard, record_pledge, retire_service
from ..components import internal_components, public_components
from ..forms.services import PledgeForm, PublishForm, RetireForm, ServiceForm, StandardForm
from ..models import Service, Standard
from ..promises import fee_words, promise_words
from ..qr import qr
from ..queries.services import pledge_in_force, services, standard_in_force, standards_in_force

PAGE = 25
COPIED = tuple(StandardForm.Meta.fields)


def catalogue(request: Request) -> HttpResponse:
    """All services of the agency, with what each promises today. Open to every employee."""
    words, unit_id = request.GET.get("q", "").strip(), request.GET.get("unit", "")
    rows = services(request.on).order_by("unit__name", "name")
    if unit_id.isdigit():
        rows = rows.filter(unit_id=int(unit_id))
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word) | Q(unit__name__icontains=word))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    promised = standards_in_force(list(page), request.on)
    kept = kept_units(request.user, request.on)
    facts = {
        "page": page,
        "rows": [(service, _promise(promised.get(service.pk))) for service in page],
        "words": words,
        "unit_id": unit_id,
        "units": Unit.objects.filter(services__isnull=False).distinct().order_by("name"),
        "may_keep": kept is None or bool(kept),
    }
    return render(request, "voice/services/catalogue.html", facts)


def _promise(standard: Standard | None) -> dict[str, str] | None:
    if standard is None:
        return None
    return {"time": promise_words(standard.promise, standard.promise_unit), "fee": fee_words(standard)}


def service(request: Request, service_id: int) -> HttpResponse:
    """One service: the version in force (or the one asked for), all versions, the QR of its public card."""
    row = get_object_or_404(Service.objects.select_related("unit"), pk=service_id)
    versions = list(row.standards.all())
    now = standard_in_force(row, request.on)
    wanted = request.GET.get("versi", "")
    shown = next((item for item in versions if str(item.number) == wanted), now or next(iter(versions), None))
    card = request.build_absolute_uri(reverse("voice:card", args=[row.code]))
    facts = {
        "service": row,
        "versions": versions,
        "now": now,
        "shown": shown,
        "public": public_components(shown) if shown else [],
        "internal": internal_components(shown) if shown else [],
        "pledge": pledge_in_force(row.unit, request.on),
        "card": card,
        "qr": qr(card),
        "may_keep": bool(may_keep_services(request.user, row.unit, request.on)),
        "may_measure": bool(may_read_measures(request.user, row.unit, request.on)),
        "on": request.on,
    }
    return render(request, "voice/services/service.html", facts)


def service_new(request: Request) -> HttpResponse:
    """A new service; its standard is drafted on the next page."""
    kept = kept_units(request.user, request.on)
    if kept is not None and not kept:
        no(_("Layanan ditambah oleh pengelola layanan atau pimpinan unit.")).require()
    units = Unit.objects.all() if kept is None else Unit.objects.filter(pk__in=kept)

    def act(values: dict[str, Any]) -> None:
        create_service(**values, actor=request.user, at=request.at)

    return form_page(
        request,
        ServiceForm(posted(request), units=units.order_by("name")),
        act,
        done=_("Layanan ditambahkan. Sekarang susun standarnya."),
        back_url=reverse("voice:catalogue"),
        question=_("Tambah layanan"),
        action=_("Tambah layanan"),
    )


def standard_new(request: Request, service_id: int) -> HttpResponse:
    """A draft that starts from the newest version."""
    row = get_object_or_404(Service.objects.select_related("unit"), pk=service_id)
    last = row.standards.first()
    initial = {name: getattr(last, name) for name in COPIED} if last else {}
    return _standard_form(request, row, None, StandardForm(posted(request), initial=initial))


def standard_edit(request: Request, standard_id: int) -> HttpResponse:
    """A draft, written further."""
    row = get_object_or_404(Standard.objects.select_related("service__unit"), pk=standard_id)
    return _standard_form(request, row.service, row, StandardForm(posted(request), instance=row))


def _standard_form(
    request: Request, row: Service, standard: Standard | None, form: StandardForm
) -> HttpResponse:
    may_keep_services(request.user, row.unit, request.on).require()

    def act(values: dict[str, Any]) -> None:
        draft_standard(service=row, standard=standard, values=values, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Draf tersimpan. Terbitkan bila sudah lengkap."),
        back_url=reverse("voice:service", args=[row.pk]),
        template="voice/services/standard_form.html",
        service=row,
        standard=standard,
    )


def standard_publish(request: Request, standard_id: int) -> HttpResponse:
    """Puts a draft in force from a day."""
    row = get_object_or_404(Standard.objects.select_related("service__unit"), pk=standard_id)
    may_keep_services(request.user, row.service.unit, request.on).require()

    def act(values: dict[str, Any]) -> None:
        publish_standard(standard=row, starts=values["starts"], actor=request.user, at=request.at)

    facts = {"number": row.number, "name": row.service.name}
    return form_page(
        request,
        PublishForm(posted(request), initial={"starts": request.on}),
        act,
        done=_("Standar terbit. Kartu layanan untuk warga mengikuti versi ini."),
        back_url=reverse("voice:service", args=[row.service_id]),
        question=_("Terbitkan versi %(number)d standar %(name)s?") % facts,
        effects=[
            _("Versi sebelumnya berakhir sehari sebelum versi ini berlaku."),
            _("Berkas yang diterima sejak hari itu diukur dengan janji versi ini."),
            _("Versi yang sudah terbit tidak dapat diubah lagi."),
        ],
        action=_("Terbitkan standar"),
    )


def service_retire(request: Request, service_id: int) -> HttpResponse:
    """Stops a service from a day."""
    row = get_object_or_404(Service.objects.select_related("unit"), pk=service_id)
    may_keep_services(request.user, row.unit, request.on).require()

    def act(values: dict[str, Any]) -> None:
        retire_service(service=row, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        RetireForm(posted(request), initial={"day": request.on}),
        act,
        done=_("Layanan dihentikan. Ukuran dan riwayatnya tetap tersimpan."),
        back_url=reverse("voice:service", args=[row.pk]),
        question=_("Hentikan layanan %(name)s?") % {"name": row.name},
        effects=[_("Sejak hari itu loket tidak dapat menerima berkas baru untuk layanan ini.")],
        action=_("Hentikan layanan"),
        danger=True,
    )


def pledge(request: Request, unit_id: int) -> HttpResponse:
    """Records the maklumat of a unit."""
    unit = get_object_or_404(Unit, pk=unit_id)
    may_keep_services(request.user, unit, request.on).require()
    now = pledge_in_force(unit, request.on)

    def act(values: dict[str, Any]) -> None:
        record_pledge(unit=unit, **values, actor=request.user, at=request.at)

    initial: dict[str, Any] = {"starts": request.on}
    if now:
        initial |= {"text": now.text, "signed_by": now.signed_by}
    return form_page(
        request,
        PledgeForm(posted(request), initial=initial),
        act,
        done=_("Maklumat dicatat dan tampil pada kartu layanan."),
        back_url=f"{reverse('voice:catalogue')}?unit={unit.pk}",
        question=_("Maklumat pelayanan %(unit)s") % {"unit": unit.name},
        action=_("Catat maklumat"),
    )
