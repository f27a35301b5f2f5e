"""Who may object, explain and decide. Reasons are for the refused person."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.queries import employee_of

from .access import Person
from .clocks import days_of
from .models import Objection, Review
from .queries import newer_version
from .queries.objections import OPEN, decider_for, objection_due

EMPLOYEE, APPRAISER = "employee", "appraiser"


def _id(user: Person) -> int | None:
    employee = employee_of(user) if isinstance(user, User) else None
    return employee.pk if employee else None


def may_object(user: Person, review: Review, on: date) -> Verdict:
    """The employee, once, within the working days from receipt of `deadline.objection`.

    Refused before receipt, when the result is final, when the days have lapsed, when the version was
    replaced or objected to before, and when the register knows nobody above the appraiser.
    """
    if _id(user) != review.plan.employee_id:
        return no(_("Keberatan hanya dapat diajukan pegawai yang dinilai."))
    return objection_open(review, on)


def objection_open(review: Review, on: date) -> Verdict:
    """Whether the document itself can still be objected to, whoever asks."""
    if review.signed_at is None or review.delivered_at is None:
        return no(_("Terima dokumen evaluasi dahulu. Masa keberatan dihitung sejak Anda menerimanya."))
    if newer_version(review) is not None:
        return no(_("Dokumen ini sudah diganti versi baru. Hasil putusan keberatan bersifat final."))
    if review.final:
        told = (review.snapshot or {}).get("final_reason")
        return no(told or _("Keberatan tidak dapat diajukan: hasil evaluasi ini bersifat final."))
    if Objection.objects.filter(review=review).exists():
        return no(_("Anda sudah mengajukan keberatan atas dokumen ini. Keberatan hanya satu kali."))
    due, received = objection_due(review), timezone.localdate(review.delivered_at)
    if due is not None and on > due:
        return no(
            _("Batas keberatan lewat pada %(day)s, %(days)s hari kerja sejak Anda menerima dokumen.")
            % {"day": date_format(due, "j F Y"), "days": days_of("objection", received)}
        )
    if decider_for(review, on) is None:
        return no(
            _(
                "Data pegawai tidak memuat atasan penilai yang dapat memutus. "
                "Sampaikan keberatan Anda secara tertulis melalui analis kepegawaian."
            )
        )
    return YES


def may_read_objection(user: Person, objection: Objection, on: date) -> Verdict:
    """The two sides, whoever decides, HR and auditor."""
    own = _id(user)
    review = objection.review
    if own is not None and own in {review.plan.employee_id, review.appraiser_id, objection.decider_id}:
        return YES
    if roles(user, on) & {HR, AUDITOR} or _stands_in(own, objection, on):
        return YES
    return no(_("Keberatan hanya dapat dibaca pegawai itu, penilainya, pemutusnya, dan pengelola kinerja."))


def side_of(user: Person, objection: Objection) -> str:
    """EMPLOYEE, APPRAISER, or "" for everybody else."""
    own = _id(user)
    if own is None:
        return ""
    sides = {objection.review.plan.employee_id: EMPLOYEE, objection.review.appraiser_id: APPRAISER}
    return sides.get(own, "")


def may_state(user: Person, objection: Objection, on: date) -> Verdict:
    """Each side explains once, after it was asked and before the decision."""
    side = side_of(user, objection)
    if not side:
        return no(_("Penjelasan hanya ditulis pegawai yang berkeberatan dan pejabat penilainya."))
    if objection.status == Objection.Status.FILED:
        return no(_("Pemutus belum meminta penjelasan."))
    if objection.status not in OPEN:
        return no(_("Keberatan ini sudah diputus."))
    if getattr(objection, f"{side}_stated_at"):
        return no(_("Penjelasan Anda sudah tersimpan dan tidak dapat diubah lagi."))
    return YES


def may_add_evidence(user: Person, objection: Objection, on: date) -> Verdict:
    """Both sides, until it is decided."""
    if not side_of(user, objection):
        return no(_("Bukti hanya ditambahkan pegawai yang berkeberatan dan pejabat penilainya."))
    if objection.status not in OPEN:
        return no(_("Keberatan ini sudah diputus, jadi bukti tidak dapat ditambahkan lagi."))
    return YES


def may_decide(user: Person, objection: Objection, on: date) -> Verdict:
    """The appraiser's superior to whom it was addressed, or whoever holds his post now (Plt, Plh, successor).

    Neither of the two sides ever decides, whatever post he has come to hold.
    """
    own = _id(user)
    if side_of(user, objection):
        return no(_("Anda salah satu pihak dalam keberatan ini, jadi tidak dapat memutusnya."))
    if own is not None and (own == objection.decider_id or _stands_in(own, objection, on)):
        return YES
    return no(_("Keberatan ini diputus atasan pejabat penilai."))


def _stands_in(own: int | None, objection: Objection, on: date) -> bool:
    if own is None or objection.status not in OPEN:
        return False
    found = decider_for(objection.review, on)
    return found is not None and found.pk == own
