"""Signing in with the NIP as it is printed, or the e-mail; nobody signs himself up."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kinerja.accounts.models import User
from tests.world import PASSWORD, World


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    """Rate limits live in the cache and would otherwise add up over tests."""
    cache.clear()


def sign_in(login: str, password: str = PASSWORD) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": login, "password": password})
    return "_auth_user_id" in client.session


def test_with_nip_or_email(world: World) -> None:
    nip = world.nurse.nip
    assert sign_in(nip)
    assert sign_in(f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}")
    assert sign_in("nurse@contoh.test")
    assert sign_in("NURSE@contoh.test")


def test_not_with_another_password_or_name(world: World) -> None:
    assert not sign_in(world.nurse.nip, "bukan kata sandinya")
    assert not sign_in("198001012010011999")


def test_not_without_a_password_or_with_a_closed_account(world: World) -> None:
    user = User.objects.get(username=world.nurse.nip)
    user.set_unusable_password()
    user.save()
    assert not sign_in(world.nurse.nip, "")
    assert not sign_in(world.nurse.nip)
    User.objects.filter(username=world.midwife.nip).update(is_active=False)
    assert not sign_in(world.midwife.nip)


def test_guessing_is_slowed_down(world: World) -> None:
    for attempt in range(12):
        sign_in(world.nurse.nip, f"tebakan {attempt}")
    assert not sign_in(world.nurse.nip)


def test_nobody_signs_himself_up(world: World) -> None:
    before = User.objects.count()
    page = Client().post(
        reverse("account_signup"), {"username": "baru", "password1": PASSWORD, "email": "a@b.test"}
    )
    assert page.status_code == 200
    assert User.objects.count() == before
