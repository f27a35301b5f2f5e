"""Lists of the forum: topics, similar topics, places to write about, the moderator's queue."""

from __future__ import annotations

import operator
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kinerja.people.models import Unit
from kinerja.people.queries import unit_tree_ids
from kinerja.rules.forum import plain_words

from ..models import Flag, ForumPost, Service, Topic

LANGUAGE = "indonesian"
TITLE, TEXT = SearchVector("title", config=LANGUAGE), SearchVector("text", config=LANGUAGE)
SORTS = {"ramai": "-last_post_at", "baru": "-created_at"}
SIMILAR, PLACES, SHORTEST = 5, 12, 3


def topics(
    *,
    words: str = "",
    unit: Unit | None = None,
    service: Service | None = None,
    sort: str = "",
    unanswered: bool = False,
) -> QuerySet[Topic]:
    """Topics that everybody may read, pinned ones first; of a unit with all below it."""
    rows = Topic.objects.filter(hidden=False).select_related("unit", "service")
    if unit is not None:
        rows = rows.filter(unit__in=unit_tree_ids({unit.pk}))
    if service is not None:
        rows = rows.filter(service=service)
    if words:
        query = SearchQuery(words, config=LANGUAGE, search_type="websearch")
        titled = Topic.objects.annotate(vector=TITLE).filter(vector=query)
        said = ForumPost.objects.annotate(vector=TEXT).filter(vector=query, hidden_at__isnull=True)
        # A union lets each half use its own index; with OR neither does.
        rows = rows.filter(pk__in=titled.values("pk").union(said.values("topic")))
    if unanswered:
        rows = rows.filter(~Exists(official_posts(OuterRef("pk"))))
    return rows.order_by("-pinned", SORTS.get(sort, SORTS["ramai"]), "-pk")


def official_posts(topic: Topic | OuterRef) -> QuerySet[ForumPost]:
    """Answers of the office in a topic, oldest first."""
    return ForumPost.objects.filter(topic=topic, official=True, hidden_at__isnull=True)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in a list: how many posts everybody can read, and how many of them are official answers."""

    topic: Topic
    posts: int
    answers: int


def rows_of(found: Collection[Topic]) -> list[TopicRow]:
    """The topics of one page with their counts, in one query."""
    counted = (
        ForumPost.objects.filter(topic__in=found, hidden_at__isnull=True)
        .order_by()
        .values("topic")
        .annotate(posts=Count("pk"), answers=Count("pk", filter=Q(official=True)))
        .values_list("topic", "posts", "answers")
    )
    counts = {topic: (posts, answers) for topic, posts, answers in counted}
    return [TopicRow(topic, *counts.get(topic.pk, (0, 0))) for topic in found]


def similar(title: str, unit: Unit) -> list[Topic]:
    """Topics whose titles share words with this one, those of the same unit and the closest first."""
    words = [word for word in plain_words(title) if len(word) >= SHORTEST]
    if not words:
        return []
    query = reduce(operator.or_, (SearchQuery(word, config=LANGUAGE) for word in words))
    rows = Topic.objects.filter(hidden=False).select_related("unit").annotate(vector=TITLE)
    ranked = rows.filter(vector=query).annotate(rank=SearchRank(TITLE, query))
    found: list[Topic] = [*ranked.order_by("-rank", "-last_post_at")[: 4 * SIMILAR]]
    found.sort(key=lambda topic: topic.unit_id != unit.pk)
    return found[:SIMILAR]


@dataclass(frozen=True, slots=True)
class Places:
    """What a topic may be about."""

    services: list[Service]
    units: list[Unit]


def places(words: str, on: date) -> Places:
    """Services and units by a part of their name; without words the first services of the catalogue."""
    offered = Service.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on)).select_related("unit")
    units = Unit.objects.exclude(kind=Unit.Kind.AGENCY)
    for word in words.split():
        offered = offered.filter(Q(name__icontains=word) | Q(unit__name__icontains=word))
        units = units.filter(Q(name__icontains=word) | Q(code__icontains=word))
    found = list(units.order_by("name")[:PLACES]) if words else []
    return Places(list(offered.order_by("name")[:PLACES]), found)


def waiting() -> QuerySet[ForumPost]:
    """Posts that wait for the moderator, the longest waiting first."""
    rows = ForumPost.objects.filter(awaits_moderator=True).select_related("topic__unit", "citizen", "unit")
    return rows.order_by("created_at", "pk")


def reports_of(posts: Collection[ForumPost]) -> dict[int, list[tuple[str, int]]]:
    """Reasons of the undecided reports about each post with their numbers, in one query."""
    counted = (
        Flag.objects.filter(post__in=posts, upheld__isnull=True)
        .values_list("post", "reason")
        .annotate(Count("pk"))
        .order_by("post", "reason")
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for post, reason, count in counted:
        found.setdefault(post, []).append((_(Flag.Reason(reason).label), count))
    return found
