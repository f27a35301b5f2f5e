"""The sample city: what it promises, and that its bulk history is what the acts would have written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kinerja.accounts.models import User
from kinerja.assessment.actions import save_ratings, sign
from kinerja.assessment.actions.rating import Ratings
from kinerja.assessment.models import Review
from kinerja.demo import accounts, load, summary
from kinerja.growth.models import AllowanceRun
from kinerja.growth.queries.support_waves import waves
from kinerja.people.models import Agency, Employee
from kinerja.people.queries import appraiser_of
from kinerja.plans.models import PlanVersion
from kinerja.plans.snapshots import digest
from kinerja.rules.predicate import predicate
from tests.world import NOW


@pytest.fixture
def city(swept: None, db: None, settings: Any) -> dict[str, Any]:
    settings.FIXED_NOW = NOW.isoformat()
    stages: list[str] = []
    found = load(lambda stage, done, total: stages.append(stage))
    assert len(set(stages)) >= 4
    return found


def shape(value: Any, path: str = "") -> Iterator[str]:
    """Every key of nested data, through lists as well."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}.{key}"
            yield from shape(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from shape(item, f"{path}[]")


def test_the_city_as_promised(city: dict[str, Any]) -> None:
    assert (city["employees"], city["units"], city["sample"]) == (1151, 40, True)
    assert city == summary()
    assert Agency.objects.get().is_sample
    assert {"Tahunan 2025", "Triwulan III 2026"} <= set(city["predicates"])
    assert set(city["predicates"]["Tahunan 2025"]) == {
        "SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG"
    }  # fmt: skip
    assert {"open", "rated", "signed", "delivered", "reported"} <= set(city["reviews"])
    assert set(PlanVersion.objects.values_list("status", flat=True)) == {"draft", "submitted", "set"}
    _signed_history_holds()
    _the_same_shape_as_a_real_signature()
    _everyone_signs_in_and_reads_why()
    _special_cases()
    _a_wave_of_coaching()
    _a_difference_to_approve()


def _signed_history_holds() -> None:
    for review in Review.objects.exclude(predicate="").order_by("pk")[::97]:
        on = timezone.localdate(review.signed_at)
        computed = predicate(review.result_rating, review.behaviour_rating, on=on)
        assert review.predicate == computed.predicate.value
        assert digest(review.snapshot) == review.snapshot_sha256


def _the_same_shape_as_a_real_signature() -> None:
    rows = Review.objects.filter(status__in=["open", "rated"], plan__reports__status="accepted")
    waiting = rows.select_related("appraiser__user", "plan", "period").order_by("pk").first()
    assert waiting is not None and waiting.appraiser.user is not None
    actor: User = waiting.appraiser.user
    ratings = Ratings(
        result_rating="sesuai",
        behaviour_rating="diatas",
        result_reason="Sesuai",
        behaviour_reason="Ramah",
        missing_reason="Bagian akhir menyusul",
    )
    waiting = save_ratings(review=waiting, ratings=ratings, actor=actor, at=NOW).review
    real = sign(review=waiting, actor=actor, at=NOW)
    bulk = Review.objects.filter(period=waiting.period, plan__form=waiting.plan.form)
    bulk = bulk.exclude(predicate="").exclude(pk=waiting.pk).exclude(superior=None)
    known = {key for review in bulk.order_by("pk")[:200] for key in shape(review.snapshot)}
    # Sources are kept since there are any; the history of the city was signed before.
    assert {key for key in shape(real.snapshot) if not key.startswith(".sources")} <= known


def _everyone_signs_in_and_reads_why() -> None:
    lines = accounts()
    nurse_nip = lines[0].split("NIP ")[1]
    client = Client()
    client.force_login(User.objects.get(username=nurse_nip))
    received = Review.objects.filter(plan__employee__nip=nurse_nip, delivered_at__isnull=False)
    for path in ("/", "/skp/", f"/penilaian/{received.latest('pk').pk}/mengapa/"):
        assert client.get(path).status_code == 200, path


def _a_wave_of_coaching() -> None:
    (wave,) = waves(NOW.date())
    assert (wave.reason.unit.code, wave.begun, wave.closed) == ("PKM-MELATI", 6, 0)


def _a_difference_to_approve() -> None:
    """A recap of attendance came after the month was approved: one is owed, one was paid too much."""
    run = AllowanceRun.objects.get(follows__isnull=False)
    assert run.status == AllowanceRun.Status.DRAFT
    owed, overpaid = run.lines.order_by("-amount")
    assert owed.amount > 0 > overpaid.amount


def _special_cases() -> None:
    """A vacant post with somebody acting, a move in August, a PPPK, a study assignment."""
    acting = Employee.objects.get(appointments__kind="plt")
    line = appraiser_of(acting, NOW.date())
    assert line is not None and line.post.title == "Sekretaris Daerah"
    assert Employee.objects.filter(appointments__ends="2026-07-31").exists()
    assert Employee.objects.filter(kind="pppk").exists()
    assert Employee.objects.filter(appointments__kind="tugas_belajar").exists()
