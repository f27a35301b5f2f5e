"""Development: needs, catalogue, sessions, seats, tests, evaluation on four levels, hours, own plan.

UU 20/2023 Ps 49; PP 11/2017 Ps 203 (20 JP a year); Peraturan LAN 10/2018 (forms of development).
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.assessment.models import Decision
from kinerja.people.models import Employee, Unit
from kinerja.voice.models import FollowUp


class NeedGroup(models.Model):
    """Needs that one programme answers, with a price for a person in rupiah."""

    title = models.CharField("kelompok kebutuhan", max_length=200)
    year = models.PositiveSmallIntegerField("tahun")
    price = models.DecimalField("perkiraan biaya tiap orang", max_digits=12, decimal_places=0, default=0)
    decided = models.TextField("keputusan", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "title"]

    def __str__(self) -> str:
        return self.title


class Need(models.Model):
    """A training need of a person or a whole unit, and where it was seen."""

    class Source(models.TextChoices):
        GAP = "gap", gettext_noop("Kesenjangan kompetensi")
        FEEDBACK = "feedback", gettext_noop("Umpan balik")
        COMPLAINT = "complaint", gettext_noop("Pengaduan warga")
        SURVEY = "survey", gettext_noop("Survei kepuasan")
        MEETING = "meeting", gettext_noop("Rapat evaluasi")
        WISH = "wish", gettext_noop("Keinginan pegawai")

    class Status(models.TextChoices):
        OPEN = "open", gettext_noop("Terkumpul")
        PLANNED = "planned", gettext_noop("Direncanakan")
        MET = "met", gettext_noop("Terpenuhi")
        DROPPED = "dropped", gettext_noop("Tidak dilanjutkan")

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="needs"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="needs")
    source = models.CharField("sumber", max_length=10, choices=Source)
    topic = models.CharField("topik", max_length=200)
    competence = models.CharField("kompetensi", max_length=60, blank=True)
    reason = models.TextField("alasan")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="needs"
    )
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, blank=True, related_name="needs"
    )
    group = models.ForeignKey(
        NeedGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="needs"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    why = models.TextField("keterangan", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(status="dropped") | ~Q(why=""), name="need_dropped_says_why")
        ]
        indexes = [models.Index(fields=["status", "unit"])]

    def __str__(self) -> str:
        return self.topic


class Course(models.Model):
    """One entry of the catalogue. `kind` is a code of `hours.kind`; `hours` in JP."""

    class Form(models.TextChoices):
        CLASS = "class", gettext_noop("Kelas")
        WORKSHOP = "workshop", gettext_noop("Lokakarya")
        ONLINE = "online", gettext_noop("Daring")
        ON_THE_JOB = "on_the_job", gettext_noop("Di tempat kerja")
        COMMUNITY = "community", gettext_noop("Komunitas belajar")

    title = models.CharField("judul", max_length=200)
    purpose = models.TextField("tujuan")
    kind = models.CharField("jenis", max_length=40)
    form = models.CharField("bentuk", max_length=12, choices=Form)
    competence = models.CharField("kompetensi", max_length=60, blank=True)
    hours = models.PositiveSmallIntegerField("JP")
    price = models.DecimalField("biaya tiap orang", max_digits=12, decimal_places=0, default=0)
    # Months after the last day when superior, peers and subordinates are asked about behaviour.
    behaviour_after = models.PositiveSmallIntegerField("evaluasi perilaku sesudah (bulan)")
    retired = models.BooleanField("tidak dipakai lagi", default=False)

    class Meta:
        ordering = ["title"]
        constraints = [models.CheckConstraint(condition=Q(hours__gte=1), name="course_has_hours")]

    def __str__(self) -> str:
        return self.title


class CourseMaterial(models.Model):
    """Text or an address that participants read."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField("judul", max_length=200)
    text = models.TextField("isi", blank=True)
    address = models.URLField("alamat", blank=True)

    class Meta:
        ordering = ["course", "id"]

    def __str__(self) -> str:
        return self.title


class TestQuestion(models.Model):
    """A question of the test before and after; `right` is the index of the right option."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField("pertanyaan")
    options = ArrayField(models.CharField(max_length=300), verbose_name="pilihan", size=6)
    right = models.PositiveSmallIntegerField("jawaban benar")

    class Meta:
        ordering = ["course", "id"]

    def __str__(self) -> str:
        return self.text


class Session(models.Model):
    """One run of a course, with seats; a queue when they are taken."""

    class Status(models.TextChoices):
        PLANNED = "planned", gettext_noop("Pendaftaran dibuka")
        RUNNING = "running", gettext_noop("Berlangsung")
        HELD = "held", gettext_noop("Terlaksana")
        CANCELLED = "cancelled", gettext_noop("Dibatalkan")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    place = models.CharField("tempat atau tautan", max_length=200)
    trainer = models.CharField("pengajar", max_length=200)
    seats = models.PositiveSmallIntegerField("kursi")
    needs_approval = models.BooleanField("perlu persetujuan atasan", default=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    # In the QR shown in the room; changes never, valid only while the session runs.
    attend_key = models.CharField(max_length=32, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="session_has_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.starts_at:%Y-%m-%d}"


class Enrolment(models.Model):
    """One person in one session. A seat is taken by "approved"; "waiting" moves up when one is freed.

    `asked_at` is the place in the queue; who withdrew and asks again gets a new one, behind everybody.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", gettext_noop("Menunggu persetujuan atasan")
        APPROVED = "approved", gettext_noop("Terdaftar")
        WAITING = "waiting", gettext_noop("Daftar tunggu")
        REFUSED = "refused", gettext_noop("Tidak disetujui")
        WITHDRAWN = "withdrawn", gettext_noop("Mengundurkan diri")
        ATTENDED = "attended", gettext_noop("Hadir")
        ABSENT = "absent", gettext_noop("Tidak hadir")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="enrolments")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="enrolments")
    need = models.ForeignKey(
        Need, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.REQUESTED)
    why = models.TextField("alasan", blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    attended_at = models.DateTimeField(null=True, blank=True)
    # Present although the superior, whose yes was asked for, had not answered.
    unanswered = models.BooleanField("atasan belum menjawab", default=False)

    class Meta:
        ordering = ["session", "asked_at", "id"]
        constraints = [
            models.UniqueConstraint("session", "employee", name="enrolled_once"),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(why=""), name="enrolment_refused_says_why"
            ),
        ]
        indexes = [models.Index(fields=["employee", "status"])]

    def __str__(self) -> str:
        return f"{self.employee}: {self.session}"


class TestResult(models.Model):
    """Level 2: the score, 0..100, before and after. `answers`: question id to the chosen index."""

    class Moment(models.TextChoices):
        BEFORE = "before", gettext_noop("Sebelum")
        AFTER = "after", gettext_noop("Sesudah")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="tests")
    moment = models.CharField(max_length=6, choices=Moment)
    answers = models.JSONField()
    score = models.DecimalField("nilai", max_digits=5, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        ordering = ["enrolment", "at"]
        constraints = [models.UniqueConstraint("enrolment", "moment", name="one_test_a_moment")]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.moment}: {self.score}"


class TrainingEvaluation(models.Model):
    """Level 1 (reaction, by the participant) and level 3 (behaviour, by those around). Scores 1..4.

    Level 2 is `TestResult`; level 4 is a `Programme` of `growth.models.proof`.
    """

    class Level(models.TextChoices):
        REACTION = "reaction", gettext_noop("Reaksi")
        BEHAVIOUR = "behaviour", gettext_noop("Perilaku")

    class Side(models.TextChoices):
        SELF = "self", gettext_noop("Peserta")
        SUPERIOR = "superior", gettext_noop("Atasan")
        PEER = "peer", gettext_noop("Rekan kerja")
        SUBORDINATE = "subordinate", gettext_noop("Bawahan")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="evaluations")
    level = models.CharField(max_length=10, choices=Level)
    side = models.CharField(max_length=12, choices=Side)
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    opens = models.DateField("dibuka")
    # The last day to answer; None: it stays open.
    closes = models.DateField("ditutup", null=True, blank=True)
    scores = models.JSONField(default=dict, blank=True)
    text = models.TextField("catatan", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["enrolment", "level", "side", "id"]
        constraints = [models.UniqueConstraint("enrolment", "level", "by", name="evaluates_once")]
        indexes = [models.Index(fields=["by", "opens"])]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.level}"


class DevelopmentActivity(models.Model):
    """What counts toward the hours of a year: `kind` of `hours.kind`, `amount` in that kind's unit."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="development")
    kind = models.CharField("jenis", max_length=40)
    title = models.CharField("kegiatan", max_length=200)
    day = models.DateField("tanggal")
    amount = models.PositiveSmallIntegerField("jumlah")
    evidence = models.CharField("bukti", max_length=300)
    # A session of several days writes a row a day for a kind that counts by the day.
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Refused by the superior, with the reason; does not count.
    refused = models.TextField("alasan ditolak", blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="activity_amount"),
            models.UniqueConstraint("enrolment", "day", name="attended_once_a_day"),
        ]
        indexes = [models.Index(fields=["employee", "-day"])]

    def __str__(self) -> str:
        return self.title


class DevelopmentPlan(models.Model):
    """The individual development plan of a year, agreed with the superior."""

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_noop("Draf")
        SUBMITTED = "submitted", gettext_noop("Menunggu atasan")
        AGREED = "agreed", gettext_noop("Disepakati")
        CLOSED = "closed", gettext_noop("Selesai")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="development_plans")
    year = models.PositiveSmallIntegerField("tahun")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    agreed_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    reflection = models.TextField("hasil setahun", blank=True)
    # What the superior asked to change, as long as the plan is back with the employee.
    returned = models.TextField("yang perlu diubah", blank=True)

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint("employee", "year", name="one_development_plan_a_year")]

    def __str__(self) -> str:
        return f"{self.employee} {self.year}"


class DevelopmentGoal(models.Model):
    """One line: which competence, from where to where, by what, until when."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.CASCADE, related_name="goals")
    competence = models.CharField("kompetensi", max_length=60)
    aim = models.TextField("yang ingin dicapai")
    way = models.CharField("cara", max_length=40)
    due = models.DateField("batas")
    done_on = models.DateField("selesai", null=True, blank=True)
    result = models.TextField("hasil", blank=True)

    class Meta:
        ordering = ["plan", "due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(result=""), name="development_goal_done_says_how"
            )
        ]

    def __str__(self) -> str:
        return self.aim
