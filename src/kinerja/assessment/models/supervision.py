"""What the supervisor and the people concerned are told: warnings, remarks, notices, delegation."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Unit, ends_after_start
from kinerja.plans.models import Period

from .review import Review


class EarlyWarning(models.Model):
    """An early warning: a fact that somebody looks into and closes with a note. Never a verdict.

    `key` names the fact, so that the same one is raised once; of a case that came back also its day.
    """

    class Kind(models.TextChoices):
        NO_PLAN = "no_plan", gettext_noop("SKP belum ditetapkan")
        NO_FEEDBACK = "no_feedback", gettext_noop("Umpan balik terjadwal belum ada")
        NO_EVIDENCE = "no_evidence", gettext_noop("Bukti dukung belum ada")
        WINDOW = "window", gettext_noop("Jendela penilaian hampir tutup")
        SAME_RATING = "same_rating", gettext_noop("Semua dinilai sama")
        IN_A_MINUTE = "in_a_minute", gettext_noop("Dinilai beruntun dalam satu menit")
        PASTED = "pasted", gettext_noop("Umpan balik sama untuk orang lain")
        COPIED_TARGET = "copied_target", gettext_noop("Realisasi menyalin target")
        LENIENT = "lenient", gettext_noop("Penilaian jauh lebih longgar")
        SEVERE = "severe", gettext_noop("Penilaian jauh lebih ketat")
        LATE_OBJECTION = "late_objection", gettext_noop("Keberatan lewat batas putusan")

    class Status(models.TextChoices):
        OPEN = "open", gettext_noop("Terbuka")
        CLOSED = "closed", gettext_noop("Ditutup")

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=14, choices=Kind)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="warnings"
    )
    facts = models.JSONField(default=dict)
    raised_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    note = models.TextField("catatan penutup", blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status="open") | ~Q(note=""), name="warning_closed_with_note")
        ]
        indexes = [models.Index(fields=["status", "kind"]), models.Index(fields=["unit", "status"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class WarningReply(models.Model):
    """What the person says whom a warning is about, while it is open. Nothing is taken back."""

    warning = models.ForeignKey(EarlyWarning, on_delete=models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("jawaban")
    at = models.DateTimeField("dijawab")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="warning_reply_says_something")]

    def __str__(self) -> str:
        return self.text


class CalibrationRemark(models.Model):
    """A remark of the head on a rating before it is signed, and what the appraiser did with it.

    The head never sets a rating; the appraiser keeps it with a reason or changes it himself. Both are told
    to the employee with the signed result.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="remarks")
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("catatan kalibrasi")
    at = models.DateTimeField()
    before = models.JSONField(default=dict)
    answer = models.TextField("jawaban penilai", blank=True)
    changed = models.BooleanField("rating diubah", null=True, blank=True)
    after = models.JSONField(default=dict, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["review", "at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="remark_answered_in_words"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Notice(models.Model):
    """What somebody is told in the page and by mail: once for each `key`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=200)
    due = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint("user", "key", name="one_notice_a_key")]
        indexes = [
            models.Index(fields=["user", "-at"]),
            models.Index(fields=["at"], condition=Q(mailed_at__isnull=True), name="notice_to_mail"),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeSetting(models.Model):
    """When somebody wants mail: at once or once a day, and never in the quiet hours (office time)."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", gettext_noop("Segera")
        DAILY = "daily", gettext_noop("Ringkasan harian")
        NEVER = "never", gettext_noop("Hanya di halaman")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="notice_setting"
    )
    rhythm = models.CharField("surel", max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    quiet_from = models.TimeField("jam tenang mulai", default="18:00")
    quiet_until = models.TimeField("jam tenang sampai", default="07:00")

    def __str__(self) -> str:
        return self.get_rhythm_display()


class Delegation(models.Model):
    """An appraiser lets somebody prepare reviews for him; signing stays with the appraiser."""

    giver = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="delegations_given")
    taker = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="delegations_taken")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    reason = models.CharField("alasan", max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts"]
        constraints = [
            ends_after_start("delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} kepada {self.taker}"

    def state_on(self, on: date) -> str:
        """Of the table "delegation" on the day: coming, running, lapsed; ended whenever it was ended."""
        if self.ended_at:
            return "ended"
        if on < self.starts:
            return "coming"
        return "running" if on <= self.ends else "lapsed"
