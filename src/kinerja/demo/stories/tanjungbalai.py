"""Tanjungbalai: everybody sees the same weakness, training follows, and citizens notice; thanks on paper."""

from __future__ import annotations

from datetime import date

from kinerja.documents.uploads import Checked
from kinerja.growth.actions.award_attachments import attach
from kinerja.growth.actions.needs import add_need, group_needs
from kinerja.growth.actions.proof import make_programme, publish_programme
from kinerja.growth.actions.schemes import make_scheme
from kinerja.growth.actions.standards import require_level
from kinerja.growth.models import AwardScheme, Course, Need, Programme, Session
from kinerja.people.models import Employee, Post
from kinerja.voice.models import FollowUp
from kinerja.voice.queries.measures import figures

from .deeds import Lecture, judge_competence, put_forward, recognise, train
from .facts import told
from .stage import Facts, Stage, Story

NAME, TITLE = "tanjungbalai", "Tanjungbalai: dari keluhan warga ke pelatihan, dari pelatihan ke senyum"
TRAINED = ("PKM-MELATI", "PKM-DAHLIA")
OTHERS = ("PKM-MAWAR", "PKM-KENANGA", "PKM-ANGGREK", "PKM-CEMPAKA")
REGISTRY = ("DUKCAPIL", "DUKCAPIL-1")
FRONT = ("Petugas Pendaftaran", "Perawat", "Bidan")
COMMUNICATION = "komunikasi"
TRAINING = 135  # days ago
EACH = 8
KIND = "Melayani dengan Hati"
FAST = "Petugas Dokumen Tercepat"
SEEN = """Tiga pagi di loket, tanpa memberi tahu lebih dahulu.
Menyapa lebih dahulu: 38 dari 40 warga.
Mengulang kebutuhan warga dengan kata sendiri: 31 dari 40 warga.
"""
CLASS = Lecture(
    title="Bicara yang menenangkan di loket",
    purpose="Petugas depan menyapa lebih dulu, menjelaskan langkah dengan kalimat pendek, dan tetap tenang.",
    hours=8,
    trainer="Widyaiswara BKPSDM bersama perawat senior",
    competence=COMMUNICATION,
    questions=(
        ("Pasien marah karena menunggu. Apa yang pertama Anda lakukan?",
         ("Menyapa dan mengakui penantiannya", "Menjelaskan aturan antrean", "Memanggil satpam")),
        ("Penjelasan yang mudah dipahami biasanya…",
         ("pendek, satu langkah satu kalimat", "lengkap dengan dasar hukum", "diucapkan cepat")),
        ("Setelah menjelaskan, sebaiknya…",
         ("meminta pasien mengulang dengan kata sendiri", "langsung memanggil nomor berikut", "diam")),
    ),
)  # fmt: skip


def play(stage: Stage) -> None:
    """See, agree on the need, train, measure, thank."""
    people = {unit: stage.staff(unit, *FRONT)[:EACH] for unit in TRAINED}
    _assess(stage, people)
    needs = _needs(stage, people)
    everybody = [person for rows in people.values() for person in rows]
    _programme(stage, train(stage, CLASS, everybody, TRAINING, needs).course)
    _again(stage, people[TRAINED[0]])
    _thank_the_kind(stage, people)
    _thank_the_fast(stage)


def _assess(stage: Stage, people: dict[str, list[Employee]]) -> None:
    """The superior's view: the desk asks for level 2 of communication, and is not there yet."""
    chosen = [person for rows in people.values() for person in rows]
    posts = Post.objects.filter(appointments__employee__in=chosen).distinct()
    for post in posts.order_by("pk"):
        basis = "Keputusan Kepala Dinas 800/117: loket menuntut penjelasan yang menenangkan"
        require_level(
            post=post, code=COMMUNICATION, level=2, starts=stage.day(200), basis=basis,
            actor=stage.user("hr"), at=stage.at(200),
        )  # fmt: skip
    for rows in people.values():
        for person in rows:
            judge_competence(stage, person, 185, 2, {COMMUNICATION: 1})


def _again(stage: Stage, people: list[Employee]) -> None:
    """Three months after the training, at Puskesmas Melati."""
    for person in people:
        judge_competence(stage, person, 30, 2, {})


def _needs(stage: Stage, people: dict[str, list[Employee]]) -> dict[int, Need]:
    """Three sides name the same need: oneself, the superior, the citizens; HR makes one group of it."""
    topic, found, every = "Komunikasi di loket dan ruang periksa", {}, []
    for unit, rows in people.items():
        head = stage.user(stage.head(unit))
        citizens = FollowUp.objects.filter(
            unit=stage.units[unit], element="perilaku", made_at__lte=stage.at(176)
        ).order_by("-made_at")
        every.append(
            add_need(
                unit=stage.units[unit], source=Need.Source.SURVEY, topic=topic,
                reason="Perilaku petugas adalah unsur terendah pada survei kepuasan.",
                follow_up=citizens.first(), competence=COMMUNICATION, actor=head, at=stage.at(175),
            )
        )  # fmt: skip
        for number, person in enumerate(rows):
            wish = number % 2 == 0
            reason = (
                "Penilaian diri: saat loket ramai saya sulit menjelaskan dengan sabar." if wish
                else "Penilaian atasan: level komunikasi 1, jabatan menuntut level 2."
            )  # fmt: skip
            found[person.pk] = add_need(
                unit=stage.units[unit], employee=person, topic=topic, reason=reason,
                source=Need.Source.WISH if wish else Need.Source.GAP, competence=COMMUNICATION,
                actor=stage.user(person) if wish else head, at=stage.at(175),
            )  # fmt: skip
    every += found.values()
    decided = "Satu kelas untuk dua puskesmas dengan nilai perilaku terendah; empat lainnya menyusul."
    group_needs(
        needs=every, title=topic, year=stage.day(170).year, price=350_000, decided=decided,
        actor=stage.user("hr"), at=stage.at(170),
    )  # fmt: skip
    return {key: Need.objects.get(pk=row.pk) for key, row in found.items()}


def _programme(stage: Stage, course: Course) -> None:
    """Written down before the training: which measure should move, for whom, compared with whom."""
    made = make_programme(
        slug=NAME,
        title=TITLE,
        kind=Programme.Kind.TRAINING,
        story=(
            "Penilaian diri, penilaian atasan, dan survei warga menunjuk kelemahan yang sama di dua "
            "puskesmas: cara berbicara di loket. Enam belas petugas depan mengikuti satu kelas sehari dan "
            "latihan di tempat kerja. Empat puskesmas lain belum ikut, jadi dapat dibandingkan."
        ),
        measure=Programme.Measure.SATISFACTION,
        element="perilaku",
        course=course,
        treated=[stage.units[code] for code in TRAINED],
        compared=[stage.units[code] for code in OTHERS],
        before_from=stage.day(TRAINING + 240),
        starts=stage.day(TRAINING),
        settled=stage.day(TRAINING - 45),
        after_to=stage.book.today,
        actor=stage.user("services_officer"),
        at=stage.at(TRAINING + 1),
    )
    publish_programme(programme=made, actor=stage.user("services_officer"), at=stage.at(1))


def _thank_the_kind(stage: Stage, people: dict[str, list[Employee]]) -> None:
    jury = [stage.who("office_head"), stage.who("registry_head")]
    scheme = make_scheme(
        name=KIND,
        purpose="Berterima kasih kepada petugas depan yang membuat warga merasa diterima.",
        given_to=AwardScheme.For.EMPLOYEE,
        every=AwardScheme.Every.QUARTER,
        quota=4,
        decides=AwardScheme.Decides.JURY,
        needed_votes=2,
        basis="Keputusan Wali Kota 800/41 tentang penghargaan pelayanan",
        starts=stage.day(220),
        criteria=[
            ("cases", "5", ""),
            ("predicate", "BAIK", ""),
            ("other", "", "Perubahan cara menyapa yang dilihat rekan dan atasan"),
        ],
        jurors=jury,
        actor=stage.user("hr"),
        at=stage.at(220),
    )
    reason = "Setelah pelatihan ia yang pertama menyapa, dan rekan satu loket menirunya."
    for unit in TRAINED:
        person = _best(stage, people[unit], 20)
        by = stage.appraiser(person)
        made = put_forward(stage, scheme, person, reason, by, 20)
        seen = Checked("pengamatan.txt", "text/plain", SEEN.encode())
        text = "Catatan pengamatan di loket"
        attach(proposal=made, text=text, file=seen, actor=stage.user(by), at=stage.at(19))
        recognise(stage, made, "Dua juri melihat perubahan yang sama di loket.", 12, jurors=jury)


def _thank_the_fast(stage: Stage) -> None:
    """Fast document staff of the registry: by what citizens got, without anybody's favour."""
    scheme = make_scheme(
        name=FAST,
        purpose="Menghargai petugas yang menepati janji waktu kepada warga.",
        given_to=AwardScheme.For.EMPLOYEE,
        every=AwardScheme.Every.QUARTER,
        quota=2,
        decides=AwardScheme.Decides.RULE,
        basis="Keputusan Kepala Dinas Dukcapil 800/12",
        starts=stage.day(220),
        criteria=[("within", "75", ""), ("cases", "20", ""), ("predicate", "BAIK", "")],
        unit=stage.units["DUKCAPIL"],
        actor=stage.user("registry_head"),
        at=stage.at(220),
    )
    person = _best(stage, stage.staff("DUKCAPIL-1", "Petugas Pelayanan"), 20)
    reason = "Warga menerima dokumen paling cepat di loketnya, menurut waktu tiap berkas."
    made = put_forward(stage, scheme, person, reason, stage.appraiser(person), 20)
    recognise(stage, made, "Semua syarat terpenuhi menurut data berkas.", 12)


def _best(stage: Stage, people: list[Employee], ago: int) -> Employee:
    """Who kept the promised time most often in the quarter that had ended, with a review that allows it."""
    starts, ends = stage.quarter(ago)
    found = figures(by="officer", starts=starts, ends=ends)
    allowed = stage.good(people, starts, ends)
    return max(
        allowed, key=lambda row: (found[row.pk].share or 0, found[row.pk].n) if row.pk in found else (0, 0)
    )


def facts(on: date) -> Facts:
    trained = Session.objects.filter(course__title=CLASS.title, status=Session.Status.HELD)
    people = sum(row.enrolments.filter(status="attended").count() for row in trained)
    return told(NAME, TITLE, on, schemes=(KIND, FAST), trained=people)


STORY = Story(NAME, TITLE, (*TRAINED, *OTHERS, *REGISTRY), play, facts)
