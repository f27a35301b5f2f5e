"""Two project teams across units: one that works, and a member whose part stayed small."""

from __future__ import annotations

from datetime import date, timedelta

from kinerja.assessment.actions.contributions import tell_as_lead, tell_own
from kinerja.assessment.actions.teams import add_goal, confirm_role, invite, make_team, realise_goal
from kinerja.assessment.models import Contribution, Membership
from kinerja.people.models import Employee

from ..book import Book, at
from ..voice.decisions import user_of

# Name, purpose, lead, members with the extent that the lead sees, goal, target, what came of it.
TEAMS = (
    (
        "KTP-el satu hari",
        "Memangkas waktu KTP-el dari beberapa hari menjadi satu hari kerja.",
        "counter_head",
        (("counter_officer", "high"), ("services_officer", "fair"), ("complaints_officer", "low")),
        ("KTP-el selesai dalam satu hari kerja", "90%", "90,4%"),
    ),
    (
        "Puskesmas ramah",
        "Memperbaiki cara berkomunikasi di loket dan ruang periksa.",
        "puskesmas_head",
        (("nurse", "high"), ("midwife", "fair"), ("reception_officer", "low")),
        ("Nilai unsur perilaku pelaksana", "3,00", ""),
    ),
)
SAID = {
    "high": ("Menyusun alur baru dan melatih rekan.", "Mengusulkan cetak di tempat.", ""),
    "fair": ("Mengerjakan bagiannya tepat waktu.", "", ""),
    "low": ("Jarang hadir pada rapat tim.", "", "Hadiri rapat tim setiap Kamis dan kirim catatan antrean."),
}  # fmt: skip


def write_teams(book: Book) -> None:
    """Both teams of the running year, with contributions of the newest period that can be told about."""
    made = date(book.today.year, 7, 1)
    if made + timedelta(days=30) > book.today:
        return
    units = {person.employee.pk: person.unit for person in book.people}
    for name, purpose, lead_role, members, (goal, target, reached) in TEAMS:
        lead = book.cast[lead_role]
        actor = user_of(lead)
        team = make_team(
            name=name,
            purpose=purpose,
            unit=units[lead.pk],
            lead=lead,
            starts=made,
            ends=date(book.today.year, 12, 31),
            actor=actor,
            at=at(made),
        )
        row = add_goal(
            team=team, text=goal, target=target, due=date(made.year, 12, 15), actor=actor, at=at(made)
        )
        if reached:
            day = at(made + timedelta(days=100))
            realise_goal(goal=row, realisation=reached, done=True, actor=actor, at=min(day, at(book.today)))
        people = [book.cast[role] for role, _extent in members]
        asked = invite(team=team, people=people, role="Anggota tim", actor=actor, at=at(made))
        extents = {book.cast[role].pk: extent for role, extent in members}
        for member in asked:
            _tell(book, lead, member, extents[member.employee_id])


def _tell(book: Book, lead: Employee, member: Membership, extent: str) -> None:
    joined = member.team.starts + timedelta(days=2)
    confirm_role(member=member, actor=user_of(member.employee), at=at(joined))
    period = next(row for row in book.periods(joined.year) if row.starts <= joined <= row.ends)
    text, initiative, advice = SAID[extent]
    told = at(min(period.ends, book.today))
    own = "Saya membantu menyusun alur dan mencatat waktunya."
    tell_own(member=member, period=period, text=own, initiative="", actor=user_of(member.employee), at=told)
    tell_as_lead(
        member=member,
        period=period,
        text=text,
        initiative=initiative,
        extent=Contribution.Extent(extent),
        advice=advice,
        actor=user_of(lead),
        at=told,
    )
