"""Matriks pembagian peran dan hasil (form A.1.5): who contributes what to each indicator of the leader."""

from django.db import models
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee

from .plan import Plan


class RoleAssignment(models.Model):
    """One role of one employee under one column of a leader's matrix. A cell may hold several.

    `column` is the key of the leader's indicator (or of a team lead's result). `result_key` is filled when
    the employee has taken the role into the own SKP.
    """

    class Mode(models.TextChoices):
        APPOINTED = "penunjukan", gettext_noop("Penunjukan")
        VOLUNTEERED = "sukarela", gettext_noop("Pengajuan sukarela")

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Terkirim"
        APPROVED = "approved", "Disetujui"
        REFUSED = "refused", "Ditolak"

    leader_plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="matrix")
    column = models.UUIDField()
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="role_assignments")
    statement = models.TextField("peran hasil")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.APPOINTED)
    status = models.CharField(max_length=10, choices=Status, default=Status.APPROVED)
    decision_reason = models.TextField("alasan keputusan", blank=True)
    result_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["leader_plan", "employee__name", "id"]
        indexes = [
            models.Index(fields=["leader_plan", "column"]),
            models.Index(fields=["employee", "status"]),
        ]

    def __str__(self) -> str:
        return self.statement
