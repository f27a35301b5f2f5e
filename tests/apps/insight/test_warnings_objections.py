"""An objection that nobody decided in time is a case of supervision until it is decided."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.assessment.actions.objections import decide
from kinerja.assessment.models import EarlyWarning, Notice
from kinerja.insight.actions import close_warnings
from kinerja.insight.queries.warnings import in_words
from tests.apps.assessment.office import KEPT, LATER, asked, filed
from tests.world import NOW, World, appoint

from .warned import at, closed, raised

pytestmark = pytest.mark.django_db
Kind = EarlyWarning.Kind


def test_an_undecided_objection_is_a_case_from_the_day_after_its_last(world: World) -> None:
    objection = filed(world)
    assert raised(Kind.LATE_OBJECTION, at(objection.due_decision)) == []
    (row,) = raised(Kind.LATE_OBJECTION, at(date(2026, 10, 15)))
    assert raised(Kind.LATE_OBJECTION, at(date(2026, 10, 16))) == [row], "once"
    assert (row.employee, row.period, row.unit) == (world.puskesmas_head, world.q3, world.units["PKM1"])
    shown = in_words([row])[0].words
    assert "diterima 5 Oktober 2026 belum diputus; batasnya 14 Oktober 2026" in shown.seen
    assert "7 hari kerja" in shown.rule and "Pasal 29" in shown.source
    (notice,) = Notice.objects.filter(key__startswith="warning:late_objection")
    assert notice.user == world.puskesmas_head.user
    link = reverse("assessment:objection", args=[objection.pk])
    for person, page in (
        (world.hr, reverse("insight:warning", args=[row.pk])),
        (world.auditor, reverse("insight:warning", args=[row.pk])),
        (world.puskesmas_head, reverse("insight:warnings_mine")),
    ):
        client = world.client(person)
        assert link in client.get(page).content.decode()
        assert client.get(link).status_code == 200
    with pytest.raises(PermissionDenied, match="auditor dan analis"):
        close_warnings(warnings=[row], note="Sibuk.", actor=world.puskesmas_head.user, at=NOW)


def test_whoever_stands_in_for_the_decider_is_concerned(world: World) -> None:
    filed(world)
    appoint(world.acting, world.posts["KA-PKM1"], "plh", date(2026, 10, 12))
    (row,) = raised(Kind.LATE_OBJECTION, at(date(2026, 10, 15)))
    assert row.employee == world.acting


def test_a_closed_case_of_an_objection_comes_back_until_it_is_decided(world: World) -> None:
    objection = asked(world)
    (row,) = raised(Kind.LATE_OBJECTION, at(date(2026, 10, 15)))
    closed(world, row, date(2026, 10, 16), note="Diingatkan; diputus pekan ini.")
    assert len(raised(Kind.LATE_OBJECTION, at(date(2026, 11, 14)))) == 1
    first, back = raised(Kind.LATE_OBJECTION, at(date(2026, 11, 15)))
    assert (first.status, back.status) == ("closed", "open")
    closed(world, back, date(2026, 11, 16))
    decide(objection=objection, decision=KEPT, actor=world.puskesmas_head.user, at=at(date(2026, 11, 17)))
    assert len(raised(Kind.LATE_OBJECTION, at(date(2026, 12, 30)))) == 2


def test_an_objection_decided_in_time_is_no_case(world: World) -> None:
    decide(objection=asked(world), decision=KEPT, actor=world.puskesmas_head.user, at=LATER)
    assert raised(Kind.LATE_OBJECTION, at(date(2026, 11, 30))) == []
