"""The quarterly evaluation meeting of a unit: agenda, attendance, decisions, minutes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Unit
from kinerja.plans.models import Period


class Meeting(models.Model):
    """One meeting of one unit about one period. `minutes` are corrected until they are approved."""

    class Status(models.TextChoices):
        PLANNED = "planned", gettext_noop("Direncanakan")
        RUNNING = "running", gettext_noop("Berlangsung")
        DRAFTED = "drafted", gettext_noop("Notula dikoreksi")
        APPROVED = "approved", gettext_noop("Notula disetujui")
        CANCELLED = "cancelled", gettext_noop("Dibatalkan")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="meetings")
    chair = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="chairs")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    place = models.CharField("tempat", max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    minutes = models.TextField("notula", blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            models.UniqueConstraint(
                "unit", "period", condition=~Q(status="cancelled"), name="one_meeting_a_unit_and_period"
            ),
        ]

    def __str__(self) -> str:
        return f"Rapat evaluasi {self.unit} {self.period}"


class AgendaItem(models.Model):
    """One point. Built from data when the meeting begins (`facts` frozen then), or added by the chair."""

    class Kind(models.TextChoices):
        OPEN_DECISION = "decision", gettext_noop("Keputusan yang belum tuntas")
        GOAL = "goal", gettext_noop("Sasaran berisiko")
        MEASURE = "measure", gettext_noop("Ukuran layanan")
        FOLLOW_UP = "follow_up", gettext_noop("Tindak lanjut survei")
        COMPLAINT = "complaint", gettext_noop("Pengaduan lewat batas")
        RECOGNISE = "recognise", gettext_noop("Patut dihargai")
        SUPPORT = "support", gettext_noop("Perlu dukungan")
        OTHER = "other", gettext_noop("Lain-lain")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField("pokok", max_length=200)
    facts = models.JSONField(default=dict, blank=True)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    discussed = models.TextField("pembahasan", blank=True)

    class Meta:
        ordering = ["meeting", "order", "id"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Who was invited, and whether he came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    present = models.BooleanField("hadir", null=True, blank=True)
    reason = models.CharField("alasan tidak hadir", max_length=200, blank=True)

    class Meta:
        ordering = ["employee__name"]
        constraints = [models.UniqueConstraint("meeting", "employee", name="invited_once")]

    def __str__(self) -> str:
        return str(self.employee)


class Decision(models.Model):
    """What was decided: a task, a recognition or support for somebody, with owner and date."""

    class Kind(models.TextChoices):
        TASK = "task", gettext_noop("Tugas")
        RECOGNITION = "recognition", gettext_noop("Penghargaan")
        SUPPORT = "support", gettext_noop("Dukungan")

    class Status(models.TextChoices):
        OPEN = "open", gettext_noop("Berjalan")
        DONE = "done", gettext_noop("Selesai")
        DROPPED = "dropped", gettext_noop("Dibatalkan")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    text = models.TextField("keputusan")
    owner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="decisions_owned")
    about = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField("batas")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    outcome = models.TextField("hasil", blank=True)
    decided_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="task") | Q(about__isnull=False), name="decision_about_whom"
            ),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(outcome=""), name="decision_closed_says_how"
            ),
        ]
        indexes = [models.Index(fields=["owner", "status", "due"])]

    def __str__(self) -> str:
        return self.text


class MinutesVersion(models.Model):
    """What the minutes said before a correction."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes_versions")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.meeting} {self.at:%Y-%m-%d}"
