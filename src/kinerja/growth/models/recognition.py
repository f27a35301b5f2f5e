"""Recognition: schemes that the agency writes itself, proposals with their evidence, votes, decisions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.assessment.models import Decision, Team
from kinerja.people.models import Employee, Unit


class AwardScheme(models.Model):
    """One kind of award: what for, how often, how many, who decides, from when (basis: own decree)."""

    class Every(models.TextChoices):
        MONTH = "month", gettext_noop("Setiap bulan")
        QUARTER = "quarter", gettext_noop("Setiap triwulan")
        YEAR = "year", gettext_noop("Setiap tahun")

    class Decides(models.TextChoices):
        JURY = "jury", gettext_noop("Dewan juri")
        RULE = "rule", gettext_noop("Terpenuhinya semua syarat")

    class For(models.TextChoices):
        EMPLOYEE = "employee", gettext_noop("Pegawai")
        TEAM = "team", gettext_noop("Tim kerja")
        UNIT = "unit", gettext_noop("Unit kerja")

    name = models.CharField("nama penghargaan", max_length=120)
    purpose = models.TextField("untuk apa")
    given_to = models.CharField("untuk", max_length=10, choices=For, default=For.EMPLOYEE)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="award_schemes"
    )
    every = models.CharField("masa", max_length=8, choices=Every)
    quota = models.PositiveSmallIntegerField("paling banyak tiap masa")
    decides = models.CharField("penentu", max_length=6, choices=Decides)
    needed_votes = models.PositiveSmallIntegerField("suara setuju yang diperlukan", default=1)
    basis = models.CharField("dasar", max_length=200)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name", "-starts"]
        constraints = [
            models.CheckConstraint(condition=Q(quota__gte=1), name="scheme_quota"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="scheme_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AwardCriterion(models.Model):
    """One condition. `code` is a source of facts that the system can read; "other" is judged by people."""

    class Code(models.TextChoices):
        PREDICATE = "predicate", gettext_noop("Predikat kinerja paling rendah")
        WITHIN = "within", gettext_noop("Persen berkas sesuai standar, paling sedikit")
        CASES = "cases", gettext_noop("Jumlah berkas yang dilayani, paling sedikit")
        SATISFACTION = "satisfaction", gettext_noop("Nilai kepuasan warga (IKM), paling sedikit")
        PRAISE = "praise", gettext_noop("Apresiasi warga yang terverifikasi, paling sedikit")
        TEAM = "team", gettext_noop("Peran aktif dalam tim kerja, paling sedikit")
        OTHER = "other", gettext_noop("Dinilai juri")

    scheme = models.ForeignKey(AwardScheme, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField("syarat", max_length=12, choices=Code)
    # A number, or the code of a predicate; empty for "other".
    least = models.CharField("batas", max_length=20, blank=True)
    text = models.CharField("penjelasan", max_length=300, blank=True)

    class Meta:
        ordering = ["scheme", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code="other") & ~Q(text="") | ~Q(code="other") & ~Q(least=""),
                name="criterion_says_what",
            )
        ]

    def __str__(self) -> str:
        return self.text or f"{self.code} {self.least}"


class Juror(models.Model):
    """A member of the jury of a scheme."""

    scheme = models.ForeignKey(AwardScheme, on_delete=models.CASCADE, related_name="jurors")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["employee__name"]
        constraints = [models.UniqueConstraint("scheme", "employee", name="juror_once")]

    def __str__(self) -> str:
        return str(self.employee)


class AwardProposal(models.Model):
    """Somebody is proposed for an award over a span of days; `evidence` is frozen when it is proposed.

    `evidence`: [{"code", "text", "figure", "source", "met": true|false|null}], one row a criterion.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_noop("Diusulkan")
        AWARDED = "awarded", gettext_noop("Diberikan")
        REFUSED = "refused", gettext_noop("Tidak diberikan")
        WITHDRAWN = "withdrawn", gettext_noop("Ditarik")

    scheme = models.ForeignKey(AwardScheme, on_delete=models.PROTECT, related_name="proposals")
    starts = models.DateField("masa mulai")
    ends = models.DateField("masa sampai")
    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="award_proposals"
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="award_proposals"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="award_proposals"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="award_proposals"
    )
    reason = models.TextField("alasan")
    evidence = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField("alasan keputusan", blank=True)
    # Publication needs the person's yes; None: not asked or not answered yet.
    consent = models.BooleanField("setuju diumumkan", null=True, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="proposal_ends_after_start"),
            models.CheckConstraint(
                condition=Q(employee__isnull=False, team__isnull=True, unit__isnull=True)
                | Q(employee__isnull=True, team__isnull=False, unit__isnull=True)
                | Q(employee__isnull=True, team__isnull=True, unit__isnull=False),
                name="proposal_for_one",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed") | ~Q(why="") & Q(decided_at__isnull=False),
                name="proposal_decided_says_why",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(status="awarded"), name="published_is_awarded"
            ),
            models.UniqueConstraint(
                "scheme",
                "starts",
                "employee",
                condition=Q(status__in=["proposed", "awarded"]),
                name="one_proposal_a_person_and_span",
            ),
            models.UniqueConstraint(
                "decision", condition=~Q(status="withdrawn"), name="one_proposal_a_decision"
            ),
        ]
        indexes = [models.Index(fields=["status", "-proposed_at"])]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.employee or self.team or self.unit}"


class AwardAttachment(models.Model):
    """A file beside a proposal and, in words, what it shows; whoever judges the proposal opens it."""

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="attachments")
    text = models.CharField("yang ditunjukkan berkas", max_length=300)
    file = models.FileField("berkas", upload_to="awards/", max_length=200)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text


class AwardVote(models.Model):
    """A juror's yes or no, with the reason."""

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="votes")
    juror = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    yes = models.BooleanField("setuju")
    reason = models.TextField("alasan")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint("proposal", "juror", name="one_vote_a_juror")]

    def __str__(self) -> str:
        return f"{self.juror}: {self.yes}"


class Certificate(models.Model):
    """What was handed out on paper. `facts` is the snapshot printed; `code` is in the QR; the file is kept.

    Revoked ones stay in the register with day and reason.
    """

    class Kind(models.TextChoices):
        AWARD = "award", gettext_noop("Piagam penghargaan")
        TRAINING = "training", gettext_noop("Sertifikat pelatihan")

    class Status(models.TextChoices):
        VALID = "valid", gettext_noop("Berlaku")
        REVOKED = "revoked", gettext_noop("Dicabut")

    number = models.CharField("nomor", max_length=60, unique=True)
    code = models.CharField(max_length=32, unique=True, editable=False)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    holder = models.CharField("penerima", max_length=200)
    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    unit = models.CharField("unit kerja", max_length=200)
    title = models.CharField("judul", max_length=200)
    facts = models.JSONField()
    proposal = models.OneToOneField(
        AwardProposal, on_delete=models.PROTECT, null=True, blank=True, related_name="certificate"
    )
    issued_on = models.DateField("tanggal terbit")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    pdf = models.BinaryField(editable=False)
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=Status, default=Status.VALID)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_why = models.TextField("alasan pencabutan", blank=True)

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="valid") | ~Q(revoked_why="") & Q(revoked_at__isnull=False),
                name="revoked_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.number
