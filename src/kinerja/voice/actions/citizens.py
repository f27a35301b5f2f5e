"""Citizens of the forum: the code that proves an address, the chosen name, settings, leaving.

Citizens have no user account, so their acts stand in their own rows and not in the audit log; a name or an
address never enters the log.
"""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Agency, Unit
from kinerja.rules.forum import reads_as_official
from kinerja.rules.loader import in_force

from ..errors import NotPossible
from ..models import Citizen, Following, SignInCode
from ..queries.names import mentions

NICKNAME = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]{1,38}[A-Za-z0-9]")
LONG_NUMBER = re.compile(r"(?:\d[ ._-]?){7,}")
LEFT = re.compile(r"warga[ ._-]*\d*", re.I)
ERASURE = "UU 27/2022 Pasal 8"
ONE_HOUR = timedelta(hours=1)


def clean_address(email: str) -> str:
    """The address as it is compared: small letters, no space around it."""
    return email.strip().lower()


def send_code(*, email: str, at: datetime) -> bool:
    """Sends a six-digit code, valid for the minutes of rule `forum.sign_in`; only its digest is kept.

    False, and no mail, when the address has had its codes for this hour. The caller answers both alike,
    also whether the address is known. Raises OSError (SMTPException is one) when the mail does not go out.
    """
    law = in_force("forum.sign_in", localdate(at))
    life = timedelta(minutes=law["minutes"])
    address = clean_address(email)
    recent = SignInCode.objects.filter(email=address, expires_at__gt=at + life - ONE_HOUR)
    if recent.count() >= law["codes_an_hour_per_address"]:
        return False
    code = f"{secrets.randbelow(10**6):06d}"
    SignInCode.objects.create(email=address, digest=_digest(address, code), expires_at=at + life)
    body = _(
        "Kode masuk forum Anda: %(code)s\n\nKode berlaku %(minutes)d menit. Jangan berikan kepada siapa pun."
        " Bila Anda tidak memintanya, abaikan surel ini."
    )
    said = {"code": code, "minutes": law["minutes"]}
    send_mail(_("Kode masuk forum warga"), body % said, None, [address])
    return True


def _digest(address: str, code: str) -> str:
    return salted_hmac("kinerja.voice.forum.code", f"{address}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def prove_address(*, email: str, code: str, at: datetime) -> bool:
    """Whether `code` is the last one sent to the address, still valid and within its tries.

    Every wrong try counts, so nothing is raised here that would undo the count. A right code is used up.
    """
    tries = in_force("forum.sign_in", localdate(at))["tries"]
    address = clean_address(email)
    sent = SignInCode.objects.select_for_update().filter(email=address).order_by("-expires_at", "-pk").first()
    if sent is None or sent.expires_at <= at or sent.tries >= tries:
        return False
    if hmac.compare_digest(sent.digest, _digest(address, "".join(code.split()))):
        SignInCode.objects.filter(email=address).delete()
        return True
    SignInCode.objects.filter(pk=sent.pk).update(tries=F("tries") + 1)
    return False


def forget_codes(*, at: datetime) -> int:
    """Deletes codes that nobody needs any more, also for counting; returns how many."""
    return SignInCode.objects.filter(expires_at__lt=at - ONE_HOUR).delete()[0]


def known_citizen(email: str) -> Citizen | None:
    """Who takes part with this (proven) address."""
    return Citizen.objects.filter(email__iexact=clean_address(email), erased_at__isnull=True).first()


@transaction.atomic
def join(*, email: str, nickname: str, at: datetime) -> Citizen:
    """A new citizen with a proven address and a name chosen once. Raises NotPossible with the reason."""
    name = " ".join(nickname.split())
    check_nickname(name, at=at)
    try:
        with transaction.atomic():
            return Citizen.objects.create(email=clean_address(email), nickname=name, joined_at=at)
    except IntegrityError as taken:
        raise NotPossible(_("Nama itu sudah dipakai. Pilih nama lain.")) from taken


def check_nickname(name: str, *, at: datetime) -> None:
    """Raises NotPossible unless the name is plain, free, and nobody could take it for an official's."""
    on = localdate(at)
    if not NICKNAME.fullmatch(name):
        raise NotPossible(
            _("Pakai 3 sampai 40 huruf atau angka, diawali huruf. Spasi, titik, dan tanda hubung boleh.")
        )
    if LONG_NUMBER.search(name):
        raise NotPossible(_("Jangan memakai nomor telepon atau NIK sebagai nama; nama ini terlihat umum."))
    names = [word for pair in Unit.objects.values_list("name", "code") for word in pair]
    names += [word for pair in Agency.objects.values_list("name", "short_name") for word in pair]
    if reads_as_official(name, names, on=on) or LEFT.fullmatch(name):
        raise NotPossible(_("Nama itu dapat dikira nama pejabat atau instansi. Pilih nama lain."))
    if mentions(name, on):
        raise NotPossible(_("Nama itu sama dengan nama seorang pegawai. Pilih nama lain."))
    if Citizen.objects.filter(nickname__iexact=name).exists():
        raise NotPossible(_("Nama itu sudah dipakai. Pilih nama lain."))


@transaction.atomic
def set_digest(*, citizen: Citizen, digest: str) -> None:
    """How often news of followed topics comes by mail."""
    citizen.digest = Citizen.Digest(digest)
    Citizen.objects.filter(pk=citizen.pk, erased_at__isnull=True).update(digest=citizen.digest)


@transaction.atomic
def erase_citizen(*, citizen: Citizen, at: datetime, actor: User | None = None, why: str = "") -> Citizen:
    """Name and address go for good, what he wrote stays as "Warga". Doing it again changes nothing.

    `actor` is the officer when it happens at a request of data protection, None when he leaves himself.
    Source: UU 27/2022 Pasal 8 (erasure); posts stay because others answered them.
    """
    held = Citizen.objects.select_for_update().get(pk=citizen.pk)
    if held.erased_at is None:
        SignInCode.objects.filter(email=clean_address(held.email)).delete()
        Following.objects.filter(citizen=held).delete()
        Citizen.objects.filter(pk=held.pk).update(
            email="", nickname=f"warga-{held.pk}", digest=Citizen.Digest.NONE, erased_at=at
        )
        record(actor=actor, at=at, action="voice.citizen_erased", target=held, why=why, rule=ERASURE)
    held.refresh_from_db()
    return held
