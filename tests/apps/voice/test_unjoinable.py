"""An answer cannot be joined to the code that let it in, to an address, or to a moment: by nothing we keep.

Real transactions: PostgreSQL's own `xmin` would otherwise be the same for everything in a test.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from kinerja.audit.models import Event
from kinerja.runtime.log_filter import without_codes
from kinerja.voice import sources
from kinerja.voice.actions.tokens import digest
from kinerja.voice.models import ServiceCase, SurveyAnswer, SurveyToken
from kinerja.voice.queries.answering import forget_sheets
from tests.apps.voice.make_filled import JSON, Survey, phone, proven
from tests.apps.voice.make_surveys import make_case
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "36.68.77.141"


@pytest.fixture
def survey(world: World) -> Iterator[Survey]:
    forget_sheets()
    sources._salt.cache_clear()
    yield Survey(world)
    sources._salt.cache_clear()


def rows(table: str) -> list[dict[str, Any]]:
    """Every live row of a table with its system columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text AS xmin, ctid::text AS ctid, t.* FROM {table} t")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def tables() -> list[str]:
    return sorted({model._meta.db_table for model in apps.get_models()})


def answer(survey: Survey, **facts: Any) -> tuple[str, SurveyAnswer]:
    """One case, its code handed out, and the answer that came by it."""
    code = survey.code()
    sent = survey.filled(words="Antrean terlalu panjang hari ini.", **facts)
    assert phone(ADDRESS).post(f"/survei/{code}/", sent, headers={"accept": JSON}).status_code == 201
    return code, SurveyAnswer.objects.get(pk=sent["id"])


def test_there_is_no_column_for_it(survey: Survey) -> None:
    """Neither a moment nor a code nor an address, and nothing points at an answer."""
    allowed = {"day": "date", "decided_at": "timestamp with time zone"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_name = 'voice_surveyanswer' AND data_type ~ '^(date|time|inet|cidr)'"
        )
        assert dict(cursor.fetchall()) == allowed
    linked = {field.related_model for field in SurveyAnswer._meta.get_fields() if field.related_model}
    assert not {"SurveyToken", "ServiceCase", "SourceCount"} & {model.__name__ for model in linked}
    pointing = [field for field in SurveyAnswer._meta.get_fields() if field.auto_created]
    assert not pointing, "somebody points at answers; prove again that nobody can be found by it"


def test_nothing_kept_says_which_code_or_address(survey: Survey) -> None:
    """Looked for in every column of every table."""
    code, row = answer(survey)
    secrets = {code, code.lower(), digest(code), ADDRESS}
    for table in tables():
        for kept in rows(table):
            for name, value in kept.items():
                assert not secrets & {str(value)}, (table, name)
                assert not any(secret in str(value) for secret in secrets), (table, name)
    assert row.decided_at is None


def test_nothing_shares_a_value_or_a_transaction_with_the_answer(survey: Survey) -> None:
    """Not the id, not `xmin`: the count has a transaction of its own, and the code is gone."""
    make_case(survey.service, token_issued=True)
    for _time in range(3):
        answer(survey)
    phone(ADDRESS).post(survey.poster, proven(survey.filled()))
    survey.code()  # a code that is still out
    answers = rows("voice_surveyanswer")
    assert len(answers) == 4
    ids, transactions = {str(row["id"]) for row in answers}, {row["xmin"] for row in answers}
    assert len(transactions) == 4
    for table in tables():
        for kept in [] if table == "voice_surveyanswer" else rows(table):
            assert kept["xmin"] not in transactions, table
            assert not ids & {str(value) for value in kept.values()}, table


def test_moments_are_no_finer_than_an_hour(survey: Survey) -> None:
    """All that is written while an answer comes in: a count for the whole hour, and the answer's day."""
    before = {table: rows(table) for table in tables()}
    answer(survey)
    for table in tables():
        known = [{**row, "xmin": "", "ctid": ""} for row in before[table]]
        fresh = [row for row in rows(table) if {**row, "xmin": "", "ctid": ""} not in known]
        moments = [value for row in fresh for value in row.values() if isinstance(value, datetime)]
        assert all((moment.minute, moment.second, moment.microsecond) == (0, 0, 0) for moment in moments), (
            table
        )
        if fresh:
            assert table in {"voice_surveyanswer", "voice_sourcecount", "voice_sourcesalt"}, table


def test_neither_the_audit_log_nor_the_case_knows(survey: Survey) -> None:
    case = make_case(survey.service, token_issued=True)
    before = list(ServiceCase.objects.filter(pk=case.pk).values())
    answer(survey)
    assert not Event.objects.exists()
    assert list(ServiceCase.objects.filter(pk=case.pk).values()) == before


def test_no_line_of_the_log_shows_a_code_or_an_address(
    survey: Survey, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken, refused, wrong, not found, and when the server breaks."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(lambda record: not record.name.startswith("django.db"))
    code, _row = answer(survey)
    unused = survey.code()
    client = phone(ADDRESS)
    client.raise_request_exception = False
    for sent in (survey.filled(), {}):
        client.post(f"/survei/{code}/", sent)
        client.post(f"/survei/{unused}/", sent | {"id": "x"})
    client.put(f"/survei/{unused}/")
    client.get(f"/survei/{unused}/lagi/")

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the database is on fire")

    monkeypatch.setattr("kinerja.voice.views.answering.ticket", broken)
    assert client.get(f"/survei/{unused}/").status_code == 500
    lines = caplog.text
    assert "on fire" in lines and "/survei/..." in lines
    assert code not in lines and unused not in lines and ADDRESS not in lines
    assert SurveyToken.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Not Found: /survei/ABCD/", "Not Found: /survei/..."),
        ("Gone: /survei/p/ukur/?bahasa=en", "Gone: /survei/p/..."),
        ("Forbidden: /lacak/2026-1/kunci/", "Forbidden: /lacak/..."),
        ("Unprocessable: /pengembangan/hadir/kunci/", "Unprocessable: /pengembangan/hadir/..."),
        ("Gone: /mentoring/kalender/kunci.ics", "Gone: /mentoring/kalender/..."),
        ("Gone: /rapat/kalender/kunci.ics", "Gone: /rapat/kalender/..."),
        ("Not Found: /survei/", "Not Found: /survei/"),
        ("signed in: account 3", "signed in: account 3"),
    ],
)
def test_what_the_log_shows_of_an_address(line: str, shown: str) -> None:
    assert without_codes(line) == shown
