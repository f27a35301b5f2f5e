"""Setting the predicate of an organisation: it comes before every rating (PermenPANRB 6/2022 Ps 24-25)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.people.queries import employee_of
from kinerja.plans.models import Period

from ..access import may_decide_organisation
from ..errors import Incomplete, OrganisationInUse
from ..models import OrganisationLevel, OrganisationPredicate, Review
from ..queries import current

RULE = "PermenPANRB 6/2022 Ps 24-25, Lampiran hlm 92; SE MenPANRB 3/2023"


@transaction.atomic
def set_organisation_predicate(
    *, unit: Unit, period: Period, predicate: str, basis: str, actor: User, at: datetime
) -> OrganisationPredicate:
    """Sets or corrects the predicate of `unit` in `period`, with the `basis` it rests on.

    By the leader one level above the unit's head; HR records it on his behalf. Raises PermissionDenied,
    Incomplete without a known predicate or a basis, OrganisationInUse once a signed review rests on it.
    """
    may_decide_organisation(actor, unit, timezone.localdate(at)).require()
    if predicate not in OrganisationLevel.values:
        raise Incomplete(_("Pilih predikat kinerja organisasi."))
    if not basis.strip():
        raise Incomplete(
            _("Tulis dasar penetapan, misalnya nomor formulir penetapan atau capaian rencana aksi.")
        )
    old = OrganisationPredicate.objects.select_for_update().filter(unit=unit, period=period).first()
    before = {"predicate": old.predicate, "basis": old.basis} if old else None
    after = {"predicate": predicate, "basis": basis.strip()}
    if before == after and old is not None:
        return old
    signed = current().filter(organisation_unit=unit, period=period, signed_at__isnull=False).count()
    if old is not None and old.predicate != predicate and signed:
        raise OrganisationInUse(
            _("Predikat ini sudah menjadi dasar %(n)s dokumen yang ditandatangani, jadi tidak dapat diubah.")
            % {"n": signed}
        )
    facts = {**after, "decided_by": employee_of(actor), "decided_at": at}
    decided, _new = OrganisationPredicate.objects.update_or_create(unit=unit, period=period, defaults=facts)
    # Drafts show the value in force; what was signed keeps its own copy.
    Review.objects.filter(organisation_unit=unit, period=period, signed_at__isnull=True).exclude(
        organisation_predicate=""
    ).update(organisation_predicate=predicate)
    record(actor=actor, at=at, action="assessment.organisation", target=decided, before=before, after=after,
           why=basis.strip(), rule=RULE)  # fmt: skip
    return decided
