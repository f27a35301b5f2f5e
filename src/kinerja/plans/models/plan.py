"""The SKP: one plan through the year, in signed versions.

A plan belongs to one employee in one post over one span of days. Its content lives in versions; the version
in force is the newest that is SET. Results and indicators carry a `key` that stays the same from version to
version, so that realisation, feedback and the cascade keep pointing at the same promise.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Post, ends_after_start, one_a_day

from .cycle import Cycle


class Plan(models.Model):
    """SKP of one employee in one post (PermenPANRB 6/2022 Ps 8-15); one a day: Plt work goes into it.

    `appraiser` is null where the head of the agency sets the plan, who is no employee.
    """

    class Approach(models.TextChoices):
        QUALITATIVE = "kualitatif", gettext_noop("Kualitatif")
        QUANTITATIVE = "kuantitatif", gettext_noop("Kuantitatif")

    class Form(models.TextChoices):
        LEADER = "jpt", gettext_noop("Pimpinan tinggi (JPT) dan pimpinan unit kerja mandiri")
        STAFF = "ja_jf", gettext_noop("Jabatan administrasi dan fungsional")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="plans")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="plans")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="plans")
    appraiser = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="plans_to_set"
    )
    approach = models.CharField("pendekatan", max_length=12, choices=Approach, default=Approach.QUANTITATIVE)
    form = models.CharField("bentuk", max_length=6, choices=Form, default=Form.STAFF)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-starts", "id"]
        constraints = [
            ends_after_start("plan_ends_after_start"),
            one_a_day("one_plan_a_day", "employee_id"),
            models.CheckConstraint(
                condition=Q(appraiser__isnull=True) | ~Q(appraiser=F("employee")),
                name="plan_not_own_appraiser",
            ),
        ]
        indexes = [models.Index(fields=["cycle", "appraiser"])]

    def __str__(self) -> str:
        return f"SKP {self.employee} {self.cycle.year}"


class PlanVersion(models.Model):
    """One version of a plan. `snapshot` freezes content and parties when it is set.

    `revision` counts saved drafts and `writer` names the page that saved last, so that two open pages do
    not overwrite each other in silence.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draf"
        SUBMITTED = "submitted", "Terkirim"
        SET = "set", "Disetujui"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("versi", default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    change_reason = models.TextField("alasan perubahan", blank=True)
    return_reason = models.TextField("alasan dikembalikan", blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_basis = models.CharField("dasar penetapan di luar aplikasi", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=36, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint("plan", "number", name="version_number_once"),
            models.UniqueConstraint("plan", condition=~Q(status="set"), name="one_open_version"),
            models.CheckConstraint(
                condition=~Q(status="set") | Q(set_at__isnull=False, snapshot__isnull=False),
                name="set_has_snapshot",
            ),
        ]
        indexes = [models.Index(fields=["status", "plan"])]

    def __str__(self) -> str:
        return f"{self.plan} versi {self.number}"


class Result(models.Model):
    """RHK: a result, not an activity (PermenPANRB 6/2022 Ps 9). `serves` is the key of the leader's result,
    leader's indicator or agency goal that it serves."""

    class Kind(models.TextChoices):
        MAIN = "utama", gettext_noop("Utama")
        ADDITIONAL = "tambahan", gettext_noop("Tambahan")

    class Cascade(models.TextChoices):
        ASPECT = "aspek", "Pembagian aspek"
        TERRITORY = "wilayah", "Pembagian wilayah"
        LOAD = "beban_target", "Pembagian beban target kuantitatif"
        SERVICE = "layanan", "Layanan"
        OUTPUT = "output_antara", "Output antara"

    class Control(models.TextChoices):
        OUTCOME = "outcome", "Outcome"
        BETWEEN = "outcome_antara", "Outcome antara"
        LOW = "output_kendali_rendah", "Output kendali rendah"
        MIDDLE = "output_kendali_sedang", "Output kendali sedang"
        HIGH = "output_kendali_tinggi", "Output kendali tinggi"

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="results")
    key = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField("jenis", max_length=8, choices=Kind, default=Kind.MAIN)
    statement = models.TextField("rencana hasil kerja")
    serves = models.UUIDField("hasil kerja yang didukung", null=True, blank=True)
    cascade = models.CharField("cara penurunan", max_length=13, choices=Cascade, blank=True)
    assigned_by = models.CharField("penugasan dari", max_length=200, blank=True)
    control = models.CharField("kualitas dan tingkat kendali", max_length=24, choices=Control, blank=True)

    class Meta:
        ordering = ["version", "-kind", "order", "id"]
        constraints = [models.UniqueConstraint("version", "key", name="result_key_once")]
        indexes = [models.Index(fields=["serves"]), models.Index(fields=["key"])]

    def __str__(self) -> str:
        return self.statement


class Indicator(models.Model):
    """IKI with its target as written, and where it can be read as numbers also structured."""

    class Aspect(models.TextChoices):
        QUANTITY = "kuantitas", gettext_noop("Kuantitas")
        QUALITY = "kualitas", gettext_noop("Kualitas")
        TIME = "waktu", gettext_noop("Waktu")
        COST = "biaya", gettext_noop("Biaya")

    class Perspective(models.TextChoices):
        CLIENTS = "penerima_layanan", "Penerima Layanan"
        PROCESS = "proses_bisnis", "Proses Bisnis"
        INTERNAL = "penguatan_internal", "Penguatan Internal"
        BUDGET = "anggaran", "Anggaran"

    class Direction(models.TextChoices):
        HIGHER = "higher", gettext_noop("Makin tinggi makin baik")
        LOWER = "lower", gettext_noop("Makin rendah makin baik")
        WITHIN = "within", gettext_noop("Dalam rentang")

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="indicators")
    key = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveSmallIntegerField(default=0)
    aspect = models.CharField("aspek", max_length=10, choices=Aspect, blank=True)
    perspective = models.CharField("perspektif", max_length=20, choices=Perspective, blank=True)
    statement = models.TextField("indikator kinerja individu")
    target = models.CharField("target", max_length=300, blank=True)
    direction = models.CharField("arah", max_length=6, choices=Direction, default=Direction.HIGHER)
    definition = models.TextField("definisi", blank=True)
    formula = models.TextField("formula", blank=True)
    data_source = models.CharField("sumber data", max_length=200, blank=True)

    class Meta:
        ordering = ["result", "order", "id"]
        constraints = [models.UniqueConstraint("result", "key", name="indicator_key_once")]
        indexes = [models.Index(fields=["key"])]

    def __str__(self) -> str:
        return self.statement


class Behaviour(models.Model):
    """The leader's special expectation on one value (Ps 10(4)). `code`: BP AK KP HR LY AD KL."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="behaviours")
    code = models.CharField(max_length=2)
    expectation = models.TextField("ekspektasi khusus pimpinan")

    class Meta:
        ordering = ["version", "id"]
        constraints = [models.UniqueConstraint("version", "code", name="behaviour_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.expectation}"


class Attachment(models.Model):
    """A line of the lampiran SKP (form A.1.8, Ps 11-13)."""

    class Kind(models.TextChoices):
        RESOURCE = "sumber_daya", "Dukungan Sumber Daya"
        ACCOUNTABILITY = "pertanggungjawaban", "Skema Pertanggungjawaban"
        CONSEQUENCE = "konsekuensi", "Konsekuensi"

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=20, choices=Kind)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("isi")

    class Meta:
        ordering = ["version", "kind", "order", "id"]

    def __str__(self) -> str:
        return self.text
