"""The file as a whole against itself and against the register: what it would change, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, TypeVar

from ..models import Appointment
from .parse import AppointmentEntry, Entry, PersonEntry, PostEntry, UnitEntry
from .problem import Problem

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
AppointmentKey = tuple[str, str, str, date]
OWN = frozenset({Appointment.Kind.DEFINITIVE.value, Appointment.Kind.STUDY.value})
ACTING = frozenset({Appointment.Kind.PLT.value, Appointment.Kind.PLH.value})


def key_of(entry: AppointmentEntry) -> AppointmentKey:
    """What makes an appointment the same one: who, where, as what, since when."""
    return entry.nip, entry.post, entry.kind, entry.starts


@dataclass(frozen=True, slots=True)
class Register:
    """What the database holds, by code, NIP and key; `emails` (lower case) lead to the account's NIP,
    `dutiful` are the NIPs of people with a granted duty."""

    units: Mapping[str, UnitEntry] = field(default_factory=dict)
    posts: Mapping[str, PostEntry] = field(default_factory=dict)
    people: Mapping[str, PersonEntry] = field(default_factory=dict)
    appointments: Mapping[AppointmentKey, AppointmentEntry] = field(default_factory=dict)
    emails: Mapping[str, str] = field(default_factory=dict)
    dutiful: frozenset[str] = frozenset()

    def appointment(self, like: AppointmentEntry) -> AppointmentEntry | None:
        """The appointment with the same key."""
        return self.appointments.get(key_of(like))


@dataclass(frozen=True, slots=True)
class Diff(Generic[T]):
    """Rows that are new, that change, and how many stay as they are."""

    new: list[T]
    changed: list[T]
    same: int

    @property
    def touched(self) -> list[T]:
        return [*self.new, *self.changed]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that applying the file does."""

    units: Diff[UnitEntry]
    posts: Diff[PostEntry]
    people: Diff[PersonEntry]
    appointments: Diff[AppointmentEntry]

    def counts(self) -> dict[str, dict[str, int]]:
        return {
            name: {"new": len(diff.new), "changed": len(diff.changed), "same": diff.same}
            for name, diff in (
                ("units", self.units),
                ("posts", self.posts),
                ("people", self.people),
                ("appointments", self.appointments),
            )
        }


class _Found(Generic[K, T]):
    """Definitions of the file by key, with the row of the first."""

    def __init__(self) -> None:
        self.rows: dict[K, int] = {}
        self.values: dict[K, T] = {}

    def add(self, key: K, value: T, row: int) -> int | None:
        """Takes a definition; returns the row of an earlier one that says otherwise."""
        if key not in self.values:
            self.rows[key], self.values[key] = row, value
            return None
        return None if self.values[key] == value else self.rows[key]

    def diff(self, known: Mapping[K, T]) -> Diff[T]:
        new = [value for key, value in self.values.items() if key not in known]
        changed = [value for key, value in self.values.items() if key in known and known[key] != value]
        return Diff(new, changed, len(self.values) - len(new) - len(changed))


class _Check:
    """One file against one register."""

    def __init__(self, entries: Sequence[Entry], register: Register) -> None:
        self.entries, self.register = entries, register
        self.problems: list[Problem] = []
        self.units: _Found[str, UnitEntry] = _Found()
        self.posts: _Found[str, PostEntry] = _Found()
        self.people: _Found[str, PersonEntry] = _Found()
        self.appointments: _Found[AppointmentKey, AppointmentEntry] = _Found()

    def refuse(self, row: int, column: str, message: str, mend: str) -> None:
        self.problems.append(Problem(row, column, message, mend))

    def collect(self) -> None:
        """Definitions of all rows; two that differ are refused."""
        for entry in self.entries:
            self._take(self.units, entry.unit_code, entry.unit, entry.row, "NAMA UNIT")
            self._take(self.posts, entry.post_code, entry.post, entry.row, "NAMA JABATAN")
            if entry.person:
                person = self._kept(entry.person)
                self._take(self.people, person.nip, person, entry.row, "NAMA")
            if entry.appointment:
                key = key_of(entry.appointment)
                if key in self.appointments.rows:
                    first = self.appointments.rows[key]
                    message = f"Jabatan yang sama, untuk orang yang sama, sudah ada di baris {first}."
                    self.refuse(entry.row, "NIP", message, "Hapus salah satu baris.")
                self.appointments.add(key, entry.appointment, entry.row)
        self.all_units = {**self.register.units, **self.units.values}
        self.all_posts = {**self.register.posts, **self.posts.values}

    def _take(self, found: _Found[str, T], key: str, value: T | None, row: int, column: str) -> None:
        if value is None:
            return
        first = found.add(key, value, row)
        if first is not None:
            message = f"Isi baris ini tentang {key} berbeda dengan baris {first}."
            self.refuse(row, column, message, "Samakan, atau kosongkan di salah satu baris.")

    def _kept(self, person: PersonEntry) -> PersonEntry:
        """Empty cells do not wipe out what is known."""
        known = self.register.people.get(person.nip)
        if known is None:
            return person
        return replace(person, rank=person.rank or known.rank, email=person.email or known.email)

    def references(self) -> None:
        """Codes that nobody defines."""
        for entry in self.entries:
            if entry.unit_code not in self.all_units:
                mend = "Perbaiki kodenya, atau isi NAMA UNIT untuk mendaftarkannya."
                self.refuse(entry.row, "KODE UNIT", f"Unit {entry.unit_code} tidak dikenal.", mend)
            post = self.all_posts.get(entry.post_code)
            if entry.post_code and post is None:
                mend = "Perbaiki kodenya, atau isi NAMA JABATAN untuk mendaftarkannya."
                self.refuse(entry.row, "KODE JABATAN", f"Jabatan {entry.post_code} tidak dikenal.", mend)
            elif post is not None and post.unit != entry.unit_code:
                message = f"Jabatan {entry.post_code} berada di unit {post.unit}."
                self.refuse(entry.row, "KODE UNIT", message, "Samakan kode unitnya.")
        for code, unit in self.units.values.items():
            if unit.parent and unit.parent not in self.all_units:
                message = f"Unit {unit.parent} tidak dikenal."
                self.refuse(self.units.rows[code], "KODE UNIT INDUK", message, "Perbaiki kodenya.")
        for code, post in self.posts.values.items():
            if post.reports_to and post.reports_to not in self.all_posts:
                message = f"Jabatan {post.reports_to} tidak dikenal."
                self.refuse(self.posts.rows[code], "KODE JABATAN ATASAN", message, "Perbaiki kodenya.")

    def cycles(self) -> None:
        """Trees that bite their own tail."""
        units = {code: unit.parent for code, unit in self.all_units.items()}
        posts = {code: post.reports_to for code, post in self.all_posts.items()}
        for above, rows, column, what in (
            (units, self.units.rows, "KODE UNIT INDUK", "Susunan unit"),
            (posts, self.posts.rows, "KODE JABATAN ATASAN", "Garis pelaporan"),
        ):
            for circle in _circles(above):
                row = min((rows[code] for code in circle if code in rows), default=0)
                message = f"{what} berputar: {' - '.join([*circle, circle[0]])}."
                self.refuse(row, column, message, "Putuskan lingkaran itu: satu di antaranya salah.")

    def heads(self) -> None:
        """One head a unit."""
        first: dict[str, str] = {}
        for code, post in self.all_posts.items():
            if not post.leads_unit:
                continue
            other = first.setdefault(post.unit, code)
            if other != code:
                row = self.posts.rows.get(code, self.posts.rows.get(other, 0))
                message = f"Unit {post.unit} mempunyai dua pemimpin: {other} dan {code}."
                self.refuse(row, "MEMIMPIN UNIT", message, "Isi YA pada satu jabatan saja.")

    def emails(self) -> None:
        """One address a person."""
        owner = {email: nip for email, nip in self.register.emails.items() if nip not in self.people.values}
        for nip, person in self.people.values.items():
            other = owner.setdefault(person.email, nip) if person.email else nip
            if other != nip:
                message = f"Surel {person.email} sudah dipakai {other}."
                self.refuse(self.people.rows[nip], "SUREL", message, "Isi surel sendiri, atau kosongkan.")
            known = self.register.people.get(nip)
            if nip in self.register.dutiful and known and person.email != known.email:
                # Whoever reads this mail can recover the account, and with it the duty.
                message = f"{person.name} memegang peran di Kinerja; surelnya tidak diubah lewat impor."
                mend = "Kosongkan, atau minta administrator mengubahnya di halaman pegawai."
                self.refuse(self.people.rows[nip], "SUREL", message, mend)

    def overlaps(self) -> None:
        """Two own posts, two definitive holders of a sole post, two acting holders, on one day."""
        merged = {**self.register.appointments, **self.appointments.values}
        own = [one for one in merged.values() if one.kind in OWN]
        self._apart(own, lambda one: one.nip, self._two_posts)
        sole = {code for code, post in self.all_posts.items() if post.sole}
        held = [one for one in merged.values() if one.kind == "definitif" and one.post in sole]
        self._apart(held, lambda one: one.post, self._two_holders)
        acting = [one for one in merged.values() if one.kind in ACTING]
        self._apart(acting, lambda one: one.post, self._two_holders)

    def _apart(
        self,
        rows: Iterable[AppointmentEntry],
        group: Callable[[AppointmentEntry], str],
        refuse: Callable[[int, AppointmentEntry, AppointmentEntry], None],
    ) -> None:
        last: dict[str, AppointmentEntry] = {}
        for one in sorted(rows, key=lambda entry: entry.starts):
            before = last.get(group(one))
            if before and (before.ends is None or before.ends >= one.starts):
                places = self.appointments.rows
                row = places.get(key_of(one)) or places.get(key_of(before), 0)
                refuse(row, before, one)
            if before is None or (before.ends is not None and (one.ends is None or one.ends > before.ends)):
                last[group(one)] = one

    def _two_posts(self, row: int, before: AppointmentEntry, after: AppointmentEntry) -> None:
        message = f"Pegawai ini masih menduduki {before.post} (sejak {before.starts}) pada {after.starts}."
        mend = f"Tambahkan baris {before.post} sejak {before.starts} dengan SAMPAI, atau perbaiki MULAI."
        self.refuse(row, "MULAI", message, mend)

    def _two_holders(self, row: int, before: AppointmentEntry, after: AppointmentEntry) -> None:
        message = f"{before.post} masih dijabat NIP {before.nip} pada {after.starts}: dua pejabat sehari."
        self.refuse(row, "KODE JABATAN", message, "Isi SAMPAI pejabat lama, atau perbaiki MULAI yang baru.")

    def changes(self) -> Changes:
        return Changes(
            self.units.diff(self.register.units),
            self.posts.diff(self.register.posts),
            self.people.diff(self.register.people),
            self.appointments.diff(self.register.appointments),
        )


def _circles(above: Mapping[str, str]) -> list[list[str]]:
    """Every circle in a graph of one parent each, once."""
    done: set[str] = set()
    found = []
    for start in above:
        path: dict[str, None] = {}
        code = start
        while code and code in above and code not in done and code not in path:
            path[code] = None
            code = above[code]
        if code in path:
            steps = list(path)
            found.append(steps[steps.index(code) :])
        done.update(path)
    return found


def validate(entries: Sequence[Entry], register: Register) -> tuple[Changes, list[Problem]]:
    """What the entries change in the register, and the problems, in order of rows."""
    check = _Check(entries, register)
    check.collect()
    check.references()
    check.cycles()
    check.heads()
    check.emails()
    check.overlaps()
    return check.changes(), sorted(check.problems, key=lambda problem: problem.row)
