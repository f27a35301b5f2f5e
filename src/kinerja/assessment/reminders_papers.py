"""Reminders of papers and promises: documents to receive, sign and report, objections, meetings, decisions,
asked feedback, follow-ups. A constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.people.models import Employee
from kinerja.plans.models import Period
from kinerja.voice.models import FollowUp
from kinerja.voice.queries.follow_ups import due_day

from .meeting_notices import owner_key, time_key
from .models import Attendance, Decision, FeedbackAsk, FeedbackRound, Meeting, Objection, Review
from .notices import Told
from .objection_notices import statement_key
from .queries.notices import told_on, users_with
from .queries.objections import standing_in_now
from .queries.reviews import current
from .reminder_leads import Lead
from .reminders_cycle import day

SIGNED, DELIVERED = Review.Status.SIGNED, Review.Status.DELIVERED
FILED, ASKED = Objection.Status.FILED, Objection.Status.ASKED


def documents(lead: Lead) -> Iterator[Told]:
    """A signed document waits for its employee: to receive it, then to sign it (Lampiran hlm 114-117)."""
    waits = (
        (SIGNED, "document", "due_delivery", _("Dokumen evaluasi %(period)s siap Anda terima")),
        (DELIVERED, "return", "due_return", _("Dokumen evaluasi %(period)s menunggu jawaban Anda")),
    )
    for status, kind, field, words in waits:
        near = {f"{field}__range": (lead.on, lead.horizon(kind))}
        rows = current().filter(status=status, plan__employee__user__is_active=True, **near)
        found = list(rows.order_by().values_list("pk", "plan__employee__user_id", "period_id", field))
        stages = {due: lead.stage(kind, due) for due in {row[3] for row in found}}
        periods = Period.objects.select_related("cycle").in_bulk({row[2] for row in found})
        for pk, user, period, due in found:
            stage = stages[due]
            if stage is not None:
                title = words % {"period": periods[period]}
                key, url = f"{kind}:{pk}:{stage}", reverse("assessment:my_review", args=[pk])
                yield Told(user, key, title, url, due)


def official(lead: Lead) -> Iterator[Told]:
    """Signed results are not yet reported to the Pejabat yang Berwenang: HR is told before the last day, and
    again after it, as a result that an objection changed may be signed later than that."""
    near = lead.horizon("official")
    rows = current().filter(signed_at__isnull=False, reported_at__isnull=True, due_report__lte=near)
    found = list(rows.order_by().values_list("due_report").annotate(count=Count("pk")))
    hr = users_with("hr", lead.on) if found else []
    for due, count in found:
        key, words = f"official:{due}:{lead.stage('official', due)}", _to_report(count)
        again = lead.late(due)
        if again is not None:
            key, words = f"official_late:{due}:{again}", _not_reported(count)
        elif lead.stage("official", due) is None:
            continue
        title = words % {"count": count, "day": day(due)}
        for user in hr:
            yield Told(user, key, title, reverse("assessment:report_up"), due)


def _to_report(count: int) -> str:
    return ngettext(
        "%(count)d hasil evaluasi harus dilaporkan kepada PyB paling lambat %(day)s",
        "%(count)d hasil evaluasi harus dilaporkan kepada PyB paling lambat %(day)s",
        count,
    )


def _not_reported(count: int) -> str:
    return ngettext(
        "%(count)d hasil evaluasi belum dilaporkan kepada PyB; batasnya %(day)s",
        "%(count)d hasil evaluasi belum dilaporkan kepada PyB; batasnya %(day)s",
        count,
    )


def objections(lead: Lead) -> Iterator[Told]:
    """A decision is due or late, or a statement is asked for (Ps 29, Lampiran hlm 117-119).

    PermenPANRB 6/2022 gives a late objection no outcome: it stays open, and whoever decides it, whoever holds
    his post now, and HR are told again and again.
    """
    rows = Objection.objects.filter(status__in=[FILED, ASKED], due_decision__lte=lead.horizon("objection"))
    waiting = list(rows.select_related("review__plan", "review__period").defer("review__snapshot"))
    instead = standing_in_now(waiting, lead.on)
    people = {row.decider_id for row in waiting} | set(instead.values())
    users = dict(Employee.objects.filter(pk__in=people, user__is_active=True).values_list("pk", "user_id"))
    for row in waiting:
        stage, again = lead.stage("objection", row.due_decision), lead.late(row.due_decision)
        if again is not None:
            key, words = f"objection_late:{row.pk}:{again}", _("Keberatan belum Anda putus; batasnya %(day)s")
        elif stage is not None:
            key = f"objection:{row.pk}:{stage}"
            words = _("Keberatan menunggu putusan Anda paling lambat %(day)s")
        else:
            continue
        title = words % {"day": day(row.due_decision)}
        url = reverse("assessment:objection", args=[row.pk])
        for person in {row.decider_id, instead.get(row.pk, row.decider_id)}:
            user = users.get(person)
            if user is not None:
                yield Told(user, key, title, url, row.due_decision)
    yield from _late_to_hr(Counter(row.due_decision for row in waiting), lead)
    yield from _statements(lead)


def _late_to_hr(open_until: Counter[date], lead: Lead) -> Iterator[Told]:
    """How many objections of each last day are undecided after it."""
    late = {due: (again, n) for due, n in open_until.items() if (again := lead.late(due)) is not None}
    hr = users_with("hr", lead.on) if late else []
    for due, (again, count) in late.items():
        words = ngettext(
            "%(count)d keberatan belum diputus; batasnya %(day)s",
            "%(count)d keberatan belum diputus; batasnya %(day)s",
            count,
        )
        title = words % {"count": count, "day": day(due)}
        url = f"{reverse('assessment:objections')}?tampil=semua"
        for user in hr:
            yield Told(user, f"objection_late_hr:{due}:{again}", title, url, due)


def _statements(lead: Lead) -> Iterator[Told]:
    """Both sides were asked to explain; who has done so is left in peace."""
    title = _("Penjelasan Anda diminta untuk sebuah keberatan")
    sides = (
        ("review__appraiser__user_id", "appraiser_stated_at"),
        ("review__plan__employee__user_id", "employee_stated_at"),
    )
    for side, stated in sides:
        rows = Objection.objects.filter(status=ASKED, **{f"{stated}__isnull": True})
        for pk, user, due in rows.values_list("pk", side, "due_decision"):
            stage = lead.stage("objection", due)
            if user is not None and stage is not None:
                url = reverse("assessment:objection", args=[pk])
                yield Told(user, statement_key(pk, stage), title, url, due)


def meetings(lead: Lead) -> Iterator[Told]:
    """A meeting is on the next working day, or today; who heard of it this very day is left in peace."""
    rows = Meeting.objects.filter(
        status=Meeting.Status.PLANNED, starts_at__date__range=(lead.on, lead.horizon("meeting"))
    )
    near = {row.pk: row for row in rows.select_related("unit", "period__cycle", "chair")}
    invited = Attendance.objects.filter(meeting__in=near, employee__user__is_active=True)
    pairs = set(invited.values_list("meeting_id", "employee__user_id"))
    pairs |= {(row.pk, row.chair.user_id) for row in near.values() if row.chair.user_id}
    heard = told_on([time_key(row) for row in near.values()], lead.on)
    for pk, user in sorted(pairs):
        row = near[pk]
        if (user, time_key(row)) in heard:
            continue
        local = localtime(row.starts_at)
        stage = lead.stage("meeting", local.date())
        if stage is None:
            continue
        words = _("Rapat evaluasi %(unit)s %(day)s pukul %(hour)s")
        title = words % {"unit": row.unit, "day": day(local.date()), "hour": f"{local:%H.%M}"}
        key = f"meeting:{pk}:{local:%Y-%m-%dT%H:%M}"
        yield Told(user, key, title, reverse("assessment:meeting", args=[pk]), local.date())


def decisions(lead: Lead) -> Iterator[Told]:
    """What a meeting decided is due; an owner who heard of it this very day is left in peace."""
    near = (lead.on, lead.horizon("decision"))
    rows = Decision.objects.filter(
        status=Decision.Status.OPEN, due__range=near, owner__user__is_active=True
    ).select_related("owner", "meeting__unit")
    heard = told_on([owner_key(row) for row in rows], lead.on)
    for row in rows:
        stage, user = lead.stage("decision", row.due), row.owner.user_id
        if stage is None or user is None or (user, owner_key(row)) in heard:
            continue
        words = _("Keputusan rapat %(unit)s yang Anda pegang jatuh tempo %(day)s")
        title = words % {"unit": row.meeting.unit, "day": day(row.due)}
        url = reverse("assessment:meeting", args=[row.meeting_id])
        yield Told(user, f"decision:{row.pk}:{row.due}:{stage}", title, url, row.due)


def rounds(lead: Lead) -> Iterator[Told]:
    """Feedback was asked for and not given; who was told stands here, who answered what nowhere."""
    near = (lead.on, lead.horizon("round"))
    running = FeedbackRound.objects.filter(
        status=FeedbackRound.Status.OPEN, starts__lte=lead.on, ends__range=near
    )
    names = {row.pk: row for row in running}
    asks = FeedbackAsk.objects.filter(round__in=names, answered=False, asked__user__is_active=True)
    for user, pk, count in asks.order_by().values_list("asked__user_id", "round").annotate(n=Count("pk")):
        row = names[pk]
        stage = lead.stage("round", row.ends)
        if stage is None:
            continue
        words = ngettext(
            "%(count)d orang menunggu umpan balik Anda; putaran ditutup %(day)s",
            "%(count)d orang menunggu umpan balik Anda; putaran ditutup %(day)s",
            count,
        )
        title = words % {"count": count, "day": day(row.ends)}
        yield Told(user, f"asked:{pk}:{row.ends}:{stage}", title, reverse("assessment:asked"), row.ends)


def drafts(lead: Lead) -> Iterator[Told]:
    """Once: a draft of a round nears its last day, after which it is cancelled (`cancel_due_drafts`)."""
    rows = FeedbackRound.objects.filter(
        status=FeedbackRound.Status.DRAFT,
        ends__range=(lead.on, lead.horizon("round")),
        made_by__is_active=True,
    )
    for row in rows:
        if lead.stage("round", row.ends) is None:
            continue
        words = _("Buka atau batalkan draf putaran %(name)s; hari terakhirnya %(day)s")
        title = words % {"name": row.name, "day": day(row.ends)}
        url = reverse("assessment:round", args=[row.pk])
        yield Told(row.made_by_id, f"round:{row.pk}:unopened", title, url, row.ends)


def follow_ups(lead: Lead) -> Iterator[Told]:
    """A follow-up that was promised for this quarter."""
    quarter = (lead.on.month + 2) // 3
    due = due_day(lead.on.year, quarter)
    stage = lead.stage("follow_up", due)
    if stage is None:
        return
    rows = FollowUp.objects.filter(
        status=FollowUp.Status.OPEN, year=lead.on.year, quarter=quarter, responsible__user__is_active=True
    )
    for user, count in rows.order_by().values_list("responsible__user_id").annotate(n=Count("pk")):
        words = ngettext(
            "%(count)d tindak lanjut yang Anda pegang berakhir %(day)s",
            "%(count)d tindak lanjut yang Anda pegang berakhir %(day)s",
            count,
        )
        title = words % {"count": count, "day": day(due)}
        yield Told(user, f"follow_up:{due}:{stage}", title, reverse("voice:follow_ups"), due)
