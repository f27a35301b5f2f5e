"""Who may see the whole cycle, and who may remind."""

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, HR, YES, Verdict, may_read_all, no, roles
from kinerja.accounts.models import User


def may_see_board(user: User, on: date) -> Verdict:
    return may_read_all(user, on)


def may_remind(user: User, on: date) -> Verdict:
    """An auditor reads all and changes nothing, so he does not remind either."""
    return (
        YES
        if roles(user, on) & {HR, ADMIN}
        else no(_("Hanya analis kepegawaian yang boleh mengirim pengingat."))
    )
