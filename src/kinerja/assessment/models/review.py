"""Judgement: the organisation's predicate, the review of one plan in one period, its signed document."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinerja.people.models import Employee, Unit
from kinerja.plans.models import Period, Plan


class Rating(models.TextChoices):
    """Rating hasil kerja and perilaku kerja (PermenPANRB 6/2022 Lampiran hlm 97-102)."""

    ABOVE = "diatas", "Diatas Ekspektasi"
    MEETS = "sesuai", "Sesuai Ekspektasi"
    BELOW = "dibawah", "Dibawah Ekspektasi"


class Predicate(models.TextChoices):
    """Predikat kinerja pegawai."""

    SANGAT_BAIK = "SANGAT_BAIK", "Sangat Baik"
    BAIK = "BAIK", "Baik"
    BUTUH_PERBAIKAN = "BUTUH_PERBAIKAN", "Butuh Perbaikan"
    KURANG = "KURANG", "Kurang/Misconduct"
    SANGAT_KURANG = "SANGAT_KURANG", "Sangat Kurang"


class OrganisationLevel(models.TextChoices):
    """Predikat kinerja organisasi (hlm 92)."""

    ISTIMEWA = "ISTIMEWA", "Istimewa"
    BAIK = "BAIK", "Baik"
    BUTUH_PERBAIKAN = "BUTUH_PERBAIKAN", "Butuh Perbaikan"
    KURANG = "KURANG", "Kurang"
    SANGAT_KURANG = "SANGAT_KURANG", "Sangat Kurang"


class OrganisationPredicate(models.Model):
    """Predicate of a unit in a period, set by the leader one level above (SE MenPANRB 3/2023)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predicates")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="organisation_predicates")
    predicate = models.CharField("predikat organisasi", max_length=16, choices=OrganisationLevel)
    basis = models.TextField("dasar penetapan")
    decided_by = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("unit", "period", name="one_predicate_a_unit_and_period")]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}: {self.get_predicate_display()}"


class Review(models.Model):
    """The evaluation of one plan in one period, from open to reported.

    The appraiser sets two ratings; `predicate` is computed from them by `rules.predicate` and never typed.
    Signing freezes `snapshot`. A later change (objection) is a new row with a higher `version`.
    Clock dates are computed once and kept: `due_delivery`, `due_return`, `due_objection` and
    `due_report`.
    `late_at` is set when the period is closed without a signature: only the superior may rate then.
    `revision` counts saved drafts, `writer` names the page that saved last and `rated_by` whoever did: since
    drafts are delegated two people write one (`actions.rating.save_ratings`).
    `reported_at` is the report to the PyB; it may come before the employee's signature, because the 30 days
    of the report can end before the 14 and 14 days of the document do. `status` is REPORTED when both
    are over.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Belum dinilai"
        RATED = "rated", "Draf"
        SIGNED = "signed", "Ditandatangani penilai"
        DELIVERED = "delivered", "Diterima pegawai"
        ACKNOWLEDGED = "acknowledged", "Ditandatangani pegawai"
        DECLINED = "declined", "Pegawai tidak menandatangani"
        REPORTED = "reported", "Selesai"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reviews")
    version = models.PositiveSmallIntegerField(default=1)
    appraiser = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="reviews_to_do")
    superior = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews_above"
    )
    organisation_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)

    self_results = models.TextField("penilaian diri: hasil kerja", blank=True)
    self_behaviour = models.TextField("penilaian diri: perilaku kerja", blank=True)
    self_at = models.DateTimeField(null=True, blank=True)

    result_rating = models.CharField("rating hasil kerja", max_length=8, choices=Rating, blank=True)
    result_reason = models.TextField("alasan rating hasil kerja", blank=True)
    behaviour_rating = models.CharField("rating perilaku kerja", max_length=8, choices=Rating, blank=True)
    behaviour_reason = models.TextField("alasan rating perilaku kerja", blank=True)
    missing_reason = models.TextField("alasan menilai tanpa realisasi lengkap", blank=True)
    recommendation = models.TextField("catatan/rekomendasi", blank=True)
    study_dropout = models.BooleanField("putus tugas belajar", default=False)
    predicate = models.CharField("predikat kinerja", max_length=16, choices=Predicate, blank=True)
    organisation_predicate = models.CharField(max_length=16, choices=OrganisationLevel, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=36, blank=True)

    late_at = models.DateTimeField("ditandai terlambat", null=True, blank=True)
    taken_over = models.BooleanField("dinilai atasan penilai", default=False)
    take_over_note = models.TextField("catatan pengambilalihan", blank=True)
    final = models.BooleanField("final", default=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.TextField("alasan tidak menandatangani", blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    due_delivery = models.DateField(null=True, blank=True)
    due_return = models.DateField(null=True, blank=True)
    due_objection = models.DateField("batas keberatan", null=True, blank=True)
    due_report = models.DateField(null=True, blank=True)
    calendar_version = models.CharField(max_length=16, blank=True)

    document_number = models.CharField(max_length=60, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["period", "plan", "version"]
        constraints = [
            models.UniqueConstraint("plan", "period", "version", name="review_version_once"),
            models.CheckConstraint(
                condition=Q(predicate="") | (~Q(result_rating="") & ~Q(behaviour_rating="")),
                name="predicate_needs_both_ratings",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "rated"])
                | Q(signed_at__isnull=False, snapshot__isnull=False),
                name="signed_has_snapshot",
            ),
            models.CheckConstraint(
                condition=Q(superior__isnull=True) | ~Q(superior=F("appraiser")), name="superior_is_another"
            ),
        ]
        indexes = [
            models.Index(fields=["appraiser", "status", "period"]),
            models.Index(fields=["period", "status"]),
        ]

    def __str__(self) -> str:
        return f"Penilaian {self.plan} {self.period}"

    @property
    def evaluator_id(self) -> int:
        """Who rates and signs: the appraiser, or his superior once the review is taken over."""
        if self.taken_over and self.superior_id is not None:
            return self.superior_id
        return self.appraiser_id

    @property
    def evaluator(self) -> Employee:
        """The person behind `evaluator_id`."""
        return self.superior if self.taken_over and self.superior else self.appraiser


class Closing(models.Model):
    """The end of a period's evaluation window, declared by HR, with what was found then."""

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="closing")
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    late = models.PositiveIntegerField("belum dinilai")
    reported = models.PositiveIntegerField("dilaporkan")

    def __str__(self) -> str:
        return f"Penutupan {self.period}"


class SignedFile(models.Model):
    """The PDF of a signed review, kept as it was first rendered, so that its SHA-256 stays checkable.

    Rendering again could change bytes (a new font or typst release), and with them the hash that somebody
    printed or sent on. So the first rendering from the frozen snapshot is stored under a random name and
    served ever after. `stage` is the review's status at that moment: the employee's signature makes a
    second file, and the first stays valid for what it says.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="files")
    form = models.CharField("bentuk", max_length=8)
    stage = models.CharField(max_length=12, choices=Review.Status)
    file = models.FileField("berkas", upload_to="documents/", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("review", "form", "stage", name="one_file_a_stage")]

    def __str__(self) -> str:
        return f"{self.form} {self.sha256[:12]}"
