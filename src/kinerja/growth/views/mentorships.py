"""One pair: agreement, meetings with journal, midpoint, measured change, and the two views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.people.queries import employee_of

from .. import access_mentoring as access
from .. import forms_mentoring as shapes
from ..actions import mentor_meetings, mentoring
from ..models import MentorMeeting, Mentorship
from ..queries.mentoring import mentorships

S = Mentorship.Status
MEETINGS = 200


def _load(request: Request, mentorship_id: int) -> Mentorship:
    """The pair, for one of the two. Raises Http404, PermissionDenied."""
    found = get_object_or_404(mentorships(), pk=mentorship_id)
    access.is_part(request.user, found).require()
    return found


def _meeting(request: Request, meeting_id: int) -> MentorMeeting:
    rows = MentorMeeting.objects.select_related("mentorship__mentor", "mentorship__mentee")
    found = get_object_or_404(rows, pk=meeting_id)
    access.is_part(request.user, found.mentorship).require()
    return found


def _here(mentorship_id: int) -> str:
    return reverse("growth:mentorship", args=[mentorship_id])


def mentorship(request: Request, mentorship_id: int) -> HttpResponse:
    """Everything for the two; for HR the pair, its days and its state only."""
    found = get_object_or_404(mentorships(), pk=mentorship_id)
    access.may_see(request.user, found, request.on).require()
    facts: dict[str, Any] = {"mentorship": found, "part": bool(access.is_part(request.user, found))}
    if facts["part"]:
        facts |= _inside(request, found)
    return render(request, "growth/mentoring/mentorship.html", facts)


def _inside(request: Request, found: Mentorship) -> dict[str, Any]:
    """What only the two read; of the views his own, and both once it is closed."""
    me = employee_of(request.user)
    mentors = me is not None and me.pk == found.mentor_id
    closed = found.status == S.CLOSED
    return {
        "meetings": list(found.meetings.order_by("-starts_at", "-pk")[:MEETINGS]),
        "running": found.status == S.RUNNING,
        "answers": found.status == S.PROPOSED
        and (found.mentor_agreed_at if mentors else found.mentee_agreed_at) is None,
        "open": found.status in (S.PROPOSED, S.RUNNING),
        "own_view": found.mentor_view if mentors else found.mentee_view,
        "views": [
            (found.mentor.name, found.mentor_view),
            (found.mentee.name, found.mentee_view),
        ]
        if closed
        else [],
        "midpoint_due": found.midpoint_at is None and found.midpoint_on <= request.on,
        "measured": found.before is not None and found.after is not None,
        "at": request.at,
    }


def _act_page(
    request: Request,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    mentorship_id: int,
    **words: Any,
) -> HttpResponse:
    return form_page(request, form, act, back_url=_here(mentorship_id), **words)


def mentorship_agree(request: Request, mentorship_id: int) -> HttpResponse:
    found = _load(request, mentorship_id)

    def act(_values: dict[str, Any]) -> None:
        mentoring.agree_mentorship(mentorship=found, actor=request.user, at=request.at)

    words = {
        "done": _("Anda setuju."),
        "question": _("Setujui mentoring ini?"),
        "text": _("%(expected)s Ukuran: %(measure)s")
        % {"expected": found.expected, "measure": found.measure},
        "action": _("Setujui mentoring"),
    }
    return _act_page(request, forms.Form(posted(request)), act, found.pk, **words)


def mentorship_decline(request: Request, mentorship_id: int) -> HttpResponse:
    found = _load(request, mentorship_id)

    def act(values: dict[str, Any]) -> None:
        mentoring.decline_mentorship(mentorship=found, why=values["why"], actor=request.user, at=request.at)

    words = {
        "done": _("Mentoring tidak dilanjutkan. Yang lain diberi tahu."),
        "question": _("Tidak melanjutkan mentoring ini?"),
        "action": _("Akhiri mentoring"),
        "danger": True,
    }
    return _act_page(request, shapes.DeclineForm(posted(request)), act, found.pk, **words)


def mentorship_midpoint(request: Request, mentorship_id: int) -> HttpResponse:
    found = _load(request, mentorship_id)

    def act(values: dict[str, Any]) -> None:
        mentoring.midpoint(mentorship=found, note=values["note"], actor=request.user, at=request.at)

    words = {
        "done": _("Catatan tengah masa tersimpan."),
        "question": _("Periksa tengah masa"),
        "text": found.expected,
        "action": _("Simpan catatan"),
    }
    return _act_page(request, shapes.MidpointForm(posted(request)), act, found.pk, **words)


def mentorship_change(request: Request, mentorship_id: int) -> HttpResponse:
    found = _load(request, mentorship_id)

    def act(values: dict[str, Any]) -> None:
        mentoring.set_change(mentorship=found, **values, actor=request.user, at=request.at)

    form = shapes.ChangeForm(posted(request), initial={"before": found.before, "after": found.after})
    words = {
        "done": _("Perubahan tercatat."),
        "question": _("Catat perubahan yang terukur"),
        "text": _("Ukuran: %(measure)s") % {"measure": found.measure},
        "action": _("Simpan angka"),
    }
    return _act_page(request, form, act, found.pk, **words)


def mentorship_close(request: Request, mentorship_id: int) -> HttpResponse:
    """One's own view; the second one closes."""
    found = _load(request, mentorship_id)
    me = employee_of(request.user)
    own = found.mentor_view if me is not None and me.pk == found.mentor_id else found.mentee_view

    def act(values: dict[str, Any]) -> None:
        mentoring.close_mentorship(mentorship=found, view=values["view"], actor=request.user, at=request.at)

    words = {
        "done": _("Pandangan Anda tersimpan."),
        "question": _("Tulis pandangan Anda"),
        "text": _(
            "Yang lain baru dapat membacanya setelah menulis pandangannya sendiri. Lalu mentoring ditutup."
        ),
        "action": _("Simpan pandangan"),
    }
    return _act_page(request, shapes.ViewForm(posted(request), initial={"view": own}), act, found.pk, **words)


def mentor_meeting_new(request: Request, mentorship_id: int) -> HttpResponse:
    found = _load(request, mentorship_id)
    form = shapes.MeetingForm(posted(request), initial={"day": max(found.starts, request.on)})

    def act(_values: dict[str, Any]) -> None:
        mentor_meetings.plan_meeting(mentorship=found, **form.facts(), actor=request.user, at=request.at)

    words = {
        "done": _("Pertemuan masuk kalender keduanya."),
        "question": _("Rencanakan pertemuan"),
        "action": _("Rencanakan pertemuan"),
    }
    return _act_page(request, form, act, found.pk, **words)


def mentor_journal(request: Request, meeting_id: int) -> HttpResponse:
    found = _meeting(request, meeting_id)
    initial = {"material": found.material, "action": found.action, "action_due": found.action_due}

    def act(values: dict[str, Any]) -> None:
        mentor_meetings.write_journal(meeting=found, **values, actor=request.user, at=request.at)

    words = {
        "done": _("Jurnal tersimpan dan dihitung sebagai satu sesi pengembangan."),
        "question": _("Tulis jurnal pertemuan"),
        "text": found.place,
        "action": _("Simpan jurnal"),
    }
    form = shapes.JournalForm(posted(request), initial=initial)
    return _act_page(request, form, act, found.mentorship_id, **words)


def mentor_meeting_cancel(request: Request, meeting_id: int) -> HttpResponse:
    found = _meeting(request, meeting_id)

    def act(_values: dict[str, Any]) -> None:
        mentor_meetings.cancel_meeting(meeting=found, actor=request.user, at=request.at)

    words = {
        "done": _("Pertemuan dibatalkan di kalender keduanya."),
        "question": _("Batalkan pertemuan ini?"),
        "text": found.place,
        "action": _("Batalkan pertemuan"),
        "danger": True,
    }
    return _act_page(request, forms.Form(posted(request)), act, found.mentorship_id, **words)


def mentor_action_done(request: Request, meeting_id: int) -> HttpResponse:
    found = _meeting(request, meeting_id)
    initial = {"done_on": max(request.on, localdate(found.starts_at))}

    def act(values: dict[str, Any]) -> None:
        mentor_meetings.finish_action(meeting=found, **values, actor=request.user, at=request.at)

    words = {
        "done": _("Rencana aksi selesai."),
        "question": _("Rencana aksi sudah selesai?"),
        "text": found.action,
        "action": _("Tandai selesai"),
    }
    form = shapes.DoneForm(posted(request), initial=initial)
    return _act_page(request, form, act, found.mentorship_id, **words)
