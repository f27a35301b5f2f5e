"""Service cases: how long citizens really waited. A case knows a number, never a citizen."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Unit

from .services import Service, Standard


class ServiceCase(models.Model):
    """One request of one citizen, from receipt to done.

    `elapsed_minutes` (office minutes, waiting on the citizen taken off) and `elapsed_days` (working days,
    likewise) are computed by `rules.service_time` when the case is done, together with `within`: whether
    the promise of the standard in force on the day of receipt was kept.
    """

    class Status(models.TextChoices):
        OPEN = "open", gettext_noop("Diproses")
        WAITING = "waiting", gettext_noop("Menunggu warga")
        DONE = "done", gettext_noop("Selesai")
        CANCELLED = "cancelled", gettext_noop("Dibatalkan")

    class Source(models.TextChoices):
        COUNTER = "counter", gettext_noop("Loket")
        IMPORT = "import", gettext_noop("Impor")
        API = "api", "API"

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="cases")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("nomor berkas", max_length=60)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    received_at = models.DateTimeField("diterima")
    done_at = models.DateTimeField("selesai", null=True, blank=True)
    elapsed_minutes = models.PositiveIntegerField(null=True, blank=True)
    elapsed_days = models.PositiveIntegerField(null=True, blank=True)
    within = models.BooleanField("sesuai standar", null=True, blank=True)
    officer = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="served_cases"
    )
    source = models.CharField(max_length=8, choices=Source, default=Source.COUNTER)
    token_issued = models.BooleanField("kode survei diberikan", default=False)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint("service", "number", name="case_number_once"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("received_at")),
                name="case_done_after_received",
            ),
            models.CheckConstraint(
                condition=Q(status="done", done_at__isnull=False, within__isnull=False)
                | (~Q(status="done") & Q(done_at__isnull=True, within__isnull=True)),
                name="case_done_is_measured",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "done_at"]),
            models.Index(
                fields=["service", "received_at"],
                condition=Q(status__in=["open", "waiting"]),
                name="case_unfinished",
            ),
            models.Index(fields=["officer", "done_at"]),
        ]

    def __str__(self) -> str:
        return self.number


class CaseWait(models.Model):
    """A stretch in which the case waited on the citizen: the clock stands still."""

    case = models.ForeignKey(ServiceCase, on_delete=models.CASCADE, related_name="waits")
    starts = models.DateTimeField("mulai")
    ends = models.DateTimeField("sampai", null=True, blank=True)
    reason = models.CharField("yang ditunggu", max_length=200)

    class Meta:
        ordering = ["case", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="wait_ends_after_start"
            ),
            models.UniqueConstraint("case", condition=Q(ends__isnull=True), name="one_open_wait"),
        ]

    def __str__(self) -> str:
        return self.reason


class CaseImport(models.Model):
    """An uploaded table of cases on its way in. `content` is emptied when the run ends."""

    class Status(models.TextChoices):
        CHECKING = "checking", gettext_noop("Diperiksa")
        REFUSED = "refused", gettext_noop("Perlu perbaikan")
        DONE = "done", gettext_noop("Selesai")
        FAILED = "failed", gettext_noop("Gagal")

    name = models.CharField("nama berkas", max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("diunggah")
    status = models.CharField(max_length=10, choices=Status, default=Status.CHECKING)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name


class CaseKey(models.Model):
    """A key by which another system of a unit hands in cases over the API; only its digest is kept."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="case_keys")
    label = models.CharField("nama sistem", max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField("berlaku sampai")
    revoked_at = models.DateTimeField("dicabut", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("dibuat")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.label


class MeasureLink(models.Model):
    """An indicator of an SKP whose realisation comes from a measure of services.

    `indicator_key` survives versions of the plan (plans.Indicator.key).
    """

    class Kind(models.TextChoices):
        WITHIN = "within", gettext_noop("Layanan selesai sesuai standar (%)")
        MEDIAN_DAYS = "median_days", gettext_noop("Median waktu layanan (hari kerja)")
        COMPLAINTS_IN_TIME = "complaints_in_time", gettext_noop("Pengaduan dijawab tepat waktu (%)")
        COMPLAINT_DAYS = "complaint_days", gettext_noop("Rata-rata penyelesaian pengaduan (hari kerja)")
        IKM = "ikm", gettext_noop("Indeks Kepuasan Masyarakat")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indicator_key = models.UUIDField(unique=True)
    kind = models.CharField("ukuran", max_length=20, choices=Kind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.get_kind_display()
