"""Declarations of a conflict of interest or a gift: sent by the employee, handled with outcome and source.

The text stays out of the log: it may name others.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.voice.actions.common import move

from ..access_declarations import may_handle
from ..errors import Incomplete
from ..models import Declaration

RULE = "UU 30/2014 Ps 43-44; UU 20/2001 Ps 12C"


@transaction.atomic
def declare(
    *, employee: Employee, kind: str, happened_on: date, text: str, actor: User, at: datetime
) -> Declaration:
    """Sends a declaration about oneself. Raises Incomplete without a text, for a gift of a day to come, or
    for another person."""
    if actor.pk != employee.user_id:
        raise Incomplete(_("Laporan ini ditulis oleh pegawai yang bersangkutan."))
    told = text.replace("\x00", "").strip()
    if kind not in Declaration.Kind.values or not told:
        raise Incomplete(_("Pilih jenis laporan dan tulis uraiannya."))
    if kind == Declaration.Kind.GIFT and happened_on > localdate(at):
        raise Incomplete(_("Tanggal penerimaan tidak boleh sesudah hari ini."))
    row = Declaration.objects.create(
        employee=employee, kind=kind, happened_on=happened_on, text=told, declared_at=at
    )
    after = {"kind": kind, "happened_on": happened_on}
    record(actor=actor, at=at, action="assessment.declare", target=row, after=after, rule=RULE)
    return row


@transaction.atomic
def handle(*, declaration: Declaration, outcome: str, source: str, actor: User, at: datetime) -> Declaration:
    """Closes it with what was done and the document behind it. Raises PermissionDenied, Incomplete without
    one of them, NotPossible, Stale."""
    may_handle(actor, declaration, localdate(at)).require()
    done, basis = outcome.replace("\x00", "").strip(), source.replace("\x00", "").strip()
    if not done or not basis:
        raise Incomplete(_("Tulis penanganan dan nomor atau dasarnya."))
    old = declaration.status
    told = {"outcome": done, "source": basis, "handled_by": actor, "handled_at": at}
    move("declaration", declaration, "handle", **told)
    after = {"status": declaration.status, "source": basis}
    before = {"status": old}
    act = "assessment.handle_declaration"
    record(actor=actor, at=at, action=act, target=declaration, before=before, after=after, rule=RULE)
    return declaration
