"""Facts about integrity, each with its source: conflicts of interest and gifts that were declared."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee


class Declaration(models.Model):
    """What an employee declared himself (UU 30/2014 Ps 43-44; UU 20/2001 Ps 12C: gifts within 30 days)."""

    class Kind(models.TextChoices):
        CONFLICT = "conflict", gettext_noop("Benturan kepentingan")
        GIFT = "gift", gettext_noop("Penerimaan gratifikasi")

    class Status(models.TextChoices):
        DECLARED = "declared", gettext_noop("Terkirim")
        HANDLED = "handled", gettext_noop("Selesai")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="declarations")
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    happened_on = models.DateField("tanggal")
    text = models.TextField("uraian")
    status = models.CharField(max_length=10, choices=Status, default=Status.DECLARED)
    declared_at = models.DateTimeField()
    outcome = models.TextField("penanganan", blank=True)
    source = models.CharField("nomor atau dasar penanganan", max_length=200, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-declared_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="declared") | (~Q(outcome="") & ~Q(source="")),
                name="declaration_handled_with_source",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
