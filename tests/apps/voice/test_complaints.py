"""What reporters do: every state, every refusal, and what the database itself refuses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from kinerja.audit.models import Event
from kinerja.rules.states import MACHINES, allowed_events, next_state
from kinerja.voice.actions.complaints import complete, rate_and_close, reopen, reply, submit
from kinerja.voice.clocks import reopens_until
from kinerja.voice.complaint_keys import ALPHABET, digest, new_key
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import Complaint, ComplaintMessage
from kinerja.voice.queries.complaints import by_key, timeline
from tests.apps.voice import make_complaints as make
from tests.world import NOW, World

DAY = timedelta(days=1)


# Keys and numbers


def test_a_key_has_eighty_bits_in_readable_groups() -> None:
    keys = {new_key() for _key in range(200)}
    assert len(keys) == 200
    for key in keys:
        groups = key.split("-")
        assert [len(group) for group in groups] == [4, 4, 4, 4]
        assert set("".join(groups)) <= set(ALPHABET)
    assert len(ALPHABET) == 32


@given(st.text(alphabet=ALPHABET, min_size=16, max_size=16))
def test_a_key_is_known_however_it_is_typed(key: str) -> None:
    typed = key.lower().replace("1", "l").replace("0", "o")
    spaced = " ".join(typed[place : place + 4] for place in range(0, 16, 4))
    assert digest(spaced) == digest(key)
    assert digest(key[:-1]) != digest(key)


def test_numbers_follow_each_other_and_start_anew_with_the_year(world: World) -> None:
    numbers = [make.complaint(world).number for _number in range(3)]
    assert numbers == ["ADU-2026-000001", "ADU-2026-000002", "ADU-2026-000003"]
    assert make.complaint(world, at=NOW.replace(year=2027, month=1)).number == "ADU-2027-000001"


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_double_when_many_report_at_once(world: World) -> None:
    same_page = new_key()

    def one(place: int) -> str:
        try:
            return make.complaint(world, key=same_page if place < 2 else "").number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(one, range(6)))
    assert numbers[0] == numbers[1], "sent twice from one page is one report"
    assert sorted(set(numbers)) == [f"ADU-2026-{serial:06d}" for serial in range(1, 6)]


def test_only_the_digest_of_the_key_is_kept(world: World) -> None:
    row, key = make.handed_in(world)
    assert row.digest == digest(key)
    everything = str(Complaint.objects.values().get()) + str(list(Event.objects.values()))
    assert key not in everything
    assert key.replace("-", "") not in everything


def test_number_and_key_open_it_and_nothing_else_does(world: World) -> None:
    row, key = make.handed_in(world)
    other, other_key = make.handed_in(world)
    assert by_key(row.number, key) == row
    assert by_key(f" {row.number.lower()} ", key.lower()) == row
    assert by_key(row.number, other_key) is None
    assert by_key(other.number, key) is None
    assert by_key("ADU-2026-999999", key) is None
    assert by_key(row.number, "") is None


# Handing in


def test_handing_in_starts_and_freezes_the_clock(world: World) -> None:
    row = make.complaint(world, service=make.service(world), unit=None)
    assert row.status == Complaint.Status.RECEIVED
    assert (row.counted_from, row.verify_due) == (date(2026, 10, 5), date(2026, 10, 8))
    assert row.clocks["complaint_verify"]["due"] == "2026-10-08"
    assert row.reported_unit == world.units["DUKCAPIL-KTP"], "the unit of the service"
    assert [step.event for step in row.steps.all()] == ["submit"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "  "},
        {"text": ""},
        {"happened_on": date(2026, 10, 6)},
        {"secret": True, "open_to_public": True},
    ],
    ids=["no title", "no text", "tomorrow", "secret and public"],
)
def test_what_cannot_be_handed_in(wrong: dict[str, object], world: World) -> None:
    with pytest.raises(NotPossible):
        make.handed_in(world, **wrong)
    assert not Complaint.objects.exists()


# What follows


def test_completing_counts_anew_from_the_complete_report(world: World) -> None:
    row = make.complaint(world)
    Complaint.objects.filter(pk=row.pk).update(status="incomplete")
    row.refresh_from_db()
    complete(complaint=row, text="Tanggalnya 1 Oktober", at=NOW + 7 * DAY)
    row.refresh_from_db()
    assert row.status == Complaint.Status.RECEIVED
    assert row.counted_from == date(2026, 10, 12)
    assert row.verify_due == date(2026, 10, 15)
    assert row.messages.get().text == "Tanggalnya 1 Oktober"


def test_a_reply_after_the_answer_puts_the_automatic_closing_off(world: World) -> None:
    row = make.answered(world)
    before = row.close_due
    reply(complaint=row, text="Bagaimana dengan hari Sabtu?", at=NOW + DAY)
    row.refresh_from_db()
    assert before is not None and row.close_due is not None and row.close_due > before
    assert row.clocks["complaint_auto_close"]["due"] == row.close_due.isoformat()


@pytest.mark.parametrize("status", ["incomplete", "withdrawn", "closed"])
def test_no_reply_where_it_would_not_be_read(status: str, world: World) -> None:
    row = make.answered(world)
    Complaint.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(NotPossible):
        reply(complaint=row, text="Halo", at=NOW)
    assert not row.messages.filter(author="reporter").exists()


def test_he_confirms_rates_and_reopens(world: World) -> None:
    row = make.answered(world)
    rate_and_close(complaint=row, rating=2, at=NOW + DAY)
    row.refresh_from_db()
    assert (row.status, row.rating, row.close_due) == ("closed", 2, None)
    reopen(complaint=row, reason="Antrean masih panjang", at=NOW + 2 * DAY)
    row.refresh_from_db()
    assert (row.status, row.rating, row.closed_at, row.reopened) == ("in_progress", None, None, 1)
    assert row.act_due == date(2026, 10, 27), "14 working days from the reopening"
    assert [step.event for step in row.steps.all()] == ["submit", "forward", "answer", "close", "reopen"]


@pytest.mark.parametrize("rating", [0, 5, -1])
def test_ratings_outside_the_scale_are_refused(rating: int, world: World) -> None:
    row = make.answered(world)
    with pytest.raises(NotPossible):
        rate_and_close(complaint=row, rating=rating, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(rating=rating)


def test_reopening_has_a_window_after_closing_only(world: World) -> None:
    row = make.closed(world)
    assert reopens_until(row) == date(2026, 11, 4)
    with pytest.raises(NotPossible, match="30 hari"):
        reopen(complaint=row, reason="Belum", at=NOW + 31 * DAY)
    reopen(complaint=row, reason="Belum", at=NOW + 30 * DAY)
    late = make.answered(world)
    assert reopens_until(late) is None
    reopen(complaint=late, reason="Belum", at=NOW + 90 * DAY)
    assert late.status == Complaint.Status.IN_PROGRESS


def test_reopening_needs_a_reason(world: World) -> None:
    row = make.answered(world)
    with pytest.raises(NotPossible, match="mengapa"):
        reopen(complaint=row, reason="  ", at=NOW)


def test_who_comes_second_is_told(world: World) -> None:
    row = make.answered(world)
    stale = Complaint.objects.get(pk=row.pk)
    rate_and_close(complaint=row, rating=4, at=NOW)
    with pytest.raises(Stale):
        reopen(complaint=stale, reason="Belum", at=NOW)
    assert not row.messages.filter(author="reporter").exists(), "nothing half done"


@pytest.mark.parametrize("act", ["close", "reopen"])
def test_nothing_is_confirmed_before_an_answer(act: str, world: World) -> None:
    row = make.forwarded(world)
    with pytest.raises(NotPossible):
        if act == "close":
            rate_and_close(complaint=row, rating=4, at=NOW)
        else:
            reopen(complaint=row, reason="Belum", at=NOW)


# The machine


@given(st.lists(st.integers(min_value=0, max_value=9), max_size=30))
def test_no_way_leads_to_closed_but_through_answered(choices: list[int]) -> None:
    state, walked = "received", ["received"]
    for choice in choices:
        events = allowed_events("complaint", state)
        if not events:
            break
        state = next_state("complaint", state, events[choice % len(events)])
        walked.append(state)
    for before, after in pairwise(walked):
        if after == "closed":
            assert before == "answered"


def test_every_state_of_the_model_is_in_the_machine() -> None:
    assert set(MACHINES["complaint"]) == set(Complaint.Status.values)


def test_the_database_refuses_closed_without_an_answer(world: World) -> None:
    row = make.complaint(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(status="closed")


# Words stay


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Semua baik"},
        {"title": "Pujian"},
        {"location": "Tempat lain"},
        {"number": "ADU-2026-000777"},
        {"happened_on": date(2026, 1, 1)},
        {"received_at": NOW - DAY},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_what_the_citizen_wrote(
    change: dict[str, object], world: World
) -> None:
    row = make.complaint(world)
    with pytest.raises((ProgrammingError, DatabaseError), match="tidak dapat diubah"), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(**change)
    row.refresh_from_db()
    assert row.text.startswith("Saya menunggu")


def test_messages_and_steps_stay_too(world: World) -> None:
    row = make.answered(world)
    for table, column in (("voice_complaintmessage", "text"), ("voice_complaintstep", "note")):
        with (
            pytest.raises(DatabaseError, match="tidak dapat diubah"),
            transaction.atomic(),
            connection.cursor() as sql,
        ):
            sql.execute(f"UPDATE {table} SET {column} = 'lain' WHERE complaint_id = %s", [row.pk])


def test_an_aspiration_counts_as_information(world: World) -> None:
    row, _key = submit(kind="aspiration", title="Loket Sabtu", text="Buka Sabtu pagi", at=NOW)
    assert row.kind == Complaint.Kind.ASPIRATION
    assert row.reported_unit is None


def test_the_story_for_the_reporter_and_for_the_public(world: World) -> None:
    row = make.answered(world, open_to_public=True)
    reply(complaint=row, text="Terima kasih, Bu", at=NOW + DAY)
    mine = [entry.text for entry in timeline(row, public=False)]
    assert "Terima kasih, Bu" in mine and "Loket kini tiga." in mine and "Diteruskan" in mine
    everybody = [entry.text for entry in timeline(row, public=True)]
    assert "Terima kasih, Bu" not in everybody and "Diteruskan" not in everybody
    assert "Loket kini tiga." in everybody
    row.names_employee = True
    assert [entry.text for entry in timeline(row, public=True) if entry.text] == []


def test_steps_for_officers_are_no_part_of_the_story(world: World) -> None:
    row = make.complaint(world)
    row.steps.create(event="assign", status="received", for_office=True, note="Bayu", at=NOW)
    assert "Bayu" not in str(timeline(row, public=False))


def test_a_message_of_the_reporter_has_no_account(world: World) -> None:
    row = make.complaint(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComplaintMessage.objects.create(
            complaint=row, author="reporter", by=world.nurse.user, text="x", at=NOW
        )
