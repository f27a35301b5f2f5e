"""Talent: dated inputs of potential, notes of succession, assignments that fit a strength.

PermenPANRB 3/2020 as amended by 20/2025; Keputusan Kepala BKN 411/2025. Boxes are computed, never stored.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Post, Unit


class PotentialInput(models.Model):
    """One score, 0..100, of one component of an axis (codes of `talent.weights`), with day and source."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="talent_inputs")
    component = models.CharField("komponen", max_length=40)
    score = models.DecimalField("nilai", max_digits=5, decimal_places=2)
    held_on = models.DateField("tanggal")
    source = models.CharField("sumber", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["employee", "component", "-held_on"]
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="talent_input_0_100"),
            models.UniqueConstraint("employee", "component", "held_on", name="talent_input_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.component} {self.score}"


class SuccessionNote(models.Model):
    """What a committee says of a candidate for a post; the computed picture stands beside it."""

    class Ready(models.TextChoices):
        NOW = "now", gettext_noop("Siap sekarang")
        ONE = "one", gettext_noop("Siap dalam satu tahun")
        THREE = "three", gettext_noop("Siap dalam tiga tahun")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="succession")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="succession")
    ready = models.CharField("kesiapan", max_length=6, choices=Ready)
    lacks = models.TextField("yang masih kurang", blank=True)
    starts = models.DateField("mulai")
    ended_on = models.DateField("dikeluarkan", null=True, blank=True)
    reason = models.TextField("alasan")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["post", "ready", "employee__name"]
        constraints = [
            models.UniqueConstraint(
                "post", "employee", condition=Q(ended_on__isnull=True), name="one_succession_note"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.employee}"


class StrengthAssignment(models.Model):
    """A task that fits a strength ("komunikasi kuat: penugasan pelayanan langsung"), agreed by the person."""

    class Status(models.TextChoices):
        OFFERED = "offered", gettext_noop("Ditawarkan")
        RUNNING = "running", gettext_noop("Berjalan")
        ENDED = "ended", gettext_noop("Selesai")
        DECLINED = "declined", gettext_noop("Tidak diterima")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="strength_assignments")
    competence = models.CharField("kekuatan", max_length=60)
    task = models.TextField("penugasan")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("alasan dan bukti")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OFFERED)
    offered_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField("hasil", blank=True)

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="strength_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ended", "declined"]) | ~Q(outcome=""),
                name="strength_ended_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.task}"
