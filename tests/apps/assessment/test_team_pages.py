"""Pages of project teams: who sees whose contribution, the forms, constant queries, axe."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.assessment.models import Contribution, Membership, Team
from tests.apps.assessment.make_teams import ADVICE, MADE, lead, make, member, own
from tests.apps.assessment.office import WINDOW
from tests.apps.assessment.test_look import enter
from tests.web.look import assert_accessible, take_pictures
from tests.world import World

LEAD_SAYS, OWN_SAYS = "Data dua posyandu terlambat", "Menimbang 210 balita"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status", "reads"),
    [
        ("nurse", 200, True),
        ("midwife", 200, True),
        ("section_head", 200, True),
        ("puskesmas_head", 200, True),
        ("hr", 200, True),
        ("auditor", 200, True),
        ("surveillance", 200, False),
        ("outsider", 403, False),
        ("pppk", 403, False),
    ],
)
def test_who_reads_a_contribution(world: World, name: str, status: int, reads: bool) -> None:
    team = make(world)
    own(world, team, WINDOW)
    lead(world, team, WINDOW)
    page = world.client(getattr(world, name)).get(reverse("assessment:team_page", args=[team.pk]))
    assert page.status_code == status
    assert (LEAD_SAYS in page.content.decode()) is reads
    assert (OWN_SAYS in page.content.decode()) is reads


@pytest.mark.django_db
def test_from_making_to_answering(world: World) -> None:
    head, nurse = world.client(world.puskesmas_head), world.client(world.nurse)
    made = {
        "name": "Tim <b>posyandu</b>",
        "purpose": "Semua balita ditimbang",
        "unit": world.units["PKM1"].pk,
        "lead": world.midwife.nip,
        "starts": "2026-07-01",
        "ends": "2026-12-31",
    }
    assert head.post(reverse("assessment:team_new"), made | {"lead": "123"}).status_code == 422
    head.post(reverse("assessment:team_new"), made)
    team = Team.objects.get()
    ask = reverse("assessment:team_invite", args=[team.pk]) + "?cari=lestari"
    assert world.nurse.nip in head.get(ask).content.decode()
    head.post(ask, {"people": [world.nurse.pk], "role": "Pendata"})
    assert "Tim &lt;b&gt;posyandu" in nurse.get(reverse("assessment:teams")).content.decode()
    asked = Membership.objects.get()
    answer = reverse("assessment:team_role", args=[asked.pk])
    assert nurse.post(answer, {"do": "decline", "reason": ""}).status_code == 422
    assert nurse.post(answer, {"do": "confirm", "reason": "Sibuk"}).status_code == 422
    assert Membership.objects.get().confirmed_at is None
    assert "Setujui peran" in nurse.get(answer).content.decode()
    nurse.post(answer, {"do": "confirm", "reason": ""})
    again = nurse.get(answer, follow=True)
    assert "sudah Anda jawab" in again.content.decode() and "Setujui peran" not in again.content.decode()
    tell = reverse("assessment:contribution", args=[asked.pk, world.q3.pk])
    lead_page = world.client(world.midwife)
    low = {"text": "Dua posyandu belum terdata", "extent": "low", "advice": ""}
    assert lead_page.post(tell, low).status_code == 422
    lead_page.post(tell, low | {"advice": ADVICE})
    assert ADVICE in nurse.get(tell).content.decode()
    nurse.post(tell, {"text": "Timbangan rusak sejak Agustus"})
    assert Contribution.objects.get(by_lead=False).extent == ""
    assert world.client(world.hr).get(tell).status_code == 403


@pytest.mark.django_db
def test_lists_cost_the_same_for_few_and_many(world: World) -> None:
    make(world)
    client = world.client(world.nurse)
    url = reverse("assessment:teams")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(6):
        make(world, name=f"Tim {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many)


@pytest.mark.django_db
def test_a_team_costs_the_same_for_few_and_many_members(world: World) -> None:
    team = make(world)
    client = world.client(world.midwife)
    url = reverse("assessment:team_page", args=[team.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    inside = set(team.members.values_list("employee_id", flat=True)) | {world.midwife.pk}
    for person in world.people.values():
        if person.pk not in inside:
            Membership.objects.create(team=team, employee=person, role="Pendata", confirmed_at=MADE)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_look_right(page: Page, live_server: Any, world: World) -> None:
    team = make(world)
    lead(world, team, WINDOW)
    own(world, team, WINDOW)
    nurse = member(team, world, "nurse")
    asked = member(team, world, "surveillance")
    pages = [
        ("tim-daftar", world.surveillance, reverse("assessment:teams")),
        ("tim-peran", world.surveillance, reverse("assessment:team_role", args=[asked.pk])),
        ("tim-satu", world.midwife, reverse("assessment:team_page", args=[team.pk])),
        ("tim-ketua", world.midwife, reverse("assessment:contribution", args=[nurse.pk, world.q3.pk])),
        ("tim-saya", world.nurse, reverse("assessment:contribution", args=[nurse.pk, world.q3.pk])),
        (
            "tim-undang",
            world.puskesmas_head,
            reverse("assessment:team_invite", args=[team.pk]) + "?cari=sari",
        ),
    ]
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, person, url in pages:
        enter(page, live_server, world, person)
        page.goto(live_server.url + url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
