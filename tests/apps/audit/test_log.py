"""The log is append-only in the database itself, and its seal finds what was changed behind its back."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from kinerja.audit.actions import event, record, record_all, record_selected, seal, verify, verify_recorded
from kinerja.audit.models import Event, Seal
from kinerja.people.models import Employee
from kinerja.rules.loader import in_force
from tests.world import NOW, World


def write(world: World, count: int, minute: int = 0) -> list[Event]:
    at = NOW + timedelta(minutes=minute)
    return [
        record(actor=world.hr.user, at=at, action="uji", target=world.nurse, after={"n": number}, why="uji")
        for number in range(count)
    ]


def behind_its_back(statement: str) -> None:
    """As somebody who owns the tables would do it."""
    table = "audit_seal" if "audit_seal" in statement else "audit_event"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET why = 'lain'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE audit_seal SET digest = ''",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_seal",
    ],
)
def test_the_database_refuses_change_and_removal(world: World, statement: str) -> None:
    write(world, 2)
    seal(at=NOW + timedelta(minutes=5))
    with pytest.raises(DatabaseError, match="tidak dapat diubah"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.count() == 2 and Seal.objects.count() == 1


def test_an_event_says_under_which_version_of_a_rule(world: World) -> None:
    facts = {"actor": world.hr.user, "at": NOW, "action": "uji", "target": world.nurse}
    value = in_force("feedback.round", NOW.date())
    assert event(**facts, rule="feedback.round").rule == f"feedback.round@{value.start}"
    cited = "PermenPANRB 6/2022 Ps 29"
    assert event(**facts, rule=cited).rule == cited
    assert event(**facts).rule == ""


def test_an_event_says_who_what_when_and_why(world: World) -> None:
    (entry,) = write(world, 1)
    entry.refresh_from_db()
    assert (entry.actor_name, entry.at, entry.object_type) == ("Wulan Sari", NOW, "people.employee")
    assert (entry.object_id, entry.after, entry.why) == (str(world.nurse.pk), {"n": 0}, "uji")
    nobody = record(actor=None, at=NOW, action="uji", target=world.nurse)
    assert (nobody.actor_id, nobody.actor_name) == (None, "sistem")


def test_an_act_undone_leaves_no_event(world: World) -> None:
    with pytest.raises(ValueError), transaction.atomic():
        write(world, 1)
        raise ValueError
    assert not Event.objects.exists()


def test_a_sound_log_verifies(world: World) -> None:
    write(world, 3)
    assert verify() == []
    first = seal(at=NOW + timedelta(minutes=2))
    write(world, 2, minute=3)
    second = seal(at=NOW + timedelta(minutes=9))
    assert first is not None and second is not None
    assert (first.count, second.count, second.previous) == (3, 2, first.digest)
    assert verify() == []


def test_the_seal_leaves_fresh_events_to_the_next(world: World) -> None:
    write(world, 1)
    assert seal(at=NOW + timedelta(seconds=30)) is None
    assert seal(at=NOW + timedelta(seconds=61)) is not None
    assert seal(at=NOW + timedelta(minutes=5)) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET why = 'lain' WHERE id = (SELECT min(id) FROM audit_event)",
        "UPDATE audit_event SET actor_name = 'Orang lain' WHERE id = (SELECT max(id) FROM audit_event)",
        "UPDATE audit_event SET at = at - interval '1 day'",
        "UPDATE audit_event SET after = '{\"n\": 9}'",
        "DELETE FROM audit_event WHERE id = (SELECT min(id) + 1 FROM audit_event)",
        "UPDATE audit_seal SET digest = repeat('0', 64) WHERE id = (SELECT min(id) FROM audit_seal)",
        "DELETE FROM audit_seal WHERE id = (SELECT min(id) FROM audit_seal)",
    ],
)
def test_the_seal_finds_a_change_made_with_the_triggers_off(world: World, change: str) -> None:
    write(world, 3)
    seal(at=NOW + timedelta(minutes=2))
    write(world, 2, minute=3)
    seal(at=NOW + timedelta(minutes=9))
    assert verify() == []
    behind_its_back(change)
    faults = verify()
    assert faults and "tidak cocok dengan segelnya" in faults[0]


def test_bulk_events_are_like_single_ones(world: World) -> None:
    record_all(event(actor=None, at=NOW, action="uji", target=person) for person in (world.nurse, world.hr))
    count = record_selected(
        source="""SELECT id AS object_id, NULL::jsonb AS before, to_jsonb(name) AS after
                  FROM people_employee ORDER BY id""",
        actor=world.hr.user,
        at=NOW,
        action="uji.set",
        object_type="people.employee",
        why="Sekaligus",
    )
    assert count == Employee.objects.count()
    entry = Event.objects.get(action="uji.set", object_id=str(world.nurse.pk))
    assert (entry.after, entry.why, entry.actor_name) == ("Dewi Lestari", "Sekaligus", "Wulan Sari")
    seal(at=NOW + timedelta(minutes=2))
    assert verify() == []


def test_an_event_slipped_in_between_two_seals_is_found(world: World) -> None:
    write(world, 1)
    gap = Event.objects.order_by("-id").first().pk + 1
    connection.cursor().execute("SELECT nextval(pg_get_serial_sequence('audit_event', 'id'))")
    seal(at=NOW + timedelta(minutes=2))
    write(world, 1, minute=3)
    seal(at=NOW + timedelta(minutes=9))
    assert verify() == []
    forged = Event.objects.order_by("id").first()
    forged.pk = gap
    forged.save(force_insert=True)
    assert verify() == ["1 catatan disisipkan di antara segel."]


def test_a_digest_kept_elsewhere_must_be_in_the_chain(world: World) -> None:
    write(world, 1)
    link = seal(at=NOW + timedelta(minutes=2))
    assert verify(expected=link.digest) == []
    assert "bukan yang dahulu" in verify(expected="0" * 64)[0]


def test_the_seal_stops_before_the_first_fresh_event(world: World) -> None:
    """A late clock must not leave a fresh event inside a sealed span."""
    write(world, 1)
    write(world, 1, minute=5)
    write(world, 1)
    first = seal(at=NOW + timedelta(minutes=2))
    assert first is not None and first.count == 1
    second = seal(at=NOW + timedelta(minutes=9))
    assert second is not None and second.count == 2
    assert verify() == []


def test_a_check_leaves_a_trace_and_none_without_a_seal(world: World) -> None:
    assert verify_recorded(actor=None, at=NOW) == []
    assert not Event.objects.exists()
    write(world, 1)
    link = seal(at=NOW + timedelta(minutes=2))
    assert verify_recorded(actor=world.auditor.user, at=NOW + timedelta(minutes=3)) == []
    told = Event.objects.get(action="audit.verify")
    assert (told.after["faults"], told.after["digest"]) == (0, link.digest)


INSERT = """
INSERT INTO audit_event (at, actor_name, acting_for, action, object_type, object_id, why, rule)
VALUES ('2026-10-05 09:00+07', 'sistem', '', 'uji', 'people.employee', '1', '', '')
"""


def _beside() -> psycopg.Connection[tuple[object, ...]]:
    """A second connection to the same database."""
    facts = connection.settings_dict
    wanted = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return psycopg.connect(**{name: str(facts[key]) for name, key in wanted.items() if facts[key]})


@pytest.mark.django_db(transaction=True)
def test_an_act_that_takes_long_is_not_sealed_past(world: World) -> None:
    """It takes its number early and commits late: sealing past it would look like tampering."""
    with _beside() as slow:
        slow.execute(INSERT)
        write(world, 1)
        assert seal(at=NOW + timedelta(minutes=5)) is None
        slow.commit()
    link = seal(at=NOW + timedelta(minutes=5))
    assert link is not None and link.count == 2
    assert verify() == []
