"""Holding a row: of two acts on it at once one waits, and then sees what the other did."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def lock_row(rows: QuerySet[Row], pk: Any, gone: type[Exception] | None = None) -> Row:
    """The row as it is now, with what `rows` joins to it, held to the end of the transaction.

    Locked alone first, read after. In one statement with joins, PostgreSQL reads the row anew when it has
    waited but keeps the joined rows of before: one whose reference the faster act changed (another decider,
    another unit) would seem not to exist, or to refer to nothing. Nor are the joined rows locked, which
    everybody else needs (a period, on its last day).

    Raises `gone`, or the model's DoesNotExist, when `rows` has no such row (any more).
    """
    try:
        rows.model._base_manager.select_for_update().only("pk").get(pk=pk)
        return rows.get(pk=pk)
    except ObjectDoesNotExist as error:
        if gone is None:
            raise
        raise gone from error
