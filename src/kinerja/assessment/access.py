"""Who may read, rate, sign, acknowledge and take over a review. Reasons are for the refused person."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import ADMIN, AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Unit
from kinerja.people.queries import appraiser_of, employee_of, visible_to

from .models import Review
from .queries import head_of
from .queries.delegations import prepares_for
from .queries.reviews import OPEN
from .queries.superiors import superiors_on

Person = User | AnonymousUser


def _id(user: Person) -> int | None:
    employee = employee_of(user) if isinstance(user, User) else None
    return employee.pk if employee else None


def may_read(user: Person, review: Review, on: date) -> Verdict:
    """The employee, the two who rate him, superiors by post, HR, auditor and administrator."""
    own = _id(user)
    if own is not None and own in {review.plan.employee_id, review.appraiser_id, review.superior_id}:
        return YES
    if roles(user, on) & {HR, AUDITOR, ADMIN}:
        return YES
    if isinstance(user, User) and visible_to(user, on).filter(pk=review.plan.employee_id).exists():
        return YES
    if prepares(user, review, on):
        return YES
    return no(
        _("Penilaian ini hanya dapat dibaca pegawai yang dinilai, para atasannya, dan pengelola kinerja.")
    )


def sees_judgement(user: Person, review: Review) -> bool:
    """Whether ratings and predicate are shown. A draft is the evaluator's own; once signed every reader sees
    it, the employee from receipt on, because receipt starts his clock."""
    own = _id(user)
    if own is not None and own == review.evaluator_id:
        return True
    if own == review.plan.employee_id:
        return review.delivered_at is not None
    return review.signed_at is not None


def may_rate(user: Person, review: Review, on: date) -> Verdict:
    """Whoever evaluates this review now: the appraiser, or his superior after a take-over."""
    own = _id(user)
    if own is None:
        return no(_("Akun Anda belum terhubung dengan data pegawai, jadi tidak dapat menilai."))
    if own == review.plan.employee_id:
        return no(_("Anda tidak dapat menilai diri sendiri."))
    if own == review.evaluator_id:
        return _in_time(review)
    if review.taken_over and own == review.appraiser_id:
        return no(_("Penilaian ini sudah diambil alih atasan Anda dan bersifat final."))
    return no(_("Hanya Pejabat Penilai Kinerja pegawai ini yang dapat menilai."))


def _in_time(review: Review) -> Verdict:
    """Once the period is closed only the superior rates, after a take-over."""
    if review.late_at and not review.taken_over and review.superior_id:
        return no(_("Masa penilaian sudah ditutup. Penilaian ini sekarang menjadi tugas atasan penilai."))
    return YES


def may_prepare(user: Person, review: Review, on: date) -> Verdict:
    """Writes draft ratings and reasons: the evaluator, or whom he delegated it to for the day. Signing and
    taking over are never delegated."""
    return _in_time(review) if prepares(user, review, on) else may_rate(user, review, on)


def prepares(user: Person, review: Review, on: date) -> bool:
    """Whether he prepares this review for its evaluator: delegated, not signed, not about himself."""
    own = _id(user)
    if own is None or own in {review.evaluator_id, review.plan.employee_id} or review.status not in OPEN:
        return False
    return prepares_for(own, review.evaluator_id, on)


def may_write_self(user: Person, review: Review, on: date) -> Verdict:
    """Only the employee, on the own review."""
    return (
        YES
        if _id(user) == review.plan.employee_id
        else no(_("Penilaian diri hanya ditulis pegawai sendiri."))
    )


def may_receive(user: Person, review: Review, on: date) -> Verdict:
    """Receipt, signature and refusal belong to the employee alone."""
    if _id(user) == review.plan.employee_id:
        return YES
    return no(_("Dokumen ini hanya dapat diterima dan ditandatangani pegawai yang dinilai."))


def may_take_over(user: Person, review: Review, on: date) -> Verdict:
    """The appraiser's superior, or whoever holds that post now (Plt, Plh, successor), once the window has
    closed (PermenPANRB 6/2022 Lampiran hlm 90 no 11)."""
    own = _id(user)
    if own is None or review.superior_id is None or own not in _superiors(own, review, on):
        return no(_("Hanya atasan Pejabat Penilai Kinerja yang dapat mengambil alih penilaian."))
    if on <= review.period.closes:
        return no(
            _(
                "Masa penilaian belum berakhir. Anda dapat mengambil alih bila penilai belum menandatangani "
                "setelah masa itu berakhir."
            )
        )
    return YES


def _superiors(own: int, review: Review, on: date) -> set[int | None]:
    """The superior that the review names; only for somebody else the post is looked up."""
    if own in {review.superior_id, review.appraiser_id, review.plan.employee_id}:
        return {review.superior_id}
    return {review.superior_id, superiors_on([review], on).get(review.pk)}


def may_decide_organisation(user: Person, unit: Unit, on: date) -> Verdict:
    """The leader one level above the unit's head (SE MenPANRB 3/2023); HR may record it on his behalf."""
    if roles(user, on) & {HR}:
        return YES
    own = _id(user)
    if own is not None and own == decider_of(unit, on):
        return YES
    return no(
        _(
            "Predikat kinerja organisasi ditetapkan pimpinan satu tingkat di atas kepala unit, "
            "atau dicatat analis kepegawaian atas namanya."
        )
    )


def may_manage(user: Person, on: date) -> Verdict:
    """Opening, closing and reporting a period: HR."""
    return YES if HR in roles(user, on) else no(_("Hanya analis kepegawaian yang dapat melakukan ini."))


def decider_of(unit: Unit, on: date) -> int | None:
    """Employee id of whoever sets the unit's predicate: the appraiser of its head, going up when the unit
    has no head of its own."""
    here: Unit | None = unit
    while here is not None:
        head = head_of(here, on)
        if head is not None:
            line = appraiser_of(head, on)
            return line.employee.pk if line else None
        here = here.parent
    return None
