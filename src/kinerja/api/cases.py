"""Cases of another system: taken in by the same rules as an imported file, moved by the same acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kinerja.audit.actions import record
from kinerja.people.imports.problem import Problem
from kinerja.voice.actions.cases import clean_number
from kinerja.voice.errors import NotPossible
from kinerja.voice.imports.apply import write
from kinerja.voice.imports.check import check
from kinerja.voice.imports.parse import CaseEntry, order_problems
from kinerja.voice.models import Service, ServiceCase

from .auth import Caller
from .errors import Refused, refuse
from .schemas import CaseIn, CaseOut, CasesOut, State

FIELDS = {
    "KODE LAYANAN": "service",
    "NOMOR BERKAS": "number",
    "DITERIMA": "received_at",
    "SELESAI": "done_at",
    "MENUNGGU DARI": "wait_starts",
    "MENUNGGU SAMPAI": "wait_ends",
    "NIP PETUGAS": "officer_nip",
    "STATUS": "status",
}


def take_in(caller: Caller, given: Sequence[CaseIn], at: datetime) -> CasesOut:
    """All cases or none. Raises Refused: 403 for a service of another unit, 422 with the places."""
    entries = [_entry(row, one) for row, one in enumerate(given)]
    _own_services(caller, entries)
    problems = [problem for entry in entries for problem in order_problems(entry, at)]
    problems += _twice(entries)
    if not problems:
        ready, problems = check(entries, units=caller.units)
    if problems:
        raise Refused(422, [_fault(problem) for problem in problems])
    with transaction.atomic():
        why = f"API: {caller.get_full_name()}"
        counts = write(ready, source=ServiceCase.Source.API, actor=caller, at=at, why=why)
        record(actor=caller, at=at, action="voice.api_cases", target=caller.key, after={**counts}, why=why)
        return CasesOut(**counts, cases=_standing(entries))


def find_case(caller: Caller, service: str, number: str) -> ServiceCase:
    """The case, if its service is one of the caller's. Raises Refused (403, 404)."""
    place = Service.objects.filter(code=service).first()
    if place is None:
        raise refuse(404, _("Layanan ini tidak dikenal."), "service")
    if place.unit_id not in caller.units:
        raise refuse(403, _("Layanan ini bukan layanan unit pemilik kunci."), "service")
    cases = ServiceCase.objects.select_related("service", "standard")
    found = cases.filter(service=place, number=" ".join(number.split())).first()
    if found is None:
        raise refuse(404, _("Berkas ini belum pernah dikirim."), "number")
    return found


def shown(case: ServiceCase) -> CaseOut:
    return CaseOut(
        service=case.service.code,
        number=case.number,
        status=cast(State, case.status),
        received_at=localtime(case.received_at),
        done_at=_local(case.done_at),
        elapsed_minutes=case.elapsed_minutes,
        elapsed_days=case.elapsed_days,
        within=case.within,
    )


def _entry(row: int, one: CaseIn) -> CaseEntry:
    """Raises Refused for a number that is none, or a NIK."""
    try:
        number = clean_number(one.number)
    except NotPossible as error:
        raise refuse(422, str(error), f"cases.{row}.number") from error
    return CaseEntry(
        row=row,
        service=one.service,
        number=number,
        received=localtime(one.received_at),
        done=_local(one.done_at),
        wait_starts=_local(one.wait_starts),
        wait_ends=_local(one.wait_ends),
        nip=one.officer_nip,
        status=one.status or ("done" if one.done_at else "open"),
    )


def _local(moment: datetime | None) -> datetime | None:
    return localtime(moment) if moment else None


def _own_services(caller: Caller, entries: Sequence[CaseEntry]) -> None:
    codes = {entry.service for entry in entries}
    others = Service.objects.filter(~Q(unit__in=caller.units), code__in=codes)
    foreign = set(others.values_list("code", flat=True))
    message = _("Layanan ini bukan layanan unit pemilik kunci.")
    faults = [(f"cases.{one.row}.service", message) for one in entries if one.service in foreign]
    if faults:
        raise Refused(403, faults)


def _twice(entries: Sequence[CaseEntry]) -> list[Problem]:
    first: dict[tuple[str, str], int] = {}
    return [
        Problem(one.row, "NOMOR BERKAS", "Berkas ini dua kali dalam satu kiriman.", "Kirim sekali saja.")
        for one in entries
        if first.setdefault((one.service, one.number), one.row) != one.row
    ]


def _fault(problem: Problem) -> tuple[str, str]:
    return f"cases.{problem.row}.{FIELDS[problem.column]}", f"{problem.message} {problem.mend}"


def _standing(entries: Sequence[CaseEntry]) -> list[CaseOut]:
    """Where each case stands now, in the order it was sent."""
    rows = ServiceCase.objects.select_related("service").filter(
        service__code__in={one.service for one in entries}, number__in={one.number for one in entries}
    )
    found = {(row.service.code, row.number): row for row in rows}
    return [shown(found[one.service, one.number]) for one in entries]
