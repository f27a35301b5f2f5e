"""Tebing Tinggi: a quarterly meeting that gives thanks and coaching; identity cards from days to one day."""

from __future__ import annotations

from datetime import date, timedelta

from kinerja.assessment.actions.decisions import decide, finish_decision
from kinerja.assessment.models import Decision, Meeting
from kinerja.growth.actions.proof import make_programme, publish_programme
from kinerja.growth.actions.schemes import make_scheme
from kinerja.growth.models import AwardScheme, Programme
from kinerja.people.models import Employee
from kinerja.plans.models import Period
from kinerja.voice.models import Service
from kinerja.voice.queries.measures import figures

from ..fair.meetings import rise, sit
from .deeds import Guidance, Lecture, guide, put_forward, recognise, train
from .facts import told
from .stage import Facts, Stage, Story

NAME, TITLE = "tebing-tinggi", "Tebing Tinggi: KTP-el dari berhari-hari menjadi satu hari"
OFFICE, COUNTER = "DUKCAPIL", "DUKCAPIL-1"
SERVICE = "ktp-el"
TURN = 240  # days ago the counters began to print on the spot
KIND = Decision.Kind
BEST = "Bintang Loket Triwulan"
AGREED = "Cetak KTP-el di tempat pada dua loket"
THANKED = "Petugas loket tercepat menurut ukuran layanan"
SUPPORTED = "Coaching pembagian antrean untuk kepala bidang"
TECHNICAL = Lecture(
    title="Merekam dan mencetak KTP-el di loket",
    purpose="Petugas loket merekam, memeriksa, dan mencetak KTP-el sendiri tanpa menunggu ruang belakang.",
    hours=16,
    trainer="Administrator basis data kependudukan",
    questions=(
        ("Kapan hasil perekaman diperiksa?", ("Sebelum warga meninggalkan loket", "Keesokan hari")),
        ("Kartu rusak saat dicetak. Apa yang dilakukan?", ("Catat, musnahkan, cetak ulang", "Simpan")),
    ),
)  # fmt: skip
MANAGERIAL = Lecture(
    title="Memimpin loket pada jam sibuk",
    purpose="Pimpinan loket membaca antrean, memindahkan orang, dan memberi umpan balik setiap hari.",
    hours=8,
    trainer="Widyaiswara BKPSDM",
    kind="pelatihan_manajerial",
    form="class",
    competence="orientasi_hasil",
)
COACHING = Guidance(
    goal="Antrean KTP-el terbagi rata, sehingga berkas hari ini selesai hari ini",
    facts="Baseline lima hari kerja; dua loket menganggur saat istirahat; tidak ada papan antrean.",
    options="Loket bergantian istirahat; satu orang pengatur antrean; cetak di loket.",
    steps=("Susun jadwal istirahat bergantian", "Tunjuk pengatur antrean pada jam sibuk"),
    promises=("Satu pencetak kartu untuk tiap loket",),
    outcome="Berkas yang masuk sebelum pukul 14.00 selesai hari itu sejak bulan kedua.",
    competence="orientasi_hasil",
    talks=(
        ("Jadwal bergantian jalan tiga hari dari lima.", "Kepala bidang memeriksa papan pukul 10 dan 13."),
        ("Papan antrean dipakai setiap hari.", "Pencetak kedua dipasang; hasil dibahas di rapat."),
    ),
)


def play(stage: Stage) -> None:
    """Decide in a meeting, train and coach, change the process, look again, thank."""
    quarters = stage.met()[-4:]
    first = quarters[0]
    coaching = _first_meeting(stage, first)
    _programme(stage)
    counter = stage.staff(COUNTER, "Petugas Pelayanan")
    train(stage, TECHNICAL, counter, TURN + 8)
    train(stage, MANAGERIAL, [stage.head(COUNTER), *_analysts(stage)], TURN + 5)
    guide(stage, COACHING, stage.head(COUNTER), stage.head(OFFICE), TURN + 15, 75, decision=coaching)
    scheme = _scheme(stage, stage.ago(stage.meeting_day(first)))
    for period in quarters[1:]:
        _later_meeting(stage, period, scheme)


def _analysts(stage: Stage) -> list[Employee]:
    return stage.staff(COUNTER, "Analis Kebijakan")[:3]


def _first_meeting(stage: Stage, period: Period) -> Decision:
    """A task for the counters, coaching for their head: both with an owner and a day."""
    meeting = _sit(stage, period)
    head, counter_head = stage.head(OFFICE), stage.head(COUNTER)
    task = _decide(stage, meeting, KIND.TASK, AGREED, counter_head)
    support = _decide(stage, meeting, KIND.SUPPORT, SUPPORTED, head, counter_head)
    user = stage.user(head)
    rise(meeting, user, meeting.ends_at)
    outcome = "Dua loket mencetak di tempat sejak hari pertama bulan ini."
    actor = stage.user(counter_head)
    finish_decision(decision=task, outcome=outcome, actor=actor, at=stage.at(TURN - 5))
    return support


def _later_meeting(stage: Stage, period: Period, scheme: AwardScheme) -> None:
    """The figures are looked at again; who kept the promise to citizens is thanked."""
    meeting = _sit(stage, period)
    head, owner = stage.head(OFFICE), stage.head(COUNTER)
    ago = stage.ago(stage.meeting_day(period))
    person = _fastest(stage, period)
    if person is None or ago < 12:
        rise(meeting, stage.user(head), meeting.ends_at)
        return
    decision = _decide(stage, meeting, KIND.RECOGNITION, THANKED, owner, person)
    rise(meeting, stage.user(head), meeting.ends_at)
    reason = "Waktu tiap berkas di loketnya paling sering menepati janji pada triwulan ini."
    proposal = put_forward(stage, scheme, person, reason, owner, ago - 3, decision=decision)
    recognise(stage, proposal, "Semua syarat terpenuhi menurut data berkas.", ago - 6)


def _sit(stage: Stage, period: Period) -> Meeting:
    ago = stage.ago(stage.meeting_day(period))
    return sit(stage.book, stage.units[OFFICE], stage.head(OFFICE), period, stage.at(ago, 9))


def _decide(
    stage: Stage, meeting: Meeting, kind: str, text: str, owner: Employee, about: Employee | None = None
) -> Decision:
    day = meeting.starts_at
    return decide(
        meeting=meeting, kind=kind, text=text, owner=owner, about=about,
        due=(day + timedelta(days=60)).date(), actor=stage.user(stage.head(OFFICE)), at=day,
    )  # fmt: skip


def _scheme(stage: Stage, ago: int) -> AwardScheme:
    return make_scheme(
        name=BEST,
        purpose="Loket yang menepati janji kepada warga mendapat ucapan terima kasih dari kepala dinas.",
        given_to=AwardScheme.For.EMPLOYEE,
        every=AwardScheme.Every.QUARTER,
        quota=1,
        decides=AwardScheme.Decides.RULE,
        basis="Keputusan Kepala Dinas Dukcapil 800/7",
        starts=stage.day(ago),
        criteria=[("cases", "20", ""), ("within", "30", "")],
        unit=stage.units[OFFICE],
        actor=stage.user(stage.head(OFFICE)),
        at=stage.at(ago),
    )


def _fastest(stage: Stage, period: Period) -> Employee | None:
    """Among the counter staff, by the share of cases in time; by name in the register when they are equal."""
    found = figures(by="officer", starts=period.starts, ends=period.ends + timedelta(days=1))
    staff = [row for row in stage.staff(COUNTER, "Petugas Pelayanan") if row.pk in found]
    fit = [row for row in staff if found[row.pk].n >= 20 and (found[row.pk].share or 0) >= 30]
    return max(fit, key=lambda row: (found[row.pk].share or 0, found[row.pk].n, row.nip), default=None)


def _programme(stage: Stage) -> None:
    made = make_programme(
        slug=NAME,
        title=TITLE,
        kind=Programme.Kind.PROCESS,
        story=(
            "Rapat triwulan memutuskan tiga hal sekaligus: KTP-el dicetak di loket, petugas dan pimpinannya "
            "dilatih, dan kepala bidang didampingi kepala dinas membagi antrean. Angkanya dilihat lagi "
            "setiap rapat, dan loket yang menepati janji mendapat penghargaan."
        ),
        measure=Programme.Measure.DURATION,
        service=Service.objects.get(code=SERVICE),
        treated=[stage.units[COUNTER]],
        before_from=stage.day(TURN + 300),
        starts=stage.day(TURN),
        settled=stage.day(TURN - 45),
        after_to=stage.book.today,
        actor=stage.user("services_officer"),
        at=stage.at(TURN + 1),
    )
    publish_programme(programme=made, actor=stage.user("services_officer"), at=stage.at(1))


def facts(on: date) -> Facts:
    rows = Decision.objects.filter(meeting__unit__code=OFFICE)
    states = {state: rows.filter(status=state).count() for state in Decision.Status.values}
    meetings = Meeting.objects.filter(unit__code=OFFICE, status=Meeting.Status.APPROVED).count()
    return told(NAME, TITLE, on, schemes=(BEST,), plans=(COACHING.goal,), meetings=meetings, decisions=states)


STORY = Story(NAME, TITLE, (OFFICE, COUNTER), play, facts)
