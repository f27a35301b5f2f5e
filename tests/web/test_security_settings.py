"""The product's own settings as an office runs them, read in a process of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HOST = "kinerja.contoh.go.id"
ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
names = (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_AGE", "DEBUG", "ALLOWED_HOSTS",
    "ALLAUTH_TRUSTED_PROXY_COUNT", "PASSWORD_HASHERS", "CSRF_TRUSTED_ORIGINS", "USE_X_FORWARDED_HOST",
)
told = {name: getattr(settings, name, None) for name in names}
for way, secure in (("plain", False), ("tls", True)):
    answer = Client().get("/robots.txt", secure=secure, headers={"host": "%(host)s"})
    headers = {name.lower(): value for name, value in answer.headers.items()}
    told[way] = {"status": answer.status_code, **headers}
chosen = Client().post("/tema/", {"theme": "dark"}, secure=True, headers={"host": "%(host)s"})
told["theme_secure"] = bool(chosen.cookies["kinerja_tema"]["secure"])
print(json.dumps(told))
"""


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "kinerja.settings",
        "KINERJA_SECRET_KEY": "kunci-uji-cukup-panjang-dan-beragam-1234567890-abcdefghijklmnop",
        "KINERJA_DATA": str(folder),
        **more,
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Settings and answers of an installation behind TLS."""
    ask = ASK.replace("%(host)s", HOST)
    done = run(tmp_path_factory.mktemp("kantor"), "-c", ask, KINERJA_HTTPS="1", KINERJA_HOSTS=HOST)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_behind_tls_cookies_are_secure_and_bound_to_the_host(office: dict[str, Any]) -> None:
    for kind in ("SESSION", "CSRF"):
        assert office[f"{kind}_COOKIE_SECURE"] is True
        assert office[f"{kind}_COOKIE_HTTPONLY"] is True
        assert office[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert office[f"{kind}_COOKIE_NAME"].startswith("__Host-")
    assert office["LANGUAGE_COOKIE_SECURE"] is True
    assert office["theme_secure"] is True
    assert office["SESSION_COOKIE_DOMAIN"] is None
    assert office["SESSION_COOKIE_AGE"] == 12 * 3600


def test_behind_tls_the_browser_is_held_to_tls(office: dict[str, Any]) -> None:
    assert office["plain"]["status"] == 301
    assert office["plain"]["location"] == f"https://{HOST}/robots.txt"
    assert office["tls"]["status"] == 200
    assert office["tls"]["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_only_the_named_hosts_are_served(office: dict[str, Any]) -> None:
    assert office["ALLOWED_HOSTS"] == [HOST]
    assert office["CSRF_TRUSTED_ORIGINS"] == [f"https://{HOST}"]
    assert office["USE_X_FORWARDED_HOST"] is False


def test_one_proxy_is_believed_behind_tls(office: dict[str, Any]) -> None:
    assert office["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_it_is_never_in_debug_and_hashes_with_argon2_alone(office: dict[str, Any]) -> None:
    assert office["DEBUG"] is False
    assert office["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_deployment_checks_leave_only_what_the_document_explains(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "django", "check", "--deploy", KINERJA_HTTPS="1", KINERJA_HOSTS=HOST)
    assert done.returncode == 0, done.stderr
    warned = set(re.findall(r"\((\w+\.[A-Z]\d+)\)", done.stdout + done.stderr))
    document = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    assert warned <= set(re.findall(r"`(\w+\.[A-Z]\d+)`", document))
    assert warned == {"security.W021"}


def test_without_a_signing_key_nothing_is_signed(tmp_path: Path) -> None:
    done = run(tmp_path, "-c", "from django.core import signing; signing.dumps(1)", KINERJA_SECRET_KEY="")
    assert done.returncode != 0
    assert "SECRET_KEY setting must not be empty" in done.stderr


@pytest.mark.parametrize(("hours", "age"), [("", 12 * 3600), ("8", 8 * 3600)])
def test_an_office_chooses_how_long_one_stays_signed_in(tmp_path: Path, hours: str, age: int) -> None:
    more = {"KINERJA_SESSION_HOURS": hours} if hours else {}
    done = run(tmp_path, "-c", "from kinerja import settings; print(settings.SESSION_COOKIE_AGE)", **more)
    assert done.stdout.strip() == str(age)
