"""Making the assessment itself understood: short lessons, questions answered, who was not reached yet,
and a short anonymous pulse survey about the system that must be answered by a change."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Unit


class Lesson(models.Model):
    """A lesson of a few minutes: what changes for me. `role` narrows whom it is for."""

    class For(models.TextChoices):
        ALL = "all", gettext_noop("Semua pegawai")
        APPRAISERS = "appraisers", gettext_noop("Pejabat penilai")
        COUNTERS = "counters", gettext_noop("Pelayan warga")

    title = models.CharField("judul", max_length=160)
    summary = models.CharField("inti", max_length=300)
    body = models.TextField("isi")
    audience = models.CharField("untuk", max_length=12, choices=For, default=For.ALL)
    minutes = models.PositiveSmallIntegerField("lama membaca (menit)", default=3)
    order = models.PositiveSmallIntegerField("urutan", default=0)
    check_text = models.CharField("pertanyaan pemeriksa", max_length=300, blank=True)
    check_right = models.CharField("jawaban benar", max_length=200, blank=True)
    check_wrong = models.CharField("jawaban salah", max_length=200, blank=True)
    published = models.BooleanField("terbit", default=False)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class LessonRead(models.Model):
    """Somebody has finished a lesson."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="reads")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="lessons_read")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("lesson", "employee", name="lesson_read_once")]

    def __str__(self) -> str:
        return f"{self.employee}: {self.lesson}"


class StaffQuestion(models.Model):
    """A question about the system, answered for everybody; the asker may stay unnamed to the others."""

    text = models.TextField("pertanyaan")
    asked_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    named = models.BooleanField("nama ditampilkan", default=False)
    asked_at = models.DateTimeField()
    answer = models.TextField("jawaban", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.text


class Pulse(models.Model):
    """A short survey of employees about the system: statements answered 1..4, one open line.

    `statements`: [{"code", "text"}]. Below the floor of answers nothing is shown for a unit.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", gettext_noop("Disiapkan")
        OPEN = "open", gettext_noop("Berjalan")
        CLOSED = "closed", gettext_noop("Ditutup")

    title = models.CharField("judul", max_length=160)
    intro = models.TextField("pengantar", blank=True)
    statements = models.JSONField(default=list)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    # How many turns were made when it opened; the turns themselves are gone once it is closed.
    invited = models.PositiveIntegerField("diundang", default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="pulse_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title


class PulseTurn(models.Model):
    """Somebody's turn, made when the pulse opens. The statement that stores the answer deletes it, so that no
    row that stays was written together with an answer."""

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="turns")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("pulse", "employee", name="pulse_turn_once")]

    def __str__(self) -> str:
        return f"{self.pulse} {self.employee}"


class PulseAnswer(models.Model):
    """One answer without a name; `unit` is the office at the top, not the section. `hidden`: why its line is
    not shown (it names somebody)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scores = models.JSONField()
    text = models.TextField("satu hal yang perlu diubah", blank=True)
    hidden = models.TextField("alasan disembunyikan", blank=True)

    class Meta:
        indexes = [models.Index(fields=["pulse", "unit"])]

    def __str__(self) -> str:
        return str(self.pulse)


class PulseReply(models.Model):
    """What the agency answers to a pulse, and what it changes in the system because of it."""

    pulse = models.ForeignKey(Pulse, on_delete=models.PROTECT, related_name="replies")
    heard = models.TextField("yang kami dengar")
    change = models.TextField("yang kami ubah")
    done_on = models.DateField("berlaku mulai", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.change
