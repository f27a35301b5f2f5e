"""Mentoring (form B.1.7): offered and sought, matched with reasons, journal, midpoint, close with both views.

PermenPANRB 6/2022 Ps 21 and Lampiran hlm 82.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee


class MentorOffer(models.Model):
    """Somebody offers to mentor in a skill; `reverse`: the younger teaches (digital skills)."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="mentor_offers")
    skill = models.CharField("keahlian", max_length=160)
    competence = models.CharField("kompetensi", max_length=60, blank=True)
    text = models.TextField("yang dapat saya bagikan", blank=True)
    reverse = models.BooleanField("mentoring terbalik", default=False)
    most = models.PositiveSmallIntegerField("paling banyak orang", default=2)
    active = models.BooleanField("dibuka", default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=Q(most__range=(1, 10)), name="mentor_most")]

    def __str__(self) -> str:
        return f"{self.employee}: {self.skill}"


class MentorWish(models.Model):
    """Somebody seeks a mentor."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="mentor_wishes")
    skill = models.CharField("keahlian", max_length=160)
    competence = models.CharField("kompetensi", max_length=60, blank=True)
    text = models.TextField("yang ingin saya capai", blank=True)
    active = models.BooleanField("dibuka", default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.employee}: {self.skill}"


class Mentorship(models.Model):
    """Two people, a goal with its measure, a span of days. `reasons`: why they were matched, as shown."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_noop("Menunggu persetujuan")
        RUNNING = "running", gettext_noop("Berjalan")
        CLOSED = "closed", gettext_noop("Selesai")
        DECLINED = "declined", gettext_noop("Tidak dilanjutkan")

    mentor = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="mentors")
    mentee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="mentored")
    wish = models.ForeignKey(MentorWish, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    skill = models.CharField("keahlian", max_length=160)
    competence = models.CharField("kompetensi", max_length=60, blank=True)
    reverse = models.BooleanField("mentoring terbalik", default=False)
    reasons = models.JSONField(default=list)
    expected = models.TextField("perubahan yang diharapkan")
    measure = models.TextField("ukuran keberhasilan")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    mentor_agreed_at = models.DateTimeField(null=True, blank=True)
    mentee_agreed_at = models.DateTimeField(null=True, blank=True)
    midpoint_on = models.DateField("tengah masa")
    midpoint_note = models.TextField("catatan tengah masa", blank=True)
    midpoint_at = models.DateTimeField(null=True, blank=True)
    # The measured change, in the measure's own unit.
    before = models.DecimalField("sebelum", max_digits=10, decimal_places=2, null=True, blank=True)
    after = models.DecimalField("sesudah", max_digits=10, decimal_places=2, null=True, blank=True)
    mentor_view = models.TextField("pandangan mentor", blank=True)
    mentee_view = models.TextField("pandangan mentee", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField("alasan", blank=True)

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="nobody_mentors_himself"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="mentorship_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(mentor_view="") & ~Q(mentee_view=""),
                name="mentorship_closed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(why=""), name="mentorship_declined_why"
            ),
            models.UniqueConstraint(
                "mentor",
                "mentee",
                condition=Q(status__in=["proposed", "running"]),
                name="one_mentorship_a_pair",
            ),
        ]
        indexes = [models.Index(fields=["mentor", "status"]), models.Index(fields=["mentee", "status"])]

    def __str__(self) -> str:
        return f"{self.mentor} - {self.mentee}"


class MentorMeeting(models.Model):
    """A meeting in the calendar; the journal entry is written afterwards (place, matter, action, day)."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField("waktu")
    minutes = models.PositiveSmallIntegerField("lama (menit)", default=60)
    place = models.CharField("tempat", max_length=200)
    material = models.TextField("materi", blank=True)
    action = models.TextField("rencana aksi", blank=True)
    action_due = models.DateField("target waktu", null=True, blank=True)
    action_done = models.DateField("rencana aksi selesai", null=True, blank=True)
    written_by = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField(null=True, blank=True)
    cancelled = models.BooleanField("dibatalkan", default=False)

    class Meta:
        ordering = ["mentorship", "-starts_at"]

    def __str__(self) -> str:
        return f"{self.mentorship} {self.starts_at:%Y-%m-%d}"

    @property
    def state(self) -> str:
        """Of the table "mentor_meeting": planned, written (has a journal), finished (its action too),
        cancelled."""
        if self.cancelled:
            return "cancelled"
        if self.action_done:
            return "finished"
        return "written" if self.written_at else "planned"
