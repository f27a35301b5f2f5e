"""A password that an administrator gave: it opens one page, for three days, and is never kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.test import Client

from kinerja.accounts.actions import set_temporary_password
from kinerja.accounts.adapter import AccountAdapter
from kinerja.accounts.given_passwords import SEALED, WORKS, has_run_out, sealed_until
from kinerja.accounts.models import User
from tests.web.test_security_sign_in import INSIDE, account, sign_in
from tests.world import NOW, PASSWORD, World

OWN = "sepeda biru di bawah pohon"


def given(world: World) -> tuple[User, str]:
    """The nurse's account, and the password that the administrator has just made for her."""
    user = account(world.nurse)
    return user, set_temporary_password(actor=account(world.admin), user=user, reason="Lupa", at=NOW)


def changed(client: Client, old: str, new: str) -> Any:
    return client.post(INSIDE, {"oldpassword": old, "password1": new, "password2": new})


def test_it_opens_nothing_before_its_owner_made_another(world: World) -> None:
    user, made = given(world)
    client = Client()
    assert sign_in(client, user.username, made).status_code == 302
    for path in ("/", "/skp/", "/konseling/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, INSIDE), path
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == INSIDE
    assert client.get("/layanan/").status_code == 200, "what is open to everybody stays open"
    assert "dibuatkan administrator" in client.get(INSIDE).content.decode()

    again = changed(client, made, made)
    assert "Buat kata sandi lain" in again.content.decode()
    assert client.get("/").status_code == 302
    assert changed(client, made, OWN).status_code == 302
    user.refresh_from_db()
    assert user.password_is_own and user.check_password(OWN)
    assert client.get("/").status_code == 200
    assert sign_in(Client(), user.username, made).status_code == 200, "the given one is gone"


def test_signing_out_is_always_possible(world: World) -> None:
    user, made = given(world)
    client = Client()
    sign_in(client, user.username, made)
    assert client.post("/akun/logout/").status_code == 302
    assert client.get(INSIDE).headers["Location"].startswith("/akun/login/")


def test_who_came_by_another_way_is_not_asked(world: World) -> None:
    user, _made = given(world)
    client = Client()
    client.force_login(user)  # as by the office's own sign-in: no record of a password
    assert client.get("/skp/").status_code == 200


def test_it_ends_after_three_days(world: World, settings: Any) -> None:
    user, made = given(world)
    settings.FIXED_NOW = (NOW + WORKS).isoformat()
    assert sign_in(Client(), user.username, made).status_code == 302
    settings.FIXED_NOW = (NOW + WORKS + timedelta(seconds=1)).isoformat()
    refused = sign_in(Client(), user.username, made)
    assert refused.status_code == 200 and "sudah tidak berlaku" in refused.content.decode()
    assert "sudah tidak berlaku" not in sign_in(Client(), user.username, "salah").content.decode()
    assert sign_in(Client(), account(world.pppk).username, PASSWORD).status_code == 302


def test_the_days_to_the_second(world: World) -> None:
    user, _made = given(world)
    assert not has_run_out(user, NOW + WORKS) and has_run_out(user, NOW + WORKS + timedelta(seconds=1))
    AccountAdapter().set_password(user, OWN)
    assert not has_run_out(user, NOW + timedelta(days=365))
    assert sealed_until(user, NOW) == NOW + SEALED, "also after it was replaced: by whom is not known"
    assert sealed_until(user, NOW + SEALED) is None
    assert sealed_until(account(world.pppk), NOW) is None


def test_an_own_password_may_be_typed_again(world: World) -> None:
    user = account(world.nurse)
    user.set_password(OWN)
    try:
        AccountAdapter().clean_password(OWN, user)
    except ValidationError as error:
        raise AssertionError("only the given one is refused") from error
