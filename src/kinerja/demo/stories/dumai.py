"""Dumai: competence and integrity beside results, a team that takes initiative, the experienced with the
young, leaders who give feedback, and a survey that reshapes a service."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from kinerja.assessment.actions.contributions import tell_as_lead, tell_own
from kinerja.assessment.actions.declarations import declare, handle
from kinerja.assessment.actions.teams import add_goal, confirm_role, invite, make_team, realise_goal
from kinerja.assessment.models import Contribution, Declaration, Team
from kinerja.growth.actions.mentor_meetings import plan_meeting, write_journal
from kinerja.growth.actions.mentoring import (
    agree_mentorship,
    close_mentorship,
    midpoint,
    offer,
    propose_mentorship,
    seek,
    set_change,
)
from kinerja.growth.actions.proof import make_programme, publish_programme
from kinerja.growth.actions.schemes import make_scheme
from kinerja.growth.models import AwardScheme, MentorOffer, Mentorship, Programme, SupportPlan
from kinerja.people.models import Employee
from kinerja.voice.actions.changes import Causes, draft_change, publish_change
from kinerja.voice.actions.follow_ups import close_follow_up
from kinerja.voice.models import Change, FollowUp

from .deeds import Guidance, guide, judge_competence, put_forward, recognise
from .facts import told
from .stage import Facts, Stage, Story

NAME, TITLE = "dumai", "Dumai: survei warga mengubah antrean, yang senior membimbing yang muda"
HERE, OTHERS = "PKM-CEMPAKA", ("PKM-MAWAR", "PKM-KENANGA", "PKM-ANGGREK")
TURN = 125  # days ago the queue was reshaped
TEAM = "Antrean Senin"
SKILL = "Membaca keluhan ibu hamil pada kunjungan pertama"
DIGITAL = "Memakai papan antrean digital"
MENTOR = "Pembimbing Teladan"
CHANGE = "Nomor antrean dari rumah dan loket Senin ditambah"
SAID = {
    "high": ("Merancang papan antrean dan mengujinya sendiri.", "Mengusulkan nomor dari rumah.", ""),
    "fair": ("Mencatat waktu tunggu setiap Senin.", "Menawarkan bertukar jadwal istirahat.", ""),
}  # fmt: skip
FEEDBACK = Guidance(
    kind=SupportPlan.Kind.GUIDANCE,
    goal="Kepala seksi memberi umpan balik dengan contoh setiap minggu",
    facts="Survei dan tim menyebut arahan datang terlambat dan hanya lisan.",
    options="Lima belas menit setiap Jumat; satu pujian dan satu saran dengan contoh.",
    steps=("Jadwalkan pertemuan Jumat dengan setiap petugas loket", "Catat satu contoh untuk tiap saran"),
    promises=("Kepala puskesmas menggantikan di loket selama pertemuan Jumat",),
    outcome="Delapan pertemuan terlaksana; petugas menyebut arahannya kini jelas.",
    competence="pengembangan_diri",
)


def play(stage: Stage) -> None:
    """Look at people, hear citizens, work as a team, guide each other, prove."""
    _look(stage)
    _programme(stage)
    team = _team(stage)
    _change(stage, team)
    head = stage.head(HERE)
    section = stage.appraiser(stage.staff(HERE, "Petugas Pendaftaran")[0])
    guide(stage, FEEDBACK, section, head, TURN, 70)
    senior = _mentor(stage)
    _reverse(stage, section)
    _thank(stage, senior)


def _look(stage: Stage) -> None:
    """Competence and integrity stand beside results: adaptability, collaboration, a gift declared."""
    for person in stage.staff(HERE, "Perawat", "Petugas Pendaftaran")[:6]:
        judge_competence(stage, person, 180, 2, {"mengelola_perubahan": 3, "kerja_sama": 3})
    honest = stage.staff(HERE, "Bidan")[1]
    row = declare(
        employee=honest, kind=Declaration.Kind.GIFT, happened_on=stage.day(150),
        text="Bingkisan buah dari keluarga pasien; saya bagikan di ruang tunggu.",
        actor=stage.user(honest), at=stage.at(149),
    )  # fmt: skip
    handle(
        declaration=row, outcome="Dicatat sebagai makanan yang dibagikan; tidak ada kewajiban lain.",
        source="Berita acara UPG 12", actor=stage.user("auditor"), at=stage.at(146),
    )  # fmt: skip


def _programme(stage: Stage) -> None:
    made = make_programme(
        slug=NAME,
        title=TITLE,
        kind=Programme.Kind.PROCESS,
        story=(
            "Survei warga menunjuk waktu tunggu sebagai unsur terendah. Satu tim lintas unit merancang ulang "
            "antrean Senin; kepala seksi belajar memberi umpan balik mingguan, bidan senior membimbing yang "
            "muda, dan yang muda mengajari papan digital. Tiga puskesmas lain menjadi pembanding."
        ),
        measure=Programme.Measure.SATISFACTION,
        element="waktu",
        treated=[stage.units[HERE]],
        compared=[stage.units[code] for code in OTHERS],
        before_from=stage.day(TURN + 240),
        starts=stage.day(TURN),
        settled=stage.day(TURN - 45),
        after_to=stage.book.today,
        actor=stage.user("services_officer"),
        at=stage.at(TURN + 1),
    )
    publish_programme(programme=made, actor=stage.user("services_officer"), at=stage.at(1))


def _team(stage: Stage) -> Team:
    """Across units, with a goal, roles confirmed and the part of each told by himself and by the lead."""
    lead = stage.head(HERE)
    user, begun = stage.user(lead), stage.at(TURN + 20)
    team = make_team(
        name=TEAM,
        purpose="Memendekkan waktu tunggu pada hari tersibuk.",
        unit=stage.units[HERE],
        lead=lead,
        starts=stage.day(TURN + 20),
        ends=stage.book.today + timedelta(days=30),
        actor=user,
        at=begun,
    )
    goal = add_goal(
        team=team, text="Waktu tunggu Senin di bawah satu jam", target="90%",
        due=stage.book.today + timedelta(days=20), actor=user, at=begun,
    )  # fmt: skip
    people = [
        *stage.staff(HERE, "Petugas Pendaftaran")[:2],
        *stage.staff("PKM-MAWAR", "Petugas Pendaftaran")[:1],
    ]
    asked = invite(team=team, people=people, role="Perancang antrean", actor=user, at=begun)
    for number, member in enumerate(asked):
        confirm_role(member=member, actor=stage.user(member.employee), at=stage.at(TURN + 18))
        day = stage.day(TURN)
        period = next(row for row in stage.book.periods(day.year) if row.starts <= day <= row.ends)
        words, initiative, advice = SAID["high" if number == 0 else "fair"]
        own = "Saya mencatat waktu tunggu dan mencoba alur baru."
        actor = stage.user(member.employee)
        tell_own(
            member=member, period=period, text=own, initiative=initiative, actor=actor, at=stage.at(TURN)
        )
        tell_as_lead(
            member=member, period=period, text=words, initiative=initiative, advice=advice,
            extent=Contribution.Extent("high" if number == 0 else "fair"), actor=user, at=stage.at(TURN),
        )  # fmt: skip
    said = "92% sejak pekan keenam"
    realise_goal(goal=goal, realisation=said, done=True, actor=user, at=stage.at(60))
    return team


def _change(stage: Stage, team: Team) -> None:
    """What citizens rated lowest becomes a change that is told to them."""
    rows = FollowUp.objects.filter(unit=stage.units[HERE], element="waktu", status=FollowUp.Status.OPEN)
    cause = rows.order_by("made_at").first()
    head = stage.user(stage.head(HERE))
    if cause is None:
        cause = FollowUp.objects.filter(unit=stage.units[HERE], element="waktu").order_by("-made_at").first()
    elif cause.made_at <= stage.at(TURN):
        outcome = f"Tim {team.name} mengubah antrean Senin."
        close_follow_up(follow_up=cause, event="finish", outcome=outcome, actor=head, at=stage.at(60))
    officer = stage.user("services_officer")
    change = draft_change(
        unit=stage.units[HERE],
        title=CHANGE,
        text="Anda menilai waktu tunggu paling rendah. Kini nomor antrean dapat diambil dari rumah.",
        changed_on=stage.day(TURN),
        causes=Causes(follow_up=cause),
        actor=officer,
        at=stage.at(10),
    )
    publish_change(change=change, actor=officer, at=stage.at(9))


def _mentor(stage: Stage) -> Employee:
    """An experienced midwife and a young nurse: goal, three meetings, midpoint, the change in a figure."""
    senior, young = stage.staff(HERE, "Bidan")[0], stage.staff(HERE, "Perawat Terampil")[0]
    offer(skill=SKILL, text="Dua puluh tahun di ruang KIA.", actor=stage.user(senior), at=stage.at(170))
    wish = seek(skill=SKILL, text="Saya sering ragu merujuk.", actor=stage.user(young), at=stage.at(168))
    made = propose_mentorship(
        mentor=senior, mentee=young, skill=SKILL, wish=wish, starts=stage.day(160), ends=stage.day(40),
        expected="Mengenali tanda bahaya dan menjelaskannya kepada keluarga.",
        measure="Kasus latihan yang dinilai benar, dari 20", actor=stage.user(young), at=stage.at(165),
    )  # fmt: skip
    _accompany(stage, made, senior, young, (150, 110, 60), Decimal(11), Decimal(18))
    return senior


def _reverse(stage: Stage, section: Employee) -> None:
    """The young teach the older the board on the screen."""
    young = stage.staff(HERE, "Petugas Pendaftaran")[2]
    offer(skill=DIGITAL, reverse=True, actor=stage.user(young), at=stage.at(118))
    made = propose_mentorship(
        mentor=young, mentee=section, skill=DIGITAL, reverse=True, starts=stage.day(110), ends=stage.day(50),
        expected="Kepala seksi membaca antrean langsung dari papan.", measure="Laporan tanpa bantuan, dari 5",
        actor=stage.user(section), at=stage.at(115), knows_appraiser=True,
    )  # fmt: skip
    _accompany(stage, made, young, section, (100, 80, 60), Decimal(0), Decimal(5))


def _accompany(
    stage: Stage,
    pair: Mentorship,
    mentor: Employee,
    mentee: Employee,
    days: tuple[int, int, int],
    before: Decimal,
    after: Decimal,
) -> None:
    one, two = stage.user(mentor), stage.user(mentee)
    pair = agree_mentorship(mentorship=pair, actor=one, at=stage.at(days[0] + 4))
    pair = set_change(mentorship=pair, before=before, actor=one, at=stage.at(days[0] + 3))
    for number, ago in enumerate(days, start=1):
        when = stage.at(ago, 14)
        meeting = plan_meeting(
            mentorship=pair, starts_at=when, place="Ruang KIA", actor=one, at=stage.at(ago + 2)
        )
        write_journal(
            meeting=meeting,
            material=f"Contoh nyata pekan ini, bagian {number}.",
            action="Mencoba sendiri pada tiga kasus berikutnya.",
            action_due=stage.day(ago - 7),
            actor=one,
            at=when + timedelta(hours=2),
        )
    note = "Sudah berani menjelaskan sendiri; pertemuan berikut membahas rujukan."
    pair = midpoint(mentorship=pair, note=note, actor=two, at=stage.at(days[1]))
    pair = set_change(mentorship=pair, after=after, actor=one, at=stage.at(days[2] - 4))
    view = "Ia bertanya lebih awal dan mencatat alasannya."
    pair = close_mentorship(mentorship=pair, view=view, actor=one, at=stage.at(days[2] - 5))
    view = "Saya belajar dari kasus nyata, bukan dari teori."
    close_mentorship(mentorship=pair, view=view, actor=two, at=stage.at(days[2] - 6))


def _thank(stage: Stage, senior: Employee) -> None:
    jury = [stage.who("office_head"), stage.who("registry_head")]
    scheme = make_scheme(
        name=MENTOR,
        purpose="Berterima kasih kepada yang berpengalaman dan mau membimbing.",
        given_to=AwardScheme.For.EMPLOYEE,
        every=AwardScheme.Every.QUARTER,
        quota=2,
        decides=AwardScheme.Decides.JURY,
        needed_votes=2,
        basis="Keputusan Kepala Dinas Kesehatan 800/30",
        starts=stage.day(220),
        criteria=[("other", "", "Perubahan yang terukur pada pegawai yang dibimbing")],
        jurors=jury,
        actor=stage.user("hr"),
        at=stage.at(220),
    )
    reason = "Pegawai yang dibimbingnya kini benar pada 18 dari 20 kasus latihan; sebelumnya 11."
    made = put_forward(stage, scheme, senior, reason, stage.appraiser(senior), 20)
    recognise(stage, made, "Perubahannya terukur dan diakui keduanya.", 14, jurors=jury)


def facts(on: date) -> Facts:
    pairs = Mentorship.objects.filter(skill__in=(SKILL, DIGITAL), status=Mentorship.Status.CLOSED)
    mentored = [
        {"skill": row.skill, "before": float(row.before or 0), "after": float(row.after or 0)}
        for row in pairs.order_by("starts")
    ]
    team = Team.objects.filter(name=TEAM).count()
    offers = MentorOffer.objects.filter(skill__in=(SKILL, DIGITAL)).count()
    changed = list(
        Change.objects.filter(title=CHANGE, published_at__isnull=False).values_list("title", flat=True)
    )
    return told(
        NAME, TITLE, on, schemes=(MENTOR,), plans=(FEEDBACK.goal,), mentored=mentored, offers=offers,
        teams=team, changed=changed,
    )  # fmt: skip


STORY = Story(NAME, TITLE, (HERE, *OTHERS), play, facts)
