"""The agenda of an evaluation meeting, built from data with a constant number of queries.

Points about services and goals name nobody. Points about a person carry the employee; who may read them is
decided by `access_meetings` and the views. Words of citizens and secret reports never come in here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Q, When
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.people.models import Employee, Post, Unit
from kinerja.people.queries import unit_tree_ids
from kinerja.people.queries.law import in_force
from kinerja.people.queries.lines import own_posts
from kinerja.plans.models import Period
from kinerja.rules.codes import Predicate
from kinerja.rules.labels import label
from kinerja.rules.loader import Value
from kinerja.voice.models import Complaint, Examination, Service
from kinerja.voice.queries.examinations import proven
from kinerja.voice.queries.follow_ups import follow_ups
from kinerja.voice.queries.measures import Figure, figures
from kinerja.voice.queries.queues import IN_UNIT
from kinerja.voice.queries.staff import officers_of
from kinerja.voice.queries.trends import ENOUGH, ROMAN

from ..hints import LOW
from ..models import AgendaItem, Meeting, Rating, Review
from .goals_at_risk import goals_at_risk
from .meetings import open_decisions
from .reviews import current

Kind = AgendaItem.Kind
Data = dict[str, Any]
# What one meeting can talk about; the rest is told as a number.
MOST = 20
ONE_DAY = timedelta(days=1)
BY_NAME = ("plan__employee__name", "pk")


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One point: kind of `AgendaItem`, title, plain facts {"lines": [{"text", "note", "late"}], ...}.

    `facts["place"]` is the post and unit of a person. `facts["own_to"]` (an employee id) restricts a point
    that rests on a draft judgement to its author.
    """

    kind: str
    title: str
    facts: Data = field(default_factory=dict)
    employee_id: int | None = None


def agenda(
    unit: Unit,
    period: Period,
    on: date,
    *,
    meeting: Meeting | None = None,
    chair_id: int | None = None,
    people: Collection[int] = (),
) -> list[AgendaRow]:
    """The points in order: what is still open, goals, services, survey, complaints, people.

    `people` are the employees whose goals are read (the invited). A draft judgement counts only when its
    author chairs (`chair_id`). Nineteen queries at most, however large the unit.
    """
    tree = sorted(unit_tree_ids([unit.pk]))
    law = in_force("meeting.agenda", on)
    return [
        *_decisions(unit, on, meeting),
        *(AgendaRow(Kind.GOAL, title, facts) for title, facts in goals_at_risk(people, period, on)),
        *_measures(unit, tree, period, law),
        *_follow_ups(unit, tree, on),
        *_complaints(tree, on),
        *_people(unit, tree, period, on, chair_id, law),
    ]


def line(text: str, note: str = "", late: bool = False, **more: bool) -> Data:
    """One line under a point; `late` marks what is overdue, `private=True` what the room never reads."""
    return {"text": text, "note": note, "late": late, **more}


def _decisions(unit: Unit, on: date, meeting: Meeting | None) -> list[AgendaRow]:
    rows = []
    for row in open_decisions(unit, meeting)[:MOST]:
        gone = row.due < on
        note = _("Penanggung jawab: %(name)s. Batas %(day)s.") % {
            "name": row.owner.name,
            "day": date_format(row.due, "j F Y"),
        }
        facts = {
            "lines": [line(note, str(row.meeting.period), gone)],
            "decision": row.pk,
            "about": row.kind,
            "owner": row.owner_id,
        }
        rows.append(AgendaRow(Kind.OPEN_DECISION, row.text[:200], facts, row.about_id))
    return rows


def _measures(unit: Unit, tree: list[int], period: Period, law: Value) -> list[AgendaRow]:
    ends = period.ends + ONE_DAY
    now = figures(by="service", starts=period.starts, ends=ends, units=tree)
    span = ends - period.starts
    before = figures(by="service", starts=period.starts - span, ends=period.starts, units=tree)
    weak = {key: told for key, found in now.items() if (told := _weak(found, before.get(key), law))}
    services = {row.pk: row for row in Service.objects.filter(pk__in=weak).select_related("unit")}
    worst = sorted(weak, key=lambda key: (now[key].share or 0, services[key].name, key))[:MOST]
    return [
        AgendaRow(Kind.MEASURE, _of(unit, services[key].name, services[key].unit), {"lines": weak[key]})
        for key in worst
    ]


def _of(unit: Unit, name: str, whose: Unit) -> str:
    """A name, with the unit it belongs to where that is not the meeting's own."""
    return (name if whose.pk == unit.pk else f"{name}, {whose.name}")[:200]


def _weak(now: Figure, before: Figure | None, law: Value) -> list[Data]:
    """Why this service is discussed; nothing when it is well or has too few cases to say."""
    if now.n < ENOUGH or now.share is None:
        return []
    told, bad = {"share": _figure(now.share), "n": now.n}, now.share < law["good_share"]
    lines = [line(_("%(share)s%% sesuai standar, dari %(n)d berkas.") % told, "", bad)]
    fell = None
    if before is not None and before.n >= ENOUGH and before.share is not None:
        fell = before.share - now.share
        if fell >= law["fall"]:
            was = {"was": _figure(before.share), "n": before.n}
            lines.append(line(_("Turun dari %(was)s%% (%(n)d berkas) pada masa sebelumnya.") % was))
    return lines if bad or (fell is not None and fell >= law["fall"]) else []


def _figure(value: Decimal) -> str:
    return number_format(value, decimal_pos=0 if value == value.to_integral_value() else 1, use_l10n=True)


def _follow_ups(unit: Unit, tree: list[int], on: date) -> list[AgendaRow]:
    rows = list(follow_ups(on, tree).filter(status="open")[: MOST + 1])
    if not rows:
        return []
    lines = []
    for row in rows[:MOST]:
        when = _("Triwulan %(number)s %(year)d") % {"number": ROMAN[row.quarter - 1], "year": row.year}
        note = f"{_of(unit, row.responsible.name, row.unit)}, {when}"
        lines.append(line(row.programme[:200], note, vars(row)["rank"] == 0))
    title = _("Belum selesai: %(count)s") % {"count": _how_many(len(rows))}
    return [AgendaRow(Kind.FOLLOW_UP, title, {"lines": lines, "more": len(rows) > MOST})]


def _how_many(found: int) -> str:
    return _("lebih dari %(count)d") % {"count": MOST} if found > MOST else str(found)


def _complaints(tree: list[int], on: date) -> list[AgendaRow]:
    """Open reports past their day, by number and topic only; secret ones are not for the room."""
    rows = Complaint.objects.filter(unit_id__in=tree, status__in=IN_UNIT, act_due__lt=on, secret=False)
    found = list(rows.select_related("category", "unit").order_by("act_due", "number")[: MOST + 1])
    if not found:
        return []
    lines = [
        line(
            f"{row.number} · {row.category.name if row.category else row.get_kind_display()}",
            _("%(unit)s, batas %(day)s")
            % {
                "unit": row.unit.name if row.unit else "",
                "day": date_format(row.act_due, "j F Y") if row.act_due else "",
            },
            True,
        )
        for row in found[:MOST]
    ]
    title = _("Belum dijawab: %(count)s") % {"count": _how_many(len(found))}
    return [AgendaRow(Kind.COMPLAINT, title, {"lines": lines, "more": len(found) > MOST})]


def _people(
    unit: Unit, tree: list[int], period: Period, on: date, chair_id: int | None, law: Value
) -> list[AgendaRow]:
    """Whom to recognise, then whom to support; what rests on a draft is a point of its own."""
    staff = list(officers_of(unit, on).order_by().values_list("pk", flat=True))
    found: dict[tuple[str, int, int], list[Data]] = defaultdict(list)
    for kind, review in _judged(tree, period, chair_id):
        author = 0 if review.signed_at else review.evaluator_id
        found[(kind, review.plan.employee_id, author)] += _rating_lines(review, on)
    for row in proven(staff, period.starts, period.ends):
        if row.nature == Examination.Nature.PRAISE:
            found[(Kind.RECOGNISE, row.employee_id, 0)].append(line(_("Apresiasi warga yang terverifikasi.")))
    for person, told in _fast(tree, period, set(staff), law).items():
        found[(Kind.RECOGNISE, person, 0)].append(told)
    chosen = [key for kind in (Kind.RECOGNISE, Kind.SUPPORT) for key in _most(found, kind)]
    known = {person for _kind, person, _author in chosen}
    names = dict(Employee.objects.filter(pk__in=known).values_list("pk", "name"))
    places = _places(known, on)
    return [
        AgendaRow(
            kind,
            names[person],
            _facts(found[(kind, person, author)], author, places.get(person, "")),
            person,
        )
        for kind, person, author in chosen
    ]


def _places(people: Collection[int], on: date) -> dict[int, str]:
    """Post and unit of each: a head of office does not know three hundred people by their names."""
    own = own_posts(on, people)
    posts = Post.objects.select_related("unit").in_bulk(set(own.values()))
    return {person: f"{posts[post].title}, {posts[post].unit.name}" for person, post in own.items()}


def _most(found: dict[tuple[str, int, int], list[Data]], kind: str) -> list[tuple[str, int, int]]:
    """Whoever has most to be said for comes first: rated high and thanked, before rated high alone."""
    return sorted((key for key in found if key[0] == kind), key=lambda key: -len(found[key]))[:MOST]


def _facts(lines: list[Data], author: int, place: str) -> Data:
    return {"lines": lines, "place": place} | ({"own_to": author} if author else {})


def _judged(tree: list[int], period: Period, chair_id: int | None) -> list[tuple[str, Review]]:
    """Judgements worth a word, with their side: signed ones, and the chair's own drafts.

    Of the good the best come first, of the weak the worst: in a large unit neither pushes the other out.
    Drafts rated but without a predicate yet stand before both.
    """
    author = Q(taken_over=False, appraiser_id=chair_id) | Q(taken_over=True, superior_id=chair_id)
    told = Q(signed_at__isnull=False) | (author if chair_id else Q(pk__in=()))
    high = Q(result_rating=Rating.ABOVE) | Q(behaviour_rating=Rating.ABOVE)
    low = Q(result_rating=Rating.BELOW) | Q(behaviour_rating=Rating.BELOW) | Q(predicate__in=LOW)
    rank = Case(*(When(predicate=code, then=number) for number, code in enumerate(Predicate)))
    rows = current().filter(told, period=period, plan__post__unit_id__in=tree).select_related("plan")
    good = rows.filter(high, ~low).order_by(rank.desc(nulls_first=True), *BY_NAME)[: 4 * MOST]
    weak = rows.filter(low).order_by(rank.asc(nulls_first=True), *BY_NAME)[: 4 * MOST]
    return [*((Kind.RECOGNISE, row) for row in good), *((Kind.SUPPORT, row) for row in weak)]


def _rating_lines(review: Review, on: date) -> list[Data]:
    told = [
        (_("Hasil kerja"), review.result_rating),
        (_("Perilaku kerja"), review.behaviour_rating),
    ]
    draft = _("draf penilaian pemimpin rapat") if review.signed_at is None else ""
    return [line(f"{name}: {label('rating', code, on)}", draft, private=True) for name, code in told if code]


def _fast(tree: list[int], period: Period, staff: set[int], law: Value) -> dict[int, Data]:
    """Officers with many cases, nearly all in the promised time."""
    found = figures(by="officer", starts=period.starts, ends=period.ends + ONE_DAY, units=tree)
    fast = {
        key: row
        for key, row in found.items()
        if key in staff
        and row.n >= law["fast_cases"]
        and row.share is not None
        and row.share >= law["fast_share"]
    }
    best = sorted(fast, key=lambda key: (-fast[key].n, key))[:MOST]
    return {key: line(_fast_words(fast[key])) for key in best}


def _fast_words(row: Figure) -> str:
    words = ngettext(
        "Layanan cepat: %(count)d berkas, %(share)s%% sesuai standar.",
        "Layanan cepat: %(count)d berkas, %(share)s%% sesuai standar.",
        row.n,
    )
    return words % {"count": row.n, "share": _figure(row.share or Decimal(0))}
