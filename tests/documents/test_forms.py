"""Every official form comes out as a readable PDF/A with the words of the law and of the people in it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from kinerja.documents import FORMS, evaluation_form, plan_form, render

from .pair_samples import LONG, OWN, TRICKY, pair
from .samples import objected, plan, review

MATRIX = {
    **plan(),
    "columns": ["Nilai IKM", "Anggaran terserap"],
    "rows": [{"name": "Sari", "post": "Perawat", "cells": [["Pasien terlayani"], []]}],
}
WORKBLOCK = {**plan(), "title": "Poli ramah", "rows": [["Tujuan", "Waktu tunggu turun"], ["Anggaran", ""]]}


def data_for(code: str) -> dict:
    approach = "kualitatif" if code in {"A.1.1", "A.1.6", "C.1.1"} else "kuantitatif"
    form = "jpt" if code in {"A.1.1", "A.1.2", "C.1.2"} else "ja_jf"
    if code in {"A.1.4", "A.1.5"}:
        return WORKBLOCK if code == "A.1.4" else MATRIX
    if code[0] == "A":
        return plan(form, approach)
    if code in OWN:
        return pair(code)
    if code == "D.1.3":
        return objected()
    return review(form=form, approach=approach, taken_over=code == "D.1.2")


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("code", sorted(FORMS))
def test_each_form_is_an_archivable_accessible_pdf(code: str) -> None:
    pdf = render(code, data_for(code))
    reader = PdfReader(BytesIO(pdf))
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert "pdfaid:part>2<" in xmp and "pdfuaid:part>1<" in xmp
    assert reader.metadata.title
    assert "DATA CONTOH" in words(pdf)


def test_same_data_same_bytes() -> None:
    assert render("D.1.1", review()) == render("D.1.1", review())


def test_evaluation_shows_ratings_predicate_and_what_people_said_as_plain_text() -> None:
    text = words(render("C.1.3", review()))
    assert "RATING HASIL KERJA: SESUAI EKSPEKTASI" in text
    assert "RATING PERILAKU KERJA: DIATAS EKSPEKTASI" in text
    assert "Sudah baik, #pertahankan *terus* $x$" in text


def test_a_take_over_is_signed_by_the_superior_and_says_final() -> None:
    text = words(render("D.1.2", review(taken_over=True)))
    assert "Atasan Pejabat Penilai Kinerja Ratna Dewi" in text
    assert "bersifat final" in text


def test_a_changed_result_prints_objection_explanations_and_decision_with_three_signatures() -> None:
    text = words(render("D.1.3", objected()))
    assert "KEBERATAN PEGAWAI6 Realisasi #September belum dibaca." in text
    assert "PENJELASAN PEJABAT PENILAI KINERJA" in text and "Tidak ada penjelasan" in text
    assert "PENJELASAN PEGAWAI YANG DINILAI Rekap dikirim tepat waktu." in text
    assert "predikat Sangat Baik (sebelumnya Baik)" in text and "EVK/2026/TW3/000001" in text
    for role in ("menandatangani versi 1", "Pegawai yang Dinilai", "Contoh, 30 Oktober 2026 Atasan Pejabat"):
        assert role in text
    assert "Atasan Pejabat Penilai Kinerja Ratna Dewi" in words(render("C.1.3", objected()))
    assert "KEBERATAN" not in words(render("D.1.1", review()))


@pytest.mark.parametrize("code", sorted(OWN))
def test_what_people_write_on_forms_of_guidance_stays_text_however_long(code: str) -> None:
    assert TRICKY in words(render(code, pair(code, TRICKY)))
    pdf = render(code, pair(code, LONG))
    assert words(pdf).count("Waktu tunggu pasien turun") >= 40
    assert len(PdfReader(BytesIO(pdf)).pages) >= (1 if code == "B.1.8" else 2)


def test_each_form_of_guidance_is_signed_by_whom_the_law_names() -> None:
    both, employee, other = {"B.1.6", "B.1.7"}, {"B.1.8"}, {"B.1.9", "B.1.10"}
    for code in OWN:
        text = words(render(code, pair(code)))
        assert ("Kota Contoh, 2 Oktober 2026 Pegawai yang Dinilai" in text) == (code in both | employee), code
        assert ("Kota Contoh, 2 Oktober 2026 Pejabat Penilai" in text) == (code in both | other), code
    unsigned = {**pair("B.1.6"), "signed": {"employee_at": "", "other_at": ""}}
    assert "2 Oktober 2026" not in words(render("B.1.6", unsigned))


def test_a_sign_that_no_font_can_draw_becomes_a_box_and_the_file_is_made() -> None:
    text = words(render("B.1.6", pair("B.1.6", "Hore 😀 dan 中\x0b lalu → é")))
    assert "Hore □ dan □ lalu → é" in text
    assert "Hore □" in words(
        render("A.1.8", {**plan(), "employee": {**plan()["employee"], "name": "Hore 😀"}})
    )


def test_a_run_of_signs_without_a_space_stays_on_the_page() -> None:
    broken = PdfReader(BytesIO(render("B.1.10", pair("B.1.10", "x" * 400)))).pages[0].extract_text()
    assert max(len(line.replace("\u200b", "")) for line in broken.splitlines()) < 110


def test_a_tick_says_yes_or_no() -> None:
    assert "☑ YA ☐ TIDAK" in words(render("B.1.6", pair("B.1.6")))
    assert "☐ YA ☑ TIDAK" in words(render("B.1.10", pair("B.1.10")))


def test_the_leaders_form_shows_perspectives_and_the_staff_form_whom_it_serves() -> None:
    assert "PERSPEKTIF" in words(render("A.1.2", plan("jpt")))
    assert "PIMPINAN YANG DIINTERVENSI" in words(render("A.1.7", plan()))


@pytest.mark.parametrize(
    ("form", "approach", "codes"),
    [
        ("jpt", "kualitatif", ("A.1.1", "C.1.1")),
        ("jpt", "kuantitatif", ("A.1.2", "C.1.2")),
        ("ja_jf", "kualitatif", ("A.1.6", "C.1.1")),
        ("ja_jf", "kuantitatif", ("A.1.7", "C.1.3")),
    ],
)
def test_form_codes(form: str, approach: str, codes: tuple[str, str]) -> None:
    assert (plan_form(form, approach), evaluation_form(form, approach)) == codes
