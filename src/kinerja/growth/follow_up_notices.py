"""Whoever answers for a survey follow-up hears what came of the support or the training that it led to.

No title names the person who was supported: the follow-up's readers are not those of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.voice.models import FollowUp

from .models import Need, SupportPlan
from .notices import tell_other


def tell_plan_ended(plan: SupportPlan, actor: User, at: datetime) -> None:
    """A plan from a follow-up was closed with its result, or given up."""
    if plan.follow_up is None:
        return
    with translation.override("id"):
        if plan.status == SupportPlan.Status.CLOSED:
            facts = {"result": _(plan.get_result_display())}
            title = _("Pembinaan dari tindak lanjut survei selesai: %(result)s") % facts
        else:
            title = _("Pembinaan dari tindak lanjut survei dihentikan")
    _tell(plan.follow_up, f"support:{plan.pk}", title, actor, at)


def tell_needs_met(needs: Iterable[Need], course: str, actor: User, at: datetime) -> None:
    """A course was held that met needs from follow-ups."""
    with translation.override("id"):
        title = _("Pelatihan dari tindak lanjut survei terlaksana: %(course)s") % {"course": course}
    for need in needs:
        if need.follow_up is not None:
            _tell(need.follow_up, f"need:{need.pk}", title, actor, at)


def tell_need_dropped(need: Need, actor: User, at: datetime) -> None:
    """A need from a follow-up is not pursued; the reason stands beside the need."""
    if need.follow_up is not None:
        with translation.override("id"):
            title = _("Kebutuhan dari tindak lanjut survei tidak dilanjutkan: %(topic)s") % {
                "topic": need.topic
            }
        _tell(need.follow_up, f"need_dropped:{need.pk}", title, actor, at)


def _tell(row: FollowUp, key: str, title: str, actor: User, at: datetime) -> None:
    """Leads to where the follow-up is closed while it is open, else to those that are."""
    if row.status == FollowUp.Status.OPEN:
        url = reverse("voice:follow_up_close", args=[row.pk])
    else:
        url = f"{reverse('voice:follow_ups')}?selesai=1"
    tell_other(row.responsible, actor=actor, key=f"follow_up:{key}", title=title, url=url, at=at)
