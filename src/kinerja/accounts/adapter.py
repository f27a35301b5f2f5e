"""How people sign in: with the NIP as they write it, or their e-mail. Nobody signs himself up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from the staff register; an NIP may be typed in groups, as it is printed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        for name in ("username", "email"):
            if name in credentials:
                credentials[name] = credentials[name].replace(" ", "")
        return super().authenticate(request, **credentials)
