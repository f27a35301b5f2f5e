"""Incentives and honours. Nothing is paid by a default table: an agency enters its own, dated, with basis."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee


class AllowanceTable(models.Model):
    """The agency's own rule of payment from a day on (PP 12/2019 Ps 58: by the agency's regulation).

    `percent` maps each predicate's code to a percentage ("100"), `weights` the components "kinerja" and
    "disiplin" to their share in percent (sum "100"), `bases` a class of posts (level or grade code) to the
    monthly base in rupiah.
    """

    title = models.CharField("judul", max_length=200)
    basis = models.CharField("dasar", max_length=200)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    percent = models.JSONField(default=dict)
    weights = models.JSONField(default=dict)
    bases = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="table_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")), name="table_two_people"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """Of the table "allowance_table": draft, approved."""
        return "approved" if self.approved_at else "draft"


class AttendanceCut(models.Model):
    """A deduction for attendance, from the agency's own system; percent of the attendance part, 0..100."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="attendance_cuts")
    year = models.PositiveSmallIntegerField("tahun")
    month = models.PositiveSmallIntegerField("bulan")
    percent = models.DecimalField("persen", max_digits=5, decimal_places=2)
    reason = models.CharField("alasan", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["employee", "year", "month"]
        constraints = [
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="cut_month"),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="cut_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.year}-{self.month}: {self.percent}"


class AllowanceRun(models.Model):
    """One month's computation; two people: who makes it does not approve it. Approved ones never change.

    `follows` names the approved run of the same month that a difference run comes after; its lines hold only
    what differs. One living run follows each, so that no difference is paid twice.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_noop("Draf")
        APPROVED = "approved", gettext_noop("Disetujui")
        CANCELLED = "cancelled", gettext_noop("Dibatalkan")

    table = models.ForeignKey(AllowanceTable, on_delete=models.PROTECT, related_name="runs")
    year = models.PositiveSmallIntegerField("tahun")
    month = models.PositiveSmallIntegerField("bulan")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField("catatan", blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )

    class Meta:
        ordering = ["-year", "-month", "-id"]
        constraints = [
            models.UniqueConstraint(
                "year",
                "month",
                condition=~Q(status="cancelled") & Q(follows__isnull=True),
                name="one_allowance_run_a_month",
            ),
            models.UniqueConstraint(
                "follows", condition=~Q(status="cancelled"), name="one_difference_run_after_a_run"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")), name="run_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        """First day of the month that is paid."""
        return date(self.year, self.month, 1)


class AllowanceLine(models.Model):
    """What one person gets and why. `problem` says why nothing could be computed; the amount is then 0.

    In a difference run `should` is what the facts of its day say for the month, `amount` what is left of it
    after everything approved before: below 0 when too much was paid. `should` is None in a month's first run.
    """

    run = models.ForeignKey(AllowanceRun, on_delete=models.CASCADE, related_name="lines")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="allowance_lines")
    base = models.DecimalField("dasar", max_digits=14, decimal_places=2, default=0)
    predicate = models.CharField("predikat", max_length=20, blank=True)
    performance = models.DecimalField("kinerja", max_digits=6, decimal_places=2, default=0)
    attendance = models.DecimalField("kehadiran", max_digits=6, decimal_places=2, default=0)
    amount = models.DecimalField("jumlah", max_digits=14, decimal_places=2, default=0)
    explanation = models.JSONField(default=dict)
    problem = models.CharField("masalah", max_length=300, blank=True)
    should = models.DecimalField("seharusnya", max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["run", "employee__name", "employee_id"]
        constraints = [
            models.UniqueConstraint("run", "employee", name="one_allowance_line_a_person"),
            models.CheckConstraint(
                condition=Q(should__isnull=True, amount__gte=0)
                | (Q(should__isnull=False, should__gte=0, amount__lte=F("should")) & ~Q(amount=0)),
                name="allowance_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.amount}"

    @property
    def evaluation(self) -> tuple[str, int]:
        """The period and the version of the evaluation whose predicate pays; "" and 1 without any."""
        return self.explanation.get("period", ""), self.explanation.get("version", 1)

    @property
    def paid(self) -> Decimal:
        """What was approved for the month before this line; 0 in a month's first run."""
        return Decimal(0) if self.should is None else self.should - self.amount

    @property
    def over(self) -> bool:
        """Whether too much was paid before."""
        return self.amount < 0


class Honour(models.Model):
    """Satyalancana Karya Satya: 10, 20 or 30 years without a break or penalty (PP 35/2010)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_noop("Diusulkan")
        GRANTED = "granted", gettext_noop("Diterima")
        SET_ASIDE = "set_aside", gettext_noop("Belum memenuhi syarat")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="honours")
    years = models.PositiveSmallIntegerField("tahun", choices=[(10, "X"), (20, "XX"), (30, "XXX")])
    status = models.CharField(max_length=10, choices=Status)
    reason = models.TextField("alasan", blank=True)
    number = models.CharField("nomor keputusan", max_length=120, blank=True)
    on = models.DateField("tanggal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint("employee", "years", name="one_honour_a_step"),
            models.CheckConstraint(
                condition=~Q(status="set_aside") | ~Q(reason=""), name="set_aside_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.years}"
