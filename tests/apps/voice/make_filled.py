"""A filled survey as a phone sends it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from kinerja.voice.actions.tokens import issue
from kinerja.voice.forms.answering import opened
from kinerja.voice.models import Question, Service, SurveyPeriod
from tests.apps.voice.make_surveys import make_period, make_service, make_version
from tests.world import NOW, TODAY, World

VARIED = (3, 4, 3, 4, 3, 3, 4, 2, 3)
JSON = "application/json"


class Survey:
    """The registry's open survey: a service, its period, and codes as they are asked for."""

    def __init__(self, world: World, **facts: Any) -> None:
        self.world = world
        self.service: Service = make_service(world.units["DUKCAPIL-KTP"])
        unit = world.units["DUKCAPIL"]
        self.period: SurveyPeriod = make_period(unit, make_version(unit), **facts)

    def code(self) -> str:
        return issue(service=self.service, officer=self.world.counter_officer, on=TODAY)

    @property
    def poster(self) -> str:
        return f"/survei/p/{self.period.poster_code}/"

    def filled(self, values: Sequence[int | None] = VARIED, **facts: Any) -> dict[str, str]:
        return filled(self.period, values, **facts)


def filled(
    period: SurveyPeriod,
    values: Sequence[int | None] = VARIED,
    *,
    words: str = "",
    seconds: int = 50,
    at: datetime = NOW,
    **facts: Any,
) -> dict[str, str]:
    """What the page sends `seconds` after it was opened; None is "Tidak tahu"."""
    questions = list(Question.objects.filter(version=period.version_id).order_by("order"))
    rated = [question for question in questions if question.element]
    sent = {
        f"q{question.pk}": "x" if value is None else str(value)
        for question, value in zip(rated, values, strict=True)
    }
    sent |= {f"q{question.pk}": words for question in questions if not question.element}
    since = opened(at - timedelta(seconds=seconds))
    return {"id": str(uuid.uuid4()), "opened": since, "seconds": str(seconds), **sent, **facts}


def proven(post: dict[str, str], bits: int = 14) -> dict[str, str]:
    """The same with the work done."""
    challenge = f"{post['opened']}|{post['id']}"
    for nonce in count():
        digest = hashlib.sha256(f"{challenge}|{nonce}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - bits) == 0:
            return {**post, "proof": str(nonce)}
    raise AssertionError


def phone(address: str = "36.68.1.1") -> Client:
    """A phone without any cookie."""
    return Client(REMOTE_ADDR=address)
