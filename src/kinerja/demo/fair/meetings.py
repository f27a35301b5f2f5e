"""Three quarters of evaluation meetings: what was decided, done, dropped, forgotten; one is still to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kinerja.accounts.models import User
from kinerja.assessment.actions.decisions import decide, drop_decision, finish_decision
from kinerja.assessment.actions.meetings import begin, plan_meeting, take_attendance
from kinerja.assessment.actions.minutes import approve_minutes, draft_minutes
from kinerja.assessment.models import Decision, Meeting
from kinerja.people.models import Employee, Unit
from kinerja.people.queries import calendar
from kinerja.plans.models import Period

from ..book import Book, at
from ..voice.decisions import user_of

K = Decision.Kind
# Unit: what each quarter decides: (kind, words, what became of it: done, dropped or forgotten).
DECIDED: dict[str, tuple[tuple[tuple[str, str, str], ...], ...]] = {
    "PKM-MELATI": (
        ((K.TASK, "Papan pengaduan dengan batas jawab di ruang tunggu", "done"),),
        ((K.SUPPORT, "Pendampingan komunikasi di loket pendaftaran", "forgotten"),
         (K.TASK, "Kelas komunikasi untuk petugas depan", "dropped")),
        ((K.TASK, "Uji coba loket mulai pukul 07.00", "done"),
         (K.SUPPORT, "Bimbingan cara menjelaskan obat", "forgotten")),
    ),
    "DPMPTSP": (
        ((K.TASK, "Satu daftar berkas di awal permohonan", "done"),),
        ((K.TASK, "Tim teknis bersidang setiap Rabu", "done"),),
        ((K.TASK, "Status berkas dapat dilihat pemohon", "forgotten"),),
    ),
    "DINKES": (
        ((K.TASK, "Jadwal dokter tampil di pintu setiap puskesmas", "done"),),
        ((K.TASK, "Satu contoh loket ramah untuk ditiru puskesmas lain", "forgotten"),),
    ),
}  # fmt: skip
SAID = {"done": "Sudah berjalan dan dipantau setiap minggu.", "dropped": "Dibatalkan: anggaran dialihkan."}


def write_meetings(book: Book) -> None:
    """One meeting a quarter and unit, ten working days after the quarter, for quarters that are over."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    heads = {person.unit.code: person.employee for person in book.people if person.post.leads_unit}
    days = calendar([book.today.year, book.today.year + 1])
    quarters = [period for period in book.periods(book.today.year) if period.kind == Period.Kind.QUARTERLY]
    for code, plan in DECIDED.items():
        for period, decisions in zip(quarters, plan, strict=False):
            day = days.add_working_days(period.ends, 10)
            if day >= book.today:
                continue
            _meet(book, units[code], heads[code], period, at(day, 9), decisions)
    _await(book, units["DINKES"], heads["DINKES"], quarters, days.add_working_days(book.today, 2))


def _await(book: Book, unit: Unit, head: Employee, quarters: list[Period], day: date) -> None:
    """The next meeting, about the newest quarter that is over and was not yet talked about."""
    over = [period for period in quarters if period.ends < book.today]
    if over and not Meeting.objects.filter(unit=unit, period=over[-1]).exists():
        _plan(unit, head, over[-1], at(day, 9), at(book.today - timedelta(days=1)))


def _meet(
    book: Book,
    unit: Unit,
    head: Employee,
    period: Period,
    when: datetime,
    decisions: tuple[tuple[str, str, str], ...],
) -> None:
    meeting = sit(book, unit, head, period, when)
    user = user_of(head)
    others = list(
        Employee.objects.filter(pk__in=meeting.attendance.values("employee_id"))
        .exclude(pk=head.pk)
        .order_by("pk")
    )
    for number, (kind, text, fate) in enumerate(decisions):
        _decide(book, meeting, user, others, number, kind, text, fate, when)
    rise(meeting, user, when + timedelta(hours=3))


def sit(book: Book, unit: Unit, head: Employee, period: Period, when: datetime) -> Meeting:
    """A meeting planned a week before, begun, and nearly everybody there."""
    user = user_of(head)
    meeting = _plan(unit, head, period, when, when - timedelta(days=7))
    begin(meeting=meeting, actor=user, at=when)
    meeting.refresh_from_db()
    invited = list(meeting.attendance.values_list("employee_id", flat=True))
    present = {employee: book.random.random() > 0.1 or employee == head.pk for employee in invited}
    reasons = dict.fromkeys(invited, "Tugas di lapangan")
    take_attendance(meeting=meeting, present=present, reasons=reasons, actor=user, at=when)
    return meeting


def _plan(unit: Unit, head: Employee, period: Period, when: datetime, planned: datetime) -> Meeting:
    return plan_meeting(
        unit=unit,
        period=period,
        chair=head,
        starts_at=when,
        ends_at=when + timedelta(hours=2),
        place="Ruang rapat utama",
        actor=user_of(head),
        at=planned,
    )


def rise(meeting: Meeting, user: User, after: datetime) -> None:
    """The minutes, drafted at once and approved two days later."""
    draft_minutes(meeting=meeting, actor=user, at=after)
    approve_minutes(meeting=meeting, actor=user, at=after + timedelta(days=2))


def _decide(
    book: Book,
    meeting: Meeting,
    user: User,
    others: list[Employee],
    number: int,
    kind: str,
    text: str,
    fate: str,
    when: datetime,
) -> None:
    owner = others[number % len(others)]
    about = None if kind == K.TASK else others[(number + 1) % len(others)]
    due = when.date() + timedelta(days=45)
    made = decide(
        meeting=meeting, kind=kind, text=text, owner=owner, due=due, about=about, actor=user, at=when
    )
    closed = when + timedelta(days=30)
    if fate == "forgotten" or closed.date() > book.today:
        return
    close = finish_decision if fate == "done" else drop_decision
    close(decision=made, outcome=SAID[fate], actor=user, at=closed)
