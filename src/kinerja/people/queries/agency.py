"""The agency itself and its calendar of working days."""

from __future__ import annotations

from ..models import Agency


def agency() -> Agency:
    """The one agency of this database. Raises Agency.DoesNotExist before it is set up."""
    return Agency.objects.get(pk=1)
