"""Writing to the log and sealing it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import Any, LiteralString, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, connection, models, transaction
from django.utils.timezone import localdate
from psycopg import sql

from kinerja.rules.loader import in_force, index

from .models import Event, Seal

Data = Mapping[str, Any]


class Actor(Protocol):
    """Whoever acts: in practice an `accounts.User`."""

    @property
    def pk(self) -> Any: ...

    def get_full_name(self) -> str: ...


def _plain(data: Data | None) -> Any:
    return None if data is None else json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def event(
    *,
    actor: Actor | None,
    at: datetime,
    action: str,
    target: models.Model,
    before: Data | None = None,
    after: Data | None = None,
    why: str = "",
    rule: str = "",
    acting_for: str = "",
) -> Event:
    """An unsaved event; `record` saves one, bulk work collects many for `record_all`.

    `rule` is a citation, or the id of a law file; that is kept with the day since which its value there is in
    force. What an agency set instead is an act in this log itself.
    """
    return Event(
        at=at,
        actor_id=actor.pk if actor else None,
        actor_name=actor.get_full_name() if actor else "sistem",
        acting_for=acting_for,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        before=_plain(before),
        after=_plain(after),
        why=why,
        rule=_versioned(rule, at),
    )


def _versioned(rule: str, at: datetime) -> str:
    if rule not in _registered():
        return rule
    return f"{rule}@{in_force(rule, localdate(at)).start.isoformat()}"


@cache
def _registered() -> frozenset[str]:
    return frozenset(index())


def record(**facts: Any) -> Event:
    """Writes one event (same facts as `event`). Call it inside the transaction of the act."""
    entry = event(**facts)
    entry.save(force_insert=True)
    return entry


def record_all(events: Iterable[Event]) -> None:
    """Writes many events at once, for bulk acts."""
    Event.objects.bulk_create(events, batch_size=2_000)


SELECTED = """
INSERT INTO audit_event (at, actor_id, actor_name, acting_for, action, object_type, object_id, before, after,
    why, rule)
SELECT %(at)s, %(actor_id)s, %(actor_name)s, '', %(action)s, %(object_type)s, found.object_id::text,
    found.before, found.after, %(why)s, '' FROM ({source}) AS found
"""


def record_selected(
    *, source: LiteralString, actor: Actor | None, at: datetime, action: str, object_type: str, why: str
) -> int:
    """Writes one event for each row of the query `source`, for set-based acts; returns how many.

    `source` is SQL of ours without parameters that selects object_id, before and after (jsonb or null).
    """
    statement = sql.SQL(SELECTED).format(source=sql.SQL(source))
    facts = {
        "at": at,
        "actor_id": actor.pk if actor else None,
        "actor_name": actor.get_full_name() if actor else "sistem",
        "action": action,
        "object_type": object_type,
        "why": why,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return int(cursor.rowcount)


def _digest(previous: str, events: Iterable[Event]) -> tuple[str, int]:
    digest, count = hashlib.sha256(previous.encode()), 0
    for item in events:
        facts = [
            item.pk, item.at.isoformat(), item.actor_id, item.actor_name, item.acting_for, item.action,
            item.object_type, item.object_id, item.before, item.after, item.why, item.rule,
        ]  # fmt: skip
        digest.update(json.dumps(facts, sort_keys=True, cls=DjangoJSONEncoder).encode())
        count += 1
    return digest.hexdigest(), count


# No insert into the log is under way while this lock is held: what is there then is complete.
REST = "LOCK TABLE audit_event IN SHARE MODE"
WAIT = "SET LOCAL lock_timeout = '500ms'"
WAIT_AGAIN = "SET LOCAL lock_timeout = 0"


def _at_rest() -> int | None:
    """The last event with no unfinished act before it; None when an act takes long (the next round sees).

    A long act (an import, the close of a period) takes its numbers early and commits late: sealing past it
    would look like tampering once it is done.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(WAIT)
            cursor.execute(REST)
            cursor.execute(WAIT_AGAIN)
            return Event.objects.aggregate(last=models.Max("pk"))["last"] or 0
    except OperationalError:
        return None


def seal(*, at: datetime, quiet_seconds: int = 60) -> Seal | None:
    """Links every event older than `quiet_seconds` that has come to rest.

    Returns the new seal, or None when there was nothing to seal, or somebody is still writing.
    """
    edge = _at_rest()
    return None if edge is None else _seal(edge, at, quiet_seconds)


@transaction.atomic
def _seal(edge: int, at: datetime, quiet_seconds: int) -> Seal | None:
    last = Seal.objects.select_for_update().order_by("-id").first()
    fresh = Event.objects.filter(pk__gt=last.last if last else 0, pk__lte=edge).order_by("pk")
    due = list(takewhile(lambda item: (at - item.at).total_seconds() >= quiet_seconds, fresh.iterator()))
    if not due:
        return None
    previous = last.digest if last else ""
    digest, count = _digest(previous, due)
    return Seal.objects.create(
        first=due[0].pk, last=due[-1].pk, count=count, previous=previous, digest=digest, at=at
    )


def verify(*, expected: str = "") -> list[str]:
    """Recomputes the chain. Returns one Indonesian sentence a fault; an empty list is a sound log.

    `expected` is a digest that somebody wrote down earlier: the chain must still hold it, which finds even a
    log that was replaced from end to end.
    """
    faults, previous, counted, last = [], "", 0, 0
    known = not expected
    for link in Seal.objects.order_by("id"):
        events = Event.objects.filter(pk__gte=link.first, pk__lte=link.last).order_by("pk")
        digest, count = _digest(previous, events.iterator())
        if link.previous != previous or digest != link.digest or count != link.count:
            faults.append(f"Catatan {link.first} sampai {link.last} tidak cocok dengan segelnya.")
        known = known or link.digest == expected
        previous, last = link.digest, link.last
        counted += count
    between = Event.objects.filter(pk__lte=last).count() - counted
    if between > 0:
        faults.append(f"{between} catatan disisipkan di antara segel.")
    if not known:
        faults.append("Segel yang Anda simpan tidak ada dalam rantai: catatan ini bukan yang dahulu.")
    return faults


def verify_recorded(*, actor: Actor | None, at: datetime, expected: str = "") -> list[str]:
    """Verifies and writes what was found into the log itself, so that a check leaves a trace."""
    faults = verify(expected=expected)
    last = Seal.objects.order_by("-id").first()
    if last is not None:
        after = {"faults": len(faults), "said": faults[:20], "seal": last.pk, "digest": last.digest}
        record(actor=actor, at=at, action="audit.verify", target=last, after=after)
    return faults
