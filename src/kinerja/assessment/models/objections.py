"""Keberatan: fourteen working days from receipt, to the superior of the appraiser; decided in seven.

PermenPANRB 6/2022 Ps 29, Lampiran hlm 117-119.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee

from .review import Review


class Objection(models.Model):
    """One objection to one signed review, from filing to a decision that is final.

    A change makes a new version of the review (`changed_review`) with both texts; the first stays.
    """

    class Status(models.TextChoices):
        FILED = "filed", gettext_noop("Diajukan")
        ASKED = "asked", gettext_noop("Menunggu penjelasan")
        UPHELD = "upheld", gettext_noop("Hasil dikuatkan")
        CHANGED = "changed", gettext_noop("Hasil diubah")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="objection")
    decider = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="objections_to_decide")
    status = models.CharField(max_length=8, choices=Status, default=Status.FILED)
    reasons = models.TextField("alasan keberatan")
    filed_at = models.DateTimeField()
    due_decision = models.DateField("batas putusan")
    calendar_version = models.CharField(max_length=16)
    appraiser_statement = models.TextField("penjelasan pejabat penilai", blank=True)
    appraiser_stated_at = models.DateTimeField(null=True, blank=True)
    employee_statement = models.TextField("penjelasan pegawai", blank=True)
    employee_stated_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField("putusan dan pertimbangan", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    changed_review = models.OneToOneField(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_objection"
    )

    class Meta:
        ordering = ["-filed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["filed", "asked"], decided_at__isnull=True)
                | (Q(status__in=["upheld", "changed"], decided_at__isnull=False) & ~Q(decision="")),
                name="objection_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(status="changed", changed_review__isnull=False)
                | (~Q(status="changed") & Q(changed_review__isnull=True)),
                name="objection_changed_has_review",
            ),
        ]
        indexes = [models.Index(fields=["decider", "status", "due_decision"])]

    def __str__(self) -> str:
        return f"Keberatan atas {self.review}"


class ObjectionEvidence(models.Model):
    """What either side brings, described in words; a file may lie with it."""

    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="evidence")
    text = models.TextField("uraian bukti")
    file = models.FileField("berkas", upload_to="objections/", blank=True, max_length=200)
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text
