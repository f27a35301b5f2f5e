"""Loading the sample city: places, two years of plans, deeds and verdicts, one stage after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from kinerja.assessment.queries import current
from kinerja.insight.warnings import warning_round
from kinerja.people.models import Agency, Employee, Unit
from kinerja.plans.actions import create_cycle
from kinerja.plans.models import Cycle, Plan
from kinerja.web.middleware import current_moment

from .city import ROLES, build
from .deeds import write_deeds
from .fair.meetings import write_meetings
from .fair.objections import write_objections
from .fair.rounds import write_rounds
from .fair.teams import write_teams
from .growth.office import write_office
from .growth.today import write_today
from .places import PASSWORD, make_city
from .plans import write_plans
from .stories import STORIES, Stage, Story
from .story import patients_speak
from .verdicts import write_verdicts
from .voice.story import write_voice, write_voice_of

Report = Callable[[str, int, int], None]


def load(report: Report) -> dict[str, Any]:
    """Writes the city into an empty database and returns its summary. Call it inside a transaction.

    `report(stage, done, total)` hears of progress. The same seed and day give the same city.
    """
    now = current_moment()
    today = timezone.localdate(now)
    report("Kota, unit, dan pegawai", 0, 1)
    book = make_city(today, now)
    report("Kota, unit, dan pegawai", 1, 1)
    years = (today.year - 1, today.year)
    for year in years:
        book.cycles[year] = create_cycle(year=year, rhythm=Cycle.Rhythm.QUARTERLY, actor=book.admin, at=now)
    for done, year in enumerate(years):
        report("SKP dan laporan", done, len(years))
        write_plans(book, year)
        write_deeds(book, year)
        _analyze()
    report("SKP dan laporan", len(years), len(years))
    report("Suara warga", 0, 1)
    write_voice(book)
    _analyze()
    report("Suara warga", 1, 1)
    patients_speak(book)
    for year in years:
        write_verdicts(book, year, partial(report, f"Penilaian {year}"))
    report("Rapat dan keberatan", 0, 1)
    write_meetings(book)
    write_objections(book)
    write_teams(book)
    warning_round(now)
    report("Rapat dan keberatan", 1, 1)
    for done, story in enumerate(STORIES.values()):
        report("Kisah", done, len(STORIES))
        _analyze()
        story.play(Stage(book))
    write_office(Stage(book))
    write_today(Stage(book))
    write_rounds(Stage(book))
    report("Kisah", len(STORIES), len(STORIES))
    return summary()


def load_story(story: Story, report: Report) -> None:
    """People, plans, services and surveys that one story needs, then the story; into an empty database."""
    now = current_moment()
    today = timezone.localdate(now)
    report("Kota, unit, dan pegawai", 0, 1)
    book = make_city(today, now)
    for year in (today.year - 1, today.year):
        book.cycles[year] = create_cycle(year=year, rhythm=Cycle.Rhythm.QUARTERLY, actor=book.admin, at=now)
    report("Kota, unit, dan pegawai", 1, 1)
    report("Suara warga", 0, 1)
    write_voice_of(book, story.units)
    report("Suara warga", 1, 1)
    book.units = frozenset(story.units)
    for year in book.cycles:
        write_plans(book, year)
        write_deeds(book, year)
        write_verdicts(book, year, partial(report, f"Penilaian {year}"))
    _analyze()
    report("Kisah", 0, 1)
    story.play(Stage(book))
    report("Kisah", 1, 1)


def _analyze() -> None:
    """Tells the planner of the rows just written: everything here is one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def accounts() -> list[str]:
    """One line a sample account: what it is, NIP and password."""
    newest = Cycle.objects.order_by("-year").first()
    cast = build(newest.year if newest else timezone.localdate(current_moment()).year).cast
    lines = [f"{label:<32} NIP {cast[role]}" for role, label in ROLES.items()]
    return [*lines, f"{'Administrator':<32} admin", f"Kata sandi untuk semua: {PASSWORD}"]


def summary() -> dict[str, Any]:
    """What came out of the cycle, for scripts."""
    signed = current().exclude(predicate="")
    by_period: dict[str, dict[str, int]] = {}
    rows = signed.values("period__cycle__year", "period__label", "predicate").annotate(n=Count("pk"))
    for row in rows.order_by("period__cycle__year", "period__ends", "period__label", "predicate"):
        name = f"{row['period__label']} {row['period__cycle__year']}"
        by_period.setdefault(name, {})[row["predicate"]] = row["n"]
    states = current().order_by("status").values_list("status").annotate(n=Count("pk"))
    return {
        "agency": Agency.objects.values_list("name", flat=True).first(),
        "sample": True,
        "employees": Employee.objects.count(),
        "units": Unit.objects.count(),
        "plans": Plan.objects.count(),
        "reviews": dict(states),
        "predicates": by_period,
    }
