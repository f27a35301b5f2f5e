"""Reading a filled survey: by hand, because its questions are data and it comes 200 times a second."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from kinerja.rules.loader import in_force

from ..actions.answering import Filled
from ..models import SurveyAnswer
from ..queries.answering import Asked, Sheet

UNKNOWN = "x"
WORDS_AT_MOST = 2_000  # the page lets one write half of it, so nothing written there is cut
NEED_AT_MOST = SurveyAnswer._meta.get_field("access_need").max_length
SECONDS_AT_MOST = 32_767
PROFILE = {
    "sex": SurveyAnswer.Sex,
    "age_band": SurveyAnswer.AgeBand,
    "education": SurveyAnswer.Education,
    "work": SurveyAnswer.Work,
    "disability": SurveyAnswer.Disability,
}
Errors = dict[str, str]
_signer = Signer(salt="voice.survey.opened")


def opened(at: datetime) -> str:
    """The moment a page was opened, signed: nobody can claim to have read longer. Kept nowhere."""
    return _signer.sign(str(int(at.timestamp())))


def open_seconds(signed: str, at: datetime) -> int | None:
    """Seconds since the page was opened; None when the server did not sign that."""
    try:
        return max(0, int(at.timestamp()) - int(_signer.unsign(signed)))
    except (BadSignature, ValueError):
        return None


def read(post: Mapping[str, str], sheet: Sheet, at: datetime) -> tuple[Filled | None, Errors]:
    """The filled survey, or what is missing by the name of its field."""
    errors = _missing(post, sheet.rated)
    try:
        answer_id = UUID(post.get("id", ""))
    except ValueError:
        errors["id"] = _("Halaman ini rusak. Muat ulang halaman, lalu isi lagi.")
    if errors:
        return None, errors
    values = tuple(_value(post[name(asked)]) for asked in sheet.rated)
    if not any(values):
        first = name(sheet.rated[0])
        return None, {first: _("Pilih jawaban untuk paling sedikit satu pertanyaan.")}
    words = tuple(_words(post.get(name(asked), ""), WORDS_AT_MOST) for asked in sheet.open)
    return Filled(answer_id, values, words, _seconds(post, at), _about(post)), {}


def name(asked: Asked) -> str:
    """The name of a question's field."""
    return f"q{asked.id}"


def challenge(post: Mapping[str, str], answer_id: UUID, at: datetime) -> str:
    """What the phone had to work on: nothing when the page is older than the law lets it be."""
    signed = post.get("opened", "")
    age = open_seconds(signed, at)
    days = int(in_force("survey.proof_of_work", at.date())["valid_days"])
    return f"{signed}|{answer_id}" if age is not None and age <= days * 86_400 else ""


def _missing(post: Mapping[str, str], rated: Sequence[Asked]) -> Errors:
    given = {str(value) for value in range(1, 5)} | {UNKNOWN}
    names: Iterable[str] = (name(asked) for asked in rated)
    return {field: _("Belum dijawab") for field in names if post.get(field) not in given}


def _value(sent: str) -> int | None:
    return None if sent == UNKNOWN else int(sent)


def _words(sent: str, most: int) -> str:
    return sent.replace("\x00", "").replace("\r\n", "\n").strip()[:most]


def _seconds(post: Mapping[str, str], at: datetime) -> int:
    """How long it took: what the page measured, never more than since the server opened it."""
    since = open_seconds(post.get("opened", ""), at) or 0
    claimed = post.get("seconds", "")
    measured = int(claimed) if re.fullmatch("[0-9]{1,9}", claimed) else since
    return min(measured, since, SECONDS_AT_MOST)


def _about(post: Mapping[str, str]) -> dict[str, str]:
    """What somebody told about himself, as far as it is one of the choices."""
    told = {key: post.get(key, "") for key, choices in PROFILE.items() if post.get(key) in choices.values}
    need = _words(post.get("access_need", ""), NEED_AT_MOST or 0)
    return {**told, "access_need": need}
