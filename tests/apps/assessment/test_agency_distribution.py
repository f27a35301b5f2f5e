"""Predicates by unit beside their pattern: who sees which units, one query, and a file that stays text."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.assessment.actions import open_reviews, sign
from kinerja.assessment.models import Review
from kinerja.assessment.queries.agency_distribution import SORTS, by_unit, told
from kinerja.people.models import Employee, Unit
from tests.apps.assessment.office import WINDOW, give_plan, organisation, rate, tell, user
from tests.world import TODAY, World, appoint, nip

pytestmark = pytest.mark.django_db
URL = "assessment:distribution"


def city(world: World, people: int = 6) -> None:
    """`people` nurses of one section (all but one signed as Sangat Baik) and a midwife above them."""
    organisation(world)
    organisation(world, "PKM1")
    for number in range(people):
        person = Employee.objects.create(nip=nip(300 + number), name=f"Orang {number:03d}")
        appoint(person, world.posts["PERAWAT"])
        tell(give_plan(world, person, world.posts["PERAWAT"]), world.q3, "85%", "88%")
    give_plan(world, world.midwife, world.posts["BIDAN"])
    open_reviews(period=world.q3, actor=None, at=WINDOW)
    rows = Review.objects.filter(appraiser=world.section_head).order_by("plan__employee__name")
    for number, review in enumerate(rows):
        draft = rate(world, review, "diatas", "diatas")
        if number:
            sign(review=draft, actor=user(world.section_head), at=WINDOW)


def page(world: World, who: str, **query: str) -> str:
    answer = world.client(getattr(world, who)).get(reverse(URL), query)
    assert answer.status_code == 200, (who, answer.status_code)
    return answer.content.decode()


def test_only_signed_predicates_are_told_and_compared(world: World) -> None:
    city(world)
    rows = {row.code: row for row in told(by_unit(world.q3, None), TODAY)}
    assert set(rows) == {"PKM1", "PKM1-YAN"}
    row = rows["PKM1-YAN"]
    assert (row.people, row.signed, row.unsigned, row.counts["SANGAT_BAIK"]) == (6, 5, 1, 5)
    assert row.organisation == "BAIK"
    assert row.spread is not None
    assert row.spread.complies is False
    assert any("Baik" in line for line in row.spread.needed)
    assert rows["PKM1"].spread is None


def test_a_head_sees_his_own_tree_and_the_analyst_all(world: World) -> None:
    city(world)
    section, puskesmas = world.units["PKM1-YAN"].name, world.units["PKM1"].name
    assert "1 unit; 5 penilaian ditandatangani, 1 belum." in page(world, "section_head")
    assert "2 unit; 5 penilaian ditandatangani, 2 belum." in page(world, "puskesmas_head")
    assert page(world, "hr").count(section) >= 2
    assert puskesmas in page(world, "auditor")
    assert "Belum ada penilaian" in page(world, "education_head")
    assert world.client(world.nurse).get(reverse(URL)).status_code == 403


@pytest.mark.parametrize("sort", [*SORTS, "'; DROP TABLE", ""])
@pytest.mark.parametrize("way", ["naik", "turun"])
def test_sorting_by_every_column_and_by_nonsense(world: World, sort: str, way: str) -> None:
    city(world, 2)
    assert page(world, "hr", urut=sort, arah=way).count("<tr>") == 3


def test_sorting_puts_the_largest_first(world: World) -> None:
    city(world)

    def codes(sort: str, down: bool = False) -> list[str]:
        return [row["organisation_unit__code"] for row in by_unit(world.q3, None, sort, down)]

    assert codes("orang", True) == ["PKM1-YAN", "PKM1"]
    assert codes("orang") == ["PKM1", "PKM1-YAN"]


def test_the_file_holds_every_unit_and_runs_no_formula(world: World) -> None:
    city(world)
    Unit.objects.filter(code="PKM1-YAN").update(name='=HYPERLINK("http://x.test")')
    answer = world.client(world.hr).get(reverse(URL), {"format": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [len(row) for row in rows] == [13, 13, 13]
    assert rows[2][:4] == ["PKM1-YAN", '\'=HYPERLINK("http://x.test")', "Baik", "6"]
    assert rows[2][-2] == "Belum sesuai pola"


def test_one_query_for_all_units(world: World) -> None:
    city(world, 2)

    def cost() -> int:
        client = world.client(world.hr)
        client.get(reverse(URL))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(URL))
        return len(queries)

    few = cost()
    for number, post in enumerate(
        ["APOTEKER", "EPIDEMIOLOG", "PERAWAT2", "GURU", "LOKET", "HUMAS", "ANALIS"]
    ):
        person = Employee.objects.create(nip=nip(500 + number), name=f"Baru {number:03d}")
        appoint(person, world.posts[post])
        give_plan(world, person, world.posts[post])
    open_reviews(period=world.q3, actor=None, at=WINDOW)
    assert len(by_unit(world.q3, None)) > 5
    assert cost() == few <= 20
    with CaptureQueriesContext(connection) as queries:
        told(by_unit(world.q3, None), TODAY)
    assert len(queries) == 1
