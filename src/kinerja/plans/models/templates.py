"""Goals that many people get: the template, and which plan got which of its goals."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinerja.people.models import Post, Unit

from .plan import Plan


class GoalTemplate(models.Model):
    """Goals for a group of posts, of no year in particular.

    `unit` is null for the whole agency. `level` and `words` (in the title of the post) name the group it is
    meant for. `content` is a `content.PlanContent` as JSON, of which only results and indicators count;
    the key of a result stays the same through the versions of a `family`, so that nobody gets it twice.
    A template that was sent is not changed any more: a new version takes its place.
    """

    family = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField("versi", default=1)
    title = models.CharField("judul", max_length=160)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="goal_templates"
    )
    level = models.CharField("tingkat jabatan", max_length=14, choices=Post.Level, blank=True)
    words = models.CharField("kata dalam nama jabatan", max_length=80, blank=True)
    form = models.CharField("bentuk", max_length=6, choices=Plan.Form, default=Plan.Form.STAFF)
    approach = models.CharField(
        "pendekatan", max_length=12, choices=Plan.Approach, default=Plan.Approach.QUANTITATIVE
    )
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["title", "-version"]
        constraints = [
            models.UniqueConstraint("family", "version", name="template_version_once"),
            models.UniqueConstraint("family", condition=Q(retired_at=None), name="one_template_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (versi {self.version})"

    @property
    def state(self) -> str:
        """Of the table "goal_template": unsent, sent, retired. One query while it is in use."""
        if self.retired_at:
            return "retired"
        return "sent" if self.sent.exists() else "unsent"


class TemplateGoal(models.Model):
    """One goal of a template in one plan: `source` its key in the template, `result_key` in the plan."""

    template = models.ForeignKey(GoalTemplate, on_delete=models.PROTECT, related_name="sent")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="from_templates")
    source = models.UUIDField()
    result_key = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("dikirim")

    class Meta:
        ordering = ["-at", "id"]
        constraints = [models.UniqueConstraint("plan", "source", name="template_goal_once")]
        indexes = [models.Index(fields=["template", "plan"])]

    def __str__(self) -> str:
        return f"{self.template}: {self.plan}"
