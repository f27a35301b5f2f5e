"""Feedback from many sides: a closed round at the puskesmas, a running one at the registry."""

from __future__ import annotations

from datetime import timedelta

from kinerja.assessment.actions.rounds import close_round, make_round, open_round
from kinerja.assessment.actions.tickets import answer, take_ticket
from kinerja.assessment.models import FeedbackRound
from kinerja.rules.behaviour import behaviour_values

from ..stories import Stage

CLOSED, RUNNING = "PKM-MELATI", "DUKCAPIL-1"
KEEP = (
    "Menyapa pasien lebih dahulu",
    "Mau mengajari rekan baru",
    "Selalu mencatat serah terima jaga",
    "Tenang saat antrean panjang",
)
CHANGE = (
    "Jelaskan dengan kata yang lebih sederhana",
    "Kabari lebih awal bila berhalangan",
    "Minta pendapat rekan sebelum mengubah jadwal",
    "Datang beberapa menit sebelum loket dibuka",
)
SILENT = 6  # one in so many asked does not answer


def write_rounds(stage: Stage) -> None:
    """By HR; the closed one about the newest period, the running one with its first answers."""
    period = stage.met()[-1]
    for unit, opened, days in ((CLOSED, 30, 14), (RUNNING, 4, 14)):
        starts = stage.day(opened)
        made = make_round(
            name=f"Umpan balik {stage.units[unit].name}",
            unit=stage.units[unit],
            period=period,
            starts=starts,
            ends=starts + timedelta(days=days),
            message="Tiga menit. Tulis yang Anda lihat sendiri; nama Anda tidak disimpan bersama jawaban.",
            actor=stage.user("hr"),
            at=stage.at(opened, 8),
        )
        open_round(round=made, actor=stage.user("hr"), at=stage.at(opened, 9))
        _answered(stage, made, opened, over=unit == CLOSED)


def _answered(stage: Stage, made: FeedbackRound, opened: int, *, over: bool) -> None:
    quality = {row.employee.pk: row.quality for row in stage.book.people}
    codes = [value.code for value in behaviour_values(made.starts)]
    asks = made.asks.select_related("asked__user", "subject").order_by("subject__nip", "asked__nip")
    for number, ask in enumerate(asks if over else asks[: len(KEEP) * 5]):
        if number % SILENT == SILENT - 1:
            continue
        moment = stage.at(opened - (number % 8 if over else 1), 13)
        level = 3 + (quality[ask.subject_id] > 0.8) - (quality[ask.subject_id] < -0.8)
        values = {
            code: max(1, min(4, level - ((number + place) % 5 == 0))) for place, code in enumerate(codes)
        }
        writes = number % 3 != 2
        code = take_ticket(ask=ask, actor=stage.user(ask.asked), at=moment)
        answer(
            code=code,
            asked=ask.asked,
            values=values,
            keep=KEEP[number % len(KEEP)] if writes else "",
            change=CHANGE[(number // 2) % len(CHANGE)] if writes else "",
            at=moment,
        )
    if over:
        close_round(round=made, actor=stage.user("hr"), at=stage.at(opened - 16, 9))
