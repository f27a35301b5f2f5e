"""The catalogue: versions of a standard, what may be published, the card that citizens see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.voice.actions.services import (
    create_service,
    draft_standard,
    publish_standard,
    record_pledge,
    retire_service,
)
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import Pledge, Service, Standard
from kinerja.voice.queries.services import pledge_in_force, services, standard_in_force, standards_in_force
from tests.apps.voice.make_services import make_service, make_standard
from tests.world import NOW, TODAY, World

WRITTEN = {
    "requirements": "Kartu keluarga",
    "procedure": "Daftar, rekam, ambil",
    "product": "KTP elektronik",
    "complaint_channel": "Loket 1",
    "promise": 5,
    "promise_unit": "working_days",
    "fee": 0,
}


def acting(world: World) -> dict[str, Any]:
    return {"actor": world.services_officer.user, "at": NOW}


@pytest.fixture
def keeper(world: World) -> Client:
    return world.client(world.services_officer)


def test_the_next_version_ends_the_one_before_on_the_day_before(world: World) -> None:
    service = make_service(world, promise=5)
    draft = draft_standard(service=service, values=WRITTEN | {"promise": 1}, **acting(world))
    assert (draft.number, draft.published_at) == (2, None)
    assert standard_in_force(service, date(2026, 11, 1)) == service.standards.get(number=1)
    publish_standard(standard=draft, starts=date(2026, 11, 1), **acting(world))
    old = service.standards.get(number=1)
    assert old.ends == date(2026, 10, 31)
    assert standard_in_force(service, date(2026, 10, 31)) == old
    assert standards_in_force([service], date(2026, 11, 1)) == {service.pk: draft}
    told = Event.objects.get(action="voice.publish_standard")
    assert told.before is not None
    assert told.after is not None
    assert (told.before["promise"], told.after["promise"]) == ("5 working_days", "1 working_days")


@pytest.mark.parametrize("field", ["requirements", "procedure", "product", "complaint_channel"])
def test_the_public_components_are_required(field: str, world: World) -> None:
    service = create_service(unit=world.units["PKM1"], code="imunisasi", name="Imunisasi", **acting(world))
    draft = draft_standard(service=service, values=WRITTEN | {field: " "}, **acting(world))
    with pytest.raises(NotPossible, match="Lengkapi dahulu"):
        publish_standard(standard=draft, starts=TODAY, **acting(world))
    assert standard_in_force(service, TODAY) is None
    draft_standard(service=service, standard=draft, values=WRITTEN, **acting(world))
    publish_standard(standard=draft, starts=TODAY, **acting(world))
    assert standard_in_force(service, TODAY) == draft


def test_overlaps_and_the_past_are_refused(world: World) -> None:
    service = make_service(world)
    draft = draft_standard(service=service, values=WRITTEN, **acting(world))
    with pytest.raises(NotPossible, match="Pilih hari sesudahnya"):
        publish_standard(standard=draft, starts=date(2024, 1, 2), **acting(world))
    with pytest.raises(NotPossible, match="paling cepat hari ini"):
        publish_standard(standard=draft, starts=date(2026, 10, 4), **acting(world))
    publish_standard(standard=draft, starts=TODAY, **acting(world))
    with pytest.raises(NotPossible, match="sudah terbit"):
        draft_standard(service=service, standard=draft, values={"promise": 9}, **acting(world))
    with pytest.raises((NotPossible, Stale)):
        publish_standard(standard=draft, starts=date(2026, 12, 1), **acting(world))


def test_a_code_is_used_once(world: World) -> None:
    make_service(world, code="ktp")
    with pytest.raises(NotPossible, match="sudah dipakai"):
        create_service(unit=world.units["PKM1"], code="ktp", name="KTP", **acting(world))


def test_a_retired_service_is_closed(world: World) -> None:
    service = make_service(world)
    with pytest.raises(NotPossible, match="hari ini"):
        retire_service(service=service, day=date(2026, 10, 1), reason="x", **acting(world))
    retire_service(service=service, day=TODAY, reason="Pindah ke provinsi", **acting(world))
    assert not services(TODAY).exists()
    assert services(date(2026, 10, 4)).exists()
    with pytest.raises(NotPossible, match="dihentikan"):
        draft_standard(service=service, values=WRITTEN, **acting(world))
    with pytest.raises(Stale):
        retire_service(service=service, day=TODAY, reason="lagi", **acting(world))


def test_a_pledge_holds_for_the_units_below(world: World) -> None:
    office, desk = world.units["DUKCAPIL"], world.units["DUKCAPIL-KTP"]
    facts = {"text": "Kami sanggup", "signed_by": "Kepala Dinas", **acting(world)}
    first = record_pledge(unit=office, starts=date(2026, 1, 1), **facts)
    assert pledge_in_force(desk, TODAY) == first
    record_pledge(unit=office, starts=date(2026, 7, 1), **facts)
    assert Pledge.objects.get(pk=first.pk).ends == date(2026, 6, 30)
    with pytest.raises(NotPossible, match="Pilih hari sesudahnya"):
        record_pledge(unit=office, starts=date(2026, 7, 1), **facts)


def test_from_nothing_to_a_card_through_the_pages(world: World, keeper: Client) -> None:
    new = {"unit": world.units["PKM1"].pk, "name": "Imunisasi anak", "code": "imunisasi-anak"}
    assert keeper.post(reverse("voice:service_new"), new).status_code == 302
    service = Service.objects.get(code="imunisasi-anak")
    card = reverse("voice:card", args=[service.code])
    citizen = Client()
    assert citizen.get(card).status_code == 404
    bad = keeper.post(reverse("voice:standard_new", args=[service.pk]), WRITTEN | {"promise": "0"})
    assert bad.status_code == 422
    page = keeper.post(
        reverse("voice:standard_new", args=[service.pk]),
        WRITTEN | {"promise": 30, "promise_unit": "minutes"},
        follow=True,
    )
    assert "Terbitkan versi ini" in page.content.decode()
    assert citizen.get(card).status_code == 404
    draft = service.standards.get()
    edited = {"promise": 45, "promise_unit": "minutes", "legal_basis": "Perwali 1/2026"}
    keeper.post(reverse("voice:standard_edit", args=[draft.pk]), WRITTEN | edited)
    keeper.post(reverse("voice:standard_publish", args=[draft.pk]), {"starts": "2026-10-05"})
    said = {"text": "Kami sanggup melayani", "signed_by": "Kepala", "starts": "2026-10-01"}
    keeper.post(reverse("voice:pledge", args=[service.unit_id]), said)
    shown = citizen.get(card)
    words = shown.content.decode()
    for part in ("45 menit", "Gratis", "Kartu keluarga", "Kami sanggup melayani", "versi 1", "Persyaratan"):
        assert part in words, part
    assert "Perwali 1/2026" not in words
    assert not shown.cookies
    assert "Perwali 1/2026" in keeper.get(reverse("voice:service", args=[service.pk])).content.decode()
    stop = {"day": "2026-10-05", "reason": "Pindah"}
    keeper.post(reverse("voice:service_retire", args=[service.pk]), stop)
    assert citizen.get(card).status_code == 404
    gone = keeper.get(reverse("voice:service", args=[service.pk])).content.decode()
    assert "Layanan ini dihentikan" in gone


def test_the_head_of_a_unit_keeps_its_services_and_no_others(world: World) -> None:
    ours, theirs = make_service(world), make_service(world, "PKM1", "poli", name="Poli umum")
    head = world.client(world.counter_head)
    assert head.get(reverse("voice:standard_new", args=[ours.pk])).status_code == 200
    assert head.get(reverse("voice:standard_new", args=[theirs.pk])).status_code == 403
    elsewhere = {"unit": theirs.unit_id, "name": "Lain", "code": "lain"}
    assert head.post(reverse("voice:service_new"), elsewhere).status_code == 422
    assert (
        world.client(world.registry_head).get(reverse("voice:standard_new", args=[ours.pk])).status_code
        == 200
    )


def test_words_of_people_stay_text(world: World) -> None:
    evil = "<script>alert('x')</script>"
    service = make_service(world, requirements=evil)
    for page in (reverse("voice:card", args=[service.code]), reverse("voice:service", args=[service.pk])):
        words = world.client(world.nurse).get(page).content.decode()
        assert evil not in words
        assert "&lt;script&gt;" in words


def test_the_list_searches_filters_and_keeps_its_count_of_queries(world: World) -> None:
    for number in range(3):
        make_service(world, code=f"a-{number}", name=f"Layanan {number}")
    make_service(world, "PKM1", "poli", name="Poli umum")
    client = world.client(world.nurse)
    url = reverse("voice:catalogue")
    found = client.get(url, {"q": "poli"}).content.decode()
    assert "Poli umum" in found
    assert "Layanan 1" not in found
    filtered = client.get(url, {"unit": world.units["PKM1"].pk}).content.decode()
    assert "Poli umum" in filtered
    assert "Layanan 1" not in filtered
    assert "Tidak ada layanan yang cocok" in client.get(url, {"q": "zzz"}).content.decode()
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(3, 30):
        make_service(world, code=f"a-{number}", name=f"Layanan {number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(url)
    assert len(many) == len(few)
    assert "1 sampai 25 dari 31" in page.content.decode()


def test_older_and_later_versions_can_be_read_by_staff(world: World) -> None:
    service = make_service(world, promise=5, ends=date(2026, 10, 4))
    make_standard(service, promise=1, starts=TODAY)
    make_standard(service, promise=3, published_at=None)
    client = world.client(world.nurse)
    url = reverse("voice:service", args=[service.pk])
    assert "1 hari kerja" in client.get(url).content.decode()
    assert "5 hari kerja" in client.get(url, {"versi": "1"}).content.decode()
    assert Standard.objects.count() == 3
