"""Services, standards and cases as the database has them, without asking anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kinerja.voice.models import CaseWait, Service, ServiceCase, Standard
from tests.world import NOW, World

JAKARTA = ZoneInfo("Asia/Jakarta")
STANDARD_FROM = date(2024, 1, 2)


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment on the wall clock of the office."""
    return datetime(year, month, day, hour, minute, tzinfo=JAKARTA)


def make_standard(service: Service, **facts: Any) -> Standard:
    """A published version; `published_at=None` makes a draft."""
    defaults: dict[str, Any] = {
        "number": service.standards.count() + 1,
        "starts": STANDARD_FROM,
        "published_at": NOW,
        "promise": 1,
        "promise_unit": Standard.PromiseUnit.DAYS,
        "requirements": "Fotokopi kartu keluarga",
        "procedure": "Daftar di loket, rekam data, ambil hasil",
        "product": "KTP elektronik",
        "complaint_channel": "Loket pengaduan dan SP4N-LAPOR!",
    }
    return Standard.objects.create(service=service, **defaults | facts)


def make_service(
    world: World,
    unit_code: str = "DUKCAPIL-KTP",
    code: str = "ktp-el",
    promise: int = 1,
    promise_unit: str = "working_days",
    name: str = "KTP elektronik",
    **standard: Any,
) -> Service:
    """A service of the unit with a published standard since `STANDARD_FROM`."""
    service = Service.objects.create(unit=world.units[unit_code], code=code, name=name)
    make_standard(service, promise=promise, promise_unit=promise_unit, **standard)
    return service


def make_case(
    service: Service,
    number: str,
    *,
    received: datetime,
    done: datetime | None = None,
    days: int = 0,
    minutes: int = 60,
    within: bool | None = None,
    **facts: Any,
) -> ServiceCase:
    """A case; with `done` a finished one that took `days` working days and `minutes` office minutes.

    `within` is taken from a promise in working days unless given.
    """
    standard = facts.pop("standard", None) or service.standards.filter(published_at__isnull=False).latest(
        "number"
    )
    if done is not None:
        kept = days <= standard.promise if within is None else within
        facts |= {"status": ServiceCase.Status.DONE, "done_at": done, "within": kept}
        facts |= {"elapsed_days": days, "elapsed_minutes": minutes}
    return ServiceCase.objects.create(
        service=service, standard=standard, number=number, received_at=received, **facts
    )


def make_cases(service: Service, count: int, *, first: datetime, days: int, label: str = "B") -> None:
    """`count` finished cases, one an hour from `first`, each of which took `days` working days."""
    for number in range(count):
        received = first + timedelta(hours=number)
        make_case(
            service,
            f"{label}-{number:04d}",
            received=received,
            done=received + timedelta(days=days),
            days=days,
        )


def make_waiting(
    service: Service, number: str, *, received: datetime, reason: str = "akta asli"
) -> ServiceCase:
    """A case whose clock stands still."""
    case = make_case(service, number, received=received, status=ServiceCase.Status.WAITING)
    CaseWait.objects.create(case=case, starts=received, reason="akta asli")
    return case
