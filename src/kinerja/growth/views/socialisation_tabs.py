"""The tabs over the pages of socialisation."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kinerja.accounts.request import Request

from ..access_socialisation import may_see_reach


def tabs(request: Request, current: str) -> list[dict[str, Any]]:
    """Lessons, questions and pulses for everybody; reach for those who may see it."""
    found = [
        ("pelajaran", _("Pelajaran"), "growth:socialisation"),
        ("tanya", _("Tanya jawab"), "growth:staff_questions"),
        ("suara", _("Survei singkat"), "growth:pulses"),
    ]
    if may_see_reach(request.user, request.on):
        found.append(("jangkauan", _("Jangkauan"), "growth:reach"))
    return [{"url": reverse(name), "title": title, "current": key == current} for key, title, name in found]
