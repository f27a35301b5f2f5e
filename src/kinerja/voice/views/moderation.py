"""What the office does around the forum: the moderator's queue, steering a topic, taking it further."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request, guarded
from kinerja.people.queries.law import in_force

from ..access.common import may_manage_complaints
from ..access.forum import may_steer
from ..actions.complaints import submit
from ..actions.follow_ups import add_follow_up
from ..actions.moderation import (
    RULE,
    conclude,
    hide_post,
    pause_author,
    refuse_names,
    resume_author,
    set_closed,
    set_pinned,
    show_post,
)
from ..errors import ActionError
from ..forms.forum import AspirationForm, ConclusionForm, PauseForm, ReasonForm
from ..forms.surveys import FollowUpForm
from ..models import Complaint, ForumPost
from ..queries.forum import reports_of, waiting
from ..queries.forum_topic import author_of, posts_of, staff_of
from ..queries.names import mentions
from .forum import find_topic

POSTS_A_PAGE = 20


@guarded(may_manage_complaints)
def queue(request: Request) -> HttpResponse:
    """Posts that wait for a decision, with the reports about them."""
    page = Paginator(waiting(), POSTS_A_PAGE).get_page(request.GET.get("page"))
    posts = list(page)
    reports = reports_of(posts)
    rows = [{"post": post, "author": author_of(post), "reports": reports.get(post.pk, [])} for post in posts]
    facts = {"page": page, "rows": rows, "form": ReasonForm(), "at": request.at}
    return render(request, "voice/forum/moderation.html", facts)


def find_post(post_id: int) -> ForumPost:
    rows = ForumPost.objects.select_related("topic__unit", "citizen", "unit")
    return get_object_or_404(rows, pk=post_id)


@guarded(may_manage_complaints)
def moderate(request: Request, post_id: int) -> HttpResponse:
    """One post, everything that happened to it, and the two decisions."""
    post = find_post(post_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        decide = show_post if request.POST.get("do") == "show" else hide_post
        try:
            decide(post=post, reason=form.cleaned_data["reason"], actor=request.user, at=request.at)
        except ActionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Keputusan tersimpan; pembaca melihat alasannya."))
            return redirect("voice:forum_moderation")
    facts = {
        "post": post,
        "author": author_of(post),
        "reports": reports_of([post]).get(post.pk, []),
        "names": mentions(f"{post.topic.title}\n{post.text}", request.on),
        "acts": post.moderations.select_related("by"),
        "versions": post.versions.all(),
        "form": form,
        "paused": post.citizen is not None and _paused(post, request),
    }
    return render(request, "voice/forum/moderate.html", facts, status=422 if form.errors else 200)


def _paused(post: ForumPost, request: Request) -> bool:
    until = post.citizen.blocked_until if post.citizen else None
    return until is not None and until > request.at


@guarded(may_manage_complaints)
def pause(request: Request, post_id: int) -> HttpResponse:
    """The author only reads for some days, or may write again."""
    post = find_post(post_id)
    back = reverse("voice:forum_moderate", args=[post.pk])
    if _paused(post, request):
        return form_page(
            request,
            ReasonForm(posted(request)),
            lambda values: resume_author(post=post, **values, actor=request.user, at=request.at),
            done=_("Penulis dapat menulis lagi."),
            back_url=back,
            question=_("Akhiri jeda %(name)s?") % {"name": author_of(post)},
            action=_("Akhiri jeda"),
        )
    spans = in_force(RULE, request.on)["pause_days"]
    days = [(span, ngettext("%(count)d hari", "%(count)d hari", span) % {"count": span}) for span in spans]
    return form_page(
        request,
        PauseForm(posted(request), days=days),
        lambda values: pause_author(post=post, **values, actor=request.user, at=request.at),
        done=_("Penulis dijeda. Ia tetap dapat membaca."),
        back_url=back,
        question=_("Jeda %(name)s?") % {"name": author_of(post)},
        text=_("Selama jeda ia dapat membaca, tetapi tidak dapat menulis atau melaporkan."),
        action=_("Jeda penulis"),
        danger=True,
    )


def steer(request: Request, topic_id: int) -> HttpResponse:
    """Conclusion, pin, closing, and the ways into an aspiration or a follow-up."""
    topic = find_topic(topic_id)
    may_steer(request.user, topic, request.on).require()

    def act(values: dict[str, Any]) -> None:
        conclude(topic=topic, text=values["text"], actor=request.user, at=request.at)

    return form_page(
        request,
        ConclusionForm(posted(request), initial={"text": topic.conclusion}),
        act,
        done=_("Kesimpulan tersimpan."),
        back_url=reverse("voice:forum_topic", args=[topic.pk]),
        template="voice/forum/steer.html",
        topic=topic,
    )


@require_POST
def pin(request: Request, topic_id: int) -> HttpResponse:
    """On top of the list, or no longer."""
    topic = find_topic(topic_id)
    may_steer(request.user, topic, request.on).require()
    try:
        set_pinned(topic=topic, pinned=request.POST.get("do") == "pin", actor=request.user, at=request.at)
    except ActionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Tersimpan."))
    return redirect("voice:forum_steer", topic.pk)


def close(request: Request, topic_id: int) -> HttpResponse:
    """Ends the conversation or opens it again, with the reason that readers see."""
    topic = find_topic(topic_id)
    may_steer(request.user, topic, request.on).require()
    closes = not topic.closed

    def act(values: dict[str, Any]) -> None:
        set_closed(topic=topic, closed=closes, **values, actor=request.user, at=request.at)

    return form_page(
        request,
        ReasonForm(posted(request)),
        act,
        done=_("Topik ditutup.") if closes else _("Topik dibuka kembali."),
        back_url=reverse("voice:forum_topic", args=[topic.pk]),
        question=_("Tutup topik ini?") if closes else _("Buka kembali topik ini?"),
        text=topic.title,
        action=_("Tutup topik") if closes else _("Buka topik"),
    )


def aspiration(request: Request, topic_id: int) -> HttpResponse:
    """The office takes the topic over as an aspiration, with number and clock."""
    topic = find_topic(topic_id)
    may_steer(request.user, topic, request.on).require()
    opening = posts_of(topic).first()
    initial = {"title": topic.title, "text": opening.text if opening else ""}

    def act(values: dict[str, Any]) -> None:
        refuse_names(f"{values['title']}\n{values['text']}", request.at)
        submit(
            kind=Complaint.Kind.ASPIRATION,
            **values,
            service=topic.service,
            unit=topic.unit,
            topic=topic,
            open_to_public=True,
            actor=request.user,
            at=request.at,
        )

    return form_page(
        request,
        AspirationForm(posted(request), initial=initial),
        act,
        done=_("Aspirasi tercatat. Nomor dan keadaannya tampil di topik."),
        back_url=reverse("voice:forum_topic", args=[topic.pk]),
        question=_("Jadikan topik ini aspirasi?"),
        text=_("Aspirasi mendapat nomor, unit penjawab, dan batas waktu seperti pengaduan."),
        action=_("Catat aspirasi"),
    )


def follow_up(request: Request, topic_id: int) -> HttpResponse:
    """A row of the unit's follow-up plan that comes from this topic."""
    topic = find_topic(topic_id)
    may_steer(request.user, topic, request.on).require()
    form = FollowUpForm(posted(request), on=request.on, people=staff_of(topic.unit, request.on))

    def act(_values: dict[str, Any]) -> None:
        facts = form.facts()
        add_follow_up(unit=topic.unit, topic=topic, **facts, actor=request.user, at=request.at)

    return form_page(
        request,
        form,
        act,
        done=_("Tindak lanjut ditambahkan. Keadaannya tampil di topik."),
        back_url=reverse("voice:forum_topic", args=[topic.pk]),
        question=_("Jadikan topik ini tindak lanjut?"),
        text=topic.title,
        action=_("Tambah tindak lanjut"),
    )
