"""One-time codes of the survey: one for a service transaction, known to nobody once it is handed out.

Only the digest of a code is kept, with the service, the officer and the day it expires. Nothing says for
which case it was: the case remembers that a code was given, not which. Handing out single codes writes no
audit event, because a log of moments would be such a link.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Employee
from kinerja.people.queries.law import in_force

from ..errors import NotPossible
from ..models import Service, ServiceCase, SurveyToken
from ..queries.surveys import open_period

# 32 signs that are not mistaken for each other (no I, O, 0, 1): five bits each.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 16
MOST_AT_ONCE = 200


def digest(code: str) -> str:
    """What is kept of a code. Case, blanks and hyphens do not matter, so that a code can be typed."""
    plain = "".join(code.upper().replace("-", "").split())
    return hashlib.sha256(plain.encode()).hexdigest()


def readable(code: str) -> str:
    """The code in groups of four, for paper."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _new(service: Service, officer: Employee | None, on: date) -> tuple[str, SurveyToken]:
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    ends = on + timedelta(days=in_force("survey.token_days", on)["days"])
    return code, SurveyToken(digest=digest(code), service=service, officer=officer, expires_on=ends)


@transaction.atomic
def issue(*, service: Service, officer: Employee | None, on: date) -> str:
    """A new code (80 random bits) for one transaction of `service`, for the QR on screen or receipt."""
    code, row = _new(service, officer, on)
    row.save(force_insert=True)
    return code


@transaction.atomic
def issue_for_case(*, case: ServiceCase, officer: Employee | None, on: date) -> str:
    """The one code of a case. Raises NotPossible when it had its code, was cancelled, or no survey runs."""
    if open_period(case.service, on) is None:
        raise NotPossible(_("Belum ada survei yang berjalan untuk layanan ini. Buka dahulu periode survei."))
    rows = ServiceCase.objects.filter(pk=case.pk, token_issued=False)
    if rows.exclude(status=ServiceCase.Status.CANCELLED).update(token_issued=True) != 1:
        raise NotPossible(_("Berkas ini sudah mendapat kode survei, atau sudah dibatalkan."))
    case.token_issued = True
    return issue(service=case.service, officer=officer, on=on)


@transaction.atomic
def bulk_issue(*, service: Service, count: int, actor: User, at: datetime) -> list[str]:
    """`count` (1..200) codes of a service to print; they name no officer. Raises NotPossible."""
    on = localdate(at)
    if not 1 <= count <= MOST_AT_ONCE:
        raise NotPossible(_("Sekali cetak 1 sampai %(most)d kode.") % {"most": MOST_AT_ONCE})
    if open_period(service, on) is None:
        raise NotPossible(_("Belum ada survei yang berjalan untuk layanan ini. Buka dahulu periode survei."))
    made = [_new(service, None, on) for _place in range(count)]
    SurveyToken.objects.bulk_create(row for _code, row in made)
    record(actor=actor, at=at, action="voice.print_codes", target=service, after={"count": count})
    return [code for code, _row in made]
