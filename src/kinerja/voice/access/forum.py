"""Who may write, report, answer and moderate in the forum."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from kinerja.accounts.access import YES, Verdict, no
from kinerja.rules.forum import edit_window
from kinerja.rules.states import allowed_events

from ..models import Citizen, ForumPost, Topic
from .common import Person, may_lead, may_manage_complaints, may_work_in


def may_take_part(citizen: Citizen | None, at: datetime) -> Verdict:
    """Signed in as a citizen and not paused."""
    if citizen is None:
        return no(_("Masuk dahulu dengan surel Anda untuk ikut menulis."))
    if citizen.blocked_until and citizen.blocked_until > at:
        until = date_format(localtime(citizen.blocked_until), "j F Y, H.i")
        return no(
            _("Moderator menjeda akun Anda sampai %(until)s. Anda tetap dapat membaca forum.")
            % {"until": until}
        )
    return YES


def may_write(citizen: Citizen | None, topic: Topic, at: datetime) -> Verdict:
    """A citizen writes in a topic that is open and not hidden."""
    if "write" not in allowed_events("topic", topic.state):
        return no(_("Topik ini sudah ditutup. Anda dapat membuka topik baru."))
    if topic.hidden:
        return no(_("Topik ini disembunyikan, sehingga tidak dapat ditanggapi."))
    return may_take_part(citizen, at)


def may_edit(post: ForumPost, at: datetime, *, citizen: Citizen | None, user: Person) -> Verdict:
    """The author, within the window of rule `forum.limits`, unless a moderator has decided on the post."""
    on = localdate(at)
    mine = citizen is not None and post.citizen_id == citizen.pk
    if not mine and (post.by_id is None or post.by_id != user.pk):
        return no(_("Hanya penulisnya yang boleh mengubah tulisan."))
    if "write" not in allowed_events("topic", post.topic.state):
        return no(_("Topik ini sudah ditutup."))
    if "edit" not in allowed_events("forum_post", post.state):
        return no(_("Tulisan ini disembunyikan oleh moderator."))
    window = edit_window(on=on)
    if at > post.created_at + window:
        minutes = int(window.total_seconds() // 60)
        return no(
            _("Tulisan hanya dapat diubah dalam %(minutes)d menit pertama. Tulis tanggapan baru saja.")
            % {"minutes": minutes}
        )
    return may_take_part(citizen, at) if mine else YES


def may_flag(citizen: Citizen | None, post: ForumPost, at: datetime) -> Verdict:
    """A citizen reports what somebody else wrote and everybody can read."""
    if citizen is not None and post.citizen_id == citizen.pk:
        return no(_("Ini tulisan Anda sendiri."))
    if "flag" not in allowed_events("forum_post", post.state):
        return no(_("Tulisan ini sudah disembunyikan."))
    return may_take_part(citizen, at)


def may_answer(user: Person, topic: Topic, on: date) -> Verdict:
    """For the office answers who works in the unit, leads it, or holds the duty."""
    if may_manage_complaints(user, on) or may_work_in(user, topic.unit, on):
        return YES
    return no(
        _("Hanya pegawai %(unit)s atau pengelola forum yang boleh menjawab.") % {"unit": topic.unit.name}
    )


def may_steer(user: Person, topic: Topic, on: date) -> Verdict:
    """Closing, pinning, concluding, taking a topic further: who leads the unit, or holds the duty."""
    if may_manage_complaints(user, on) or may_lead(user, topic.unit, on):
        return YES
    return no(
        _("Hanya pimpinan %(unit)s atau pengelola forum yang boleh melakukan ini.")
        % {"unit": topic.unit.name}
    )


def may_see_hidden(user: Person, on: date) -> Verdict:
    """What is hidden is read by the moderator and, apart from this question, by its own author."""
    return may_manage_complaints(user, on)
