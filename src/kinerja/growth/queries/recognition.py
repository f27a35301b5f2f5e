"""Schemes, proposals and certificates as lists and pages need them, with a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kinerja.accounts.access import AUDITOR, HR, roles
from kinerja.accounts.models import User
from kinerja.assessment.models import Decision, Membership
from kinerja.assessment.queries.meetings import handovers
from kinerja.people.models import Employee, Post
from kinerja.people.queries import employee_of, led_units, team_of, visible_to
from kinerja.people.queries.lines import own_posts

from ..access_recognition import DECIDED, led_tree
from ..models import AwardProposal, AwardScheme, AwardVote, Certificate, Juror

Status = AwardProposal.Status
PROPOSED = ("proposal__employee", "proposal__team", "proposal__unit", "issued_by", "revoked_by")


def schemes() -> QuerySet[AwardScheme]:
    """With the unit and what a row counts: jurors and awards given."""
    given = Count("proposals", Q(proposals__status=Status.AWARDED), distinct=True)
    rows = AwardScheme.objects.select_related("unit")
    return rows.annotate(jury=Count("jurors", distinct=True), given=given).order_by("name", "-starts", "pk")


def in_force(on: date) -> Q:
    """Schemes that hold on the day."""
    return Q(starts__lte=on) & (Q(ends__isnull=True) | Q(ends__gte=on))


def proposals() -> QuerySet[AwardProposal]:
    """With everybody a row names."""
    names = ("scheme__unit", "employee", "team__lead", "team__unit", "unit", "proposed_by", "decided_by")
    return AwardProposal.objects.select_related(*names, "certificate").defer("certificate__pdf")


def _mine(me: Employee, on: date) -> Q:
    """Awards that are his own: he, a team that he leads or is in, a unit that he leads."""
    teams = Membership.objects.filter(
        employee=me, confirmed_at__isnull=False, declined_reason="", left_on=None
    )
    units = led_units(me, on).values("pk")
    return Q(employee=me) | Q(team__lead=me) | Q(team__in=teams.values("team")) | Q(unit__in=units)


def proposals_of(user: User, on: date) -> QuerySet[AwardProposal]:
    """What one may open: proposed by him, judged by him, of his people; decided ones about himself; HR and
    auditor all but what is undecided about themselves."""
    me = employee_of(user)
    own = _mine(me, on) if me else Q(pk__in=[])
    if roles(user, on) & {HR, AUDITOR}:
        return proposals().exclude(own & Q(status__in=[Status.PROPOSED, Status.WITHDRAWN]))
    if me is None:
        return proposals().filter(proposed_by=user)
    jury = Exists(Juror.objects.filter(scheme=OuterRef("scheme"), employee=me))
    led = led_tree(user, on)
    others = Q(scheme__unit__in=led) | Q(employee__in=visible_to(user, on).exclude(pk=me.pk).values("pk"))
    reads = Q(proposed_by=user) | (~own & (Q(jury) | others)) | (own & Q(status__in=DECIDED))
    return proposals().filter(reads)


def awards_of(me: Employee, on: date) -> QuerySet[AwardProposal]:
    """What was decided about him, newest first."""
    return proposals().filter(_mine(me, on), status__in=DECIDED).order_by("-decided_at", "-pk")


def votes_waiting(me: Employee, on: date, team: QuerySet[Employee] | None = None) -> QuerySet[AwardProposal]:
    """Open proposals that wait for this juror's vote, the oldest first; none with a conflict.

    Whoever has his team at hand passes it.
    """
    people = team_of(me, on) if team is None else team
    jury = Exists(Juror.objects.filter(scheme=OuterRef("scheme"), employee=me))
    voted = Exists(AwardVote.objects.filter(proposal=OuterRef("pk"), juror=me))
    rows = proposals().filter(jury, ~voted, status=Status.PROPOSED).exclude(_mine(me, on))
    rows = rows.exclude(proposed_by__employee=me).exclude(employee__in=people.values("pk"))
    return rows.order_by("proposed_at", "pk")


def consents_waiting(me: Employee, on: date) -> QuerySet[AwardProposal]:
    """Awards whose publication waits for his yes or no, the oldest first."""
    led = led_units(me, on).values("pk")
    mine = Q(employee=me) | Q(team__lead=me) | Q(unit__in=led)
    rows = proposals().filter(mine, status=Status.AWARDED, consent__isnull=True)
    return rows.order_by("decided_at", "pk")


def decisions_waiting(user: User, on: date) -> QuerySet[AwardProposal]:
    """Open proposals of schemes that he keeps, whose jury has given enough votes or all of them; without a
    jury at once. Nobody waits for a juror whom it is about, who proposed it or who has no account; one who
    appraises the person counts as still to vote here, though the decision itself does not wait for him
    (`access_recognition.votes_needed`)."""
    me = employee_of(user)
    rows = proposals().filter(status=Status.PROPOSED)
    if HR not in roles(user, on):
        rows = rows.filter(scheme__unit__in=led_tree(user, on))
    if me is not None:
        rows = rows.exclude(_mine(me, on))
    rows = rows.annotate(cast=Count("votes", distinct=True))
    yes = Count("votes", Q(votes__yes=True), distinct=True)
    juror = "scheme__jurors__employee"
    aside = Q(**{juror: F("employee")}) | Q(**{f"{juror}__user": F("proposed_by")})
    votes = ~aside & Q(**{f"{juror}__user__isnull": False})
    rows = rows.annotate(yes=yes, jury=Count("scheme__jurors", votes, distinct=True))
    ready = Q(yes__gte=F("scheme__needed_votes")) | Q(cast__gte=F("jury"))
    return rows.filter(ready).order_by("proposed_at", "pk")


def handovers_for(user: User, on: date) -> QuerySet[Decision]:
    """Recognitions that a meeting decided, that he sees to (HR: all), and nobody has proposed yet."""
    me = employee_of(user)
    live = AwardProposal.objects.filter(decision=OuterRef("pk")).exclude(status=Status.WITHDRAWN)
    rows = handovers().filter(~Exists(live), kind=Decision.Kind.RECOGNITION).order_by("due", "pk")
    if HR in roles(user, on):
        return rows.exclude(about=me) if me else rows
    return rows.filter(owner=me) if me else rows.none()


def published() -> QuerySet[AwardProposal]:
    """Published with the person's yes, the newest first; none whose certificate was revoked."""
    rows = proposals().filter(status=Status.AWARDED, consent=True, published_at__isnull=False)
    return rows.exclude(certificate__status=Certificate.Status.REVOKED).order_by("-published_at", "-pk")


def units_of(rows: Iterable[AwardProposal], on: date) -> dict[int, str]:
    """Employee id to the name of his unit on the day; two queries however many rows."""
    ids = [row.employee_id for row in rows if row.employee_id]
    held = own_posts(on, ids)
    names = dict(Post.objects.filter(pk__in=held.values()).values_list("pk", "unit__name"))
    return {employee: names[post] for employee, post in held.items()}


def certificates() -> QuerySet[Certificate]:
    """With everybody a row names, without the bytes of the file."""
    rows = Certificate.objects.select_related("employee", "proposal__scheme__unit", *PROPOSED)
    return rows.defer("pdf").order_by("-issued_on", "-pk")


def certificates_of(me: Employee, on: date) -> QuerySet[Certificate]:
    """His own, and those of teams that he is in and units that he leads."""
    awards = AwardProposal.objects.filter(_mine(me, on)).values("pk")
    return certificates().filter(Q(employee=me) | Q(proposal__in=awards))


def register(user: User, on: date) -> QuerySet[Certificate]:
    """What one finds in the register: HR and auditor all, a head those of his people, teams and units."""
    if roles(user, on) & {HR, AUDITOR}:
        return certificates()
    led = led_tree(user, on)
    people = visible_to(user, on).values("pk")
    places = Q(proposal__unit__in=led) | Q(proposal__team__unit__in=led)
    return certificates().filter(Q(employee__in=people) | places)
