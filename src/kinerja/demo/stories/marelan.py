"""Medan Marelan: a complaint time with a standard, feedback that helps, talent where citizens are, and a
survey about the system that changes the system."""

from __future__ import annotations

from datetime import date, timedelta

from kinerja.growth.actions.lessons import adopt_lessons, finish_lesson
from kinerja.growth.actions.proof import make_programme, publish_programme
from kinerja.growth.actions.pulses import answer_pulse, close_pulse, make_pulse, open_pulse, reply_to_pulse
from kinerja.growth.actions.talent import accept_assignment, offer_assignment
from kinerja.growth.models import Course, Lesson, Programme, Pulse, Session, StrengthAssignment
from kinerja.growth.queries.pulses import result
from kinerja.people.actions.law import set_override
from kinerja.people.models import Employee
from kinerja.voice.actions.complaints import rate_and_close, submit
from kinerja.voice.actions.handling import answer, forward, start
from kinerja.voice.models import Category, Complaint

from .deeds import Guidance, Lecture, guide, judge_competence, train
from .facts import told
from .stage import Facts, Stage, Story

NAME, TITLE = "marelan", "Medan Marelan: laporan warga dijawab sesuai standar waktunya"
HERE, OTHERS = "KEC1", ("KEC2", "KEC3")
TURN = 160  # days ago the feedback began
COMMUNICATION = "komunikasi"
TASK = "Loket informasi dan pengaduan, melayani warga langsung"
BASIS = "Keputusan Camat 800/5"
FIRST, SECOND = "Suara pegawai: sistem penilaian, putaran 1", "Suara pegawai: sistem penilaian, putaran 2"
HEARD = (
    "Pegawai kecamatan merasa tidak pernah tampak dalam rapat: agenda hanya menyebut petugas dengan dua "
    "puluh berkas atau lebih, sedangkan loket kecamatan kecil."
)
CHANGED = "Batas jumlah berkas pada agenda rapat turun dari 20 menjadi 10 sejak pekan ini."
REPORTS = (
    "Surat pengantar belum jadi", "Lampu gang padam", "Sampah tidak diangkut", "Antrean tidak teratur",
    "Jalan lingkungan rusak", "Petugas tidak di tempat",
)  # fmt: skip
COACHING = Guidance(
    goal="Laporan warga dijawab paling lama tiga hari kerja, dengan langkah yang jelas",
    facts="Enam bulan terakhir rata-rata delapan hari kerja; warga menulis ulang laporan yang sama.",
    options="Periksa kotak laporan pukul 08.00; jawab dulu dengan langkah dan tanggal; minta bantuan.",
    steps=("Periksa laporan baru setiap pagi", "Jawab dengan langkah dan tanggal, bukan “sedang diproses”"),
    promises=("Satu jam tanpa antrean loket setiap pagi untuk menjawab laporan",),
    outcome="Jawaban pertama kini satu sampai dua hari kerja, dan warga menilainya baik.",
    competence=COMMUNICATION,
    talks=(
        ("Kotak laporan dibuka setiap pagi, tetapi jawabannya masih singkat.", "Pakai tiga kalimat pembuka."),
        ("Warga membalas dengan terima kasih.", "Pertahankan; bantu rekan yang baru."),
    ),
)
WORKSHOP = Lecture(
    title="Lokakarya: penilaian kinerja yang adil dan berguna",
    purpose="Setiap pegawai tahu apa yang dinilai, dari mana buktinya, dan bagaimana menyampaikan keberatan.",
    hours=4,
    trainer="Analis kepegawaian",
    kind="sosialisasi",
    form=Course.Form.WORKSHOP,
    price=0,
)


def play(stage: Stage) -> None:
    """Set the standard, measure, give feedback, put strength where it helps, ask, change."""
    _standard(stage)
    officer, communicator = stage.staff(HERE, "Petugas Pelayanan")[:2]
    _complaints(stage, officer)
    _programme(stage)
    judge_competence(stage, officer, TURN + 8, 1, {})
    guide(stage, COACHING, officer, stage.appraiser(officer), TURN, 60)
    _assign(stage, communicator)
    _prepare(stage)
    _ask_everybody(stage)


def _standard(stage: Stage) -> None:
    """The agency's own, stricter time for a first follow-up, dated and with its reason."""
    set_override(
        rule="deadline.complaint_follow_up", key="days", value=3, starts=stage.day(345),
        basis="Keputusan Wali Kota 065/9 tentang standar jawaban pengaduan",
        reason="Warga berhak tahu langkah pertama dalam tiga hari kerja.",
        actor=stage.user("hr"), at=stage.at(345),
    )  # fmt: skip


def _complaints(stage: Stage, officer: Employee) -> None:
    """Slow answers before, quick ones after; the neighbours stay as they were."""
    units = {HERE: officer} | {code: stage.staff(code, "Petugas Pelayanan")[0] for code in OTHERS}
    for code, who in units.items():
        for number in range(16):
            _report(stage, code, who, 335 - 10 * number, 6 + number % 6 if code == HERE else 3 + number % 3)
        for number in range(14):
            _report(stage, code, who, 122 - 8 * number, 1 + number % 2 if code == HERE else 3 + number % 3)


def _report(stage: Stage, code: str, who: Employee, ago: int, days: int) -> None:
    """A report through the desk to the officer, answered after so many working days and then rated."""
    title = REPORTS[ago % len(REPORTS)]
    day = stage.day(ago)
    made, _key = submit(
        kind=Complaint.Kind.COMPLAINT,
        title=title,
        text=f"{title} di lingkungan saya sejak {day:%d/%m}. Mohon ditindaklanjuti.",
        unit=stage.units[code],
        category=Category.objects.filter(code="lainnya").first(),
        at=stage.at(ago, 9),
    )
    desk, user = stage.user("complaints_officer"), stage.user(who)
    forward(complaint=made, unit=stage.units[code], officer=who, actor=desk, at=stage.at(ago, 10))
    made.refresh_from_db()
    answered = stage.ago(stage.days_off.add_working_days(day, days))
    start(complaint=made, actor=user, at=stage.at(answered, 9))
    made.refresh_from_db()
    said = "Petugas sudah ke lokasi. Selesai paling lambat Jumat; kabari kami bila belum."
    answer(complaint=made, text=said, actor=user, at=stage.at(answered, 11))
    made.refresh_from_db()
    rate_and_close(complaint=made, rating=4 if days <= 3 else 2, at=stage.at(answered - 1, 14))


def _programme(stage: Stage) -> None:
    made = make_programme(
        slug=NAME,
        title=TITLE,
        kind=Programme.Kind.COACHING,
        story=(
            "Waktu jawaban laporan diukur terhadap standar tiga hari kerja. Petugas yang paling lambat tidak "
            "ditegur di depan orang: atasannya memberi umpan balik dengan contoh, dua langkah yang "
            "disepakati, dan satu jam tenang setiap pagi. Dua kecamatan tanpa pendampingan menjadi "
            "pembanding."
        ),
        measure=Programme.Measure.FIRST_REPLY,
        treated=[stage.units[HERE]],
        compared=[stage.units[code] for code in OTHERS],
        before_from=stage.day(340),
        starts=stage.day(TURN),
        settled=stage.day(TURN - 30),
        after_to=stage.book.today,
        actor=stage.user("services_officer"),
        at=stage.at(TURN + 1),
    )
    publish_programme(programme=made, actor=stage.user("services_officer"), at=stage.at(1))


def _assign(stage: Stage, person: Employee) -> None:
    """Somebody who explains well goes where citizens ask."""
    judge_competence(stage, person, TURN + 6, 1, {COMMUNICATION: 3})
    leader = stage.appraiser(person)
    reason = "Level komunikasi 3, dua di atas syarat jabatan; rekan memintanya menjelaskan kepada warga."
    offered = offer_assignment(
        employee=person, competence=COMMUNICATION, task=TASK, unit=stage.units[HERE], reason=reason,
        starts=stage.day(TURN - 10), actor=stage.user(leader), at=stage.at(TURN),
    )  # fmt: skip
    accept_assignment(assignment=offered, actor=stage.user(person), at=stage.at(TURN - 2))


def _prepare(stage: Stage) -> None:
    """A workshop and the short lessons, before anybody is asked what he thinks."""
    people = stage.staff(HERE, "Petugas Pelayanan", "Pengolah Data")[:16]
    train(stage, WORKSHOP, people, 125)
    adopt_lessons(actor=stage.user("hr"), at=stage.at(125))
    for lesson in Lesson.objects.filter(published=True, audience=Lesson.For.ALL):
        for person in people:
            finish_lesson(lesson=lesson, employee=person, actor=stage.user(person), at=stage.at(120))


def _ask_everybody(stage: Stage) -> None:
    """Two pulses with an answer between them: a parameter of the system itself changes."""
    hr = stage.user("hr")
    first = _pulse(stage, FIRST, 118, low=2)
    today = stage.day(98)
    set_override(
        rule="meeting.agenda", key="fast_cases", value=10, starts=today, basis=BASIS,
        reason=HEARD, actor=hr, at=stage.at(98),
    )  # fmt: skip
    reply_to_pulse(pulse=first, heard=HEARD, change=CHANGED, done_on=today, actor=hr, at=stage.at(98))
    second = _pulse(stage, SECOND, 45, low=5)
    heard = "Lebih banyak pegawai percaya penilaian didasarkan pada bukti; waktu pengisian masih dikeluhkan."
    change = "Laporan realisasi diisi sekali dan dipakai untuk rapat, tinjauan, dan evaluasi."
    reply_to_pulse(pulse=second, heard=heard, change=change, actor=hr, at=stage.at(28))


def _pulse(stage: Stage, title: str, ago: int, *, low: int) -> Pulse:
    """Every `low`-th answer is a doubtful one."""
    hr = stage.user("hr")
    pulse = make_pulse(
        title=title,
        intro="Dua menit, tanpa nama. Jawaban Anda mengubah sistem ini.",
        starts=stage.day(ago),
        ends=stage.day(ago) + timedelta(days=13),
        actor=hr,
        at=stage.at(ago),
    )
    pulse = open_pulse(pulse=pulse, actor=hr, at=stage.at(ago))
    people = [person for code in (HERE, *OTHERS) for person in stage.staff(code)[:16]]
    for number, person in enumerate(people):
        scores = {
            row["code"]: 2 if (number + place) % low == 0 else 3 + (number + place) % 2
            for place, row in enumerate(pulse.statements)
        }
        text = "Loket kecil jarang tampak di rapat." if number % 9 == 0 else ""
        answer_pulse(pulse=pulse, scores=scores, text=text, actor=stage.user(person), at=stage.at(ago - 3))
    return close_pulse(pulse=pulse, actor=hr, at=stage.at(ago - 15))


def _doubt(pulse: Pulse) -> Facts:
    """Answers, and how many of a hundred on all statements doubt."""
    found = result(pulse)
    doubtful = sum(row.counts[0] + row.counts[1] for row in found.statements)
    every = sum(sum(row.counts) for row in found.statements)
    return {"n": found.n, "resistance": round(100 * doubtful / every, 1) if every else None}


def facts(on: date) -> Facts:
    pulses = Pulse.objects.filter(title__in=(FIRST, SECOND), status=Pulse.Status.CLOSED).order_by("starts")
    doubts = {pulse.title: _doubt(pulse) for pulse in pulses}
    assigned = StrengthAssignment.objects.filter(task=TASK, status=StrengthAssignment.Status.RUNNING)
    prepared = Session.objects.filter(course__title=WORKSHOP.title, enrolments__status="attended").count()
    return told(
        NAME, TITLE, on, plans=(COACHING.goal,), prepared=prepared, pulses=doubts, changed=[CHANGED],
        assigned=[f"{row.employee.name}: {row.task}" for row in assigned.select_related("employee")],
    )  # fmt: skip


STORY = Story(NAME, TITLE, (HERE, *OTHERS), play, facts)
