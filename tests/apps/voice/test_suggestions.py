"""Topics by their words, and reports that speak of the same thing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.voice.actions.topics import seed_categories
from kinerja.voice.elsewhere import SAYS, elsewhere, shipped
from kinerja.voice.models import Category
from kinerja.voice.suggestions import Subject, near, suggest
from tests.world import NOW, World

TOPICS = [Subject(row["code"], tuple(row["keywords"])) for row in shipped()["category"]]

CASES = [
    ("Jalan di depan pasar berlubang dan aspalnya mengelupas", "pekerjaan-umum"),
    ("Selokan mampet, drainase tidak pernah dibersihkan", "pekerjaan-umum"),
    ("Jembatan gantung hampir putus", "pekerjaan-umum"),
    ("Upah saya tiga bulan belum dibayar perusahaan", "ketenagakerjaan"),
    ("Di-PHK tanpa pesangon", "ketenagakerjaan"),
    ("Bansos tidak tepat sasaran, tetangga yang kaya dapat PKH", "sosial"),
    ("Ibu saya lansia dan belum masuk DTKS", "sosial"),
    ("Kepala sekolah meminta uang seragam kepada murid", "pendidikan"),
    ("Anak saya tidak diterima PPDB padahal dekat sekolah", "pendidikan"),
    ("Pedagang kaki lima memenuhi trotoar dan bising sampai malam, satpol diam", "ketertiban"),
    ("Lampu lalu lintas mati dan macet setiap pagi", "perhubungan"),
    ("Juru parkir di terminal memaksa", "perhubungan"),
    ("Sampah menumpuk dan bau busuk di TPS", "lingkungan"),
    ("Pabrik membuang limbah, sungai kotor", "lingkungan"),
    ("Aplikasi tidak bisa login dan kode OTP tidak datang", "komunikasi-informatika"),
    ("Pasien BPJS ditolak rumah sakit", "kesehatan"),
    ("Obat di puskesmas selalu habis dan dokternya terlambat", "kesehatan"),
    ("Harga beras mahal di pasar", "ekonomi"),
    ("KTP saya belum jadi tiga minggu, blangko habis", "kependudukan"),
    ("Mengurus akta kelahiran dan kartu keluarga sangat lama", "kependudukan"),
    ("Air bersih PDAM keruh dan sering mati", "energi"),
    ("Listrik padam setiap hari, pemadaman tanpa pemberitahuan", "energi"),
    ("Izin usaha saya di OSS tertahan", "perizinan"),
    ("Dana desa tidak jelas, kepala desa tertutup", "desa"),
    ("Petugas kasar dan membentak saya di loket", "perilaku-petugas"),
    ("Ada pungutan liar dan calo", "perilaku-petugas"),
]


@pytest.mark.parametrize(("text", "code"), CASES, ids=[text[:30] for text, _code in CASES])
def test_the_likeliest_topic(text: str, code: str) -> None:
    best = suggest(text, TOPICS)[0]
    assert best.code == code, suggest(text, TOPICS)
    assert best.words
    for words in best.words:
        assert all(word in text for word in words.split()), "shown as the citizen wrote it"


def test_nothing_is_suggested_without_a_reason() -> None:
    assert suggest("Mohon bantuannya", TOPICS) == []
    assert suggest("", TOPICS) == []


def test_words_meet_by_their_stem_and_phrases_only_in_one_piece() -> None:
    subject = [Subject("jalan", ("jalan berlubang",))]
    assert suggest("Jalannya lubang semua", subject)[0].words == ("Jalannya lubang",)
    assert suggest("Lubang di dekat jalan", subject) == []


def test_a_word_of_many_topics_is_divided_among_them() -> None:
    subjects = [Subject("a", ("parkir", "bus")), Subject("b", ("parkir",))]
    first, second = suggest("parkir bus", subjects)
    assert (first.code, first.score) == ("a", Fraction(3, 2))
    assert (second.code, second.score) == ("b", Fraction(1, 2))


LONG_QUEUE = "Antrean KTP di loket Dukcapil sangat lama, saya menunggu empat jam"
OTHERS = {
    1: "Menunggu KTP empat jam, antrean loket Dukcapil lama sekali",
    2: "Jalan berlubang di depan sekolah",
    3: "KTP saya hilang",
}


def test_reports_of_the_same_thing_are_found_with_their_words() -> None:
    found = near(LONG_QUEUE, OTHERS)
    assert [item.key for item in found] == [1]
    assert {"antrean", "ktp", "loket"} <= set(found[0].words)
    assert Fraction(1, 4) <= found[0].share <= 1


def test_common_words_make_nothing_alike() -> None:
    assert (
        near("Saya mohon agar segera ada yang datang ke sini", {1: "Kami mohon agar ada yang datang"}) == []
    )


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_mutual_and_never_over_one(one: str, other: str) -> None:
    there, back = near(one, {0: other}), near(other, {0: one})
    assert [item.share for item in there] == [item.share for item in back]
    assert all(item.share <= 1 for item in there)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Putusan hakim di pengadilan tidak adil", "court"),
        ("Ada suap dalam proyek fiktif", "corruption"),
        ("Motor saya dicuri di parkiran", "crime"),
        ("Ada kebakaran di pasar", "emergency"),
    ],
)
def test_who_else_is_in_charge(text: str, code: str) -> None:
    (says, words), *_rest = elsewhere(text)
    assert says == SAYS[code]
    assert words


def test_everyday_matters_point_nowhere_else() -> None:
    assert elsewhere(LONG_QUEUE) == []
    assert {row["code"] for row in shipped()["elsewhere"]} == set(SAYS)


def test_seeding_adds_what_is_missing_and_leaves_what_was_changed(world: World) -> None:
    assert seed_categories(actor=world.admin.user, at=NOW) == len(shipped()["category"]) == 19
    Category.objects.filter(code="kesehatan").update(name="Kesehatan kota", keywords=["puskesmas"])
    Category.objects.get(code="desa").delete()
    assert seed_categories(actor=None, at=NOW) == 1
    assert Category.objects.get(code="kesehatan").name == "Kesehatan kota"
