"""A promise in another leader's name: it waits for his word and counts only then."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kinerja.growth.actions import promises
from kinerja.growth.queries.support import (
    late_below,
    promises_due,
    promises_of,
    record_of,
    record_of_leader,
    standing,
)
from kinerja.voice.errors import NotPossible
from tests.apps.growth.make_support import DAY, by, promised, running
from tests.world import TODAY, World


def test_what_another_promised_in_his_name_counts_when_he_says_so(world: World) -> None:
    plan, head = running(world), world.puskesmas_head
    mine, his = (promised(world, plan, promised_by=head) for _number in range(2))
    day = TODAY + 30 * DAY
    page = reverse("growth:support_promises", args=[head.pk])
    assert mine.status == "waiting" and standing(mine, day) == "waiting"
    assert record_of_leader(head, day).total == record_of(plan.promises.all(), day).total == 0
    assert not promises_of(head).exists() and list(promises_due(head, TODAY)) == [mine, his]
    assert not late_below(world.office_head, day).exists()
    for reader, sees in ((head, True), (world.hr, False), (world.office_head, False)):
        assert ("Satu komputer loket" in world.client(reader).get(page).content.decode()) is sees
    for act in (promises.keep_promise, promises.withdraw_promise):
        with pytest.raises(NotPossible):
            act(promise=mine, on=TODAY, note="x", **by(head))
    for nobody in (world.section_head, world.nurse, world.hr):
        with pytest.raises(PermissionDenied):
            promises.answer_promise(promise=mine, confirmed=False, **by(nobody))
    answer = reverse("growth:support_settle", args=[mine.pk])
    assert world.client(world.section_head).get(answer).status_code == 403
    assert "Bukan janji saya" in world.client(head).get(answer).content.decode()
    assert world.client(head).post(answer, {"answer": ""}).status_code == 422
    assert world.client(head).post(answer, {"answer": "deny"}).status_code == 302
    promises.answer_promise(promise=his, confirmed=True, **by(head))
    assert list(promises_of(head)) == [his]
    counted = record_of(plan.promises.all(), day)
    assert counted == record_of_leader(head, day) and (counted.total, counted.overdue) == (1, 1)
    mine.refresh_from_db()
    assert standing(mine, day) == "denied"
    for over in (mine, his):
        with pytest.raises(NotPossible):
            promises.answer_promise(promise=over, confirmed=True, **by(head))
    seen = world.client(world.section_head).get(reverse("growth:support_plan", args=[plan.pk]))
    assert "Tidak diakui" in seen.content.decode()
