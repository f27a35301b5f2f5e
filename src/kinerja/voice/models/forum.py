"""The forum: topics by unit or service, posts of citizens and of the office, moderation with a history."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kinerja.people.models import Unit

from .services import Service


class Citizen(models.Model):
    """Somebody who takes part with a name of his choice; his e-mail address is proven by a code."""

    class Digest(models.TextChoices):
        NONE = "none", gettext_noop("Tidak dikirim")
        DAILY = "daily", gettext_noop("Setiap hari")
        WEEKLY = "weekly", gettext_noop("Setiap minggu")

    email = models.EmailField("surel")
    nickname = models.CharField("nama tampilan", max_length=40)
    joined_at = models.DateTimeField()
    digest = models.CharField("ringkasan lewat surel", max_length=8, choices=Digest, default=Digest.WEEKLY)
    digested_at = models.DateTimeField(null=True, blank=True)
    blocked_until = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="citizen_email_once"),
            models.UniqueConstraint(Lower("nickname"), name="citizen_nickname_once"),
        ]

    def __str__(self) -> str:
        return self.nickname

    @property
    def shown_name(self) -> str:
        """What readers see: the chosen name, or "Warga" after the citizen left the forum."""
        return _("Warga") if self.erased_at else self.nickname


class SignInCode(models.Model):
    """A six-digit code sent to an address; only its digest is kept, few tries, short life."""

    email = models.EmailField()
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["email"]), models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return self.email


class Topic(models.Model):
    """A topic about a unit or one of its services; `hidden`, title and all, when its opening post is."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="topics")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="topics"
    )
    title = models.CharField("judul", max_length=150)
    closed = models.BooleanField("ditutup", default=False)
    pinned = models.BooleanField("disematkan", default=False)
    hidden = models.BooleanField("disembunyikan", default=False)
    conclusion = models.TextField("kesimpulan", blank=True)
    created_at = models.DateTimeField()
    last_post_at = models.DateTimeField()

    class Meta:
        ordering = ["-pinned", "-last_post_at"]
        indexes = [
            models.Index(fields=["unit", "-last_post_at"]),
            GinIndex(SearchVector("title", config="indonesian"), name="topic_title_search"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """Of the table "topic": open, closed. Whether it is hidden is its opening post's."""
        return "closed" if self.closed else "open"


class ForumPost(models.Model):
    """One contribution: of a citizen, or of the office (then `by` is set, and users cannot hide it).

    `awaits_moderator`: somebody reported it or it names an employee, and nobody has decided yet.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("tulisan")
    official = models.BooleanField("jawaban resmi", default=False)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField("alasan disembunyikan", max_length=200, blank=True)
    awaits_moderator = models.BooleanField("menunggu moderator", default=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(citizen__isnull=False, by__isnull=True, official=False)
                | Q(citizen__isnull=True, by__isnull=False),
                name="post_of_citizen_or_office",
            )
        ]
        indexes = [
            models.Index(fields=["topic", "created_at"]),
            models.Index(fields=["citizen", "created_at"]),
            models.Index(
                fields=["created_at"], condition=Q(awaits_moderator=True), name="post_awaits_moderator"
            ),
            GinIndex(SearchVector("text", config="indonesian"), name="post_text_search"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def state(self) -> str:
        """Of the table "forum_post": shown, reported, held, hidden."""
        if self.awaits_moderator:
            return "held" if self.hidden_at else "reported"
        return "hidden" if self.hidden_at else "shown"


class PostVersion(models.Model):
    """What a post said before it was edited; `withheld` when it was hidden then, for it stays hidden."""

    post = models.ForeignKey(ForumPost, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField()
    withheld = models.BooleanField(default=False)
    at = models.DateTimeField("berlaku sampai")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text[:60]


class Flag(models.Model):
    """A citizen asks the moderator to look at a post; once each."""

    class Reason(models.TextChoices):
        SPAM = "spam", gettext_noop("Iklan atau spam")
        ABUSE = "abuse", gettext_noop("Menghina atau mengancam")
        NAMES = "names", gettext_noop("Menyebut data pribadi seseorang")
        OFF_TOPIC = "off_topic", gettext_noop("Tidak sesuai topik")

    post = models.ForeignKey(ForumPost, on_delete=models.CASCADE, related_name="post_flags")
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="flags")
    reason = models.CharField("alasan", max_length=10, choices=Reason)
    at = models.DateTimeField()
    upheld = models.BooleanField("dibenarkan", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("post", "citizen", name="one_flag_each")]

    def __str__(self) -> str:
        return self.get_reason_display()


class Moderation(models.Model):
    """Hiding or showing a post again, closing a topic, pausing an author: who, when and why."""

    class Act(models.TextChoices):
        HIDE = "hide", gettext_noop("Disembunyikan")
        SHOW = "show", gettext_noop("Ditampilkan kembali")
        CLOSE = "close", gettext_noop("Topik ditutup")
        OPEN = "open", gettext_noop("Topik dibuka")
        PAUSE = "pause", gettext_noop("Penulis dijeda")
        RESUME = "resume", gettext_noop("Jeda penulis diakhiri")
        PIN = "pin", gettext_noop("Topik disematkan")
        UNPIN = "unpin", gettext_noop("Sematan dilepas")
        CONCLUDE = "conclude", gettext_noop("Kesimpulan ditulis")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="moderations")
    post = models.ForeignKey(
        ForumPost, on_delete=models.CASCADE, null=True, blank=True, related_name="moderations"
    )
    act = models.CharField(max_length=8, choices=Act)
    reason = models.CharField("alasan", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.reason

    @property
    def shown_act(self) -> str:
        """What was done, in the reader's language."""
        return _(self.get_act_display())

    @property
    def shown_reason(self) -> str:
        """Why; reasons that the system itself gave are translated."""
        return _(self.reason) if self.reason else ""


class Following(models.Model):
    """A citizen wants news of a topic in his digest."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="followers")
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="follows")

    class Meta:
        constraints = [models.UniqueConstraint("topic", "citizen", name="follows_once")]

    def __str__(self) -> str:
        return f"{self.citizen}: {self.topic}"
