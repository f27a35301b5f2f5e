"""The year and its periods, with the windows in which things happen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop


class Cycle(models.Model):
    """One year of performance management (PermenPANRB 6/2022 Ps 14, 24, 25)."""

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", gettext_noop("Bulanan")
        QUARTERLY = "quarterly", gettext_noop("Triwulanan")

    year = models.PositiveSmallIntegerField("tahun", unique=True)
    rhythm = models.CharField("evaluasi periodik", max_length=10, choices=Rhythm, default=Rhythm.QUARTERLY)
    plan_due = models.DateField("batas penetapan SKP")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"Tahun {self.year}"


class Period(models.Model):
    """A stretch that is evaluated: a month, a quarter, or with kind ANNUAL the whole year.

    The evaluation window runs from `opens` to `closes`; afterwards the appraiser's superior may take over.
    """

    class Kind(models.TextChoices):
        MONTHLY = "monthly", gettext_noop("Bulanan")
        QUARTERLY = "quarterly", gettext_noop("Triwulanan")
        ANNUAL = "annual", "Tahunan"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField()
    label = models.CharField("sebutan", max_length=40)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    report_due = models.DateField("batas laporan")
    opens = models.DateField("penilaian dibuka")
    closes = models.DateField("penilaian ditutup")

    class Meta:
        ordering = ["starts", "-ends"]
        constraints = [
            models.UniqueConstraint("cycle", "kind", "number", name="period_number_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="period_ends_after_start"),
            models.CheckConstraint(condition=Q(closes__gte=F("opens")), name="period_closes_after_open"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.cycle.year}"
