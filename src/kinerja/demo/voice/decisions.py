"""What people decided about what citizens said, each by the act itself: surveys, follow-up, examinations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.plans.models import Indicator, Plan
from kinerja.voice.actions.complaints import submit
from kinerja.voice.actions.examination_evidence import add_evidence
from kinerja.voice.actions.examinations import find, no_reply, notify, open_examination, reply, settle
from kinerja.voice.actions.follow_ups import add_follow_up, close_follow_up
from kinerja.voice.actions.handling import answer, forward, start
from kinerja.voice.actions.measure_links import link_measure
from kinerja.voice.actions.survey_decisions import decide_answers
from kinerja.voice.actions.surveys import publish_survey
from kinerja.voice.models import Category, FollowUp, MeasureLink, SurveyPeriod, Topic

from ..book import Book, at
from .content import content
from .surveys import ATTACKED

PROGRAMMES = {
    "perilaku": "Kelas komunikasi untuk semua petugas depan",
    "pengaduan": "Papan pengaduan di setiap loket dengan batas jawab",
    "waktu": "Cetak di tempat dan tim teknis setiap Rabu",
    "prosedur": "Satu daftar berkas di awal",
    "sarana": "Kursi prioritas, kipas, dan toilet yang dapat dipakai semua",
    "biaya": "Tarif dipasang di setiap loket",
    "persyaratan": "Syarat ditempel dan dikirim lewat pesan singkat",
    "produk": "Periksa data bersama warga sebelum dicetak",
    "kompetensi": "Latihan aplikasi layanan setiap bulan",
}
DONE = "Berjalan sejak bulan lalu dan dipantau setiap minggu."


def user_of(employee: Employee) -> User:
    """The sign-in of somebody in the cast, who has one."""
    assert employee.user is not None
    return employee.user


def publish(book: Book, periods: list[SurveyPeriod]) -> None:
    """Held answers are decided, then every survey that is over is published with follow-up on its weakest."""
    officer = user_of(book.cast["services_officer"])
    for period in sorted(periods, key=lambda row: row.ends):
        if period.status != SurveyPeriod.Status.CLOSED:
            continue
        day = at(min(period.ends + timedelta(days=14), book.today))
        if (period.unit.code, period.name) == (ATTACKED[0], f"Semester I {book.today.year}"):
            why = "Serangan terkoordinasi: 140 jawaban sama dalam satu sore, jauh di atas jumlah pemohon."
            decide_answers(
                period=period, counts=False, reason=why, flag="straight_line", actor=officer, at=day
            )
        publish_survey(period=period, actor=officer, at=day)
        _follow(book, period, day)


def _follow(book: Book, period: SurveyPeriod, day: datetime) -> None:
    """Two rows for the two weakest elements; those of the year before are done."""
    heads = {person.unit.pk: person.employee for person in book.people if person.post.leads_unit}
    head = heads[period.unit_id]
    quarter = (day.month + 2) // 3
    for element in period.result["lowest"][:2]:
        row = add_follow_up(
            unit=period.unit,
            period=period,
            element=element,
            programme=PROGRAMMES[element],
            year=day.year,
            quarter=min(4, quarter + 1),
            responsible=head,
            actor=user_of(head),
            at=day,
        )
        if day.year < book.today.year:
            done = min(day + timedelta(days=100), at(book.today))
            close_follow_up(follow_up=row, event="finish", outcome=DONE, actor=user_of(head), at=done)


def answer_topics(book: Book, topics: list[Topic]) -> None:
    """A proposal of the forum becomes a follow-up row of the unit."""
    planned = {facts["title"]: facts.get("follow_up") for facts in content("forum")["topic"]}
    heads = {person.unit.pk: person.employee for person in book.people if person.post.leads_unit}
    for topic in topics:
        programme, head = planned[topic.title], heads.get(topic.unit_id)
        if not programme or head is None or FollowUp.objects.filter(topic=topic).exists():
            continue
        day = topic.last_post_at + timedelta(days=1)
        add_follow_up(
            unit=topic.unit,
            topic=topic,
            programme=programme,
            year=day.year,
            quarter=4,
            responsible=head,
            actor=user_of(head),
            at=day,
        )


CASES = (
    # employee, unit's code, kind, what was written, what is examined, finding, grounds, words of the employee
    (
        "reception_officer",
        "PKM-MELATI",
        "complaint",
        ("Dibentak di loket pendaftaran", "Saya dibentak di depan pasien lain waktu bertanya nomor antrean."),
        "Petugas membentak pasien di loket pendaftaran pada jam sibuk.",
        "proven",
        "Dua saksi dan rekaman kamera loket menguatkan laporan.",
        "Saya mengaku lelah dan menyesal. Saya sudah meminta maaf kepada pasien.",
    ),
    (
        "nurse",
        "PKM-MELATI",
        "complaint",
        ("Perawat menolak melayani", "Kata saudara saya perawat menolak menyuntik anaknya."),
        "Perawat dikatakan menolak memberikan suntikan kepada seorang anak.",
        "not_proven",
        "Catatan medis menunjukkan anak demam; penundaan sesuai prosedur dan dijelaskan kepada keluarga.",
        "Anak itu demam 39 derajat. Saya menunda sesuai prosedur dan memberi jadwal baru.",
    ),
    (
        "counter_officer",
        "DUKCAPIL-1",
        "complaint",
        ("Minta uang untuk mempercepat", "Katanya ada petugas loket yang minta uang supaya KTP cepat."),
        "Petugas loket dikatakan meminta uang untuk mempercepat KTP-el.",
        "not_proven",
        "Pelapor tidak menghadiri pemeriksaan; berkas dan kamera loket tidak menunjukkan permintaan uang.",
        "",
    ),
    (
        "counter_officer",
        "DUKCAPIL-1",
        "praise",
        ("Petugas loket sangat membantu", "Ayah saya difabel, dibantu sampai selesai di luar jam loket."),
        "Petugas membantu pemohon difabel sampai selesai di luar jam loket.",
        "proven",
        "Nomor antrean dan keterangan rekan loket sesuai dengan laporan.",
        "Terima kasih, itu tugas saya.",
    ),
)


def examine(book: Book) -> None:
    """One proven, two not proven, one praise: with notice, answer, evidence, finding and its last day."""
    desk = user_of(book.cast["complaints_officer"])
    inspector = book.cast["auditor"]
    units = {person.unit.code: person.unit for person in book.people}
    category = Category.objects.get(code="perilaku-petugas")
    for number, case in enumerate(CASES):
        role, code, kind, (title, text), allegation, finding, grounds, words = case
        day = at(date(book.today.year, 7, 6) + timedelta(days=3 * number))
        made, _key = submit(
            kind=kind, title=title, text=text, unit=units[code], category=category, at=day, anonymous=True
        )
        forward(
            complaint=made, unit=units["INSP"], names_employee=True, actor=desk, at=day + timedelta(days=1)
        )
        made.refresh_from_db()
        row = open_examination(
            complaint=made,
            employee=book.cast[role],
            allegation=allegation,
            examiner=inspector,
            actor=desk,
            at=day + timedelta(days=2),
        )
        examiner = user_of(inspector)
        notify(examination=row, actor=desk, at=day + timedelta(days=2))
        if words:
            reply(examination=row, text=words, actor=user_of(book.cast[role]), at=day + timedelta(days=4))
        else:
            no_reply(examination=row, actor=examiner, at=day + timedelta(days=16))
        found = day + timedelta(days=18)
        add_evidence(
            examination=row, text=grounds, upload=None, from_employee=False, actor=examiner, at=found
        )
        find(examination=row, finding=finding, grounds=grounds, actor=examiner, at=found)
        settle(examination=row, actor=None, at=found + timedelta(days=35))
        start(complaint=made, actor=examiner, at=found)
        said = "Laporan Anda selesai diperiksa. Hasilnya menjadi bahan pembinaan; terima kasih."
        answer(complaint=made, text=said, actor=examiner, at=found + timedelta(days=1))


FED = {
    "Layanan yang selesai sesuai standar waktu": MeasureLink.Kind.WITHIN,
    "Nilai IKM perangkat daerah": MeasureLink.Kind.IKM,
}


def feed(book: Book) -> None:
    """Two indicators of the head of the civil registry take their figures from the data."""
    head = book.cast["registry_head"]
    plan: Plan = book.plans[book.today.year][head.pk][0]
    unit = next(person.unit for person in book.people if person.employee == head)
    rows = Indicator.objects.filter(result__version__plan=plan, statement__in=FED).order_by("pk")
    for key, statement in {row.key: row.statement for row in rows}.items():
        link_measure(
            plan=plan,
            indicator_key=key,
            kind=FED[statement],
            unit=unit,
            service=None,
            actor=user_of(book.cast["hr"]),
            at=at(date(book.today.year, 1, 20)),
        )
