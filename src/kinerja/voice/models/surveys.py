"""Survei Kepuasan Masyarakat (PermenPANRB 14/2017): questionnaires, periods, codes, answers, follow-up.

An answer knows neither a person nor a device nor the code that let it in: no name, no NIK, no phone, no
address, a day and a part of the day instead of a moment. A code is deleted when it is used.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5, Lower
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Unit

from .services import Service


class Questionnaire(models.Model):
    """A questionnaire by name; what is asked stands in its versions. Without a unit it is the agency's."""

    name = models.CharField("nama kuesioner", max_length=200)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="questionnaires"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionnaireVersion(models.Model):
    """One version. `frozen_at` is set by the first answer or the first open period; then nothing changes."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("versi")
    intro = models.TextField("pengantar", blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [models.UniqueConstraint("questionnaire", "number", name="questionnaire_version_once")]

    def __str__(self) -> str:
        return f"{self.questionnaire} v{self.number}"


class Question(models.Model):
    """One question. A rated one belongs to an element and has four labels for 1..4; an open one has neither.

    The rated questions of a version, in `order`, are the places of `SurveyAnswer.values`.
    """

    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField("urutan")
    element = models.CharField("unsur", max_length=20, blank=True)
    text = models.TextField("pertanyaan")
    labels = ArrayField(models.CharField(max_length=60), size=4, default=list, blank=True)

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint("version", "order", name="question_order_once"),
            models.CheckConstraint(
                condition=Q(element="", labels__len=0) | (~Q(element="") & Q(labels__len=4)),
                name="question_rated_has_four_labels",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SurveyPeriod(models.Model):
    """A survey of one unit (with the units below it) in a stretch of time.

    `population` is the number of users in the same or an earlier period; the two samples are what the
    table and the formula of Krejcie & Morgan ask for (`rules.skm.sample_size`).
    """

    class Status(models.TextChoices):
        PLANNED = "planned", gettext_noop("Draf")
        OPEN = "open", gettext_noop("Berjalan")
        CLOSED = "closed", gettext_noop("Ditutup")
        PUBLISHED = "published", gettext_noop("Diterbitkan")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="survey_periods")
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField("nama periode", max_length=120)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    population = models.PositiveIntegerField("jumlah pengguna layanan")
    sample_table = models.PositiveIntegerField("sampel menurut tabel")
    sample_formula = models.PositiveIntegerField("sampel menurut rumus")
    poster_code = models.CharField(max_length=16, unique=True, editable=False)
    poster_open = models.BooleanField("terima jawaban lewat poster", default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    published_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-starts", "unit"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="survey_ends_after_start"),
            models.UniqueConstraint("unit", "name", name="survey_period_name_once"),
        ]
        indexes = [models.Index(fields=["unit", "starts"])]

    def __str__(self) -> str:
        return f"{self.name} {self.unit}"


class SurveyToken(models.Model):
    """A one-time code for one service transaction: only its digest, and never which case it was for."""

    digest = models.CharField(max_length=64, primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    officer = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["expires_on"])]

    def __str__(self) -> str:
        return self.digest[:8]


class SurveyAnswer(models.Model):
    """What one respondent answered. `id` is made by the respondent's page: sent twice, kept once.

    `values` holds 1..4 or null at the place of each rated question, `open_answers` the words of the open
    ones. `flags` are signs of abuse; a flagged answer is held until a person decides.
    """

    class Channel(models.TextChoices):
        TOKEN = "token", gettext_noop("Kode transaksi")
        POSTER = "poster", gettext_noop("Poster")

    class State(models.TextChoices):
        COUNTED = "counted", gettext_noop("Dihitung")
        HELD = "held", gettext_noop("Ditahan")
        DROPPED = "dropped", gettext_noop("Dikeluarkan")

    class DayPart(models.TextChoices):
        MORNING = "pagi", "08.00-12.00"
        AFTERNOON = "siang", "13.00-17.00"
        OTHER = "lain", gettext_noop("Di luar jam itu")

    class Sex(models.TextChoices):
        MALE = "L", gettext_noop("Laki-laki")
        FEMALE = "P", gettext_noop("Perempuan")

    class AgeBand(models.TextChoices):
        UNDER_25 = "-24", gettext_noop("24 tahun atau kurang")
        UNDER_40 = "25-39", gettext_noop("25 sampai 39 tahun")
        UNDER_60 = "40-59", gettext_noop("40 sampai 59 tahun")
        FROM_60 = "60-", gettext_noop("60 tahun atau lebih")

    class Education(models.TextChoices):
        SD = "sd", "SD"
        SMP = "smp", "SMP"
        SMA = "sma", "SMA"
        DIPLOMA = "d", "D1-D3"
        S1 = "s1", "S1"
        S2 = "s2", "S2"
        S3 = "s3", "S3"

    class Work(models.TextChoices):
        PNS = "pns", "PNS"
        MILITARY = "tni", "TNI"
        POLICE = "polri", "Polri"
        PRIVATE = "swasta", gettext_noop("Swasta")
        OWN_BUSINESS = "wirausaha", gettext_noop("Wirausaha")
        OTHER = "lain", gettext_noop("Lainnya")

    class Disability(models.TextChoices):
        NONE = "tidak", gettext_noop("Tidak ada")
        PHYSICAL = "fisik", gettext_noop("Fisik")
        SENSORY = "sensorik", gettext_noop("Penglihatan, pendengaran, atau wicara")
        MENTAL = "mental", gettext_noop("Mental atau intelektual")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(SurveyPeriod, on_delete=models.PROTECT, related_name="answers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    day = models.DateField("tanggal survei")
    day_part = models.CharField("jam survei", max_length=6, choices=DayPart)
    seconds = models.PositiveSmallIntegerField("lama mengisi (detik)", null=True, blank=True)
    values = ArrayField(models.SmallIntegerField(null=True))
    open_answers = ArrayField(models.TextField(blank=True), default=list, blank=True)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex, blank=True)
    age_band = models.CharField("usia", max_length=6, choices=AgeBand, blank=True)
    education = models.CharField("pendidikan", max_length=4, choices=Education, blank=True)
    work = models.CharField("pekerjaan", max_length=10, choices=Work, blank=True)
    disability = models.CharField("ragam disabilitas", max_length=10, choices=Disability, blank=True)
    access_need = models.CharField("kebutuhan akses", max_length=200, blank=True)
    flags = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.COUNTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("alasan", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["period", "state"]),
            models.Index(fields=["service", "day"]),
            models.Index(
                fields=["officer", "day"], condition=Q(officer__isnull=False), name="answer_officer"
            ),
            # The same words again and again are a sign of abuse; looked up for each answer with words.
            models.Index(
                "period",
                MD5(Lower("open_answers__0")),
                condition=~Q(open_answers=[]),
                name="answer_first_words",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(values__len__gt=0), name="answer_not_empty"),
            models.CheckConstraint(
                condition=Q(state="counted") | ~Q(flags=[]) | ~Q(reason=""), name="answer_out_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.day}"


class SourceCount(models.Model):
    """How often one source (a salted digest, never an address) sent something in one hour.

    The salt is made anew every day and forgotten with it; rows go after a day. Nothing links them to
    an answer.
    """

    digest = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("digest", "hour", name="one_count_an_hour")]
        indexes = [models.Index(fields=["hour"])]

    def __str__(self) -> str:
        return self.digest[:8]


class SourceSalt(models.Model):
    """The secret of one day with which sources are digested; yesterday's is deleted."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()

    def __str__(self) -> str:
        return str(self.day)
