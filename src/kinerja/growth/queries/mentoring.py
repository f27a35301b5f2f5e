"""Offers, wishes and pairs; who fits a wish, and why, in words.

Matched by competence (the mentor well above the mentee), need (the mentee's gap), distance in the tree of
units and load. The order is the same every time for the same facts; nobody is picked by the system.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext as _

from kinerja.people.models import Employee, Post, Unit
from kinerja.people.nip import NipError, parse_nip
from kinerja.people.queries import lines
from kinerja.people.queries.lines import own_posts

from ..models import MentorMeeting, MentorOffer, Mentorship, MentorWish
from .competence import CompetenceProfile, CompetenceRow, profiles
from .lessons import chain

S = Mentorship.Status
MOST = 50
# Levels above the mentee from which on a mentor is "well above", and steps in the tree that are "near": ours.
WELL_ABOVE, NEAR = 2, 2
FAR = 99
SHORT = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer that fits, with the reasons for it; `cautions` say what speaks against."""

    offer: MentorOffer
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    appraises: bool

    @property
    def employee(self) -> Employee:
        """Who would be the mentor."""
        return self.offer.employee


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the judgement of one candidate rests on."""

    level: int | None
    own: CompetenceRow | None
    distance: int
    unit: str
    load: int
    appraises: bool
    younger: bool | None


def offers() -> QuerySet[MentorOffer]:
    """Open ones with the people that a page names."""
    return MentorOffer.objects.filter(active=True).select_related("employee")


def wishes() -> QuerySet[MentorWish]:
    """Open ones with the people that a page names, the oldest first."""
    return MentorWish.objects.filter(active=True).select_related("employee").order_by("at", "pk")


def mentorships() -> QuerySet[Mentorship]:
    """With the people that a page names."""
    return Mentorship.objects.select_related("mentor__user", "mentee__user", "proposed_by")


def mentorships_of(employee: Employee) -> QuerySet[Mentorship]:
    """In which he is mentor or mentee; open ones first."""
    rows = mentorships().filter(Q(mentor=employee) | Q(mentee=employee))
    ended = Case(When(status__in=[S.PROPOSED, S.RUNNING], then=0), default=1)
    return rows.order_by(ended, "-starts", "-pk")


def to_answer(employee: Employee) -> QuerySet[Mentorship]:
    """Proposals that wait for his yes or no."""
    mine = Q(mentor=employee, mentor_agreed_at=None) | Q(mentee=employee, mentee_agreed_at=None)
    return mentorships().filter(mine, status=S.PROPOSED)


def midpoints_due(employee: Employee, on: date) -> QuerySet[Mentorship]:
    """Running ones whose midpoint has come and was not looked at."""
    rows = mentorships().filter(Q(mentor=employee) | Q(mentee=employee), status=S.RUNNING)
    return rows.filter(midpoint_on__lte=on, midpoint_at=None).order_by("midpoint_on", "pk")


def to_close(employee: Employee, on: date) -> QuerySet[Mentorship]:
    """Running ones past their end to which he has not written his view."""
    mine = Q(mentor=employee, mentor_view="") | Q(mentee=employee, mentee_view="")
    return mentorships().filter(mine, status=S.RUNNING, ends__lt=on).order_by("ends", "pk")


def unwritten(employee: Employee, at: datetime) -> QuerySet[MentorMeeting]:
    """Meetings that were held and have no journal yet."""
    rows = meetings_in_calendar(employee).filter(mentorship__status=S.RUNNING, cancelled=False)
    return rows.filter(starts_at__lte=at, written_at=None).order_by("starts_at", "pk")


def meetings_in_calendar(employee: Employee) -> QuerySet[MentorMeeting]:
    """Every meeting of his pairs, also cancelled ones, so that calendars strike them out."""
    rows = MentorMeeting.objects.select_related("mentorship__mentor", "mentorship__mentee")
    return rows.filter(Q(mentorship__mentor=employee) | Q(mentorship__mentee=employee))


def recent_meetings(employee: Employee, at: datetime) -> QuerySet[MentorMeeting]:
    """For the calendar: from 90 days ago on."""
    return meetings_in_calendar(employee).filter(starts_at__gte=at - timedelta(days=90)).order_by("starts_at")


def loads(mentors: Iterable[int]) -> dict[int, int]:
    """Employee id to how many he mentors now; one query."""
    rows = Mentorship.objects.filter(mentor_id__in=list(mentors), status=S.RUNNING).order_by()
    return dict(rows.values_list("mentor_id").annotate(n=Count("pk")))


def words_of(skill: str) -> set[str]:
    """The words of a skill by which offers and wishes find each other."""
    return {word for word in skill.casefold().replace(",", " ").split() if len(word) >= SHORT}


def matches(wish: MentorWish, on: date) -> list[Candidate]:
    """Open offers for the competence or the skill, best first, at most 50; a constant number of queries.

    Left out: full mentors, those whom the wish's owner already has, and those known not to be above him in
    the competence that is sought.
    """
    pool = _pool(wish)
    people = [wish.employee, *(offer.employee for offer in pool)]
    seen = {found.employee.pk: found for found in profiles(people, on)}
    rows = lines(on, [person.pk for person in people])
    places = _places([person.pk for person in people], on)
    load = loads(offer.employee_id for offer in pool)
    me = wish.employee_id
    own = _row(seen[me], wish.competence)
    ranked = []
    above = {pk: row.appraiser_id for pk, row in rows.items()}
    for offer in pool:
        him = offer.employee_id
        level = _row(seen[him], wish.competence)
        facts = _Facts(
            level=level.achieved if level else None,
            own=own,
            distance=places.distance(me, him),
            unit=places.name(him),
            load=load.get(him, 0),
            appraises=above.get(me) == him or above.get(him) == me,
            younger=_younger(offer.employee, wish.employee) if offer.reverse else None,
        )
        if facts.load >= offer.most or not _is_above(facts):
            continue
        ranked.append((_order(offer, facts), Candidate(offer, *_said(offer, facts), facts.appraises)))
    return [candidate for _key, candidate in sorted(ranked, key=lambda pair: pair[0])][:MOST]


def reasons_for(mentor: Employee, wish: MentorWish, on: date) -> tuple[str, ...]:
    """Why this mentor was matched with the wish; empty when he is not among the matches."""
    for candidate in matches(wish, on):
        if candidate.employee.pk == mentor.pk:
            return candidate.reasons
    return ()


def _pool(wish: MentorWish) -> list[MentorOffer]:
    """One offer a mentor, the newest that fits."""
    fits = Q(competence=wish.competence) if wish.competence else Q(pk__in=[])
    for word in sorted(words_of(wish.skill)):
        fits |= Q(skill__icontains=word)
    taken = Mentorship.objects.filter(mentee=wish.employee_id, status__in=[S.PROPOSED, S.RUNNING])
    rows = offers().filter(fits).exclude(employee=wish.employee_id)
    rows = rows.exclude(employee__in=taken.values("mentor")).order_by("employee_id", "-at", "-pk")
    return list(rows.distinct("employee_id")[: 10 * MOST])


def _row(profile: CompetenceProfile, code: str) -> CompetenceRow | None:
    return next((row for row in profile.rows if row.code == code), None) if code else None


def _above(facts: _Facts) -> int | None:
    """By how many levels the mentor stands above the mentee; None when one of the two is unknown."""
    if facts.level is None or facts.own is None or facts.own.achieved is None:
        return None
    return facts.level - facts.own.achieved


def _is_above(facts: _Facts) -> bool:
    above = _above(facts)
    return above is None or above > 0


def _order(offer: MentorOffer, facts: _Facts) -> tuple[object, ...]:
    above = _above(facts)
    share = facts.load / offer.most
    return (facts.appraises, -(above or 0), facts.distance, share, offer.employee.name, offer.employee.nip)


def _said(offer: MentorOffer, facts: _Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Reasons and cautions in words."""
    reasons, cautions = [], []
    above = _above(facts)
    if facts.own is not None and above is not None:
        told = {"name": facts.own.name, "level": facts.level, "n": above}
        if above >= WELL_ABOVE:
            reasons.append(_("%(name)s level %(level)d, %(n)d level di atas yang mencari.") % told)
        else:
            reasons.append(_("%(name)s level %(level)d, satu level di atas yang mencari.") % told)
    elif facts.own is not None:
        cautions.append(_("Belum ada penilaian kompetensi untuk dibandingkan."))
    if facts.own is not None and facts.own.gap is not None and facts.own.gap < 0:
        need = {"n": -facts.own.gap, "required": facts.own.required}
        reasons.append(_("Yang mencari %(n)d level di bawah syarat jabatannya (%(required)d).") % need)
    reasons.append(_near(facts))
    told = {"load": facts.load, "most": offer.most}
    reasons.append(_("Sekarang membimbing %(load)d dari paling banyak %(most)d orang.") % told)
    if offer.reverse and facts.younger:
        reasons.append(_("Mentoring terbalik: yang lebih muda mengajari yang lebih berpengalaman."))
    elif offer.reverse:
        reasons.append(_("Mentoring terbalik."))
    if facts.appraises:
        cautions.append(_("Salah satu menilai kinerja yang lain. Lebih baik pilih mentor lain."))
    return tuple(reasons), tuple(cautions)


def _near(facts: _Facts) -> str:
    if facts.distance == 0:
        return _("Satu unit: %(unit)s.") % {"unit": facts.unit}
    if facts.distance <= NEAR:
        return _("Unit dekat: %(unit)s.") % {"unit": facts.unit}
    return _("Unit lain: %(unit)s.") % {"unit": facts.unit} if facts.unit else _("Belum menduduki jabatan.")


def _younger(mentor: Employee, mentee: Employee) -> bool | None:
    """By the birth dates in the two NIP; None when one cannot be read."""
    try:
        return parse_nip(mentor.nip).birth_date > parse_nip(mentee.nip).birth_date
    except NipError:
        return None


@dataclass(frozen=True, slots=True)
class _Places:
    """Employee id to the units from his own up to the top."""

    chains: dict[int, list[int]]
    names: dict[int, str]

    def name(self, employee: int) -> str:
        units = self.chains.get(employee)
        return self.names[units[0]] if units else ""

    def distance(self, one: int, two: int) -> int:
        """Steps in the tree of units from one to the other; FAR when they meet nowhere."""
        first, second = self.chains.get(one, []), self.chains.get(two, [])
        met = next((unit for unit in first if unit in second), None)
        return first.index(met) + second.index(met) if met is not None else FAR


def _places(employees: list[int], on: date) -> _Places:
    posts = own_posts(on, employees)
    unit_of = dict(Post.objects.filter(pk__in=set(posts.values())).values_list("pk", "unit_id"))
    units = list(Unit.objects.values_list("pk", "parent_id", "name"))
    above = {pk: parent for pk, parent, _name in units}
    chains = {employee: chain(unit_of[post], above) for employee, post in posts.items()}
    return _Places(chains, {pk: name for pk, _parent, name in units})
