"""The cast: a small city in the autumn of 2026, built once a test and known by name.

    def test_x(world): world.client(world.nurse).get("/")

Every person is a `people.Employee` with a user (password `PASSWORD`); HR, auditor and admin hold their
grants. The mayor is a state official without NIP and therefore no employee: `world.agency.head_title`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from kinerja.accounts.models import RoleGrant, User
from kinerja.people.models import Agency, Appointment, AppraisalMandate, Employee, Post, Unit
from kinerja.plans.models import Cycle, Period

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
TODAY = NOW.date()
PASSWORD = "kata sandi uji 2026"
START = date(2024, 1, 2)

K = Unit.Kind
# code: (name, kind, parent)
UNITS = {
    "KOTA": ("Pemerintah Kota Contoh", K.AGENCY, None),
    "SETDA": ("Sekretariat Daerah", K.SECRETARIAT, "KOTA"),
    "DINKES": ("Dinas Kesehatan", K.OFFICE, "KOTA"),
    "DINKES-P2P": ("Bidang Pencegahan Penyakit", K.SECTION, "DINKES"),
    "DINKES-FAR": ("Instalasi Farmasi", K.SECTION, "DINKES"),
    "PKM1": ("Puskesmas Melati", K.PUSKESMAS, "DINKES"),
    "PKM1-YAN": ("Seksi Pelayanan Puskesmas Melati", K.SECTION, "PKM1"),
    "PKM2": ("Puskesmas Kenanga", K.PUSKESMAS, "DINKES"),
    "BKPSDM": ("Badan Kepegawaian", K.OFFICE, "KOTA"),
    "INSPEKTORAT": ("Inspektorat", K.OFFICE, "KOTA"),
    "DISDIK": ("Dinas Pendidikan", K.OFFICE, "KOTA"),
    "SD1": ("SD Negeri 1", K.SCHOOL, "DISDIK"),
    "DUKCAPIL": ("Dinas Kependudukan", K.OFFICE, "KOTA"),
    "DUKCAPIL-KTP": ("Bidang Pendaftaran Penduduk", K.SECTION, "DUKCAPIL"),
    "KOMINFO": ("Dinas Komunikasi dan Informatika", K.OFFICE, "KOTA"),
}

L, G = Post.Level, Post.Grade
# code: (title, unit, level, grade, leads the unit, reports to)
POSTS = {
    "SEKDA": ("Sekretaris Daerah", "SETDA", L.JPT, "", True, None),
    "KADINKES": ("Kepala Dinas Kesehatan", "DINKES", L.JPT, "", True, "SEKDA"),
    "KABID-P2P": (
        "Kepala Bidang Pencegahan Penyakit", "DINKES-P2P", L.ADMINISTRATOR, "", True, "KADINKES"
    ),
    "EPIDEMIOLOG": ("Epidemiolog Ahli Muda", "DINKES-P2P", L.FUNCTIONAL, G.AHLI_MUDA, False, "KABID-P2P"),
    "KA-FAR": ("Kepala Instalasi Farmasi", "DINKES-FAR", L.FUNCTIONAL, G.AHLI_MADYA, True, "KADINKES"),
    "APOTEKER": ("Apoteker Ahli Pertama", "DINKES-FAR", L.FUNCTIONAL, G.AHLI_PERTAMA, False, "KA-FAR"),
    "KA-PKM1": ("Kepala Puskesmas Melati", "PKM1", L.PENGAWAS, "", True, "KADINKES"),
    "KASI-YAN": ("Kepala Seksi Pelayanan", "PKM1-YAN", L.PENGAWAS, "", True, "KA-PKM1"),
    "PERAWAT": ("Perawat Terampil", "PKM1-YAN", L.FUNCTIONAL, G.TERAMPIL, False, "KASI-YAN"),
    "ADMIN-PKM1": ("Pengadministrasi Umum", "PKM1-YAN", L.PELAKSANA, "", False, "KASI-YAN"),
    "BIDAN": ("Bidan Penyelia", "PKM1", L.FUNCTIONAL, G.PENYELIA, False, "KA-PKM1"),
    "KOOR-LAB": ("Koordinator Laboratorium", "PKM1", L.FUNCTIONAL, G.AHLI_MUDA, False, "KA-PKM1"),
    "PRANATA-LAB": ("Pranata Laboratorium Mahir", "PKM1", L.FUNCTIONAL, G.MAHIR, False, "KOOR-LAB"),
    "KA-PKM2": ("Kepala Puskesmas Kenanga", "PKM2", L.PENGAWAS, "", True, "KADINKES"),
    "PERAWAT2": ("Perawat Mahir", "PKM2", L.FUNCTIONAL, G.MAHIR, False, "KA-PKM2"),
    "KABADAN": ("Kepala Badan Kepegawaian", "BKPSDM", L.JPT, "", True, "SEKDA"),
    "ANALIS": ("Analis SDM Aparatur Ahli Muda", "BKPSDM", L.FUNCTIONAL, G.AHLI_MUDA, False, "KABADAN"),
    "PRAKOM": ("Pranata Komputer Ahli Pertama", "BKPSDM", L.FUNCTIONAL, G.AHLI_PERTAMA, False, "KABADAN"),
    "INSPEKTUR": ("Inspektur", "INSPEKTORAT", L.JPT, "", True, "SEKDA"),
    "AUDITOR": ("Auditor Ahli Muda", "INSPEKTORAT", L.FUNCTIONAL, G.AHLI_MUDA, False, "INSPEKTUR"),
    "KADISDIK": ("Kepala Dinas Pendidikan", "DISDIK", L.JPT, "", True, "SEKDA"),
    "KASEK": ("Kepala SD Negeri 1", "SD1", L.FUNCTIONAL, G.AHLI_MADYA, True, "KADISDIK"),
    "KADUKCAPIL": ("Kepala Dinas Kependudukan", "DUKCAPIL", L.JPT, "", True, "SEKDA"),
    "KABID-KTP": (
        "Kepala Bidang Pendaftaran Penduduk", "DUKCAPIL-KTP", L.ADMINISTRATOR, "", True, "KADUKCAPIL"
    ),
    "LOKET": ("Petugas Loket", "DUKCAPIL-KTP", L.PELAKSANA, "", False, "KABID-KTP"),
    "KADISKOMINFO": ("Kepala Dinas Komunikasi", "KOMINFO", L.JPT, "", True, "SEKDA"),
    "HUMAS": ("Pranata Humas Ahli Muda", "KOMINFO", L.FUNCTIONAL, G.AHLI_MUDA, False, "KADISKOMINFO"),
    "SANDIMAN": ("Sandiman Ahli Muda", "KOMINFO", L.FUNCTIONAL, G.AHLI_MUDA, False, "KADISKOMINFO"),
    "STATISTISI": ("Statistisi Ahli Muda", "KOMINFO", L.FUNCTIONAL, G.AHLI_MUDA, False, "KADISKOMINFO"),
    "GURU": ("Guru Ahli Pertama", "SD1", L.FUNCTIONAL, G.AHLI_PERTAMA, False, "KASEK"),
}  # fmt: skip

# name here: (full name, post, PPPK)
PEOPLE = {
    "secretary": ("Bambang Wijaya", "SEKDA", False),
    "office_head": ("Ratna Kusuma", "KADINKES", False),
    "pharmacy_head": ("Yusuf Hakim", "KA-FAR", False),
    "pharmacist": ("Lia Permata", "APOTEKER", False),
    "surveillance": ("Eko Saputra", "EPIDEMIOLOG", False),
    "puskesmas_head": ("Hendra Gunawan", "KA-PKM1", False),
    "section_head": ("Sri Wahyuni", "KASI-YAN", False),
    "nurse": ("Dewi Lestari", "PERAWAT", False),
    "student": ("Putri Anggraini", "PERAWAT", False),
    "pppk": ("Agus Salim", "ADMIN-PKM1", True),
    "midwife": ("Siti Aminah", "BIDAN", False),
    "lab_coordinator": ("Rudi Hartono", "KOOR-LAB", False),
    "lab_analyst": ("Maya Sari", "PRANATA-LAB", False),
    "acting": ("Joko Prasetyo", "EPIDEMIOLOG", False),
    "nurse2": ("Nur Hidayah", "PERAWAT2", False),
    "agency_hr_head": ("Tuti Handayani", "KABADAN", False),
    "hr": ("Wulan Sari", "ANALIS", False),
    "admin": ("Fajar Nugroho", "PRAKOM", False),
    "inspector": ("Gunawan Santoso", "INSPEKTUR", False),
    "auditor": ("Indah Puspita", "AUDITOR", False),
    "education_head": ("Darmawan Putra", "KADISDIK", False),
    "headteacher": ("Sulastri", "KASEK", False),
    "outsider": ("Rizki Ramadhan", "GURU", False),
    "registry_head": ("Zainal Hakim", "KADUKCAPIL", False),
    "counter_head": ("Laila Nasution", "KABID-KTP", False),
    "counter_officer": ("Bayu Pratama", "LOKET", False),
    "communications_head": ("Teguh Santosa", "KADISKOMINFO", False),
    "complaints_officer": ("Mira Lubis", "HUMAS", False),
    "privacy_officer": ("Yanti Siregar", "SANDIMAN", False),
    "services_officer": ("Arif Budiman", "STATISTISI", False),
}
GRANTS = {
    "hr": RoleGrant.Role.HR,
    "auditor": RoleGrant.Role.AUDITOR,
    "admin": RoleGrant.Role.ADMIN,
    "services_officer": RoleGrant.Role.SERVICES,
    "complaints_officer": RoleGrant.Role.COMPLAINTS,
    "privacy_officer": RoleGrant.Role.PRIVACY,
}


@dataclass
class World:
    """Everything by name: `world.nurse`, `world.units["PKM1"]`, `world.posts["KA-PKM1"]`, `world.q3`."""

    agency: Agency
    units: dict[str, Unit]
    posts: dict[str, Post]
    people: dict[str, Employee]
    cycle: Cycle
    q1: Period
    q2: Period
    q3: Period
    q4: Period
    year: Period
    clients: dict[int, Client] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Employee:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(f"nobody in the cast is called {name!r}") from None

    def client(self, person: Employee | None) -> Client:
        """A signed-in test client (None: not signed in)."""
        client = Client()
        if person is not None:
            assert person.user is not None
            client.force_login(person.user)
        return client


def nip(number: int, *, pppk: bool = False) -> str:
    """The NIP of the cast's person `number` (1..999): born in 1980, appointed in January 2010."""
    birth = f"1980{number % 12 + 1:02d}{number % 28 + 1:02d}"
    return f"{birth}2010{'21' if pppk else '01'}{number % 2 + 1}{number:03d}"


def appoint(
    person: Employee,
    post: Post,
    kind: str = "definitif",
    starts: date = START,
    ends: date | None = None,
) -> Appointment:
    """An appointment as the database has it, without asking anybody."""
    row = _appointment(person, post, kind, starts, ends)
    row.save()
    return row


def _appointment(
    person: Employee, post: Post, kind: str = "definitif", starts: date = START, ends: date | None = None
) -> Appointment:
    return Appointment(employee=person, post=post, kind=kind, starts=starts, ends=ends, sole=post.sole_holder)


def build() -> World:
    """Writes the cast into the database."""
    agency = Agency.objects.create(name="Pemerintah Kota Contoh", short_name="Kota Contoh", place="Contoh")
    units = _units()
    posts = _posts(units)
    people = _people()
    student, kenanga = people["student"], posts["KA-PKM2"]
    Appointment.objects.bulk_create(
        [
            *(
                _appointment(people[name], posts[post], ends=date(2026, 7, 31) if name == "student" else None)
                for name, (_, post, _) in PEOPLE.items()
            ),
            _appointment(student, posts[PEOPLE["student"][1]], "tugas_belajar", date(2026, 8, 1)),
            # Puskesmas Kenanga has had no head since March; an epidemiologist stands in.
            _appointment(people["acting"], kenanga, "plt", date(2026, 3, 1)),
        ]
    )
    AppraisalMandate.objects.bulk_create(
        AppraisalMandate(post=posts[code], starts=START, basis="Keputusan Wali Kota 1/2024")
        for code in ("KA-FAR", "KASEK")
    )
    for name, role in GRANTS.items():
        user = people[name].user
        assert user is not None
        RoleGrant.objects.create(user=user, role=role, starts=START, reason="Surat tugas")
    return World(agency, units, posts, people, *_cycle())


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for codes in _generations({code: above for code, (_, _, above) in UNITS.items()}):
        rows = [
            Unit(code=code, name=name, kind=kind, parent=units[above] if above else None)
            for code, (name, kind, above) in UNITS.items()
            if code in codes
        ]
        units |= {row.code: row for row in Unit.objects.bulk_create(rows)}
    return units


def _posts(units: dict[str, Unit]) -> dict[str, Post]:
    posts: dict[str, Post] = {}
    for codes in _generations({code: above for code, (*_, above) in POSTS.items()}):
        rows = [
            Post(
                code=code,
                title=title,
                unit=units[unit],
                level=level,
                grade=grade,
                leads_unit=leads,
                reports_to=posts[above] if above else None,
            )
            for code, (title, unit, level, grade, leads, above) in POSTS.items()
            if code in codes
        ]
        posts |= {row.code: row for row in Post.objects.bulk_create(rows)}
    return posts


def _generations(above: dict[str, str | None]) -> Iterator[set[str]]:
    """Those under nobody, those under them, and so on: each can be written at once."""
    codes: set[str | None] = {None}
    while codes := {code for code, parent in above.items() if parent in codes}:
        yield {code for code in codes if code}


def _people() -> dict[str, Employee]:
    password = make_password(PASSWORD)
    rows = []
    for number, (name, (full_name, _, pppk)) in enumerate(PEOPLE.items(), start=1):
        own = nip(number, pppk=pppk)
        user = User(username=own, full_name=full_name, email=f"{name}@contoh.test", password=password)
        kind = Employee.Kind.PPPK if pppk else Employee.Kind.PNS
        rank = "IX" if pppk else "Penata, III/c"
        rows.append(Employee(nip=own, name=full_name, kind=kind, rank=rank, user=user))
    User.objects.bulk_create(row.user for row in rows if row.user)
    return dict(zip(PEOPLE, Employee.objects.bulk_create(rows), strict=True))


def _cycle() -> tuple[Cycle, Period, Period, Period, Period, Period]:
    """2026 by quarters; each window opens ten days before the quarter ends."""
    cycle = Cycle.objects.create(year=2026, rhythm=Cycle.Rhythm.QUARTERLY, plan_due=date(2026, 1, 31))
    spans = [
        ("Triwulan I", date(2026, 1, 1), date(2026, 3, 31), date(2026, 3, 21), date(2026, 4, 14)),
        ("Triwulan II", date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 20), date(2026, 7, 14)),
        ("Triwulan III", date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 20), date(2026, 10, 14)),
        ("Triwulan IV", date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 21), date(2027, 1, 14)),
        ("Tahunan", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 21), date(2027, 1, 31)),
    ]
    periods = [
        Period(
            cycle=cycle,
            kind=Period.Kind.ANNUAL if label == "Tahunan" else Period.Kind.QUARTERLY,
            number=1 if label == "Tahunan" else number,
            label=label,
            starts=starts,
            ends=ends,
            report_due=ends,
            opens=opens,
            closes=closes,
        )
        for number, (label, starts, ends, opens, closes) in enumerate(spans, start=1)
    ]
    q1, q2, q3, q4, year = Period.objects.bulk_create(periods)
    return cycle, q1, q2, q3, q4, year


@pytest.fixture
def world(db: None, settings: Any) -> World:
    """The cast in the database, and pages that think it is NOW."""
    settings.FIXED_NOW = NOW.isoformat()
    return build()
