"""Every act that the source can log has a phrase, and no phrase outlives its act."""

from __future__ import annotations

from django.apps import apps

from kinerja.audit.objects import OBJECTS, object_name
from kinerja.audit.phrases import PHRASES, choices, codes_saying, phrase
from tests.apps.audit.codes import Codes

# Written as f"topic_{act.value}", which the reader cannot follow: of Moderation.Act only these steer a topic.
STEERING = {f"voice.topic_{act}" for act in ("close", "open", "pin", "unpin")}


def test_every_act_of_the_source_has_its_phrase_and_none_is_left_over() -> None:
    codes = Codes()
    assert codes.unknown == []
    written = codes.known | STEERING
    assert sorted(written - set(PHRASES)) == [], "no phrase in audit/phrases.py"
    assert sorted(set(PHRASES) - written) == [], "nobody writes these any more"


def test_what_acts_are_done_to_has_a_name_and_is_there() -> None:
    labels = {model._meta.label_lower for model in apps.get_models()}
    assert sorted(set(OBJECTS) - labels) == []
    assert object_name("people.employee") == "Pegawai" and object_name("uji.lama") == "uji.lama"


def test_phrases_read_alike() -> None:
    assert len(set(PHRASES.values())) == len(PHRASES), "two acts that read the same"
    assert all(text[0].isupper() and text[-1] != "." for text in PHRASES.values())


def test_an_unknown_code_shows_itself_and_words_find_codes() -> None:
    assert phrase("uji.lama") == "uji.lama"
    assert codes_saying("menetapkan skp") == ["plans.set"]
    assert codes_saying("tidak ada ini") == []
    assert [text for _, text in choices()] == sorted(PHRASES.values())
