"""From a wave of coaching to its measure and back, with counts and never a name."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.growth.actions.proof import publish_programme
from kinerja.growth.models import Programme, SupportPlan
from tests.apps.assessment.make_meetings import planned
from tests.apps.growth.make_support import coached, follow_up
from tests.apps.insight.make_effects import programme
from tests.apps.insight.test_effect_pages import typed
from tests.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
NEW = "insight:effect_new"


def test_a_wave_fills_the_form_and_its_story_leads_back(world: World) -> None:
    meeting = planned(world)
    coached(world, meeting, 4)
    coached(world, meeting, 1, post="PERAWAT2")
    begin = f"{reverse(NEW)}?pembinaan=rapat-{meeting.pk}"
    keeper = world.client(world.services_officer)
    assert world.client(world.section_head).get(begin).status_code == 403
    form = keeper.get(begin)
    given = form.context["form"].initial
    assert given["title"] == "Pembinaan: Rapat evaluasi Puskesmas Melati, 5 Oktober 2026"
    assert (given["kind"], given["coached_for"]) == ("coaching", f"rapat-{meeting.pk}")
    assert given["starts"] == TODAY and {unit.code for unit in given["treated"]} == {"PKM1-YAN", "PKM2"}
    text = form.content.decode()
    assert f'<option value="rapat-{meeting.pk}" selected' in text
    assert not any(plan.employee.name in text for plan in SupportPlan.objects.select_related("employee"))
    told = typed(world, kind="coaching", coached_for=given["coached_for"])
    assert keeper.post(begin, told).status_code == 302
    made = Programme.objects.get()
    assert made.coached_for == meeting
    edit = keeper.get(reverse("insight:effect_edit", args=[made.pk])).content.decode()
    assert f'<option value="rapat-{meeting.pk}" selected' in edit
    with CaptureQueriesContext(connection) as queries:
        page = keeper.get(reverse("insight:effect", args=[made.pk])).content.decode()
    assert f"{reverse('growth:support_waves')}?pilih=rapat-{meeting.pk}" in page
    assert "5 rencana dimulai, 0 selesai" in page and len(queries) <= 28


def test_few_people_are_not_told_by_their_units_but_to_hr(world: World) -> None:
    row = follow_up(world)
    coached(world, row, 2)
    begin = f"{reverse(NEW)}?pembinaan=survei-{row.pk}"
    given = world.client(world.services_officer).get(begin).context["form"].initial
    assert [unit.code for unit in given["treated"]] == ["PKM1"], "the unit of the follow-up"
    known = world.client(world.hr).get(begin).context["form"].initial
    assert [unit.code for unit in known["treated"]] == ["PKM1-YAN"]


@pytest.mark.parametrize("key", ["survei-{one}", "rapat-{one}", "survei-999", "survei", "²", "1"])
def test_what_is_no_wave_begins_nothing(world: World, key: str) -> None:
    row = follow_up(world)
    coached(world, row, 1)
    key = key.format(one=row.pk)
    client = world.client(world.hr)
    answer = client.get(f"{reverse(NEW)}?pembinaan={key}")
    assert answer.status_code == 200 and answer.context["form"].initial == {}
    assert client.post(reverse(NEW), typed(world, coached_for=key)).status_code == 422
    assert not Programme.objects.exists()


@pytest.mark.parametrize("people", [2, 5])
def test_everybody_reads_counts_from_the_floor_on_and_no_words(world: World, people: int) -> None:
    row = follow_up(world)
    plans = coached(world, row, people)
    made = programme(world, coached_for=row)
    publish_programme(programme=made, actor=world.hr.user, at=NOW)
    pages = [
        Client().get(reverse("insight:effect_public", args=[made.slug])).content.decode(),
        world.client(world.nurse).get(reverse("insight:effect", args=[made.pk])).content.decode(),
    ]
    for page in pages:
        assert "Tindak lanjut survei, Puskesmas Melati" in page and "Kelas senyum sapa" not in page
        assert ("5 rencana dimulai" in page) is (people == 5)
        assert ("Kurang dari 5 orang" in page) is (people == 2)
        assert reverse("growth:support_waves") not in page
        assert not any(plan.employee.name in page for plan in plans)
