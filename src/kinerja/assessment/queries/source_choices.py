"""Which sources appraisers see for a post on a day: the agency's dated choice, else the law's list.

A choice holds for a group of posts: all, those of a level, of a job family, of a family within a level. The
most specific group goes first (`SourceChoice.narrowness`), within it the newest choice that has started.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kinerja.people.models import Post
from kinerja.people.queries.lines import own_posts
from kinerja.rules.loader import in_force

from ..models import Review, SourceChoice


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds on a day: the law's list, and the newest choice of each source and group, widest first."""

    given: frozenset[str]
    rows: tuple[SourceChoice, ...]

    def shown(self, level: str, title: str) -> frozenset[str]:
        """The sources shown for a post of this level and title."""
        found = self.given
        for row in self.rows:
            if row.holds_for(level, title):
                found = found | {row.source} if row.on else found - {row.source}
        return found

    def of(self, post: Post) -> frozenset[str]:
        return self.shown(post.level, post.title)

    def table(self) -> list[tuple[SourceChoice.Source, list[tuple[str, bool]]]]:
        """Every source, and whether it is shown for each level of posts by its label, families apart."""
        shown = [(label, self.shown(level, "")) for level, label in Post.Level.choices]
        return [
            (source, [(label, source in found) for label, found in shown]) for source in SourceChoice.Source
        ]

    @property
    def of_families(self) -> list[SourceChoice]:
        """The choices for job families, by family."""
        rows = [row for row in self.rows if row.job_family]
        return sorted(rows, key=lambda row: (row.job_family.lower(), row.level, row.source))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a choice is about on its first day: the posts of the group, the people appraised in them, and how
    many of those keep to the choice of a more specific group."""

    posts: int
    people: int
    apart: int

    @property
    def mark(self) -> str:
        """What a page shows of it, to notice that it has changed since."""
        return f"{self.posts}:{self.people}:{self.apart}"


def choices_on(on: date) -> Choices:
    """The choices in force on the day. One query."""
    newest = {
        (row.source, row.level, row.job_family.lower()): row
        for row in SourceChoice.objects.filter(starts__lte=on).order_by("starts")
    }
    rows = sorted(newest.values(), key=lambda row: row.narrowness)
    return Choices(frozenset(in_force("feedback.sources", on)["on"]), tuple(rows))


def sources_on(post: Post, on: date) -> frozenset[str]:
    """All sources shown for the post on the day. One query."""
    return choices_on(on).of(post)


def sources_shown(review: Review, on: date) -> frozenset[str]:
    """The sources beside this review: those of its signature, before it those of the day; all of them where
    a document was signed before sources were kept. At most one query."""
    if review.snapshot is None:
        return sources_on(review.plan.post, on)
    kept = review.snapshot.get("sources")
    return frozenset(SourceChoice.Source.values if kept is None else (row["source"] for row in kept))


def reach_of(choice: SourceChoice) -> Reach:
    """Whom a choice, kept or not, is about on the day it starts. Three queries."""
    rows = [row for row in choices_on(choice.starts).rows if row.source == choice.source]
    narrower = [row for row in rows if row.narrowness > choice.narrowness]
    apart = {
        pk: any(row.holds_for(level, title) for row in narrower)
        for pk, level, title in Post.objects.values_list("pk", "level", "title")
        if choice.holds_for(level, title)
    }
    held = [apart[post] for post in own_posts(choice.starts).values() if post in apart]
    return Reach(len(apart), len(held), sum(held))


def group_name(choice: SourceChoice) -> str:
    """The group of posts in words."""
    family = [_("rumpun %(family)s") % {"family": choice.job_family}] if choice.job_family else []
    level = [dict(Post.Level.choices)[choice.level]] if choice.level else []
    return ", ".join([*family, *level]) or _("semua jabatan")
