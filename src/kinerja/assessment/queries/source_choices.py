"""Which sources appraisers see for a post on a day: the agency's dated choice, else the law's list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kinerja.people.models import Post
from kinerja.rules.loader import in_force

from ..models import Review, SourceChoice


def sources_on(post: Post, on: date) -> frozenset[str]:
    """All sources shown for the post on the day. One query."""
    rows = SourceChoice.objects.filter(starts__lte=on, level__in={"", post.level})
    return _in_force(rows, post.level, on)


def sources_shown(review: Review, on: date) -> frozenset[str]:
    """The sources beside this review: those of its signature, before it those of the day; all of them where
    a document was signed before sources were kept. At most one query."""
    if review.snapshot is None:
        return sources_on(review.plan.post, on)
    kept = review.snapshot.get("sources")
    return frozenset(SourceChoice.Source.values if kept is None else (row["source"] for row in kept))


def levels_without(source: str, on: date) -> list[str]:
    """The levels of posts for which the source is off on the day. One query."""
    rows = list(SourceChoice.objects.filter(starts__lte=on))
    return [level for level in Post.Level.values if source not in _in_force(rows, level, on)]


def table(on: date) -> list[tuple[SourceChoice.Source, list[tuple[str, bool]]]]:
    """Every source, and whether it is shown for each level of posts by its label. One query."""
    rows = list(SourceChoice.objects.filter(starts__lte=on))
    shown = [(label, _in_force(rows, level, on)) for level, label in Post.Level.choices]
    return [(source, [(label, source in found) for label, found in shown]) for source in SourceChoice.Source]


def _in_force(rows: Iterable[SourceChoice], level: str, on: date) -> frozenset[str]:
    """A choice for the level goes before one for all levels, the newest before older ones; else the law."""
    given = in_force("feedback.sources", on)["on"]
    chosen = {source: source in given for source in SourceChoice.Source.values}
    for row in sorted(rows, key=lambda row: (row.level, row.starts)):
        if row.level in {"", level}:
            chosen[row.source] = row.on
    return frozenset(source for source, shown in chosen.items() if shown)
