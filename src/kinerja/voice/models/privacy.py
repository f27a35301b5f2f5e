"""UU 27/2022 (PDP): what was destroyed and when, requests of people about their data, breaches."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop


class Destruction(models.Model):
    """What one night's run destroyed of one kind, under which rule, up to which day."""

    kind = models.CharField("jenis data", max_length=40)
    rule = models.CharField(max_length=60)
    cutoff = models.DateField("lebih lama dari")
    count = models.PositiveIntegerField("jumlah")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "kind"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"


class DataRequest(models.Model):
    """Somebody asks for a copy or the erasure of his data; the clock is 3 x 24 hours (Ps 30-31, 41-44)."""

    class Kind(models.TextChoices):
        EXPORT = "export", gettext_noop("Salinan data saya")
        ERASE = "erase", gettext_noop("Hapus data saya")

    class Status(models.TextChoices):
        OPEN = "open", gettext_noop("Terkirim")
        DONE = "done", gettext_noop("Selesai")
        REFUSED = "refused", gettext_noop("Ditolak")

    kind = models.CharField("permintaan", max_length=8, choices=Kind)
    email = models.EmailField("surel")
    note = models.TextField("keterangan", blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField("batas")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.TextField("hasil", blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(outcome=""), name="request_closed_says_how"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_at:%Y-%m-%d}"


class Breach(models.Model):
    """A failure to protect personal data: told to the people and the authority within 3 x 24 h (Ps 46)."""

    discovered_at = models.DateTimeField("diketahui")
    due_at = models.DateTimeField("batas pemberitahuan")
    happened = models.TextField("kapan dan bagaimana terungkap")
    data = models.TextField("data pribadi yang terungkap")
    people_count = models.PositiveIntegerField("perkiraan jumlah orang", null=True, blank=True)
    handling = models.TextField("penanganan dan pemulihan", blank=True)
    people_told_at = models.DateTimeField("subjek data diberi tahu", null=True, blank=True)
    authority_told_at = models.DateTimeField("lembaga diberi tahu", null=True, blank=True)
    public_notice = models.TextField("pengumuman kepada masyarakat", blank=True)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-discovered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | (Q(people_told_at__isnull=False, authority_told_at__isnull=False) & ~Q(handling="")),
                name="breach_closed_when_told",
            )
        ]

    def __str__(self) -> str:
        return f"{self.discovered_at:%Y-%m-%d}: {self.data[:60]}"

    @property
    def state(self) -> str:
        """Of the table "breach": open, closed."""
        return "closed" if self.closed_at else "open"
