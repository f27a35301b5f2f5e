"""Reminders of the cycle: plans to set, reports to write, feedback to give, windows, ratings left unsigned.

Each is a constant number of queries for each running period, however many people there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.people.models import Appointment, Employee
from kinerja.people.queries import in_force
from kinerja.plans.models import Cycle, Period, Plan, PlanVersion, TemplateGoal
from kinerja.progress.models import Feedback, Report

from .models import Review, SourceChoice
from .notices import Told
from .queries.reviews import OPEN, current
from .queries.source_choices import choices_on
from .reminder_leads import Lead

V = PlanVersion.Status
# Who rates and signs now (Review.evaluator_id), and has a sign-in.
RATER = Case(
    When(taken_over=True, superior__isnull=False, then=F("superior__user")), default=F("appraiser__user")
)


def unsigned() -> QuerySet[Review]:
    """Newest reviews that wait for a signature of whoever may still give it, each with `rater` (user id)."""
    still = Q(late_at__isnull=True) | Q(taken_over=True) | Q(superior__isnull=True)
    return current().filter(still, status__in=OPEN).annotate(rater=RATER).filter(rater__isnull=False)


def day(due: date) -> str:
    """A due day as people read it."""
    return date_format(due, "j F Y")


def plans(lead: Lead) -> Iterator[Told]:
    """No SKP is set although 31 January is near (PermenPANRB 6/2022 Ps 14)."""
    for cycle in Cycle.objects.filter(plan_due__range=(lead.on, lead.horizon("plan"))):
        due, stage = cycle.plan_due, lead.stage("plan", cycle.plan_due)
        if stage is None:
            continue
        key = f"plan:{cycle.pk}:{due}:{stage}"
        under_way = PlanVersion.objects.filter(
            plan__employee=OuterRef("pk"), plan__cycle=cycle, status__in=[V.SUBMITTED, V.SET]
        )
        seated = Appointment.objects.filter(in_force(lead.on), employee=OuterRef("pk"))
        people = Employee.objects.filter(~Exists(under_way), Exists(seated), user__is_active=True)
        title = _("SKP %(year)s Anda belum diajukan; batas penetapan %(day)s") % {
            "year": cycle.year,
            "day": day(due),
        }
        for user in people.order_by().values_list("user_id", flat=True):
            yield Told(user, key, title, reverse("progress:my_plan"), due)
        sent = PlanVersion.objects.filter(plan__cycle=cycle, status=V.SUBMITTED)
        for user, count in _by_user(
            sent.filter(plan__appraiser__user__isnull=False), "plan__appraiser__user"
        ):
            words = ngettext(
                "%(count)d SKP menunggu Anda tetapkan sebelum %(day)s",
                "%(count)d SKP menunggu Anda tetapkan sebelum %(day)s",
                count,
            )
            yield Told(user, f"set_{key}", words % {"count": count, "day": day(due)}, _queue(), due)


def given_goals(lead: Lead) -> Iterator[Told]:
    """Goals of a template came into somebody's draft: he reads them, changes them, agrees to them."""
    since = lead.working_days_ago(1)
    rows = TemplateGoal.objects.filter(at__date__gte=since, plan__employee__user__is_active=True).order_by()
    found = rows.values_list("template", "template__title", "plan", "plan__employee__user_id").distinct()
    for template, name, plan, user in found:
        title = _("Sasaran dari templat “%(name)s” masuk ke draf SKP Anda") % {"name": name}
        yield Told(user, f"template:{template}:{plan}", title, reverse("plans:detail", args=[plan]), None)


def reports(lead: Lead) -> Iterator[Told]:
    """Realisation of a period is not sent."""
    periods = Period.objects.filter(report_due__range=(lead.on, lead.horizon("report")))
    for period in periods.exclude(kind=Period.Kind.ANNUAL).select_related("cycle"):
        stage = lead.stage("report", period.report_due)
        if stage is None:
            continue
        sent = Report.objects.filter(plan=OuterRef("pk"), period=period).exclude(status=Report.Status.DRAFT)
        rows = _running(period).filter(~Exists(sent), employee__user__is_active=True)
        words = _("Laporan %(period)s belum dikirim; batasnya %(day)s")
        title = words % {"period": period, "day": day(period.report_due)}
        key = f"report:{period.pk}:{period.report_due}:{stage}"
        for plan, user in rows.order_by().values_list("pk", "employee__user_id"):
            yield Told(
                user, key, title, reverse("progress:report", args=[plan, period.pk]), period.report_due
            )


def feedback(lead: Lead) -> Iterator[Told]:
    """The scheduled feedback of the appraiser is missing (PermenPANRB 6/2022 Ps 17-19)."""
    periods = Period.objects.filter(ends__range=(lead.on, lead.horizon("feedback")))
    for period in periods.exclude(kind=Period.Kind.ANNUAL).select_related("cycle"):
        stage = lead.stage("feedback", period.ends)
        if stage is None:
            continue
        given = Feedback.objects.filter(plan=OuterRef("pk"), period=period, scheduled=True)
        rows = _running(period).filter(~Exists(given), appraiser__user__isnull=False)
        key = f"feedback:{period.pk}:{period.ends}:{stage}"
        for user, count in _by_user(rows, "appraiser__user"):
            words = ngettext(
                "%(count)d pegawai belum menerima umpan balik terjadwal Anda untuk %(period)s",
                "%(count)d pegawai belum menerima umpan balik terjadwal Anda untuk %(period)s",
                count,
            )
            title = words % {"count": count, "period": period}
            yield Told(user, key, title, reverse("progress:feedback"), period.ends)


def windows_open(lead: Lead) -> Iterator[Told]:
    """The appraiser learns that evaluation begins soon, and that it has begun."""
    rows = Period.objects.filter(opens__range=(lead.on, lead.horizon("window_opens")))
    for period in rows.select_related("cycle"):
        stage = lead.stage("window_opens", period.opens)
        if stage is None:
            continue
        words = _("Penilaian %(period)s dibuka %(day)s")
        title = words % {"period": period, "day": day(period.opens)}
        key = f"opens:{period.pk}:{period.opens}:{stage}"
        raters = _running(period).filter(appraiser__user__isnull=False)
        for user, _count in _by_user(raters, "appraiser__user"):
            yield Told(user, key, title, reverse("assessment:team"), period.closes)


def own_words(lead: Lead) -> Iterator[Told]:
    """The window is open: the employee learns once to write the own view, where the rater reads it."""
    held = choices_on(lead.on)
    running = Period.objects.filter(opens__lte=lead.on, closes__gte=lead.on)
    for period in running.select_related("cycle"):
        title = _("Penilaian %(period)s dibuka; tulis penilaian diri Anda sebelum penilai menandatangani")
        key = f"self:{period.pk}:{period.opens}"
        rows = current().filter(period=period, status__in=OPEN, self_at__isnull=True)
        people = (
            rows.filter(plan__employee__user__is_active=True)
            .order_by()
            .values_list("pk", "plan__employee__user_id", "plan__post__level", "plan__post__title")
        )
        for review, user, level, post in people:
            if SourceChoice.Source.SELF not in held.shown(level, post):
                continue
            url = reverse("assessment:my_review", args=[review])
            yield Told(user, key, title % {"period": period}, url, period.closes)


def windows_close(lead: Lead) -> Iterator[Told]:
    """Evaluation ends soon and something is not signed."""
    rows = Period.objects.filter(closes__range=(lead.on, lead.horizon("window_closes")))
    for period in rows.select_related("cycle"):
        stage = lead.stage("window_closes", period.closes)
        if stage is None:
            continue
        key = f"closes:{period.pk}:{period.closes}:{stage}"
        for user, count in _by_user(unsigned().filter(period=period), "rater"):
            words = ngettext(
                "%(count)d penilaian %(period)s belum Anda tanda tangani; ditutup %(day)s",
                "%(count)d penilaian %(period)s belum Anda tanda tangani; ditutup %(day)s",
                count,
            )
            title = words % {"count": count, "period": period, "day": day(period.closes)}
            yield Told(user, key, title, _queue(), period.closes)


def rated_unsigned(lead: Lead) -> Iterator[Told]:
    """Both ratings stand for days and nobody signed."""
    before = lead.working_days_ago(lead.law["unsigned"][0])
    rows = unsigned().filter(rated_at__date__lte=before).exclude(predicate="")
    running = Period.objects.filter(opens__lte=lead.on, closes__gte=lead.on)
    for period in running.select_related("cycle"):
        for user, count in _by_user(rows.filter(period=period), "rater"):
            words = ngettext(
                "%(count)d penilaian %(period)s sudah Anda beri rating dan tinggal ditandatangani",
                "%(count)d penilaian %(period)s sudah Anda beri rating dan tinggal ditandatangani",
                count,
            )
            title = words % {"count": count, "period": period}
            yield Told(user, f"unsigned:{period.pk}", title, _queue(), period.closes)


def _running(period: Period) -> QuerySet[Plan]:
    """Set plans that cover the period."""
    agreed = PlanVersion.objects.filter(plan=OuterRef("pk"), status=V.SET)
    return Plan.objects.filter(
        Exists(agreed), cycle=period.cycle_id, starts__lte=period.starts, ends__gte=period.ends
    )


def _by_user(
    rows: QuerySet[PlanVersion] | QuerySet[Plan] | QuerySet[Review], user: str
) -> list[tuple[int, int]]:
    """User id and how many of the rows are his."""
    return list(rows.order_by().values_list(user).annotate(count=Count("pk")))


def _queue() -> str:
    return reverse("assessment:queue")
