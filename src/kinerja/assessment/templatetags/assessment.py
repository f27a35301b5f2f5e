"""Filters for snapshots, which keep their days as ISO text."""

from __future__ import annotations

from datetime import date

from django import template

register = template.Library()


@register.filter
def as_date(text: str) -> date | None:
    """The day of an ISO text (a day or a moment), nothing for nothing: `{{ row.at|as_date|tanggal }}`."""
    return date.fromisoformat(text[:10]) if text else None
