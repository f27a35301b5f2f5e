"""Follow-up rows: made by who runs the survey, open until somebody says how they ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.voice.actions.follow_ups import add_follow_up, close_follow_up
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import FollowUp
from kinerja.voice.queries.follow_ups import carried, follow_ups
from tests.world import NOW, TODAY, World

from .make_surveys import make_period, make_version


@pytest.fixture
def facts(world: World) -> dict[str, Any]:
    return {
        "unit": world.units["PKM1"],
        "programme": "Loket kedua pada pagi hari",
        "element": "waktu",
        "year": 2026,
        "quarter": 4,
        "responsible": world.nurse,
        "actor": world.puskesmas_head.user,
        "at": NOW,
    }


def make_row(world: World, programme: str, year: int, quarter: int, **more: Any) -> FollowUp:
    defaults: dict[str, Any] = {"unit": world.units["PKM1"], "responsible": world.nurse, "made_at": NOW}
    return FollowUp.objects.create(programme=programme, year=year, quarter=quarter, **(defaults | more))


def test_a_row_says_what_when_and_who(world: World, facts: dict[str, Any]) -> None:
    row = add_follow_up(**facts, period=make_period(world.units["PKM1"]))
    assert (row.status, row.element, row.quarter, row.responsible) == ("open", "waktu", 4, world.nurse)
    event = Event.objects.get(action="voice.add_follow_up")
    assert event.after == {"unit": "PKM1", "element": "waktu", "year": 2026, "quarter": 4}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"programme": "  "}, "Tulis apa"),
        ({"quarter": 3}, "belum lewat"),
        ({"year": 2025}, "belum lewat"),
        ({"quarter": 5}, "belum lewat"),
        ({"element": "cuaca"}, "tidak dikenal"),
    ],
)
def test_rows_that_mean_nothing_are_refused(facts: dict[str, Any], change: Any, words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        add_follow_up(**(facts | change))
    assert not FollowUp.objects.exists()


def test_a_stranger_is_not_responsible_and_another_units_survey_not_the_reason(
    world: World, facts: dict[str, Any]
) -> None:
    with pytest.raises(NotPossible, match="tidak bekerja di Puskesmas Melati"):
        add_follow_up(**(facts | {"responsible": world.outsider}))
    with pytest.raises(NotPossible, match="milik unit lain"):
        add_follow_up(**facts, period=make_period(world.units["PKM2"]))


def test_a_row_ends_once_and_says_how(facts: dict[str, Any]) -> None:
    row = add_follow_up(**facts)
    act: dict[str, Any] = {"follow_up": row, "actor": facts["actor"], "at": NOW}
    with pytest.raises(NotPossible, match="Tulis apa hasilnya"):
        close_follow_up(**act, event="finish", outcome=" ")
    close_follow_up(**act, event="finish", outcome="Antrean pagi turun ke 20 menit")
    assert (row.status, row.closed_at) == ("done", NOW)
    with pytest.raises(NotPossible, match="keadaannya sekarang"):
        close_follow_up(**act, event="drop", outcome="berubah pikiran")


def test_late_rows_first_then_open_then_closed(world: World) -> None:
    make_row(world, "tahun depan", 2027, 1)
    make_row(world, "selesai", 2025, 1, status="done", outcome="ya")
    make_row(world, "lewat", 2026, 3)
    make_row(world, "sekarang", 2026, 4)
    make_row(world, "lama sekali", 2025, 4)
    rows = [(row.programme, row.rank) for row in follow_ups(TODAY)]  # type: ignore[attr-defined]
    assert rows == [
        ("lama sekali", 0), ("lewat", 0), ("sekarang", 1), ("tahun depan", 1), ("selesai", 2)
    ]  # fmt: skip
    assert not follow_ups(TODAY, [world.units["PKM2"].pk])


def test_closed_rows_are_newest_first_and_lead_to_telling_everybody(world: World) -> None:
    make_row(world, "tahun lalu", 2025, 1, status="done", outcome="ya")
    make_row(world, "tahun ini", 2026, 2, status="done", outcome="ya")
    told, address = reverse("voice:changes"), reverse("voice:follow_ups")
    page = world.client(world.puskesmas_head).get(address + "?selesai=1").content.decode()
    assert page.index("tahun ini") < page.index("tahun lalu")
    assert f'class="button" href="{told}"' in page
    assert told not in world.client(world.nurse).get(address + "?selesai=1").content.decode()


def test_open_rows_are_carried_until_closed(world: World) -> None:
    unit, version = world.units["PKM1"], make_version()
    spans = [(2025, 1), (2025, 7), (2026, 1)]
    old = [
        make_period(unit, version, name=f"{year}-{month}", starts=date(year, month, 1),
                    ends=date(year, month + 5, 28), status="closed")
        for year, month in spans
    ]  # fmt: skip
    make_row(world, "pertama, selesai", 2025, 2, period=old[0], status="done", outcome="ya")
    make_row(world, "pertama, terbuka", 2025, 2, period=old[0])
    make_row(world, "terakhir, selesai", 2026, 2, period=old[2], status="done", outcome="ya")
    now = make_period(unit, version)
    assert {row.programme for row in carried(now, old[2], TODAY)} == {
        "pertama, terbuka",
        "terakhir, selesai",
    }


def test_the_pages_add_and_close(world: World) -> None:
    period = make_period(world.units["PKM1"], status="closed")
    head, nurse = world.client(world.puskesmas_head), world.client(world.nurse)
    address = reverse("voice:follow_up_new", args=[period.pk])
    assert 'value="waktu" selected' in head.get(address + "?unsur=waktu").content.decode()
    data = {"element": "waktu", "programme": "<b>Loket</b>", "when": "2026-4", "responsible": world.nurse.pk}
    head.post(address, data)
    row = FollowUp.objects.get()
    page = nurse.get(reverse("voice:follow_ups")).content.decode()
    assert "&lt;b&gt;Loket" in page and reverse("voice:follow_up_close", args=[row.pk]) in page
    assert (
        reverse("voice:follow_up_close", args=[row.pk])
        not in world.client(world.midwife).get(reverse("voice:follow_ups")).content.decode()
    )
    nurse.post(reverse("voice:follow_up_close", args=[row.pk]), {"event": "finish", "outcome": "Buka"})
    row.refresh_from_db()
    assert row.status == "done"
    assert "Buka" in nurse.get(reverse("voice:follow_ups") + "?selesai=1").content.decode()
    refused = head.post(address, data | {"responsible": world.outsider.pk})
    assert refused.status_code == 422


def test_the_list_asks_the_same_number_of_queries_for_3_and_for_30_rows(world: World) -> None:
    asked = []
    for count in (3, 27):
        for number in range(count):
            make_row(world, f"Baris {number}", 2026, 4, period=None)
        client = world.client(world.nurse)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("voice:follow_ups"))
        asked.append(len(queries))
    assert asked[0] == asked[1]
