"""From draft to set and changed: who may, what is frozen, what a change keeps; of two at once one wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from kinerja.accounts.errors import ActionError, Stale
from kinerja.audit.models import Event
from kinerja.plans import snapshots
from kinerja.plans.actions import return_plan, revise, save_draft, set_plan, submit
from kinerja.plans.content import PlanContent, ResultContent
from kinerja.plans.errors import ContentError, NotNow, NotReady, PlanError
from kinerja.plans.models import Plan, PlanVersion
from kinerja.plans.queries import best_version, latest_version, plan_in_force
from kinerja.plans.storage import read_content
from tests.world import World, build

from .conftest import JANUARY, OCTOBER, Maker, leader_content, staff_content, user


def test_the_way_from_draft_to_set(make: Maker) -> None:
    world = make.world
    version = make.draft(world.nurse)
    assert version.plan.appraiser == world.section_head
    version = submit(version=version, actor=user(world.nurse), at=JANUARY)
    assert version.status == "submitted"
    version = set_plan(version=version, actor=user(world.section_head), at=JANUARY)
    stored = PlanVersion.objects.get(pk=version.pk)
    assert stored.status == "set"
    assert stored.document_number == f"SKP/2026/{version.plan_id:06d}/01"
    assert stored.snapshot["employee"]["name"] == "Dewi Lestari"
    assert stored.snapshot["appraiser"]["post"] == "Kepala Seksi Pelayanan"
    assert stored.snapshot_sha256 == snapshots.digest(stored.snapshot)
    assert plan_in_force(version.plan) == stored
    log = Event.objects.filter(object_type="plans.planversion", object_id=str(version.pk))
    acts = list(log.values_list("action", flat=True))
    assert acts == ["plans.submit", "plans.set"]


def test_the_snapshot_stays_when_people_and_words_change(make: Maker) -> None:
    world = make.world
    version = make.set(world.nurse)
    before = PlanVersion.objects.get(pk=version.pk).snapshot
    world.nurse.name = "Nama Baru"
    world.nurse.save()
    assert snapshots.snapshot(PlanVersion.objects.get(pk=version.pk)) == before
    assert before["behaviours"][3]["name"] == "Harmonis"
    assert [len(item["guides"]) for item in before["behaviours"]] == [3] * 7


def test_hard_findings_stop_submitting_with_their_place(make: Maker) -> None:
    version = make.draft(make.world.nurse, PlanContent(results=(ResultContent(statement="Tanpa indikator"),)))
    with pytest.raises(NotReady, match="satu indikator") as refused:
        submit(version=version, actor=user(make.world.nurse), at=JANUARY)
    assert refused.value.findings[0].where == "Hasil kerja 1"
    assert PlanVersion.objects.get(pk=version.pk).status == "draft"
    assert not Event.objects.filter(action="plans.submit").exists()


def test_returning_needs_a_reason_and_makes_it_a_draft_again(make: Maker) -> None:
    world = make.world
    version = make.submitted(world.nurse)
    with pytest.raises(PlanError, match="perlu diperbaiki"):
        return_plan(version=version, reason="  ", actor=user(world.section_head), at=JANUARY)
    version = return_plan(
        version=version, reason="Target belum jelas", actor=user(world.section_head), at=JANUARY
    )
    assert (version.status, version.return_reason) == ("draft", "Target belum jelas")
    version = save_draft(version=version, content=staff_content(), actor=user(world.nurse), at=JANUARY)
    assert submit(version=version, actor=user(world.nurse), at=JANUARY).return_reason == ""


@pytest.mark.parametrize(
    "who", ["nurse", "puskesmas_head", "hr", "auditor", "admin", "outsider", "office_head"]
)
def test_only_the_appraiser_decides(make: Maker, who: str) -> None:
    version = make.submitted(make.world.nurse)
    actor = user(getattr(make.world, who))
    with pytest.raises(PermissionDenied, match="Pejabat Penilai Kinerja"):
        set_plan(version=version, actor=actor, at=JANUARY, basis="SK 1")
    with pytest.raises(PermissionDenied):
        return_plan(version=version, reason="Tidak", actor=actor, at=JANUARY)


def test_after_the_day_of_setting_the_superior_steps_in(make: Maker) -> None:
    """The employee turns to the appraiser's superior (PermenPANRB 6/2022 Lampiran hlm 65 no 4-5)."""
    world = make.world
    version = make.submitted(world.nurse)
    late = datetime(2026, 2, 2, 9, tzinfo=JANUARY.tzinfo)
    with pytest.raises(PermissionDenied):
        set_plan(version=version, actor=user(world.office_head), at=late)
    version = set_plan(version=version, actor=user(world.puskesmas_head), at=late)
    assert (version.status, version.set_by) == ("set", world.puskesmas_head)
    assert version.plan.appraiser == world.section_head


def test_a_submitted_or_set_plan_is_not_edited(make: Maker) -> None:
    world = make.world
    version = make.submitted(world.nurse)
    with pytest.raises(PermissionDenied, match="terkirim"):
        save_draft(version=version, content=staff_content(), actor=user(world.nurse), at=JANUARY)
    version = set_plan(version=version, actor=user(world.section_head), at=JANUARY)
    with pytest.raises(PermissionDenied, match="Ajukan perubahan"):
        save_draft(version=version, content=staff_content(), actor=user(world.nurse), at=JANUARY)


def test_where_the_head_of_the_agency_decides_hr_records_it(make: Maker) -> None:
    world = make.world
    version = make.submitted(world.secretary)
    assert version.plan.appraiser is None
    with pytest.raises(PlanError, match="nomor dan tanggal"):
        set_plan(version=version, actor=user(world.hr), at=JANUARY)
    with pytest.raises(PermissionDenied):
        set_plan(version=version, actor=user(world.secretary), at=JANUARY, basis="SK 1")
    version = set_plan(version=version, actor=user(world.hr), at=JANUARY, basis="SK Wali Kota 12/2026")
    assert version.set_by is None
    assert version.snapshot["appraiser"]["post"] == world.agency.head_title
    assert version.snapshot["basis"] == "SK Wali Kota 12/2026"


def test_a_change_keeps_the_keys_and_the_old_version_in_force(make: Maker) -> None:
    world = make.world
    first = make.set(world.nurse)
    plan = first.plan
    with pytest.raises(PlanError, match="alasan"):
        revise(plan=plan, reason="", actor=user(world.nurse), at=OCTOBER)
    second = revise(plan=plan, reason="Sasaran naik", actor=user(world.nurse), at=OCTOBER)
    assert second.number == 2
    assert read_content(second) == read_content(first)
    assert plan_in_force(plan) == first
    assert best_version(plan) == first
    assert latest_version(plan) == second
    with pytest.raises(NotNow, match="sudah dimulai"):
        revise(plan=plan, reason="Lagi", actor=user(world.section_head), at=OCTOBER)
    second = submit(version=second, actor=user(world.nurse), at=OCTOBER)
    second = set_plan(version=second, actor=user(world.section_head), at=OCTOBER)
    assert plan_in_force(plan) == second
    assert second.document_number.endswith("/02")
    assert PlanVersion.objects.get(pk=first.pk).status == "set"


def test_nothing_to_change_before_it_is_set(make: Maker) -> None:
    version = make.draft(make.world.nurse)
    with pytest.raises(NotNow, match="belum ditetapkan"):
        revise(plan=version.plan, reason="X", actor=user(make.world.nurse), at=JANUARY)


def test_keys_of_another_plan_are_refused(make: Maker) -> None:
    world = make.world
    theirs = read_content(make.draft(world.student)).results[0]
    version = make.draft(world.nurse)
    for stolen in (
        staff_content(key=theirs.key),
        staff_content(indicators=theirs.indicators),
    ):
        with pytest.raises(ContentError, match="SKP lain"):
            save_draft(version=version, content=stolen, actor=user(world.nurse), at=JANUARY)


def test_only_results_on_offer_can_be_served(make: Maker) -> None:
    world = make.world
    foreign = read_content(make.draft(world.education_head)).results[0].key
    version = make.draft(world.nurse)
    with pytest.raises(ContentError, match="tidak ada lagi"):
        save_draft(
            version=version, content=staff_content(serves=foreign), actor=user(world.nurse), at=JANUARY
        )


def test_two_open_pages_do_not_overwrite_each_other(make: Maker) -> None:
    world = make.world
    version = make.draft(world.nurse)
    seen, facts = version.revision, {"actor": user(world.nurse), "at": JANUARY}
    one = save_draft(version=version, content=staff_content(), revision=seen, page="tab-1", **facts)
    again = save_draft(version=version, content=staff_content(), revision=seen, page="tab-1", **facts)
    assert again.revision == one.revision + 1
    with pytest.raises(Stale):
        save_draft(version=version, content=staff_content(), revision=seen, page="tab-2", **facts)
    # The button of the page whose timer has just saved is no stranger; after it the timer is.
    save_draft(version=version, content=staff_content(), revision=seen, page="tab-1", going_on=False, **facts)
    with pytest.raises(Stale):
        save_draft(version=version, content=staff_content(), revision=seen, page="tab-1", **facts)


def test_what_was_seen_is_what_is_set(make: Maker) -> None:
    """The appraiser's page shows a version that was returned, changed and sent again in the meantime."""
    world = make.world
    seen = make.submitted(world.nurse)
    shown = PlanVersion.objects.get(pk=seen.pk)
    back = return_plan(version=seen, reason="Perjelas", actor=user(world.section_head), at=JANUARY)
    changed = save_draft(version=back, content=leader_content(), actor=user(world.nurse), at=JANUARY)
    submit(version=changed, actor=user(world.nurse), at=JANUARY)
    with pytest.raises(Stale):
        set_plan(version=shown, actor=user(world.section_head), at=JANUARY)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_wins() -> None:
    """Two sessions decide the same submitted plan at one moment."""
    world: World = build()
    version = Maker(world).submitted(world.nurse)
    chief = user(world.section_head)
    outcomes: list[str] = []
    ready, held = threading.Barrier(2), threading.Event()

    def decide(act: Callable[[], object]) -> None:
        try:
            ready.wait(10)
            act()
            outcomes.append("done")
        except ActionError as error:
            outcomes.append(str(error))
        finally:
            connection.close()

    def first() -> None:
        with transaction.atomic():
            set_plan(version=PlanVersion.objects.get(pk=version.pk), actor=chief, at=JANUARY)
            held.set()
            threading.Event().wait(0.3)  # the other one now waits for the row

    def second() -> None:
        mine = PlanVersion.objects.get(pk=version.pk)
        held.wait(10)
        return_plan(version=mine, reason="Perjelas target", actor=chief, at=JANUARY)

    threads = [threading.Thread(target=decide, args=(act,)) for act in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == [
        "Data ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi.",
        "done",
    ]
    stored = PlanVersion.objects.get(pk=version.pk)
    assert (stored.status, stored.return_reason) == ("set", "")


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_one_version() -> None:
    world: World = build()
    plan = Maker(world).set(world.nurse).plan
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def change(person: str) -> None:
        try:
            with transaction.atomic():
                ready.wait(10)
                revise(plan=plan, reason="Naik", actor=user(getattr(world, person)), at=OCTOBER)
                threading.Event().wait(0.2)
            outcomes.append("done")
        except ActionError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(who,)) for who in ("nurse", "section_head")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done", "refused"]
    assert Plan.objects.get(pk=plan.pk).versions.count() == 2


def test_a_moment_is_never_read_from_a_clock(make: Maker) -> None:
    """What `at` says is what is stored, in the agency's zone."""
    version = make.set(make.world.nurse)
    assert version.set_at == JANUARY
    assert version.snapshot["signed"]["appraiser_at"] == "2026-01-12T09:00:00+07:00"
    assert version.snapshot["date"] == "2026-01-12"
