"""Many-sided feedback on behaviour: a round, who is asked about whom, and answers that nobody can trace.

As in voting: who was asked takes a ticket, his name is ticked off, and the ticket is all that the answer
needs. The ticket is deleted when it is used; an answer knows round, subject and relation, and nothing else.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_noop

from kinerja.people.families import in_family
from kinerja.people.models import Employee, Unit
from kinerja.plans.models import Period


class Relation(models.TextChoices):
    """From which side somebody speaks. Citizens speak through `voice`."""

    SUPERIOR = "superior", gettext_noop("Atasan")
    PEER = "peer", gettext_noop("Rekan kerja setingkat")
    SUBORDINATE = "subordinate", gettext_noop("Bawahan")
    OTHER = "other", gettext_noop("Rekan dari unit lain")


class FeedbackRound(models.Model):
    """A window in which those who are asked speak about the seven values of a set of people."""

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_noop("Draf")
        OPEN = "open", gettext_noop("Berjalan")
        CLOSED = "closed", gettext_noop("Ditutup")
        CANCELLED = "cancelled", gettext_noop("Dibatalkan")

    name = models.CharField("nama putaran", max_length=120)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="feedback_rounds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="feedback_rounds")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    message = models.TextField("pesan kepada yang diminta", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="round_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name


class FeedbackAsk(models.Model):
    """Somebody is asked about somebody. `answered` only says that the ticket was taken."""

    class Origin(models.TextChoices):
        PROPOSED = "proposed", gettext_noop("Diusulkan sistem")
        ADDED = "added", gettext_noop("Ditambahkan penilai")

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="asks")
    subject = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="asked_about")
    asked = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="asked_to_speak")
    relation = models.CharField(max_length=12, choices=Relation)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PROPOSED)
    why = models.CharField("alasan diusulkan", max_length=200, blank=True)
    answered = models.BooleanField("tiket diambil", default=False)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["subject", "relation", "asked"]
        constraints = [
            models.UniqueConstraint("round", "subject", "asked", name="asked_once_a_round"),
            models.CheckConstraint(condition=~Q(subject=F("asked")), name="nobody_is_asked_about_himself"),
        ]
        indexes = [models.Index(fields=["asked", "answered"])]

    def __str__(self) -> str:
        return f"{self.asked} tentang {self.subject}"


class FeedbackCode(models.Model):
    """A code that nobody has taken yet. All of a round are made when it opens; taking one deletes it.

    So no row that stays was written together with the tick on the name (docs/adr: feedback without a trace).
    """

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation)
    code = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["round", "subject", "relation"])]

    def __str__(self) -> str:
        return f"{self.round} {self.subject}"


class FeedbackTicket(models.Model):
    """A right to one answer; only its digest is kept, and not whose it is."""

    digest = models.CharField(max_length=64, primary_key=True)
    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation)

    def __str__(self) -> str:
        return self.digest[:8]


class FeedbackAnswer(models.Model):
    """One answer: `values` maps a value's code to 1..4 (jarang, kadang, sering, selalu), blanks left out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(FeedbackRound, on_delete=models.PROTECT, related_name="answers")
    subject = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation)
    values = models.JSONField()
    keep = models.TextField("yang perlu dipertahankan", blank=True)
    change = models.TextField("yang perlu diubah", blank=True)

    class Meta:
        indexes = [models.Index(fields=["round", "subject", "relation"])]

    def __str__(self) -> str:
        return f"{self.round} {self.subject}"


class SourceChoice(models.Model):
    """Which sources an agency shows its appraisers, for a group of posts, from a day on.

    The group are the posts of `level` and of `job_family`; blank holds for all of them.
    """

    class Source(models.TextChoices):
        SELF = "self", gettext_noop("Penilaian diri")
        ROUND = "round", gettext_noop("Umpan balik banyak pihak")
        CITIZENS = "citizens", gettext_noop("Suara warga")
        MEASURES = "measures", gettext_noop("Ukuran layanan")
        TEAMS = "teams", gettext_noop("Kontribusi tim")
        COMPETENCE = "competence", gettext_noop("Kompetensi")
        INTEGRITY = "integrity", gettext_noop("Integritas")

    source = models.CharField("sumber", max_length=12, choices=Source)
    level = models.CharField("tingkat jabatan", max_length=14, blank=True)
    job_family = models.CharField("rumpun jabatan", max_length=80, blank=True)
    on = models.BooleanField("dipakai")
    starts = models.DateField("mulai")
    reason = models.CharField("dasar", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["source", "level", "-starts"]
        constraints = [
            models.UniqueConstraint(
                "source", "level", Lower("job_family"), "starts", name="source_choice_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_source_display()

    @property
    def narrowness(self) -> tuple[int, bool]:
        """How specific the group is: a family before a level, more words of it before fewer."""
        return len(self.job_family), bool(self.level)

    def holds_for(self, level: str, title: str) -> bool:
        """Whether a post of this level and title is in the group."""
        return self.level in {"", level} and (not self.job_family or in_family(title, self.job_family))
