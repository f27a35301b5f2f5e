"""The interface as another system meets it: keys, units, idempotence, refusals with their place."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.api import v1
from kinerja.audit.models import Event
from kinerja.voice.actions.case_keys import digest, make_key, revoke_key
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import CaseKey, Service, ServiceCase
from tests.apps.voice.make_services import make_case, make_service, make_standard, moment
from tests.world import NOW, TODAY, World

CASES, STATUS = "/api/v1/cases", "/api/v1/cases"


class System:
    """Another system with its key."""

    def __init__(self, secret: str) -> None:
        self.client, self.headers = Client(), {"Authorization": f"Bearer {secret}"}

    def post(self, path: str, data: object) -> Any:
        body = data if isinstance(data, str) else json.dumps(data)
        return self.client.post(path, body, content_type="application/json", headers=self.headers)

    def send(self, *cases: dict[str, object]) -> Any:
        return self.post(CASES, {"cases": cases})

    def get(self, service: str, number: str) -> Any:
        return self.client.get(STATUS, {"service": service, "number": number}, headers=self.headers)


def key_for(world: World, unit: str = "DUKCAPIL", expires: date = date(2026, 12, 31)) -> tuple[CaseKey, str]:
    actor = world.services_officer.user
    return make_key(unit=world.units[unit], label="SIAK", expires_on=expires, actor=actor, at=NOW)


@pytest.fixture
def service(world: World) -> Service:
    return make_service(world)


@pytest.fixture
def system(world: World) -> System:
    return System(key_for(world)[1])


def case(**facts: object) -> dict[str, object]:
    return {"service": "ktp-el", "number": "B-1", "received_at": "2026-10-01T08:15:00+07:00"} | facts


def faults(response: Any) -> list[tuple[str, str]]:
    return [(one["field"], one["message"]) for one in response.json()["errors"]]


def test_a_case_from_receipt_to_done(service: Service, system: System) -> None:
    sent = system.send(case())
    assert sent.status_code == 200 and sent.json()["new"] == 1
    assert sent.json()["cases"][0]["status"] == "open"
    which = {"service": "ktp-el", "number": "B-1"}
    assert system.post(f"{CASES}/wait", which).json()["status"] == "waiting"
    assert system.post(f"{CASES}/resume", which).json()["status"] == "open"
    done = system.post(f"{CASES}/finish", which).json()
    assert (done["status"], done["elapsed_days"], done["within"]) == ("done", 2, False)
    assert system.get(**which).json() == done
    assert ServiceCase.objects.get().source == "api" and ServiceCase.objects.get().officer is None


def test_sending_again_changes_nothing(service: Service, system: System) -> None:
    which = {"service": "ktp-el", "number": "B-1"}
    first = system.send(case()).json()
    again = system.send(case()).json()
    assert (again["new"], again["changed"]) == (0, 1) and again["cases"] == first["cases"]
    done = system.post(f"{CASES}/finish", which).json()
    assert system.post(f"{CASES}/finish", which).json() == done
    kept = system.send(case(received_at="2026-09-01T08:15:00+07:00"))
    assert kept.json()["kept"] == 1 and kept.json()["cases"] == [done]
    assert ServiceCase.objects.count() == 1


def test_what_does_not_follow_from_the_state_is_a_conflict(service: Service, system: System) -> None:
    make_case(service, "B-1", received=moment(2026, 10, 1), status="cancelled")
    make_case(service, "B-2", received=moment(2026, 10, 1), done=moment(2026, 10, 2))
    for act, number in (("finish", "B-1"), ("wait", "B-1"), ("wait", "B-2"), ("resume", "B-2")):
        refused = system.post(f"{CASES}/{act}", {"service": "ktp-el", "number": number})
        assert refused.status_code == 409 and "tidak dapat dilakukan" in faults(refused)[0][1]


def test_a_whole_batch_is_measured_or_none_of_it(service: Service, system: System) -> None:
    good = [case(number=f"B-{n}", done_at="2026-10-02T09:00:00+07:00") for n in range(500)]
    assert system.send(*good).json()["new"] == 500
    assert ServiceCase.objects.filter(within=True).count() == 500
    bad = system.send(case(number="C-1"), case(number="C-2", done_at="2026-09-30T09:00:00+07:00"))
    assert bad.status_code == 422
    ((field, message),) = faults(bad)
    assert field == "cases.1.done_at" and "mendahului" in message
    assert not ServiceCase.objects.filter(number="C-1").exists()
    assert system.send(*good, case(number="one-more")).status_code == 422


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"service": "tiada"}, "cases.0.service"),
        ({"number": "3578014107800002"}, "cases.0.number"),
        ({"number": "a\u0000b"}, "cases.0.number"),
        ({"received_at": "2026-10-01T08:15:00"}, "cases.0.received_at"),
        ({"received_at": "besok"}, "cases.0.received_at"),
        ({"received_at": "2026-12-01T08:15:00+07:00"}, "cases.0.received_at"),
        ({"received_at": "2023-10-02T08:15:00+07:00"}, "cases.0.received_at"),
        ({"officer_nip": "198001152010011999"}, "cases.0.officer_nip"),
        ({"status": "done"}, "cases.0.done_at"),
        ({"status": "beres"}, "cases.0.status"),
        ({"nama": "Budi"}, "cases.0.nama"),
    ],
)
def test_every_fault_names_its_place(
    service: Service, system: System, facts: dict[str, object], field: str
) -> None:
    refused = system.send(case(**facts))
    assert (refused.status_code, faults(refused)[0][0]) == (422, field)
    assert not ServiceCase.objects.exists()


def test_a_case_twice_in_one_batch(service: Service, system: System) -> None:
    assert faults(system.send(case(), case()))[0][0] == "cases.1.number"


def test_what_is_no_json(service: Service, system: System) -> None:
    refused = system.post(CASES, "{")
    assert refused.status_code == 400 and "JSON" in faults(refused)[0][1]
    assert system.post(CASES, {"cases": []}).status_code == 422


def test_only_services_of_the_units_of_the_key(service: Service, world: World) -> None:
    make_case(service, "B-1", received=moment(2026, 10, 1))
    stranger = System(key_for(world, "DINKES")[1])
    assert stranger.send(case()).status_code == 403
    assert stranger.get("ktp-el", "B-1").status_code == 403
    assert stranger.post(f"{CASES}/finish", {"service": "ktp-el", "number": "B-1"}).status_code == 403
    own = System(key_for(world, "DUKCAPIL-KTP")[1])
    assert own.get("ktp-el", "B-1").status_code == 200
    assert (own.get("ktp-el", "B-9").status_code, own.get("tiada", "B-1").status_code) == (404, 404)


def test_keys_that_do_not_open(service: Service, world: World) -> None:
    key, secret = key_for(world, expires=TODAY)
    assert System(secret).send(case()).status_code == 200
    CaseKey.objects.filter(pk=key.pk).update(expires_on=TODAY - timedelta(days=1))
    assert System(secret).send(case()).status_code == 401
    CaseKey.objects.filter(pk=key.pk).update(expires_on=TODAY)
    revoke_key(key=key, actor=world.hr.user, at=NOW)
    refused = System(secret).send(case())
    assert refused.status_code == 401 and refused["WWW-Authenticate"] == "Bearer" and faults(refused)
    for wrong in ("", "kin_salah", key.digest):
        assert System(wrong).send(case()).status_code == 401
    assert world.client(world.admin).post(CASES, "{}", content_type="application/json").status_code == 401
    with pytest.raises(Stale):
        revoke_key(key=key, actor=world.hr.user, at=NOW)


def test_the_log_names_the_key_and_never_its_secret(service: Service, world: World) -> None:
    key, secret = key_for(world)
    system = System(secret)
    system.send(case())
    system.post(f"{CASES}/finish", {"service": "ktp-el", "number": "B-1"})
    acts = Event.objects.filter(action__in=("voice.api_cases", "voice.finish_case"))
    assert {one.actor_name for one in acts} == {f"Kunci {key.pk}: SIAK (DUKCAPIL)"} and acts.count() == 2
    assert {one.actor_id for one in acts} == {None}
    assert not any(secret in str(vars(one)) for one in Event.objects.all())
    assert key.digest == digest(secret) and secret not in str(vars(key))


def test_a_key_lasts_a_year_at_most(world: World) -> None:
    for expires in (TODAY - timedelta(days=1), TODAY + timedelta(days=367)):
        with pytest.raises(NotPossible):
            key_for(world, expires=expires)


def test_too_many_calls_are_slowed_down(
    service: Service, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(v1, "KEY_CALLS_AN_HOUR", 2)
    statuses = [system.get("ktp-el", "B-1").status_code for _ in range(3)]
    assert statuses == [404, 404, 429]
    monkeypatch.setattr(v1, "PUBLIC_CALLS_AN_HOUR", 1)
    assert [Client().get("/api/v1/services").status_code for _ in range(2)] == [200, 429]


def test_the_catalogue_is_public_and_says_what_the_card_says(service: Service, world: World) -> None:
    draft = make_service(world, code="draf", name="Draf", published_at=None)
    make_standard(draft, published_at=None, starts=date(2025, 1, 1))
    response = Client().get("/api/v1/services")
    (only,) = response.json()
    assert (only["code"], only["promise"], only["promise_unit"]) == ("ktp-el", 1, "working_days")
    assert not response.cookies and "staff" not in str(only)


def test_the_catalogue_and_a_batch_cost_the_same_whatever_their_size(
    service: Service, world: World, system: System
) -> None:
    costs: list[list[int]] = []
    for count in (3, 30):
        for number in range(count):
            make_service(world, code=f"s-{count}-{number}", name=f"L {number}")
        with CaptureQueriesContext(connection) as reading:
            Client().get("/api/v1/services")
        with CaptureQueriesContext(connection) as writing:
            system.send(*(case(number=f"{count}-{n}") for n in range(count)))
        costs.append([len(reading), len(writing)])
    assert costs[0] == costs[1]


def test_the_description_is_there_without_a_page_of_scripts(db: None) -> None:
    found = Client().get(reverse("api:openapi-json"))
    assert found.status_code == 200 and "/api/v1/cases/finish" in found.json()["paths"]
    assert Client().get("/api/v1/docs").status_code == 404


def test_a_key_by_page_is_shown_once(service: Service, world: World) -> None:
    head = world.client(world.registry_head)
    url = reverse("voice:case_keys")
    data = {"unit": world.units["DUKCAPIL"].pk, "label": "<b>SIAK</b>", "expires_on": "2026-12-31"}
    page = head.post(url, data).content.decode()
    secret = page.split('id="kunci" value="')[1].split('"')[0]
    assert "<b>SIAK" not in page and System(secret).send(case()).status_code == 200
    assert secret not in head.get(url).content.decode()
    foreign = head.post(url, data | {"unit": world.units["DINKES"].pk})
    assert foreign.status_code == 422 and CaseKey.objects.count() == 1
    late = head.post(url, data | {"expires_on": "2030-01-01"})
    assert late.status_code == 422 and "satu tahun" in late.content.decode()
    key = CaseKey.objects.get()
    revoke = reverse("voice:case_key_revoke", args=[key.pk])
    assert world.client(world.puskesmas_head).post(revoke).status_code == 403
    assert "Cabut kunci" in head.get(revoke).content.decode()
    head.post(revoke)
    assert System(secret).send(case()).status_code == 401
    assert "sudah dicabut" in head.post(revoke, follow=True).content.decode()


def test_the_page_of_keys_costs_the_same_with_3_and_with_20(world: World) -> None:
    client, costs = world.client(world.services_officer), []
    for count in (3, 17):
        for _number in range(count):
            key_for(world)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("voice:case_keys")).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
