"""Plans of two years for everybody, written in bulk; the running year is as uneven as a real office."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from kinerja.audit.actions import event, record_all
from kinerja.people.models import Unit
from kinerja.plans.cascade import Node
from kinerja.plans.content import IndicatorContent, PlanContent, ResultContent, tidy
from kinerja.plans.models import Cycle, Goal, Indicator, Plan, PlanVersion, Result
from kinerja.plans.snapshots import compose, digest

from .book import Book, Person, at, promises
from .bulk import copy_in

Status = PlanVersion.Status
RESOURCES = {
    "sumber_daya": ("Pendampingan pimpinan setiap bulan", "Anggaran kegiatan sesuai DPA"),
    "pertanggungjawaban": ("Laporan triwulanan dengan bukti dukung",),
    "konsekuensi": ("Tercapai: prioritas pengembangan kompetensi", "Tidak tercapai: bimbingan kinerja"),
}
RETURNED = "Target waktu tunggu belum menyebut satuan. Tolong perjelas, lalu ajukan lagi."


def goals(book: Book, cycle: Cycle) -> Goal:
    """The agency's goal and below it one for each office; returns the agency's."""
    root = Unit.objects.get(code="KOTA")
    top = Goal.objects.create(
        key=book.key(),
        cycle=cycle,
        unit=root,
        statement="Pelayanan publik kota makin cepat, ramah, dan dipercaya",
        indicator="Nilai IKM kota",
        target="83",
        source="RPJMD Kota Bahari",
    )
    offices = root.children.filter(kind="office")
    copy_in(
        Goal(
            key=book.key(),
            cycle=cycle,
            unit=office,
            parent=top,
            statement=f"Layanan {office.name} memenuhi standar pelayanan",
            indicator="Layanan selesai sesuai standar waktu",
            target="85-90%",
            source="Perjanjian Kinerja",
        )
        for office in offices
    )
    return top


def write_plans(book: Book, year: int) -> None:
    """A plan for everybody in `year`; almost all are set when the year is running, all when it is done."""
    cycle = book.cycles[year]
    top = goals(book, cycle)
    contents = {person.employee.pk: _content(book, person) for person in book.planning}
    offices = {goal.unit_id: goal.key for goal in cycle.goals.exclude(pk=top.pk)}
    rows: list[tuple[Person, Plan, PlanVersion, PlanContent]] = []
    for person in book.planning:
        superior = contents.get(person.appraiser.pk) if person.appraiser else None
        served = superior.results[0].key if superior else offices.get(person.unit.pk, top.key)
        if person.post.level == "jpt":
            served = offices.get(person.unit.pk, top.key)
        content = _serving(contents[person.employee.pk], served, direct=superior is not None)
        rows.append(_rows(book, cycle, person, content))
    rows = [row for row in rows if row[2].status != "absent"]
    _insert(book, rows)
    book.plans[year] = {person.employee.pk: (plan, version) for person, plan, version, _ in rows}


def _content(book: Book, person: Person) -> PlanContent:
    post = promises(person.post.title)
    made = []
    for item in post["results"]:
        indicators = tuple(
            _indicator(book, facts, leader=post.get("leader", False)) for facts in item["indicators"]
        )
        made.append(ResultContent(statement=item["statement"], indicators=indicators, key=book.key()))
    expectation = {"BP": "Menyapa lebih dulu dan menjelaskan langkah layanan dengan bahasa sehari-hari."}
    served = person.unit.kind in {"puskesmas", "subdistrict"}
    return tidy(PlanContent(tuple(made), expectation if served else {}, RESOURCES))


def _indicator(book: Book, facts: list[str], *, leader: bool) -> IndicatorContent:
    kind, statement, target, direction = facts[:4]
    where = {"perspective": kind} if leader else {"aspect": kind}
    return IndicatorContent(statement, target, direction=direction, key=book.key(), **where)


def _serving(content: PlanContent, served: uuid.UUID, *, direct: bool) -> PlanContent:
    cascade = Result.Cascade.OUTPUT.value if direct else ""
    results = tuple(
        ResultContent(item.statement, item.kind, served, cascade, indicators=item.indicators, key=item.key)
        for item in content.results
    )
    return PlanContent(results, content.behaviours, content.attachments)


def _rows(
    book: Book, cycle: Cycle, person: Person, content: PlanContent
) -> tuple[Person, Plan, PlanVersion, PlanContent]:
    leader = promises(person.post.title).get("leader", False)
    qualitative = person.unit.kind == "puskesmas" and book.random.random() < 0.3
    plan = Plan(
        cycle=cycle,
        employee=person.employee,
        post=person.post,
        appraiser=person.appraiser,
        approach=Plan.Approach.QUALITATIVE if qualitative else Plan.Approach.QUANTITATIVE,
        form=Plan.Form.LEADER if leader else Plan.Form.STAFF,
        starts=date(cycle.year, 1, 1),
        ends=date(cycle.year, 12, 31),
    )
    late = book.random.random() < 0.12
    set_on = cycle.plan_due + timedelta(
        days=book.random.randint(2, 20) if late else -book.random.randint(1, 12)
    )
    version = PlanVersion(plan=plan, number=1, token=book.key(), status=_status(book, cycle, person))
    if version.status == Status.SUBMITTED:
        version.submitted_at = at(book.today - timedelta(days=6))
    elif version.status == Status.SET:
        version.submitted_at, version.set_at = at(set_on - timedelta(days=3)), at(set_on)
        version.set_by = person.appraiser
        version.document_number = f"SKP/{cycle.year}/{person.employee.nip[-6:]}/1"
    elif book.random.random() < 0.4:
        version.return_reason = RETURNED
    return person, plan, version, content


def _status(book: Book, cycle: Cycle, person: Person) -> str:
    if cycle.year < book.today.year or person.employee in book.cast.values():
        return Status.SET
    chance = book.random.random()
    for limit, status in ((0.93, Status.SET), (0.955, Status.SUBMITTED), (0.985, Status.DRAFT)):
        if chance < limit:
            return status
    return "absent"


def _insert(book: Book, rows: list[tuple[Person, Plan, PlanVersion, PlanContent]]) -> None:
    copy_in([plan for _, plan, _, _ in rows])
    _freeze(book, rows)
    copy_in([version for _, _, version, _ in rows])
    results = [
        (Result(version=version, order=order, **_fields(item, RESULT)), item)
        for _, _, version, content in rows
        for order, item in enumerate(content.results, 1)
    ]
    copy_in([row for row, _ in results])
    copy_in(
        [
            Indicator(result=row, order=order, **_fields(indicator, INDICATOR))
            for row, item in results
            for order, indicator in enumerate(item.indicators, 1)
        ]
    )
    record_all(
        event(
            actor=version.set_by.user if version.set_by else book.admin,
            at=version.set_at,
            action="plans.set",
            target=version,
            after={"number": version.document_number, "sha256": version.snapshot_sha256},
            why="Kota contoh",
        )
        for _, _, version, _ in rows
        if version.set_at
    )


def _freeze(book: Book, rows: list[tuple[Person, Plan, PlanVersion, PlanContent]]) -> None:
    """The snapshot of every set version, as `set_plan` would write it."""
    parties = {person.employee.pk: person.party for person in book.people}
    mayor = {"name": book.agency.head_name, "nip": "", "rank": "", "post": book.agency.head_title}
    mayor["unit"] = book.agency.name
    nodes = {goal.key: Node(goal.key, "goal", goal.statement, goal.indicator) for goal in Goal.objects.all()}
    for person, _, _, content in rows:
        for item in content.results:
            nodes[item.key] = Node(item.key, "result", item.statement, owner=person.employee.name)
    for person, _, version, content in rows:
        if version.status == Status.SET:
            rater = parties[person.appraiser.pk] if person.appraiser else mayor
            both = (person.party, rater)
            frozen = compose(version, content, here=book.agency, parties=both, nodes=nodes)
            version.snapshot, version.snapshot_sha256 = frozen, digest(frozen)


RESULT = ("key", "statement", "kind", "serves", "cascade")
INDICATOR = ("key", "statement", "target", "aspect", "perspective", "direction")


def _fields(item: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}
