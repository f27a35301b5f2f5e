"""What waits for somebody from the citizens: reports, examinations, follow-ups, and the desks of duty.

The words say how many, never what a citizen wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.access import COMPLAINTS, PRIVACY, SERVICES, roles
from kinerja.accounts.models import User
from kinerja.people.models import Employee
from kinerja.voice.models import Complaint, DataRequest, Examination, FollowUp, SurveyAnswer
from kinerja.voice.queries.follow_ups import due_day
from kinerja.voice.queries.queues import unit_queue

from .task import Task

E = Examination.Status


def duty_tasks(user: User, on: date) -> Iterator[Task]:
    """The desks of whoever holds a duty, employee or not; one query a duty."""
    held = roles(user, on)
    if COMPLAINTS in held:
        yield from _desk()
    if SERVICES in held:
        yield from _held_answers()
    if PRIVACY in held:
        yield from _data_requests()


def voice_tasks(user: User, employee: Employee, on: date) -> Iterator[Task]:
    """Reports to answer, examinations, follow-ups; constant queries."""
    yield from _complaints(user, on)
    yield from _examinations(employee)
    yield from _follow_ups(employee, on)


def _desk() -> Iterator[Task]:
    rows = Complaint.objects.filter(status=Complaint.Status.RECEIVED)
    found = rows.order_by().aggregate(count=Count("pk"), due=Min("verify_due"))
    if found["count"]:
        words = ngettext(
            "%s laporan warga menunggu verifikasi", "%s laporan warga menunggu verifikasi", found["count"]
        )
        detail = _("Periksa kelengkapannya, lalu teruskan ke unit yang berwenang.")
        yield Task(
            found["due"], words % found["count"], detail, _("Buka meja pengaduan"), reverse("voice:desk"),
            "inbox", found["count"],
        )  # fmt: skip


def _held_answers() -> Iterator[Task]:
    rows = SurveyAnswer.objects.filter(state=SurveyAnswer.State.HELD)
    periods = list(rows.order_by().values_list("period").annotate(count=Count("pk")).order_by("period"))
    count = sum(number for _period, number in periods)
    if count:
        words = ngettext(
            "%s jawaban survei ditahan dan menunggu putusan",
            "%s jawaban survei ditahan dan menunggu putusan",
            count,
        )
        url = reverse("voice:survey_held", args=[periods[0][0]])
        detail = _("Jawaban yang ditahan belum ikut dihitung.")
        yield Task(None, words % count, detail, _("Putuskan jawaban"), url, "clipboard-list", count)


def _data_requests() -> Iterator[Task]:
    rows = DataRequest.objects.filter(status=DataRequest.Status.OPEN)
    found = rows.order_by().aggregate(count=Count("pk"), due=Min("due_at"))
    if found["count"]:
        words = ngettext("%s permintaan atas data pribadi", "%s permintaan atas data pribadi", found["count"])
        detail = _("Batasnya 3 x 24 jam sejak diterima (UU 27/2022).")
        yield Task(
            localdate(found["due"]), words % found["count"], detail, _("Buka permintaan"),
            reverse("voice:protection"), "shield-check", found["count"],
        )  # fmt: skip


def _complaints(user: User, on: date) -> Iterator[Task]:
    found = unit_queue(user, on).order_by().aggregate(count=Count("pk"), first=Min("act_due"))
    if found["count"]:
        words = ngettext(
            "%s laporan warga menunggu jawaban unit Anda",
            "%s laporan warga menunggu jawaban unit Anda",
            found["count"],
        )
        detail = _("Jawab, atau minta perpanjangan sebelum tenggatnya.")
        yield Task(
            found["first"], words % found["count"], detail, _("Tangani laporan"),
            reverse("voice:unit_complaints"), "megaphone", found["count"],
        )  # fmt: skip


def _examinations(employee: Employee) -> Iterator[Task]:
    mine = Q(employee=employee, status=E.NOTIFIED)
    examines = Q(examiner=employee, status__in=[E.OPENED, E.REPLIED])
    decides = Q(appeal_examiner=employee, status=E.APPEALED)
    rows = Examination.objects.filter(mine | examines | decides).order_by("opened_at")
    to_examine = 0
    for pk, about, due in rows.values_list("pk", "employee_id", "reply_due"):
        if about != employee.pk:
            to_examine += 1
            continue
        detail = _("Sampaikan penjelasan Anda sebelum ada kesimpulan apa pun.")
        url = reverse("voice:examination", args=[pk])
        yield Task(due, _("Tanggapi pemeriksaan pengaduan"), detail, _("Beri tanggapan"), url, "scale")
    if to_examine:
        words = ngettext(
            "%s pemeriksaan menunggu langkah Anda", "%s pemeriksaan menunggu langkah Anda", to_examine
        )
        detail = _("Beri tahu pegawai, periksa tanggapannya, lalu putuskan dengan pertimbangan.")
        url = reverse("voice:examinations")
        yield Task(None, words % to_examine, detail, _("Buka pemeriksaan"), url, "scale", to_examine)


def _follow_ups(employee: Employee, on: date) -> Iterator[Task]:
    quarter = (on.month + 2) // 3
    promised = Q(year__lt=on.year) | Q(year=on.year, quarter__lte=quarter)
    rows = FollowUp.objects.filter(promised, responsible=employee, status=FollowUp.Status.OPEN)
    quarters = list(rows.order_by("year", "quarter").values_list("year", "quarter"))
    if quarters:
        count = len(quarters)
        words = ngettext("%s tindak lanjut menunggu hasil", "%s tindak lanjut menunggu hasil", count)
        detail = _("Tutup dengan hasilnya: apa yang berubah bagi warga.")
        url = reverse("voice:follow_ups")
        yield Task(due_day(*quarters[0]), words % count, detail, _("Tulis hasil"), url, "list-checks", count)
