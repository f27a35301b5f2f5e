"""An office with an open survey on a real server: for the load run and for the test of sudden death.

The server is the one that `kinerja serve` starts (granian, two workers) with the embedded database and its
durable settings, in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.runtime.process import clean_environment

if TYPE_CHECKING:
    from datetime import date

    from kinerja.voice.models import QuestionnaireVersion, Service

ROOT = Path(__file__).resolve().parents[2]
SERVER = """
import sys
from pathlib import Path
from kinerja.cli.session import migrate, on_database
from kinerja.runtime import server
with on_database():
    migrate()
    from django.db import connections
    from tests.runtime.survey_office import open_office
    if int(sys.argv[3]):
        open_office(Path(sys.argv[2]), codes=int(sys.argv[3]))
    connections.close_all()
    server.serve("127.0.0.1", int(sys.argv[1]), workers=2, ready=lambda: print("siap", flush=True))
"""


@dataclass(frozen=True, slots=True)
class Office:
    """What a phone needs to answer: codes, the fields of the questions, and when its page was opened.

    `session` is the sign-in cookie of a member of staff.
    """

    codes: list[str]
    questions: list[str]
    opened: str
    session: str

    def post(self, code: str, address: str, answer_id: uuid.UUID) -> bytes:
        """One answer as its bytes go over the wire, from a phone at `address`."""
        values = {name: "1234"[(answer_id.int >> place) % 4] for place, name in enumerate(self.questions)}
        sent = {"id": str(answer_id), "opened": self.opened, "seconds": "45", **values}
        body = urlencode(sent).encode()
        head = (
            f"POST /survei/{code}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
            f"X-Forwarded-For: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def serve(place: Path, port: int, *, codes: int) -> tuple[subprocess.Popen[str], Office]:
    """Starts the server on the data folder `place`/data, with a new survey, and waits until it answers."""
    process = _start(place, port, codes)
    return process, Office(**json.loads(_file(place).read_text()))


def serve_again(place: Path, port: int) -> subprocess.Popen[str]:
    """Starts the server on what is there."""
    return _start(place, port, 0)


def _file(place: Path) -> Path:
    return place / "office.json"


def _start(place: Path, port: int, codes: int) -> subprocess.Popen[str]:
    python_path = f"{ROOT / 'src'}:{ROOT}"
    environment = clean_environment(place / "data") | {"PYTHONPATH": python_path, "KINERJA_PROXIES": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(port), str(_file(place)), str(codes)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "siap\n"
    return process


def open_office(file: Path, *, codes: int) -> None:
    """Writes a unit with a running survey and `codes` codes into the database, and into `file` what it is."""
    import secrets
    from datetime import timedelta

    from django.utils import timezone

    from kinerja.voice.actions.tokens import digest
    from kinerja.voice.forms.answering import opened
    from kinerja.voice.models import Question, SurveyToken

    at = timezone.now()
    service, version = _survey(timezone.localdate(at))
    made = [secrets.token_hex(8).upper() for _place in range(codes)]
    expires = timezone.localdate(at) + timedelta(days=14)
    SurveyToken.objects.bulk_create(
        [SurveyToken(digest=digest(code), service=service, expires_on=expires) for code in made],
        batch_size=5_000,
    )
    names = [f"q{pk}" for pk in Question.objects.filter(version=version).values_list("pk", flat=True)]
    since = opened(at - timedelta(minutes=1))
    file.write_text(json.dumps({"codes": made, "questions": names, "opened": since, "session": _session()}))


def _survey(today: date) -> tuple[Service, QuestionnaireVersion]:
    from datetime import timedelta

    from django.utils import timezone

    from kinerja.people.models import Agency, Unit
    from kinerja.rules import skm
    from kinerja.voice.models import (
        Question,
        Questionnaire,
        QuestionnaireVersion,
        Service,
        SurveyPeriod,
    )

    Agency.objects.create(name="Kota Ukur", short_name="Ukur", place="Ukur")
    unit = Unit.objects.create(code="U", name="Loket Ukur", kind=Unit.Kind.OFFICE)
    service = Service.objects.create(unit=unit, code="ktp", name="Perekaman KTP-el")
    form = Questionnaire.objects.create(name="SKM")
    version = QuestionnaireVersion.objects.create(questionnaire=form, number=1, frozen_at=timezone.now())
    for order, element in enumerate(skm.elements(today), start=1):
        Question.objects.create(
            version=version, order=order, element=element.code, text=element.question, labels=element.labels
        )
    SurveyPeriod.objects.create(
        unit=unit,
        version=version,
        name="Ukur",
        starts=today - timedelta(days=1),
        ends=today + timedelta(days=30),
        population=10_000,
        sample_table=370,
        sample_formula=370,
        poster_code="ukur",
        poster_open=True,
        status=SurveyPeriod.Status.OPEN,
    )
    return service, version


def _session() -> str:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from kinerja.accounts.models import User

    user = User.objects.create(username="198001012010011001", full_name="Petugas Ukur")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"
