"""Pages of project teams: lists, one team, its people, goals and contributions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form as EmptyForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kinerja.accounts.access import AUDITOR, HR, roles
from kinerja.accounts.errors import ActionError
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.people.queries import employee_of
from kinerja.plans.models import Period
from kinerja.progress.queries.feedback import colleagues

from .. import access_teams as access
from .. import forms_teams as forms
from ..actions import contributions as telling
from ..actions import teams as acts
from ..errors import Incomplete
from ..models import Membership, Team, TeamGoal
from ..queries import teams as rows

PAGE = 25


def teams(request: Request) -> HttpResponse:
    """Teams by tab: those I am in, those I lead, those of my units, all; roles to answer come first."""
    me = employee_of(request.user)
    sees_all = bool(roles(request.user, request.on) & {HR, AUDITOR})
    homes = rows.home_units(request.user, me, request.on)
    makes = homes.exists()
    lists: dict[str, tuple[str, QuerySet[Team]]] = {}
    if me is not None:
        lists |= {
            "saya": (_("Saya ikuti"), rows.teams_with(me)),
            "ketua": (_("Saya pimpin"), rows.teams_led(me)),
        }
    if me is not None and makes and not sees_all:
        lists["unit"] = (_("Unit saya"), rows.teams_of_units(me, request.on))
    if sees_all:
        lists["semua"] = (_("Semua"), rows.teams())
    shown = request.GET.get("lihat", "")
    shown = shown if shown in lists else next(iter(lists), "")
    at = reverse("assessment:teams")
    found = lists[shown][1] if shown else Team.objects.none()
    facts = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {"url": f"{at}?lihat={key}", "title": title, "current": key == shown}
            for key, (title, _rows) in lists.items()
        ],
        "waiting": list(rows.roles_to_answer(me)) if me else [],
        "makes": makes,
        "on": request.on,
    }
    return render(request, "assessment/teams/list.html", facts)


def load(request: Request, team_id: int) -> Team:
    """The team, if this person may read it. Raises Http404, PermissionDenied."""
    found = get_object_or_404(Team.objects.select_related("unit", "lead"), pk=team_id)
    access.may_read(request.user, found, request.on).require()
    return found


def _member(request: Request, member_id: int) -> Membership:
    found = get_object_or_404(
        Membership.objects.select_related("team__unit", "team__lead", "employee"), pk=member_id
    )
    access.may_read(request.user, found.team, request.on).require()
    return found


def here(team: Team) -> str:
    return reverse("assessment:team_page", args=[team.pk])


def team_new(request: Request) -> HttpResponse:
    """A head or HR makes a team."""
    me = employee_of(request.user)
    units = rows.home_units(request.user, me, request.on)
    if not units.exists():
        raise PermissionDenied(_("Tim kerja dibentuk kepala unit induknya atau analis kepegawaian."))
    initial = {"lead": me.nip if me else "", "starts": request.on}
    made: list[Team] = []

    def act(values: dict[str, Any]) -> None:
        made.append(acts.make_team(**values, actor=request.user, at=request.at))

    answer = form_page(
        request,
        forms.TeamForm(posted(request), units=units, initial=initial),
        act,
        done=_("Tim dibentuk. Tambahkan sasaran dan undang anggotanya."),
        back_url=reverse("assessment:teams"),
        question=_("Bentuk tim kerja"),
        action=_("Bentuk tim"),
    )
    return redirect(here(made[0])) if made else answer


def team_change(request: Request, team_id: int) -> HttpResponse:
    found = load(request, team_id)
    access.may_make(request.user, found.unit, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.change_team(team=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.TeamForm(posted(request), team=found),
        act,
        done=_("Perubahan tim disimpan."),
        back_url=here(found),
        question=_("Ubah tim"),
        text=found.name,
        action=_("Simpan perubahan"),
    )


def team_page(request: Request, team_id: int) -> HttpResponse:
    """Purpose, goals, members; contributions of the chosen period as far as one may read them."""
    found = load(request, team_id)
    me = employee_of(request.user)
    periods = rows.periods_of(found, request.on)
    wanted = request.GET.get("periode", "")
    period = _shown(periods, wanted, request)
    readable = access.readable_contributions(request.user, found, request.on)
    told = rows.contributions(found, period, readable) if period else {}
    manages = bool(access.may_make(request.user, found.unit, request.on)) and found.closed_at is None
    goals_by = access.may_set_goals(request.user, found, request.on)
    leads = access.leads(request.user, found)
    people = []
    for member in found.members.select_related("employee").order_by("employee__name", "pk"):
        mine = me is not None and me.pk == member.employee_id
        member.team = found
        writes = (leads or mine) and period and telling.may_be_told(member, period, request.on)
        texts = (told.get((member.pk, False)), told.get((member.pk, True)))
        people.append(
            {"member": member, "mine": mine, "reads": member.employee_id in readable, "writes": writes}
            | {"own": texts[0], "lead": texts[1]}
        )
    facts = {
        "team": found,
        "goals": list(found.goals.all()),
        "people": sorted(people, key=lambda row: not row["mine"]),
        "periods": periods,
        "period": period,
        "manages": manages,
        "writes_goals": bool(goals_by) and found.closed_at is None,
        "leads": leads,
        "on": request.on,
    }
    return render(request, "assessment/teams/team.html", facts)


def _shown(periods: list[Period], wanted: str, request: Request) -> Period | None:
    """The period asked for, else the one whose window is open, else the newest."""
    asked = [row for row in periods if str(row.pk) == wanted]
    judged = [row for row in periods if row.opens <= request.on <= row.closes]
    return next(iter([*asked, *judged, *periods]), None)


def member_new(request: Request, team_id: int) -> HttpResponse:
    """Finds people of any unit and asks them to take a role."""
    found = load(request, team_id)
    access.may_make(request.user, found.unit, request.on).require()
    words = request.GET.get("cari", "")
    people = colleagues(words, found.lead, request.on)
    form = forms.InviteForm(posted(request), found=people)

    def act(values: dict[str, Any]) -> None:
        asked = {"people": form.chosen(), "role": values["role"]}
        acts.invite(team=found, **asked, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Undangan terkirim. Anggota menyetujui perannya sendiri."),
        back_url=here(found),
        template="assessment/teams/invite.html",
        team=found,
        words=words,
        found=people,
    )


def member_end(request: Request, member_id: int) -> HttpResponse:
    member = _member(request, member_id)
    access.may_make(request.user, member.team.unit, request.on).require()

    def act(_values: dict[str, Any]) -> None:
        acts.end_membership(member=member, actor=request.user, at=request.at)

    return form_page(
        request,
        EmptyForm(posted(request)),
        act,
        done=_("Peran diakhiri."),
        back_url=here(member.team),
        question=_("Akhiri peran %(name)s?") % {"name": member.employee.name},
        text=_("Kontribusi yang sudah ditulis tetap tersimpan."),
        action=_("Akhiri peran"),
        danger=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def team_role(request: Request, member_id: int) -> HttpResponse:
    """The member confirms his role, or declines it with a reason."""
    member = _member(request, member_id)
    access.may_answer_role(request.user, member).require()
    if request.method != "POST" and member.state != "invited":  # an old notice leads here
        messages.info(request, _("Undangan ini sudah Anda jawab."))
        return redirect(here(member.team))
    form = forms.DeclineForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reason, declines = form.cleaned_data["reason"], request.POST.get("do") == "decline"
        try:
            if declines:
                acts.decline_role(member=member, reason=reason, actor=request.user, at=request.at)
                messages.success(request, _("Jawaban Anda terkirim. Anda tidak ikut dalam tim ini."))
                return redirect("assessment:teams")
            if reason or request.POST.get("do") != "confirm":  # Enter in the field presses the first button
                raise Incomplete(_("Tekan “Tolak peran” untuk menolak, atau kosongkan alasan untuk setuju."))
            acts.confirm_role(member=member, actor=request.user, at=request.at)
            messages.success(request, _("Anda menyetujui peran ini."))
            return redirect(here(member.team))
        except ActionError as refusal:
            form.add_error("reason", str(refusal))
    facts = {"member": member, "team": member.team, "form": form}
    return render(request, "assessment/teams/role.html", facts, status=422 if form.errors else 200)


def goal_new(request: Request, team_id: int) -> HttpResponse:
    found = load(request, team_id)
    access.may_set_goals(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.add_goal(team=found, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.GoalForm(posted(request), initial={"due": found.ends}),
        act,
        done=_("Sasaran ditambahkan."),
        back_url=here(found),
        question=_("Tambah sasaran tim"),
        text=found.name,
        action=_("Tambah sasaran"),
    )


def goal_told(request: Request, goal_id: int) -> HttpResponse:
    """What came of a goal."""
    goal = get_object_or_404(TeamGoal.objects.select_related("team__unit", "team__lead"), pk=goal_id)
    access.may_set_goals(request.user, goal.team, request.on).require()
    initial = {"realisation": goal.realisation, "done": goal.done_at is not None}

    def act(values: dict[str, Any]) -> None:
        acts.realise_goal(goal=goal, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        forms.RealisationForm(posted(request), initial=initial),
        act,
        done=_("Realisasi disimpan."),
        back_url=here(goal.team),
        question=_("Isi realisasi sasaran"),
        text=_("%(goal)s Target: %(target)s.") % {"goal": f"{goal.text.rstrip('.')}.", "target": goal.target},
        action=_("Simpan realisasi"),
    )


def team_close(request: Request, team_id: int) -> HttpResponse:
    found = load(request, team_id)
    access.may_set_goals(request.user, found, request.on).require()

    def act(values: dict[str, Any]) -> None:
        acts.close_team(team=found, result=values["result"], actor=request.user, at=request.at)

    return form_page(
        request,
        forms.ResultForm(posted(request)),
        act,
        done=_("Tim ditutup dengan hasilnya."),
        back_url=here(found),
        question=_("Tutup tim ini?"),
        text=found.name,
        effects=[
            _("Sasaran dan anggota tidak dapat diubah lagi."),
            _("Kontribusi masih dapat ditulis sampai masa penilaian periodenya berakhir."),
        ],
        action=_("Tutup tim"),
    )


def contribution(request: Request, member_id: int, period_id: int) -> HttpResponse:
    """One form for a phone: the member writes his own text, the lead his; each reads the other's."""
    member = _member(request, member_id)
    period = get_object_or_404(Period.objects.select_related("cycle"), pk=period_id)
    leads = access.leads(request.user, member.team)
    if not leads:
        access.may_answer_role(request.user, member).require()
    if not telling.may_be_told(member, period, request.on):
        raise Http404
    texts = rows.contributions(member.team, period, [member.employee_id])
    own, lead = texts.get((member.pk, False)), texts.get((member.pk, True))
    mine = lead if leads else own
    names = ("text", "initiative", "extent", "advice") if leads else ("text", "initiative")
    initial = {name: getattr(mine, name) for name in names} if mine else {}
    kind = forms.LeadForm if leads else forms.OwnForm

    def act(values: dict[str, Any]) -> None:
        write = telling.tell_as_lead if leads else telling.tell_own
        write(member=member, period=period, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        kind(posted(request), initial=initial),
        act,
        done=_("Kontribusi tersimpan."),
        back_url=f"{here(member.team)}?periode={period.pk}",
        template="assessment/teams/contribution.html",
        member=member,
        team=member.team,
        period=period,
        leads=leads,
        other=own if leads else lead,
    )
