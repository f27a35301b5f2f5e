"""Satyalancana: due by the NIP, for PNS only, proposed, granted or set aside with the reason."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kinerja.audit.models import Event
from kinerja.growth.actions.honours import export_due, grant_honour, propose_honour, set_aside
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Honour
from kinerja.growth.queries.honours import due, service_of
from kinerja.people.models import Appointment, Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.make_pay import honour, second
from tests.world import NOW, TODAY, World, appoint


def person(appointed: str, kind: str = "pns") -> Employee:
    return Employee(nip=f"19700101{appointed}1001", name="Uji", kind=kind)


@given(years=st.integers(0, 35), months=st.integers(1, 12))
def test_years_are_whole_years_since_the_month_of_the_nip(years: int, months: int) -> None:
    served = service_of(person("201006"), date(2010 + years, months, 15))
    assert served is not None and served.years == years - (months < 6)
    assert [step for step, _day in served.steps] == [10, 20, 30]
    assert served.steps[0][1] == date(2020, 6, 1)


def test_a_pppk_has_no_step() -> None:
    assert service_of(person("199021", "pppk"), TODAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("appointed", "step"), [("201611", 0), ("201610", 10), ("200610", 20), ("200611", 10), ("199610", 30)]
)
def test_the_due_list_names_the_highest_step_reached(world: World, appointed: str, step: int) -> None:
    found = Employee.objects.create(nip=f"19700101{appointed}1777", name="Uji", kind="pns")
    appoint(found, world.posts["PERAWAT"])
    row = due(TODAY).filter(pk=found.pk).first()
    assert (row.step if row else 0) == step


@pytest.mark.django_db
def test_who_left_is_not_due(world: World) -> None:
    assert world.nurse in due(TODAY)
    Appointment.objects.filter(employee=world.nurse).update(ends=TODAY - timedelta(days=1))
    assert world.nurse not in due(TODAY)
    Employee.objects.create(nip="197001011996101777", name="Tanpa jabatan", kind="pns")
    assert not due(TODAY).filter(name="Tanpa jabatan").exists()


@pytest.mark.django_db
def test_nobody_keeps_his_own_honour(world: World, client: Client) -> None:
    mine = {"employee": world.hr, "years": 10, "actor": user(world.hr), "at": NOW}
    for act in (propose_honour, partial(set_aside, reason="Cuti")):
        with pytest.raises(PermissionDenied, match="tentang Anda sendiri"):
            act(**mine)
    made = propose_honour(**mine | {"actor": second(world)})
    with pytest.raises(PermissionDenied, match="tentang Anda sendiri"):
        grant_honour(honour=made, number="1/TK/2026", on=TODAY, actor=user(world.hr), at=NOW)
    client.force_login(user(world.hr))
    page = client.get("/tanda-kehormatan/?lihat=diusulkan").content.decode()
    assert "dicatat analis lain" in page and f"/{made.pk}/terima/" not in page
    grant_honour(honour=made, number="1/TK/2026", on=TODAY, actor=second(world), at=NOW)


@pytest.mark.django_db
def test_the_way_of_an_honour(world: World) -> None:
    hr = user(world.hr)
    waiting = due(TODAY).count()
    assert world.pppk not in due(TODAY)
    made = honour(world)
    assert due(TODAY).count() == waiting - 1
    with pytest.raises(NotPossible):
        honour(world)
    with pytest.raises(NotPossible, match="belum 20"):
        propose_honour(employee=world.nurse, years=20, actor=hr, at=NOW)
    with pytest.raises(Incomplete):
        propose_honour(employee=world.nurse, years=15, actor=hr, at=NOW)
    with pytest.raises(NotPossible, match="PNS"):
        propose_honour(employee=world.pppk, years=10, actor=hr, at=NOW)
    with pytest.raises(PermissionDenied):
        propose_honour(employee=world.midwife, years=10, actor=user(world.auditor), at=NOW)
    with pytest.raises(Incomplete):
        set_aside(employee=world.nurse, years=10, reason="", actor=hr, at=NOW)
    set_aside(employee=world.nurse, years=10, reason="Hukuman disiplin 2024", actor=hr, at=NOW)
    assert "2024" not in str(Event.objects.latest("pk").after)
    with pytest.raises(NotPossible):
        grant_honour(honour=made, number="1/TK/2026", on=TODAY, actor=hr, at=NOW)
    again = honour(world)
    assert again.pk == made.pk and again.reason == ""
    for number, on in (("", TODAY), ("1/TK/2026", date(2026, 10, 6))):
        with pytest.raises(Incomplete):
            grant_honour(honour=again, number=number, on=on, actor=hr, at=NOW)
    grant_honour(honour=again, number="1/TK/2026", on=TODAY, actor=hr, at=NOW)
    with pytest.raises(NotPossible):
        set_aside(employee=world.nurse, years=10, reason="x", actor=hr, at=NOW)
    assert Honour.objects.get().status == "granted"


@pytest.mark.django_db
def test_the_list_as_a_file(world: World) -> None:
    file = export_due(kind="xlsx", actor=user(world.hr), at=NOW)
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == due(TODAY).count() + 1
    assert rows[1][3] == "2010-01" and rows[1][4] == "X"
    assert Event.objects.latest("pk").after["sha256"] == file.sha256
