"""Who may delegate the preparing of reviews, and who may end it. Who prepares: `access.may_prepare`."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import YES, Verdict, no
from kinerja.people.queries import employee_of, is_appraiser

from .access import Person
from .models import Delegation


def may_delegate(user: Person, on: date) -> Verdict:
    """Appraisers of the day."""
    if employee_of(user) is not None and is_appraiser(user, on):
        return YES
    return no(_("Hanya Pejabat Penilai Kinerja yang dapat melimpahkan penyiapan penilaian."))


def may_end(user: Person, delegation: Delegation, on: date) -> Verdict:
    """Whoever gave it, and whoever took it and cannot go on."""
    me = employee_of(user)
    if me is not None and me.pk in {delegation.giver_id, delegation.taker_id}:
        return YES
    return no(_("Pelimpahan ini hanya dapat diakhiri pemberi atau penerimanya."))
