"""From a course or a published change to its proof: the story of its effect, or where its measure is set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.context import RequestContext

from kinerja.accounts.request import Request
from kinerja.voice.models import Change

from ..access_proof import may_keep_programmes
from ..models import Course, Programme

register = template.Library()
LINKS = "growth/parts/proof.html"


@register.inclusion_tag(LINKS, takes_context=True)
def course_proof(
    context: RequestContext, course: Course, programmes: Sequence[Programme] | None = None
) -> dict[str, Any]:
    """The stories of a course, and for those who keep stories a way to a new one while it is in use.

    `programmes` when the page has read them already; else one query.
    """
    found = list(Programme.objects.filter(course=course)) if programmes is None else programmes
    query = "" if course.retired else f"?pelatihan={course.pk}"
    return {"programmes": found, "query": query, "keeps": _keeps(context)}


@register.simple_tag(takes_context=True)
def changes_with_proof(
    context: RequestContext, changes: Iterable[Change]
) -> list[tuple[Change, list[Programme], bool]]:
    """Each change with its stories, and whether this person may set a measure for it now. One query."""
    rows, keeps = list(changes), _keeps(context)
    found: dict[int | None, list[Programme]] = {}
    for programme in Programme.objects.filter(change__in=rows):
        found.setdefault(programme.change_id, []).append(programme)
    return [
        (row, found.get(row.pk, []), keeps and row.published_at is not None and row.pk not in found)
        for row in rows
    ]


def _keeps(context: RequestContext) -> bool:
    request: Request = context["request"]
    return bool(may_keep_programmes(request.user, request.on))
