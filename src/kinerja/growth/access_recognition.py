"""Who keeps award schemes, proposes, votes, decides, consents and reads."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kinerja.accounts.access import AUDITOR, HR, YES, Verdict, no, roles
from kinerja.accounts.models import User
from kinerja.assessment.access_meetings import may_close
from kinerja.assessment.models import Decision, Team
from kinerja.people.models import Employee, Post, Unit
from kinerja.people.queries import (
    appraiser_of,
    employee_of,
    is_appraiser,
    led_units,
    own_post,
    team_of,
    unit_tree_ids,
    visible_to,
)
from kinerja.people.queries.lines import own_posts
from kinerja.voice.queries.staff import head_of, officers_of

from .access_common import is_self
from .models import AwardProposal, AwardScheme

OPEN = AwardProposal.Status.PROPOSED
DECIDED = (AwardProposal.Status.AWARDED, AwardProposal.Status.REFUSED)


def led_tree(user: User, on: date) -> frozenset[int]:
    """Ids of the units that `user` leads, with everything below; remembered on the user for the day."""
    cached: dict[date, frozenset[int]] = user.__dict__.setdefault("_led_tree_on", {})
    if on not in cached:
        me = employee_of(user)
        led = led_units(me, on).values_list("pk", flat=True) if me else []
        cached[on] = frozenset(unit_tree_ids(led))
    return cached[on]


def scheme_units(user: User, on: date) -> QuerySet[Unit]:
    """Units for which `user` may make a scheme: HR all, a head his tree."""
    if HR in roles(user, on):
        return Unit.objects.all()
    return Unit.objects.filter(pk__in=led_tree(user, on))


def may_keep(user: User, unit: Unit | None, on: date) -> Verdict:
    """HR for the whole agency and every unit, a head of unit for his own tree."""
    if HR in roles(user, on):
        return YES
    if unit is not None and unit.pk in led_tree(user, on):
        return YES
    return no(_("Skema penghargaan disusun analis kepegawaian, atau kepala unit untuk unitnya."))


def concerned(employee: Employee | None, proposal: AwardProposal, on: date) -> bool:
    """Whether the award would be his own: he, a team that he is in, the unit that he works in."""
    if employee is None:
        return False
    if proposal.employee_id is not None:
        return proposal.employee_id == employee.pk
    if proposal.team is not None:
        return employee.pk == proposal.team.lead_id or _in_team(employee, proposal.team)
    assert proposal.unit is not None
    return officers_of(proposal.unit, on).filter(pk=employee.pk).exists()


def _in_team(employee: Employee, team: Team) -> bool:
    return team.members.filter(employee=employee, declined_reason="", left_on=None).exists()


def may_propose_somebody(user: User, on: date) -> Verdict:
    """HR, who leads a unit and who appraises: only they see the form, but for a meeting's decision."""
    if HR in roles(user, on) or led_tree(user, on) or is_appraiser(user, on):
        return YES
    return no(_("Penghargaan diusulkan atasan yang bersangkutan atau analis kepegawaian."))


def may_propose_under(user: User, scheme: AwardScheme, on: date) -> Verdict:
    """The same, and under a scheme of a unit only who leads or appraises somebody of that unit."""
    verdict = may_propose_somebody(user, on)
    if not verdict or scheme.unit_id is None or HR in roles(user, on):
        return verdict
    places = set(unit_tree_ids([scheme.unit_id]))
    me = employee_of(user)
    team = team_of(me, on).values_list("pk", flat=True) if me else []
    posts = own_posts(on, list(team)).values()
    if places & led_tree(user, on) or Post.objects.filter(pk__in=posts, unit__in=places).exists():
        return YES
    return no(_("Skema ini hanya untuk %(unit)s.") % {"unit": scheme.unit})


def may_propose(
    user: User,
    *,
    employee: Employee | None,
    team: Team | None,
    unit: Unit | None,
    decision: Decision | None,
    on: date,
) -> Verdict:
    """HR, who leads or appraises the proposed, and who saw to it in a meeting; nobody himself."""
    me = employee_of(user)
    proposal = AwardProposal(employee=employee, team=team, unit=unit)
    if concerned(me, proposal, on):
        return no(_("Anda tidak dapat mengusulkan diri, tim, atau unit Anda sendiri."))
    if HR in roles(user, on):
        return YES
    if decision is not None and may_close(user, decision, on):
        return YES
    place = team.unit_id if team else unit.parent_id if unit else None
    if place is not None and place in led_tree(user, on):
        return YES
    if employee is not None and me is not None:
        line, held = appraiser_of(employee, on), own_post(employee, on)
        leads = held is not None and held.post.unit_id in led_tree(user, on)
        if leads or (line is not None and line.employee.pk == me.pk):
            return YES
    return no(_("Penghargaan diusulkan atasan yang bersangkutan atau analis kepegawaian."))


def manages(user: User, proposal: AwardProposal, on: date) -> Verdict:
    """Who keeps the scheme, but nobody where the award would be his own."""
    if concerned(employee_of(user), proposal, on):
        return no(_("Usulan ini menyangkut Anda sendiri, jadi diputus orang lain."))
    return may_keep(user, proposal.scheme.unit, on)


def is_juror(user: User, scheme: AwardScheme) -> bool:
    """Whether he sits in the jury of the scheme."""
    me = employee_of(user)
    return me is not None and scheme.jurors.filter(employee=me).exists()


def may_vote(user: User, proposal: AwardProposal, on: date) -> Verdict:
    """A juror without a conflict: not about himself, not on his own proposal, not about one he appraises."""
    me = employee_of(user)
    if me is None or not is_juror(user, proposal.scheme):
        return no(_("Suara hanya diberikan anggota dewan juri."))
    return _impartial(me, proposal, _appraiser_id(proposal, on), on)


def _impartial(juror: Employee, proposal: AwardProposal, appraiser_id: int | None, on: date) -> Verdict:
    if concerned(juror, proposal, on):
        return no(_("Anda tidak memberi suara atas usulan yang menyangkut Anda sendiri."))
    if proposal.proposed_by_id == juror.user_id:
        return no(_("Anda yang mengusulkan, jadi suara diberikan juri lain."))
    if appraiser_id == juror.pk:
        return no(_("Anda penilai pegawai ini, jadi suara diberikan juri lain."))
    return YES


def _appraiser_id(proposal: AwardProposal, on: date) -> int | None:
    line = appraiser_of(proposal.employee, on) if proposal.employee else None
    return line.employee.pk if line is not None else None


def votes_needed(proposal: AwardProposal, on: date) -> int:
    """The yes votes that the scheme asks, but never more than there are jurors who may vote about it: who is
    concerned stands aside and stops nothing. At least 1."""
    appraiser_id = _appraiser_id(proposal, on)
    jurors = proposal.scheme.jurors.filter(employee__user__isnull=False).select_related("employee")
    free = sum(bool(_impartial(row.employee, proposal, appraiser_id, on)) for row in jurors)
    return max(1, min(proposal.scheme.needed_votes, free))


def votes_missing(proposal: AwardProposal, on: date) -> str:
    """How many yes votes there are and how many it takes; empty once they are enough."""
    yes, needed = proposal.votes.filter(yes=True).count(), votes_needed(proposal, on)
    few = _("Baru %(yes)d suara setuju; diperlukan %(needed)d.") % {"yes": yes, "needed": needed}
    return few if yes < needed else ""


def may_withdraw(user: User, proposal: AwardProposal, on: date) -> Verdict:
    """Who proposed, and who keeps the scheme."""
    return YES if proposal.proposed_by_id == user.pk else manages(user, proposal, on)


def may_attach(user: User, proposal: AwardProposal, on: date) -> Verdict:
    """Who proposed, and who keeps the scheme."""
    return may_withdraw(user, proposal, on)


def may_open_files(user: User, proposal: AwardProposal, on: date) -> Verdict:
    """Who reads the proposal, but nobody whom it is about: others' words and data may be in a file."""
    if concerned(employee_of(user), proposal, on):
        return no(_("Berkas usulan hanya dibuka yang menilainya. Anda membaca alasan dan angka buktinya."))
    return may_read(user, proposal, on)


def consenter(proposal: AwardProposal, on: date) -> Employee | None:
    """Who says yes to publication: the person, the lead of the team, the head of the unit."""
    if proposal.employee is not None:
        return proposal.employee
    if proposal.team is not None:
        return proposal.team.lead
    assert proposal.unit is not None
    return head_of(proposal.unit, on)


def may_consent(user: User, proposal: AwardProposal, on: date) -> Verdict:
    """Nobody consents for another."""
    asked = consenter(proposal, on)
    if asked is not None and is_self(user, asked.pk):
        return YES
    return no(_("Persetujuan pengumuman hanya diberikan penerima penghargaan sendiri."))


def may_read(user: User, proposal: AwardProposal, on: date) -> Verdict:
    """Before the decision who has a part in it; afterwards also those whom it is about, with the reason."""
    me = employee_of(user)
    if roles(user, on) & {HR, AUDITOR} and not concerned(me, proposal, on):
        return YES
    if proposal.proposed_by_id == user.pk or manages(user, proposal, on):
        return YES
    if concerned(me, proposal, on):
        if proposal.status in DECIDED:
            return YES
        return no(_("Usulan ini belum diputus. Anda membaca alasannya setelah ada keputusan."))
    if is_juror(user, proposal.scheme):
        return YES
    if proposal.employee and visible_to(user, on).filter(pk=proposal.employee.pk).exists():
        return YES
    return no(_("Usulan ini hanya untuk pengusul, juri, penerima, atasannya, dan pengelola penghargaan."))
