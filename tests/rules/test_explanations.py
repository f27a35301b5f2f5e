"""Every figure comes with its reasons: the exact steps a reader sees, for one case of each rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from kinerja.rules import credit, distribution, predicate, skm
from kinerja.rules.explain import Explanation

ON = date(2026, 11, 22)
OLD = date(2016, 5, 1)
CODES = skm.codes(ON)
LAW = "PermenPANRB 14/2017, Lampiran"
OLD_LAW = "KEP/25/M.PAN/2/2004, Lampiran"
PRINTED = "PermenPANRB 14/2017, Lampiran (mencetak 0,111; untuk x unsur: 1/x)"
FLOOR = "Ketetapan Kinerja: di bawah jumlah ini satu jawaban saja dapat menggeser mutu"
SAMPLE = "Krejcie & Morgan (1970), dirujuk PermenPANRB 14/2017, Lampiran"
LEVEL = "PermenPANRB 1/2023 Lampiran; Peraturan BKN 3/2023"
BASIC = "Peraturan BKN 3/2023 Lampiran"
SURPLUS = "PermenPANRB 1/2023; Peraturan BKN 3/2023 Pasal 19 ayat (5)"
FINAL = "PermenPANRB 6/2022, Lampiran hlm 90 nomor 11-12"
MATRIX = "PermenPANRB 6/2022, Lampiran hlm 99-100 dan 102-103"

Told = list[tuple[str, object, str, str]]


def survey(respondents: int, answer: int) -> skm.Tally:
    sums = dict.fromkeys(CODES, respondents * answer)
    return skm.Tally.from_sums(sums, dict.fromkeys(CODES, respondents), respondents)


def given(respondents: int, answer: int) -> tuple[str, object, str, str]:
    says = f"{respondents} responden memberi {respondents * 9} jawaban; jawaban kosong tidak dihitung."
    value = {"n": respondents, "sums": dict.fromkeys(CODES, respondents * answer)}
    return ("input", value, "masukan", says)


def means(shown: str) -> tuple[str, object, str, str]:
    says = "NRR tiap unsur = jumlah jawaban dibagi banyaknya jawaban."
    return ("skm.elements", dict.fromkeys(CODES, shown), LAW, says)


CASES: dict[str, tuple[Callable[[], Explanation], Told]] = {
    "index": (
        lambda: skm.compute(survey(10, 3), on=ON).explanation,
        [
            given(10, 3),
            means("3.00"),
            ("skm.weights", "1/9", PRINTED, "Bobot tiap unsur 1/9, tanpa pembulatan."),
            (
                "arithmetic",
                "75.00",
                PRINTED,
                "Jumlah NRR tertimbang x 25 = 75.0000, dibulatkan sekali menjadi 75.00.",
            ),
            ("skm.minimum_n", 10, FLOOR, "10 responden memenuhi batas paling sedikit 10."),
            ("skm.grade", "C", LAW, "IKM 75.00 bermutu C (Kurang baik); batas bawah C adalah 65.00."),
        ],
    ),
    "index on the old scale": (
        lambda: skm.compute(survey(10, 3), on=OLD).explanation,
        [
            given(10, 3),
            means("3.00"),
            ("skm.weights", "1/9", OLD_LAW, "Bobot tiap unsur 1/9, tanpa pembulatan."),
            (
                "skm.weights",
                14,
                OLD_LAW,
                "Aturan pada 2016-05-01 memakai 14 unsur; data ini memuat 9 unsur, "
                "jadi bobotnya dibagi menurut 9 unsur.",
            ),
            (
                "arithmetic",
                "75.00",
                OLD_LAW,
                "Jumlah NRR tertimbang x 25 = 75.0000, dibulatkan sekali menjadi 75.00.",
            ),
            ("skm.minimum_n", 10, FLOOR, "10 responden memenuhi batas paling sedikit 10."),
            ("skm.grade", "B", OLD_LAW, "IKM 75.00 bermutu B (Baik); batas bawah B adalah 62.51."),
        ],
    ),
    "index of too few": (
        lambda: skm.compute(survey(9, 4), on=ON, weights="0.111").explanation,
        [
            given(9, 4),
            means("4.00"),
            (
                "skm.weights",
                "0.111",
                PRINTED,
                "Bobot tiap unsur 0.111 (dibulatkan) untuk mengulang laporan yang memakainya.",
            ),
            (
                "arithmetic",
                "99.90",
                PRINTED,
                "Jumlah NRR tertimbang x 25 = 99.9000, dibulatkan sekali menjadi 99.90.",
            ),
            ("skm.minimum_n", 10, FLOOR, "Mutu tidak dinyatakan: 9 responden, paling sedikit 10."),
        ],
    ),
    "sample": (
        lambda: skm.sample_size(4384, on=ON).explanation,
        [
            ("input", 4384, "masukan", "Pengguna layanan: 4384."),
            ("skm.sample_table", 354, SAMPLE, "Tabel dibaca pada baris 4500: sampel 354."),
            ("skm.sample_formula", 353, SAMPLE, "Rumus memberi 353.23, dibulatkan menjadi 353."),
        ],
    ),
    "census": (
        lambda: skm.sample_size(7, on=ON).explanation,
        [
            ("input", 7, "masukan", "Pengguna layanan: 7."),
            ("skm.sample_table", 7, SAMPLE, "Populasi di bawah 10: semua pengguna layanan diwawancarai."),
        ],
    ),
    "credit": (
        lambda: credit.convert(level_name="ahli_pertama", predicate_name="BAIK", months=2, on=ON).explanation,
        [
            (
                "credit.percent",
                "100",
                "PermenPANRB 1/2023 Pasal 37; Peraturan BKN 3/2023",
                "Predikat BAIK bernilai 100% dari koefisien setahun.",
            ),
            ("credit.level", "12.5", LEVEL, "Koefisien Ahli Pertama 12.5 angka kredit setahun."),
            (
                "credit.rounding",
                "2.08",
                "Contoh BKN pada sosialisasi Peraturan BKN 3/2023: 2/12 x 12,5 = 2,08; 18,75 + 2,08 = 20,83",
                "2/12 x 100% x 12.5 = 2.08 (dua desimal, setengah ke atas).",
            ),
        ],
    ),
    "accumulation over two levels": (
        lambda: (
            credit.accumulate(
                [credit.Period("mahir", "BAIK", 12), credit.Period("penyelia", "SANGAT_BAIK", 12)],
                on=ON,
                start=Decimal(60),
            ).explanation
        ),
        [
            ("arithmetic", "110.00", "Peraturan BKN 3/2023", "Jumlah 2 periode: 110.00."),
            (
                "credit.surplus",
                "37.50",
                SURPLUS,
                "Jenjang berganti: untuk Penyelia yang dihitung 37.50, mulai dari 0 saat masuk.",
            ),
            ("credit.level", "100.00", LEVEL, "Kenaikan pangkat memerlukan 100.00: kurang 62.50."),
        ],
    ),
    "thresholds with a surplus": (
        lambda: (
            credit.thresholds(
                level_name="ahli_pertama", credit=Decimal("112.5"), rank_name="III/b", on=ON
            ).explanation
        ),
        [
            (
                "credit.level",
                "100.00",
                LEVEL,
                "Kenaikan pangkat memerlukan 100.00: tercapai, dapat dipertimbangkan.",
            ),
            (
                "credit.level",
                "100.00",
                LEVEL,
                "Kenaikan jenjang memerlukan 100.00: tercapai, dapat dipertimbangkan.",
            ),
            (
                "credit.surplus",
                "12.50",
                SURPLUS,
                "Kelebihan dibawa ke kenaikan pangkat berikutnya hanya dalam jenjang yang sama; "
                "saat naik jenjang kelebihan tidak dibawa.",
            ),
        ],
    ),
    "basic credit above the range": (
        lambda: credit.basic_credit(level_name="ahli_pertama", rank_name="IV/a", on=ON).explanation,
        [
            (
                "credit.basic",
                "100.00",
                BASIC,
                "Golongan IV/a di atas jenjang Ahli Pertama: angka kredit dasar 100.00; "
                "setelah naik satu jenjang menjadi 75.",
            )
        ],
    ),
    "transfer": (
        lambda: (
            credit.transfer_credit(
                level_name="ahli_muda",
                rank_name="III/d",
                predicate_name="BAIK",
                years=4,
                peak_rank=True,
                on=ON,
            ).explanation
        ),
        [
            (
                "credit.transfer",
                "75.00",
                "Peraturan BKN 3/2023 Lampiran hlm 25",
                "3 tahun x 100% x 25 = 75.00, ditambah angka kredit dasar.",
            ),
            ("credit.basic", "100.00", BASIC, "Ahli Muda golongan III/d: angka kredit dasar 100.00."),
        ],
    ),
    "integration": (
        lambda: credit.integrate(rank_name="III/d", conventional=Decimal(350), on=ON).explanation,
        [
            (
                "credit.integration",
                "150.00",
                "Peraturan BKN 3/2023; tabel penyesuaian angka kredit konvensional ke integrasi",
                "350 dikurangi nilai dasar III/d 200 = 150.00.",
            )
        ],
    ),
    "diploma": (
        lambda: (
            credit.education_bonus(
                level_name="mahir", predicate_name="BAIK", already_used=False, on=ON
            ).explanation
        ),
        [
            (
                "credit.education",
                "12.50",
                "PermenPANRB 1/2023; sosialisasi BKN tentang jabatan fungsional",
                "25% dari 50 (kenaikan pangkat Mahir) = 12.50.",
            )
        ],
    ),
    "predicate of a drop-out": (
        lambda: predicate.predicate("sesuai", "diatas", on=ON, drop_out=True).explanation,
        [
            (
                "input",
                {"result": "sesuai", "behaviour": "diatas"},
                "Penilaian Pejabat Penilai Kinerja",
                "Hasil kerja Sesuai Ekspektasi, perilaku kerja Diatas Ekspektasi.",
            ),
            ("predicate.matrix", "BAIK", MATRIX, "Menurut kuadran kinerja, predikatnya Baik."),
            (
                "predicate.dropout",
                "KURANG",
                "PermenPANRB 6/2022, Lampiran hlm 100 dan 103",
                "Putus studi saat tugas belajar: predikat menjadi Kurang.",
            ),
        ],
    ),
    "final by a minister": (
        lambda: predicate.finality(on=ON, evaluator="menteri").explanation,
        [
            (
                "predicate.final",
                {"final": True},
                FINAL,
                "Keberatan tidak dapat diajukan: hasil evaluasi ditetapkan menteri, sehingga bersifat final.",
            )
        ],
    ),
    "open to objection": (
        lambda: predicate.finality(on=ON).explanation,
        [
            (
                "predicate.final",
                {"final": False},
                FINAL,
                "Keberatan dapat diajukan kepada atasan Pejabat Penilai Kinerja.",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_steps_that_a_reader_sees(name: str) -> None:
    explain, told = CASES[name]
    assert [(step.rule, step.value, step.source, step.says) for step in explain()] == told


def test_a_pattern_says_that_it_is_no_quota() -> None:
    (step,) = distribution.pattern("BAIK", on=ON).explanation
    assert (step.rule, step.value) == ("distribution.curve", "BAIK")
    assert step.says == "Organisasi Baik: kurva adalah ilustrasi, bukan kuota."
