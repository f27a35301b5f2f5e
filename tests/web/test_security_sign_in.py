"""Signing in, staying in, signing out: what helps a guesser, and what ends a session."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from kinerja import settings as product
from kinerja.accounts.actions import set_active
from kinerja.accounts.models import User
from kinerja.audit.models import Event
from kinerja.people.actions import update_employee
from kinerja.people.models import Employee
from tests.world import NOW, PASSWORD, World

UNKNOWN = "199901012020011999"
TOO_MANY = "Terlalu banyak"
INSIDE = "/akun/password/change/"


def account(person: Employee) -> User:
    assert person.user is not None
    return person.user


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/akun/login/", {"login": name, "password": password}, **more)


def is_inside(client: Client) -> bool:
    return client.get(INSIDE).status_code == 200


def words(response: Any, typed: str) -> str:
    """What a person reads, without what was typed and without the token."""
    text = response.content.decode().replace(typed, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", text)


def test_wrong_password_unknown_nip_and_closed_account_read_the_same(world: World) -> None:
    set_active(actor=account(world.admin), user=account(world.pppk), active=False, reason="Pensiun", at=NOW)
    names = (world.nurse.nip, UNKNOWN, world.pppk.nip)
    answers = [sign_in(Client(), name, "kata sandi yang salah") for name in names]
    assert {answer.status_code for answer in answers} == {200}
    assert len({words(answer, name) for answer, name in zip(answers, names, strict=True)}) == 1


def test_wrong_password_and_unknown_nip_cost_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    costs = []
    for name in (world.nurse.nip, UNKNOWN, "nurse@contoh.test", "siapa@contoh.test"):
        hashed.clear()
        sign_in(Client(), name, "kata sandi yang salah")
        costs.append(len(hashed))
    assert costs == [1, 1, 1, 1]


def test_a_forgotten_password_is_answered_the_same_for_everybody(world: World) -> None:
    read = []
    for typed in ("nurse@contoh.test", "siapa@contoh.test"):
        mail.outbox.clear()
        answer = Client().post("/akun/password/reset/", {"email": typed}, follow=True)
        read.append((answer.redirect_chain, words(answer, typed), len(mail.outbox)))
    assert read[0] == read[1]
    assert read[0][2] == 1


def test_a_reset_link_works_once_and_ends_other_sessions(world: World) -> None:
    elsewhere = world.client(world.nurse)
    assert is_inside(elsewhere)
    client = Client()
    client.post("/akun/password/reset/", {"email": "nurse@contoh.test"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    new = "sepeda biru di bawah pohon"
    client.post(form, {"password1": new, "password2": new})
    assert sign_in(Client(), world.nurse.nip, new).status_code == 302
    assert not is_inside(elsewhere)
    again = Client().get(link[1], follow=True).content.decode()
    assert 'name="password1"' not in again


def test_nobody_signs_himself_up(world: World) -> None:
    before = User.objects.count()
    page = Client().get("/akun/signup/")
    assert "Akun dibuat oleh unit kepegawaian" in page.content.decode()
    form = {"username": "tamu", "email": "tamu@contoh.test", "password1": "sepeda biru di bawah pohon"}
    for path in ("/akun/signup/", "/akun/social/signup/"):
        Client().post(path, form)
    assert User.objects.count() == before


def test_five_wrong_tries_close_the_account_for_five_minutes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    nip = world.nurse.nip
    for typed in (nip, f"{nip[:8]} {nip[8:]}", f" {nip}", f"{nip} ", nip):
        assert TOO_MANY not in sign_in(Client(), typed, "salah").content.decode()
    refused = sign_in(Client(), nip)
    assert refused.status_code == 200
    assert TOO_MANY in refused.content.decode()
    assert sign_in(Client(), world.midwife.nip).status_code == 302
    later = SimpleNamespace(time=lambda: time.time() + 301, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr(ratelimit, "time", later)
    assert sign_in(Client(), nip).status_code == 302


def test_all_workers_count_together(world: World) -> None:
    sign_in(Client(), world.nurse.nip, "salah")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone() == (2,)  # for the address and for the account


@pytest.mark.parametrize(("proxies", "told"), [(0, "203.0.113.{n}"), (1, "203.0.113.{n}, 198.51.100.7")])
def test_a_made_up_address_does_not_reset_the_count(
    world: World, settings: Any, proxies: int, told: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    answers = [
        sign_in(Client(), f"{UNKNOWN}{n}", "salah", headers={"x-forwarded-for": told.format(n=n)})
        for n in range(4)
    ]
    assert [TOO_MANY in answer.content.decode() for answer in answers] == [False, False, False, True]


def test_behind_one_proxy_each_address_has_its_own_count(world: World, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/m/ip"}
    for n in range(3):
        answer = sign_in(Client(), UNKNOWN, "salah", headers={"x-forwarded-for": f"203.0.113.{n}"})
        assert TOO_MANY not in answer.content.decode()


def test_a_flood_of_sign_ins_is_answered_in_plain_words(world: World, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(Client(), UNKNOWN, "salah")
    flooded = sign_in(Client(), UNKNOWN, "salah")
    assert flooded.status_code == 429
    assert "Tunggu lima menit" in flooded.content.decode()


def test_the_session_gets_a_new_key_at_sign_in(world: World) -> None:
    client = Client()
    session = client.session
    session["ditanam"] = "oleh penyerang"
    session.save()
    planted = session.session_key
    client.cookies["kinerja_sesi"] = planted
    sign_in(client, world.nurse.nip)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_signing_out_ends_the_session_and_needs_a_post(world: World) -> None:
    client = Client()
    sign_in(client, world.nurse.nip)
    stolen = client.cookies["kinerja_sesi"].value
    client.get("/akun/logout/")
    assert is_inside(client)
    client.post("/akun/logout/")
    thief = Client()
    thief.cookies["kinerja_sesi"] = stolen
    assert not is_inside(thief)


def test_a_new_password_signs_out_other_devices(world: World) -> None:
    here, elsewhere = world.client(world.nurse), world.client(world.nurse)
    new = "sepeda biru di bawah pohon"
    form = {"oldpassword": "bukan ini", "password1": new, "password2": new}
    assert here.post(INSIDE, form).status_code == 200
    assert is_inside(elsewhere)
    here.post(INSIDE, form | {"oldpassword": PASSWORD})
    assert is_inside(here)
    assert not is_inside(elsewhere)


def test_a_closed_account_is_out_at_once(world: World) -> None:
    client = world.client(world.nurse)
    assert is_inside(client)
    set_active(actor=account(world.admin), user=account(world.nurse), active=False, reason="Pensiun", at=NOW)
    assert not is_inside(client)
    assert sign_in(Client(), world.nurse.nip).headers["Location"] == "/akun/inactive/"


def test_cookies_are_closed_to_scripts_and_end_with_the_working_day(world: World) -> None:
    client = Client()
    client.post("/bahasa/", {"language": "id"})
    client.post("/tema/", {"theme": "dark"})
    client.get("/akun/login/")
    sign_in(client, world.nurse.nip)
    assert {"kinerja_sesi", "kinerja_csrf", "kinerja_tema", "django_language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["domain"] == "", name
    assert client.cookies["kinerja_sesi"]["max-age"] == 12 * 3600


def one_time_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_second_factor_can_be_switched_on_after_typing_the_password_again(world: World) -> None:
    client = world.client(world.nurse)
    asked = client.get("/akun/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/akun/reauthenticate/")
    client.post("/akun/reauthenticate/", {"password": PASSWORD})
    page = client.get("/akun/2fa/totp/activate/")
    assert page.status_code == 200
    client.post("/akun/2fa/totp/activate/", {"code": one_time_code(client.session["mfa.totp.secret"])})
    assert account(world.nurse).authenticator_set.filter(type="totp").exists()


def test_with_a_second_factor_the_password_alone_opens_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(account(world.nurse), secret)
    code = one_time_code(secret)
    client, second = Client(), Client()
    for half in (client, second):
        assert sign_in(half, world.nurse.nip).headers["Location"] == "/akun/2fa/authenticate/"
        assert not is_inside(half)
    client.post("/akun/2fa/authenticate/", {"code": code})
    assert is_inside(client)
    second.post("/akun/2fa/authenticate/", {"code": code})
    assert not is_inside(second), "a code is good once"


def test_the_address_of_an_account_is_changed_by_the_register_alone_and_logged(world: World) -> None:
    client = world.client(world.nurse)
    for act in ("action_add", "action_remove", "action_primary"):
        client.post("/akun/email/", {"email": "baru@contoh.test", act: ""})
    assert client.get("/akun/email/").headers["Location"] == "/akun/2fa/"
    assert not EmailAddress.objects.exists()
    assert User.objects.get(pk=account(world.nurse).pk).email == "nurse@contoh.test"
    facts = {name: getattr(world.nurse, name) for name in ("nip", "name", "kind", "rank")}
    update_employee(employee=world.nurse, **facts, email="Baru@contoh.test", actor=account(world.hr), at=NOW)
    event = Event.objects.get(action="people.update_employee")
    assert (event.before["email"], event.after["email"]) == ("nurse@contoh.test", "baru@contoh.test")


@pytest.mark.parametrize(
    "weak",
    [
        "pendek",
        "12345678901",
        "123qweasdzxc",
        "198009092010011008",
        "dewi lestari",
        "nurse@contoh.test",
        "Puskesmas!2026",
        "passwordpassword",
        "kota-sehat-2026",
    ],
)
def test_weak_passwords_are_refused(world: World, weak: str) -> None:
    user = account(world.nurse)
    user.username = "198009092010011008"
    with pytest.raises(ValidationError):
        validate_password(weak, user)


@pytest.mark.parametrize(
    "strong", ["sepeda biru di bawah pohon", "hanyahurufkecilsaja", "60358217749203", "x" * 63 + "é😀"]
)
def test_any_letters_make_a_password_and_every_letter_counts(world: World, strong: str) -> None:
    user = account(world.nurse)
    validate_password(strong, user)
    user.set_password(strong)
    assert user.check_password(strong)
    assert not user.check_password(strong[:-1])
    assert user.check_password(strong.upper()) is (strong.upper() == strong)


def test_passwords_are_kept_as_argon2id(settings: Any) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    user = User(username="x")
    user.set_password(PASSWORD)
    assert user.password.startswith("argon2$argon2id$")
    assert identify_hasher(user.password).memory_cost >= 19 * 1024  # OWASP's least for argon2id, KiB
    assert PASSWORD not in user.password


def test_sign_ins_are_logged_by_number_and_never_by_what_was_typed(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="kinerja")
    sign_in(Client(), world.nurse.nip, "rahasia-salah")
    sign_in(Client(), "sandi-di-kolom-nama\nPALSU", "rahasia-salah")
    sign_in(Client(), "nurse@contoh.test")
    number = account(world.nurse).pk
    lines = [line for line in caplog.messages if "from 127.0.0.1" in line]
    assert lines == [
        f"refused: account {number} from 127.0.0.1",
        "refused: account unknown from 127.0.0.1",
        f"signed in: account {number} from 127.0.0.1",
    ]
    for secret in ("rahasia-salah", "sandi-di-kolom-nama", PASSWORD):
        assert secret not in caplog.text
