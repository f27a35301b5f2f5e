"""Declarations by state and refusal; what becomes a fact, and who may know of the rest."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.actions.declarations import declare, handle
from kinerja.assessment.errors import Incomplete
from kinerja.assessment.models import Declaration
from kinerja.assessment.queries.declarations import gift_due, integrity_facts
from kinerja.assessment.queries.sources import sources_of
from kinerja.audit.models import Event
from kinerja.people.actions import seed_holidays
from kinerja.people.models import Employee
from kinerja.voice.errors import NotPossible
from tests.apps.assessment.office import nurse_review, user
from tests.apps.assessment.test_look import enter
from tests.apps.voice.make_examinations import final, replied
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, TODAY, World

TEXT = "Parsel buah dari keluarga pasien, sekitar Rp200.000."
OUTCOME = "Diserahkan ke panti asuhan sesuai arahan UPG."
SOURCE = "BA UPG 17/2026"


def declared(world: World, person: Employee | None = None, kind: str = "gift") -> Declaration:
    who = person or world.nurse
    facts = {"kind": kind, "happened_on": date(2026, 9, 30), "text": TEXT}
    return declare(employee=who, **facts, actor=user(who), at=NOW)


def handled(world: World, row: Declaration | None = None) -> Declaration:
    return handle(
        declaration=row or declared(world), outcome=OUTCOME, source=SOURCE, actor=user(world.auditor), at=NOW
    )


def test_one_declares_oneself_only(world: World) -> None:
    facts = {"employee": world.nurse, "kind": "gift", "happened_on": TODAY, "text": "x", "at": NOW}
    wrong: list[dict[str, Any]] = [
        {"actor": user(world.section_head)},
        {"actor": user(world.nurse), "text": " \x00"},
        {"actor": user(world.nurse), "kind": "rumour"},
        {"actor": user(world.nurse), "happened_on": TODAY + timedelta(days=1)},
    ]
    for other in wrong:
        with pytest.raises(Incomplete):
            declare(**facts | other)
    assert not Declaration.objects.exists()


def test_hr_or_auditor_handles_once_with_a_source(world: World) -> None:
    row = declared(world)
    said = {"declaration": row, "outcome": OUTCOME, "source": SOURCE, "at": NOW}
    for other in (world.nurse, world.section_head, world.puskesmas_head, world.admin, world.inspector):
        with pytest.raises(PermissionDenied):
            handle(**said, actor=user(other))
    for missing in ({"outcome": " "}, {"source": ""}):
        with pytest.raises(Incomplete):
            handle(**said | missing, actor=user(world.hr))
    handle(**said, actor=user(world.hr))
    with pytest.raises(NotPossible):
        handle(**said, actor=user(world.auditor))
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.update(source="")
    own = declared(world, world.hr)
    with pytest.raises(PermissionDenied):
        handle(**said | {"declaration": own}, actor=user(world.hr))


def test_the_text_stays_out_of_the_log(world: World) -> None:
    handled(world)
    for event in Event.objects.filter(action__contains="declar"):
        assert "Parsel" not in str(event.before) + str(event.after) + event.why


def test_only_what_is_handled_or_proven_is_a_fact(world: World) -> None:
    row, span = declared(world), (date(2026, 1, 1), date(2026, 12, 31))
    assert integrity_facts(world.nurse, *span) == []
    replied(world)
    assert integrity_facts(world.nurse, *span) == [], "an open examination is no fact"
    handled(world, row)
    (fact,) = integrity_facts(world.nurse.pk, *span)
    assert (fact["kind"], fact["source"], fact["text"]) == ("gift", SOURCE, OUTCOME)
    assert TEXT not in str(fact) and "score" not in fact
    assert integrity_facts(world.nurse, date(2025, 1, 1), date(2025, 12, 31)) == []
    final(world)
    kinds = {fact["kind"] for fact in integrity_facts(world.nurse, date(2026, 1, 1), date(2027, 12, 31))}
    assert kinds == {"gift", "complaint"}


def test_the_appraiser_reads_the_outcome_among_the_sources(world: World) -> None:
    review = nurse_review(world)
    review.period.ends = TODAY
    row = declared(world)

    def view() -> Any:
        found = sources_of(review, TODAY, with_integrity=True)
        return next(view for view in found if view.source == "integrity")

    assert view().lines == () and view().hidden_reason
    handled(world, row)
    assert view().lines[0].text == OUTCOME and view().reading == ""


def test_the_term_of_a_gift(world: World) -> None:
    seed_holidays(years=[2026, 2027], actor=user(world.hr), at=NOW)
    due, source = gift_due(date(2026, 9, 30), TODAY)
    assert due is not None and due > date(2026, 11, 10) and "12C" in source


@pytest.mark.parametrize("name", ["section_head", "puskesmas_head", "admin", "outsider", "inspector"])
def test_others_never_learn_of_a_declaration(world: World, name: str) -> None:
    row = declared(world)
    client = world.client(getattr(world, name))
    assert client.get(reverse("assessment:declaration", args=[row.pk])).status_code == 403
    listed = client.get(reverse("assessment:declarations"), {"lihat": "semua"}).content.decode()
    assert reverse("assessment:declaration", args=[row.pk]) not in listed
    if name == "section_head":
        facts = client.get(reverse("assessment:integrity", args=[world.nurse.pk])).content.decode()
        assert "Parsel" not in facts and OUTCOME not in facts


def test_pages_from_declaring_to_the_fact(world: World) -> None:
    nurse, auditor = world.client(world.nurse), world.client(world.auditor)
    said = {"kind": "gift", "happened_on": "2026-09-30", "text": "<b>Parsel</b>"}
    new = reverse("assessment:declaration_new")
    assert "30 hari kerja" in nurse.get(new).content.decode()
    nurse.post(new, said)
    here = reverse("assessment:declaration", args=[Declaration.objects.get().pk])
    assert "&lt;b&gt;Parsel" in auditor.get(here).content.decode()
    assert "Simpan penanganan" not in nurse.get(here).content.decode()
    assert auditor.post(here, {"outcome": OUTCOME, "source": ""}).status_code == 422
    auditor.post(here, {"outcome": OUTCOME, "source": SOURCE})
    facts = world.client(world.section_head).get(reverse("assessment:integrity", args=[world.nurse.pk]))
    assert OUTCOME in facts.content.decode() and "Parsel" not in facts.content.decode()


def test_lists_cost_the_same_for_few_and_many(world: World) -> None:
    client, url = world.client(world.hr), reverse("assessment:declarations")
    for _time in range(3):
        declared(world)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for person in (world.midwife, world.pppk, world.section_head) * 6:
        declared(world, person)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_look_right(page: Page, live_server: Any, world: World) -> None:
    handled(world)
    row = declared(world, kind="conflict")
    pages = [
        ("integritas", world.nurse, reverse("assessment:declarations")),
        ("integritas-baru", world.nurse, reverse("assessment:declaration_new")),
        ("integritas-tangani", world.hr, reverse("assessment:declaration", args=[row.pk])),
        ("integritas-fakta", world.section_head, reverse("assessment:integrity", args=[world.nurse.pk])),
    ]
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, person, url in pages:
        enter(page, live_server, world, person)
        page.goto(live_server.url + url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
