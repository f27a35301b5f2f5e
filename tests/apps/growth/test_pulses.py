"""The pulse: once, in its window, without a trace; results from the floor on; answered for everybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.growth.actions import pulses
from kinerja.growth.errors import Incomplete
from kinerja.growth.models import Pulse, PulseAnswer, PulseTurn
from kinerja.growth.queries.pulses import (
    lines_of,
    office_of,
    open_pulses_for,
    result,
    waiting_for_reply,
)
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import user
from tests.apps.growth.pulse_office import HEALTH, OTHERS, closed, opened, planned, say
from tests.world import NOW, TODAY, World

LATER = datetime(2026, 10, 21, 9, 0, tzinfo=NOW.tzinfo)


def test_everybody_with_a_post_has_one_turn(world: World) -> None:
    pulse = opened(world)
    assert pulse.invited == PulseTurn.objects.count() > 20
    assert list(open_pulses_for(world.nurse, TODAY)) == [pulse]
    say(pulse, world.nurse)
    assert not open_pulses_for(world.nurse, TODAY).exists()
    with pytest.raises(PermissionDenied, match="Satu orang satu jawaban"):
        say(pulse, world.nurse)
    assert PulseAnswer.objects.count() == 1
    assert PulseTurn.objects.count() == pulse.invited - 1


def test_the_write_itself_checks_turn_and_window(world: World) -> None:
    pulse = planned(world)
    PulseTurn.objects.create(pulse=pulse, employee=world.nurse)
    with pytest.raises(NotPossible):
        say(pulse, world.nurse)  # not open yet
    PulseTurn.objects.all().delete()
    pulses.open_pulse(pulse=pulse, actor=user(world.hr), at=NOW)
    scores = {"p1": 1, "p2": 1}
    for at in (LATER, datetime(2026, 9, 30, 9, 0, tzinfo=NOW.tzinfo)):
        with pytest.raises(NotPossible):
            pulses.answer_pulse(pulse=pulse, scores=scores, actor=user(world.nurse), at=at)
    assert not PulseAnswer.objects.exists() and PulseTurn.objects.filter(employee=world.nurse).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"scores": {}},
        {"scores": {"p1": 3}},
        {"scores": {"p1": 3, "p2": 5}},
        {"scores": {"p1": 0, "p2": 1}},
        {"scores": {"p1": 3, "p2": 3, "p3": 3}},
        {"text": "x" * 401},
    ],
    ids=["empty", "half", "high", "low", "more", "long"],
)
def test_an_answer_fits_the_form(world: World, wrong: dict[str, Any]) -> None:
    pulse = opened(world)
    facts: dict[str, Any] = {"scores": {"p1": 3, "p2": 3}, "text": ""}
    with pytest.raises(Incomplete):
        pulses.answer_pulse(pulse=pulse, **facts | wrong, actor=user(world.nurse), at=NOW)
    assert PulseTurn.objects.filter(employee=world.nurse).exists()


def test_only_hr_runs_it_and_only_one_at_a_time(world: World) -> None:
    for who in ("nurse", "auditor", "admin", "secretary"):
        with pytest.raises(PermissionDenied):
            planned(world, actor=user(world.people[who]))
    pulse = opened(world)
    with pytest.raises(NotPossible, match="Masih ada"):
        opened(world)
    with pytest.raises(NotPossible):
        pulses.open_pulse(pulse=pulse, actor=user(world.hr), at=NOW)
    with pytest.raises(NotPossible, match="sudah lewat"):
        pulses.open_pulse(
            pulse=planned(world, starts=date(2026, 9, 1), ends=date(2026, 9, 2)), actor=user(world.hr), at=NOW
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"statements": ["a", "a"]},
        {"statements": [f"s{n}" for n in range(9)]},
        {"ends": date(2026, 9, 1)},
        {"ends": date(2026, 12, 1)},
    ],
    ids=["title", "twice", "many", "backwards", "long"],
)
def test_a_pulse_is_short(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Incomplete):
        planned(world, **wrong)


def test_without_statements_those_of_the_law(world: World) -> None:
    assert len(planned(world, statements=()).statements) == 5


@pytest.mark.django_db(transaction=True)
def test_no_row_that_stays_was_written_with_an_answer(world: World) -> None:
    pulse = opened(world)
    before = Event.objects.count()
    for name in HEALTH:
        say(pulse, world.people[name])
    assert Event.objects.count() == before, "the log hears nothing"
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM growth_pulseanswer")
        answers = {row[0] for row in cursor.fetchall()}
        assert len(answers) == len(HEALTH)
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() "
            "AND table_type = 'BASE TABLE' AND table_name <> 'growth_pulseanswer'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE xmin::text = ANY(%s)', [list(answers)])
            assert cursor.fetchone()[0] == 0, table
    keys = set(PulseAnswer.objects.values_list("pk", flat=True))
    pulses.close_pulse(pulse=pulse, actor=user(world.hr), at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM growth_pulseanswer")
        assert cursor.fetchone()[0] == 1
    assert not keys & set(PulseAnswer.objects.values_list("pk", flat=True))
    assert not PulseTurn.objects.exists(), "who did not answer is nobody's business either"
    columns = {field.name for field in PulseAnswer._meta.get_fields()}
    assert columns == {"id", "pulse", "unit", "scores", "text", "hidden"}, "no name, no moment"


def test_results_only_once_closed_and_from_the_floor_on(world: World) -> None:
    pulse = opened(world)
    for name in HEALTH:
        say(pulse, world.people[name], text="Antrean")
    assert not result(pulse).enough and not lines_of(pulse).exists(), "still running"
    done = pulses.close_pulse(pulse=pulse, actor=user(world.hr), at=NOW)
    assert result(done).enough and lines_of(done).count() == len(HEALTH)
    few = closed(world, HEALTH[:4])
    assert not result(few).enough and result(few).statements == () and not lines_of(few).exists()


def test_small_offices_are_merged_until_nothing_can_be_subtracted(world: World) -> None:
    pulse = closed(world)
    rows = result(pulse).offices
    assert [(row.unit and row.unit.code, row.n) for row in rows] == [("DINKES", 6), (None, 5)]
    assert office_of(world.nurse, TODAY) == world.units["DINKES"].pk
    one_more = closed(world, (*HEALTH, "outsider"), title="Lagi")
    assert result(one_more).offices == (), "a rest of one would be seen by subtracting"


def test_resistance_against_the_last_pulse(world: World) -> None:
    closed(world, first=2, starts=date(2026, 9, 25), title="Suara September")
    now = closed(world, first=3)
    first, second = result(now).statements
    assert (first.resistance, first.before, first.before_n) == (0.0, 100.0, len(HEALTH) + len(OTHERS))
    assert second.counts == (0, 11, 0, 0) and second.resistance == second.before == 100.0
    other = closed(world, statements=("Hal lain.", "Umpan balik membantu saya."), starts=date(2026, 10, 2))
    fresh, same = result(other).statements
    assert fresh.before is None and same.before == 100.0


def test_a_line_that_names_somebody_is_hidden_with_a_reason(world: World) -> None:
    pulse = closed(world)
    *others, line = sorted(lines_of(pulse), key=lambda row: len(row.text))  # the longest is part of no other
    with pytest.raises(PermissionDenied):
        pulses.hide_line(answer=line, why="x", actor=user(world.auditor), at=NOW)
    with pytest.raises(Incomplete):
        pulses.hide_line(answer=line, why=" ", actor=user(world.hr), at=NOW)
    pulses.hide_line(answer=line, why="Menyebut orang", actor=user(world.hr), at=NOW)
    assert line.text not in str(list(Event.objects.values("after", "before", "why")))
    pulses.reply_to_pulse(pulse=pulse, heard="a", change="b", actor=user(world.hr), at=NOW)
    url = reverse("growth:pulse", args=[pulse.pk])
    seen = world.client(world.nurse).get(url).content.decode()
    assert line.text not in seen and others[-1].text in seen
    assert "Menyebut orang" in world.client(world.hr).get(url).content.decode()
    assert result(pulse).n == 11, "its scores stay"


def test_a_pulse_is_answered_or_listed(world: World) -> None:
    pulse = closed(world)
    last = date(2026, 10, 20)
    assert not waiting_for_reply(last + timedelta(days=30)).exists()
    assert list(waiting_for_reply(last + timedelta(days=31))) == [pulse]
    with pytest.raises(PermissionDenied):
        pulses.reply_to_pulse(pulse=pulse, heard="a", change="b", actor=user(world.nurse), at=NOW)
    with pytest.raises(Incomplete):
        pulses.reply_to_pulse(pulse=pulse, heard="a", change=" ", actor=user(world.hr), at=NOW)
    pulses.reply_to_pulse(
        pulse=pulse,
        heard="Terlalu banyak isian",
        change="Isian dipotong separuh",
        actor=user(world.hr),
        at=NOW,
    )
    assert not waiting_for_reply(last + timedelta(days=31)).exists()
    home = world.client(world.nurse).get(reverse("growth:socialisation")).content.decode()
    assert "Anda bicara, kami ubah sistemnya" in home and "Isian dipotong separuh" in home


@pytest.mark.django_db
def test_from_preparing_to_reply_through_the_pages(world: World) -> None:
    hr, nurse = world.client(world.hr), world.client(world.nurse)
    new = {"title": "Suara", "statements": "Satu\nDua", "starts": "2026-10-01", "ends": "2026-10-20"}
    assert hr.post(reverse("growth:pulse_new"), new | {"ends": "2027-01-01"}).status_code == 422
    assert hr.post(reverse("growth:pulse_new"), new).status_code == 302
    pulse = Pulse.objects.get()
    here = reverse("growth:pulse", args=[pulse.pk])
    assert nurse.get(here).status_code == 403
    hr.post(reverse("growth:pulse_open", args=[pulse.pk]))
    assert "Isi survei singkat" in nurse.get(reverse("growth:pulses")).content.decode()
    form = reverse("growth:pulse_answer", args=[pulse.pk])
    assert nurse.post(form, {"p1": "3"}).status_code == 422
    assert nurse.post(form, {"p1": "3", "p2": "1", "text": "Kurangi isian"}).status_code == 302
    assert nurse.get(form).status_code == 403
    assert "Kurangi isian" not in hr.get(here).content.decode()
    hr.post(reverse("growth:pulse_close", args=[pulse.pk]))
    page = nurse.get(here).content.decode()
    assert "terlalu sedikit" in page and "Kurangi isian" not in page
    reply = {"heard": "Isian banyak", "change": "Dipotong", "done_on": "2026-11-01"}
    assert hr.post(reverse("growth:pulse_reply", args=[pulse.pk]), reply).status_code == 302
    assert "Dipotong" in nurse.get(reverse("growth:pulses")).content.decode()


@pytest.mark.django_db
def test_offices_and_unread_lines_are_not_for_everybody(world: World) -> None:
    pulse = closed(world)
    url = reverse("growth:pulse", args=[pulse.pk])
    nurse = world.client(world.nurse).get(url).content.decode()
    assert "Yang terdengar" in nurse and "Usulan nomor" not in nurse and "Dinas Kesehatan" not in nurse
    hr = world.client(world.hr).get(url).content.decode()
    assert "Usulan nomor" in hr and "Dinas Kesehatan" in hr
