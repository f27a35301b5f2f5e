"""Who may do what with plans. Every answer carries the reason that a refused person reads."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kinerja.accounts.access import HR, YES, Verdict, may_manage_people, no, roles
from kinerja.accounts.models import User
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import (
    appraiser_of,
    employee_of,
    led_units,
    superior_of,
    unit_tree_ids,
)

from .models import Plan, PlanVersion, RoleAssignment
from .queries import day_within, plans_visible_to

Asker = User | AnonymousUser


def may_read(user: Asker, plan: Plan, on: date) -> Verdict:
    """The employee, the appraiser and those above, HR, auditors and administrators."""
    if plans_visible_to(user, on).filter(pk=plan.pk).exists():
        return YES
    return no(
        _("SKP ini hanya dapat dibaca oleh pegawainya, para atasannya, analis kepegawaian, dan auditor.")
    )


def may_open(user: Asker, employee: Employee, on: date) -> Verdict:
    """The employee; HR for somebody else."""
    if employee_of(user) == employee or HR in roles(user, on):
        return YES
    return no(_("Anda hanya dapat menyusun SKP Anda sendiri."))


def may_edit(user: Asker, version: PlanVersion, on: date) -> Verdict:
    """The employee, while it is a draft; HR writes for somebody who has no account."""
    if not _writes_for(user, version.plan, on):
        return no(_("Hanya pemilik SKP yang boleh mengubah isinya."))
    if version.status == PlanVersion.Status.SUBMITTED:
        return no(_("SKP sudah terkirim kepada penilai. Minta penilai mengembalikannya bila perlu diubah."))
    if version.status == PlanVersion.Status.SET:
        return no(_("SKP sudah disetujui. Ajukan perubahan untuk membuat versi baru."))
    return YES


def may_submit(user: Asker, version: PlanVersion, on: date) -> Verdict:
    """As `may_edit`."""
    return may_edit(user, version, on)


def may_decide(user: Asker, version: PlanVersion, on: date) -> Verdict:
    """Return or set: the appraiser, or his superior once the day of setting has passed without him.

    Where the appraiser has no account here (the head of the agency), HR records it.
    """
    if version.status != PlanVersion.Status.SUBMITTED:
        return no(_("SKP ini sedang tidak menunggu keputusan penilai."))
    verdict = _appraises(user, version.plan, on)
    return verdict if verdict or not steps_in(user, version.plan, on) else YES


def steps_in(user: Asker, plan: Plan, on: date) -> bool:
    """Whether this is the appraiser's superior, to whom the employee turns when the plan was not set by
    31 January (PermenPANRB 6/2022 Lampiran hlm 65 no 4-5). Later plans, after a move, have no such day."""
    if not plan.starts <= plan.cycle.plan_due < on:
        return False
    line = appraiser_of(plan.employee, day_within(plan, on))
    above = superior_of(line, on) if line else None
    return above is not None and employee_of(user) == above.employee


def may_revise(user: Asker, plan: Plan, on: date) -> Verdict:
    """Employee or appraiser, while the span of the plan lasts."""
    if on > plan.ends:
        return no(_("Masa SKP ini sudah berakhir."))
    if _writes_for(user, plan, on) or _appraises(user, plan, on):
        return YES
    return no(_("Perubahan SKP diajukan oleh pegawai atau penilainya."))


def may_end(user: Asker, plan: Plan, on: date) -> Verdict:
    """HR (after a transfer) or the appraiser."""
    if may_manage_people(user, on) or _appraises(user, plan, on):
        return YES
    return no(_("SKP diakhiri oleh penilai atau analis kepegawaian."))


def may_manage_cycles(user: Asker, on: date) -> Verdict:
    """HR and administrators."""
    return may_manage_people(user, on)


def may_read_goals(user: Asker, on: date) -> Verdict:
    """Goals and the tree are open to everybody who signs in: everyone serves them."""
    return YES if isinstance(user, User) else no(_("Masuk dahulu untuk membaca sasaran."))


def may_write_goals(user: Asker, unit: Unit, on: date) -> Verdict:
    """HR, and the head of the unit or of one above it."""
    if may_manage_people(user, on):
        return YES
    me = employee_of(user)
    if me and unit.pk in unit_tree_ids(led_units(me, on).values_list("pk", flat=True)):
        return YES
    return no(_("Sasaran unit ditulis oleh kepala unit itu, atasannya, atau analis kepegawaian."))


def may_write_matrix(user: Asker, plan: Plan, on: date) -> Verdict:
    """The owner of the plan whose results are divided."""
    if employee_of(user) == plan.employee:
        return YES
    return no(_("Matriks diisi oleh pimpinan yang hasil kerjanya dibagi."))


def may_read_matrix(user: Asker, plan: Plan, on: date) -> Verdict:
    """Whoever may read the plan, and everybody who has the leader as appraiser or a role in the matrix."""
    me = employee_of(user)
    if me and (plan.matrix.filter(employee=me).exists() or _is_below(me, plan, on)):
        return YES
    return may_read(user, plan, on)


def may_volunteer(user: Asker, plan: Plan, on: date) -> Verdict:
    """Any employee but the leader himself; the appraiser decides."""
    me = employee_of(user)
    if me is None:
        return no(_("Hanya pegawai yang dapat mengajukan diri."))
    if me == plan.employee:
        return no(_("Hasil ini milik Anda sendiri."))
    return may_read_matrix(user, plan, on)


def may_decide_role(user: Asker, role: RoleAssignment, on: date) -> Verdict:
    """The appraiser of the employee who gets the role (PermenPANRB 6/2022 Lampiran hlm 45-46)."""
    line = appraiser_of(role.employee, on)
    me = employee_of(user)
    if me and line and line.employee == me:
        return YES
    return no(_("Peran diputuskan oleh penilai pegawai itu."))


def may_take_role(user: Asker, role: RoleAssignment, on: date) -> Verdict:
    """The employee who has the role."""
    if employee_of(user) == role.employee:
        return YES
    return no(_("Peran ini untuk pegawai lain."))


def _writes_for(user: Asker, plan: Plan, on: date) -> bool:
    if employee_of(user) == plan.employee:
        return True
    return plan.employee.user_id is None and HR in roles(user, on)


def _appraises(user: Asker, plan: Plan, on: date) -> Verdict:
    me = employee_of(user)
    line = appraiser_of(plan.employee, day_within(plan, on))
    official = line.employee if line else plan.appraiser
    if me and me != plan.employee and me in (official, plan.appraiser):
        return YES
    if (official is None or official.user_id is None) and HR in roles(user, on) and me != plan.employee:
        return YES
    return no(_("SKP ini diputuskan oleh Pejabat Penilai Kinerja pegawai itu."))


def _is_below(me: Employee, plan: Plan, on: date) -> bool:
    line = appraiser_of(me, on)
    return bool(line and line.employee == plan.employee)
