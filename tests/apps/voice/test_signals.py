"""Individual signals: enough answers or none, an interval and no mean, and the employee reads them first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinerja.assessment.facts import gather
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.rules import skm
from kinerja.voice.models import SurveyPeriod
from kinerja.voice.queries.signals import (
    SEEN,
    Quarter,
    last_quarters,
    shown_to_appraiser_from,
    signal,
    wilson,
)
from tests.apps.assessment.office import WINDOW, nurse_review
from tests.apps.voice.make_surveys import make_answers, make_period, make_version
from tests.world import TODAY, World

Z = Decimal("1.959964")
QUARTER = Quarter(date(2026, 7, 1), date(2026, 9, 30))


def ask(world: World, unit: str = "DUKCAPIL-KTP", **facts: object) -> SurveyPeriod:
    return make_period(world.units[unit], **facts)


def say(period: SurveyPeriod, officer: Employee, *answers: int, **facts: object) -> None:
    """One answer a number: that value for every element."""
    rows = [[value] * 9 for value in answers]
    make_answers(period, rows, officer=officer, **{"day": date(2026, 8, 3), **facts})


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_inside(pair: tuple[int, int]) -> None:
    satisfied, n = pair
    low, high = wilson(satisfied, n, Z)
    assert 0 <= low <= Decimal(satisfied) / n <= high <= 1
    assert low < high
    other_low, other_high = wilson(n - satisfied, n, Z)
    assert abs(low - (1 - other_high)) < Decimal("1e-20")
    assert abs(high - (1 - other_low)) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("satisfied", "n", "low", "high"),
    # Wilson score, Agresti & Coull 1998: 0 of 10 gives up to 0.2775, 10 of 10 from 0.7225.
    [(0, 10, "0.0000", "0.2775"), (10, 10, "0.7225", "1.0000"), (5, 10, "0.2366", "0.7634")],
)
def test_known_intervals(satisfied: int, n: int, low: str, high: str) -> None:
    got = [str(bound.quantize(Decimal("0.0001"))) for bound in wilson(satisfied, n, Z)]
    assert got == [low, high]


def test_quarters_that_are_over() -> None:
    assert last_quarters(date(2026, 10, 1), 2) == [QUARTER, Quarter(date(2026, 4, 1), date(2026, 6, 30))]
    assert last_quarters(date(2026, 9, 30), 1) == [Quarter(date(2026, 4, 1), date(2026, 6, 30))]
    assert last_quarters(date(2026, 1, 1), 1) == [Quarter(date(2025, 10, 1), date(2025, 12, 31))]
    assert shown_to_appraiser_from(QUARTER) == date(2026, 10, 15)


@pytest.mark.django_db
def test_nine_answers_are_not_enough_and_ten_are(world: World) -> None:
    period, officer = ask(world), world.counter_officer
    assert signal(officer, *QUARTER) is None
    say(period, officer, *[4] * 9)
    found = signal(officer, *QUARTER)
    assert found is not None and (found.n, found.minimum, found.shares) == (9, 10, ())
    say(period, officer, 1)
    found = signal(officer, *QUARTER)
    assert found is not None
    assert [share.element for share in found.shares] == [
        "Kompetensi pelaksana",
        "Perilaku pelaksana",
        "Waktu penyelesaian",
    ]
    first = found.shares[0]
    assert (first.satisfied, first.n, first.percent) == (9, 10, Decimal(90))
    assert (first.low, first.high) == (Decimal(60), Decimal(98))
    assert {step.rule for step in found.explanation} == {"signal.minimum_n", "signal.interval"}


@pytest.mark.django_db
def test_only_counted_answers_of_his_own_transactions_speak(world: World) -> None:
    period, officer = ask(world), world.counter_officer
    say(period, officer, *[4] * 10)
    say(period, officer, *[1] * 30, channel="poster")
    say(period, officer, *[1] * 30, state="held", flags=["burst"])
    say(period, officer, *[1] * 30, state="dropped", flags=["burst"])
    say(period, world.counter_head, *[1] * 30)
    say(period, officer, *[1] * 30, day=date(2026, 10, 1))
    found = signal(officer, *QUARTER)
    assert found is not None and (found.n, found.shares[0].percent) == (10, Decimal(100))


@pytest.mark.django_db
def test_elements_are_read_at_the_places_of_their_own_questionnaire(world: World) -> None:
    officer, codes = world.counter_officer, list(skm.codes(QUARTER.ends))
    doubled = ask(world, version=make_version(name="Ganda", doubled=["perilaku"]), name="Ganda")
    values: list[int | None] = []
    for code in codes:
        values += [4, 2] if code == "perilaku" else [1]
    values[codes.index("waktu")] = None
    make_answers(doubled, [values] * 10, officer=officer, day=date(2026, 8, 3))
    found = signal(officer, *QUARTER)
    assert found is not None
    shares = {share.element: share for share in found.shares}
    assert set(shares) == {"Kompetensi pelaksana", "Perilaku pelaksana"}
    assert shares["Kompetensi pelaksana"].satisfied == 0
    assert shares["Perilaku pelaksana"].satisfied == 10  # the mean of 4 and 2 is 3


# Pages


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"voice:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_the_employee_reads_first_and_the_log_remembers(world: World) -> None:
    officer, head = world.counter_officer, world.client(world.counter_head)
    say(ask(world), officer, *[4] * 12)
    locked = page(head, "signal", officer.pk)
    assert "Terbuka bagi Anda setelah ia membukanya, paling lambat 15 Oktober 2026" in locked
    assert "dari 100 warga puas" not in locked
    own = page(world.client(officer), "my_voice")
    assert "76 sampai 100 dari 100 warga puas" in own and "Tanpa bobot tersendiri" in own
    assert "dari 100 warga puas" in page(head, "signal", officer.pk)
    page(world.client(officer), "my_voice")
    (seen,) = Event.objects.filter(action=SEEN)
    assert seen.after == {"quarter": "2026-07-01"} and seen.object_id == str(officer.pk)


@pytest.mark.django_db
def test_after_its_time_the_appraiser_reads_it_anyway(world: World, settings: object) -> None:
    say(ask(world), world.counter_officer, *[4] * 12)
    settings.FIXED_NOW = "2026-10-15T08:00:00+07:00"  # type: ignore[attr-defined]
    assert "dari 100 warga puas" in page(world.client(world.counter_head), "signal", world.counter_officer.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["registry_head", "hr", "auditor", "admin", "nurse", "complaints_officer"])
def test_nobody_else_reads_a_signal(world: World, who: str) -> None:
    client = world.client(getattr(world, who))
    assert client.get(reverse("voice:signal", args=[world.counter_officer.pk])).status_code == 403


@pytest.mark.django_db
def test_few_answers_say_so_and_are_not_marked_as_read(world: World) -> None:
    say(ask(world), world.counter_officer, 1, 1, 1)
    own = page(world.client(world.counter_officer), "my_voice")
    assert "Belum cukup: perlu paling sedikit 10 jawaban" in own and "dari 100" not in own
    assert not Event.objects.filter(action=SEEN).exists()


@pytest.mark.django_db
def test_a_signal_is_in_no_evaluation(world: World) -> None:
    review = nurse_review(world)
    before = gather(review, WINDOW.date())
    say(ask(world, "PKM1-YAN"), world.nurse, *[1] * 50)
    assert gather(review, WINDOW.date()) == before
    shown = world.client(world.section_head).get(reverse("assessment:review", args=[review.pk]))
    assert reverse("voice:signal", args=[world.nurse.pk]) in shown.content.decode()


@pytest.mark.django_db
def test_the_page_costs_the_same_with_many_answers(world: World) -> None:
    period, officer = ask(world), world.counter_officer
    say(period, officer, *[4] * 10)
    client = world.client(officer)
    page(client, "my_voice")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, "my_voice")
        return len(queries)

    few = cost()
    say(period, officer, *[4] * 300)
    assert cost() == few <= 16


@pytest.mark.django_db
def test_an_account_without_employee_gets_a_page(world: World) -> None:
    user = world.admin.user
    Employee.objects.filter(pk=world.admin.pk).update(user=None)
    client = Client()
    assert user is not None
    client.force_login(user)
    assert "tidak terhubung" in page(client, "my_voice")
    assert TODAY.year == 2026
