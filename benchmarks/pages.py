"""Latency of pages in an agency of 20,000, beside an empty Django page in the same run.

    python benchmarks/pages.py [EMPLOYEES]          (20,000 by default)

The office is that of close_period.py, with every review of the third quarter open. Requests go through the
whole Django stack in this process (no network): the figures are the work of one request. Floor: /robots.txt.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import close_period as office

TIMES = 30
PAGES = (
    *("/robots.txt", "/", "/skp/", "/tinjauan/", "/tim/"),
    *("/pohon/", "/kendali/", "/pegawai/", "/pegawai/?q=1999"),
)


def people() -> dict[str, object]:
    """An HR analyst who leads ten people, so that every page has something to show; a member of staff."""
    from kinerja.accounts.models import RoleGrant, User
    from kinerja.people.models import Employee

    found = {}
    for name, number in (
        ("analis, penilai 10 orang", office.EMPLOYEES // 20),
        ("staf", office.EMPLOYEES - 3),
    ):
        employee = Employee.objects.get(pk=number)
        user = User.objects.create(username=employee.nip, full_name=employee.name)
        Employee.objects.filter(pk=number).update(user=user)
        found[name] = user
    RoleGrant.objects.create(
        user=found["analis, penilai 10 orang"], role="hr", starts=date(2026, 1, 1), reason="Ukur"
    )
    return found


def measure() -> None:
    from django.test import Client

    from kinerja.assessment.actions import open_reviews
    from kinerja.plans.models import Period

    open_reviews(period=Period.objects.get(), actor=None, at=office.INSIDE)
    office.run("ANALYZE")
    logging.disable(logging.WARNING)
    print(f"{office.EMPLOYEES:,} pegawai; {TIMES} kali setiap halaman")
    for name, user in people().items():
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        floor = 0.0
        print(f"\n{name:<28}{'status':>7}{'median ms':>11}{'p95 ms':>9}{'kali dasar':>12}")
        for path in PAGES:
            status = client.get(path).status_code
            if status == 403:
                continue
            spent = sorted(_once(client, path) for _ in range(TIMES))
            middle, slow = statistics.median(spent), spent[int(TIMES * 0.95) - 1]
            floor = floor or middle
            print(f"{path:<28}{status:>7}{middle:>11.1f}{slow:>9.1f}{middle / floor:>12.1f}")


def _once(client: object, path: str) -> float:
    start = time.perf_counter()
    client.get(path)  # type: ignore[attr-defined]
    return (time.perf_counter() - start) * 1000


def main() -> None:
    from kinerja.runtime.cluster import hold

    with tempfile.TemporaryDirectory(prefix="kinerja-ukur-") as folder:
        Path(folder).chmod(0o711)
        with hold(Path(folder) / "server", tell=lambda line: None) as cluster:
            os.environ["DATABASE_URL"] = cluster.url()
            os.environ["KINERJA_NOW"] = office.INSIDE.isoformat()
            os.environ.setdefault("KINERJA_SECRET_KEY", "ukur")
            os.environ["DJANGO_SETTINGS_MODULE"] = "kinerja.settings"
            import django

            django.setup()
            from django.core.management import call_command
            from django.db import connections

            office.prepare()
            call_command("createcachetable", verbosity=0)
            measure()
            connections.close_all()


if __name__ == "__main__":
    main()
