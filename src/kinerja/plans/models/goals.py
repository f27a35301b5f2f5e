"""Goals of the agency and its units, from which the leaders' results come (Renstra, Perjanjian Kinerja)."""

import uuid

from django.db import models

from kinerja.people.models import Unit

from .cycle import Cycle


class Goal(models.Model):
    """A strategic goal with its indicator and target as the planning documents word them."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="goals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="goals")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    statement = models.TextField("sasaran")
    indicator = models.TextField("indikator")
    target = models.CharField("target", max_length=120)
    source = models.CharField("dokumen sumber", max_length=160, blank=True)

    class Meta:
        ordering = ["unit__code", "id"]

    def __str__(self) -> str:
        return self.statement
