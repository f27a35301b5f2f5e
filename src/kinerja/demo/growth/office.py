"""Talent of one office, a month of incentives by the city's own table, honours that are due."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from kinerja.accounts.actions import grant_role
from kinerja.accounts.models import RoleGrant
from kinerja.growth.actions.honours import propose_honour, set_aside
from kinerja.growth.actions.pay import add_cut, approve_run, approve_table, drop_cut, make_run, make_table
from kinerja.growth.actions.pay_differences import make_difference_run
from kinerja.growth.actions.talent import note_succession, put_input
from kinerja.growth.queries.honours import due
from kinerja.rules.talent import components

from ..stories import Stage

CANDIDATES = 14
FED = ("terampil", "mahir", "penyelia", "ahli_pertama", "ahli_muda", "ahli_madya", "ahli_utama", "pelaksana",
       "pengawas", "administrator", "jpt")  # fmt: skip
PERCENT = {
    "SANGAT_BAIK": "100",
    "BAIK": "100",
    "BUTUH_PERBAIKAN": "75",
    "KURANG": "50",
    "SANGAT_KURANG": "25",
}
BASIS = "Peraturan Wali Kota Bahari 12 tentang tambahan penghasilan (contoh)"


def write_office(stage: Stage) -> None:
    """By HR, with a second analyst where two people are asked for."""
    _second_analyst(stage)
    _talent(stage)
    _pay(stage)
    _honours(stage)


def _second_analyst(stage: Stage) -> None:
    grant_role(
        actor=stage.book.admin, user=stage.user("hr_head"), role=RoleGrant.Role.HR,
        starts=stage.day(320), reason="Tugas jabatan", at=stage.at(320),
    )  # fmt: skip


def _talent(stage: Stage) -> None:
    """Heads and seniors of the health office; two of them still lack an input."""
    hr, (performance, potential) = stage.user("hr"), components(stage.book.today)
    leaders = [
        person.employee for person in stage.book.people if person.appraiser == stage.who("office_head")
    ]
    for number, person in enumerate(leaders[:CANDIDATES]):
        names = [*performance[1:], *potential]
        for place, name in enumerate(names[:-1] if number < 2 else names):
            score = Decimal(58 + (7 * number + 5 * place) % 40)
            put_input(
                employee=person, component=name, score=score, held_on=stage.day(90),
                source="Asesmen terpadu BKPSDM", actor=hr, at=stage.at(80),
            )  # fmt: skip
    post = next(row.post for row in stage.book.people if row.employee == stage.who("office_head"))
    for person, ready, lacks in (
        (leaders[2], "now", ""),
        (leaders[3], "three", "Pengalaman memimpin lintas unit"),
    ):
        note_succession(
            post=post, employee=person, ready=ready, lacks=lacks, actor=hr, at=stage.at(40),
            reason="Rapat komite talenta membandingkan kotak dan kesenjangan kompetensi.",
        )  # fmt: skip


def _pay(stage: Stage) -> None:
    """The last whole month, and what a recap of attendance that was corrected later makes of it."""
    hr, other = stage.user("hr"), stage.user("hr_head")
    table = make_table(
        title="Tambahan penghasilan pegawai (contoh)",
        basis=BASIS,
        starts=date(stage.book.today.year - 1, 1, 1),
        percent=PERCENT,
        weights={"kinerja": "60", "disiplin": "40"},
        bases={code: str(1_500_000 + 350_000 * number) for number, code in enumerate(FED)},
        actor=hr,
        at=stage.at(60),
    )
    approve_table(table=table, actor=other, at=stage.at(59))
    last = stage.book.today.replace(day=1) - timedelta(days=1)
    late, nurse = (
        add_cut(
            employee=stage.who(name), year=last.year, month=last.month, percent=Decimal(percent),
            reason="Terlambat, rekap presensi", actor=hr, at=stage.at(5),
        )
        for name, percent in (("reception_officer", "1.5"), ("nurse", "0.5"))
    )  # fmt: skip
    run = make_run(year=last.year, month=last.month, actor=hr, at=stage.at(4))
    approve_run(run=run, actor=other, at=stage.at(3))
    drop_cut(cut=nurse, actor=hr, at=stage.at(2))
    add_cut(
        employee=late.employee, year=last.year, month=last.month, percent=Decimal("0.5"),
        reason="Pulang cepat, rekap presensi susulan", actor=hr, at=stage.at(2),
    )  # fmt: skip
    make_difference_run(run=run, actor=hr, at=stage.at(1))


def _honours(stage: Stage) -> None:
    hr = stage.user("hr")
    waiting = list(due(stage.book.today).exclude(pk=stage.who("hr").pk))[:3]
    for row in waiting[:2]:
        propose_honour(employee=row, years=row.step, actor=hr, at=stage.at(20))
    for row in waiting[2:]:
        reason = "Cuti di luar tanggungan negara; masa kerja belum sepuluh tahun penuh."
        set_aside(employee=row, years=row.step, reason=reason, actor=hr, at=stage.at(20))
