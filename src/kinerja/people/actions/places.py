"""Units and posts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record

from ..models import Appointment, Post, Unit
from .common import facts, lock_structure, plain_refusals, refuse_cycle

UNIT_FIELDS = ("code", "name", "kind", "parent_id")
POST_FIELDS = ("code", "title", "unit_id", "level", "grade", "leads_unit", "reports_to_id")


class UnitFacts(TypedDict):
    code: str
    name: str
    kind: str
    parent: Unit | None


class PostFacts(TypedDict):
    code: str
    title: str
    unit: Unit
    level: str
    grade: str
    leads_unit: bool
    reports_to: Post | None


def create_unit(*, actor: User | None, at: datetime, **values: Unpack[UnitFacts]) -> Unit:
    """Adds a unit. Raises NotPossible when the code is taken."""
    with plain_refusals():
        unit = Unit.objects.create(**values)
        record(actor=actor, at=at, action="people.create_unit", target=unit, after=facts(unit, *UNIT_FIELDS))
    return unit


def update_unit(*, unit: Unit, actor: User | None, at: datetime, **values: Unpack[UnitFacts]) -> Unit:
    """Changes a unit. Raises NotPossible when it would stand below itself or the code is taken."""
    with plain_refusals():
        lock_structure()
        refuse_cycle(unit, values["parent"], "parent", _("Unit tidak dapat berada di bawah dirinya sendiri."))
        before = facts(Unit.objects.get(pk=unit.pk), *UNIT_FIELDS)
        _set(unit, **values)
        after = facts(unit, *UNIT_FIELDS)
        record(actor=actor, at=at, action="people.update_unit", target=unit, before=before, after=after)
    return unit


def create_post(*, actor: User | None, at: datetime, **values: Unpack[PostFacts]) -> Post:
    """Adds a post. Raises NotPossible when the code is taken or the unit already has its head."""
    with plain_refusals():
        post = Post.objects.create(**values)
        record(actor=actor, at=at, action="people.create_post", target=post, after=facts(post, *POST_FIELDS))
    return post


def update_post(*, post: Post, actor: User | None, at: datetime, **values: Unpack[PostFacts]) -> Post:
    """Changes a post. Raises NotPossible for a cycle, PostTaken when a sole post would have two holders."""
    with plain_refusals():
        lock_structure()
        cycle = _("Garis pelaporan tidak boleh kembali ke jabatan ini sendiri.")
        refuse_cycle(post, values["reports_to"], "reports_to", cycle)
        before = facts(Post.objects.get(pk=post.pk), *POST_FIELDS)
        _set(post, **values)
        Appointment.objects.filter(post=post).exclude(sole=post.sole_holder).update(sole=post.sole_holder)
        after = facts(post, *POST_FIELDS)
        record(actor=actor, at=at, action="people.update_post", target=post, before=before, after=after)
    return post


def _set(row: Unit | Post, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
