"""A case at the counter: what may follow what, how it is measured, and the screen made for speed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.voice.actions.cases import cancel_case, finish_case, receive_case, resume_case, wait_case
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import Service, ServiceCase
from kinerja.voice.queries.counter import ages, unfinished
from tests.apps.voice.make_services import make_case, make_service, make_waiting, moment
from tests.world import NOW, World

# NOW is Monday 5 October 2026, 9.00.
FRIDAY = moment(2026, 10, 2, 9)
COUNTER = "/loket/"


@pytest.fixture
def service(world: World) -> Service:
    return make_service(world)


@pytest.fixture
def desk(world: World) -> Client:
    return world.client(world.counter_officer)


def by(world: World, at: Any = NOW) -> dict[str, Any]:
    return {"actor": world.counter_officer.user, "at": at}


def receive(world: World, service: Service, number: str = "KTP-1", at: Any = FRIDAY) -> ServiceCase:
    return receive_case(service=service, number=number, received_at=at, **by(world, at))


def test_from_receipt_to_done_with_a_wait(world: World, service: Service) -> None:
    case = receive(world, service, at=moment(2026, 9, 28, 9))
    assert (case.status, case.officer, case.standard.promise) == ("open", world.counter_officer, 1)
    wait_case(case=case, reason="akta asli", **by(world, moment(2026, 9, 28, 12)))
    assert case.status == "waiting"
    resume_case(case=case, **by(world, moment(2026, 10, 1, 8)))
    finish_case(case=case, **by(world, moment(2026, 10, 1, 10)))
    case.refresh_from_db()
    # Tuesday and Wednesday were waited for wholly; three hours on Monday, two on Thursday.
    assert (case.status, case.elapsed_minutes, case.elapsed_days, case.within) == ("done", 300, 1, True)
    assert list(case.waits.values_list("reason", flat=True)) == ["akta asli"]
    actions = ["receive_case", "wait_case", "resume_case", "finish_case"]
    told = Event.objects.filter(action__startswith="voice.").order_by("pk")
    assert [event.action for event in told] == [f"voice.{name}" for name in actions]
    assert "akta asli" not in str(list(told.values("before", "after", "why")))


def test_finishing_while_waiting_ends_the_wait(world: World, service: Service) -> None:
    case = receive(world, service)
    wait_case(case=case, reason="foto", **by(world, moment(2026, 10, 2, 10)))
    finish_case(case=case, **by(world))
    assert case.waits.get().ends == NOW
    assert (case.elapsed_minutes, case.elapsed_days) == (60, 1)


def test_the_promise_is_the_one_of_the_day_of_receipt(world: World) -> None:
    service = make_service(world, promise=1, ends=date(2026, 10, 1))
    service.standards.create(
        number=2, starts=date(2026, 10, 2), published_at=NOW, promise=30, promise_unit="minutes"
    )
    old = receive(world, service, "lama", at=moment(2026, 10, 1, 9))
    new = receive(world, service, "baru", at=moment(2026, 10, 2, 9))
    finish_case(case=old, **by(world, moment(2026, 10, 2, 9, 30)))
    finish_case(case=new, **by(world, moment(2026, 10, 2, 9, 31)))
    assert (old.within, new.within) == (True, False)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("  ", "Isi nomor"),
        ("x" * 61, "paling panjang"),
        ("3174055708900001", "tampak seperti NIK"),
        ("3174 0517 0890 0001", "tampak seperti NIK"),
    ],
)
def test_wrong_numbers_are_refused(number: str, words: str, world: World, service: Service) -> None:
    with pytest.raises(NotPossible, match=words):
        receive(world, service, number)


def test_a_number_is_used_once_a_service(world: World, service: Service) -> None:
    receive(world, service, "KTP  1")
    with pytest.raises(NotPossible, match=r"KTP 1 sudah dipakai pada KTP elektronik"):
        receive(world, service, " KTP 1 ")
    receive(world, make_service(world, code="kk", name="Kartu keluarga"), "KTP 1")


def test_what_cannot_be_received(world: World, service: Service) -> None:
    with pytest.raises(NotPossible, match="belum tiba"):
        receive_case(service=service, number="1", received_at=moment(2026, 10, 6), **by(world))
    with pytest.raises(NotPossible, match="belum punya standar"):
        receive(world, service, at=moment(2023, 12, 1))
    service.retired_on = date(2026, 10, 1)
    service.save()
    with pytest.raises(NotPossible, match="dihentikan"):
        receive(world, service)


def test_the_states_refuse_what_does_not_follow(world: World, service: Service) -> None:
    case = receive(world, service)
    for act in (wait_case, cancel_case):
        with pytest.raises(NotPossible, match="Tulis"):
            act(case=case, reason=" ", **by(world))
    with pytest.raises(NotPossible, match="Diproses"):
        resume_case(case=case, **by(world))
    with pytest.raises(NotPossible, match="sebelum waktu diterima"):
        finish_case(case=case, **by(world, moment(2026, 10, 1)))
    stale = ServiceCase.objects.get(pk=case.pk)
    cancel_case(case=case, reason="salah loket", **by(world))
    with pytest.raises(Stale):
        finish_case(case=stale, **by(world))
    with pytest.raises(NotPossible, match="Dibatalkan"):
        finish_case(case=case, **by(world))


def test_a_year_without_days_off_is_told(world: World, service: Service) -> None:
    case = receive(world, service)
    with pytest.raises(NotPossible, match="2028"):
        finish_case(case=case, **by(world, moment(2028, 3, 1)))
    case.refresh_from_db()
    assert case.status == "open"


def test_enter_receives_now_and_remembers_the_service(world: World, service: Service, desk: Client) -> None:
    other = make_service(world, code="kk", name="Kartu keluarga")
    page = desk.post(COUNTER, {"number": "KK-7", "service": other.pk}, follow=True)
    words = page.content.decode()
    assert "KK-7 diterima untuk Kartu keluarga." in words
    assert f'value="{other.pk}" checked' in words
    case = ServiceCase.objects.get()
    assert (case.received_at, case.officer) == (NOW, world.counter_officer)
    again = desk.post(COUNTER, {"number": "KK-7", "service": other.pk})
    assert again.status_code == 422
    assert "sudah dipakai" in again.content.decode()
    assert 'value="KK-7"' in again.content.decode()
    foreign = make_service(world, "PKM1", "poli", name="Poli")
    assert "Pilih layanan" in desk.post(COUNTER, {"number": "9", "service": foreign.pk}).content.decode()


def test_buttons_do_and_show_what_happened(world: World, service: Service, desk: Client) -> None:
    case = make_case(service, "KTP-1", received=FRIDAY)
    act = reverse("voice:counter_act", args=[case.pk])
    assert "Tulis apa yang ditunggu" in desk.post(act, {"do": "wait"}, follow=True).content.decode()
    words = desk.post(act, {"do": "wait", "reason": "akta asli"}, follow=True).content.decode()
    assert "menunggu akta asli" in words
    assert "Lanjutkan" in words
    desk.post(act, {"do": "resume"})
    words = desk.post(act, {"do": "finish"}, follow=True).content.decode()
    assert "Baru selesai" in words
    assert "Sesuai janji" in words
    assert reverse("voice:case_token", args=[case.pk]) in words
    late = desk.post(act, {"do": "cancel", "reason": "x"}, follow=True)
    assert "tidak dapat dilakukan lagi" in late.content.decode()
    assert "Pilih salah satu tombol" in desk.post(act, {"do": "?"}, follow=True).content.decode()


def test_age_is_told_against_the_promise(world: World, service: Service) -> None:
    make_case(service, "baru", received=NOW)
    make_case(service, "dekat", received=FRIDAY)
    make_case(service, "lewat", received=moment(2026, 9, 30))
    make_waiting(service, "tunggu", received=moment(2026, 9, 29))
    units = [service.unit_id]
    states = {row.case.number: row.state for row in ages(list(unfinished(units)), NOW)}
    assert states == {"baru": "fine", "dekat": "near", "lewat": "late", "tunggu": "waiting"}
    assert [case.number for case in unfinished(units, "EWA")] == ["lewat"]
    assert not unfinished([world.units["PKM1"].pk]).exists()


def test_the_screen_keeps_its_count_of_queries(world: World, service: Service, desk: Client) -> None:
    def fill(numbers: range) -> None:
        for number in numbers:
            make_waiting(service, f"B-{number}", received=FRIDAY)

    fill(range(3))
    desk.get(COUNTER)
    with CaptureQueriesContext(connection) as few:
        desk.get(COUNTER)
    fill(range(3, 33))
    with CaptureQueriesContext(connection) as many:
        page = desk.get(COUNTER, {"page": "1"})
    assert len(many) == len(few)
    assert "1 sampai 20 dari 33" in page.content.decode()


def test_others_are_refused(world: World, service: Service) -> None:
    case = make_case(service, "KTP-1", received=FRIDAY)
    nurse = world.client(world.nurse)
    assert nurse.get(COUNTER).status_code == 403
    assert nurse.post(reverse("voice:counter_act", args=[case.pk]), {"do": "finish"}).status_code == 403
    assert world.client(world.registry_head).get(COUNTER).status_code == 200
    case.refresh_from_db()
    assert case.status == "open"
