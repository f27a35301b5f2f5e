"""Behaviour reports (form B.1.10) and confidential counselling (PermenPANRB 6/2022 Lampiran hlm 85-88)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee


class BehaviourReport(models.Model):
    """Form B.1.10 by the appraiser; only after the employee was told (`told_on`) and did not change."""

    class Status(models.TextChoices):
        TOLD = "told", gettext_noop("Sudah disampaikan kepada pegawai")
        REPORTED = "reported", gettext_noop("Dilaporkan")
        IMPROVED = "improved", gettext_noop("Sudah membaik")
        APPOINTED = "appointed", gettext_noop("Konselor ditunjuk")
        DECLINED = "declined", gettext_noop("Tidak dilanjutkan")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="behaviour_reports")
    appraiser = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    value = models.CharField("nilai dasar", max_length=2)
    problem = models.TextField("masalah")
    expectation = models.TextField("ekspektasi khusus pimpinan", blank=True)
    detail = models.TextField("uraian")
    others_too = models.BooleanField("masalah serupa pada pegawai lain", default=False)
    told_on = models.DateField("disampaikan kepada pegawai")
    efforts = models.TextField("upaya yang sudah dilakukan")
    evidence = models.TextField("bukti", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.TOLD)
    reported_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField("alasan", blank=True)

    class Meta:
        ordering = ["-told_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(employee=F("appraiser")), name="nobody_reports_himself")
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.told_on}"


class Counselling(models.Model):
    """One counselling: the employee and the named counsellor, nobody else reads what is said in it.

    Another counsellor is another row of the same report; the notes of the old row stay with the old two.
    """

    class Status(models.TextChoices):
        OPEN = "open", gettext_noop("Berjalan")
        CLOSED = "closed", gettext_noop("Selesai")
        REPLACED = "replaced", gettext_noop("Konselor diganti")

    class Route(models.TextChoices):
        # hlm 87-88: three ways in which the record ends.
        IMPROVED = "improved", gettext_noop("Masalah selesai")
        REFERRED = "referred", gettext_noop("Dirujuk kepada tenaga ahli")
        CONTINUED = "continued", gettext_noop("Perlu pembinaan lanjutan")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="counsellings")
    counsellor = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="counsels")
    report = models.ForeignKey(
        BehaviourReport, on_delete=models.PROTECT, null=True, blank=True, related_name="counsellings"
    )
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    route = models.CharField("hasil", max_length=10, choices=Route, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField("alasan konselor diganti", blank=True)

    class Meta:
        ordering = ["-appointed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(employee=F("counsellor")), name="nobody_counsels_himself"),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(route=""), name="counselling_closed_how"
            ),
            models.CheckConstraint(
                condition=~Q(status="replaced") | ~Q(why=""), name="counselling_replaced_says_why"
            ),
            models.UniqueConstraint(
                fields=["report"], condition=~Q(status="replaced"), name="one_counselling_a_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class CounsellingNote(models.Model):
    """One note, sealed: the text is ciphertext in the database, read through the two people's pages only."""

    counselling = models.ForeignKey(Counselling, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("tanggal")
    sealed = models.BinaryField(editable=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["counselling", "-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.counselling} {self.held_on}"
