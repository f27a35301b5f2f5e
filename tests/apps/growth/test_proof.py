"""Programmes: set down with a reason, refused when they could not be measured, changed in the open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from kinerja.accounts.errors import ActionError
from kinerja.audit.models import Event
from kinerja.growth.actions.proof import change_programme, publish_programme, withdraw_programme
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Programme
from kinerja.voice.errors import NotPossible
from tests.apps.insight.make_effects import BEFORE, SETTLED, STARTS, UNTIL, programme
from tests.apps.voice.make_services import make_service
from tests.world import NOW, World

Measure = Programme.Measure


def facts(row: Programme, **changed: Any) -> dict[str, Any]:
    names = ("title", "kind", "story", "measure", "element", "before_from", "starts", "settled", "after_to")
    held = {name: getattr(row, name) for name in names}
    return held | {"treated": list(row.treated.all()), "compared": list(row.compared.all())} | changed


def test_it_is_set_down_and_logged(world: World) -> None:
    row = programme(world)
    assert (row.slug, row.published) == ("pelatihan-komunikasi", False)
    assert programme(world).slug == "pelatihan-komunikasi-2"
    event = Event.objects.filter(action="growth.make_programme").earliest("pk")
    assert event.after["treated"] == [world.units["PKM1"].pk]
    assert "story" not in event.after


@pytest.mark.parametrize("who", ["services_officer", "hr"])
def test_hr_and_services_keep_programmes(world: World, who: str) -> None:
    assert programme(world, actor=getattr(world, who).user).pk


@pytest.mark.parametrize("who", ["nurse", "office_head", "auditor", "admin", "complaints_officer"])
def test_others_do_not(world: World, who: str) -> None:
    actor = getattr(world, who).user
    with pytest.raises(PermissionDenied):
        programme(world, actor=actor)
    row = programme(world)
    for act in (publish_programme, lambda **more: withdraw_programme(why="x", **more)):
        with pytest.raises(PermissionDenied):
            act(programme=row, actor=actor, at=NOW)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"title": "  "}, "Isi judul"),
    "no story": ({"story": " "}, "apa yang dilakukan"),
    "unknown measure": ({"measure": "happiness"}, "ukurannya"),
    "days out of order": ({"starts": date(2025, 1, 1)}, "Urutkan tanggalnya"),
    "after ends before it begins": ({"after_to": SETTLED.replace(day=1, month=5)}, "Urutkan"),
    "nobody": ({"treated": []}, "Pilih unit"),
    "element of another measure": ({"measure": "within", "element": "prosedur"}, "Unsur hanya"),
    "unknown element": ({"element": "keramahan"}, "Unsur hanya"),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_incomplete(world: World, case: str) -> None:
    changed, says = REFUSED[case]
    with pytest.raises(Incomplete, match=says):
        programme(world, **changed)


def test_units_of_both_sides_and_services_elsewhere_are_refused(world: World) -> None:
    units = world.units
    for treated, compared in (("PKM1", "PKM1"), ("DINKES", "PKM2"), ("PKM1-YAN", "PKM1")):
        with pytest.raises(NotPossible, match="sekaligus menjadi pembanding"):
            programme(world, treated=[units[treated]], compared=[units[compared]])
    service = make_service(world)
    within = {"measure": Measure.WITHIN, "service": service}
    with pytest.raises(NotPossible, match="satu unit"):
        programme(world, **within, treated=[units["DUKCAPIL"]])
    with pytest.raises(NotPossible, match="bukan milik"):
        programme(world, **within, compared=[])
    with pytest.raises(Incomplete, match="kosongkan layanan"):
        programme(world, measure=Measure.FIRST_REPLY, service=service, compared=[])
    with pytest.raises(NotPossible, match="sudah dipakai"):
        programme(world, slug=programme(world).slug)


def test_changing_the_yardstick_moves_the_day_on_which_it_was_chosen(world: World) -> None:
    row = programme(world)
    act = {"programme": row, "actor": world.hr.user, "at": NOW}
    worded = change_programme(**act, **facts(row, title="Pelatihan menyapa"))
    assert (worded.title, worded.made_at) == ("Pelatihan menyapa", row.made_at)
    moved = change_programme(**act, **facts(row, compared=[]))
    assert moved.made_at == NOW and not moved.compared.exists()
    with pytest.raises(ActionError):
        change_programme(**act, **facts(row, treated=[]))


def test_public_and_back_with_a_reason(world: World) -> None:
    row = programme(world)
    act: dict[str, Any] = {"programme": row, "actor": world.services_officer.user, "at": NOW}
    with pytest.raises(NotPossible, match="tidak tampil"):
        withdraw_programme(**act, why="Salah unit")
    assert publish_programme(**act).published
    with pytest.raises(NotPossible, match="sudah tampil"):
        publish_programme(**act)
    with pytest.raises(NotPossible, match="Tarik dulu"):
        change_programme(**act, **facts(row))
    with pytest.raises(Incomplete, match="mengapa"):
        withdraw_programme(**act, why=" ")
    assert not withdraw_programme(**act, why="Salah unit").published
    assert Event.objects.get(action="growth.withdraw_programme").why == "Salah unit"


def test_nothing_is_told_before_the_time_after(world: World) -> None:
    late = programme(world, settled=date(2026, 11, 1), after_to=date(2026, 12, 31))
    with pytest.raises(NotPossible, match="belum mulai"):
        publish_programme(programme=late, actor=world.hr.user, at=NOW)
    assert BEFORE < STARTS < SETTLED < UNTIL
