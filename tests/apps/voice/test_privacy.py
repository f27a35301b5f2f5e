"""Data protection: what goes, what must stay, who asked, and the clock of 3 x 24 hours."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.rules.loader import in_force
from kinerja.voice.actions.citizens import join
from kinerja.voice.actions.complaints import submit, withdraw
from kinerja.voice.actions.privacy import (
    ask_about_data,
    erase_data,
    give_copy,
    record_breach,
    refuse_request,
    update_breach,
)
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import Breach, Citizen, Complaint, DataRequest, Destruction, Reporter
from kinerja.voice.retention import KINDS, RULE, retention_round
from kinerja.voice.tasks import send_copy
from tests.world import NOW, TODAY, World

EMAIL = "warga@contoh.test"
HOUR = timedelta(hours=1)


def report(at: datetime = NOW, email: str = EMAIL) -> Complaint:
    made, _key = submit(
        kind="complaint", title="Lampu padam", text="Lampu jalan padam.", name="Ani", email=email, at=at
    )
    return made


def ended(at: datetime) -> Complaint:
    made = report(at)
    withdraw(complaint=made, at=at)
    return made


def asked(kind: str) -> DataRequest:
    return ask_about_data(kind=kind, email=EMAIL, note="", at=NOW)


def test_erasure_takes_what_has_ended_and_says_what_stays(world: World) -> None:
    over, running = ended(NOW), report()
    citizen = join(email=EMAIL, nickname="Ani Bahari", at=NOW)
    outcome = erase_data(request=asked("erase"), actor=world.privacy_officer.user, at=NOW + HOUR)
    gone, kept = Reporter.objects.get(complaint=over), Reporter.objects.get(complaint=running)
    assert (gone.name, gone.email, gone.phone) == ("", "", "") and gone.erased_at == NOW + HOUR
    assert kept.email == EMAIL and kept.erased_at is None
    citizen.refresh_from_db()
    assert citizen.email == "" and citizen.erased_at
    assert "1 laporan masih ditangani" in outcome
    assert Complaint.objects.filter(pk=over.pk, text="Lampu jalan padam.").exists(), "the record stays"


def test_the_copy_holds_all_of_one_person_and_nothing_of_another(world: World) -> None:
    mine, other = report(), report(email="lain@contoh.test")
    join(email=EMAIL, nickname="Ani Bahari", at=NOW)
    request = asked("export")
    give_copy(request=request, actor=world.privacy_officer.user, at=NOW + HOUR)
    assert send_copy.call(request_id=request.pk) == 1
    letter = mail.outbox[-1]
    assert letter.to == [EMAIL]
    copy = json.loads(letter.attachments[0][1])
    assert [row["nomor"] for row in copy["laporan"]] == [mine.number]
    assert copy["forum"]["nama_tampilan"] == "Ani Bahari"
    assert other.number not in json.dumps(copy)


def test_a_request_is_decided_once_and_refused_only_with_a_reason(world: World) -> None:
    request, officer = asked("erase"), world.privacy_officer.user
    with pytest.raises(NotPossible, match="sudah kami terima"):
        asked("erase")
    with pytest.raises(NotPossible, match="alasan"):
        refuse_request(request=request, reason=" ", actor=officer, at=NOW)
    refuse_request(request=request, reason="Sengketa berjalan, UU 27/2022 Ps 15", actor=officer, at=NOW)
    with pytest.raises(Stale):
        erase_data(request=request, actor=officer, at=NOW)
    assert request.due_at - request.received_at == timedelta(hours=72)


def test_the_log_of_a_request_holds_no_address(world: World) -> None:
    report()
    erase_data(request=asked("erase"), actor=world.privacy_officer.user, at=NOW)
    assert not [event for event in Event.objects.all() if EMAIL in json.dumps([event.before, event.after])]


def test_only_the_holder_of_the_address_gets_a_request_in(world: World) -> None:
    client, url = world.client(None), reverse("voice:my_data")
    page = client.post(url, {"email": EMAIL})
    assert page.status_code == 200
    facts = {"email": EMAIL, "kind": "export", "note": ""}
    assert client.post(url, facts | {"code": "000000"}).status_code == 422
    assert not DataRequest.objects.exists()
    code = next(word for word in mail.outbox[-1].body.split() if word.isdigit() and len(word) == 6)
    assert client.post(url, facts | {"code": code}).status_code == 200
    assert DataRequest.objects.get().email == EMAIL
    assert client.post(url, facts | {"code": code}).status_code == 422, "a code is used up"


def test_the_officers_page_sends_erases_and_refuses(world: World) -> None:
    client = world.client(world.privacy_officer)
    url = reverse("voice:data_request", args=[asked("erase").pk])
    assert EMAIL in client.get(url).content.decode()
    assert client.post(url, {"do": "refuse", "reason": ""}).status_code == 422
    assert client.post(url, {"do": "answer"}).status_code == 302
    assert DataRequest.objects.get().status == "done"
    page = client.get(reverse("voice:protection")).content.decode()
    assert "Tidak ada permintaan yang menunggu" in page


def backdated(days: int) -> datetime:
    return NOW - timedelta(days=days)


def test_a_night_destroys_what_is_due_once_and_records_it(world: World) -> None:
    days = in_force(RULE, TODAY)["reporter_identity"]
    old, young = ended(backdated(days + 1)), ended(backdated(days - 2))
    running = report(backdated(days + 300))
    assert retention_round(NOW) == 1
    assert Reporter.objects.get(complaint=old).email == ""
    assert Reporter.objects.get(complaint=young).email == EMAIL
    assert Reporter.objects.get(complaint=running).email == EMAIL
    assert set(Destruction.objects.values_list("kind", flat=True)) == {kind.key for kind in KINDS}
    row = Destruction.objects.get(kind="reporter_identity")
    assert (row.count, row.rule) == (1, RULE)
    event = Event.objects.get(object_type="voice.destruction", object_id=str(row.pk))
    assert event.after is not None and event.after["count"] == 1
    page = world.client(world.privacy_officer).get(reverse("voice:protection")).content.decode()
    assert "Identitas pelapor pada laporan yang selesai" in page
    assert retention_round(NOW + HOUR) == 0, "once a day"
    assert Destruction.objects.count() == len(KINDS)
    retention_round(NOW + timedelta(days=1))
    assert Destruction.objects.count() == 2 * len(KINDS)


def test_idle_forum_accounts_go_and_busy_ones_stay(world: World) -> None:
    days = in_force(RULE, TODAY)["idle_citizens"]
    idle = Citizen.objects.create(email="a@contoh.test", nickname="Idle", joined_at=backdated(days + 2))
    fresh = Citizen.objects.create(email="b@contoh.test", nickname="Baru", joined_at=backdated(3))
    retention_round(NOW)
    idle.refresh_from_db()
    fresh.refresh_from_db()
    assert idle.erased_at and idle.email == ""
    assert fresh.email == "b@contoh.test"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_kind_has_a_period_in_the_law_and_runs_on_an_empty_base(kind: Any, world: World) -> None:
    assert in_force(RULE, TODAY)[kind.key] > 0
    assert kind.purge(NOW, NOW) == 0


def breach(world: World) -> Breach:
    return record_breach(
        discovered_at=NOW - HOUR,
        happened="Ponsel petugas hilang",
        data="Nama dan nomor antrean 40 orang",
        people_count=40,
        actor=world.privacy_officer.user,
        at=NOW,
    )


def test_a_breach_is_due_in_three_days_and_closes_only_when_everybody_was_told(world: World) -> None:
    row, officer = breach(world), world.privacy_officer.user
    assert row.due_at - row.discovered_at == timedelta(hours=72)
    with pytest.raises(NotPossible, match="Belum dapat ditutup"):
        update_breach(breach=row, close=True, handling="Dikunci dari jauh", actor=officer, at=NOW)
    early = {"handling": "Dikunci", "people_told_at": NOW - 2 * HOUR, "authority_told_at": NOW}
    with pytest.raises(NotPossible, match="sesudah kejadian"):
        update_breach(breach=row, close=True, **early, actor=officer, at=NOW)
    told = early | {"people_told_at": NOW}
    closed = update_breach(breach=row, close=True, **told, actor=officer, at=NOW)
    assert closed.closed_at == NOW
    with pytest.raises(NotPossible, match="sudah ditutup"):
        update_breach(breach=row, close=False, handling="x", actor=officer, at=NOW)


def test_a_breach_from_tomorrow_is_refused(world: World) -> None:
    facts = {"happened": "x", "data": "y", "people_count": None}
    with pytest.raises(NotPossible):
        record_breach(discovered_at=NOW + HOUR, **facts, actor=world.privacy_officer.user, at=NOW)


def test_the_record_of_processing_names_every_period(world: World) -> None:
    page = world.client(None).get(reverse("voice:processing")).content.decode()
    assert "Survei Kepuasan Masyarakat" in page and "365 hari" in page


def test_the_hub_shows_each_person_his_own_places(world: World) -> None:
    def titles(person: Any) -> set[str]:
        page = world.client(person).get(reverse("voice:home"))
        return {place.title for group in page.context["groups"] for place in group.places}

    assert "Meja pengaduan" in titles(world.complaints_officer)
    assert "Pelindungan data" in titles(world.privacy_officer)
    assert "Kuesioner" in titles(world.services_officer)
    assert not {"Meja pengaduan", "Pelindungan data", "Kuesioner"} & titles(world.nurse)
    assert {"Suara tentang saya", "Kata warga tentang unit"} <= titles(world.nurse)
