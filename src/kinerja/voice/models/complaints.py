"""Complaints, aspirations and requests for information, in the manner of SP4N-LAPOR!.

What a citizen wrote never changes (the database refuses it); a redaction lies over it. Who he is stands in
a row of its own, so that hardly any query meets it.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Unit

from .services import Service


class Category(models.Model):
    """A place in the tree of topics. `keywords` are plain words; the suggestion stems and shows them."""

    code = models.SlugField("kode", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    keywords = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unit tujuan"
    )
    retired = models.BooleanField("tidak dipakai lagi", default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_not_its_own_parent")
        ]

    def __str__(self) -> str:
        return self.name


class Complaint(models.Model):
    """One report of a citizen.

    `anonymous`: the reported unit and the public never learn who wrote it. `secret`: its content is not
    public and the reported unit does not see it. `open_to_public`: the reporter agreed that its steps show
    on the public list. `digest` is that of the key with which the reporter comes back. The due days are
    frozen when they start, with the calendar and the parameters they were counted by (`clocks`).
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", gettext_noop("Pengaduan")
        ASPIRATION = "aspiration", gettext_noop("Aspirasi")
        INFORMATION = "information", gettext_noop("Permintaan informasi")
        PRAISE = "praise", gettext_noop("Apresiasi")

    class Status(models.TextChoices):
        RECEIVED = "received", gettext_noop("Diterima")
        INCOMPLETE = "incomplete", gettext_noop("Menunggu kelengkapan")
        FORWARDED = "forwarded", gettext_noop("Diteruskan")
        IN_PROGRESS = "in_progress", gettext_noop("Ditindaklanjuti")
        ANSWERED = "answered", gettext_noop("Dijawab")
        CLOSED = "closed", gettext_noop("Selesai")
        MERGED = "merged", gettext_noop("Digabung")
        REJECTED = "rejected", gettext_noop("Ditolak")
        WITHDRAWN = "withdrawn", gettext_noop("Dicabut")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("nomor", max_length=20, unique=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    anonymous = models.BooleanField("anonim", default=True)
    secret = models.BooleanField("rahasia", default=False)
    open_to_public = models.BooleanField("tampil untuk umum", default=False)
    title = models.CharField("judul", max_length=150)
    text = models.TextField("isi")
    location = models.CharField("lokasi", max_length=200, blank=True)
    happened_on = models.DateField("tanggal kejadian", null=True, blank=True)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    reported_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unit terlapor"
    )
    first_category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.RECEIVED)
    needs_inspection = models.BooleanField("berkadar pengawasan", default=False)
    names_employee = models.BooleanField("menyebut nama pegawai", default=False)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name="unit penjawab",
    )
    officer = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    topic = models.ForeignKey(
        "voice.Topic", on_delete=models.PROTECT, null=True, blank=True, related_name="aspirations"
    )
    received_at = models.DateTimeField("diterima")
    counted_from = models.DateField("dihitung sejak")
    verify_due = models.DateField("batas verifikasi")
    act_due = models.DateField("batas tindak lanjut", null=True, blank=True)
    close_due = models.DateField("selesai otomatis", null=True, blank=True)
    clocks = models.JSONField(default=dict)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField("dijawab pertama kali", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField("penilaian pelapor", null=True, blank=True)
    reopened = models.PositiveSmallIntegerField("dibuka kembali", default=0)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 4)), name="rating_1_4"
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="complaint_merged_into_one",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["answered", "closed"]) | Q(answered_at__isnull=False),
                name="complaint_not_closed_without_answer",
            ),
            models.CheckConstraint(
                condition=Q(secret=False) | Q(open_to_public=False), name="secret_is_not_public"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "verify_due"]),
            models.Index(fields=["unit", "status", "act_due"]),
            models.Index(fields=["officer", "status"]),
            models.Index(fields=["received_at"]),
            models.Index(fields=["-received_at"], condition=Q(open_to_public=True), name="complaint_public"),
            GinIndex(SearchVector("title", "text", "location", config="indonesian"), name="complaint_search"),
        ]

    def __str__(self) -> str:
        return self.number


class Reporter(models.Model):
    """Who wrote a complaint, as far as he told. Read only through `access.complaints.may_see_reporter`."""

    complaint = models.OneToOneField(
        Complaint, on_delete=models.CASCADE, primary_key=True, related_name="reporter"
    )
    name = models.CharField("nama", max_length=200, blank=True)
    email = models.EmailField("surel", blank=True)
    phone = models.CharField("telepon", max_length=30, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ComplaintMessage(models.Model):
    """What reporter and office say to each other about one complaint. Never edited."""

    class Author(models.TextChoices):
        REPORTER = "reporter", gettext_noop("Pelapor")
        OFFICE = "office", gettext_noop("Instansi")

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=10, choices=Author)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("pesan")
    is_answer = models.BooleanField("jawaban resmi", default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author="reporter", by__isnull=True) | Q(author="office"), name="message_author"
            )
        ]

    def __str__(self) -> str:
        return self.text


class ComplaintStep(models.Model):
    """One step on the way, with its moment, as the reporter reads it. Names of people never stand here."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=20)
    status = models.CharField(max_length=12, choices=Complaint.Status)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("keterangan", blank=True)
    for_office = models.BooleanField("hanya untuk petugas", default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.event


class Redaction(models.Model):
    """Characters `start` to `end` of a text are covered for readers who may not see them. Can be lifted."""

    class Field(models.TextChoices):
        TITLE = "title", gettext_noop("Judul")
        TEXT = "text", gettext_noop("Isi")
        LOCATION = "location", gettext_noop("Lokasi")
        MESSAGE = "message", gettext_noop("Pesan")

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="redactions")
    field = models.CharField(max_length=10, choices=Field)
    message = models.ForeignKey(
        ComplaintMessage, on_delete=models.CASCADE, null=True, blank=True, related_name="redactions"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField("alasan", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.CharField("alasan dibuka", max_length=200, blank=True)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="redaction_covers_something"),
            models.CheckConstraint(
                condition=Q(field="message", message__isnull=False)
                | (~Q(field="message") & Q(message__isnull=True)),
                name="redaction_of_one_text",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Extension(models.Model):
    """More time to act, with the reason that the reporter was told."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="extensions")
    old_due = models.DateField()
    new_due = models.DateField()
    reason = models.TextField("alasan")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=Q(new_due__gt=F("old_due")), name="extension_is_later")
        ]

    def __str__(self) -> str:
        return self.reason


class ComplaintFile(models.Model):
    """An attachment, checked by content, kept under a random name outside the web root."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="files")
    from_reporter = models.BooleanField(default=True)
    name = models.CharField("nama berkas", max_length=200)
    file = models.FileField("berkas", upload_to="complaints/", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
