"""One-time codes: one a case, forgotten on the spot, tied to nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection

from kinerja.audit.models import Event
from kinerja.voice.actions.tokens import ALPHABET, bulk_issue, digest, issue, issue_for_case, readable
from kinerja.voice.errors import NotPossible
from kinerja.voice.models import ServiceCase, SurveyAnswer, SurveyPeriod, SurveyToken
from kinerja.voice.queries.surveys import open_period, progress
from tests.world import NOW, TODAY, World

from .make_surveys import make_answers, make_case, make_period, make_service, make_version


@pytest.fixture
def case(world: World) -> ServiceCase:
    unit = world.units["DUKCAPIL-KTP"]
    make_period(unit)
    return make_case(make_service(unit), officer=world.counter_officer)


def test_a_code_is_random_readable_and_kept_as_a_digest_only(case: ServiceCase) -> None:
    codes = {issue(service=case.service, officer=case.officer, on=TODAY) for _time in range(50)}
    assert len(codes) == 50
    assert all(len(code) == 16 and set(code) <= set(ALPHABET) for code in codes)
    assert len(ALPHABET) == len(set(ALPHABET)) == 32 and not set(ALPHABET) & set("IO01")
    rows = SurveyToken.objects.all()
    assert {row.digest for row in rows} == {digest(code) for code in codes}
    assert {row.expires_on for row in rows} == {TODAY + timedelta(days=14)}
    code = codes.pop()
    shown = readable(code)
    assert shown.count("-") == 3 and digest(shown) == digest(code) == digest(f" {shown.lower()} ")


def test_a_case_gets_one_code(case: ServiceCase) -> None:
    stale = ServiceCase.objects.get(pk=case.pk)
    code = issue_for_case(case=case, officer=case.officer, on=TODAY)
    assert SurveyToken.objects.filter(digest=digest(code)).exists()
    assert case.token_issued
    for again in (case, stale):
        with pytest.raises(NotPossible, match="sudah mendapat kode"):
            issue_for_case(case=again, officer=case.officer, on=TODAY)
    assert SurveyToken.objects.count() == 1


def test_no_code_without_a_survey_or_for_a_cancelled_case(case: ServiceCase) -> None:
    with pytest.raises(NotPossible, match="Belum ada survei"):
        issue_for_case(case=case, officer=None, on=date(2027, 1, 1))
    ServiceCase.objects.filter(pk=case.pk).update(status=ServiceCase.Status.CANCELLED)
    with pytest.raises(NotPossible, match="dibatalkan"):
        issue_for_case(case=case, officer=None, on=TODAY)
    assert not SurveyToken.objects.exists()


def test_nothing_in_the_database_joins_a_code_with_a_case_or_an_answer(case: ServiceCase) -> None:
    code = issue_for_case(case=case, officer=case.officer, on=TODAY)
    secret = {code, digest(code), case.number}
    token = {field.name for field in SurveyToken._meta.get_fields()}
    assert token == {"digest", "service", "officer", "expires_on"}
    for left, right in (
        (SurveyToken, ServiceCase),
        (SurveyToken, SurveyAnswer),
        (ServiceCase, SurveyAnswer),
    ):
        for model, other in ((left, right), (right, left)):
            assert other not in {field.related_model for field in model._meta.get_fields()}
    assert not Event.objects.exists()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            own = {SurveyToken: {digest(code)}, ServiceCase: {case.number}}.get(model, set())
            cursor.execute(f'SELECT row_to_json(held)::text FROM "{model._meta.db_table}" AS held')
            told = " ".join(row[0] for row in cursor.fetchall())
            assert not {word for word in secret - own if f'"{word}"' in told}, model


def test_a_stack_of_codes_for_paper(case: ServiceCase, world: World) -> None:
    codes = bulk_issue(service=case.service, count=200, actor=world.services_officer.user, at=NOW)
    assert len(set(codes)) == 200 == SurveyToken.objects.filter(officer=None).count()
    entry = Event.objects.get(action="voice.print_codes")
    assert entry.after == {"count": 200} and not any(code in str(entry.after) for code in codes)
    for count in (0, 201):
        with pytest.raises(NotPossible, match="1 sampai 200"):
            bulk_issue(service=case.service, count=count, actor=world.services_officer.user, at=NOW)


def test_the_nearest_unit_above_with_an_open_period(world: World) -> None:
    units = world.units
    version = make_version()
    office = make_period(units["DUKCAPIL"], version)
    assert open_period(units["DUKCAPIL-KTP"].pk, TODAY) == office
    own = make_period(units["DUKCAPIL-KTP"], version)
    service = make_service(units["DUKCAPIL-KTP"])
    assert open_period(service, TODAY) == own
    assert open_period(units["DUKCAPIL"].pk, TODAY) == office
    assert open_period(units["PKM1"].pk, TODAY) is None
    assert open_period(service, own.ends + timedelta(days=1)) is None
    SurveyPeriod.objects.filter(pk=own.pk).update(status=SurveyPeriod.Status.CLOSED)
    assert open_period(service, own.ends) == office


def test_progress_counts_by_channel(world: World) -> None:
    period, empty = make_period(world.units["PKM1"]), make_period(world.units["PKM2"])
    make_answers(period, [[3] * 9] * 3)
    make_answers(period, [[3] * 9] * 2, channel="poster")
    make_answers(period, [[4] * 9] * 4, state="held", flags=["burst"])
    make_answers(period, [[4] * 9], state="dropped", flags=["burst"])
    far = progress([period, empty])
    assert (far[period.pk].counted, far[period.pk].token, far[period.pk].poster) == (5, 3, 2)
    assert (far[period.pk].held, far[period.pk].dropped, far[empty.pk].counted) == (4, 1, 0)
