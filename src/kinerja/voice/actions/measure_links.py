"""Tying an indicator of an SKP to a measure of services, and letting it go again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.plans.models import Indicator, Plan

from ..errors import NotPossible, Stale
from ..models import MeasureLink, Service

K = MeasureLink.Kind
OF_A_SERVICE = frozenset({K.WITHIN.value, K.MEDIAN_DAYS.value})


@transaction.atomic
def link_measure(
    *,
    plan: Plan,
    indicator_key: UUID,
    kind: str,
    unit: Unit,
    service: Service | None,
    actor: User,
    at: datetime,
) -> MeasureLink:
    """From the next report on, the figure of the indicator comes from the measure. Raises NotPossible."""
    if not Indicator.objects.filter(key=indicator_key, result__version__plan=plan).exists():
        raise NotPossible(_("Indikator ini bukan bagian dari SKP itu."))
    if service is not None and kind not in OF_A_SERVICE:
        raise NotPossible(_("Ukuran ini berlaku untuk seluruh unit. Kosongkan layanannya."))
    facts = {"kind": kind, "unit": unit, "service": service, "made_by": actor, "made_at": at}
    try:
        with transaction.atomic():
            link = MeasureLink.objects.create(indicator_key=indicator_key, **facts)
    except IntegrityError as error:
        raise NotPossible(_("Indikator ini sudah tertaut. Lepaskan dahulu tautan yang lama.")) from error
    record(actor=actor, at=at, action="voice.link_measure", target=link, after=_said(link, plan))
    return link


@transaction.atomic
def unlink_measure(*, plan: Plan, link: MeasureLink, actor: User, at: datetime) -> None:
    """The employee types the figure himself again; what was sent stays. Raises Stale."""
    before = _said(link, plan)
    record(actor=actor, at=at, action="voice.unlink_measure", target=link, before=before)
    if MeasureLink.objects.filter(pk=link.pk).delete()[0] != 1:
        raise Stale


def _said(link: MeasureLink, plan: Plan) -> dict[str, object]:
    return {
        "plan": plan.pk,
        "indicator": link.indicator_key,
        "kind": link.kind,
        "unit": link.unit.code,
        "service": link.service.code if link.service else "",
    }
