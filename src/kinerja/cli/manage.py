"""`kinerja migrate`, `create-admin` and `worker`: what an administrator does at the keyboard."""

from __future__ import annotations

import sys

import click

from kinerja.cli.session import Refused, migrate, on_database, tell


@click.command("migrate")
def migrate_command() -> None:
    """Terapkan perubahan tabel pada basis data."""
    with on_database():
        applied = migrate()
    tell(f"{applied} perubahan tabel diterapkan." if applied else "Tabel sudah mutakhir.")


@click.command("worker")
def worker_command() -> None:
    """Kerjakan tugas latar (dokumen, impor, penutupan periode) sampai dihentikan."""
    with on_database():
        from django.core.management import call_command

        from kinerja.jobs.upkeep import keep_going

        keep_going()
        tell("Menunggu tugas. Tekan Ctrl-C untuk berhenti.")
        call_command("db_worker", verbosity=0)


@click.command("create-admin")
@click.option("--username", prompt="NIP atau nama pengguna")
@click.option("--name", prompt="Nama lengkap")
@click.option("--email", prompt="Surel", default="", show_default=False)
@click.option("--password-stdin", is_flag=True, help="Baca kata sandi dari masukan baku, satu baris.")
def create_admin_command(username: str, name: str, email: str, password_stdin: bool) -> None:
    """Buat akun administrator."""
    with on_database():
        password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask_password()
        _create_admin(username.strip(), name.strip(), email.strip(), password)
    tell(f"Akun administrator {username} siap.")


def _ask_password() -> str:
    answer: str = click.prompt("Kata sandi", hide_input=True, confirmation_prompt="Ulangi kata sandi")
    return answer


def _create_admin(username: str, name: str, email: str, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.utils import timezone

    from kinerja.accounts.actions import grant_role
    from kinerja.accounts.models import RoleGrant, User

    if "@" in username:
        raise Refused("Nama pengguna tidak boleh memuat @.", "Pakai NIP; surel diisi tersendiri.")
    now = timezone.now()
    user = User(username=username, full_name=name, email=email, is_staff=True, is_superuser=True)
    try:
        user.set_password(password)
        user.full_clean()
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "Perbaiki isian itu, lalu ulangi.") from error
    with transaction.atomic():
        user.save()
        grant_role(
            actor=user,
            user=user,
            role=RoleGrant.Role.ADMIN,
            starts=timezone.localdate(now),
            reason="Administrator pertama, dibuat dari baris perintah",
            at=now,
        )
