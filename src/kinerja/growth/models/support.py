"""Support: plans agreed between two people with steps, dates, promised resources and a result.

PermenPANRB 6/2022 Ps 20-21 and Lampiran hlm 78-88 (forms B.1.6, B.1.8, B.1.10); PP 30/2019 Ps 56-58.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.assessment.models import Decision, Review
from kinerja.people.models import Employee
from kinerja.voice.models import FollowUp


class SupportPlan(models.Model):
    """Coaching (B.1.6), guidance, or the improvement path of six months; the employee agrees to it.

    Opened from one of: a meeting's decision, a survey follow-up, a competence gap, an evaluation; or freely.
    """

    class Kind(models.TextChoices):
        COACHING = "coaching", gettext_noop("Coaching")
        GUIDANCE = "guidance", gettext_noop("Bimbingan kinerja")
        IMPROVEMENT = "improvement", gettext_noop("Perbaikan kinerja enam bulan")

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_noop("Disusun")
        OFFERED = "offered", gettext_noop("Menunggu persetujuan pegawai")
        RUNNING = "running", gettext_noop("Berjalan")
        CLOSED = "closed", gettext_noop("Selesai")
        DROPPED = "dropped", gettext_noop("Dihentikan")

    class Result(models.TextChoices):
        REACHED = "reached", gettext_noop("Tercapai")
        PARTLY = "partly", gettext_noop("Tercapai sebagian")
        MISSED = "missed", gettext_noop("Belum tercapai")

    kind = models.CharField("jenis", max_length=12, choices=Kind)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="support_plans")
    guide = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="guides")
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="support_plan"
    )
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, blank=True, related_name="support_plans"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="support_plans"
    )
    competence = models.CharField("kompetensi", max_length=60, blank=True)
    # The four parts of B.1.6.
    goal = models.TextField("tujuan")
    facts = models.TextField("fakta", blank=True)
    options = models.TextField("peluang", blank=True)
    # "Penyesuaian ukuran/target": when yes, the SKP itself is to be changed.
    adjusts_target = models.BooleanField("ukuran atau target SKP disesuaikan", default=False)
    starts = models.DateField("mulai")
    due = models.DateField("sampai")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    agreed_at = models.DateTimeField(null=True, blank=True)
    # Improvement path only: until when his answer is awaited, and why it was started without one.
    answer_by = models.DateField("jawaban ditunggu sampai", null=True, blank=True)
    unanswered_at = models.DateTimeField(null=True, blank=True)
    unanswered_why = models.TextField("alasan dimulai tanpa jawaban", blank=True)
    # What the employee wished for when he returned the offer; he reads the draft from then on.
    wish = models.TextField("keinginan pegawai", blank=True)
    result = models.CharField("hasil", max_length=8, choices=Result, blank=True)
    outcome = models.TextField("uraian hasil", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(employee=F("guide")), name="nobody_guides_himself"),
            models.CheckConstraint(condition=Q(due__gte=F("starts")), name="support_due_after_start"),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(result="") & ~Q(outcome=""), name="support_closed_says_how"
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(outcome=""), name="support_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=Q(unanswered_at__isnull=True) | Q(kind="improvement") & ~Q(unanswered_why=""),
                name="support_unanswered_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "status"]),
            models.Index(fields=["guide", "status", "due"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.employee}"


class SupportStep(models.Model):
    """One step with its day; done with evidence in words (a link or what was seen)."""

    class By(models.TextChoices):
        EMPLOYEE = "employee", gettext_noop("Pegawai")
        GUIDE = "guide", gettext_noop("Pembimbing")

    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField("langkah")
    by = models.CharField("oleh", max_length=8, choices=By, default=By.EMPLOYEE)
    due = models.DateField("batas")
    done_on = models.DateField("selesai", null=True, blank=True)
    evidence = models.TextField("bukti", blank=True)

    class Meta:
        ordering = ["plan", "due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(evidence=""), name="step_done_with_evidence"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Promise(models.Model):
    """A resource that a leader promised with the plan; kept, open or withdrawn, and it counts.

    What another wrote in his name waits until he confirms it; a denied one counts nowhere.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", gettext_noop("Menunggu konfirmasi")
        DENIED = "denied", gettext_noop("Tidak diakui")
        OPEN = "open", gettext_noop("Dijanjikan")
        KEPT = "kept", gettext_noop("Dipenuhi")
        WITHDRAWN = "withdrawn", gettext_noop("Ditarik")

    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="promises")
    text = models.CharField("dukungan", max_length=300)
    promised_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="promises")
    due = models.DateField("batas")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    note = models.TextField("keterangan", blank=True)

    class Meta:
        ordering = ["plan", "due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["kept", "withdrawn"]) | Q(settled_on__isnull=False) & ~Q(note=""),
                name="promise_settled_says_how",
            )
        ]

    def __str__(self) -> str:
        return self.text


class SupportTalk(models.Model):
    """One session of a plan: what was talked about, what was agreed. Counts as hours by `hours.kind`."""

    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="talks")
    held_on = models.DateField("tanggal")
    progress = models.TextField("kemajuan dan masalah")
    agreed = models.TextField("yang disepakati")
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.plan} {self.held_on}"


class PathStep(models.Model):
    """One line of the checklist of an improvement path (codes and days from rule `improvement.path`)."""

    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="path_steps")
    code = models.CharField(max_length=30)
    opens = models.DateField("mulai dapat dilakukan")
    due = models.DateField("batas", null=True, blank=True)
    done_on = models.DateField("dilakukan", null=True, blank=True)
    note = models.TextField("catatan", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["plan", "opens", "id"]
        constraints = [
            models.UniqueConstraint("plan", "code", name="path_step_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(note=""), name="path_step_done_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CoachFeedback(models.Model):
    """Form B.1.8: nine fixed statements about a coaching; for the coach's superior, never the coach alone.

    `answers` maps the code of a statement (`coach.statements`) to 1..4; `to` is the reader.
    """

    plan = models.OneToOneField(SupportPlan, on_delete=models.PROTECT, related_name="feedback")
    to = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    note = models.TextField("catatan", blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.plan} {self.at:%Y-%m-%d}"
