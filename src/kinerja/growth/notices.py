"""Telling somebody what another person decided about his development."""

from __future__ import annotations

from datetime import datetime

from kinerja.accounts.models import User
from kinerja.assessment.notices import tell
from kinerja.people.models import Employee


def tell_other(employee: Employee, *, actor: User, key: str, title: str, url: str, at: datetime) -> None:
    """Tells the employee, once a `key`; not about his own act, and not without an account."""
    if employee.user_id is not None and employee.user_id != actor.pk:
        tell([employee.user_id], key=f"growth.{key}", title=title, url=url, due=None, at=at)
