"""`kinerja calc deadline`: a due date by working days, or by the name of a legal event."""

from __future__ import annotations

from datetime import date

import click

from kinerja.cli.calc.output import DAY, answer_options, show
from kinerja.rules.calendar import DayOff, due, indonesia
from kinerja.rules.deadlines import EVENTS, deadline
from kinerja.rules.errors import RuleError

LABELS = {
    "due": "Tenggat",
    "certain": "Pasti",
    "earliest": "Paling awal",
    "latest": "Paling akhir",
    "start": "Dihitung dari",
    "last_working_day": "Hari kerja terakhir",
    "calendar_version": "Versi kalender",
    "event": "Peristiwa",
    "if_missed": "Bila terlewat",
}


@click.command("deadline")
@click.option("--from", "start", type=DAY, required=True, help="Hari yang menjadi awal hitungan.")
@click.option("--working-days", type=int, help="Jumlah hari kerja (paling sedikit 1).")
@click.option("--event", help=f"Peristiwa: {', '.join(EVENTS)}.")
@click.option("--week", type=int, default=5, show_default=True, help="Hari kerja seminggu: 5 atau 6.")
@click.option("--off", type=DAY, multiple=True, help="Hari libur tambahan instansi (boleh berulang).")
@click.option("--work", type=DAY, multiple=True, help="Hari libur yang tetap hari kerja (boleh berulang).")
@answer_options
def command(
    start: date,
    working_days: int | None,
    event: str | None,
    week: int,
    off: tuple[date, ...],
    work: tuple[date, ...],
    on: date,
    as_json: bool,
) -> None:
    """Tenggat menurut hari kerja, atau menurut peristiwa dalam peraturan."""
    agency = (DayOff(day, "Hari libur instansi", "instansi") for day in off)
    calendar = indonesia(week=week).with_changes(add=agency, remove=work)
    if (working_days is None) == (event is None):
        raise RuleError("tulis salah satu: --working-days JUMLAH atau --event PERISTIWA")
    if event is None:
        answer = due(start, working_days or 0, calendar)
    else:
        answer = deadline(event, start, on=on, calendar=calendar)
    shown = answer if as_json else {key: getattr(answer, key) for key in LABELS}
    show(shown, answer.explanation, as_json=as_json, title=answer.title or "Tenggat", labels=LABELS)
