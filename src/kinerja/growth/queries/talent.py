"""The talent picture of people: computed anew from predicates and dated inputs, never stored.

PermenPANRB 3/2020 as amended by 20/2025; Keputusan Kepala BKN 411/2025. A box proposes; people decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.assessment.queries.reviews import current
from kinerja.people.models import Employee, Post
from kinerja.people.queries.law import in_force
from kinerja.people.queries.lines import own_posts
from kinerja.plans.models import Period
from kinerja.rules import talent as rule
from kinerja.rules.codes import Rating
from kinerja.rules.exact import round_half_up
from kinerja.rules.explain import Explanation
from kinerja.rules.labels import labels
from kinerja.rules.loader import Value

from ..models import PotentialInput

# The one component that is computed; all others are inputs with a day and a source.
COMPUTED = "kinerja"
NAMES: dict[str, str] = {
    "kinerja": gettext_noop("Predikat kinerja"),
    "penghargaan": gettext_noop("Penghargaan"),
    "tim_kerja": gettext_noop("Penugasan dalam tim kerja"),
    "umpan_balik": gettext_noop("Umpan balik dari sekitar"),
    "penilaian_kompetensi": gettext_noop("Penilaian kompetensi"),
    "pengembangan_kompetensi": gettext_noop("Pengembangan kompetensi"),
    "pengalaman_jabatan": gettext_noop("Pengalaman jabatan"),
    "potensi": gettext_noop("Penilaian potensi"),
    "tingkat_pendidikan": gettext_noop("Tingkat pendidikan"),
    "bidang_ilmu": gettext_noop("Kesesuaian bidang ilmu"),
    "integritas_moralitas": gettext_noop("Integritas dan moralitas"),
}


@dataclass(frozen=True, slots=True)
class YearPredicate:
    """The predicate that stands for one year: the annual one, else the newest signed one of that year."""

    year: int
    predicate: str
    name: str
    score: Decimal
    period: str


@dataclass(frozen=True, slots=True)
class Part:
    """One component of an axis. `score` is None while nothing valid is there; `expired` says since when."""

    code: str
    name: str
    axis: str
    weight: str
    score: Decimal | None
    held_on: date | None
    source: str
    expired: date | None


@dataclass(frozen=True, slots=True)
class TalentView:
    """One person's picture on a day. Without `weighted` there is no box, and `missing` says why."""

    employee: Employee
    post: Post | None
    years: tuple[YearPredicate, ...]
    years_asked: int
    parts: tuple[Part, ...]
    weighted: rule.WeightedTalent | None
    missing: tuple[str, ...]
    explanation: Explanation

    @property
    def box(self) -> int | None:
        """The number 1..9, None while inputs are missing."""
        return self.weighted.talent.box if self.weighted else None


def components(on: date) -> tuple[str, ...]:
    """The codes of the components that people enter, performance axis first."""
    performance, potential = rule.components(on)
    return tuple(code for code in (*performance, *potential) if code != COMPUTED)


def box_of(employee: Employee, on: date, *, received: bool = False) -> TalentView:
    """The picture of one person on the day. Raises NoRuleInForce before the law of weights.

    With `received`, for the person himself, only predicates whose document he has received count.
    """
    return boxes([employee], on, received=received)[0]


def boxes(employees: Iterable[Employee], on: date, *, received: bool = False) -> list[TalentView]:
    """The pictures of many in their order; a constant number of queries. `received` as for `box_of`."""
    people = list(employees)
    law = _Law(on)
    own = own_posts(on, [person.pk for person in people])
    posts = Post.objects.select_related("unit").in_bulk(set(own.values()))
    predicates = _predicates(people, law, received)
    inputs: dict[int, dict[str, PotentialInput]] = defaultdict(dict)
    # Oldest first: the newest of a component stays.
    for row in PotentialInput.objects.filter(employee__in=people, held_on__lte=on).order_by("held_on"):
        inputs[row.employee_id][row.component] = row
    return [
        _view(
            person, posts.get(own.get(person.pk, 0)), predicates[person.pk], inputs[person.pk], law, received
        )
        for person in people
    ]


class _Law:
    """What the law of the day says, read once for many people."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.weights = in_force("talent.weights", on)
        self.status = in_force("talent.performance_status", on)
        self.years = in_force("talent.years", on)
        self.validity = in_force("talent.input_years", on)
        self.names = labels("predicate", on)

    def expires(self, row: PotentialInput) -> date | None:
        """The first day on which an input counts no more; None for what lasts."""
        if row.component in self.validity["lasting"]:
            return None
        return _years_later(row.held_on, self.validity["years"])


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _predicates(people: list[Employee], law: _Law, received: bool) -> dict[int, list[YearPredicate]]:
    """Employee id to the newest years that have a signed predicate, newest first. One query."""
    first = law.on.year - law.years["years"]
    rows = current(received=received).filter(
        plan__employee__in=people,
        signed_at__date__lte=law.on,
        period__ends__lte=law.on,
        period__cycle__year__gte=first,
    )
    rows = rows.exclude(predicate="").order_by("period__ends", "pk")
    best: dict[int, dict[int, tuple[bool, YearPredicate]]] = defaultdict(dict)
    for person, year, kind, name, predicate in rows.values_list(
        "plan__employee_id", "period__cycle__year", "period__kind", "period__label", "predicate"
    ):
        annual = kind == Period.Kind.ANNUAL
        held = best[person].get(year)
        if annual or held is None or not held[0]:
            score = Decimal(law.status["score"][predicate])
            told = law.names[predicate]
            best[person][year] = (annual, YearPredicate(year, predicate, told, score, f"{name} {year}"))
    found: dict[int, list[YearPredicate]] = defaultdict(list)
    for person, years in best.items():
        found[person] = [years[year][1] for year in sorted(years, reverse=True)][: law.years["years"]]
    return found


def _view(
    person: Employee,
    post: Post | None,
    years: list[YearPredicate],
    inputs: Mapping[str, PotentialInput],
    law: _Law,
    received: bool,
) -> TalentView:
    parts = tuple(_parts(years, inputs, law))
    missing = tuple(_why(part, received) for part in parts if part.score is None)
    weighted = None
    steps: Explanation = ()
    if not missing:
        axes = {
            axis: {part.code: part.score for part in parts if part.axis == axis and part.score is not None}
            for axis in ("performance", "potential")
        }
        weighted = rule.weighted(**axes, on=law.on)
        steps = (*_from_predicates(years, parts[0].score, law), *weighted.explanation)
    return TalentView(person, post, tuple(years), law.years["years"], parts, weighted, missing, steps)


def _parts(years: list[YearPredicate], inputs: Mapping[str, PotentialInput], law: _Law) -> Iterable[Part]:
    for axis in ("performance", "potential"):
        for code, weight in law.weights[axis].items():
            name = _(NAMES[code]) if code in NAMES else code
            if code == COMPUTED:
                source = ", ".join(f"{row.period}: {row.name}" for row in years)
                yield Part(code, name, axis, weight, _mean(years), None, source, None)
                continue
            row = inputs.get(code)
            ends = law.expires(row) if row else None
            over = ends if ends is not None and ends <= law.on else None
            score = row.score if row is not None and over is None else None
            held, source = (row.held_on, row.source) if row else (None, "")
            yield Part(code, name, axis, weight, score, held, source, over)


def _mean(years: list[YearPredicate]) -> Decimal | None:
    if not years:
        return None
    return round_half_up(sum((Fraction(row.score) for row in years), Fraction(0)) / len(years))


def _why(part: Part, received: bool) -> str:
    if part.code == COMPUTED and received:
        return _("Predikat kinerja: belum ada yang Anda terima dalam tahun-tahun yang dibaca.")
    if part.code == COMPUTED:
        return _("Predikat kinerja: belum ada yang ditandatangani dalam tahun-tahun yang dibaca.")
    if part.expired:
        facts = {"name": part.name, "day": date_format(part.expired, "j F Y")}
        return _("%(name)s: masukan terakhir kedaluwarsa sejak %(day)s.") % facts
    return _("%(name)s: belum ada masukan.") % {"name": part.name}


def _from_predicates(years: list[YearPredicate], score: Decimal | None, law: _Law) -> Explanation:
    told = ", ".join(f"{row.period} {row.name} = {row.score}" for row in years)
    return (
        law.years.step(len(years), f"Dibaca predikat {len(years)} dari {law.years['years']} tahun terakhir."),
        law.status.step(str(score), f"{told}; rata-rata {score}."),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the nine boxes with the people in it (of those whom the reader may see)."""

    number: int
    label: str
    recommendation: tuple[str, ...]
    succession: bool
    people: tuple[TalentView, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the nine: a performance status and its three boxes, potential rising."""

    title: str
    cells: tuple[Cell, ...]


def nine(views: Iterable[TalentView], on: date) -> list[Line]:
    """The nine boxes with their people, best performance first."""
    held: dict[int, list[TalentView]] = defaultdict(list)
    for view in views:
        if view.box is not None:
            held[view.box].append(view)
    law: Value = in_force("talent.box", on)
    lines = []
    for rating in (Rating.ABOVE, Rating.MEETS, Rating.BELOW):
        cells = []
        for potential in rule.Potential:
            found = rule.box(performance=rating, potential=potential, on=on)
            cells.append(
                Cell(
                    found.box,
                    found.label,
                    found.recommendation,
                    found.succession_agency,
                    tuple(held[found.box]),
                )
            )
        lines.append(Line(str(law["performance_label"][rating]).capitalize(), tuple(cells)))
    return lines
