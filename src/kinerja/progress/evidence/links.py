"""Judges a link by its form. The product never opens it: a server that fetches what people type can be
sent to places it must not see."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

LENGTH = 1_000
ASKS_PERMISSION = (
    "drive.google.com",
    "docs.google.com",
    "1drv.ms",
    "onedrive.live.com",
    "sharepoint.com",
    "dropbox.com",
    "icloud.com",
    "mega.nz",
)


class RefusedLink(ValueError):
    """No link that may be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """The link as kept, and what its owner should check ("" when there is nothing)."""

    url: str
    warning: str = ""


def check_link(text: str) -> LinkVerdict:
    """Reads a link as typed; "www.contoh.go.id/a" is taken as https. Raises RefusedLink."""
    url = text.strip()
    if not url:
        raise RefusedLink(_("Isi tautannya, misalnya https://contoh.go.id/laporan."))
    if "://" not in url and url.lower().startswith("www."):
        url = f"https://{url}"
    if len(url) > LENGTH or any(letter.isspace() or not letter.isprintable() for letter in url):
        raise RefusedLink(_("Tautan ini terlalu panjang atau berisi spasi. Salin ulang tautannya."))
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        _port = parts.port
    except ValueError as error:
        raise RefusedLink(_("Tautan ini tidak dapat dibaca. Salin ulang tautannya.")) from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise RefusedLink(_("Tautan harus diawali https:// atau http://."))
    if parts.username is not None or parts.password is not None:
        raise RefusedLink(_("Tautan ini memuat nama pengguna atau kata sandi. Hapus bagian itu dahulu."))
    return LinkVerdict(url, _warning(host))


def _warning(host: str) -> str:
    if any(host == known or host.endswith(f".{known}") for known in ASKS_PERMISSION):
        return _(
            "Tautan ini sering meminta izin. Pastikan siapa pun yang memiliki tautan dapat melihatnya, "
            "atau unggah berkasnya di sini."
        )
    if _inside(host):
        return _("Tautan ini tampaknya hanya terbuka di jaringan kantor. Lebih aman unggah berkasnya.")
    return ""


def _inside(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal"))
