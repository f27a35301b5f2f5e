"""Satyalancana Karya Satya: proposed, granted, or set aside with the reason; PNS only (PP 35/2010)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import moment
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries import agency
from kinerja.rules.states import step
from kinerja.voice.errors import NotPossible

from ..access_pay import may_keep_honour, may_keep_honours
from ..errors import Incomplete
from ..models import Honour
from ..notices import tell_other
from ..queries.honours import due, service_of, steps
from ..table_files import File, write

RULE = "PP 35/2010"
HEADS = ("NIP", "NAMA", "PANGKAT", "TMT CPNS", "SATYALANCANA", "TAHUN")
NUMERALS = dict(Honour._meta.get_field("years").flatchoices)
Status = Honour.Status


@transaction.atomic
def propose_honour(*, employee: Employee, years: int, actor: User, at: datetime) -> Honour:
    """Proposes the step for somebody who has served long enough; what was set aside may be proposed again.

    Raises PermissionDenied, also about oneself, Incomplete for a step that the law does not know,
    NotPossible before his time or when it was proposed already.
    """
    on = localdate(at)
    held = _checked(employee, years, on, actor)
    if held is not None:
        taken = NotPossible(_("Satyalancana ini sudah diusulkan atau diterima."))
        step("honour", held.status, "propose", taken)
    return _write("growth.propose_honour", held, employee, years, Status.PROPOSED, "", actor, at)


@transaction.atomic
def set_aside(*, employee: Employee, years: int, reason: str, actor: User, at: datetime) -> Honour:
    """Leaves the step for now: a break in service, a penalty. The reason stays with HR, out of the log.

    Raises PermissionDenied, Incomplete without a reason, NotPossible once it was granted.
    """
    on = localdate(at)
    held = _checked(employee, years, on, actor)
    if not reason.strip():
        raise Incomplete(_("Tulis alasan, misalnya cuti di luar tanggungan negara atau hukuman disiplin."))
    if held is not None:
        step("honour", held.status, "set_aside", NotPossible(_("Satyalancana ini sudah diterima.")))
    return _write(
        "growth.set_honour_aside", held, employee, years, Status.SET_ASIDE, reason.strip(), actor, at
    )


@transaction.atomic
def grant_honour(*, honour: Honour, number: str, on: date, actor: User, at: datetime) -> Honour:
    """Notes the decision by number and day. Raises PermissionDenied, also about oneself, Incomplete,
    NotPossible unless proposed."""
    today = localdate(at)
    may_keep_honour(actor, honour.employee_id, today).require()
    if not number.strip():
        raise Incomplete(_("Tulis nomor keputusan."))
    if on > today:
        raise Incomplete(_("Tanggal keputusan tidak boleh sesudah hari ini."))
    no_proposal = NotPossible(_("Hanya usul yang menunggu dapat dicatat sebagai diterima."))
    status = step("honour", honour.status, "grant", no_proposal)
    facts = {"status": status, "number": number.strip(), "on": on}
    if Honour.objects.filter(pk=honour.pk, status=honour.status).update(by=actor, **facts) != 1:
        raise no_proposal
    honour.refresh_from_db()
    record(actor=actor, at=at, action="growth.grant_honour", target=honour, after=facts, rule=RULE)
    _tell(honour, actor, at)
    return honour


@transaction.atomic
def export_due(*, kind: str, actor: User, at: datetime) -> File:
    """The due list of the day as `kind` "xlsx" or "csv", its SHA-256 in the log. Raises PermissionDenied."""
    on = localdate(at)
    may_keep_honours(actor, on).require()
    rows = [
        (nip, name, rank, f"{since[:4]}-{since[4:]}", NUMERALS[step], step)
        for nip, name, rank, since, step in due(on).values_list("nip", "name", "rank", "appointed", "step")
    ]
    made = write(f"satyalancana-{on.isoformat()}", kind, HEADS, rows)
    after = {"file": made.name, "sha256": made.sha256, "lines": len(rows)}
    record(actor=actor, at=at, action="growth.export_honours", target=agency(), after=after, rule=RULE)
    return made


def _checked(employee: Employee, years: int, on: date, actor: User) -> Honour | None:
    """The row of this step, if any, with the employee locked: two who propose at once wait for each other."""
    may_keep_honour(actor, employee.pk, on).require()
    served = service_of(employee, on)
    if served is None:
        raise NotPossible(_("Satyalancana Karya Satya hanya untuk PNS."))
    if years not in steps(on):
        raise Incomplete(_("Pilih masa kerja dari daftar."))
    if served.years < years:
        raise NotPossible(_("Masa kerja pegawai ini belum %(n)s tahun.") % {"n": years})
    Employee.objects.select_for_update().get(pk=employee.pk)
    return Honour.objects.filter(employee=employee, years=years).first()


def _write(
    act: str, held: Honour | None, employee: Employee, years: int, status: str, reason: str, actor: User,
    at: datetime,
) -> Honour:  # fmt: skip
    row = held or Honour(employee=employee, years=years)
    before = {"status": held.status} if held else None
    row.status, row.reason, row.on, row.by = status, reason, localdate(at), actor
    row.save()
    after = {"employee": employee.pk, "years": years, "status": status}
    record(actor=actor, at=at, action=act, target=row, before=before, after=after, rule=RULE)
    _tell(row, actor, at)
    return row


def _tell(row: Honour, actor: User, at: datetime) -> None:
    """The person, with the page of his own steps; a reason is read there and not in the notice."""
    with translation.override("id"):
        titles = {
            Status.PROPOSED: _("Anda diusulkan menerima Satyalancana Karya Satya %(n)s tahun"),
            Status.GRANTED: _("Satyalancana Karya Satya %(n)s tahun Anda sudah ditetapkan"),
            Status.SET_ASIDE: _("Satyalancana Karya Satya %(n)s tahun belum diusulkan. Baca alasannya"),
        }
        title = titles[Status(row.status)] % {"n": row.years}
    key, url = f"honour:{row.pk}:{row.status}:{moment(at)}", reverse("growth:honours") + "?lihat=saya"
    tell_other(row.employee, actor=actor, key=key, title=title, url=url, at=at)
