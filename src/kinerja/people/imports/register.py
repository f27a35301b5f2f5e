"""The register as the import sees it."""

from __future__ import annotations

from kinerja.accounts.models import User

from ..models import Appointment, Employee, Post, Unit
from .parse import AppointmentEntry, PersonEntry, PostEntry, UnitEntry
from .validate import Register, key_of


def load() -> Register:
    """Everything that the database holds now; six queries."""
    units = Unit.objects.order_by().values_list("code", "name", "kind", "parent__code")
    posts = Post.objects.order_by().values_list(
        "code", "title", "unit__code", "level", "grade", "leads_unit", "reports_to__code"
    )
    people = Employee.objects.order_by().values_list("nip", "name", "kind", "rank", "user__email")
    held = Appointment.objects.order_by().values_list(
        "employee__nip", "post__code", "kind", "starts", "ends", "decree"
    )
    appointments = [AppointmentEntry(*row) for row in held]
    accounts = User.objects.exclude(email="").values_list("email", "username")
    return Register(
        {row[0]: UnitEntry(row[0], row[1], row[2], row[3] or "") for row in units},
        {row[0]: PostEntry(*row[:6], reports_to=row[6] or "") for row in posts},
        {row[0]: PersonEntry(*row[:4], email=row[4] or "") for row in people},
        {key_of(one): one for one in appointments},
        {email.lower(): username for email, username in accounts},
        frozenset(User.objects.filter(grants__isnull=False).values_list("username", flat=True)),
    )
