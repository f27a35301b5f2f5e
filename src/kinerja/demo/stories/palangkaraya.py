"""Palangka Raya: reports that superiors review, a channel that answers, licences from months to weeks."""

from __future__ import annotations

from datetime import date

from kinerja.growth.actions.lessons import adopt_lessons, finish_lesson
from kinerja.growth.actions.proof import make_programme, publish_programme
from kinerja.growth.actions.staff_questions import answer_question, ask
from kinerja.growth.models import Lesson, Programme, Session, StaffQuestion
from kinerja.people.models import Employee
from kinerja.progress.models import Report
from kinerja.voice.actions.complaints import rate_and_close, submit
from kinerja.voice.actions.handling import answer, forward, start
from kinerja.voice.models import Category, Complaint, Service

from .deeds import Lecture, train
from .facts import told
from .stage import Facts, Stage, Story

NAME, TITLE = "palangkaraya", "Palangka Raya: izin dari berbulan-bulan menjadi hitungan minggu"
OFFICE, LICENCES, DESK = "DPMPTSP", "DPMPTSP-1", "DPMPTSP-2"
SERVICE = "persetujuan-bangunan-gedung"
TURN = 210  # days ago the new way of working began
ASKED = "Apakah satu daftar berkas berarti kami kehilangan wewenang memeriksa?"
CLASS = Lecture(
    title="Satu daftar berkas dan sidang teknis mingguan",
    purpose="Semua pemeriksa memakai daftar yang sama dan memutus bersama setiap Rabu.",
    hours=6,
    trainer="Kepala Bidang Perizinan",
    kind="bimtek",
    questions=(
        ("Kapan pemohon tahu semua syarat?", ("Pada hari pertama", "Setelah pemeriksaan teknis")),
        ("Siapa memutus berkas yang diragukan?", ("Sidang teknis hari Rabu", "Pemeriksa terakhir")),
    ),
)
REPORTS = (
    # days ago, title, words, answer; before the new way and after it
    (330, "Izin bangunan tiga bulan", "Berkas saya tiga bulan di kantor dan diminta syarat baru lagi.",
     "Syarat yang terlewat sudah kami gabungkan. Izin terbit pekan ini; mohon maaf."),
    (290, "Diminta berkas berulang", "Empat kali datang, empat kali diminta surat lain.",
     "Mulai bulan depan ada satu daftar berkas. Berkas Anda kami selesaikan minggu ini."),
    (255, "Status tidak dapat dilihat", "Saya tidak tahu izin saya sampai di mana.",
     "Status kini dikirim setiap pindah meja. Nomor Anda sudah kami daftarkan."),
    (120, "Hari sidang teknis", "Kapan berkas saya dibahas?",
     "Rabu ini. Hasilnya kami kirim pada sore hari."),
    (60, "Terima kasih izin cepat", "Izin saya selesai tiga minggu, dahulu kakak saya empat bulan.",
     "Terima kasih. Kami teruskan kepada tim teknis."),
)  # fmt: skip


def play(stage: Stage) -> None:
    """Hear, explain to those who doubt, train, change, prove."""
    for ago, title, text, said in REPORTS:
        _report(stage, ago, title, text, said)
    _explain(stage)
    _programme(stage)
    staff = stage.staff(LICENCES, "Petugas Pelayanan", "Analis Kebijakan", "Pengolah Data")
    train(stage, CLASS, staff[:16], TURN + 4)


def _report(stage: Stage, ago: int, title: str, text: str, said: str) -> None:
    """A report through the desk to the office and back to the reporter, who rates the answer."""
    desk, head = stage.user("complaints_officer"), stage.user(stage.head(OFFICE))
    made, _key = submit(
        kind=Complaint.Kind.COMPLAINT,
        title=title,
        text=text,
        unit=stage.units[OFFICE],
        service=Service.objects.get(code=SERVICE),
        category=Category.objects.filter(code="perizinan").first(),
        at=stage.at(ago),
    )
    forward(complaint=made, unit=stage.units[OFFICE], actor=desk, at=stage.at(ago, 11))
    made.refresh_from_db()
    start(complaint=made, actor=head, at=stage.at(ago - 1))
    made.refresh_from_db()
    answer(complaint=made, text=said, actor=head, at=stage.at(ago - 3))
    made.refresh_from_db()
    rate_and_close(complaint=made, rating=4, at=stage.at(ago - 4))


def _explain(stage: Stage) -> None:
    """Who doubts is answered in public, and reads what changes for him."""
    hr, people = stage.user("hr"), _doubters(stage)
    adopt_lessons(actor=hr, at=stage.at(TURN + 30))
    question = ask(text=ASKED, named=False, actor=stage.user(people[0]), at=stage.at(TURN + 25))
    said = "Tidak. Anda memeriksa hal yang sama, sekali dan bersama, dengan alasan yang tertulis."
    answer_question(question=question, answer=said, actor=hr, at=stage.at(TURN + 23))
    for lesson in Lesson.objects.filter(published=True, audience=Lesson.For.ALL):
        for person in people:
            finish_lesson(lesson=lesson, employee=person, actor=stage.user(person), at=stage.at(TURN + 20))


def _doubters(stage: Stage) -> list[Employee]:
    return stage.staff(LICENCES)


def _programme(stage: Stage) -> None:
    made = make_programme(
        slug=NAME,
        title=TITLE,
        kind=Programme.Kind.PROCESS,
        story=(
            "Laporan berkala yang ditinjau atasan menunjukkan di mana berkas menunggu; warga menulis "
            "hal yang sama lewat kanal pengaduan. Kantor menyatukan daftar berkas dan bersidang setiap "
            "Rabu. Pegawai yang ragu mendapat jawaban dan pelatihan lebih dulu."
        ),
        measure=Programme.Measure.DURATION,
        service=Service.objects.get(code=SERVICE),
        treated=[stage.units[LICENCES]],
        before_from=stage.day(TURN + 270),
        starts=stage.day(TURN),
        settled=stage.day(TURN - 60),
        after_to=stage.book.today,
        actor=stage.user("services_officer"),
        at=stage.at(TURN + 1),
    )
    publish_programme(programme=made, actor=stage.user("services_officer"), at=stage.at(1))


def facts(on: date) -> Facts:
    reports = Report.objects.filter(plan__post__unit__code=LICENCES)
    reviewed = reports.filter(status=Report.Status.ACCEPTED).count()
    answered = Complaint.objects.filter(title__in=[row[1] for row in REPORTS], status="closed").count()
    trained = Session.objects.filter(course__title=CLASS.title, enrolments__status="attended").count()
    explained = StaffQuestion.objects.filter(text=ASKED).exclude(answer="").count()
    return told(
        NAME, TITLE, on, reports_reviewed=reviewed, complaints_answered=answered, trained=trained,
        questions_answered=explained,
    )  # fmt: skip


STORY = Story(NAME, TITLE, (OFFICE, LICENCES, DESK), play, facts)
