"""The first list of topics of an agency."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kinerja.accounts.models import User
from kinerja.audit.actions import record

from ..elsewhere import shipped
from ..models import Category


@transaction.atomic
def seed_categories(*, actor: User | None, at: datetime) -> int:
    """Adds the topics that come with the product and are not there yet; returns how many.

    What an agency changed or retired stays as it is.
    """
    there = set(Category.objects.values_list("code", flat=True))
    missing = [row for row in shipped()["category"] if row["code"] not in there]
    for row in missing:
        made = Category.objects.create(code=row["code"], name=row["name"], keywords=row["keywords"])
        record(actor=actor, at=at, action="voice.seed_category", target=made, after={"name": made.name})
    return len(missing)
