"""The append-only log: who did what to what, acting for whom, when, why and under which rule."""

from django.db import models


class Event(models.Model):
    """One act. Written in the transaction of the act itself; the database refuses change and removal.

    `chain` links the event to all before it once `audit.actions.seal` has run: sealing is a job, so that
    two thousand people who save at the deadline do not queue behind one hash.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = models.TextField(blank=True)
    rule = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["object_type", "object_id", "id"])]

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action} {self.object_type} {self.object_id}"
        )


class Seal(models.Model):
    """A link of the hash chain over the events `first`..`last` (ids, both included)."""

    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    count = models.IntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"
