"""Who may say which programme should move which measure; everybody signed in reads what came of it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import HR, SERVICES, YES, Verdict, no, roles
from kinerja.accounts.models import User


def may_keep_programmes(user: User | AnonymousUser, on: date) -> Verdict:
    """HR analysts and officers of public services."""
    if roles(user, on) & {HR, SERVICES}:
        return YES
    return no(_("Kisah dampak disusun analis kepegawaian dan pengelola layanan publik."))
