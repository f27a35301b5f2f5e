"""The public pages of the forum: the list, one topic, writing, editing, reporting."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinerja.accounts.request import searched
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of, own_post

from ..access.common import may_work_in
from ..access.forum import (
    may_answer,
    may_edit,
    may_flag,
    may_see_hidden,
    may_steer,
    may_take_part,
    may_write,
)
from ..actions.forum import answer_topic, edit_post, open_topic, set_following, write_post
from ..actions.moderation import flag_post
from ..citizens import Visit, citizen_of, open_page
from ..errors import ActionError, NotPossible
from ..forms.forum import AnswerForm, EditForm, FlagForm, ReplyForm, TopicForm
from ..models import Citizen, Following, ForumPost, Service, Topic
from ..queries.forum import SORTS, places, rows_of, similar, topics
from ..queries.forum_topic import (
    POSTS_A_PAGE,
    author_of,
    first_answer,
    outcomes,
    page_of,
    posts_of,
    topic_acts,
    views_of,
)
from ..sources import limit
from .citizens import ask

TOPICS_A_PAGE = 25
FLAGS_AN_HOUR = 30
LONGEST_SEARCH = 100


def number(text: str | None) -> int:
    """A number from an address; 0, the key of nothing, when it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@open_page
def forum(request: Visit) -> HttpResponse:
    """Topics by unit or service, searched, sorted, page by page."""
    unit = Unit.objects.filter(pk=number(request.GET.get("unit"))).first()
    service = Service.objects.filter(pk=number(request.GET.get("layanan"))).select_related("unit").first()
    words = searched(request, "cari")[:LONGEST_SEARCH]
    sort = request.GET.get("urut", "")
    unanswered = "belum" in request.GET
    rows = topics(words=words, unit=unit, service=service, sort=sort, unanswered=unanswered)
    page = Paginator(rows, TOPICS_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "rows": rows_of(list(page)),
        "unit": unit,
        "service": service,
        "words": words,
        "sort": sort if sort in SORTS else next(iter(SORTS)),
        "unanswered": unanswered,
        "filtered": bool(words or unit or service or unanswered),
        "citizen": citizen_of(request),
        "moderates": bool(may_see_hidden(request.user, request.on)),
    }
    return render(request, "voice/forum/list.html", facts)


def to_sign_in(going: str) -> HttpResponse:
    """To the sign-in of citizens, and afterwards to the page `going`."""
    return redirect(f"{reverse('voice:forum_enter')}?{urlencode({'ke': going})}")


def find_topic(topic_id: int) -> Topic:
    return get_object_or_404(Topic.objects.select_related("unit", "service"), pk=topic_id)


@open_page
def topic(request: Visit, topic_id: int) -> HttpResponse:
    """A topic with its posts; a post to this address is a contribution of the citizen or the office."""
    row = find_topic(topic_id)
    citizen = citizen_of(request)
    form = _reply_form(request, row, citizen)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            post = _reply(request, row, citizen, form.cleaned_data)
        except ActionError as refusal:
            form.add_error(None, str(refusal))
        else:
            if post.hidden_at:
                messages.warning(
                    request, _("Tulisan Anda menyebut nama pegawai. Moderator melihatnya dahulu.")
                )
            return redirect("voice:forum_post", post.pk)
    elif request.method == "POST" and form is None:
        may_write(citizen, row, request.at).require()
    facts = _topic_facts(request, row, citizen) | {"form": form}
    wrong = form is not None and bool(form.errors)
    return render(request, "voice/forum/topic.html", facts, status=422 if wrong else 200)


def _reply_form(request: Visit, row: Topic, citizen: Citizen | None) -> ReplyForm | AnswerForm | None:
    """The form of who may write here, None for everybody else."""
    data = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        open_ = not row.closed and not row.hidden
        return AnswerForm(data) if open_ and may_answer(request.user, row, request.on) else None
    return ReplyForm(data) if may_write(citizen, row, request.at) else None


def _reply(request: Visit, row: Topic, citizen: Citizen | None, values: dict[str, Any]) -> ForumPost:
    if citizen is not None:
        return write_post(topic=row, citizen=citizen, text=values["text"], key=values["key"], at=request.at)
    may_answer(request.user, row, request.on).require()
    assert request.user.is_authenticated
    return answer_topic(
        topic=row,
        unit=_speaks_for(request, row),
        text=values["text"],
        official=values["official"],
        key=values["key"],
        actor=request.user,
        at=request.at,
    )


def _speaks_for(request: Visit, row: Topic) -> Unit:
    """The topic's unit for its own people; the unit of his post for who manages the forum."""
    if may_work_in(request.user, row.unit, request.on):
        return row.unit
    assert request.user.is_authenticated
    me = employee_of(request.user)
    held = own_post(me, request.on) if me else None
    return held.post.unit if held else row.unit


def _topic_facts(request: Visit, row: Topic, citizen: Citizen | None) -> dict[str, object]:
    moderates = bool(may_see_hidden(request.user, request.on))
    page = Paginator(posts_of(row), POSTS_A_PAGE).get_page(request.GET.get("page"))
    posts = views_of(list(page), row, citizen=citizen, user=request.user, moderates=moderates, at=request.at)
    refusal = may_write(citizen, row, request.at)
    reads_title = not row.hidden or moderates or any(view.mine for view in posts[:1] if page.number == 1)
    return {
        "topic": row,
        "title": row.title if reads_title else _("Topik yang disembunyikan"),
        "page": page,
        "posts": posts,
        "answer": first_answer(row),
        "outcomes": outcomes(row),
        "acts": topic_acts(row),
        "citizen": citizen,
        "follows": citizen is not None and Following.objects.filter(topic=row, citizen=citizen).exists(),
        "refusal": refusal.reason,
        "moderates": moderates,
        "steers": request.user.is_authenticated and bool(may_steer(request.user, row, request.on)),
    }


@open_page
def post(request: Visit, post_id: int) -> HttpResponse:
    """Leads to the place of one post in its topic."""
    row = get_object_or_404(ForumPost, pk=post_id)
    page = page_of(row)
    url = reverse("voice:forum_topic", args=[row.topic_id])
    return redirect(f"{url}{f'?page={page}' if page > 1 else ''}#tulisan-{row.pk}")


@open_page
def new(request: Visit) -> HttpResponse:
    """First what it is about, then the words; topics like it are shown before it is opened."""
    citizen = citizen_of(request)
    if citizen is None:
        messages.info(request, _("Masuk dahulu dengan surel Anda untuk membuka topik."))
        return to_sign_in(request.get_full_path())
    may_take_part(citizen, request.at).require()
    service = Service.objects.filter(pk=number(request.GET.get("layanan"))).select_related("unit").first()
    unit = service.unit if service else Unit.objects.filter(pk=number(request.GET.get("unit"))).first()
    if unit is None:
        words = searched(request, "cari")[:LONGEST_SEARCH]
        facts = {"citizen": citizen, "words": words, "places": places(words, request.on)}
        return render(request, "voice/forum/about.html", facts)
    form = TopicForm(request.POST or None)
    alike: list[Topic] = []
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        alike = [] if values["seen"] else similar(values["title"], unit)
        if not alike:
            try:
                made = open_topic(
                    citizen=citizen,
                    unit=unit,
                    service=service,
                    title=values["title"],
                    text=values["text"],
                    key=values["key"],
                    at=request.at,
                )
            except ActionError as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("voice:forum_topic", made.pk)
    facts = {"citizen": citizen, "form": form, "unit": unit, "service": service, "alike": alike}
    return render(request, "voice/forum/new.html", facts, status=422 if form.errors else 200)


@open_page
def edit(request: Visit, post_id: int) -> HttpResponse:
    """The author changes his words; what they were stays readable."""
    row = get_object_or_404(ForumPost.objects.select_related("topic", "citizen"), pk=post_id)
    citizen = citizen_of(request)
    may_edit(row, request.at, citizen=citizen, user=request.user).require()
    actor = request.user if request.user.is_authenticated else None
    return ask(
        request,
        EditForm(request.POST or None, initial={"text": row.text}),
        lambda values: edit_post(post=row, text=values["text"], actor=actor, at=request.at),
        next_url=reverse("voice:forum_post", args=[row.pk]),
        heading=_("Ubah tulisan"),
        lead=_("Pembaca melihat bahwa tulisan ini diubah, dan dapat membaca versi sebelumnya."),
        action=_("Simpan perubahan"),
        back_url=reverse("voice:forum_post", args=[row.pk]),
    )


@open_page
def flag(request: Visit, post_id: int) -> HttpResponse:
    """A citizen asks the moderator to look at a post."""
    rows = ForumPost.objects.select_related("topic", "citizen", "unit")
    row = get_object_or_404(rows, pk=post_id)
    citizen = citizen_of(request)
    if citizen is None and not request.user.is_authenticated:
        return to_sign_in(reverse("voice:forum_topic", args=[row.topic_id]))
    may_flag(citizen, row, request.at).require()
    assert citizen is not None

    def act(values: dict[str, Any]) -> None:
        if limit(request, what="forum_flag", at=request.at, most=FLAGS_AN_HOUR):
            raise NotPossible(_("Terlalu banyak laporan dari jaringan Anda. Coba lagi satu jam lagi."))
        flag_post(post=row, citizen=citizen, reason=values["reason"], at=request.at)

    return ask(
        request,
        FlagForm(request.POST or None),
        act,
        next_url=reverse("voice:forum_post", args=[row.pk]),
        done=_("Terima kasih. Moderator akan melihat tulisan itu."),
        heading=_("Laporkan tulisan ini?"),
        lead=_("Ditulis oleh %(name)s. Penulisnya tidak tahu siapa yang melapor.") % {"name": author_of(row)},
        quote=row.text,
        action=_("Laporkan tulisan"),
        back_url=reverse("voice:forum_post", args=[row.pk]),
    )


@require_POST
@open_page
def follow(request: Visit, topic_id: int) -> HttpResponse:
    """Follows a topic, or no longer."""
    row = find_topic(topic_id)
    citizen = citizen_of(request)
    if citizen is None:
        return to_sign_in(reverse("voice:forum_topic", args=[row.pk]))
    follows = request.POST.get("do") == "follow"
    set_following(topic=row, citizen=citizen, follows=follows)
    said = _("Anda mengikuti topik ini.") if follows else _("Anda tidak lagi mengikuti topik ini.")
    messages.success(request, said)
    return redirect("voice:forum_topic", row.pk)
