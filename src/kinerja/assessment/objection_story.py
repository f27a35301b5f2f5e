"""The way of an objection, stage by stage, as a parcel is followed."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Objection
from .queries.objections import OPEN

Stage = dict[str, str]


def story(objection: Objection) -> list[Stage]:
    """Stages for `web/parts/steps.html`: what is done with its day, what runs, what is still to come."""
    asked = objection.status != Objection.Status.FILED
    over = objection.status not in OPEN
    stages = [
        _stage(_("Keberatan diajukan"), objection.filed_at),
        {"state": "done" if asked else "now", "title": _("Pemutus meminta penjelasan"), "note": ""},
        _explained(_("Penjelasan pegawai"), objection.employee_stated_at, asked, over),
        _explained(_("Penjelasan pejabat penilai"), objection.appraiser_stated_at, asked, over),
    ]
    if over:
        stages.append(_stage(_("Keberatan diputus"), objection.decided_at))
    else:
        due = _("paling lambat %(day)s") % {"day": _shown(objection.due_decision)}
        stages.append({"state": "now" if asked else "next", "title": _("Putusan"), "note": due})
    if objection.status == Objection.Status.CHANGED:
        stages.append({"state": "done", "title": _("Dokumen baru (D.1.3) ditandatangani"), "note": ""})
    return stages


def _stage(title: str, at: datetime | None) -> Stage:
    return {"state": "done", "title": title, "note": _shown(timezone.localdate(at)) if at else ""}


def _explained(title: str, at: datetime | None, asked: bool, over: bool) -> Stage:
    if at is not None:
        return _stage(title, at)
    if over:
        return {"state": "stopped", "title": title, "note": _("tidak diberikan")}
    return {"state": "now" if asked else "next", "title": title, "note": _("belum ada") if asked else ""}


def _shown(day: date) -> str:
    return date_format(day, "j F Y")
