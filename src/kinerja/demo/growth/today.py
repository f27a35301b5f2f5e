"""What waits today: an offered plan, a wave of coaching without a measure, a class with few seats, a
counselling, an own plan, a vote on an award."""

from __future__ import annotations

from datetime import timedelta

from kinerja.documents.uploads import Checked
from kinerja.growth.actions.award_attachments import attach
from kinerja.growth.actions.behaviour import report_behaviour, tell_behaviour
from kinerja.growth.actions.counselling import appoint, write_note
from kinerja.growth.actions.courses import make_course
from kinerja.growth.actions.enrolments import enrol
from kinerja.growth.actions.hours import add_activity, confirm_activity
from kinerja.growth.actions.mentoring import offer as offer_to_mentor
from kinerja.growth.actions.mentoring import seek
from kinerja.growth.actions.own_plans import agree_plan, put_goal, start_plan, submit_plan
from kinerja.growth.actions.recognition import vote
from kinerja.growth.actions.sessions import plan_session
from kinerja.growth.actions.support import agree, offer, open_plan
from kinerja.growth.models import AwardScheme, Course, SupportPlan
from kinerja.voice.models import FollowUp

from ..stories import Stage
from ..stories.deeds import put_forward
from ..stories.tanjungbalai import KIND

SKILL = "Menjelaskan obat kepada pasien lansia"
LETTER = """Kepada Kepala Puskesmas Melati,
ibu saya takut disuntik. Perawat di poli umum menunggu, menjelaskan, dan menemaninya sampai selesai.
Terima kasih.
"""


def write_today(stage: Stage) -> None:
    _class_with_few_seats(stage)
    _offered_plan(stage)
    _wave(stage)
    _own_plan(stage)
    _counselling(stage)
    _mentor_wanted(stage)
    _vote_wanted(stage)


def _class_with_few_seats(stage: Stage) -> None:
    """Two seats: the nurse has one, another waits for approval, a third queues."""
    hr = stage.user("hr")
    course = make_course(
        title="Pertolongan pertama pada kegawatan di ruang tunggu",
        purpose="Petugas depan mengenali tanda bahaya dan memanggil bantuan dalam satu menit.",
        kind="pelatihan_teknis",
        form=Course.Form.ON_THE_JOB,
        hours=6,
        price=150_000,
        competence="pelayanan_publik",
        materials=[("Bacaan singkat", "Lima tanda bahaya: sesak, pucat, kejang, lemas, nyeri dada.", "")],
        questions=[("Pasien mendadak pucat. Langkah pertama?", ["Panggil bantuan", "Minta menunggu"], 0)],
        actor=hr,
        at=stage.at(12),
    )
    starts = stage.at(0, 8) + timedelta(days=9)
    session = plan_session(
        course=course, starts_at=starts, ends_at=starts + timedelta(hours=6), place="Aula Puskesmas Melati",
        trainer="Tim gawat darurat RSUD", seats=2, actor=hr, at=stage.at(12),
    )  # fmt: skip
    leader = stage.user("section_head")
    for person in (stage.who("nurse"), *stage.staff("PKM-MELATI", "Perawat Terampil")[:2]):
        enrol(session=session, employee=person, actor=leader, at=stage.at(6))
    asks = stage.who("reception_officer")
    enrol(session=session, employee=asks, actor=stage.user(asks), at=stage.at(3))


def _offered_plan(stage: Stage) -> None:
    """Quick hands, few smiles: the midwife is offered guidance and has not answered yet."""
    guide, due = stage.who("puskesmas_head"), stage.book.today + timedelta(days=60)
    plan = open_plan(
        kind=SupportPlan.Kind.GUIDANCE,
        employee=stage.who("midwife"),
        guide=guide,
        goal="Ibu hamil pulang dengan penjelasan yang ia pahami",
        facts="Pekerjaan cekatan; dua ibu bertanya ulang di loket karena jawabannya pendek.",
        options="Kalimat pembuka yang sama; minta ibu mengulang dengan kata sendiri.",
        starts=stage.day(2),
        due=due,
        steps=[("Coba tiga kalimat pembuka selama dua minggu", "employee", due),
               ("Dampingi satu jam setiap Jumat", "guide", due)],
        promises=[("Ruang konsultasi kecil tanpa antrean setiap pagi", guide, due)],
        actor=stage.user(guide),
        at=stage.at(2),
    )  # fmt: skip
    offer(plan=plan, actor=stage.user(guide), at=stage.at(1))


def _wave(stage: Stage) -> None:
    """Six nurses, each with a plan out of one survey follow-up; nobody has said yet what it should move."""
    here = FollowUp.objects.filter(unit=stage.units["PKM-MELATI"], status=FollowUp.Status.OPEN)
    cause = here.filter(made_at__lt=stage.at(14)).order_by("pk").first()
    if cause is None:
        return
    cast = {person.pk for person in stage.book.cast.values()}
    nurses = [row for row in stage.staff("PKM-MELATI", "Perawat") if row.pk not in cast]
    due = stage.book.today + timedelta(days=75)
    for person in nurses[:6]:
        guide = stage.appraiser(person)
        plan = open_plan(
            kind=SupportPlan.Kind.COACHING,
            employee=person,
            guide=guide,
            goal=cause.programme,
            starts=stage.day(14),
            due=due,
            steps=[("Latihan berpasangan setiap Senin pagi", "employee", due)],
            follow_up=cause,
            actor=stage.user(guide),
            at=stage.at(14),
        )
        plan = offer(plan=plan, actor=stage.user(guide), at=stage.at(13))
        agree(plan=plan, actor=stage.user(person), at=stage.at(12))


def _own_plan(stage: Stage) -> None:
    nurse, leader = stage.who("nurse"), stage.user("section_head")
    own, due = stage.user(nurse), stage.book.today + timedelta(days=30)
    plan = start_plan(employee=nurse, year=stage.book.today.year, actor=own, at=stage.at(25))
    aims = (
        ("komunikasi", "Menjelaskan tindakan kepada anak dan orang tuanya", "mentoring"),
        ("pengembangan_diri", "Mengajari rekan baru memakai papan antrean", "bimtek"),
    )
    for competence, aim, way in aims:
        put_goal(plan=plan, competence=competence, aim=aim, way=way, due=due, actor=own, at=stage.at(25))
    plan = submit_plan(plan=plan, actor=own, at=stage.at(24))
    agree_plan(plan=plan, actor=leader, at=stage.at(22))
    for title, hours, ago in (("Seminar keselamatan pasien", 6, 20), ("Kursus imunisasi anak", 8, 8)):
        row = add_activity(
            employee=nurse, kind="kursus" if hours == 8 else "seminar", title=title, day=stage.day(ago),
            amount=hours, evidence="Sertifikat panitia", actor=own, at=stage.at(ago - 1),
        )  # fmt: skip
        if ago > 10:
            confirm_activity(activity=row, actor=leader, at=stage.at(ago - 3))


def _counselling(stage: Stage) -> None:
    """Told, not changed, reported; an independent counsellor listens."""
    employee = stage.who("reception_officer")
    leader = stage.user(stage.appraiser(employee))
    report = tell_behaviour(
        employee=employee, value="BP", told_on=stage.day(75), problem="Meninggikan suara kepada pasien",
        detail="Dua kali dalam sebulan, pada jam loket tersibuk, di depan pasien lain.",
        efforts="Disampaikan berdua setelah loket tutup; diberi waktu istirahat tambahan.",
        actor=leader, at=stage.at(75),
    )  # fmt: skip
    report = report_behaviour(
        report=report, efforts="Jadwal loket diubah dan didampingi rekan senior.",
        evidence="Catatan loket tiga pekan.", actor=leader, at=stage.at(40),
    )  # fmt: skip
    counsellor = stage.staff("BKPSDM-2", "Analis Kebijakan")[0]
    found = appoint(report=report, counsellor=counsellor, actor=stage.user("hr"), at=stage.at(36))
    write_note(
        counselling=found, held_on=stage.day(30), text="Ia lelah mengurus orang tua; sepakat bertukar jam.",
        actor=stage.user(counsellor), at=stage.at(30),
    )  # fmt: skip


def _mentor_wanted(stage: Stage) -> None:
    senior, young = stage.who("midwife"), stage.who("nurse")
    offer_to_mentor(skill=SKILL, competence="komunikasi", actor=stage.user(senior), at=stage.at(18))
    seek(skill=SKILL, competence="komunikasi", actor=stage.user(young), at=stage.at(5))


def _vote_wanted(stage: Stage) -> None:
    """A nurse is proposed with a citizen's letter; one juror has voted, the head of office has not."""
    scheme = AwardScheme.objects.get(name=KIND)
    thanked = set(scheme.proposals.values_list("employee", flat=True))
    nurses = (stage.who("nurse"), *stage.staff("PKM-MELATI", "Perawat"))
    person = next(one for one in nurses if one.pk not in thanked)
    leader = stage.appraiser(person)
    reason = "Warga menulis surat terima kasih: ibunya yang takut disuntik ditemani sampai selesai."
    made = put_forward(stage, scheme, person, reason, leader, 5)
    letter = Checked("surat.txt", "text/plain", LETTER.encode())
    text = "Surat terima kasih warga"
    attach(proposal=made, text=text, file=letter, actor=stage.user(leader), at=stage.at(5))
    juror = stage.user("registry_head")
    vote(
        proposal=made, yes=True, reason="Suratnya menyebut apa yang ia lakukan.", actor=juror, at=stage.at(3)
    )
