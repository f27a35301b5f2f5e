"""What the lists of this app share."""

from __future__ import annotations

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

from kinerja.accounts.request import Request

PAGE = 25
Row = TypeVar("Row", bound=Model)


def page_of(request: Request, rows: QuerySet[Row]) -> tuple[Page[Row], list[Row]]:
    """The page that the address asks for, with its rows; a number out of range gives the nearest page."""
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return page, list(page.object_list)
