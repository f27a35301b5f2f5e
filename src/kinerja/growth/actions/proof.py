"""Programmes and what they should move: set down, changed while nobody else reads it, told to everybody.

Figures are never an input here: `insight.effects` computes them from citizens' answers and service cases.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit
from kinerja.people.queries import unit_tree_ids
from kinerja.rules import skm
from kinerja.rules.states import step
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import Change, FollowUp, Service

from ..access_proof import may_keep_programmes
from ..errors import Incomplete
from ..models import Course, Programme
from ..queries.support_waves import Reason, wave_of

Measure = Programme.Measure
LONGEST = 4_000
SLUG = 40
OF_CASES = frozenset({Measure.WITHIN, Measure.DURATION})
WORDS = ("title", "kind", "course_id", "change_id", "follow_up_id", "meeting_id")


@transaction.atomic
def make_programme(
    *,
    title: str,
    kind: str,
    story: str,
    measure: str,
    treated: Collection[Unit],
    before_from: date,
    starts: date,
    settled: date,
    after_to: date,
    compared: Collection[Unit] = (),
    element: str = "",
    service: Service | None = None,
    course: Course | None = None,
    change: Change | None = None,
    coached_for: Reason | None = None,
    slug: str = "",
    actor: User,
    at: datetime,
) -> Programme:
    """A programme with its measure, its units and its two stretches of time; not public yet.

    Before: `before_from` to the day before `starts`; after: `settled` to `after_to`. `element` (a code of
    `skm.elements`) only with satisfaction, `service` only without units to compare with, `coached_for` the
    reason of a wave of coaching. `slug` is made from the title when empty. Raises PermissionDenied,
    Incomplete naming what is missing, NotPossible for units on both sides, a slug that is taken, or a reason
    without a wave: a programme must not point to one person's plan.
    """
    may_keep_programmes(actor, localdate(at)).require()
    facts = _facts(
        title=title, kind=kind, story=story, measure=measure, treated=treated, compared=compared,
        before_from=before_from, starts=starts, settled=settled, after_to=after_to, element=element,
        service=service, course=course, change=change, **_wave(coached_for, localdate(at)),
    )  # fmt: skip
    named = _free_slug(slug, title)
    made = Programme.objects.create(slug=named, made_by=actor, made_at=at, **facts)
    made.treated.set(treated)
    made.compared.set(compared)
    record(actor=actor, at=at, action="growth.make_programme", target=made, after=_told(made))
    return made


@transaction.atomic
def change_programme(
    *,
    programme: Programme,
    title: str,
    kind: str,
    story: str,
    measure: str,
    treated: Collection[Unit],
    before_from: date,
    starts: date,
    settled: date,
    after_to: date,
    compared: Collection[Unit] = (),
    element: str = "",
    service: Service | None = None,
    course: Course | None = None,
    change: Change | None = None,
    coached_for: Reason | None = None,
    actor: User,
    at: datetime,
) -> Programme:
    """Writes it anew; `made_at` moves along, so that readers see when measure and days were chosen.

    Raises as `make_programme`, and NotPossible while it is public: what everybody reads must not change
    its yardstick unseen.
    """
    may_keep_programmes(actor, localdate(at)).require()
    held = _locked(programme)
    public = NotPossible(_("Kisah ini tampil untuk umum. Tarik dulu, lalu ubah."))
    step("programme", held.state, "change", public)
    before = _told(held)
    facts = _facts(
        title=title, kind=kind, story=story, measure=measure, treated=treated, compared=compared,
        before_from=before_from, starts=starts, settled=settled, after_to=after_to, element=element,
        service=service, course=course, change=change, **_wave(coached_for, localdate(at)),
    )  # fmt: skip
    for name, value in facts.items():
        setattr(held, name, value)
    held.treated.set(treated)
    held.compared.set(compared)
    after = _told(held)
    if _yardstick(before) != _yardstick(after):
        held.made_at = at
    held.save()
    record(actor=actor, at=at, action="growth.change_programme", target=held, before=before, after=after)
    return held


@transaction.atomic
def publish_programme(*, programme: Programme, actor: User, at: datetime) -> Programme:
    """Shows it to everybody, whatever the result. Raises PermissionDenied, NotPossible when it is public or
    the time after has not begun."""
    on = localdate(at)
    may_keep_programmes(actor, on).require()
    held = _locked(programme)
    step("programme", held.state, "publish", NotPossible(_("Kisah ini sudah tampil untuk umum.")))
    if on < held.settled:
        raise NotPossible(_("Masa sesudah belum mulai; belum ada yang dapat diceritakan."))
    return _show(held, True, "growth.publish_programme", actor, at)


@transaction.atomic
def withdraw_programme(*, programme: Programme, why: str, actor: User, at: datetime) -> Programme:
    """Takes it from the public page; employees still read it. Raises PermissionDenied, Incomplete without a
    reason, NotPossible when it is not public."""
    may_keep_programmes(actor, localdate(at)).require()
    held = _locked(programme)
    step("programme", held.state, "withdraw", NotPossible(_("Kisah ini tidak tampil untuk umum.")))
    if not why.strip():
        raise Incomplete(_("Tulis mengapa kisah ini ditarik."))
    return _show(held, False, "growth.withdraw_programme", actor, at, why.strip())


def _show(
    held: Programme, published: bool, action: str, actor: User, at: datetime, why: str = ""
) -> Programme:
    held.published = published
    held.save(update_fields=["published"])
    facts = {"before": {"published": not published}, "after": {"published": published}}
    record(actor=actor, at=at, action=action, target=held, why=why, **facts)
    return held


def _locked(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)


def _facts(
    *, treated: Collection[Unit], compared: Collection[Unit], service: Service | None, **facts: Any
) -> dict[str, Any]:
    """The fields, tidied and checked."""
    facts["title"], facts["story"] = facts["title"].strip(), facts["story"].strip()[:LONGEST]
    if not facts["title"] or not facts["story"]:
        raise Incomplete(_("Isi judul, dan apa yang dilakukan serta mengapa."))
    if facts["kind"] not in Programme.Kind.values or facts["measure"] not in Measure.values:
        raise Incomplete(_("Pilih jenis program dan ukurannya."))
    if not facts["before_from"] < facts["starts"] <= facts["settled"] <= facts["after_to"]:
        raise Incomplete(
            _("Urutkan tanggalnya: masa sebelum, program mulai, masa sesudah mulai, masa sesudah berakhir.")
        )
    if not treated:
        raise Incomplete(_("Pilih unit yang ikut program."))
    _apart(treated, compared)
    element = facts["element"]
    if element and (facts["measure"] != Measure.SATISFACTION or element not in skm.codes(facts["starts"])):
        raise Incomplete(
            _("Unsur hanya untuk ukuran kepuasan warga, dan harus salah satu dari sembilan unsur.")
        )
    if service is not None:
        _check_service(service, facts["measure"], treated, compared)
    return {**facts, "service": service}


def _apart(treated: Collection[Unit], compared: Collection[Unit]) -> None:
    """Units are counted with those below them, so no side may hold a unit of the other."""
    mine, theirs = ({unit.pk for unit in side} for side in (treated, compared))
    if unit_tree_ids(mine) & unit_tree_ids(theirs):
        raise NotPossible(_("Satu unit tidak dapat ikut program sekaligus menjadi pembanding."))


def _check_service(
    service: Service, measure: str, treated: Collection[Unit], compared: Collection[Unit]
) -> None:
    if measure not in {Measure.SATISFACTION, *OF_CASES}:
        raise Incomplete(_("Ukuran pengaduan berlaku untuk unit; kosongkan layanan."))
    if compared:
        raise NotPossible(_("Satu layanan milik satu unit; kosongkan layanan atau unit pembanding."))
    if service.unit_id not in unit_tree_ids({unit.pk for unit in treated}):
        raise NotPossible(_("Layanan ini bukan milik unit yang ikut program."))


def _wave(reason: Reason | None, on: date) -> dict[str, Any]:
    """The links to the reason of a wave. Raises NotPossible without one."""
    if reason is not None and wave_of(reason, on) is None:
        raise NotPossible(
            _("Gelombang pembinaan ini belum ada: rencana sedikitnya dua orang harus sudah dimulai.")
        )
    survey = isinstance(reason, FollowUp)
    return {"follow_up": reason if survey else None, "meeting": None if survey else reason}


def _free_slug(wanted: str, title: str) -> str:
    """The slug asked for, or one of the title with a number while it is taken."""
    taken = set(Programme.objects.values_list("slug", flat=True))
    if wanted:
        if slugify(wanted)[:SLUG] != wanted:
            raise Incomplete(_("Kode kisah memakai huruf kecil, angka, dan tanda hubung, paling banyak 40."))
        if wanted in taken:
            raise NotPossible(_("Kode ini sudah dipakai kisah lain."))
        return wanted
    base = slugify(title)[: SLUG - 6].strip("-") or "kisah"
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)


def _told(programme: Programme) -> dict[str, Any]:
    """For the log: what is measured, where, when."""
    names = ("measure", "element", "service_id", *WORDS)
    days = ("before_from", "starts", "settled", "after_to")
    return {
        **{name: getattr(programme, name) for name in (*names, *days)},
        "treated": sorted(programme.treated.values_list("pk", flat=True)),
        "compared": sorted(programme.compared.values_list("pk", flat=True)),
    }


def _yardstick(told: dict[str, Any]) -> dict[str, Any]:
    """What decides about the figures: all but the words around them."""
    return {name: value for name, value in told.items() if name not in WORDS}
