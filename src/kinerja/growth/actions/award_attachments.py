"""Files beside a proposal for an award."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.assessment.notices import tell
from kinerja.audit.actions import record
from kinerja.documents.uploads import Checked, kept
from kinerja.voice.errors import NotPossible

from ..access_recognition import may_attach
from ..models import AwardAttachment, AwardProposal
from .recognition import here, locked, still_open
from .words import plain

AT_MOST = 10


@transaction.atomic
def attach(
    *, proposal: AwardProposal, text: str, file: Checked, actor: User, at: datetime
) -> AwardAttachment:
    """Adds a file, already judged by its content, until the proposal is decided.

    Raises PermissionDenied, Incomplete without words, NotPossible once it is decided or beyond 10 files;
    then nothing is kept.
    """
    held = locked(proposal)
    may_attach(actor, held, localdate(at)).require()
    still_open(held)
    words = plain(text, _("Tulis apa yang ditunjukkan berkas ini."), most=300)
    if held.attachments.count() >= AT_MOST:
        raise NotPossible(_("Paling banyak %(most)d berkas untuk satu usulan.") % {"most": AT_MOST})
    with kept("awards", file.data) as stored:
        made = AwardAttachment.objects.create(
            proposal=held,
            text=words,
            file=stored,
            content_type=file.content_type,
            sha256=file.sha256,
            by=actor,
            at=at,
        )
        after = {"attachment": made.pk, "sha256": made.sha256}
        record(actor=actor, at=at, action="growth.attach_award", target=held, after=after)
    _tell_voted(held, made)
    return made


def _tell_voted(held: AwardProposal, made: AwardAttachment) -> None:
    """Who voted did not know of this file; until the decision he may think again."""
    jurors = held.votes.filter(juror__user__isnull=False).exclude(juror__user=made.by)
    users = list(jurors.values_list("juror__user", flat=True))
    with translation.override("id"):
        title = _("Berkas baru pada usulan yang sudah Anda beri suara: %(name)s") % {"name": held.scheme.name}
    tell(users, key=f"award:{held.pk}:file:{made.pk}", title=title, url=here(held), due=None, at=made.at)
