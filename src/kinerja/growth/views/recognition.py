"""Pages of awards: what waits, proposals, votes, the decision, consent, what is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kinerja.accounts.access import Verdict
from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request
from kinerja.assessment.models import Decision, Review
from kinerja.documents.uploads import served
from kinerja.people.models import Employee
from kinerja.people.queries import employee_of, team_of

from .. import access_recognition as access
from ..access_certificates import may_open_register
from ..actions import recognition as acts
from ..actions.award_attachments import attach
from ..forms_common import WhyForm
from ..forms_recognition import AttachForm, ConsentForm, DecideForm, ProposalForm, VoteForm
from ..models import AwardAttachment, AwardProposal, AwardScheme
from ..queries import recognition as rows
from .certificates_many import papers_of_scheme

PAGE = 25
Status = AwardProposal.Status


def load(request: Request, proposal_id: int) -> AwardProposal:
    """The proposal, if this person may read it. Raises Http404, PermissionDenied."""
    found = get_object_or_404(rows.proposals(), pk=proposal_id)
    access.may_read(request.user, found, request.on).require()
    return found


def here(found: AwardProposal) -> str:
    return reverse("growth:proposal", args=[found.pk])


def recognition(request: Request) -> HttpResponse:
    """What waits for me, then proposals: under way, decided, about me."""
    me, on = employee_of(request.user), request.on
    every = rows.proposals_of(request.user, on)
    lists: dict[str, tuple[str, QuerySet[AwardProposal]]] = {
        "berjalan": (_("Sedang diusulkan"), every.filter(status=Status.PROPOSED)),
        "selesai": (_("Sudah diputus"), every.exclude(status=Status.PROPOSED)),
    }
    if me is not None:
        lists["saya"] = (_("Untuk saya"), rows.awards_of(me, on))
    shown = request.GET.get("lihat", "")
    if shown not in lists:
        shown = next((key for key in lists if lists[key][1].exists()), "saya" if me else "berjalan")
    at = reverse("growth:recognition")
    facts = {
        "page": Paginator(lists[shown][1], PAGE).get_page(request.GET.get("page")),
        "shown": shown,
        "tabs": [
            {"url": f"{at}?lihat={key}", "title": title, "current": key == shown}
            for key, (title, _rows) in lists.items()
        ],
        "votes": rows.votes_waiting(me, on)[:PAGE] if me else [],
        "consents": rows.consents_waiting(me, on)[:PAGE] if me else [],
        "handed": rows.handovers_for(request.user, on)[:PAGE],
        "ready": rows.decisions_waiting(request.user, on)[:PAGE],
        "proposes": bool(access.may_propose_somebody(request.user, on)),
        "registers": bool(may_open_register(request.user, on)),
    }
    return render(request, "growth/recognition/list.html", facts)


def proposal_new(request: Request, scheme_id: int) -> HttpResponse:
    """Proposes under a scheme; `?keputusan=` fills it from what a meeting decided."""
    scheme = get_object_or_404(AwardScheme.objects.select_related("unit"), pk=scheme_id)
    wanted = request.GET.get("keputusan", "")
    decision: Decision | None = None
    if wanted:
        handed = rows.handovers_for(request.user, request.on)
        decision = get_object_or_404(handed, pk=wanted if wanted.isascii() and wanted.isdigit() else 0)
    else:
        access.may_propose_under(request.user, scheme, request.on).require()
    about = decision.about if decision else None
    initial = {"employee": about.nip, "reason": decision.text} if decision and about else {}
    me = employee_of(request.user)
    team = (
        team_of(me, request.on).order_by("name", "pk") if me and decision is None else Employee.objects.none()
    )
    form = ProposalForm(posted(request), scheme=scheme, team=team, on=request.on, initial=initial)
    made: list[AwardProposal] = []

    def act(values: dict[str, Any]) -> None:
        facts = form.facts() | {"decision": decision, "actor": request.user, "at": request.at}
        made.append(acts.propose(scheme=scheme, **facts))

    answer = form_page(
        request,
        form,
        act,
        done=_("Usulan dikirim. Buktinya disimpan seperti keadaan sekarang."),
        back_url=reverse("growth:scheme", args=[scheme.pk]),
        question=_("Usulkan penerima %(name)s") % {"name": scheme.name},
        text=_("Dari keputusan rapat: %(text)s") % {"text": decision.text} if decision else scheme.purpose,
        action=_("Kirim usulan"),
    )
    return redirect(here(made[0])) if made else answer


def proposal(request: Request, proposal_id: int) -> HttpResponse:
    """The reason, the evidence as it was, the votes, the decision and what may follow."""
    found = load(request, proposal_id)
    user, on = request.user, request.on
    me = employee_of(user)
    votes = list(found.votes.select_related("juror"))
    about_me = access.concerned(me, found, on)
    vote = access.may_vote(user, found, on)
    open_, awarded = found.status == Status.PROPOSED, found.status == Status.AWARDED
    manages = bool(access.manages(user, found, on))
    paper = getattr(found, "certificate", None)
    may_issue = awarded and manages and paper is None
    facts = {
        "proposal": found,
        "evidence": _readable(found.evidence, about_me),
        "files": [] if about_me else found.attachments.select_related("by"),
        "may_attach": open_ and bool(access.may_attach(user, found, on)),
        "votes": [] if about_me else votes,
        "yes": sum(vote.yes for vote in votes),
        "jury": found.scheme.jurors.count(),
        "needed": access.votes_needed(found, on),
        "my_vote": next((vote for vote in votes if me is not None and vote.juror_id == me.pk), None),
        "about_me": about_me,
        "may_vote": open_ and bool(vote),
        "no_vote": vote.reason if open_ and not vote and access.is_juror(user, found.scheme) else "",
        "may_decide": open_ and manages,
        "may_withdraw": open_ and bool(access.may_withdraw(user, found, on)),
        "may_consent": awarded and bool(access.may_consent(user, found, on)),
        "may_publish": awarded and manages and found.consent is True and found.published_at is None,
        "may_issue": may_issue,
        "papers": papers_of_scheme(request, found.scheme) if may_issue else None,
        "paper": paper,
    }
    return render(request, "growth/recognition/proposal.html", facts)


def _readable(evidence: list[dict[str, Any]], about_me: bool) -> list[dict[str, Any]]:
    """The rows; whoever it is about reads a predicate only after he received the document it stands in."""
    if not about_me:
        return evidence
    named = [row["review"] for row in evidence if "review" in row]
    waits = set(Review.objects.filter(pk__in=named, delivered_at=None).values_list("pk", flat=True))
    return [row | {"hidden": True} if row.get("review") in waits else row for row in evidence]


def _step(
    request: Request,
    proposal_id: int,
    may: Callable[..., Verdict],
    form: Form,
    act: Callable[..., object],
    **words: Any,
) -> HttpResponse:
    """One act about one proposal, on its own page."""
    found = load(request, proposal_id)
    may(request.user, found, request.on).require()

    def do(values: dict[str, Any]) -> None:
        act(proposal=found, **values, actor=request.user, at=request.at)

    back = here(found)
    return form_page(request, form, do, back_url=back, **{"text": str(found)} | words)


def attachment_new(request: Request, proposal_id: int) -> HttpResponse:
    """A file beside the proposal."""
    form = AttachForm(posted(request), request.FILES or None)
    return _step(
        request, proposal_id, access.may_attach, form, attach,
        done=_("Berkas tersimpan di usulan ini."), question=_("Lampirkan berkas"),
        action=_("Simpan berkas"),
    )  # fmt: skip


@require_safe
def attachment(request: Request, token: UUID) -> FileResponse:
    """The file itself."""
    found = get_object_or_404(AwardAttachment, token=token)
    access.may_open_files(request.user, load(request, found.proposal_id), request.on).require()
    return served(found.file, title=found.text, content_type=found.content_type)


def vote(request: Request, proposal_id: int) -> HttpResponse:
    """A juror's yes or no."""
    return _step(
        request, proposal_id, access.may_vote, VoteForm(posted(request)), acts.vote,
        done=_("Suara Anda tersimpan."), question=_("Beri suara"), action=_("Simpan suara"),
    )  # fmt: skip


def decide(request: Request, proposal_id: int) -> HttpResponse:
    """Given or not; what still stands in the way of giving is said before the choice."""
    found = load(request, proposal_id)
    return _step(
        request, proposal_id, access.manages, DecideForm(posted(request)), acts.decide,
        done=_("Keputusan tersimpan dan diberitahukan."), question=_("Putuskan usulan ini"),
        effects=_in_the_way(found, request.on), action=_("Simpan keputusan"),
    )  # fmt: skip


def _in_the_way(found: AwardProposal, on: date) -> list[str]:
    """Votes or conditions that are missing: until then it can only be refused."""
    if found.scheme.decides != AwardScheme.Decides.RULE:
        few = access.votes_missing(found, on)
        return [few, _("Sebelum itu, yang dapat disimpan hanya “Tidak diberikan”.")] if few else []
    unmet = [row["text"] for row in found.evidence if row["met"] is not True]
    said = [_("Syarat belum terpenuhi: %(text)s") % {"text": text} for text in unmet]
    return [*said, _("Penghargaan baru dapat diberikan bila semua syarat terpenuhi.")] if said else []


def withdraw(request: Request, proposal_id: int) -> HttpResponse:
    """Takes a proposal back."""
    return _step(
        request, proposal_id, access.may_withdraw, WhyForm(posted(request)), acts.withdraw,
        done=_("Usulan ditarik."), question=_("Tarik usulan ini?"), action=_("Tarik usulan"),
    )  # fmt: skip


def consent(request: Request, proposal_id: int) -> HttpResponse:
    """The awarded says whether it may be published, and may change his mind."""
    found = load(request, proposal_id)
    return _step(
        request, proposal_id, access.may_consent, ConsentForm(posted(request)), acts.give_consent,
        done=_("Jawaban Anda tersimpan."), question=_("Bolehkah penghargaan ini diumumkan?"),
        text=_("Yang tampil bagi pegawai dan warga:"),
        effects=[found.scheme.name, str(found.employee or found.team or found.unit), found.why,
                 _("Anda dapat menarik persetujuan kapan saja; pengumumannya langsung hilang.")],
        action=_("Simpan jawaban"),
    )  # fmt: skip


def publish(request: Request, proposal_id: int) -> HttpResponse:
    """Puts a consented award on the pages of awards."""
    return _step(
        request, proposal_id, access.manages, Form(posted(request)), acts.publish,
        done=_("Penghargaan diumumkan."), question=_("Umumkan penghargaan ini?"),
        action=_("Umumkan penghargaan"),
    )  # fmt: skip


@require_safe
def published(request: Request) -> HttpResponse:
    """Published awards for everybody who works here."""
    return _published(request, "growth/recognition/published.html")


@login_not_required
@never_cache
@require_safe
def public_awards(request: HttpRequest) -> HttpResponse:
    """The same for citizens: name, unit and what for, of those who said yes."""
    return _published(request, "growth/recognition/public.html")


def _published(request: HttpRequest, template: str) -> HttpResponse:
    page = Paginator(rows.published(), PAGE).get_page(request.GET.get("page"))
    on = getattr(request, "on", None) or timezone.localdate()
    units = rows.units_of(page, on)
    shown = [
        {
            "name": str(row.employee or row.team or row.unit),
            "unit": units.get(row.employee_id or 0, "") or (row.team.unit.name if row.team else ""),
            "award": row,
        }
        for row in page
    ]
    return render(request, template, {"page": page, "shown": shown})
