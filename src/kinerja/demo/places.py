"""The city itself: agency, days off, everybody in a post, duties, mandates, sign-ins."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import StringIO
from random import Random

from django.contrib.auth.hashers import make_password

from kinerja.accounts.actions import grant_role
from kinerja.accounts.models import RoleGrant, User
from kinerja.people.actions import mandate, put_holiday, seed_holidays, set_agency
from kinerja.people.imports.run import import_people
from kinerja.people.imports.template import NAMES
from kinerja.people.models import Agency, Employee, Holiday, Post
from kinerja.people.queries.agency import years_in_law

from .book import Book, open_book
from .city import AGENCY, ROLES, build
from .rows import SEED, City

PASSWORD = "kota-bahari-2026"  # noqa: S105 - the published password of sample accounts
FIXED = (
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Proklamasi Kemerdekaan"),
    (12, 25, "Kelahiran Yesus Kristus"),
)
DUTIES = {
    "hr": RoleGrant.Role.HR,
    "auditor": RoleGrant.Role.AUDITOR,
    "services_officer": RoleGrant.Role.SERVICES,
    "complaints_officer": RoleGrant.Role.COMPLAINTS,
    "privacy_officer": RoleGrant.Role.PRIVACY,
}


def make_city(today: date, now: datetime) -> Book:
    """Everything that stands before the first plan."""
    agency = _agency(today, now)
    admin = User.objects.create(
        username="admin", full_name="Administrator Contoh", email="admin@contoh.invalid", password=_secret()
    )
    start = date(today.year - 1, 1, 1)
    because = "Pengelola kota contoh"
    grant_role(actor=None, user=admin, role=RoleGrant.Role.ADMIN, starts=start, reason=because, at=now)
    city = build(today.year)
    import_people(_csv(city), name="kota-contoh.csv", actor=admin, at=now)
    people = {person.nip: person for person in Employee.objects.select_related("user")}
    for role, duty in DUTIES.items():
        user = people[city.cast[role]].user
        assert user is not None
        grant_role(actor=admin, user=user, role=duty, starts=start, reason="Tugas jabatan", at=now)
    for post in Post.objects.filter(leads_unit=True, level=Post.Level.FUNCTIONAL):
        mandate(post=post, starts=start, ends=None, basis="Keputusan Wali Kota 821/2", actor=admin, at=now)
    nips = [city.cast[role] for role in ROLES]
    User.objects.filter(username__in=nips).update(password=_secret())
    return open_book(agency, admin, today, city.cast, Random(SEED))  # noqa: S311


def _agency(today: date, now: datetime) -> Agency:
    agency = set_agency(
        actor=None,
        at=now,
        name=AGENCY,
        short_name="Kota Bahari",
        place="Bahari",
        head_title="Wali Kota Bahari",
        head_name="Sultan Harahap",
        workweek=Agency.Week.FIVE,
        daily_log=Agency.DailyLog.OPTIONAL,
    )
    Agency.objects.update(is_sample=True)
    agency.is_sample = True
    _days_off(today, now)
    return agency


def _days_off(today: date, now: datetime) -> None:
    """Last year to next year from the law; of a year not decreed yet only the days of fixed date."""
    years = set(range(today.year - 1, today.year + 2))
    seed_holidays(years=years & years_in_law(), actor=None, at=now)
    for year in sorted(years - years_in_law()):
        for month, number, name in FIXED:
            put_holiday(
                day=date(year, month, number), name=name, kind=Holiday.Kind.NATIONAL, works=False,
                source="Kota contoh: hari bertanggal tetap, menunggu SKB 3 Menteri", actor=None, at=now,
            )  # fmt: skip


def _secret() -> str:
    return make_password(PASSWORD)


def _csv(city: City) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, NAMES, restval="", delimiter=";")
    writer.writeheader()
    writer.writerows(city.rows)
    return text.getvalue().encode()
