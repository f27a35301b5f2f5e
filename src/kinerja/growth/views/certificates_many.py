"""The one button for the certificates of many: of a session, of an award scheme."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinerja.accounts.pages import form_page, posted
from kinerja.accounts.request import Request

from ..access_certificates import may_issue_session
from ..access_recognition import may_keep
from ..actions import certificates_many as acts
from ..models import AwardScheme, Session
from ..queries.certificates_due import Standing, due_of_scheme, due_of_session, standing


def papers_of_session(request: Request, session: Session) -> Standing | None:
    """What the button of a session says; None for who issues no certificates of it."""
    if not may_issue_session(request.user, session, request.on):
        return None
    due = due_of_session(session, request.user).values_list("pk", flat=True)
    return standing(acts.training_certificate, due)


def papers_of_scheme(request: Request, scheme: AwardScheme) -> Standing | None:
    """What the button of a scheme says; None for who does not keep it."""
    if not may_keep(request.user, scheme.unit, request.on):
        return None
    due = due_of_scheme(scheme, request.user, request.on).values_list("pk", flat=True)
    return standing(acts.award_certificate, due)


def of_session(request: Request, session_id: int) -> HttpResponse:
    """Asks for the certificates of everybody who attended and has none."""
    found = get_object_or_404(Session.objects.select_related("course"), pk=session_id)
    may_issue_session(request.user, found, request.on).require()
    n = _count(papers_of_session(request, found))
    people = ngettext(
        "%(n)s peserta yang hadir dan belum pernah menerima sertifikat.",
        "%(n)s peserta yang hadir dan belum pernah menerima sertifikat.",
        n,
    )
    return _ask(
        request,
        lambda: acts.issue_session(session=found, actor=request.user, at=request.at),
        done=_("Sertifikat sedang dibuat. Muat ulang halaman ini untuk melihat hasilnya."),
        back_url=reverse("growth:session", args=[found.pk]),
        question=_("Terbitkan semua sertifikat?"),
        text=str(found.course),
        about=people % {"n": n},
        action=_("Terbitkan semua sertifikat"),
    )


def of_scheme(request: Request, scheme_id: int) -> HttpResponse:
    """Asks for the certificates of every award under the scheme that has none."""
    found = get_object_or_404(AwardScheme.objects.select_related("unit"), pk=scheme_id)
    may_keep(request.user, found.unit, request.on).require()
    n = _count(papers_of_scheme(request, found))
    awards = ngettext(
        "%(n)s penghargaan yang sudah diberikan dan belum berpiagam.",
        "%(n)s penghargaan yang sudah diberikan dan belum berpiagam.",
        n,
    )
    return _ask(
        request,
        lambda: acts.issue_scheme(scheme=found, actor=request.user, at=request.at),
        done=_("Piagam sedang dibuat. Muat ulang halaman ini untuk melihat hasilnya."),
        back_url=reverse("growth:scheme", args=[found.pk]),
        question=_("Terbitkan semua piagam?"),
        text=found.name,
        about=awards % {"n": n},
        action=_("Terbitkan semua piagam"),
    )


def _count(papers: Standing | None) -> int:
    return len(papers.open) if papers else 0


def _ask(request: Request, issue: Callable[[], int], *, about: str, **said: str) -> HttpResponse:
    """The question before `issue`, with what follows from it."""
    effects = [
        about,
        _("Dibuat satu per satu di latar belakang; setiap penerima diberi tahu begitu miliknya terbit."),
        _("Setiap lembar diberi nomor dan tidak dapat diubah, hanya dicabut."),
        _("Milik Anda sendiri tidak ikut; itu diterbitkan orang lain."),
    ]
    return form_page(request, Form(posted(request)), lambda _values: issue(), effects=effects, **said)
