"""Project teams across units: goals, roles that members confirm, contribution told by lead and members."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from kinerja.people.models import Employee, Unit
from kinerja.plans.models import Period


class Team(models.Model):
    """A team with a purpose and an end (PermenPANRB 7/2022: squads across units)."""

    name = models.CharField("nama tim", max_length=160)
    purpose = models.TextField("tujuan")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams", verbose_name="unit induk")
    lead = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="leads_teams")
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField("hasil tim", blank=True)

    class Meta:
        ordering = ["-starts", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="team_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """Of the table "team": running, closed."""
        return "closed" if self.closed_at else "running"


class TeamGoal(models.Model):
    """What the team shall have reached by a day, measurable."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="goals")
    text = models.TextField("sasaran")
    target = models.CharField("target", max_length=120)
    due = models.DateField("batas")
    realisation = models.CharField("realisasi", max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return self.text


class Membership(models.Model):
    """A role in a team. It counts once the member has confirmed it."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("peran", max_length=160)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField("alasan menolak", max_length=200, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["team", "employee"]
        constraints = [models.UniqueConstraint("team", "employee", name="member_once")]

    def __str__(self) -> str:
        return f"{self.employee}: {self.role}"

    @property
    def state(self) -> str:
        """Of the table "membership": invited, confirmed, declined, withdrawn (never confirmed), left."""
        if self.left_on:
            return "left" if self.confirmed_at else "withdrawn"
        if self.declined_reason:
            return "declined"
        return "confirmed" if self.confirmed_at else "invited"


class Contribution(models.Model):
    """What a member contributed in a period, in the words of the member himself or of the lead."""

    class Extent(models.TextChoices):
        LOW = "low", gettext_noop("Perlu ditingkatkan")
        FAIR = "fair", gettext_noop("Sesuai peran")
        HIGH = "high", gettext_noop("Melebihi peran")

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="contributions")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    by_lead = models.BooleanField()
    text = models.TextField("kontribusi")
    initiative = models.TextField("prakarsa", blank=True)
    extent = models.CharField("kadar", max_length=6, choices=Extent, blank=True)
    advice = models.TextField("saran yang dapat dikerjakan", blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["member", "period", "by_lead"]
        constraints = [
            models.UniqueConstraint("member", "period", "by_lead", name="one_contribution_a_side"),
            models.CheckConstraint(condition=~Q(extent="low") | ~Q(advice=""), name="low_comes_with_advice"),
            models.CheckConstraint(
                condition=Q(by_lead=True) | Q(extent=""), name="only_the_lead_says_extent"
            ),
        ]

    def __str__(self) -> str:
        return self.text
