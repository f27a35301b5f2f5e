"""Pages of support: from a decision to a result, who sees which words, promises, feedback, axe, queries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.growth.actions import support as acts
from kinerja.growth.models import CoachFeedback, Promise, SupportPlan
from kinerja.growth.queries.coach_feedback import statements
from kinerja.people.models import Employee
from kinerja.voice.models import FollowUp
from tests.apps.assessment.make_meetings import decision
from tests.apps.assessment.make_meetings import running as meeting
from tests.apps.assessment.office import give_plan
from tests.apps.assessment.test_look import enter
from tests.apps.growth.make import EVIDENCE, assessed
from tests.apps.growth.make_support import (
    DAY,
    DUE,
    GOAL,
    SECRET,
    by,
    coached,
    feedback,
    follow_up,
    low_review,
    offered,
    opened,
    path,
    promised,
    running,
    talked,
)
from tests.web.look import assert_accessible, take_pictures
from tests.world import NOW, TODAY, World, appoint, nip


def text(world: World, person: Employee, url: str) -> str:
    answer = world.client(person).get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.django_db
def test_from_a_decision_to_a_result(world: World) -> None:
    row = decision(
        world, meeting(world), kind="support", text="Dampingi komunikasi",
        owner=world.section_head, about=world.nurse,
    )  # fmt: skip
    give_plan(world, world.nurse, world.posts["PERAWAT"])
    other = decision(
        world, row.meeting, kind="support", text="Lain", owner=world.counter_officer, about=world.nurse
    )
    words = reverse("growth:support_open", args=[world.nurse.pk]) + f"?keputusan={other.pk}"
    stranger = world.client(world.counter_officer)
    assert stranger.get(words).status_code == 200, "put in charge by the meeting"
    assert stranger.get(words + "&kompetensi=komunikasi").status_code == 403, "but no reader of profiles"
    head, nurse = world.client(world.section_head), world.client(world.nurse)
    guided = reverse("growth:support") + "?lihat=dampingi"
    new = reverse("growth:support_open", args=[world.nurse.pk]) + f"?keputusan={row.pk}"
    assert new in text(world, world.section_head, guided)
    assert "Dampingi komunikasi" in text(world, world.section_head, new)
    told = {
        "kind": "coaching", "guide": world.section_head.pk, "goal": GOAL, "facts": SECRET, "options": "",
        "adjusts_target": "on", "starts": "2026-10-05", "due": "2026-12-31",
    }  # fmt: skip
    assert head.post(new, told | {"other": "123"}).status_code == 422
    made = head.post(new, told)
    plan = SupportPlan.objects.get()
    here = reverse("growth:support_plan", args=[plan.pk])
    assert made["Location"] == here and plan.decision == row
    step = {"text": "Atur <b>jadwal</b>", "by": "employee", "due": "2026-10-20"}
    head.post(reverse("growth:support_step", args=[plan.pk]), step)
    page = text(world, world.section_head, here)
    assert "SKP harus diubah" in page and "/perubahan/" in page and "&lt;b&gt;jadwal" in page
    head.post(reverse("growth:support_offer", args=[plan.pk]))
    assert "Anda setuju" in text(world, world.nurse, here)
    assert "Anda setuju" not in text(world, world.section_head, here)
    nurse.post(reverse("growth:support_agree", args=[plan.pk]))
    row_id = plan.steps.get().pk
    done = {"done_on": "2026-10-05", "evidence": "Foto jadwal"}
    nurse.post(reverse("growth:support_step_done", args=[row_id]), done)
    talk = {"held_on": "2026-10-05", "progress": "Tertib", "agreed": "Lanjut"}
    head.post(reverse("growth:support_talk", args=[plan.pk]), talk)
    result = {"result": "partly", "outcome": "Turun menjadi 35 menit"}
    head.post(reverse("growth:support_close", args=[plan.pk]), result)
    row.refresh_from_db()
    assert row.status == "done" and "Turun menjadi 35 menit" in text(world, world.nurse, here)


@pytest.mark.django_db
def test_hr_sees_that_plans_exist_and_no_word_of_them(world: World) -> None:
    plan = talked(world)
    promised(world, plan)
    everything = reverse("growth:support") + "?lihat=semua"
    page = text(world, world.hr, everything)
    assert world.nurse.name in page and "Berjalan" in page
    assert GOAL not in page and SECRET not in page and f"/pembinaan/{plan.pk}/" not in page
    for person in (world.auditor, world.admin, world.office_head):
        assert world.nurse.name not in text(world, person, everything)
    assert world.nurse.name in text(world, world.puskesmas_head, reverse("growth:support") + "?lihat=tim")
    assert world.nurse.name not in text(world, world.hr, everything + "&q=zzz")


@pytest.mark.django_db
def test_plans_open_from_gap_follow_up_and_evaluation(world: World) -> None:
    assessed(world, komunikasi=1)
    row = FollowUp.objects.create(
        unit=world.units["PKM1"], programme="Kelas senyum sapa", year=2026, quarter=4,
        responsible=world.section_head, made_at=NOW,
    )  # fmt: skip
    review = low_review(world)
    start = reverse("growth:support_new")
    page = text(world, world.section_head, start)
    new = reverse("growth:support_open", args=[world.nurse.pk])
    assert f"{new}?kompetensi=komunikasi" in page and "Kelas senyum sapa" in page
    assert reverse("growth:support_path", args=[review.pk]) in page
    assert f"{new}?tindak_lanjut={row.pk}" in text(
        world, world.section_head, f"{start}?tindak_lanjut={row.pk}"
    )
    gap = text(world, world.section_head, f"{new}?kompetensi=komunikasi")
    assert EVIDENCE in gap and "Komunikasi mencapai level 2" in gap
    assert "Kelas senyum sapa" in text(world, world.section_head, f"{new}?tindak_lanjut={row.pk}")
    assert str(review.period) in text(world, world.section_head, f"{new}?evaluasi={review.pk}")
    client = world.client(world.section_head)
    for wrong in (
        "kompetensi=zzz",
        "keputusan=999",
        "tindak_lanjut=a",
        "evaluasi=999",
        "keputusan=9999999999",
    ):
        assert client.get(f"{new}?{wrong}").status_code == 404
    six = reverse("growth:support_path", args=[review.pk])
    assert "bukan perkara disiplin" in text(world, world.section_head, six)
    told = {"guide": world.section_head.pk, "goal": GOAL, "starts": "2026-10-05"}
    client.post(six, told)
    plan = SupportPlan.objects.get()
    shown = text(world, world.hr, reverse("growth:support_plan", args=[plan.pk]))
    assert "Uji kompetensi kembali" in shown and GOAL in shown
    step = plan.path_steps.get(code="chance")
    note = {"on": "2026-10-05", "note": "x"}
    url = reverse("growth:support_path_step", args=[step.pk])
    assert client.post(url, note).status_code == 422, "not while it is a draft"


@pytest.mark.django_db
def test_promises_show_to_leader_and_superior(world: World) -> None:
    plan = running(world)
    row = promised(world, plan, due=TODAY)
    Promise.objects.filter(pk=row.pk).update(due=TODAY - DAY)
    lead = reverse("growth:support_promises", args=[world.section_head.pk])
    assert "Lewat batas" in text(world, world.section_head, lead)
    above = text(
        world, world.puskesmas_head, reverse("growth:support_promises", args=[world.puskesmas_head.pk])
    )
    assert row.text in above and lead in above
    settle = reverse("growth:support_settle", args=[row.pk])
    told = {"end": "keep", "on": "2026-10-05", "note": "Sudah terpasang"}
    world.client(world.section_head).post(settle, told)
    assert "Dipenuhi terlambat" in text(world, world.nurse, reverse("growth:support_plan", args=[plan.pk]))


@pytest.mark.django_db
def test_the_coach_meets_no_answer_anywhere(world: World) -> None:
    plan = talked(world)
    new = reverse("growth:coach_feedback_new", args=[plan.pk])
    nurse = world.client(world.nurse)
    answers = {item.code: "1" for item in statements(TODAY)[0]}
    assert nurse.post(new, answers | {"self_open": ""}).status_code == 422
    nurse.post(new, answers | {"note": "Rapat selalu batal"})
    row = CoachFeedback.objects.get()
    url = reverse("growth:coach_feedback", args=[row.pk])
    page = text(world, world.puskesmas_head, url)
    assert "Rapat selalu batal" in page and "Tidak setuju" in page
    head = world.client(world.section_head)
    pages = ["growth:support_plan", "growth:support_promises"]
    places = [reverse(pages[0], args=[plan.pk]), reverse(pages[1], args=[world.section_head.pk])]
    places += [reverse("growth:coach_feedbacks"), reverse("growth:support") + "?lihat=dampingi"]
    for place in places:
        seen = head.get(place).content.decode()
        assert "Rapat selalu batal" not in seen and "Tidak setuju" not in seen and url not in seen
    assert head.get(url).status_code == 403
    world.client(world.puskesmas_head).post(url)
    assert "Sudah dibaca" in text(world, world.puskesmas_head, reverse("growth:coach_feedbacks"))


def more(world: World, count: int) -> None:
    """So many more nurses with a running plan and a promise each."""
    for number in range(count):
        person = Employee.objects.create(nip=nip(500 + number), name=f"Perawat {number}")
        appoint(person, world.posts["PERAWAT"])
        plan = acts.offer(plan=opened(world, employee=person), **by(world.section_head))
        SupportPlan.objects.filter(pk=plan.pk).update(status="running", agreed_at=NOW)
        promised(world, plan)


@pytest.mark.django_db
def test_lists_cost_the_same_for_few_and_many(world: World) -> None:
    row = promised(world, talked(world))
    feedback(world, row.plan)
    at, head = reverse("growth:support"), world.section_head
    places = [
        (head, at + "?lihat=dampingi"),
        (world.puskesmas_head, at + "?lihat=tim"),
        (world.hr, at + "?lihat=semua"),
        (head, reverse("growth:support_promises", args=[head.pk])),
        (head, reverse("growth:support_new")),
        (world.puskesmas_head, reverse("growth:coach_feedbacks")),
    ]
    counts: list[list[int]] = []
    for extra in (1, 20):
        more(world, extra) if extra == 1 else _bulk(world)
        counts.append([])
        for person, url in places:
            client = world.client(person)
            client.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url).status_code == 200
            counts[-1].append(len(seen))
    assert counts[0] == counts[1]


def _bulk(world: World) -> None:
    """Thirty more, written straight into the database, with feedback for the same superior."""
    for number in range(30):
        person = Employee.objects.create(nip=nip(600 + number), name=f"Bidan {number}")
        appoint(person, world.posts["PERAWAT"])
        plan = SupportPlan.objects.create(
            kind="coaching", employee=person, guide=world.section_head, goal=GOAL, starts=TODAY, due=DUE,
            status="running", agreed_at=NOW, made_by=by(world.section_head)["actor"], made_at=NOW,
        )  # fmt: skip
        plan.steps.create(text="Langkah", by="employee", due=TODAY - DAY)
        Promise.objects.create(plan=plan, text="Meja", promised_by=world.section_head, due=TODAY - DAY)
        CoachFeedback.objects.create(plan=plan, to=world.puskesmas_head, answers={}, at=NOW)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_pages_look_right(page: Page, live_server: Any, world: World) -> None:
    assessed(world, komunikasi=1)
    plan = talked(world)
    promised(world, plan, due=TODAY)
    row = feedback(world, plan)
    second = talked(world, running(world, kind="guidance"))
    six, waits = path(world), offered(world, adjusts_target=True)
    acts.offer(plan=six, **by(world.section_head))
    promised(world, six, promised_by=world.puskesmas_head)
    Promise.objects.update(due=TODAY - DAY)
    plan.steps.update(due=TODAY - DAY)
    head, nurse, above = world.section_head, world.nurse, world.puskesmas_head
    coached(world, follow_up(world), 5)
    pages = [
        ("pembinaan-saya", nurse, reverse("growth:support")),
        ("pembinaan-tim", above, reverse("growth:support") + "?lihat=tim"),
        ("pembinaan-mulai", head, reverse("growth:support_new")),
        ("pembinaan-buka", head, reverse("growth:support_open", args=[nurse.pk]) + "?kompetensi=komunikasi"),
        ("pembinaan-rencana", head, reverse("growth:support_plan", args=[plan.pk])),
        ("pembinaan-tawaran", nurse, reverse("growth:support_plan", args=[waits.pk])),
        ("pembinaan-jalur", nurse, reverse("growth:support_plan", args=[six.pk])),
        ("pembinaan-jalur-menunggu", head, reverse("growth:support_plan", args=[six.pk])),
        ("pembinaan-konfirmasi", above, reverse("growth:support_promises", args=[above.pk])),
        ("pembinaan-janji", above, reverse("growth:support_promises", args=[head.pk])),
        ("pembinaan-balik-isi", nurse, reverse("growth:coach_feedback_new", args=[second.pk])),
        ("pembinaan-gelombang", world.hr, reverse("growth:support_waves")),
        ("pembinaan-balik", above, reverse("growth:coach_feedback", args=[row.pk])),
    ]
    pictures = os.environ.get("KINERJA_GAMBAR", "")
    for name, person, url in pages:
        enter(page, live_server, world, person)
        page.goto(live_server.url + url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if pictures:
            take_pictures(page, name, Path(pictures))
        assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, live_server, world, world.hr)
    page.goto(live_server.url + reverse("growth:support_waves"))
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
