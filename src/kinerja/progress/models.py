"""What was done and told: action plans, realisation with evidence, the daily log, feedback."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee
from kinerja.plans.models import Period, Plan


class Action(models.Model):
    """Rencana aksi (form B.1.1): a step towards a result in one period."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="actions")
    result_key = models.UUIDField()
    text = models.TextField("rencana aksi")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["plan", "period", "order", "id"]

    def __str__(self) -> str:
        return self.text


class Report(models.Model):
    """The periodic report of one plan: drafted as one types, sent, accepted or returned by the appraiser."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draf"
        SUBMITTED = "submitted", "Terkirim"
        ACCEPTED = "accepted", "Disetujui"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reports")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    summary = models.TextField("catatan untuk penilai", blank=True)
    return_reason = models.TextField("alasan dikembalikan", blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["period", "id"]
        constraints = [models.UniqueConstraint("plan", "period", name="one_report_a_period")]
        indexes = [models.Index(fields=["status", "period"])]

    def __str__(self) -> str:
        return f"Laporan {self.plan} {self.period}"


class Realisation(models.Model):
    """Realisasi of one indicator in one report, as written.

    `source` is empty, or says from which measure of services the text came (`voice.queries.feeding`): then
    the employee comments in `note` and does not type the figure.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="realisations")
    indicator_key = models.UUIDField()
    text = models.TextField("realisasi", blank=True)
    note = models.TextField("keterangan", blank=True)
    source = models.JSONField("sumber data", default=dict, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "id"]
        constraints = [models.UniqueConstraint("report", "indicator_key", name="one_realisation")]

    def __str__(self) -> str:
        return self.text


class Evidence(models.Model):
    """Bukti dukung: a link, or a file kept outside the web root under a random name."""

    realisation = models.ForeignKey(Realisation, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField("nama bukti", max_length=200)
    url = models.URLField("tautan", max_length=1000, blank=True)
    file = models.FileField("berkas", upload_to="evidence/", blank=True, max_length=200)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(url="") ^ ~Q(file=""), name="evidence_link_or_file")
        ]

    def __str__(self) -> str:
        return self.title


class DailyEntry(models.Model):
    """One deed of the daily log: what, from when to when, how much, towards which indicator.

    `key` is given by the page that offers the line, so that saving it twice keeps one deed.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="daily_entries")
    day = models.DateField("tanggal")
    starts = models.TimeField("mulai")
    ends = models.TimeField("selesai")
    text = models.CharField("kegiatan", max_length=300)
    amount = models.DecimalField("jumlah", max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField("satuan", max_length=40, blank=True)
    indicator_key = models.UUIDField(null=True, blank=True)
    link = models.URLField("tautan bukti", max_length=1000, blank=True)

    class Meta:
        ordering = ["day", "starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="entry_ends_after_start")
        ]
        indexes = [models.Index(fields=["plan", "day"])]

    def __str__(self) -> str:
        return f"{self.day} {self.text}"


class Feedback(models.Model):
    """Umpan balik berkelanjutan beside a result or a value (forms B.1.3 to B.1.5, Ps 17-19)."""

    class Relation(models.TextChoices):
        SUPERIOR = "pimpinan", gettext_noop("Pimpinan")
        PEER = "rekan", gettext_noop("Rekan kerja setingkat")
        SUBORDINATE = "bawahan", gettext_noop("Pegawai di bawahnya")
        OTHER = "lain", gettext_noop("Pihak lain")

    class Tone(models.TextChoices):
        POSITIVE = "positif", gettext_noop("Positif")
        IMPROVE = "perlu_ditingkatkan", gettext_noop("Perlu ditingkatkan")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="feedback")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="feedback")
    result_key = models.UUIDField(null=True, blank=True)
    value_code = models.CharField(max_length=2, blank=True)
    author = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="given_feedback"
    )
    relation = models.CharField(max_length=10, choices=Relation)
    tone = models.CharField("nada", max_length=20, choices=Tone)
    text = models.TextField("umpan balik")
    scheduled = models.BooleanField("terjadwal", default=False)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result_key__isnull=False) ^ ~Q(value_code=""), name="feedback_on_result_or_value"
            )
        ]
        indexes = [models.Index(fields=["plan", "period"]), models.Index(fields=["author", "period"])]

    def __str__(self) -> str:
        return self.text

    @property
    def item(self) -> uuid.UUID | str:
        """What it is about: the key of a result or the code of a value."""
        return self.result_key or self.value_code


class FeedbackRequest(models.Model):
    """An employee asks somebody for feedback on a result or a value."""

    class Status(models.TextChoices):
        OPEN = "open", "Terkirim"
        ANSWERED = "answered", "Selesai"
        DECLINED = "declined", "Ditolak"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="feedback_requests")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="feedback_asked")
    result_key = models.UUIDField(null=True, blank=True)
    value_code = models.CharField(max_length=2, blank=True)
    message = models.TextField("pesan", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result_key__isnull=False) ^ ~Q(value_code=""), name="request_on_result_or_value"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked}: {self.message[:40]}"

    @property
    def item(self) -> uuid.UUID | str:
        """What it is about: the key of a result or the code of a value."""
        return self.result_key or self.value_code
