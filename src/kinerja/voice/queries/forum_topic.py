"""One topic as its readers see it: posts, what is hidden and why, and what became of the idea."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kinerja.people.models import Appointment, Employee, Unit
from kinerja.people.queries import in_force, unit_tree_ids

from ..access.common import Person
from ..access.forum import may_edit, may_flag
from ..models import Change, Citizen, Complaint, Flag, FollowUp, ForumPost, Moderation, PostVersion, Topic
from .forum import official_posts

POSTS_A_PAGE = 20
PUBLIC_ACTS = frozenset({Moderation.Act.HIDE, Moderation.Act.SHOW})
TOPIC_ACTS = frozenset({Moderation.Act.CLOSE, Moderation.Act.OPEN})


@dataclass(frozen=True, slots=True)
class PostView:
    """A post for one reader. `text` is empty when he may not read it; then `reason` says why."""

    post: ForumPost
    author: str
    text: str
    reason: str
    mine: bool
    may_edit: bool
    may_flag: bool
    versions: list[PostVersion]
    acts: list[Moderation]


def posts_of(topic: Topic) -> QuerySet[ForumPost]:
    """All posts, oldest first, with authors, versions and what moderators did: three queries a page."""
    rows = ForumPost.objects.filter(topic=topic).select_related("citizen", "unit")
    return rows.prefetch_related("versions", "moderations").order_by("created_at", "pk")


def page_of(post: ForumPost) -> int:
    """The number of the page on which the post stands."""
    before = Q(created_at__lt=post.created_at) | Q(created_at=post.created_at, pk__lt=post.pk)
    return ForumPost.objects.filter(before, topic_id=post.topic_id).count() // POSTS_A_PAGE + 1


def views_of(
    posts: Collection[ForumPost],
    topic: Topic,
    *,
    citizen: Citizen | None,
    user: Person,
    moderates: bool,
    at: datetime,
) -> list[PostView]:
    """What this reader may read of each post and do with it; one query for all."""
    flagged: set[int] = set()
    if citizen is not None:
        mine = Flag.objects.filter(citizen=citizen, post__in=posts)
        flagged = set(mine.values_list("post", flat=True))
    found = []
    for post in posts:
        post.topic = topic
        own = (citizen is not None and post.citizen_id == citizen.pk) or (
            post.by_id is not None and post.by_id == user.pk
        )
        reads = post.hidden_at is None or own or moderates
        versions = [one for one in post.versions.all() if moderates or own or not one.withheld]
        found.append(
            PostView(
                post=post,
                author=author_of(post),
                text=post.text if reads else "",
                reason=_(post.hidden_reason) if post.hidden_at else "",
                mine=own,
                may_edit=own and bool(may_edit(post, at, citizen=citizen, user=user)),
                may_flag=citizen is not None and post.pk not in flagged and bool(may_flag(citizen, post, at)),
                versions=versions if reads else [],
                acts=[act for act in post.moderations.all() if act.act in PUBLIC_ACTS],
            )
        )
    return found


def author_of(post: ForumPost) -> str:
    """The citizen's chosen name, or the unit: never the person who wrote for the office."""
    if post.citizen is not None:
        return post.citizen.shown_name
    return post.unit.name if post.unit else _("Instansi")


def first_answer(topic: Topic) -> ForumPost | None:
    """The office's first official answer, to which the top of the page leads."""
    return official_posts(topic).order_by("created_at", "pk").first()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of a topic: aspirations with number and status, follow-ups, published changes."""

    aspirations: list[Complaint]
    follow_ups: list[FollowUp]
    changes: list[Change]

    def __bool__(self) -> bool:
        return bool(self.aspirations or self.follow_ups or self.changes)


def outcomes(topic: Topic) -> Outcomes:
    """Three queries. Secret aspirations and unpublished changes stay out."""
    return Outcomes(
        list(Complaint.objects.filter(topic=topic, secret=False).order_by("received_at")),
        list(FollowUp.objects.filter(topic=topic).select_related("unit")),
        list(Change.objects.filter(topic=topic, published_at__isnull=False)),
    )


def staff_of(unit: Unit, on: date) -> QuerySet[Employee]:
    """Who works in the unit or below it on the day `on`, by name."""
    seated = Appointment.objects.filter(in_force(on), post__unit_id__in=unit_tree_ids([unit.pk]))
    return Employee.objects.filter(pk__in=seated.order_by().values("employee_id")).order_by("name")


def topic_acts(topic: Topic) -> QuerySet[Moderation]:
    """Closing and reopening, as everybody may read it; without the officer's name."""
    return Moderation.objects.filter(topic=topic, post__isnull=True, act__in=TOPIC_ACTS)
