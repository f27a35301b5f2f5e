"""The tabs above the pages of development."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.request import Request
from kinerja.people.queries import is_appraiser

from .access_development import may_keep_courses


def tabs(request: Request, current: str) -> list[dict[str, Any]]:
    """Sessions, catalogue and needs for everybody; approvals for who appraises, and for HR."""
    pages = [("development", _("Sesi")), ("courses", _("Katalog")), ("needs", _("Kebutuhan"))]
    if is_appraiser(request.user, request.on) or may_keep_courses(request.user, request.on):
        pages.append(("approvals", _("Persetujuan")))
    return [
        {"url": reverse(f"growth:{name}"), "title": title, "current": name == current}
        for name, title in pages
    ]
