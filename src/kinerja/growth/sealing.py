"""Words that only two people read, sealed before they reach the database.

Authenticated encryption (Fernet) with a key of each counselling's own, derived from the signing key: a copy
of the database or a backup holds ciphertext, and a note cannot be moved into another counselling. Keys of
`SECRET_KEY_FALLBACKS` still open what was sealed with them. Protects against readers of the database, not
against somebody who holds both the database and the signing key.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from kinerja.accounts.errors import ActionError

PURPOSE = "kinerja.growth.counselling"


class CannotOpen(ActionError):
    """The signing key that sealed the note is not here any more, or the bytes were changed."""


def seal(text: str, counselling_id: int) -> bytes:
    """The text as ciphertext that only `unseal` with the same counselling opens."""
    return _keys(counselling_id).encrypt(text.encode())


def unseal(sealed: bytes, counselling_id: int) -> str:
    """The text again. Raises CannotOpen."""
    try:
        return _keys(counselling_id).decrypt(sealed).decode()
    except InvalidToken as error:
        raise CannotOpen(
            _("Catatan ini tidak dapat dibuka: kunci server sudah berganti. Minta admin memasang kunci lama.")
        ) from error


def _keys(counselling_id: int) -> MultiFernet:
    """The newest key seals; older ones only open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(secret), counselling_id)) for secret in secrets])


def _derived(secret: str, counselling_id: int) -> bytes:
    context = f"{PURPOSE}:{counselling_id}".encode()
    return urlsafe_b64encode(HKDF(SHA256(), 32, None, context).derive(secret.encode()))
