"""Entries against the catalogue: which service, which standard of the day, how long it took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from kinerja.people.imports.problem import Problem
from kinerja.people.models import Employee
from kinerja.rules.errors import RuleError
from kinerja.rules.service_time import Clock

from ..models import Service, Standard
from ..queries.services import office_clock
from .parse import CaseEntry


@dataclass(frozen=True, slots=True)
class Promise:
    """The standard of a span of days, as much of it as measuring needs."""

    standard_id: int
    starts: date
    ends: date | None
    amount: int
    unit: str

    def holds(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Place:
    """A service by its code: where it is given, and its standards, newest first."""

    service_id: int
    unit_id: int
    retired_on: date | None
    promises: tuple[Promise, ...]

    def promise(self, day: date) -> Promise | None:
        if self.retired_on and day >= self.retired_on:
            return None
        return next((one for one in self.promises if one.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Ready:
    """A case to write: ids instead of codes, measured when it is done."""

    entry: CaseEntry
    service_id: int
    standard_id: int
    officer_id: int | None
    minutes: int | None
    days: int | None
    within: bool | None


def places() -> dict[str, Place]:
    """Every service with its published standards, by code; two queries."""
    promised: dict[int, list[Promise]] = defaultdict(list)
    rows = Standard.objects.filter(published_at__isnull=False).order_by("-starts")
    for row in rows.only("pk", "service_id", "starts", "ends", "promise", "promise_unit"):
        promised[row.service_id].append(Promise(row.pk, row.starts, row.ends, row.promise, row.promise_unit))
    services = Service.objects.order_by()
    return {
        code: Place(pk, unit, retired_on, tuple(promised[pk]))
        for pk, code, unit, retired_on in services.values_list("pk", "code", "unit_id", "retired_on")
    }


class _Check:
    """One file against one catalogue. `units`: only services of these units (None: of all)."""

    def __init__(self, units: Collection[int] | None, clock: Clock | None) -> None:
        self.units, self.clock = units, clock
        self.places = places()
        self.officers: dict[str, int] = {}
        self.problems: list[Problem] = []

    def refuse(self, row: int, column: str, message: str, mend: str) -> None:
        self.problems.append(Problem(row, column, message, mend))

    def place(self, entry: CaseEntry) -> Place | None:
        found = self.places.get(entry.service)
        if found is None:
            message = f"Layanan {entry.service} tidak dikenal."
            self.refuse(entry.row, "KODE LAYANAN", message, "Pakai kode dari katalog standar pelayanan.")
        elif self.units is not None and found.unit_id not in self.units:
            message = f"Layanan {entry.service} bukan layanan unit Anda."
            self.refuse(entry.row, "KODE LAYANAN", message, "Hapus baris ini, atau minta pengelola layanan.")
            return None
        return found

    def ready(self, entry: CaseEntry) -> Ready | None:
        place = self.place(entry)
        officer = self.officers.get(entry.nip) if entry.nip else None
        if entry.nip and officer is None:
            message = f"NIP {entry.nip} tidak terdaftar."
            self.refuse(entry.row, "NIP PETUGAS", message, "Periksa NIP-nya, atau kosongkan.")
        if place is None:
            return None
        promise = place.promise(localdate(entry.received))
        if promise is None:
            message = f"Layanan {entry.service} tidak mempunyai standar yang berlaku hari itu."
            mend = "Terbitkan standarnya lebih dahulu, atau periksa tanggalnya."
            self.refuse(entry.row, "DITERIMA", message, mend)
            return None
        minutes = days = within = None
        if entry.done:
            try:
                minutes, days, within = self.measured(entry, entry.done, promise)
            except RuleError as error:
                self.refuse(entry.row, "DITERIMA", f"Waktunya tidak dapat diukur: {error}.", "Periksa tahun.")
                return None
        return Ready(entry, place.service_id, promise.standard_id, officer, minutes, days, within)

    def measured(self, entry: CaseEntry, done: datetime, promise: Promise) -> tuple[int, int, bool]:
        if self.clock is None:
            raise RuleError("kalender belum memuat tahun itu")
        waits = [(entry.wait_starts, entry.wait_ends)] if entry.wait_starts else ()
        elapsed = self.clock.elapsed(entry.received, done, waits)
        return elapsed.minutes, elapsed.days, elapsed.within(promise.amount, promise.unit)


def check(
    entries: Sequence[CaseEntry],
    *,
    units: Collection[int] | None,
    tell: Callable[[int], None] = lambda done: None,
) -> tuple[list[Ready], list[Problem]]:
    """Cases ready to write, and what the catalogue refuses; a handful of queries however many rows."""
    done = [entry.done for entry in entries if entry.done]
    clock = _clock(min(entry.received for entry in entries), max(done)) if done else None
    checking = _Check(units, clock)
    nips = {entry.nip for entry in entries if entry.nip}
    checking.officers = dict(Employee.objects.filter(nip__in=nips).values_list("nip", "pk"))
    ready = []
    for count, entry in enumerate(entries, start=1):
        one = checking.ready(entry)
        if one is not None:
            ready.append(one)
        if count % 5_000 == 0:
            tell(count)
    return ready, checking.problems


def _clock(first: datetime, last: datetime) -> Clock | None:
    try:
        return office_clock(first.date(), last.date())
    except RuleError:
        return None
