"""The way in by code, the chosen name, and the way out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.voice.actions.citizens import (
    check_nickname,
    erase_citizen,
    forget_codes,
    join,
    prove_address,
    send_code,
)
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import Citizen, Following, ForumPost, SignInCode
from tests.apps.voice.make_forum import client_of, make_citizen, make_topic
from tests.world import NOW, World

EMAIL = "rina@surel.test"


def code() -> str:
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found
    return found.group()


def wrong(right: str) -> str:
    return f"{(int(right) + 1) % 10**6:06d}"


def test_a_code_proves_the_address_once(world: World) -> None:
    assert send_code(email=" Rina@Surel.test ", at=NOW)
    right = code()
    row = SignInCode.objects.get()
    assert row.email == EMAIL and right not in row.digest
    assert not prove_address(email=EMAIL, code=wrong(right), at=NOW)
    assert prove_address(email=EMAIL, code=f"{right[:3]} {right[3:]}", at=NOW)
    assert not prove_address(email=EMAIL, code=right, at=NOW)


def test_a_code_ends_after_ten_minutes_or_five_tries(world: World) -> None:
    send_code(email=EMAIL, at=NOW)
    assert not prove_address(email=EMAIL, code=code(), at=NOW + timedelta(minutes=10))
    for _try in range(5):
        assert not prove_address(email=EMAIL, code=wrong(code()), at=NOW)
    assert not prove_address(email=EMAIL, code=code(), at=NOW)


def test_the_code_of_one_address_does_not_open_another(world: World) -> None:
    send_code(email=EMAIL, at=NOW)
    right = code()
    send_code(email="lain@surel.test", at=NOW)
    assert not prove_address(email="lain@surel.test", code=right if right != code() else wrong(right), at=NOW)


def test_an_address_gets_three_codes_an_hour(world: World) -> None:
    sent = [send_code(email=EMAIL, at=NOW + timedelta(minutes=n)) for n in range(4)]
    assert sent == [True, True, True, False] and len(mail.outbox) == 3
    assert send_code(email=EMAIL, at=NOW + timedelta(minutes=61))


def test_old_codes_are_forgotten(world: World) -> None:
    send_code(email=EMAIL, at=NOW)
    assert forget_codes(at=NOW + timedelta(minutes=60)) == 0
    assert forget_codes(at=NOW + timedelta(minutes=71)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Adm1n Kota",
        "Dinas Kesehatan",
        "dinaskesehatan",
        "Petugas Loket",
        "PKM1",
        "Puskesmas Melati",
        "Pemerintah Kota Contoh",
        "Kota Contoh",
        "Dewi Lestari",
        "dewi.lestari",
        "ab",
        "1rina",
        "<b>rina</b>",
        "рина",
        "rina 081234567890",
        "Warga",
        "warga-12",
        "RINA77",
    ],
)
def test_names_that_mislead_or_tell_too_much_are_refused(world: World, name: str) -> None:
    make_citizen("rina77")
    with pytest.raises(NotPossible):
        check_nickname(name, at=NOW)


@pytest.mark.parametrize("name", ["Rina Kembang", "pak_budi.88", "Warga Peduli", "Anak Melati"])
def test_plain_names_are_welcome(world: World, name: str) -> None:
    assert join(email=EMAIL, nickname=name, at=NOW).shown_name == name


def test_two_people_never_share_a_name_or_an_address(world: World) -> None:
    join(email=EMAIL, nickname="Rina Kembang", at=NOW)
    with pytest.raises(NotPossible, match="sudah dipakai"):
        join(email="lain@surel.test", nickname="rina  kembang", at=NOW)


def test_who_leaves_is_forgotten_and_his_words_stay(world: World) -> None:
    citizen = make_citizen()
    topic = make_topic(world, citizen)
    Following.objects.create(topic=topic, citizen=citizen)
    erase_citizen(citizen=citizen, at=NOW)
    row = Citizen.objects.get()
    assert (row.email, row.shown_name, row.digest) == ("", "Warga", "none")
    assert "rina77" not in row.nickname and not Following.objects.exists()
    assert ForumPost.objects.get().text == "Dua jam menunggu di loket."
    event = Event.objects.get(action="voice.citizen_erased")
    assert "rina" not in f"{event.before}{event.after}{event.why}"
    erase_citizen(citizen=citizen, at=NOW)
    assert Event.objects.filter(action="voice.citizen_erased").count() == 1
    page = Client().get(reverse("voice:forum_topic", args=[topic.pk])).content.decode()
    assert "rina77" not in page and "Warga" in page


def test_the_way_in_and_back_to_the_topic(world: World) -> None:
    topic = make_topic(world, make_citizen("budi k"))
    here = reverse("voice:forum_topic", args=[topic.pk])
    client = Client()
    page = client.post(f"{reverse('voice:forum_enter')}?ke={here}", {"email": EMAIL}, follow=True)
    assert "segera tiba" in page.content.decode()
    before = client.session.session_key
    page = client.post(reverse("voice:forum_code"), {"code": code()}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("voice:forum_join")
    assert client.session.session_key != before
    refused = client.post(reverse("voice:forum_join"), {"nickname": "Dinas Hebat"})
    assert refused.status_code == 422
    page = client.post(reverse("voice:forum_join"), {"nickname": "Rina Kembang"}, follow=True)
    assert page.redirect_chain[-1][0] == here and "Tulis tanggapan" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    client.post(reverse("voice:forum_leave"))
    assert "Masuk untuk menulis" in client.get(here).content.decode()


def test_known_and_unknown_addresses_get_the_same_answer(world: World) -> None:
    make_citizen("rina77")
    pages = []
    for email in ("rina77@surel.test", "tiada@surel.test"):
        pages.append(Client().post(reverse("voice:forum_enter"), {"email": email}, follow=True))
    bodies = [re.sub(r'name="csrfmiddlewaretoken"[^>]*', "", page.content.decode()) for page in pages]
    assert bodies[0] == bodies[1]


def test_a_known_citizen_is_in_with_the_code(world: World) -> None:
    make_citizen("rina77")
    client = Client()
    client.post(reverse("voice:forum_enter"), {"email": "RINA77@surel.test"})
    assert client.post(reverse("voice:forum_code"), {"code": "abc"}).status_code == 422
    assert client.post(reverse("voice:forum_code"), {"code": wrong(code())}).status_code == 422
    page = client.post(reverse("voice:forum_code"), {"code": code()}, follow=True)
    assert "rina77" in page.content.decode()


def test_sign_in_leads_nowhere_outside_the_forum(world: World) -> None:
    make_citizen("rina77")
    client = Client()
    client.post(
        f"{reverse('voice:forum_enter')}?ke=https://jahat.test/forum/", {"email": "rina77@surel.test"}
    )
    answer = client.post(reverse("voice:forum_code"), {"code": code()})
    assert answer["Location"] == "/forum/"


def test_one_network_cannot_flood_mailboxes(world: World) -> None:
    for n in range(60):
        Client().post(reverse("voice:forum_enter"), {"email": f"a{n}@surel.test"})
    page = Client().post(reverse("voice:forum_enter"), {"email": "z@surel.test"})
    assert page.status_code == 422 and len(mail.outbox) == 60


def test_staff_are_not_citizens_in_the_same_browser(world: World) -> None:
    citizen = make_citizen()
    client = client_of(citizen)
    client.force_login(world.nurse.user)
    page = client.get(reverse("voice:forum"), follow=True).content.decode()
    assert "rina77" not in page
    assert client.get(reverse("voice:forum_enter")).status_code == 302


def test_settings_and_leaving_by_the_pages(world: World) -> None:
    citizen = make_citizen()
    client = client_of(citizen)
    client.post(reverse("voice:forum_account"), {"digest": "daily"})
    citizen.refresh_from_db()
    assert citizen.digest == "daily"
    client.post(reverse("voice:forum_erase"))
    citizen.refresh_from_db()
    assert citizen.erased_at is not None
    assert client.get(reverse("voice:forum_account")).status_code == 302
