"""What follows from what citizens said: follow-up rows that live until closed, and what changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Unit

from .services import Service
from .surveys import SurveyPeriod


class FollowUp(models.Model):
    """Rencana tindak lanjut: element, programme, quarter, responsible (BAB IV.2 of the SKM report)."""

    class Status(models.TextChoices):
        OPEN = "open", gettext_noop("Berjalan")
        DONE = "done", gettext_noop("Selesai")
        DROPPED = "dropped", gettext_noop("Dibatalkan")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="follow_ups")
    period = models.ForeignKey(
        SurveyPeriod, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    element = models.CharField("unsur", max_length=20, blank=True)
    topic = models.ForeignKey(
        "voice.Topic", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    programme = models.TextField("program atau kegiatan")
    year = models.PositiveSmallIntegerField("tahun")
    quarter = models.PositiveSmallIntegerField("triwulan")
    responsible = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="follow_ups")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    outcome = models.TextField("hasil", blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["year", "quarter", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="follow_up_quarter"),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(outcome=""), name="follow_up_closed_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.programme


class Change(models.Model):
    """ "Anda bicara, kami perbaiki": one thing that changed, what caused it, and the measure around it.

    `measure` is a code of `voice.change_measures`. `before` and `after` of a draft hold the quarter they are
    to be taken from, {"starts": "2026-01-01"}; publishing freezes the figures in them: {"starts": ...,
    "value": "5", "unit": "working_days", "n": 310}. `element` is one of the survey `period`.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="changes")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    title = models.CharField("yang berubah", max_length=200)
    text = models.TextField("penjelasan")
    changed_on = models.DateField("berlaku sejak")
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    period = models.ForeignKey(
        SurveyPeriod, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    element = models.CharField("unsur", max_length=20, blank=True)
    topic = models.ForeignKey(
        "voice.Topic", on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    complaints = models.ManyToManyField("voice.Complaint", blank=True, related_name="changes")
    measure = models.CharField("ukuran", max_length=120, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-changed_on", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """Of the table "change": draft, published."""
        return "published" if self.published_at else "draft"
