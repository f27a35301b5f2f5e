"""Who may see the whole cycle, who may remind, and who looks after the early warnings."""

from datetime import date

from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, AUDITOR, HR, YES, Verdict, may_read_all, no, roles
from kinerja.accounts.models import User
from kinerja.assessment.models import EarlyWarning
from kinerja.people.queries import employee_of


def may_see_board(user: User, on: date) -> Verdict:
    return may_read_all(user, on)


def may_remind(user: User, on: date) -> Verdict:
    """An auditor reads all and changes nothing, so he does not remind either."""
    return (
        YES
        if roles(user, on) & {HR, ADMIN}
        else no(_("Hanya analis kepegawaian yang boleh mengirim pengingat."))
    )


def may_supervise(user: User, on: date) -> Verdict:
    """Register of the cycle and early warnings: names and figures of everybody's assessment."""
    if roles(user, on) & {HR, AUDITOR}:
        return YES
    return no(_("Pengawasan penilaian hanya untuk auditor dan analis kepegawaian."))


def may_close_warning(user: User, warning: EarlyWarning, on: date) -> Verdict:
    """Nobody closes a warning about himself."""
    allowed = may_supervise(user, on)
    if not allowed:
        return allowed
    own = employee_of(user)
    if own is not None and own.pk == warning.employee_id:
        return no(_("Peringatan ini tentang Anda sendiri; mintalah rekan pengawas menutupnya."))
    return YES


def may_see_own_warnings(user: User, on: date) -> Verdict:
    """Everybody who is an employee reads what was raised about himself."""
    if employee_of(user) is not None:
        return YES
    return no(_("Halaman ini untuk pegawai."))


def may_reply_warning(user: User, warning: EarlyWarning, on: date) -> Verdict:
    """The person it is about, until it is closed."""
    me = employee_of(user)
    if me is None or me.pk != warning.employee_id:
        return no(_("Peringatan ini dijawab oleh pegawai yang bersangkutan."))
    if warning.status != EarlyWarning.Status.OPEN:
        return no(_("Peringatan ini sudah ditutup."))
    return YES
