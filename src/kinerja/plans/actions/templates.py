"""Keeping templates of goals: written, copied to a new version, taken out of use."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Post, Unit
from kinerja.rows import lock_row
from kinerja.rules.states import allowed_events, step

from ..access_templates import may_write_for, may_write_template
from ..content import PlanContent, tidy, to_dict
from ..errors import NotNow, PlanError, Stale
from ..models import GoalTemplate, Plan


@transaction.atomic
def create_template(
    *,
    title: str,
    unit: Unit | None,
    actor: User,
    at: datetime,
    level: str = "",
    words: str = "",
    form: str = Plan.Form.STAFF.value,
    approach: str = Plan.Approach.QUANTITATIVE.value,
    content: PlanContent | None = None,
) -> GoalTemplate:
    """A new template for `unit` and the units below it, without a unit for the whole agency.

    Raises PlanError without a title or with unknown codes, ContentError, PermissionDenied.
    """
    may_write_for(actor, unit, timezone.localdate(at)).require()
    row = GoalTemplate(unit=unit, content=_goals(content or PlanContent()))
    _head(row, title, level, words, form, approach)
    row.save()
    record(actor=actor, at=at, action="plans.create_template", target=row, after=_facts(row))
    return row


@transaction.atomic
def save_template(
    *,
    template: GoalTemplate,
    title: str,
    level: str,
    words: str,
    form: str,
    approach: str,
    content: PlanContent,
    revision: int,
    actor: User,
    at: datetime,
) -> GoalTemplate:
    """Replaces what a template says that nobody has got yet; `revision` is the one the writer has seen.

    Raises NotNow when it was sent or is out of use, Stale when somebody else saved in between, PlanError,
    ContentError, PermissionDenied.
    """
    row = _locked(template, "save")
    may_write_template(actor, row, timezone.localdate(at)).require()
    if row.revision != revision:
        raise Stale
    before = _facts(row)
    _head(row, title, level, words, form, approach)
    row.content, row.revision = _goals(content), row.revision + 1
    row.save()
    record(actor=actor, at=at, action="plans.save_template", target=row, before=before, after=_facts(row))
    return row


@transaction.atomic
def copy_template(*, template: GoalTemplate, actor: User, at: datetime) -> GoalTemplate:
    """A new version with the same goals and keys; the old one goes out of use and stays to be read.

    Raises NotNow when it is already out of use, Stale, PermissionDenied.
    """
    row = _locked(template, "copy")
    may_write_template(actor, row, timezone.localdate(at)).require()
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    kept = {name: getattr(row, name) for name in ("family", "title", "level", "words", "form", "approach")}
    try:
        with transaction.atomic():
            made = GoalTemplate.objects.create(
                **kept, unit=row.unit, content=row.content, version=row.version + 1
            )
    except IntegrityError as error:
        raise Stale from error
    before = {"version": row.version}
    record(actor=actor, at=at, action="plans.copy_template", target=made, before=before, after=_facts(made))
    return made


@transaction.atomic
def retire_template(*, template: GoalTemplate, actor: User, at: datetime) -> GoalTemplate:
    """Takes a template out of use; plans that got its goals keep them. Raises NotNow, PermissionDenied."""
    row = _locked(template, "retire")
    may_write_template(actor, row, timezone.localdate(at)).require()
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    record(actor=actor, at=at, action="plans.retire_template", target=row, after={"retired": True})
    return row


def _locked(template: GoalTemplate, event: str) -> GoalTemplate:
    """The row as it is now, held to the end of the transaction, in a state that allows `event`."""
    row = lock_row(GoalTemplate.objects.select_related("unit"), template.pk, gone=Stale)
    state = row.state
    if not allowed_events("goal_template", state):
        raise NotNow(_("Templat ini tidak dipakai lagi."))
    sent = NotNow(_("Templat ini sudah pernah dikirim. Buat versi baru untuk mengubahnya."))
    step("goal_template", state, event, sent)
    return row


def _head(row: GoalTemplate, title: str, level: str, words: str, form: str, approach: str) -> None:
    row.title, row.words = " ".join(title.split()), " ".join(words.split())
    if not row.title:
        raise PlanError(_("Tulis judul templat."))
    if len(row.title) > 160 or len(row.words) > 80:
        raise PlanError(_("Judul paling panjang 160 huruf, kata dalam nama jabatan 80."))
    for value, known in ((form, Plan.Form.values), (approach, Plan.Approach.values)):
        if value not in known:
            raise PlanError(_("Pilih bentuk dan pendekatan SKP."))
    if level and level not in Post.Level.values:
        raise PlanError(_("Tingkat jabatan tidak dikenal."))
    row.level, row.form, row.approach = level, form, approach


def _goals(content: PlanContent) -> dict[str, Any]:
    """Only results and indicators, tied to nobody's plan: whom they serve is chosen in each plan."""
    if content.served():
        raise PlanError(_("Templat tidak menunjuk hasil pimpinan; pegawai memilihnya di SKP-nya."))
    return to_dict(PlanContent(tidy(content).results))


def _facts(row: GoalTemplate) -> dict[str, Any]:
    names = ("title", "version", "level", "words", "form", "approach", "content")
    return {**{name: getattr(row, name) for name in names}, "unit": row.unit_id}
