"""The catalogue of services, their dated standards, and the pledge of a unit (UU 25/2009 Ps 20-22)."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Unit, ends_after_start, one_a_day


class Service(models.Model):
    """A service that a unit gives citizens. What it promises stands in its `Standard` of the day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services")
    code = models.SlugField("kode", max_length=60, unique=True)
    name = models.CharField("nama layanan", max_length=200)
    online = models.BooleanField("sepenuhnya daring", default=False)
    retired_on = models.DateField("berhenti sejak", null=True, blank=True)

    class Meta:
        ordering = ["unit__code", "name"]

    def __str__(self) -> str:
        return self.name


class Standard(models.Model):
    """One version of a service standard: the 14 components of PermenPANRB 15/2014.

    Six of service delivery are published on the service's card, eight of manufacturing are internal.
    `promise` in `promise_unit` is the promised time. Published versions never change.
    """

    class PromiseUnit(models.TextChoices):
        MINUTES = "minutes", gettext_noop("menit")
        HOURS = "hours", gettext_noop("jam kerja")
        DAYS = "working_days", gettext_noop("hari kerja")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="standards")
    number = models.PositiveSmallIntegerField("versi")
    starts = models.DateField("berlaku mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    decree = models.CharField("dasar penetapan", max_length=200, blank=True)
    promise = models.PositiveIntegerField("jangka waktu", validators=[MinValueValidator(1)])
    promise_unit = models.CharField("satuan waktu", max_length=12, choices=PromiseUnit)
    fee = models.DecimalField("biaya (Rp)", max_digits=12, decimal_places=0, default=0)
    requirements = models.TextField("persyaratan")
    procedure = models.TextField("sistem, mekanisme, dan prosedur")
    duration_note = models.TextField("keterangan jangka waktu", blank=True)
    fee_note = models.TextField("keterangan biaya/tarif", blank=True)
    product = models.TextField("produk pelayanan")
    complaint_channel = models.TextField("penanganan pengaduan, saran, dan masukan")
    legal_basis = models.TextField("dasar hukum", blank=True)
    facilities = models.TextField("sarana, prasarana, dan/atau fasilitas", blank=True)
    staff_competence = models.TextField("kompetensi pelaksana", blank=True)
    oversight = models.TextField("pengawasan internal", blank=True)
    staff_count = models.TextField("jumlah pelaksana", blank=True)
    service_guarantee = models.TextField("jaminan pelayanan", blank=True)
    safety_guarantee = models.TextField("jaminan keamanan dan keselamatan pelayanan", blank=True)
    evaluation = models.TextField("evaluasi kinerja pelaksana", blank=True)

    class Meta:
        ordering = ["service", "-number"]
        constraints = [
            models.UniqueConstraint("service", "number", name="standard_number_once"),
            ends_after_start("standard_ends_after_start"),
            one_a_day("one_standard_a_day", "service_id", Q(published_at__isnull=False)),
            models.CheckConstraint(condition=Q(promise__gt=0), name="standard_promise_positive"),
            models.CheckConstraint(condition=Q(fee__gte=0), name="standard_fee_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.service} v{self.number}"

    @property
    def state(self) -> str:
        """Of the table "standard": draft, published."""
        return "published" if self.published_at else "draft"


class Pledge(models.Model):
    """Maklumat pelayanan of a unit: its promise to serve by the standard, signed and dated."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="pledges")
    text = models.TextField("maklumat")
    signed_by = models.CharField("ditandatangani oleh", max_length=200)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["unit", "-starts"]
        constraints = [
            ends_after_start("pledge_ends_after_start"),
            one_a_day("one_pledge_a_day", "unit_id"),
        ]

    def __str__(self) -> str:
        return f"Maklumat {self.unit}"
