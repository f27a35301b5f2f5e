"""How people sign in: with the NIP as they write it, or their e-mail. Nobody signs himself up."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .given_passwords import has_run_out
from .models import User

log = logging.getLogger(__name__)

# Marks a device from which somebody signed in: the citizens' survey takes no answers from it. It says that,
# and not who. Sent to the survey's own addresses only.
STAFF_DEVICE = "kinerja_perangkat_petugas"
STAFF_DEVICE_PATH = "/survei/"
A_YEAR = 365 * 24 * 60 * 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from the staff register; an NIP may be typed in groups, as it is printed.

    Every sign-in, refused or not, is a line of the server's log. It names the account by its number: what
    was typed may be a password in the wrong field.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._tell(request, logging.WARNING, "too many tries", credentials)
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        for name in ("username", "email"):
            if name in credentials:
                credentials[name] = credentials[name].replace(" ", "")
        if "email" in credentials:
            # No user name holds an "@"; trying both would take longer for an address that exists.
            credentials.pop("username", None)
        found = super().authenticate(request, **credentials)
        if found is not None and has_run_out(found, vars(request)["at"]):
            self._tell(request, logging.WARNING, "temporary password has run out", credentials)
            raise ValidationError(
                _("Kata sandi sementara ini sudah tidak berlaku. Minta yang baru kepada administrator."),
                code="ran_out",
            )
        return found

    def clean_password(self, password: str, user: User | None = None) -> str:
        if user is not None and not user.password_is_own and user.check_password(password):
            message = _("Buat kata sandi lain: yang sementara diketahui administrator.")
            raise ValidationError(message, code="given")
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def set_password(self, user: User, password: str) -> None:
        user.password_is_own = True
        super().set_password(user, password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._tell(request, logging.WARNING, "refused", credentials)

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        self._tell(request, logging.INFO, "signed in", {"username": user.username})
        answer: HttpResponse = super().post_login(request, user, **facts)
        answer.set_cookie(
            STAFF_DEVICE,
            "1",
            max_age=A_YEAR,
            path=STAFF_DEVICE_PATH,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        return answer

    def _tell(self, request: HttpRequest, level: int, what: str, credentials: dict[str, Any]) -> None:
        typed = {name: credentials[name] for name in ("username", "email") if name in credentials}
        account = User.objects.filter(**typed).values_list("pk", flat=True).first() if typed else None
        log.log(level, "%s: account %s from %s", what, account or "unknown", self.get_client_ip(request))
