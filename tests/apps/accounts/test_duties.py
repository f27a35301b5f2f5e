"""Duties, temporary passwords, open and closed accounts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kinerja.accounts.access import may_administer, may_manage_people, may_read_all, may_read_log, roles
from kinerja.accounts.actions import GrantError, grant_role, revoke_role, set_active, set_temporary_password
from kinerja.accounts.errors import Stale
from kinerja.accounts.models import RoleGrant, User
from kinerja.audit.models import Event
from tests.world import NOW, TODAY, World


def account(world: World, name: str) -> User:
    user = getattr(world, name).user
    assert user is not None
    return User.objects.get(pk=user.pk)


def test_a_duty_counts_on_its_days_only(world: World) -> None:
    grant_role(
        actor=account(world, "admin"),
        user=account(world, "nurse"),
        role="hr",
        starts=date(2026, 10, 10),
        ends=date(2026, 10, 20),
        reason="Membantu",
        at=NOW,
    )
    nurse = account(world, "nurse")
    assert [bool(may_manage_people(nurse, date(2026, 10, day))) for day in (9, 10, 20, 21)] == [
        False, True, True, False,
    ]  # fmt: skip
    entry = Event.objects.get(action="accounts.grant_role")
    assert entry.why == "Membantu" and entry.actor_name == "Fajar Nugroho"


@pytest.mark.parametrize(
    ("starts", "ends", "reason", "says"),
    [
        (TODAY, None, " ", "alasan"),
        (TODAY, TODAY - timedelta(days=1), "x", "mendahului"),
        (TODAY, None, "x", "sudah memegang"),
        (date(2020, 1, 1), date(2024, 6, 1), "x", "sudah memegang"),
    ],
)
def test_grants_that_are_refused(
    world: World, starts: date, ends: date | None, reason: str, says: str
) -> None:
    with pytest.raises(GrantError, match=says):
        grant_role(
            actor=account(world, "admin"),
            user=account(world, "hr"),
            role="hr",
            starts=starts,
            ends=ends,
            reason=reason,
            at=NOW,
        )


def test_a_duty_before_another_of_the_same_kind_is_fine(world: World) -> None:
    grant_role(
        actor=None,
        user=account(world, "hr"),
        role="hr",
        starts=date(2020, 1, 1),
        ends=date(2020, 12, 31),
        reason="x",
        at=NOW,
    )
    assert roles(account(world, "hr"), date(2020, 5, 5)) == {"hr"}


def test_a_revoked_duty_no_longer_counts_today_but_did_before(world: World) -> None:
    grant = RoleGrant.objects.get(role="auditor")
    revoke_role(actor=account(world, "admin"), grant=grant, reason="Pindah", on=TODAY, at=NOW)
    user = account(world, "auditor")
    assert not may_read_log(user, TODAY)
    assert may_read_log(user, TODAY - timedelta(days=1))
    with pytest.raises(Stale):
        revoke_role(actor=account(world, "admin"), grant=grant, reason="Pindah", on=TODAY, at=NOW)


def test_a_duty_that_never_counted_is_taken_out(world: World) -> None:
    grant = grant_role(
        actor=None, user=account(world, "nurse"), role="hr", starts=TODAY, reason="Keliru", at=NOW
    )
    revoke_role(actor=account(world, "admin"), grant=grant, reason="Keliru", on=TODAY, at=NOW)
    assert not RoleGrant.objects.filter(user=account(world, "nurse")).exists()
    assert Event.objects.filter(action="accounts.revoke_role").exists()


def test_the_last_administrator_stays(world: World) -> None:
    grant = RoleGrant.objects.get(role="admin")
    with pytest.raises(GrantError, match="administrator terakhir"):
        revoke_role(actor=account(world, "admin"), grant=grant, reason="x", on=TODAY, at=NOW)
    grant_role(actor=None, user=account(world, "hr"), role="admin", starts=TODAY, reason="Pengganti", at=NOW)
    revoke_role(actor=account(world, "hr"), grant=grant, reason="x", on=TODAY, at=NOW)
    assert not may_administer(account(world, "admin"), TODAY)


def test_an_auditor_reads_all_and_changes_nothing(world: World) -> None:
    auditor = account(world, "auditor")
    assert may_read_all(auditor, TODAY) and may_read_log(auditor, TODAY)
    assert not may_manage_people(auditor, TODAY) and not may_administer(auditor, TODAY)


def test_a_closed_account_has_no_duty_and_cannot_work(world: World) -> None:
    client = world.client(world.hr)
    assert client.get(reverse("people:settings")).status_code == 200
    set_active(actor=account(world, "admin"), user=account(world, "hr"), active=False, reason="Cuti", at=NOW)
    assert not roles(account(world, "hr"), TODAY)
    assert client.get(reverse("people:settings")).status_code == 302
    with pytest.raises(Stale):
        set_active(actor=account(world, "admin"), user=account(world, "hr"), active=False, reason="x", at=NOW)


def test_nobody_closes_his_own_account(world: World) -> None:
    admin = account(world, "admin")
    with pytest.raises(GrantError, match="sendiri"):
        set_active(actor=admin, user=admin, active=False, reason="x", at=NOW)


def test_a_temporary_password_works_and_is_never_logged(world: World) -> None:
    made = set_temporary_password(
        actor=account(world, "admin"), user=account(world, "nurse"), reason="Lupa", at=NOW
    )
    assert account(world, "nurse").check_password(made)
    assert len(made) >= 19
    entry = Event.objects.get(action="accounts.set_temporary_password")
    assert made not in str(entry.__dict__)


def test_by_hand_in_the_browser(world: World) -> None:
    client = world.client(world.admin)
    data = {"user": f"{world.nurse.nip[:8]} {world.nurse.nip[8:]}", "role": "hr", "reason": "Surat 5"}
    page = client.post(reverse("accounts:grants"), data | {"starts": "2026-10-05"}, follow=True)
    assert "Peran diberikan" in page.content.decode()
    grant = RoleGrant.objects.get(user=account(world, "nurse"))
    page = client.post(reverse("accounts:revoke", args=[grant.pk]), {"reason": "Selesai"}, follow=True)
    assert "Peran dicabut" in page.content.decode()
    page = client.post(reverse("accounts:grants"), data | {"user": "tidak ada", "starts": "2026-10-05"})
    assert page.status_code == 422 and "Tidak ada akun" in page.content.decode()
    page = client.post(reverse("accounts:password", args=[account(world, "midwife").pk]), {"reason": "Lupa"})
    assert "Hanya ditampilkan sekali" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_the_log_page_finds_and_turns_pages(world: World, django_assert_max_num_queries) -> None:
    for number in range(60):
        grant_role(
            actor=None,
            user=account(world, "nurse"),
            role="hr",
            starts=date(2000 + number // 30, number % 12 + 1, number % 28 + 1),
            ends=date(2000 + number // 30, number % 12 + 1, number % 28 + 1),
            reason=f"Alasan ke-{number}",
            at=NOW,
        )
    client = world.client(world.auditor)
    with django_assert_max_num_queries(8):
        first = client.get(reverse("accounts:log")).content.decode()
    assert "Alasan ke-59" in first and "Alasan ke-9<" not in first
    oldest = Event.objects.order_by("-id")[49].pk
    second = client.get(reverse("accounts:log"), {"sebelum": oldest}).content.decode()
    assert "Alasan ke-9<" in second and "Alasan ke-59" not in second
    one = Event.objects.order_by("id").first()
    assert one is not None
    found = client.get(reverse("accounts:log"), {"jenis": one.object_type, "objek": one.object_id})
    assert found.content.decode().count("Alasan ke-") == 1
