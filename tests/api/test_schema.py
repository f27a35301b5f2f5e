"""What the description promises, tried with generated requests: no fault of ours, no undocumented answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.test_cases_api import key_for
from tests.apps.voice.make_services import make_case, make_service, moment
from tests.world import World

PROMISED = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
    unsupported_method,
)


BOUNDED = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def secret(world: World) -> str:
    make_case(make_service(world), "B-1", received=moment(2026, 10, 1))
    return key_for(world)[1]


@pytest.fixture
def described(world: World) -> Iterator[Any]:
    """The application in this process, on the connection of the test (a served one would close it)."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    served = get_wsgi_application()

    def application(environ: dict[str, Any], start: Any) -> Any:
        return served({**environ, "REMOTE_ADDR": "10.0.0.1"}, start)

    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
def test_every_operation_answers_as_described(mode: GenerationMode, described: Any, secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) == 6
    for operation in operations:
        if mode == GenerationMode.NEGATIVE and operation.path.endswith("/services"):
            continue  # nothing to send, so nothing to send wrongly

        @BOUNDED
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers_as_described(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers, checks=list(PROMISED))

        answers_as_described()
