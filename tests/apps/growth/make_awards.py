"""Awards for tests: HR keeps the scheme, the section head proposes the nurse, three sit in the jury."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from kinerja.documents.uploads import Checked
from kinerja.growth.actions.award_attachments import attach
from kinerja.growth.actions.certificates import issue
from kinerja.growth.actions.recognition import decide, give_consent, make_scheme, propose, publish, vote
from kinerja.growth.models import (
    AwardAttachment,
    AwardProposal,
    AwardScheme,
    Certificate,
    Course,
    Enrolment,
    Session,
)
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.world import NOW, World

STARTS, ENDS = date(2026, 7, 1), date(2026, 9, 30)
REASON = "Antrean poli umum tertib sejak Agustus."
LETTER = "Surat terima kasih warga, 12 September 2026"
WHY = "Melayani dengan tertib dan ramah sepanjang triwulan."


def scheme(world: World, **facts: Any) -> AwardScheme:
    """Every quarter, one, by two of three votes."""
    given: dict[str, Any] = {
        "name": "Pegawai pelayanan terbaik",
        "purpose": "Menghargai pelayanan yang cepat dan ramah.",
        "given_to": "employee",
        "every": "quarter",
        "quota": 1,
        "decides": "jury",
        "basis": "Keputusan Wali Kota 12/2026",
        "starts": date(2026, 1, 1),
        "criteria": [("other", "", "Ramah kepada pasien lanjut usia")],
        "jurors": [world.office_head, world.midwife, world.auditor],
        "needed_votes": 2,
        "actor": user(world.hr),
        "at": NOW,
    }
    return make_scheme(**given | facts)


def proposed(world: World, row: AwardScheme | None = None, **facts: Any) -> AwardProposal:
    given: dict[str, Any] = {
        "starts": STARTS,
        "ends": ENDS,
        "reason": REASON,
        "actor": user(world.section_head),
        "at": NOW,
    }
    if not facts.keys() & {"employee", "team", "unit", "decision"}:
        given["employee"] = world.nurse
    return propose(scheme=row or scheme(world), **given | facts)


def attached(world: World, proposal: AwardProposal | None = None, **facts: Any) -> AwardAttachment:
    """A citizen's letter beside a proposal, from the section head who made it."""
    given: dict[str, Any] = {
        "text": LETTER,
        "file": Checked("surat.txt", "text/plain", b"Terima kasih."),
        "actor": user(world.section_head),
        "at": NOW,
    }
    return attach(proposal=proposal or proposed(world), **given | facts)


def voted(world: World, proposal: AwardProposal, *, yes: bool = True) -> AwardProposal:
    for juror in (world.office_head, world.auditor):
        vote(proposal=proposal, yes=yes, reason="Terlihat setiap hari.", actor=user(juror), at=NOW)
    return proposal


def awarded(world: World, row: AwardScheme | None = None, **facts: Any) -> AwardProposal:
    proposal = voted(world, proposed(world, row, **facts))
    return decide(proposal=proposal, award=True, why=WHY, actor=user(world.hr), at=NOW)


def published(world: World, row: AwardScheme | None = None, **facts: Any) -> AwardProposal:
    proposal = awarded(world, row, **facts)
    holder = facts.get("employee", world.nurse)
    give_consent(proposal=proposal, yes=True, actor=user(holder), at=NOW)
    return publish(proposal=proposal, actor=user(world.hr), at=NOW)


def certified(world: World, **facts: Any) -> Certificate:
    return issue(proposal=awarded(world, **facts), actor=user(world.hr), at=NOW)


def attended(world: World, employee: Employee | None = None, at: datetime = NOW) -> Enrolment:
    """One who attended a class that HR held."""
    course = Course.objects.create(
        title="Komunikasi melayani",
        purpose="Mendengar dahulu.",
        kind="pelatihan",
        form="class",
        hours=8,
        behaviour_after=6,
    )
    session = Session.objects.create(
        course=course,
        starts_at=at.replace(hour=8),
        ends_at=at.replace(hour=16),
        place="Aula Puskesmas Melati",
        trainer="Tim mutu",
        seats=20,
        status=Session.Status.HELD,
        attend_key=f"kunci-{course.pk}",
        made_by=user(world.hr),
    )
    return Enrolment.objects.create(
        session=session,
        employee=employee or world.nurse,
        status=Enrolment.Status.ATTENDED,
        asked_by=user(world.hr),
        asked_at=at,
        attended_at=at,
    )


def many(world: World, count: int, row: AwardScheme) -> None:
    """So many published awards with certificates of as many people, as the database has them."""
    last = Employee.objects.count()
    people = Employee.objects.bulk_create(
        Employee(nip=f"19800101201001{number:04d}", name=f"Pegawai {number}")
        for number in range(last, last + count)
    )
    rows = AwardProposal.objects.bulk_create(
        AwardProposal(
            scheme=row, starts=STARTS, ends=ENDS, employee=person, reason=REASON, status="awarded", why=WHY,
            proposed_by=user(world.section_head), proposed_at=NOW, decided_by=user(world.hr), decided_at=NOW,
            consent=True, consent_at=NOW, published_at=NOW,
        )
        for person in people
    )  # fmt: skip
    Certificate.objects.bulk_create(
        Certificate(
            number=f"PG/2026/{proposal.pk}", code=f"kode-{proposal.pk}", kind="award", unit="Puskesmas",
            holder=str(proposal.employee), employee=proposal.employee, title=row.name, facts={},
            proposal=proposal, issued_on=NOW.date(), issued_by=user(world.hr), pdf=b"%PDF", sha256="0" * 64,
        )
        for proposal in rows
    )  # fmt: skip
