"""Competence: what a post asks for, what a person shows. Feeds development, never the predicate.

PermenPANRB 38/2017 (nine competencies, levels 1..5); technical ones by job family are the agency's own.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Post

LEVEL = [MinValueValidator(1), MaxValueValidator(5)]


class TechnicalCompetence(models.Model):
    """A technical competence of a job family, with five level descriptions."""

    job_family = models.CharField("rumpun jabatan", max_length=80)
    code = models.SlugField("kode", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)
    levels = ArrayField(models.TextField(), size=5)
    retired = models.BooleanField("tidak dipakai lagi", default=False)

    class Meta:
        ordering = ["job_family", "name"]
        constraints = [models.CheckConstraint(condition=Q(levels__len=5), name="technical_five_levels")]

    def __str__(self) -> str:
        return self.name


class RequiredLevel(models.Model):
    """The level of a competence that a post asks for from a day on; wins over the rule by level of post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="required_levels")
    code = models.CharField("kompetensi", max_length=60)
    level = models.PositiveSmallIntegerField("level", validators=LEVEL)
    starts = models.DateField("mulai")
    basis = models.CharField("dasar", max_length=200)

    class Meta:
        ordering = ["post", "code", "-starts"]
        constraints = [
            models.UniqueConstraint("post", "code", "starts", name="required_level_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="required_level_1_5"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.code} {self.level}"


class CompetenceAssessment(models.Model):
    """One assessment of one person by one assessor; final ones never change."""

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_noop("Draf")
        FINAL = "final", gettext_noop("Selesai")

    class Method(models.TextChoices):
        CENTER = "center", gettext_noop("Pusat penilaian")
        INTERVIEW = "interview", gettext_noop("Wawancara")
        OBSERVATION = "observation", gettext_noop("Pengamatan di tempat kerja")
        TEST = "test", gettext_noop("Uji kompetensi")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="competence_assessments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="assesses_competence")
    method = models.CharField("cara", max_length=12, choices=Method)
    held_on = models.DateField("tanggal")
    status = models.CharField(max_length=6, choices=Status, default=Status.DRAFT)
    note = models.TextField("catatan", blank=True)
    # What the assessor typed so far: {code: {"level": "3", "evidence": "..."}}. Empty once it is final.
    draft = models.JSONField(default=dict, blank=True)
    finalised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(employee=models.F("assessor")), name="nobody_assesses_himself"
            )
        ]
        indexes = [models.Index(fields=["employee", "status", "-held_on"])]

    def __str__(self) -> str:
        return f"{self.employee} {self.held_on}"


class CompetenceScore(models.Model):
    """One competence in one assessment: level asked for (frozen), level shown, and what it was seen in."""

    assessment = models.ForeignKey(CompetenceAssessment, on_delete=models.CASCADE, related_name="scores")
    code = models.CharField("kompetensi", max_length=60)
    required = models.PositiveSmallIntegerField("level syarat", validators=LEVEL)
    achieved = models.PositiveSmallIntegerField("level capaian", validators=LEVEL)
    evidence = models.TextField("bukti")

    class Meta:
        ordering = ["assessment", "id"]
        constraints = [
            models.UniqueConstraint("assessment", "code", name="one_score_a_competence"),
            models.CheckConstraint(
                condition=Q(required__range=(1, 5), achieved__range=(1, 5)), name="score_levels_1_5"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="score_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.achieved}/{self.required}"
