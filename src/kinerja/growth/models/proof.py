"""Proof: which measure should move, for whom, compared with whom, because of which programme.

Figures are computed from citizens' answers and service cases (`insight`), never stored as a result.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.assessment.models import Meeting
from kinerja.people.models import Unit
from kinerja.voice.models import Change, FollowUp, Service

from .development import Course


class Programme(models.Model):
    """A training, a wave of coaching, or a change of process, and the measure that it should move.

    Before: from `before_from` to the day before `starts`. After: from `settled` to `after_to`; the days
    between `starts` and `settled` belong to neither.
    """

    class Kind(models.TextChoices):
        TRAINING = "training", gettext_noop("Pelatihan")
        COACHING = "coaching", gettext_noop("Pembinaan")
        MENTORING = "mentoring", gettext_noop("Mentoring")
        PROCESS = "process", gettext_noop("Perubahan proses")

    class Measure(models.TextChoices):
        SATISFACTION = "satisfaction", gettext_noop("Kepuasan warga (IKM)")
        WITHIN = "within", gettext_noop("Berkas sesuai standar waktu")
        DURATION = "duration", gettext_noop("Lama pelayanan (hari kerja)")
        FIRST_REPLY = "first_reply", gettext_noop("Lama jawaban pertama pengaduan (hari kerja)")

    slug = models.SlugField("kode", max_length=40, unique=True)
    title = models.CharField("judul", max_length=160)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    story = models.TextField("apa yang dilakukan dan mengapa")
    measure = models.CharField("ukuran", max_length=14, choices=Measure)
    # One of the nine elements of satisfaction, or empty for the whole index.
    element = models.CharField("unsur", max_length=20, blank=True)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    change = models.ForeignKey(
        Change, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    # What the plans of a wave of coaching began for (`queries.support_waves`): one of the two, or neither.
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    treated = models.ManyToManyField(Unit, related_name="programmes", verbose_name="unit yang ikut")
    compared = models.ManyToManyField(
        Unit, related_name="+", blank=True, verbose_name="unit pembanding yang tidak ikut"
    )
    before_from = models.DateField("masa sebelum, mulai")
    starts = models.DateField("program mulai")
    settled = models.DateField("masa sesudah, mulai")
    after_to = models.DateField("masa sesudah, sampai")
    published = models.BooleanField("tampil untuk umum", default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(before_from__lt=F("starts"))
                & Q(starts__lte=F("settled"))
                & Q(settled__lte=F("after_to")),
                name="programme_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(follow_up__isnull=True) | Q(meeting__isnull=True), name="programme_of_one_wave"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """Of the table "programme": draft, public."""
        return "public" if self.published else "draft"

    @property
    def coached_for(self) -> FollowUp | Meeting | None:
        """The reason of the wave of coaching that it measures."""
        return self.follow_up or self.meeting
