"""Which sources appraisers see for a post on a day: the agency's dated choice, else the law's list."""

from __future__ import annotations

from datetime import date

from kinerja.people.models import Post
from kinerja.rules.loader import in_force

from ..models import SourceChoice


def is_on(source: str, post: Post, on: date) -> bool:
    """Whether the source is shown for the post on the day. One query."""
    return source in sources_on(post, on)


def sources_on(post: Post, on: date) -> frozenset[str]:
    """All sources shown for the post on the day. One query."""
    return frozenset(source for source, row in choices_for(post.level, on).items() if row[0])


def choices_for(level: str, on: date) -> dict[str, tuple[bool, SourceChoice | None]]:
    """Every source: whether it is on for posts of the level ("": those without an own choice), and the choice
    behind it (None: the law). A choice for the level goes before one for all, the newest before older ones.
    One query."""
    rows = SourceChoice.objects.filter(starts__lte=on, level__in={"", level})
    chosen = {row.source: row for row in rows.order_by("level", "starts")}
    given = in_force("feedback.sources", on)["on"]
    return {
        source: (row.on if (row := chosen.get(source)) else source in given, row)
        for source in SourceChoice.Source.values
    }
