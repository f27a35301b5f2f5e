"""A complaint (or praise) that names an employee: examined with due process before it means anything.

PP 94/2021 Ps 26-28; UU 20/2023; presumption of innocence. Only PROVEN may stand beside an evaluation,
without weight of its own; every other outcome leaves no trace there.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee

from .complaints import Complaint


class Examination(models.Model):
    """One employee in one complaint. The examiner is neither reporter, reported nor his appraiser."""

    class Status(models.TextChoices):
        OPENED = "opened", gettext_noop("Menunggu pemberitahuan")
        NOTIFIED = "notified", gettext_noop("Menunggu tanggapan pegawai")
        REPLIED = "replied", gettext_noop("Diperiksa")
        FOUND = "found", gettext_noop("Diputus")
        APPEALED = "appealed", gettext_noop("Keberatan diperiksa")
        FINAL = "final", gettext_noop("Selesai")

    class Finding(models.TextChoices):
        PROVEN = "proven", gettext_noop("Terbukti")
        NOT_PROVEN = "not_proven", gettext_noop("Tidak terbukti")
        WITHDRAWN = "withdrawn", gettext_noop("Dicabut")
        LAPSED = "lapsed", gettext_noop("Kedaluwarsa")

    class Nature(models.TextChoices):
        COMPLAINT = "complaint", gettext_noop("Pengaduan")
        PRAISE = "praise", gettext_noop("Apresiasi")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="examinations")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="examinations")
    nature = models.CharField("sifat", max_length=10, choices=Nature)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPENED)
    allegation = models.TextField("pokok yang diperiksa")
    examiner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="examines")
    opened_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True, blank=True)
    reply_due = models.DateField("batas tanggapan", null=True, blank=True)
    reply = models.TextField("tanggapan pegawai", blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField("kesimpulan", max_length=12, choices=Finding, blank=True)
    grounds = models.TextField("pertimbangan", blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    appeal_due = models.DateField("batas keberatan", null=True, blank=True)
    appeal = models.TextField("keberatan pegawai", blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_examiner = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_finding = models.CharField(max_length=12, choices=Finding, blank=True)
    appeal_grounds = models.TextField("pertimbangan keberatan", blank=True)
    final_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint("complaint", "employee", name="one_examination_each"),
            models.CheckConstraint(condition=~Q(examiner=F("employee")), name="nobody_examines_himself"),
            models.CheckConstraint(
                condition=Q(status__in=["opened", "notified", "replied"], finding="")
                | (Q(status__in=["found", "appealed", "final"]) & ~Q(finding="") & ~Q(grounds="")),
                name="finding_has_grounds",
            ),
            models.CheckConstraint(
                condition=~Q(finding="proven") | Q(notified_at__isnull=False), name="proven_only_after_notice"
            ),
        ]
        indexes = [models.Index(fields=["employee", "status"])]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.employee}"


class ExaminationEvidence(models.Model):
    """One piece of evidence, by whom it was brought, described in words; a file may lie with it."""

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="evidence")
    text = models.TextField("uraian bukti")
    from_employee = models.BooleanField("dari pegawai", default=False)
    file = models.FileField("berkas", upload_to="examinations/", blank=True, max_length=200)
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text
