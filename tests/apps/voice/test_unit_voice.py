"""The page of a unit: what citizens said, without names, and never so few that one could be told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kinerja.voice.covering import COVER, Names, cover_personal
from kinerja.voice.frequent import frequent
from kinerja.voice.models import Citizen, Complaint, ForumPost, SurveyPeriod, Topic
from kinerja.voice.queries.results import frozen, results
from kinerja.voice.queries.unit_voice import heard
from tests.apps.voice.make_complaints import category, complaint
from tests.apps.voice.make_surveys import make_answers, make_period
from tests.world import NOW, TODAY, World

STAFF = Names.of(["dr. Bayu Pratama, M.Kes", "Sulastri"])
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bayu pratama lambat", f"{COVER} lambat"),
        ("tanya Bayu Pratama", f"tanya {COVER}"),
        ("Pak Bayu ketus", f"Pak {COVER} ketus"),
        ("Ibu Sulastri ramah", f"Ibu {COVER} ramah"),
        ("hari bayu ini", "hari bayu ini"),
        ("Telepon 0812-3456-7890 ya", f"Telepon {COVER} ya"),
        ("surel a.b@warga.test.", f"surel {COVER}."),
        ("NIK 3174 0501 0190 0001", f"NIK {COVER}"),
        ("Buka 08.00 sampai 15.00, bayar 25.000", "Buka 08.00 sampai 15.00, bayar 25.000"),
        ("", ""),
    ],
)
def test_covering(text: str, shown: str) -> None:
    assert cover_personal(text, STAFF) == shown


@given(st.text())
def test_covering_without_names_leaves_ordinary_words(text: str) -> None:
    plain = "".join(letter for letter in text if not letter.isdigit() and letter != "@")
    assert cover_personal(plain) == plain


def test_words_are_counted_by_texts_and_shown_as_people_write_them() -> None:
    texts = ["antrean panjang, antrean antrean", "Antrenya lama", "antrean lama", "Bayu ramah", "Bayu lama"]
    assert frequent(texts, names=["Bayu Pratama"], least=2) == (("antrean", 3), ("lama", 3))
    assert frequent(texts, least=4) == ()
    assert frequent([], least=1) == ()


def say(world: World, *texts: str, unit: str = "DUKCAPIL-KTP", **facts: Any) -> SurveyPeriod:
    period = make_period(world.units[unit], name=f"Survei {SurveyPeriod.objects.count()}")
    for text in texts:
        make_answers(period, [[3] * 9], open_answers=[text], **{"day": TODAY - DAY, **facts})
    return period


def page(client: Client, world: World, unit: str = "DUKCAPIL-KTP") -> str:
    answer = client.get(reverse("voice:unit_voice", args=[world.units[unit].pk]))
    assert answer.status_code == 200
    return answer.content.decode()


FIVE = ("Antrean panjang", "Antre lama di loket", "Loket kurang", "Pak Bayu membantu", "Antreannya rapi")


@pytest.mark.django_db
def test_the_words_of_a_survey_without_names(world: World) -> None:
    say(world, *FIVE, "Hubungi 081234567890 atau Bayu Pratama")
    shown = page(world.client(world.counter_officer), world)
    assert "Antrean panjang" in shown and "Loket kurang" in shown
    for secret in ("Pak Bayu", "081234567890", "atau Bayu"):
        assert secret not in shown
    assert f"Pak {COVER} membantu" in shown


@pytest.mark.django_db
def test_below_the_floor_and_from_today_nothing_is_shown(world: World) -> None:
    say(world, *FIVE[:4])
    say(world, "Ditulis hari ini", day=TODAY)
    say(world, "Ditahan dahulu", state="held", flags=["burst"])
    shown = page(world.client(world.counter_officer), world)
    for text in (*FIVE[:4], "Ditulis hari ini", "Ditahan dahulu"):
        assert text not in shown
    assert "paling sedikit lima orang menjawab" in shown


@pytest.mark.django_db
def test_what_is_said_most_stands_in_one_sentence(world: World) -> None:
    say(world, *["Antrean panjang sekali"] * 6, *["Petugas Bayu ramah"] * 5)
    sentence = heard(world.units["DUKCAPIL-KTP"], TODAY).sentence
    assert sentence == "Yang paling sering disebut: “antrean” (6), “panjang” (6), “ramah” (5)."


def reports(world: World, many: int, code: str, **facts: Any) -> None:
    for number in range(many):
        row = complaint(world, at=NOW - 3 * DAY, title=f"Laporan {number}", **facts)
        Complaint.objects.filter(pk=row.pk).update(category=category(code))


@pytest.mark.django_db
def test_subjects_are_counted_from_five_and_secret_ones_never(world: World) -> None:
    reports(world, 7, "antrean")
    reports(world, 3, "biaya")
    reports(world, 9, "rahasia", secret=True)
    reports(world, 9, "ditolak")
    Complaint.objects.filter(category__code="ditolak").update(status="rejected")
    found = heard(world.units["DUKCAPIL-KTP"], TODAY)
    assert (found.subjects, found.few) == ((), 10)
    reports(world, 2, "fasilitas")
    found = heard(world.units["DUKCAPIL-KTP"], TODAY)
    assert (found.subjects, found.few) == ((("Antrean", 7),), 5)
    shown = page(world.client(world.counter_officer), world)
    assert "Rahasia" not in shown and "Biaya" not in shown


@pytest.mark.django_db
def test_praise_is_shown_unless_it_names_somebody(world: World) -> None:
    reports(world, 4, "umum", kind="praise", text="Loket cepat, hubungi saya di a@b.test")
    found = heard(world.units["DUKCAPIL-KTP"], TODAY)
    assert (found.praise_count, found.praises) == (None, ())
    reports(world, 1, "umum", kind="praise", text="Terima kasih Bu Anu")
    Complaint.objects.filter(text__contains="Anu").update(names_employee=True)
    found = heard(world.units["DUKCAPIL-KTP"], TODAY)
    assert found.praise_count == 5
    assert found.praises == (f"Loket cepat, hubungi saya di {COVER}",) * 4


@pytest.mark.django_db
def test_survey_result_and_forum(world: World) -> None:
    unit = world.units["DUKCAPIL-KTP"]
    period = make_period(unit, starts=TODAY - 90 * DAY, ends=TODAY - 2 * DAY)
    make_answers(period, [[3, 3, 2, 4, 3, 3, 3, 1, 3]] * 12)
    period.result = frozen(results(period))
    period.status, period.published_at = "published", NOW
    period.save()
    citizen = Citizen.objects.create(email="w@warga.test", nickname="Warga Satu", joined_at=NOW)
    for title, hidden in (("Jam buka Sabtu", None), ("Topik tersembunyi", NOW)):
        topic = Topic.objects.create(unit=unit, title=title, created_at=NOW, last_post_at=NOW)
        ForumPost.objects.create(topic=topic, citizen=citizen, text="Usul", created_at=NOW, hidden_at=hidden)
    shown = page(world.client(world.counter_officer), world)
    assert "dari 12 responden" in shown and "Tiga unsur terendah" in shown
    assert "Penanganan pengaduan, saran, masukan: 1,00" in shown
    assert "Jam buka Sabtu" in shown and "Topik tersembunyi" not in shown and "Warga Satu" not in shown


@pytest.mark.django_db
def test_an_empty_page_teaches(world: World) -> None:
    shown = page(world.client(world.nurse), world, "PKM1-YAN")
    for words in ("Belum ada kata-kata", "Belum ada survei", "Pokok muncul bila", "Belum ada topik"):
        assert words in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status"),
    [("counter_officer", 200), ("counter_head", 200), ("registry_head", 200), ("hr", 200), ("nurse", 403)],
)
def test_who_reads_it(world: World, who: str, status: int) -> None:
    address = reverse("voice:unit_voice", args=[world.units["DUKCAPIL-KTP"].pk])
    assert world.client(getattr(world, who)).get(address).status_code == status


@pytest.mark.django_db
def test_the_page_costs_the_same_with_3_and_with_30_of_everything(world: World) -> None:
    client = world.client(world.counter_officer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, world)
        return len(queries)

    say(world, *FIVE)
    reports(world, 6, "antrean")
    reports(world, 6, "umum", kind="praise")
    page(client, world)
    few = cost()
    say(world, *FIVE * 6, unit="DUKCAPIL-KTP")
    reports(world, 30, "biaya")
    reports(world, 30, "umum", kind="praise")
    assert cost() == few <= 30


EVIL = "<script>alert('x')</script>"


@pytest.mark.django_db
def test_words_stay_text(world: World) -> None:
    say(world, *FIVE, EVIL)
    shown = page(world.client(world.counter_officer), world)
    assert EVIL not in shown and "&lt;script&gt;" in shown
