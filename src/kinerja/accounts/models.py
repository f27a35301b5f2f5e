"""Who signs in, and which duties beyond the own post somebody holds."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop


class User(AbstractUser):
    """Signs in with NIP (`username`) or e-mail; works, rates and signs through `people.Employee`."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("nama", max_length=200)
    email = models.EmailField("surel", blank=True)
    password_is_own = models.BooleanField("kata sandi buatan sendiri", default=True, db_default=True)
    password_given_at = models.DateTimeField("terakhir diberi kata sandi", null=True, editable=False)
    # Part of the private address of the own calendar: the address of an earlier number opens nothing.
    calendar_number = models.PositiveIntegerField(
        "alamat kalender ke-", default=0, db_default=0, editable=False
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint("email", condition=~Q(email=""), name="user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]


class RoleGrant(models.Model):
    """A dated duty. Appraisers and heads of unit are never granted: their post makes them so."""

    class Role(models.TextChoices):
        HR = "hr", gettext_noop("Analis kepegawaian")
        AUDITOR = "auditor", gettext_noop("Auditor")
        ADMIN = "admin", gettext_noop("Administrator")
        SERVICES = "services", gettext_noop("Pengelola layanan dan survei")
        COMPLAINTS = "complaints", gettext_noop("Pengelola pengaduan dan forum")
        PRIVACY = "privacy", gettext_noop("Pejabat pelindungan data pribadi")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField("alasan")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="grant_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["user", "role"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
